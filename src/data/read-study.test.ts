import { describe, expect, test } from 'vitest';
import type { Codebook } from './study/codebook.ts';
import { hintText } from './hint.ts';
import { DataError } from './data-error.ts';
import type { ReadStudyOptions, StudyInput } from './read-options.ts';
import { readStudy } from './read-study.ts';
import type { CarriedField, Study } from './study/study.ts';

type Given = string | Partial<StudyInput & { text: string }>;

function input(given: Given, at: number): StudyInput {
  const { text = '', ...rest } = typeof given === 'string' ? { text: given } : given;
  return { name: at === 0 ? 'ratings.csv' : `more-${at}.csv`, open: () => [Buffer.from(text)], ...rest };
}

async function read(given: Given | Given[], options: ReadStudyOptions = {}): Promise<Study> {
  return readStudy([given].flat().map(input), options);
}

async function errorOf(given: Given | Given[], options: ReadStudyOptions = {}): Promise<DataError> {
  const error = await read(given, options).then(
    () => new Error('no error'),
    (thrown: Error) => thrown,
  );
  expect(error).toBeInstanceOf(DataError);
  expect(error.message).not.toContain('\n');
  return error as DataError;
}

const hintOf = ({ hint = '' }: DataError): string => hintText([hint].flat());

const decision = (study: Study, code: string): number =>
  study.decisions.find((one) => one.code === code)?.count ?? 0;
const names = (study: Study): string[] => study.codebook.labels.map(({ name }) => name);
const fieldText = (field: CarriedField): (string | null)[] =>
  Array.from(field.code, (code) => (code < 0 ? null : field.values[code]));
const rowsOf = (study: Study): string[] =>
  Array.from(study.ratings.item, (item, row) => {
    const { rater, label } = study.ratings;
    return (
      `${study.items.ids[item]} ${study.raters[rater[row]].id} ` +
      (label[row] < 0 ? '-' : names(study)[label[row]])
    );
  });

const passFail: Codebook = { scale: 'nominal', labels: [{ name: 'Pass', pass: true }, { name: 'Fail' }] };

