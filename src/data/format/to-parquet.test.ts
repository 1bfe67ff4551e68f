import { expect, test } from 'vitest';
import { readRows } from './read-rows.ts';
import { toParquet } from './to-parquet.ts';

async function rowsOf(bytes: Uint8Array): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  await readRows(
    { name: 'a.parquet', open: () => [bytes] },
    { columns: (names) => rows.push(names), row: (cells) => rows.push(cells) },
  );
  return rows;
}

test('toParquet writes texts and numbers, and empty cells for empty text, null and NaN', async () => {
  const bytes = await toParquet(
    ['item', 'note', 'prob_A'],
    [['1', '2', '3'], ['é "x"', '', null], Float64Array.of(0.1, NaN, 1)],
  );
  expect(await rowsOf(bytes)).toEqual([
    ['item', 'note', 'prob_A'],
    ['1', 'é "x"', '0.1'],
    ['2', '', ''],
    ['3', '', '1'],
  ]);
});

test('toParquet stores texts that repeat once', async () => {
  const labels = Array.from({ length: 50_000 }, (_, i) =>
    i % 3 === 0 ? 'a long label that repeats' : 'another long label',
  );
  expect((await toParquet(['label'], [labels])).length).toBeLessThan(20_000);
});

test('toParquet refuses columns of different lengths, a name too many, and a name twice', async () => {
  await expect(toParquet(['a', 'b'], [['1'], ['1', '2']])).rejects.toThrow(
    'column b: columns have one length; received 1 and 2',
  );
  await expect(toParquet(['a', 'b'], [['1']])).rejects.toThrow('received 2 names and 1 columns');
  await expect(toParquet(['a', 'a'], [['1'], ['2']])).rejects.toThrow('column a: two columns have this name');
});
