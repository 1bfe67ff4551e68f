/**
 * A judge whose labels do not meet those of people: whatever the two vocabularies are, no figure about the
 * judge is in the terminal, the report, the results, the tables or the values of the library, and everything
 * about people is what it is without the judge.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Analysis, calibrate, diagnose, estimateRates } from '../src/analysis/index.ts';
import { sayFlag } from '../src/cli/input/say-flag.ts';
import { type DataError, type ReadStudyOptions, type Study, hintText, readStudy } from '../src/data/index.ts';
import { renderConsensusCsv, renderJson, renderRatersCsv, renderReport } from '../src/report/index.ts';
import { commandLine } from './fixtures/command-line.ts';
import { wordsOf } from './fixtures/report-text.ts';

const { assize, write, read } = commandLine();

/** People's labels, and labels of a judge that meet none of them. */
const vocabularies = [
  { people: ['1', '0'], judge: ['True', 'False'] },
  { people: ['0', '1'], judge: ['Pass', 'Fail'] },
  { people: ['Pass', 'Fail'], judge: ['PASS', 'FAIL'] },
  { people: ['yes', 'no'], judge: ['y', 'n'] },
  { people: ['model_a', 'model_b', 'tie'], judge: ['Model A', 'Model B', 'Tie'] },
  { people: ['A', 'B'], judge: ['[[A]]', '[[B]]'] },
  { people: ['good', 'bad'], judge: ['helpful', 'harmful', 'neither'] },
  { people: ['1', '2', '3', '4', '5'], judge: ['85', '90', '70', '40'] },
  { people: ['1', '2', '3', '4', '5'], judge: ['4.81', '2.5', '3.75', '1.2', '4.1', '3', '5'] },
  { people: ['0', '1'], judge: ['0', '0.2', '0.35', '0.8', '1', '0.95'] },
  { people: ['3.5', '4.5', '2.5', '1.5', '3'], judge: ['3', '4', '2'] },
  { people: ['1', '2', '3', '4', '5'], judge: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] },
] as const;

interface Table {
  readonly people: readonly string[];
  readonly judge: readonly string[];
  readonly probabilities: boolean;
  /**
   * For each item the labels of two people and of the judge, as places; one person may be missing, or both.
   */
  readonly items: readonly { readonly first: number; readonly second: number; readonly judged: number }[];
}

const tables: fc.Arbitrary<Table> = fc.constantFrom(...vocabularies).chain(({ people, judge }) =>
  fc.record({
    people: fc.constant(people),
    judge: fc.constant(judge),
    probabilities: fc.boolean(),
    items: fc
      .array(
        fc.record({
          first: fc.integer({ min: -1, max: people.length - 1 }),
          second: fc.integer({ min: -1, max: people.length - 1 }),
          judged: fc.integer({ min: 0, max: judge.length - 1 }),
        }),
        { minLength: 12, maxLength: 30 },
      )
      // Each label is given at least once, so that both vocabularies are there.
      .map((items) => [
        ...people.map((_, index) => ({ first: index, second: index, judged: index % judge.length })),
        ...judge.map((_, index) => ({
          first: index % people.length,
          second: index % people.length,
          judged: index,
        })),
        ...items,
      ]),
  }),
);

const judgeName = 'zz-judge';

function textOf({ people, judge, probabilities, items }: Table, withJudge: boolean): string {
  // Scores are no names of columns of probabilities: only whole vocabularies are.
  const columns = probabilities && withJudge ? judge : [];
  const blank = columns.map(() => ',').join('');
  const rows = [`item,rater,kind,label${columns.map((label) => `,prob_${label}`).join('')}`];
  items.forEach(({ first, second, judged }, at) => {
    for (const [name, index] of [
      ['ann', first],
      ['bo', second],
    ] as const)
      if (index >= 0) rows.push(`i${at},${name},human,${people[index]}${blank}`);
    const shares = columns
      .map((_, index) => `,${index === judged ? 0.7 : 0.3 / (columns.length - 1)}`)
      .join('');
    if (withJudge) rows.push(`i${at},${judgeName},judge,${probabilities ? '' : judge[judged]}${shares}`);
    else rows.push(`i${at},,,`);
  });
  return `${rows.join('\n')}\n`;
}

