import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codebook } from '../study/codebook.ts';
import { missingWords } from './missing-words.ts';
import type { ReadStudyOptions, StudyInput } from '../read-options.ts';
import { readStudy } from '../read-study.ts';
import type { Study } from '../study/study.ts';

function read(
  text: string,
  options: ReadStudyOptions = {},
  source: StudyInput['source'] = {},
): Promise<Study> {
  return readStudy([{ name: 'ratings.csv', source, open: () => [Buffer.from(text)] }], options);
}

const names = ({ codebook }: Study): string[] => codebook.labels.map(({ name }) => name);
const missing = ({ decisions }: Study): number =>
  decisions.find(({ code }) => code === 'missing-words')?.count ?? 0;

const wide = 'item,ann,bo\n1,3,3.0\n2,2,nan\n3,None,2\n4,3,n/a\n';

test('words for no answer are no labels: they are counted and said, and numbers beside them stay numbers', async () => {
  const study = await read(wide, {}, { wide: ['ann', 'bo'] });
  expect(names(study)).toEqual(['2', '3']);
  expect(study.ratings.label).toHaveLength(5);
  expect(missing(study)).toBe(3);
  expect(study.decisions.find(({ code }) => code === 'missing-words')?.facts['words']).toContainEqual({
    word: 'None',
    count: 1,
  });
  const warning = study.warnings.find(({ code }) => code === 'missing-words');
  expect(warning?.facts).toMatchObject({
    words: [{ word: 'None' }, { word: 'n/a' }, { word: 'nan' }],
    count: 3,
  });
});

test('every word of the list is empty, in labels and in probabilities, and never in ids', async () => {
  for (const word of missingWords) {
    const study = await read(
      `item,rater,label,prob_A,prob_B\n${word},ann,A,,\nb,ann,${word},,\nb,m,,${word},0.6\nb,${word},B,,\n`,
    );
    expect(names(study)).toEqual(['A', 'B']);
    expect(study.items.ids).toContain(word);
    expect(study.raters.map(({ id }) => id)).toContain(word);
    expect(missing(study)).toBe(1);
  }
});

test('a list of words replaces the usual one; an empty list leaves only empty cells', async () => {
  const one = await read('item,rater,label\n1,ann,A\n2,ann,0\n3,ann,None\n', {}, { missing: ['0'] });
  expect(names(one)).toEqual(['A', 'None']);
  expect(missing(one)).toBe(0);
  expect(names(await read('item,rater,label\n1,ann,A\n3,ann,None\n', {}, { missing: [] }))).toEqual([
    'A',
    'None',
  ]);
});

test('a word that is a label stays one: declared, mapped, counted as pass, or with a column of probabilities', async () => {
  const text = 'item,rater,label\n1,ann,None\n2,ann,Mild\n3,ann,NA\n';
  const codebook: Codebook = { scale: 'nominal', labels: [{ name: 'None' }, { name: 'Mild' }] };
  const declared = await read(text, { codebook });
  expect([...declared.ratings.label]).toEqual([0, 1]);
  expect(missing(declared)).toBe(1);
  expect(names(await read(text, { pass: ['None'] }))).toEqual(['Mild', 'None']);
  expect(names(await read(text, {}, { labels: { NA: 'Severe' } }))).toEqual(['Mild', 'Severe']);
  const withColumn = await readStudy([
    { name: 'people.csv', open: () => [Buffer.from(text)] },
    { name: 'judge.csv', open: () => [Buffer.from('item,rater,prob_None,prob_Mild\n1,m,0.9,0.1\n')] },
  ]);
  expect(names(withColumn)).toEqual(['Mild', 'None']);
  expect(missing(withColumn)).toBe(1);
});

test('a word that means abstain or invalid is that, and no missing word', async () => {
  const study = await read('item,rater,label\n1,ann,A\n2,ann,N/A\n3,ann,-\n4,ann,B\n', {
    abstain: ['N/A'],
    invalid: ['-'],
  });
  expect([...study.ratings.status]).toEqual([0, 1, 2, 0]);
  expect(missing(study)).toBe(0);
});

test('"none" in lower case and words that hold such a word are labels', async () => {
  const study = await read('item,rater,label\n1,ann,none\n2,ann,null hypothesis\n3,ann,--no\n');
  expect(names(study)).toEqual(['--no', 'none', 'null hypothesis']);
});

