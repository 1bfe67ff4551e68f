import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRows } from './read-rows.ts';
import { toCsv } from './to-csv.ts';

test('toCsv quotes what needs it', () => {
  expect(
    [
      ...toCsv(
        ['a', 'b'],
        [
          ['x,y', 1.5],
          ['=1+1', NaN],
          ['"', null],
          [' x', 'a\nb'],
        ],
      ),
    ].join(''),
  ).toBe('a,b\n"x,y",1.5\n\'=1+1,\n"""",\n" x","a\nb"\n');
});

test('what toCsv writes, readRows reads back', async () => {
  const cells = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(cells, async (rows) => {
      const text = [...toCsv(['a', 'b'], rows, { exact: true })].join('');
      const read: (readonly string[])[] = [];
      await readRows(
        { name: 'a.csv', open: () => [Buffer.from(text)] },
        { columns: () => {}, row: (cells) => void read.push(cells) },
      );
      expect(read).toEqual(rows.filter((row) => row.some((cell) => cell.trim() !== '')));
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('a cell that a spreadsheet would run has an apostrophe in front, and a number has none', () => {
  const cells = ['=1+1', '+cmd', '-x', '@SUM(A1)', '\t=1', '-1', '+2.5e3', '-.5', "'=1", 'a=b', ''];
  const lines = (options?: { exact: boolean }): string[] => [
    ...toCsv(
      ['=h'],
      cells.map((cell) => [cell]),
      options,
    ),
  ];
  expect(lines()).toEqual(
    ["'=h", "'=1+1", "'+cmd", "'-x", "'@SUM(A1)", "'\t=1", '-1', '+2.5e3', '-.5', "'=1", 'a=b', '""'].map(
      (line) => `${line}\n`,
    ),
  );
  expect(lines({ exact: true })[1]).toBe('=1+1\n');
  expect([...toCsv(['a'], [[-1], [-Infinity]])].slice(1)).toEqual(['-1\n', '-Infinity\n']);
});