function studyOf(text: string, options: ReadStudyOptions = {}): Promise<Study> {
  return readStudy([{ name: 'ratings.csv', open: () => [Buffer.from(text)] }], {
    selection: 'random',
    ...options,
  });
}

/**
 * What may differ between a study with the judge and one without: what is said of the judge being left out.
 */
function aboutPeople(analysis: Analysis): unknown {
  const { study, answers, warnings, consensus, ...rest } = analysis;
  const { setAside: _, decisions: __, files: ___, ...ofStudy } = study;
  return {
    ...rest,
    study: ofStudy,
    answers: answers.filter(({ question }) => question === 5),
    warnings,
    // Why CROWDLAB did not run is about the judge.
    consensus: { ...consensus, reason: null, beside: null, items: [...consensus.items] },
  };
}

test('for any two vocabularies that do not meet, no path holds a claim about the judge', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (table) => {
      const [study, without] = await Promise.all(
        [true, false].map((withJudge) => studyOf(textOf(table, withJudge))),
      );
      const options = { version: 'test', seed: 1, replicates: 100, pass: [study.codebook.labels[0].name] };

      expect(study.setAside.map(({ rater }) => rater)).toEqual([judgeName]);
      expect(study.raters.map(({ id }) => id)).toEqual(['ann', 'bo']);
      const { analysis, calibrator } = calibrate(study, options);
      expect(aboutPeople(analysis)).toEqual(aboutPeople(calibrate(without, options).analysis));
      expect([...renderJson(aboutPeople(analysis))].join('')).not.toContain(judgeName);
      expect(analysis.judges).toEqual([]);
      expect(calibrator.judges).toEqual({});
      for (const { question, judge, status, reason, fix } of analysis.answers.filter((answer) =>
        [1, 3, 4].includes(answer.question),
      )) {
        expect({ question, judge, status }).toEqual({ question, judge: judgeName, status: 'refused' });
        for (const label of [...table.people, ...table.judge].slice(0, 2))
          expect(reason?.text).toContain(label);
        expect(fix?.text).toMatch(/\bmap\b|threshold|one scale/);
      }
      const estimate = estimateRates(study, { version: 'test', pass: options.pass });
      expect(estimate.answers.map(({ judge, status }) => [judge, status])).toEqual([[judgeName, 'refused']]);
      expect(estimate.rates.map(({ judge, method }) => [judge, method])).toEqual([
        [null, estimate.rates[0].method],
      ]);
      expect(
        diagnose(study)
          .questions.filter(({ judge }) => judge === judgeName)
          .map(({ status }) => status),
      ).toEqual(Array.from({ length: 3 }, () => 'blocked'));

      const files = [...renderConsensusCsv(analysis), ...renderRatersCsv(analysis)].join('');
      expect(files).not.toContain(judgeName);
      const page = wordsOf(renderReport(analysis));
      expect(page).toContain(`${judgeName} is not compared with people`);
      expect(page).not.toContain('no rater in these data is a judge');
      expect(page).not.toMatch(
        /worse than a person|as good as a person:|Not as good as a person|agrees with one person/i,
      );
      // Figures about nobody but people: the same page but for the refusals.
      expect(shares(page)).toEqual(shares(wordsOf(renderReport(calibrate(without, options).analysis))));
    }),
    { seed: 10, numRuns: 120 },
  );
});

/** Every percentage of a page. By people alone there is one more in the refusal of question 4. */
function shares(page: string): string[] {
  return [...new Set(page.match(/[<>]?\d+(?:\.\d+)?%/g) ?? [])].sort();
}