test('a row without a rater is fine where its label is such a word, and an error where it is a label', async () => {
  await expect(read('item,rater,label\n1,ann,A\n2,ann,B\n3,,nan\n')).resolves.toBeDefined();
  await expect(read('item,rater,label\n1,ann,A\n2,ann,B\n3,,A\n')).rejects.toThrow('no rater');
});

test('writing such words into empty cells changes nothing but the counts', async () => {
  const words = fc.constantFrom('', ...missingWords);
  const cell = fc.oneof(fc.constantFrom('yes', 'no'), words);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 3, maxLength: 12 }), async (rows) => {
      const text = (empty: boolean): string =>
        `item,ann,bo\n0,yes,no\n${rows.map((cells, at) => [at + 1, ...cells.map((word) => (empty && missingWords.has(word) ? '' : word))].join(',')).join('\n')}\n`;
      const [filled, plain] = await Promise.all(
        [true, false].map((empty) => read(text(empty), {}, { wide: ['ann', 'bo'] })),
      );
      expect(plain.ratings).toEqual(filled.ratings);
      expect(plain.codebook).toEqual(filled.codebook);
      expect(plain.items).toEqual(filled.items);
    }),
    { seed: 5, numRuns: 150 },
  );
});

describe('−1 among grades', () => {
  const grades = 'item,rater,label\n1,m,-1\n2,m,6.5\n3,m,7\n4,m,-1.0\n5,m,3\n';

  test('is an unusable answer: counted, said, and no label', async () => {
    const study = await read(grades);
    expect(names(study)).toEqual(['3', '6.5', '7']);
    expect([...study.ratings.status]).toEqual([2, 0, 0, 2, 0]);
    expect(study.warnings).toContainEqual({ code: 'no-grade', facts: { ratings: 2 } });
  });

  test('is a label where it may be one: beside −2, beside 0 and 1 alone, beside a word, and where it is declared', async () => {
    expect(names(await read(grades.replace('-1.0', '-2')))).toContain('-1');
    expect(names(await read('item,rater,label\n1,m,-1\n2,m,0\n3,m,1\n4,m,2\n'))).toEqual([
      '-1',
      '0',
      '1',
      '2',
    ]);
    expect(names(await read(`${grades}6,m,good\n`))).toContain('-1');
    const codebook: Codebook = {
      scale: 'ordinal',
      labels: ['-1', '3', '6.5', '7'].map((name) => ({ name })),
    };
    expect([...(await read(grades, { codebook })).ratings.status]).toEqual([0, 0, 0, 0, 0]);
  });
});

test('a word that one file gives as a label, or that is mapped to, is one for all files', async () => {
  const file = (name: string, text: string, source: StudyInput['source'] = {}): StudyInput => ({
    name,
    source,
    open: () => [Buffer.from(text)],
  });
  const people = file('people.csv', 'item,rater,label\n1,ann,None\n2,ann,some\n3,ann,None\n', {
    missing: ['skip'],
  });
  const judge = file('judge.csv', 'item,rater,kind,label\n1,j,judge,None\n2,j,judge,some\n');
  for (const files of [
    [people, judge],
    [judge, people],
  ])
    expect((await readStudy(files)).ratings.label).toHaveLength(5);
  const mapped = await read(
    'item,rater,label\n1,ann,none\n2,ann,None\n3,ann,some\n',
    {},
    { labels: { none: 'None' } },
  );
  expect(names(mapped)).toEqual(['None', 'some']);
  expect(missing(mapped)).toBe(0);
});

test('such words in cells of probabilities are counted too', async () => {
  const study = await read('item,rater,label,prob_A,prob_B\n1,m,A,nan,nan\n2,m,B,0.2,0.8\n');
  expect(study.decisions.find(({ code }) => code === 'missing-probabilities')?.count).toBe(2);
});

test('k. A. in a sheet is no label, and "no answer" is one where answers are judged', async () => {
  const study = await read('item,rater,label\n1,ann,answer\n1,bo,no answer\n2,ann,k. A.\n2,bo,no answer\n');
  expect(names(study)).toEqual(['answer', 'no answer']);
  expect(missing(study)).toBe(1);
});