describe('readStudy joins by key', () => {
  test('ratings of several files, in any order of rows, are one study sorted by id', async () => {
    const study = await read([
      'item,rater,label\n2,bob,Fail\n1,bob,Pass\n',
      'label,item,rater\nPass,10,ann\nPass,1,ann\n',
    ]);
    expect(rowsOf(study)).toEqual(['1 ann Pass', '1 bob Pass', '10 ann Pass', '2 bob Fail']);
    expect(study.files).toEqual([
      { name: 'ratings.csv', format: 'csv', rows: 2 },
      { name: 'more-1.csv', format: 'csv', rows: 2 },
    ]);
  });

  test('an id of several columns is joined', async () => {
    const study = await read({
      text: 'q,turn,judge,winner\n7,1,x,A\n7,2,x,B\n',
      source: { columns: { item: ['q', 'turn'], rater: 'judge', label: 'winner' } },
    });
    expect(study.items.ids).toEqual(['7 | 1', '7 | 2']);
  });

  test('identical duplicates collapse and are counted; `3` and `3.0` are identical', async () => {
    const study = await read('item,rater,label\n1,ann,3\n1,ann,3.0\n2,ann,4\n');
    expect(rowsOf(study)).toEqual(['1 ann 3', '2 ann 4']);
    expect(decision(study, 'identical-duplicates')).toBe(1);
  });

  const conflicting = 'item,rater,label\n1,ann,A\n2,ann,B\n1,ann,B\n2,bob,A\n';
  test('conflicting duplicates are an error that names both lines', async () => {
    expect((await errorOf(conflicting)).message).toBe(
      'ratings.csv line 4: item "1" is rated again by rater "ann", as "B"; ratings.csv line 2 has "A"',
    );
  });

  test.each([
    ['one name for all rows', 'item,rater,label\n1,crowd,A\n1,crowd,B\n2,crowd,A\n', undefined],
    ['no rater in the file', 'item,label\n1,A\n1,B\n2,A\n', { rater: 'crowd' }],
  ])('%s, and two labels of one item: are they several people?', async (_, text, source) => {
    const error = await errorOf({ text, source });
    expect(error.message).toBe(
      'ratings.csv line 3: item "1" is labeled "A" (ratings.csv line 2) and again "B", both by "crowd": ' +
        'are several people behind that one name?',
    );
    expect(hintOf(error)).toContain('If so, name the column that says who: rater');
  });

  test('a judge that answered twice is not taken for several people', async () => {
    const twice = { text: 'item,label\n1,A\n1,B\n2,A\n', source: { rater: 'm', kind: 'judge' } } as const;
    expect((await errorOf(twice)).message).toContain('is rated again by rater "m"');
  });

  test('where a column tells the rows of one item apart, it is named: it may belong to the item', async () => {
    const rows = ['q1', 'q2', 'q3'].flatMap((q) =>
      ['m1', 'm2'].map((model, at) => `${q},${model},ann,${at === 0 ? 'A' : 'B'},t${q}${at}`),
    );
    const header = 'item,model,rater,label,time';
    const alone = await errorOf(`${header}\n${rows.join('\n')}\n`);
    expect(hintOf(alone)).toMatch(
      /^If the column "model" says who: rater "model"\. If .* rated: item \["ITEM","model"\]/,
    );
    const error = await errorOf(`${header}\n${rows.join('\n')}\nq9,m1,bob,A,t\n`);
    expect(error.message).toContain('is rated again by rater "ann"');
    expect(hintOf(error)).toMatch(
      /^The rows differ in the column "model"\. If that is part of what was rated, .*item \["ITEM","model"\]/,
    );
  });

  test('conflicting duplicates are settled by --duplicates, and counted', async () => {
    const first = await read(conflicting, { duplicates: 'first' });
    expect(rowsOf(first)).toEqual(['1 ann A', '2 ann B', '2 bob A']);
    expect(decision(first, 'conflicting-duplicates')).toBe(1);
    const drop = await read(conflicting, { duplicates: 'drop' });
    expect(rowsOf(drop)).toEqual(['2 ann B', '2 bob A']);
    expect(decision(drop, 'conflicting-duplicates')).toBe(2);
    expect(drop.items.ids).toEqual(['1', '2']);
  });

  test('the first of duplicates is the first with a label, of rows that pass where', async () => {
    const text = 'q,item,rater,label\nx,1,ann,B\ny,1,ann,0\ny,1,ann,A\ny,1,ann,B\ny,2,ann,B\n';
    const study = await read(
      { text, source: { where: { q: 'y' }, missing: ['0'] } },
      { duplicates: 'first' },
    );
    expect(rowsOf(study)).toEqual(['1 ann A', '2 ann B']);
    expect(decision(study, 'filtered')).toBe(1);
    expect(decision(study, 'no-label')).toBe(1);
  });

  test('order and repeat are part of the key', async () => {
    const study = await read(
      'item,rater,label,order,repeat\n1,ann,A,second,0\n1,ann,B,first,0\n1,ann,A,first,1\n',
    );
    expect(study.ratings.orderNames).toEqual(['first', 'second']);
    expect([...study.ratings.order]).toEqual([0, 0, 1]);
    expect([...study.ratings.repeat]).toEqual([0, 1, 0]);
    expect((await errorOf('item,rater,label,repeat\n1,a,A,x\n')).message).toBe(
      'ratings.csv line 2: repeat is a whole number from 0; received "x"',
    );
  });

  test('white space around ids is cut off, and that is counted', async () => {
    const study = await read('item,rater,label\n1 ,ann,A\n1, bob,B\n');
    expect(rowsOf(study)).toEqual(['1 ann A', '1 bob B']);
    expect(decision(study, 'trimmed')).toBe(2);
  });
});