describe('the map to paste', () => {
  const rows = (judge: (index: number) => string): string =>
    `item,rater,label\n${Array.from({ length: 20 }, (_, at) => `i${at},ann,${at % 3 === 0 ? 0 : 1}\ni${at},bo,${at % 4 === 0 ? 0 : 1}\ni${at},auto,${judge(at)}`).join('\n')}\n`;

  test('is printed by every command, works as it is, and is the only thing that was missing', async () => {
    await write(
      'r.csv',
      rows((at) => (at % 3 === 0 ? 'False' : 'True')),
    );
    for (const command of ['calibrate', 'estimate']) {
      const { code, out } = await assize(
        command,
        'r.csv',
        '--judge',
        'auto',
        '--selection',
        'random',
        ...(command === 'calibrate' ? ['--replicates', '100'] : []),
      );
      expect(out.replace(/\s+/g, ' ')).toContain(
        'add --map True=1,False=0 (in a study, "labels": {"True":"1","False":"0"} in assize.json)',
      );
      expect(out).not.toMatch(/\d+% \(.*how often auto/);
      expect(code).toBe(command === 'calibrate' ? 0 : 3);
    }
    expect((await assize('doctor', 'r.csv', '--judge', 'auto')).out).toContain('--map True=1,False=0');
    const mended = await assize(
      'calibrate',
      'r.csv',
      '--judge',
      'auto',
      '--replicates',
      '100',
      '--map',
      'True=1,False=0',
    );
    expect(mended.out).toMatch(/80% .*: how often auto agrees with one\s+person/);
  });

  test('works in the assize.json of a study, for all its files', async () => {
    await write(
      'ratings.csv',
      rows((at) => (at % 3 === 0 ? 'FAIL ' : 'Pass')),
    );
    const config = { raters: { auto: { kind: 'judge' } } };
    await write('assize.json', JSON.stringify(config));
    const before = await assize('calibrate', '.', '--replicates', '100');
    const map = /"labels": (\{[^}]*\})/.exec(before.out.replace(/\s+/g, ' '))?.[1] ?? '';
    expect(JSON.parse(map)).toEqual({ Pass: '1', FAIL: '0' });
    await write('assize.json', JSON.stringify({ ...config, labels: JSON.parse(map) as unknown }));
    expect((await assize('calibrate', '.', '--replicates', '100')).out).toMatch(/how often auto agrees/);
    expect(JSON.parse(await read('out/results.json'))).toMatchObject({ study: { setAside: [] } });
  });

  test('a word with a comma, an equals sign or a quotation mark comes through the shell', async () => {
    const text = (judge: string): string =>
      `item,rater,label\n1,ann,A=B\n2,ann,"x, y"\n1,bo,A=B\n2,bo,"x, y"\n1,auto,${judge}\n2,auto,"X, Y"\n`;
    await write('r.csv', text('a=b'));
    const { out } = await assize('calibrate', 'r.csv', '--judge', 'auto', '--replicates', '100');
    const flag = /--map '([^']+)'/.exec(out.replace(/\s+/g, ' '))?.[1] ?? '';
    expect(flag).toBe(String.raw`X\, Y=x\, y,a\=b=A\=B`);
    expect(
      (await assize('calibrate', 'r.csv', '--judge', 'auto', '--replicates', '100', '--map', flag)).out,
    ).toContain('how often auto agrees');
  });
});

test('the map stands on one line of the terminal, with every space of its labels', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => {
    const [people, judge] =
      at % 2 === 0 ? ['Very  helpful', 'very  helpful'] : ['Not helpful at all', 'not helpful at all'];
    return `${at},ann,${people}\n${at},auto,${judge}`;
  });
  await write('r.csv', `item,rater,label\n${rows.join('\n')}\n`);
  const { out } = await assize('calibrate', 'r.csv', '--judge', 'auto', '--replicates', '100');
  const flag = /--map '([^'\n]+)'/.exec(out)?.[1] ?? '';
  expect(flag).toBe('not helpful at all=Not helpful at all,very  helpful=Very  helpful');
  expect(out).toMatch(
    /"labels": \{"not helpful at all":"Not helpful at all","very {2}helpful":"Very {2}helpful"\}/,
  );
  expect(
    (await assize('calibrate', 'r.csv', '--judge', 'auto', '--replicates', '100', '--map', flag)).out,
  ).not.toContain('set-aside-ratings');
});

