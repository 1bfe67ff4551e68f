import { expect, test } from 'vitest';
import { readStudy } from '../index.ts';
import { answersIn } from './list-cell.ts';

test.each<[cell: string, answers: string[] | undefined]>([
  ['["P"]', ['P']],
  ["['P']", ['P']],
  ['[]', []],
  ['[ ]', []],
  ['[3]', ['3']],
  ['["Not safe", "Safe"]', ['Not safe', 'Safe']],
  ["['It''s']", undefined],
  ["['It\\'s']", ["It's"]],
  ['[a, b]', ['a', 'b']],
  ['[a b]', undefined],
  ['[[1]]', undefined],
  ['["a",]', undefined],
  ['[Pass', undefined],
  ['Pass', undefined],
  ['[{"label":"x"}]', undefined],
  [`[${'1,'.repeat(4_999)}1]`, undefined],
])('%s', (cell, answers) => {
  expect(answersIn(cell)).toEqual(answers);
});

test('a cell of millions of characters is no list', () => {
  expect(answersIn(`[${'1,'.repeat(5_000_000)}1]`)).toBeUndefined();
});

const read = (...cells: string[]) => {
  const rows = cells.map((label, i) => `${JSON.stringify({ item: `i${i}`, rater: 'ann', label })}\n`);
  return readStudy([{ name: 'a.jsonl', open: () => [Buffer.from(rows.join(''))] }]);
};

test('one answer in a list is that answer, none is no label, several are none and counted', async () => {
  const study = await read('["P"]', "['F']", '[]', '["P","F"]', 'P');
  expect(study.codebook.labels.map(({ name }) => name)).toEqual(['F', 'P']);
  expect(Array.from(study.ratings.label)).toEqual([1, 0, -1, 1]);
  const counts = Object.fromEntries(study.decisions.map(({ code, count }) => [code, count]));
  expect(counts).toMatchObject({ 'one-in-list': 2, 'several-in-list': 1, invalid: 1, 'no-label': 1 });
});

test('a codebook may have labels that look like lists', async () => {
  const rows = '{"item":"1","rater":"ann","label":"[a]"}\n';
  const codebook = { scale: 'nominal', labels: [{ name: '[a]' }, { name: 'b' }] } as const;
  const open = (): Uint8Array[] => [Buffer.from(rows)];
  const study = await readStudy([{ name: 'a.jsonl', open }], {
    codebook: { ...codebook, labels: [...codebook.labels] },
  });
  expect(Array.from(study.ratings.label)).toEqual([0]);
});