describe('readStudy proposes or takes a codebook', () => {
  test('a proposed codebook is the union of labels and probability columns, nominal, and announced', async () => {
    const study = await read(
      'item,rater,label,prob_Fail,prob_Pass,prob_Unclear\n1,ann,Pass,,,\n1,gpt,Fail,0.5,0.3,0.2\n',
    );
    expect(study.codebook).toEqual({
      scale: 'nominal',
      labels: [{ name: 'Fail' }, { name: 'Pass' }, { name: 'Unclear' }],
    });
    expect(study.codebookOrigin).toBe('proposed');
    expect(study.decisions[0]).toMatchObject({
      facts: { labels: ['Fail', 'Pass', 'Unclear'], scale: 'nominal' },
      count: 3,
    });
  });

  test('numbers are sorted as numbers, carry their value, and 3 is 3.0 in label and column', async () => {
    const study = await read(
      'item,rater,label,prob_3.0,prob_10,prob_2\n1,ann,10,,,\n1,bob,3,,,\n1,gpt,,0.5,0.3,0.2\n',
      {
        scale: 'ordinal',
      },
    );
    expect(study.codebook).toEqual({
      scale: 'ordinal',
      labels: [2, 3, 10].map((value) => ({ name: String(value), value })),
    });
    expect([...study.ratings.probabilities]).toEqual([0.2, 0.5, 0.3]);
    expect([...study.ratings.label]).toEqual([2, 1, 1]);
  });

  test('an order nobody declared is not made up', async () => {
    expect((await errorOf('item,rater,label\n1,a,good\n1,b,bad\n', { scale: 'ordinal' })).message).toBe(
      'the order of the labels bad, good is not known',
    );
  });

  test.each([
    ['Pass', 'Fail', 'Pass'],
    ['no', 'YES', 'YES'],
    ['True', 'False', 'True'],
    ['0', '1', '1'],
    ['good', 'bad', undefined],
  ])('of %s and %s pass is %s', async (a, b, pass) => {
    const study = await read(`item,rater,label\n1,x,${a}\n1,y,${b}\n`);
    expect(study.codebook.labels.filter((label) => label.pass).map(({ name }) => name)).toEqual(
      pass === undefined ? [] : [pass],
    );
  });

  test('a third label takes the pass back; --pass names it', async () => {
    const text = 'item,rater,label\n1,x,yes\n1,y,no\n1,z,tie\n';
    expect((await read(text)).codebook.labels).toEqual([
      { name: 'no' },
      { name: 'tie', tie: true },
      { name: 'yes' },
    ]);
    expect((await read(text, { pass: ['yes'] })).codebook.labels[2]).toEqual({ name: 'yes', pass: true });
    expect((await errorOf(text, { pass: ['yess'] })).hint).toBe('Did you mean yes?');
  });

  test('labels of people that differ by case stop the reading, unless a codebook declares both', async () => {
    const text = 'item,rater,label\n1,x,Pass\n1,y,pass\n2,x,Pass\n';
    const error = await errorOf(text);
    expect(error.message).toBe('people spell one label in several ways: Pass, pass');
    expect(hintOf(error)).toContain('map {"pass":"Pass"}');
    const codebook: Codebook = { scale: 'nominal', labels: [{ name: 'Pass' }, { name: 'pass' }] };
    expect(names(await read(text, { codebook }))).toEqual(['Pass', 'pass']);
    expect(names(await read({ text: `${text}3,x,Fail\n`, source: { labels: { pass: 'Pass' } } }))).toEqual([
      'Fail',
      'Pass',
    ]);
  });

  test('labels of judges alone that differ by case stay two, with a warning', async () => {
    const study = await read('item,rater,kind,label\n1,x,judge,Pass\n1,y,judge,pass\n');
    expect(names(study)).toEqual(['Pass', 'pass']);
    expect(study.warnings).toContainEqual({
      code: 'labels-differ-by-case',
      facts: { groups: [['Pass', 'pass']] },
    });
  });

  test('a label that lacks one letter of another is pointed out; sides of a pair are not', async () => {
    const study = await read('item,rater,label\n1,x,Pass\n1,y,Pas\n2,x,Fail\n');
    expect(study.warnings[0]).toEqual({ code: 'labels-nearly-alike', facts: { pairs: [['Pas', 'Pass']] } });
    expect((await read('item,rater,label\n1,x,model_a\n1,y,model_b\n2,x,tie\n')).warnings).toEqual([]);
    expect((await read('item,rater,label\n1,x,1\n1,y,10\n')).warnings).toEqual([]);
  });

  test('one label alone is no codebook', async () => {
    const error = await errorOf('item,rater,label\n1,x,Pass\n');
    expect(error.message).toBe('every label is "Pass"; what the others would be is not known');
    expect(hintOf(error)).toContain('(codebook, or codebook in assize.json)');
    expect(names(await read('item,rater,label\n1,x,Pass\n', { codebook: passFail }))).toEqual([
      'Pass',
      'Fail',
    ]);
  });

  test('free text as label is refused', async () => {
    const text = `item,rater,label\n${Array.from({ length: 101 }, (_, i) => `${i},x,text ${i}`).join('\n')}`;
    expect((await errorOf(text)).message).toContain('101 different labels');
  });

  test('a declared codebook keeps its order, and an unknown label is an error with line and suggestion', async () => {
    const study = await read('item,rater,label\n1,x,Fail\n', { codebook: passFail });
    expect([...study.ratings.label]).toEqual([1]);
    expect(study.codebookOrigin).toBe('declared');
    const error = await errorOf('item,rater,label\n1,x,Fail\n2,x,Pas\n', { codebook: passFail });
    expect(error.message).toBe('ratings.csv line 3: unknown label "Pas"; the codebook has Pass, Fail');
    expect(hintOf(error)).toContain('Did you mean Pass?');
  });

  test('a probability column for a label that the codebook lacks is an error', async () => {
    const error = await errorOf('item,rater,label,prob_Pass,prob_Maybe\n1,x,Pass,0.5,0.5\n', {
      codebook: passFail,
    });
    expect(error.message).toBe(
      'ratings.csv column prob_Maybe: unknown label "Maybe"; the codebook has Pass, Fail',
    );
  });

  test('words of the file are mapped to labels of the codebook', async () => {
    const study = await read(
      { text: 'item,rater,label\n1,x,1\n2,x,0.0\n', source: { labels: { '1': 'Pass', '0': 'Fail' } } },
      { codebook: passFail },
    );
    expect([...study.ratings.label]).toEqual([0, 1]);
  });
});