test('a long map without a space is not broken either, and the same to-do is said once', async () => {
  const words = ['contradiction', 'entailment', 'neutrality'];
  const rows = Array.from({ length: 30 }, (_, at) => [
    `${at},ann,${words[at % 3].toUpperCase()}`,
    `${at},one,${words[at % 3]}`,
    `${at},two,${words[at % 3]}`,
  ]);
  await write('r.csv', `item,rater,label\n${rows.flat().join('\n')}\n`);
  const { out } = await assize('calibrate', 'r.csv', '--judge', 'one,two', '--replicates', '100');
  expect(
    out.match(/--map contradiction=CONTRADICTION,entailment=ENTAILMENT,neutrality=NEUTRALITY/g),
  ).toHaveLength(1);
});

test('judges beside gold alone are compared, by doctor and by calibrate', async () => {
  const rows = Array.from(
    { length: 20 },
    (_, at) => `${at},gold,${at % 2 === 0 ? 'A' : 'B'}\n${at},auto,${at % 4 === 0 ? 'A' : 'B'}`,
  );
  await write('r.csv', `item,rater,label\n${rows.join('\n')}\n`);
  const argv = ['r.csv', '--judge', 'auto', '--reference', 'gold'];
  const doctor = await assize('doctor', ...argv);
  expect(doctor.out).not.toContain('Nothing can be answered');
  expect(doctor.code).toBe(0);
  const { code, out } = await assize('calibrate', ...argv, '--replicates', '100');
  expect({
    code,
    compared: out.replace(/\s+/g, ' ').includes('auto gives the reference label on 75%'),
  }).toEqual({
    code: 0,
    compared: true,
  });
});

describe('labels that meet', () => {
  const judged = (text: string, options: ReadStudyOptions = {}): Promise<Study> =>
    studyOf(text, { judges: ['auto'], ...options });

  test('a judge that always says one label is compared', async () => {
    const study = await judged(
      'item,rater,label\n1,ann,Pass\n2,ann,Fail\n3,ann,Fail\n4,ann,Fail\n1,auto,Pass\n2,auto,Pass\n3,auto,Pass\n',
    );
    expect(study.setAside).toEqual([]);
  });

  test('a third label that no person gave does not set a judge aside', async () => {
    const study = await judged(
      'item,rater,label\n1,ann,good\n2,ann,bad\n1,auto,good\n2,auto,ok\n3,auto,good\n',
    );
    expect(study.setAside).toEqual([]);
  });

  test('one stray decimal among grades does not set a judge aside; a tenth of them does', async () => {
    const text = (decimals: number): string =>
      `item,rater,label\n${Array.from({ length: 30 }, (_, at) => `${at},ann,${1 + (at % 5)}\n${at},auto,${at < decimals ? 3.5 : 1 + (at % 5)}`).join('\n')}\n`;
    expect((await judged(text(1))).setAside).toEqual([]);
    expect((await judged(text(4))).setAside.map(({ code }) => code)).toEqual(['scores']);
  });

  test('grades up to two different tops are two scales, whichever side has the higher one; a top that one side did not reach is not', async () => {
    const text = (people: number, judge: number): string =>
      `item,rater,label\n${Array.from({ length: 60 }, (_, at) => `${at},ann,${1 + (at % people)}\n${at},auto,${1 + (at % judge)}`).join('\n')}\n`;
    for (const [people, judge] of [
      [5, 10],
      [10, 5],
      [5, 7],
      [3, 5],
    ])
      expect(
        (await judged(text(people, judge))).setAside.map(({ code }) => code),
        `${people} and ${judge}`,
      ).toEqual(['two scales']);
    expect((await judged(text(4, 5))).setAside).toEqual([]);
    expect((await judged(text(10, 8))).setAside).toEqual([]);
  });

  test('a codebook that declares all labels settles it, unless it holds two vocabularies side by side', async () => {
    const grades = 'item,rater,label\n1,ann,1\n2,ann,2\n1,auto,4\n2,auto,5\n';
    expect((await judged(grades)).setAside.map(({ code }) => code)).toEqual(['no shared label']);
    const labels = ['1', '2', '3', '4', '5'].map((name) => ({ name }));
    expect((await judged(grades, { codebook: { scale: 'ordinal', labels } })).setAside).toEqual([]);
    const words = 'item,rater,label\n1,ann,1\n2,ann,0\n1,auto,Pass\n2,auto,Fail\n';
    const both = ['0', '1', 'Fail', 'Pass'].map((name) => ({ name }));
    expect(
      (await judged(words, { codebook: { scale: 'nominal', labels: both } })).setAside.map(
        ({ rater }) => rater,
      ),
    ).toEqual(['auto']);
  });

  test('of two judges only the one that does not meet people is set aside', async () => {
    const text =
      'item,rater,label\n1,ann,Pass\n2,ann,Fail\n1,auto,PASS\n2,auto,FAIL\n1,other,Pass\n2,other,Pass\n';
    const study = await studyOf(text, { judges: ['auto', 'other'] });
    expect(study.setAside.map(({ rater, code }) => [rater, code])).toEqual([['auto', 'spelled differently']]);
    expect(study.raters.map(({ id }) => id)).toEqual(['ann', 'other']);
    expect(study.codebook.labels.map(({ name }) => name)).toEqual(['Fail', 'Pass']);
  });

  test('a judge whose label column and columns of probabilities are spelled in two ways is set aside', async () => {
    const text =
      'item,rater,label,prob_pass,prob_fail\n1,ann,Pass,,\n2,ann,Fail,,\n1,auto,Pass,0.9,0.1\n2,auto,Fail,0.2,0.8\n';
    expect((await judged(text)).setAside.map(({ code }) => code)).toEqual(['spelled differently']);
  });

  test('a judge that does not meet the references is set aside', async () => {
    const text = 'item,rater,label\n1,gold,A>B\n2,gold,B>A\n1,auto,A\n2,auto,B\n';
    const study = await judged(text, { references: ['gold'] });
    expect(study.setAside.map(({ against, code }) => [against, code])).toEqual([
      ['reference', 'no shared label'],
    ]);
  });
});

