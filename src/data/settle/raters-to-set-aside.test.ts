/**
 * Labels that seem to meet and do not, and labels that seem not to and do. `test/unmet-labels.test.ts`
 * follows a judge that was set aside through all rooms.
 */
import type { DataError } from '../data-error.ts';
import { hintText } from '../hint.ts';
import { describe, expect, test } from 'vitest';
import type { Codebook } from '../study/codebook.ts';
import type { ReadStudyOptions } from '../read-options.ts';
import { readStudy } from '../read-study.ts';
import type { Study } from '../study/study.ts';

const declared = {
  raters: { j: { kind: 'judge' }, gold: { kind: 'reference' }, gold2: { kind: 'reference' } },
} as const;

/** Each rater with its labels, item by item; an empty label is no row. */
function read(
  labels: Readonly<Record<string, readonly string[]>>,
  options: ReadStudyOptions = {},
): Promise<Study> {
  const rows = Object.entries(labels).flatMap(([rater, own]) =>
    own.flatMap((label, item) =>
      label === '' ? [] : [`${item},${rater},${JSON.stringify(label).replaceAll(String.raw`\"`, '""')}`],
    ),
  );
  return readStudy([{ name: 'r.csv', open: () => [Buffer.from(`item,rater,label\n${rows.join('\n')}\n`)] }], {
    ...declared,
    ...options,
  });
}

const times = (count: number, ...labels: string[]): string[] =>
  Array.from({ length: count }, (_, at) => labels[at % labels.length]);
const faults = ({ setAside }: Study): string[] => setAside.map(({ rater, code }) => `${rater}: ${code}`);
const failure = (study: Promise<Study>): Promise<string> =>
  study.then(
    () => 'read',
    ({ message, hint }: DataError) => `${message} | ${hintText([hint ?? ''].flat())}`,
  );
const columns = (header: string, ...rows: string[]): Promise<Study> =>
  readStudy(
    [{ name: 'r.csv', open: () => [Buffer.from(`item,rater,label,${header}\n${rows.join('\n')}\n`)] }],
    declared,
  );
const codebook = (...names: string[]): Codebook => ({
  scale: 'nominal',
  labels: names.map((name) => ({ name })),
});

describe('labels that seem to meet', () => {
  test('one stray label on either side opens no door', async () => {
    const people = { ann: times(100, 'Pass', 'Fail'), bo: times(100, 'Pass', 'Fail') };
    expect(faults(await read({ ...people, j: ['Pass', ...times(99, 'Better', 'Worse')] }))).toEqual([
      'j: few shared labels',
    ]);
    expect(
      faults(
        await read({
          ...people,
          ann: ['Better', ...times(99, 'Pass', 'Fail')],
          j: times(100, 'Better', 'Worse'),
        }),
      ),
    ).toEqual(['j: few shared labels']);
    expect(
      faults(await read({ ann: times(100, '0', '1'), j: ['0', '1', ...times(98, '40', '77', '95')] })),
    ).toEqual(['j: two scales']);
  });

  test('one column of probabilities is no way around, whatever it says', async () => {
    const people = ['1,ann,Pass,', '2,ann,Pass,', '3,ann,Pass,'];
    for (const name of ['prob_pass', 'prob_good'])
      for (const p of [0.1, 0.9]) {
        const study = columns(name, ...people, `1,j,,${p}`, `2,j,,${p}`);
        expect(await failure(study)).toContain('people gave the label Pass alone, and j gave others');
      }
    const both = await columns('prob_PASS', '1,ann,Pass,', '2,ann,Fail,', '1,j,,0.8', '2,j,,0.1');
    expect(faults(both)).toEqual(['j: spelled differently']);
    expect((await columns('prob_Fail', '1,ann,Pass,', '2,ann,Pass,', '1,j,,0.9')).setAside).toEqual([]);
  });

  test('probabilities that say too little do not stand in for the label beside them', async () => {
    const study = await columns(
      'prob_Pass,prob_Fail',
      '1,ann,Pass,,',
      '2,ann,Fail,,',
      ...times(9, '', '').map((_, at) => `${at},j,acceptable,0.3,0.1`),
    );
    expect(faults(study)).toEqual([]);
    const without = await columns(
      'prob_X,prob_Y',
      '1,ann,Pass,,',
      '2,ann,Fail,,',
      ...times(9, '', '').map((_, at) => `${at},j,acceptable,0.3,0.1`),
    );
    expect(faults(without)).toEqual(['j: no shared label']);
  });

  test('a minority that is spelled in another way is seen, whatever the spelling', async () => {
    for (const other of [
      'Not Helpful',
      'not_helpful',
      'NotHelpful',
      'Not\u2011helpful',
      '\u201CNot helpful\u201D',
      'Not helpful.',
      'Not\u00A0helpful',
      'Not help\u00ADful',
    ])
      expect(
        faults(
          await read({ ann: times(40, 'Fine', 'Fine', 'Not helpful'), j: times(40, 'Fine', 'Fine', other) }),
        ),
        other,
      ).toEqual(['j: spelled differently']);
    expect(
      faults(await read({ ann: times(30, 'yes', 'no', 'maybe'), j: times(30, 'maybe', 'maybe', 'true') })),
    ).toEqual(['j: spelled differently']);
  });

  test('columns that nobody filled do not bring the labels of a judge back', async () => {
    const header = 'item,rater,label,prob_better,prob_worse,prob_same';
    const file = (name: string, ...rows: string[]) => ({
      name,
      open: () => [Buffer.from(`${header}\n${rows.join('\n')}\n`)],
    });
    const people = file(
      'people.csv',
      ...times(12, 'Pass', 'Fail').map((label, at) => `${at},ann,${label},,,`),
    );
    const judge = file('judge.csv', ...times(12, '').map((_, at) => `${at},j,,0.2,0.5,0.3`));
    const study = await readStudy([people, judge], declared);
    expect(faults(study)).toEqual(['j: no shared label']);
    expect(study.codebook.labels.map(({ name }) => name)).toEqual(['Fail', 'Pass']);
  });

  test('two sets of labels that nobody mixes are asked about, among people and among references', async () => {
    const [words, numbers] = [times(20, 'Pass', 'Fail'), times(20, '1', '0')];
    expect(await failure(read({ ann: words, bo: words, cy: numbers, dee: numbers }))).toMatch(
      /^people use two sets of labels that nobody mixes: .*\(ann, bo\).* and .*\(cy, dee\) .*add map /,
    );
    expect(await failure(read({ gold: words, gold2: numbers, j: words }))).toMatch(
      /^references use two sets of labels/,
    );
    // Whoever gives both joins them.
    expect(await failure(read({ ann: words, bo: [...numbers.slice(0, 10), ...words.slice(0, 10)] }))).toBe(
      'read',
    );
  });

  test('a codebook that declares both sets does not make one of them', async () => {
    const people = {
      ann: times(20, 'acceptable', 'unacceptable'),
      bo: times(20, 'acceptable', 'unacceptable'),
      cy: times(20, '1', '0'),
    };
    const all = codebook('acceptable', 'unacceptable', '1', '0');
    for (const options of [{}, { codebook: all }])
      expect(await failure(read(people, options))).toMatch(
        /^people use two sets .*\(cy\) .*add map \{(?:"1":"acceptable","0":"unacceptable"|"0":"unacceptable","1":"acceptable")\}/,
      );
  });

  test('a person who grades up to another top is asked about', async () => {
    const grades = { ann: times(30, '1', '2', '3', '4', '5'), bo: times(30, '5', '4', '3') };
    expect(await failure(read({ ...grades, cy: times(30, '2', '9', '6', '10', '7') }))).toMatch(
      /^"cy" counts as a person and seems to grade on another scale: .*judge \["cy"\]/,
    );
    expect(await failure(read({ ...grades, cy: times(30, '4', '5', '6') }))).toBe('read');
  });

  test('numbers that may be names are asked about, and long ids stay apart', async () => {
    expect(await failure(read({ ann: times(20, '1.1', '1.10', '1.2') }))).toContain(
      '1.1 and 1.10 are one number; whether they are one label is not known',
    );
    const ids = ['1234567890123456789', '1234567890123456788'];
    expect(
      (await read({ ann: times(20, ...ids) })).codebook.labels.map(({ name }) => name).toSorted(),
    ).toEqual(ids.toSorted());
  });
});

describe('labels that seem not to meet', () => {
  test('people who use a finer scale than the judge, and the judge who uses one seldom', async () => {
    expect(faults(await read({ ann: times(50, '0', '1', '0', '1', '0.5'), j: times(50, '0', '1') }))).toEqual(
      [],
    );
    expect(
      faults(
        await read({
          ann: times(50, '1', '2', '3', '4', '5'),
          j: [...times(4, '2.5', '3.5', '4.5'), ...times(46, '1', '2', '3', '4', '5')],
        }),
      ),
    ).toEqual([]);
    expect(await failure(read({ ann: times(50, '0', '1', '0.5'), bo: times(50, '0', '1') }))).toBe('read');
  });

  test('a reference in capitals is set aside by itself, and the judge is compared with people', async () => {
    const study = await read({
      ann: times(20, 'Pass', 'Fail'),
      j: times(20, 'Pass', 'Fail'),
      gold: times(20, 'PASS', 'FAIL'),
    });
    expect(faults(study)).toEqual(['gold: spelled differently']);
    expect(study.raters.map(({ id }) => id)).toEqual(['ann', 'j']);
    expect(study.codebook.labels.map(({ name }) => name)).toEqual(['Fail', 'Pass']);
  });

  test('a declared codebook is believed, unless it holds two vocabularies', async () => {
    const of = async (labels: string[], people: string[], judge: string[]): Promise<string[]> =>
      faults(await read({ ann: people, j: judge }, { codebook: codebook(...labels) }));
    expect(await of(['bad', 'ok', 'good'], times(10, 'ok', 'bad'), times(10, 'good'))).toEqual([]);
    expect(await of(['m', 'M'], times(10, 'M'), times(10, 'm'))).toEqual([]);
    expect(await of(['1', '2', '3', '4', '5', 'unsure'], times(10, 'unsure'), times(10, '1', '5'))).toEqual(
      [],
    );
    expect(await of(['0', '1', 'Fail', 'Pass'], times(10, '0', '1'), times(10, 'Fail', 'Pass'))).toEqual([
      'j: no shared label',
    ]);
  });

  test.each([
    [['A*', 'A', 'B']],
    [['T', 'F', 'N']],
    [['0', '1', 'T']],
    [['Yes', 'Yes!', 'No']],
    [['[0,1)', '(0,1]', '2']],
    [['A-', 'A', 'A+']],
    [['1', '10', '2']],
    [['none', 'some', 'many']],
    [['👍', '👎', '🤷']],
    [['好', '坏', '不知道']],
    [['+', '-', '0']],
    [['*', '**', '***']],
  ])('the labels %j are what they are, for people and judge alike', async (labels) => {
    const study = await read({
      ann: times(30, ...labels),
      bo: times(30, ...labels.toReversed()),
      j: times(30, ...labels),
    });
    expect(faults(study)).toEqual([]);
    expect(study.codebook.labels.map(({ name }) => name).toSorted()).toEqual(labels.toSorted());
  });

  test('JSON whose first object has one probability of several is read whatever stands first', async () => {
    const [whole, part] = [
      '{"item":"1","rater":"j","prob_A":0.5,"prob_B":0.3,"prob_C":0.2}',
      '{"item":"2","rater":"j","prob_A":0.9}',
    ];
    for (const lines of [
      [whole, part],
      [part, whole],
    ]) {
      const study = await readStudy(
        [{ name: 'r.jsonl', open: () => [Buffer.from(lines.join('\n'))] }],
        declared,
      );
      expect([...study.ratings.label]).toEqual([0, 0]);
    }
  });
});

test('what is left out is counted in rows, those without a label included', async () => {
  const study = await readStudy(
    [
      {
        name: 'r.csv',
        open: () => [
          Buffer.from(
            `item,rater,label\n${times(20, 'Pass', 'Fail')
              .map((l, i) => `${i},ann,${l}\n${i},j,${i < 5 ? 'REFUSED' : l.toUpperCase()}`)
              .join('\n')}\n`,
          ),
        ],
      },
    ],
    { ...declared, abstain: ['REFUSED'] },
  );
  expect(study.setAside[0].ratings).toBe(20);
  expect(study.decisions.find(({ code }) => code === 'set-aside-ratings')?.count).toBe(20);
});