describe('readStudy of probabilities', () => {
  const judge = (cells: string): string =>
    `item,rater,label,prob_A,prob_B,prob_C\n1,ann,A,,,\n1,gpt,,${cells}\n`;

  test.each([
    ['0.5,-0.1,0.2', 'ratings.csv line 3 column prob_B: a probability is at least 0; received -0.1'],
    ['0.5,high,0.2', 'ratings.csv line 3 column prob_B: "high" is not a number'],
    ['0.5,0x1,0.2', 'ratings.csv line 3 column prob_B: "0x1" is not a number'],
    ['0.5,0.4,0.111', 'ratings.csv line 3: the probabilities sum to 1.011; at most 1 is possible'],
    ['50,30,20', 'ratings.csv line 3: the probabilities sum to 100; at most 1 is possible'],
  ])('%s is an error with its line', async (cells, message) => {
    expect((await errorOf(judge(cells))).message).toBe(message);
  });

  test('a sum from 0.5 to 1.01 is renormalized, its missing mass kept and counted', async () => {
    const study = await read(judge('0.4,0.2,0.2'));
    expect([...study.ratings.probabilities].map((p) => Number(p.toFixed(12)))).toEqual([0.5, 0.25, 0.25]);
    expect(study.ratings.missingMass[0]).toBeCloseTo(0.2, 12);
    expect(decision(study, 'renormalized')).toBe(1);
    expect([...(await read(judge('0.4,0.4,0.21'))).ratings.missingMass]).toEqual([0]);
  });

  test('a sum below 0.5 is dropped and counted; an empty cell among others is 0', async () => {
    const study = await read(judge('0.4,,'));
    expect(decision(study, 'probabilities-dropped')).toBe(1);
    expect(rowsOf(study)).toEqual(['1 ann A']);
    expect([...(await read(judge('0.4,,0.4'))).ratings.probabilities]).toEqual([0.5, 0, 0.5]);
  });

  test('log probabilities are natural logs', async () => {
    const study = await read(
      `item,rater,logprob_A,logprob_B\n1,gpt,${Math.log(0.75)},-1.3862943611198906\n2,gpt,0,-9999\n`,
    );
    expect(study.ratings.probabilities[0]).toBeCloseTo(0.75, 12);
    expect(Array.from(study.ratings.probabilities.subarray(2))).toEqual([1, 0]);
    expect((await errorOf('item,rater,logprob_A,logprob_B\n1,gpt,0.2,-1\n')).message).toBe(
      'ratings.csv line 2 column logprob_A: a log probability is at most 0; received 0.2',
    );
  });

  test('with two labels one column is enough; with three it is an error', async () => {
    const study = await read('item,rater,label,prob_Pass\n1,ann,Fail,\n1,gpt,,0.8\n');
    expect(names(study)).toEqual(['Fail', 'Pass']);
    expect([...study.ratings.probabilities].map((p) => Number(p.toFixed(12)))).toEqual([0.2, 0.8]);
    expect(decision(study, 'renormalized')).toBe(0);
    expect(
      (await errorOf('item,rater,label,prob_A\n1,ann,A,\n1,bob,C,\n2,ann,B,\n1,gpt,,0.8\n')).message,
    ).toBe('ratings.csv: one probability column, for "A", and 3 labels');
  });

  test('a pattern or a mapping finds columns of other names; prob_source is none', async () => {
    const text = 'item,rater,answer1_prob,answer2_prob\n1,gpt,0.3,0.7\n';
    expect(names(await read({ text, source: { probabilities: 'answer*_prob' } }))).toEqual(['1', '2']);
    expect(
      names(await read({ text, source: { probabilities: { no: 'answer1_prob', yes: 'answer2_prob' } } })),
    ).toEqual(['no', 'yes']);
    const source = await read('item,rater,prob_A,prob_B,prob_source\n1,gpt,0.3,0.7,logprobs\n');
    expect(names(source)).toEqual(['A', 'B']);
    expect(source.ratings.fields.map(({ name }) => name)).toEqual(['prob_source']);
  });

  test('a judge row without a label has that of its highest probability; of two highest, none', async () => {
    const study = await read(
      'item,rater,label,prob_A,prob_B\n1,gpt,,0.3,0.7\n2,gpt,,0.5,0.5\n3,gpt,A,0.1,0.9\n',
    );
    expect(rowsOf(study)).toEqual(['1 gpt B', '2 gpt -', '3 gpt A']);
    expect(decision(study, 'label-from-probabilities')).toBe(1);
    expect(decision(study, 'tied-probabilities')).toBe(1);
    expect(study.warnings.map(({ code }) => code)).toContain('label-not-most-probable');
  });

  test('the mass on an abstain word is kept beside the labels', async () => {
    const study = await read('item,rater,prob_A,prob_B,prob_N/A\n1,gpt,0.6,0.2,0.2\n', { abstain: ['N/A'] });
    expect(names(study)).toEqual(['A', 'B']);
    expect(study.ratings.missingMass[0]).toBeCloseTo(0.2, 12);
  });
});