describe('people who do not speak of the same labels', () => {
  const stops = async (text: string, options: ReadStudyOptions = {}): Promise<string> =>
    studyOf(text, options).then(
      () => 'read',
      ({ message, hint }: DataError) => `${message} | ${hintText([hint ?? ''].flat(), sayFlag)}`,
    );
  const columns = (other: (at: number) => string): string =>
    `item,rater,label\n${Array.from({ length: 12 }, (_, at) => `${at},ann,${at % 2}\n${at},cy,${at % 2}\n${at},bo,${other(at)}`).join('\n')}\n`;

  test('a person whose words are spellings of the others stops the reading, with the map', async () => {
    expect(await stops(columns((at) => (at % 2 === 0 ? 'False' : 'True')))).toMatch(
      /people spell one label in several ways: .*--map .*True=1/,
    );
  });

  test('a person who gives words where the others give numbers, or scores, is asked about', async () => {
    expect(await stops(columns((at) => (at % 2 === 0 ? 'Fail' : 'Pass')))).toMatch(
      /^people use two sets of labels that nobody mixes: 0, 1 \(ann, cy\) and Fail, Pass \(bo\).*--map Fail=0,Pass=1/,
    );
    expect(await stops(columns((at) => String(at / 20)))).toMatch(
      /^"bo" counts as a person and gave scores.*--judge bo/,
    );
    expect(
      await stops(
        columns((at) => (at % 2 === 0 ? 'Fail' : 'Pass')),
        { judges: ['bo'] },
      ),
    ).toBe('read');
  });

  test('a reference that spells one label in several ways stops the reading too', async () => {
    const text = 'item,rater,label\n1,key,yes\n2,key,Yes\n3,key,no\n1,auto,yes\n2,auto,yes\n3,auto,no\n';
    expect(await stops(text, { references: ['key'], judges: ['auto'] })).toMatch(
      /^the reference spells one label in several ways: .*--map/,
    );
  });

  test('the map that is printed has quotation marks where a shell needs them', async () => {
    expect(
      await stops(
        columns((at) => (at % 2 === 0 ? 'Not OK' : 'ok'))
          .replaceAll(/,0$/gm, ',not ok')
          .replaceAll(/,1$/gm, ',OK'),
      ),
    ).toContain("add --map 'ok=OK,Not OK=not ok'");
  });

  test('a word that a few of them use beside numbers is a label like any other', async () => {
    expect(await stops(columns((at) => (at === 3 ? 'unsure' : String(at % 2))))).toBe('read');
  });
});
