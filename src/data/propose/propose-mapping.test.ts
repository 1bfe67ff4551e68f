import { describe, expect, test } from 'vitest';
import { optionsOf } from '../../cli/doctor/propose-command.ts';
import { flagsOf } from '../../cli/input/options.ts';
import { type Sample, proposeMapping as proposed } from '../index.ts';

interface Flags {
  readonly flags: readonly string[];
  readonly notes: readonly string[];
}

/** The first mapping as words, in the order of the table of options. */
function proposeMapping(given: Sample): Flags | null {
  const proposal = proposed(given);
  return proposal === null
    ? null
    : { flags: flagsOf(optionsOf(proposal.mappings[0] ?? {})), notes: proposal.notes };
}

function sample(text: string): { header: string[]; rows: string[][] } {
  const [header, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  return { header: header, rows };
}

describe('proposeMapping', () => {
  test('a table with the columns of assize needs no proposal', () => {
    expect(proposeMapping(sample('item,rater,label\na,x,Pass\nb,x,Fail'))).toBeNull();
  });

  test('a long table in other words', () => {
    expect(proposeMapping(sample('text_id,annotator_id,score\na,7,1\nb,7,2\nc,8,1'))!.flags).toEqual([
      '--item',
      'text_id',
      '--rater',
      'annotator_id',
      '--label',
      'score',
    ]);
  });

  test('without an id, a column named like the item is it; a column of long texts is not', () => {
    expect(proposeMapping(sample('question,annotator,score\nq1,ann,3\nq1,bob,4\nq2,ann,5'))!.flags).toEqual([
      '--item',
      'question',
      '--rater',
      'annotator',
      '--label',
      'score',
    ]);
    const long = 'why '.repeat(30);
    expect(proposeMapping(sample(`question,annotator,score\n${long},ann,3\n${long},bob,4`))).toBeNull();
  });

  test('a wide table: columns that share a few values are raters', () => {
    const { flags } = proposeMapping(
      sample('idx,text,annotator1,annotator2,annotator3\n0,aa,1,2,1\n1,bb,0,0,1\n2,cc,2,2,2'),
    )!;
    expect(flags).toEqual(['--item', 'idx', '--wide', 'annotator1,annotator2,annotator3']);
  });

  test('wide columns need no number in their names', () => {
    expect(
      proposeMapping(sample('id,anna,bob,length\n1,yes,no,812\n2,no,no,90\n3,yes,yes,71'))!.flags,
    ).toEqual(['--item', 'id', '--wide', 'anna,bob']);
  });

  test('a comparison is named by question and models together', () => {
    const text =
      'question_id,model_a,model_b,winner,judge,turn\n81,x,y,model_a,author_0,1\n82,x,y,tie,author_0,1\n82,x,y,tie,author_1,2';
    expect(proposeMapping(sample(text))!.flags).toEqual([
      '--item',
      'question_id,model_a,model_b,turn',
      '--rater',
      'judge',
      '--label',
      'winner',
    ]);
  });

  test('probability columns are named by the part in which they differ', () => {
    const { flags, notes } = proposeMapping(
      sample('text_id,answer1_prob,answer2_prob\na,0.2,0.8\nb,0.7,0.3'),
    )!;
    expect(flags).toEqual(['--item', 'text_id', '--probs', 'answer*_prob', '--rater-name', 'rater']);
    expect(notes.join('\n')).toContain('no column says who rated');
  });

  test('a prefix of probability columns is said as a prefix', () => {
    expect(
      proposeMapping(sample('id,model,verdict,p_yes,p_no\na,m,yes,0.9,0.1\nb,m,no,0.3,0.7'))!.flags,
    ).toEqual(['--item', 'id', '--rater', 'model', '--label', 'verdict', '--probs', 'p_']);
  });

  test('without a column that could name items there is no proposal', () => {
    expect(proposeMapping(sample('a,b\n1,2\n3,4'))).toBeNull();
  });

  test('with probabilities the label is the column they are of, and a column that tells rows apart is a condition', () => {
    const rows = ['a', 'b', 'c'].flatMap((item) =>
      ['Q0', 'Q1'].map((question) => `${item},${question},2,0.2,0.8`),
    );
    const { flags, notes } = proposeMapping(
      sample(['text_id,criterion,answer,answer1_prob,answer2_prob', ...rows].join('\n')),
    )!;
    expect(flags).toEqual([
      '--item',
      'text_id',
      '--label',
      'answer',
      '--probs',
      'answer*_prob',
      '--where',
      'criterion=Q0',
      '--rater-name',
      'rater',
    ]);
    expect(notes.join('\n')).toContain('Q0, Q1');
  });

  test('several questions of one rater are not raters: one of them is the label', () => {
    const { flags, notes } = proposeMapping(
      sample('round,text_id,Q1,Q2,annotator_id\nr1,a,3,1,7\nr1,a,2,4,8\nr2,b,1,4,7'),
    )!;
    expect(flags).toEqual(['--item', 'text_id', '--rater', 'annotator_id', '--label', 'Q1']);
    expect(notes.join('\n')).toContain('one at a time');
  });

  test('a column that is called judge and holds labels is no column of raters', () => {
    const { flags } = proposeMapping(
      sample('prompt_id,alice,bob,judge\np0,1.0,0.0,1.0\np1,0.0,0.0,0.0\np2,1.0,1.0,1.0'),
    )!;
    expect(flags).toEqual(['--item', 'prompt_id', '--wide', 'alice,bob,judge']);
  });

  test('verdicts in nested form are said, and nothing is proposed', () => {
    const header = ['pair_id', 'label', 'judge_name', 'judgments'];
    const proposal = proposeMapping({ header, rows: [['p1', 'A', 'arena', '[{"decision":"B"}]']] })!;
    expect(proposal.flags).toEqual([]);
    expect(proposal.notes.join(' ')).toContain('judgments holds the verdicts in nested form');
  });

  test('a confidence beside the labels of some raters is theirs, and makes them judges', () => {
    const rows = ['a', 'b', 'c', 'd'].flatMap((item, at) => {
      const word = at % 2 === 0 ? 'good' : 'bad';
      return [`${item},ann,${word},`, `${item},m1,${word},0.${6 + at}`];
    });
    const long = sample(['text_id,annotator,answer,confidence', ...rows].join('\n'));
    expect(proposeMapping(long)!.flags.slice(-2)).toEqual(['--confidence', 'confidence']);
    expect(proposed(long)!.options).toEqual({ judge: ['m1'] });
    const all = sample(
      ['text_id,annotator,answer,confidence', ...rows.map((row) => row.replace(/,$/, ',0.7'))].join('\n'),
    );
    expect(proposeMapping(all)!.flags).not.toContain('--confidence');
    expect(proposeMapping(all)!.notes).toContain('confidence is not used: people say how sure they are, too');
  });

  test('of three labels a confidence says too little, and that is said', () => {
    const text = 'id,people,judge_label,judge_confidence\n1,a,a,0.9\n2,b,b,0.8\n3,c,c,0.7\n4,a,c,0.6';
    const { flags, notes } = proposeMapping(sample(text))!;
    expect(flags).toEqual(['--item', 'id', '--wide', 'people,judge_label']);
    expect(notes.join(' ')).toContain('judge_confidence is not used: of more than two labels');
  });

  test.each(['Nr.', 'No.', 'lfd-nr', 'Unnamed: 0', 'column 1', '...1', 'index'])(
    'a column %s names the items where nothing better does',
    (name) => {
      const wide = ['1,yes,no', '2,no,no', '3,yes,yes'];
      const { flags } = proposeMapping(sample([`${name},anna,bob`, ...wide].join('\n')))!;
      expect(flags).toEqual(['--item', name, '--wide', 'anna,bob']);
    },
  );

  test('numbers of rows are no items beside a column that names them', () => {
    const text = ',anna,bob,text_id\n0,yes,no,a\n1,no,no,b\n2,yes,yes,c'.replace(',', 'Unnamed: 0,');
    expect(proposeMapping(sample(text))!.flags.slice(0, 2)).toEqual(['--item', 'text_id']);
  });

  test.each(['who_said', 'labelled_by', 'expert', 'Rated by', 'colleague'])(
    'a column %s of one person of two says who rated',
    (name) => {
      const rows = ['a', 'b', 'c', 'd'].flatMap((item) => [`${item},anna,good`, `${item},bob,bad`]);
      const { flags } = proposeMapping(sample([`text_id,${name},grade`, ...rows].join('\n')))!;
      expect(flags).toEqual(['--item', 'text_id', '--rater', name, '--label', 'grade']);
    },
  );

  test('a column of what was asked is no rater, though nothing says who rated', () => {
    const rows = ['a', 'b', 'c', 'd'].flatMap((item) => [`${item},clear,good`, `${item},true,bad`]);
    const { flags } = proposeMapping(sample(['text_id,criterion,grade', ...rows].join('\n')))!;
    expect(flags.join(' ')).toBe('--item text_id --label grade --where criterion=clear --rater-name rater');
  });

  test('a judge that says True where people say 1 is a rater, and no column of raters', () => {
    const text = 'doc,ann,bo,llm\na,1,0,True\nb,0,0,False\nc,1,1,True';
    expect(proposeMapping(sample(text))!.flags).toEqual(['--item', 'doc', '--wide', 'ann,bo,llm']);
    expect(proposed(sample(text))!.options).toEqual({ judge: ['llm'] });
  });

  test('1 to 3 are grades in order; 0, 1 and 2 are as often a tie and two sides', () => {
    const table = (from: number): string =>
      [
        'doc,ann,bo',
        ...[0, 1, 2, 1].map((step, row) => `d${row},${from + step},${from + ((step + 1) % 3)}`),
      ].join('\n');
    expect(proposed(sample(table(1)))!.options).toEqual({ scale: 'ordinal' });
    expect(proposed(sample(table(0)))!.options).toEqual({});
  });

  test('beside a judge, notes name the columns of people once, and say that their grades have an order', () => {
    const rows = ['d1,1,4,2', 'd2,2,3,2', 'd3,3,2,3', 'd4,4,1,3'];
    const { notes } = proposeMapping(sample(['doc,rater_1,rater_2,llm_answer', ...rows].join('\n')))!;
    expect(notes.filter((said) => said.startsWith('wide:'))).toEqual([
      'wide: rater_1, rater_2 hold the same few values: one column a person?',
    ]);
    expect(notes).toContain('scale: 1, 2, 3, 4 are grades in order');
  });

  test('scores of a model beside grades of people are read, so that what is wrong with them is said', () => {
    const text = 'doc,ann,bo,GPT-Score\na,1,2,1.37\nb,3,3,2.81\nc,2,1,0.9';
    expect(proposeMapping(sample(text))!.flags).toEqual(['--item', 'doc', '--wide', 'ann,bo,GPT-Score']);
    expect(proposed(sample(text))!.options).toEqual({ judge: ['GPT-Score'], scale: 'ordinal' });
  });

  test('a number in [0, 1] of a model beside yes and no is taken for a probability of yes, to be checked', () => {
    const [people, judge] = proposed(
      sample('doc,ann,bo,geval\na,yes,no,0.37\nb,no,no,0.1\nc,yes,yes,0.9'),
    )!.mappings;
    expect(people).toEqual({ item: ['doc'], wide: ['ann', 'bo'] });
    expect(judge).toEqual({ item: ['doc'], probs: { yes: 'geval' }, raterName: 'geval', raterKind: 'judge' });
  });

  test('several answers in one cell are said, where nothing is proposed', () => {
    const rows = ['a', 'b'].map((item) => [item, 'Serious', "['Minor', 'Serious', 'Minor']"]);
    const { flags, notes } = proposeMapping({ header: ['query', 'expert', 'crowd'], rows })!;
    expect(flags).toEqual([]);
    expect(notes).toContain(
      'crowd holds several answers in one cell: write one row for each rater and answer',
    );
  });

  test('a judge beside numbered people is not left out', () => {
    const rows = ['a', 'b', 'c', 'd'].map(
      (item, at) => `${item},${at % 2 ? 'pass' : 'fail'},0.${5 + at},pass,fail`,
    );
    const text = ['question,gpt4_verdict,certainty,reviewer_1,reviewer_2', ...rows].join('\n');
    expect(proposed(sample(text))!.mappings).toEqual([
      { item: ['question'], wide: ['reviewer_1', 'reviewer_2'] },
      {
        item: ['question'],
        label: 'gpt4_verdict',
        raterName: 'gpt4',
        raterKind: 'judge',
        confidence: 'certainty',
      },
    ]);
  });
});