describe('readStudy tells people from judges', () => {
  test('raters with probabilities are judges, --judge names others, everyone else is human', async () => {
    const text = 'item,rater,label,prob_A,prob_B\n1,ann,A,,\n1,bot,A,,\n1,gpt,,0.3,0.7\n';
    const study = await read(text, { judges: ['bot'] });
    expect(study.raters.map(({ id, kind, kindFrom }) => [id, kind, kindFrom])).toEqual([
      ['ann', 'human', 'default'],
      ['bot', 'judge', 'named as judge'],
      ['gpt', 'judge', 'has probabilities'],
    ]);
    expect(study.warnings.map(({ code }) => code)).toEqual(['no-family']);
    const error = await errorOf(text, { judges: ['bott'] });
    expect(error.message).toBe('no rater "bott" to be a judge; the raters are ann, bot, gpt');
    expect(error.hint).toBe('Did you mean bot?');
  });

  test('a rater of two kinds is an error that names both lines', async () => {
    expect((await errorOf('item,rater,kind,label\n1,ann,human,A\n2,ann,judge,B\n')).message).toBe(
      'ratings.csv line 3: rater "ann" has the kind "judge" here and "human" at ratings.csv line 2',
    );
    expect((await errorOf('item,rater,kind,label\n1,ann,person,A\n')).message).toContain(
      'human, judge or reference; received "person"',
    );
  });

  test('family, model and group come from columns, from the mapping, or from declarations', async () => {
    const study = await read(
      [
        { text: 'item,rater,label,family,model\n1,gpt,A,openai,gpt-4o\n', source: { kind: 'judge' } },
        'item,rater,label\n1,ann,B\n2,ann,A\n',
      ],
      {
        raters: { ann: { group: 'author' } },
      },
    );
    expect(study.raters[1]).toEqual({
      id: 'gpt',
      kind: 'judge',
      kindFrom: 'declared',
      family: 'openai',
      familyDeclared: true,
      model: 'gpt-4o',
    });
    expect(study.raters[0].group).toBe('author');
    expect(study.warnings).toEqual([]);
  });

  test('a column model that varies within a rater speaks of items and is carried', async () => {
    const study = await read('item,rater,label,model\n1,ann,A,llama\n2,ann,B,vicuna\n');
    expect(study.raters[0].model).toBeUndefined();
    expect(study.items.fields.map((field) => [field.name, ...fieldText(field)])).toEqual([
      ['model', 'llama', 'vicuna'],
    ]);
  });

  test('an excluded group leaves, and its rows are counted', async () => {
    const text = 'item,rater,label,group\n1,ann,A,author\n1,bob,B,expert\n2,bob,A,expert\n';
    const study = await read(text, { excludeGroups: ['author'] });
    expect(study.raters.map(({ id }) => id)).toEqual(['bob']);
    expect(decision(study, 'excluded-group')).toBe(1);
    expect((await errorOf(text, { excludeGroups: ['x'] })).message).toBe(
      'no rater is of the group "x"; the groups are author, expert',
    );
  });
});

describe('readStudy keeps statuses, clusters and other columns', () => {
  test('a status comes from its column or from declared words, and is counted', async () => {
    const text =
      'item,rater,label,status\n1,ann,A,\n1,bob,?,\n1,cat,,invalid\n1,dan,,not_asked\n1,eve,B,given\n1,fay,,\n';
    const study = await read(text, { abstain: ['?'] });
    expect([...study.ratings.status]).toEqual([0, 1, 2, 3, 0]);
    expect([...study.ratings.label]).toEqual([0, -1, -1, -1, 1]);
    expect(['abstain', 'invalid', 'not_asked', 'no-label'].map((code) => decision(study, code))).toEqual([
      1, 1, 1, 1,
    ]);
    expect((await errorOf('item,rater,label,status\n1,ann,A,abstain\n')).message).toContain(
      'status abstain and label "A" in one row',
    );
  });

  test('a column named for one purpose serves no other by its name', async () => {
    const text = 'item,rater,label,prompt\n1,x,A,p\n2,x,B,p\n3,x,B,q\n';
    const study = await read({ text, source: { columns: { cluster: 'prompt' } } });
    expect(study.items.clusterIds).toEqual(['p', 'q']);
    expect(decision(study, 'carried')).toBe(0);
  });

  test('an item in two clusters is an error; without a cluster column every item is its own', async () => {
    const study = await read('item,rater,label,cluster\n1,x,A,p\n2,x,B,p\n3,x,B,\n');
    expect(study.items.clusterIds).toEqual(['3', 'p']);
    expect([...study.items.cluster]).toEqual([1, 1, 0]);
    expect(study.items.clusterColumn).toBe('cluster');
    expect((await read('item,rater,label\n1,x,A\n2,x,B\n')).items.clusterColumn).toBeNull();
    expect((await errorOf('item,rater,label,cluster\n1,x,A,p\n1,y,B,q\n')).message).toBe(
      'ratings.csv line 3: item "1" is in cluster "q" here and "p" at ratings.csv line 2',
    );
  });

  test('an unknown column is carried: with the item where it has one value there, else with the rating', async () => {
    const study = await read('item,rater,label,text,seconds\n1,x,A,"hi ",5\n1,y,B,"hi ",7\n2,x,A,yo,\n');
    expect(study.items.fields.map((field) => [field.name, ...fieldText(field)])).toEqual([
      ['text', 'hi ', 'yo'],
    ]);
    expect(study.ratings.fields.map((field) => [field.name, ...fieldText(field)])).toEqual([
      ['seconds', '5', '7', null],
    ]);
    expect(study.decisions.find(({ code }) => code === 'carried')?.facts).toEqual({
      columns: ['seconds', 'text'],
      count: 2,
    });
  });

  test('a row without rater and label lists an item', async () => {
    const study = await read('item,rater,label\n1,x,A\n1,y,B\n2,,\n');
    expect(study.items.ids).toEqual(['1', '2']);
    expect((await errorOf('item,rater,label\n1,,A\n')).message).toBe('ratings.csv line 2: no rater');
    expect((await errorOf('item,rater,label\n,x,A\n')).message).toBe(
      'ratings.csv line 2 column item: empty item id',
    );
  });

  test('a file of items describes them', async () => {
    const items = {
      name: 'items.jsonl',
      text: '{"item":"1","prompt":"p1","cluster":"c"}\n{"item":"9","prompt":"p9"}\n',
      itemsOnly: true,
    };
    const study = await read(['item,rater,label\n1,x,A\n1,y,B\n', items]);
    expect(study.items.ids).toEqual(['1', '9']);
    expect(study.items.clusterIds).toEqual(['9', 'c']);
    expect(study.items.fields.map((field) => [field.name, ...fieldText(field)])).toEqual([
      ['prompt', 'p1', 'p9'],
    ]);
    // Its rows are no ratings that lack a label; a row of a table of ratings is.
    expect(study.decisions.some(({ code }) => code === 'no-label')).toBe(false);
    const withEmpty = await read(['item,rater,label\n1,x,A\n2,x,B\n1,y,\n', items]);
    expect(withEmpty.decisions.find(({ code }) => code === 'no-label')).toMatchObject({ count: 1 });
  });

  test('a table that waits for its first row is fine beside one that has some, and not alone or beside items', async () => {
    const empty = { name: 'empty.csv', text: 'item,rater,label\n' };
    const study = await read([empty, 'item,rater,label\n1,x,A\n1,y,B\n']);
    expect(study.files.map(({ rows }) => rows)).toEqual([0, 2]);
    const items = { name: 'items.jsonl', text: '{"item":"1"}\n', itemsOnly: true };
    expect((await errorOf([items, empty])).message).toBe('empty.csv: the file has a header and no rows');
  });

  test('an inclusion probability implies that items were logged, and is one an item', async () => {
    const study = await read('item,rater,label,inclusion_probability\n1,x,A,0.5\n1,y,B,0.50\n');
    expect(study.selection).toBe('logged');
    expect(study.items.fields[0].values).toEqual(['0.5']);
    expect((await errorOf('item,rater,label,inclusion_probability\n1,x,A,0\n')).message).toContain(
      'above 0 and at most 1; received "0"',
    );
  });

  test('a wide table has one rater a column', async () => {
    const text = 'item,a1,a2,text\n1,A,B,x\n2,A,,y\n';
    const study = await read({ text, source: { wide: ['a1', 'a2'] } });
    expect(rowsOf(study)).toEqual(['1 a1 A', '1 a2 B', '2 a1 A']);
    expect(study.items.fields.map(({ name }) => name)).toEqual(['text']);
    expect((await errorOf({ text, source: { wide: ['a1', 'a9'] } })).message).toBe(
      'ratings.csv: no column "a9"; the columns are item, a1, a2, text',
    );
  });
});

describe('readStudy refuses what it cannot read', () => {
  test.each([
    ['', 'ratings.csv: the file is empty'],
    ['\n\n', 'ratings.csv: the file is empty'],
    ['item,rater,label\n', 'ratings.csv: the file has a header and no rows'],
    ['item,rater,label\n1,x,\n', 'the ratings have no label and no probabilities'],
    ['id,rater,label\n1,x,A\n', 'ratings.csv: no column "item"; the columns are id, rater, label'],
    ['item,label\n1,A\n', 'ratings.csv: no column "rater"; the columns are item, label'],
    ['item,rater,Label\n1,x,A\n', 'ratings.csv: no column "label"; the columns are item, rater, Label'],
    [
      'item,label,status,method,quality,agreement,ratings,share_A\n1,A,given,majority,1,1,2,1\n',
      'ratings.csv: this is a consensus that assize wrote, not ratings',
    ],
  ])('%j', async (text, message) => {
    expect((await errorOf(text)).message).toBe(message);
  });

  test('a missing column is answered with the nearest name and the flag', async () => {
    expect(hintOf(await errorOf('item,rater,Label\n1,x,A\n'))).toContain(
      'Did you mean Label? Name the column with label, or columns.label',
    );
  });

  test('JSONL: a column that never comes is named at the end, an item that is missing at its line', async () => {
    const file = { name: 'r.jsonl', text: '{"item":1,"rater":"x","label":"A"}\n{"rater":"x","label":"B"}\n' };
    expect((await errorOf(file)).message).toBe('r.jsonl line 2 column item: empty item id');
    const none = { name: 'r.jsonl', text: '{"id":1,"rater":"x","label":"A"}\n' };
    expect((await errorOf(none)).message).toBe(
      'r.jsonl line 1: no column "item"; the columns are id, rater, label',
    );
    const cluster = {
      name: 'r.jsonl',
      text: '{"item":1,"rater":"x","label":"A"}\n',
      source: { columns: { cluster: 'c' } },
    };
    expect((await errorOf(cluster)).message).toContain('no column "c"');
  });

  test('where that no row passes names the values there are', async () => {
    expect(
      (await errorOf({ text: 'item,rater,label,q\n1,x,A,Q1\n', source: { where: { q: 'Q9' } } })).message,
    ).toBe('ratings.csv: no row passes where on q; the values there are Q1');
  });

  test('a word cannot be a label and a status', async () => {
    expect(
      (await errorOf('item,rater,label\n1,x,Fail\n', { codebook: passFail, invalid: ['Fail'] })).message,
    ).toContain('cannot mean abstain or invalid too');
  });
});

test('a study is frozen', async () => {
  const study = await read('item,rater,label\n1,x,A\n1,y,B\n');
  for (const part of [
    study,
    study.items,
    study.items.ids,
    study.ratings,
    study.raters,
    study.raters[0],
    study.codebook.labels,
    study.decisions,
  ])
    expect(Object.isFrozen(part)).toBe(true);
});
