import { expect, test } from 'vitest';
import { PlainLines } from './plain-lines.ts';

function read(text: string, { delimiter = ',', width = 2 } = {}): { rows: string[][]; used: number } {
  const rows: string[][] = [];
  const bytes = new TextEncoder().encode(text);
  const used = new PlainLines(delimiter).read(bytes, width, (cells) => rows.push([...cells]) > 0);
  return { rows, used };
}

test('whole lines are read, and what is not one stays', () => {
  expect(read('a,b\nc,\n,d\r\ne')).toEqual({
    rows: [
      ['a', 'b'],
      ['c', ''],
      ['', 'd'],
    ],
    used: 11,
  });
});

test.each([
  ['a quotation mark', 'a,b\n"c",d\n'],
  ['a letter beyond ASCII', 'a,b\né,d\n'],
  ['another number of cells', 'a,b\nc,d,e\n'],
  ['an empty line', 'a,b\n\n'],
])('%s ends the plain lines in front of it', (_, text) => {
  expect(read(text)).toEqual({ rows: [['a', 'b']], used: 4 });
});

test('a line that is not wanted is left, with all behind it', () => {
  const bytes = new TextEncoder().encode('a,b\nc,d\n');
  expect(new PlainLines(',').read(bytes, 2, ([first]) => first !== 'c')).toBe(4);
});

test('cells whose hashes meet are told apart by their letters', () => {
  // 31 · "a" + "b" and 31 · "b" + "C" are one number.
  const { rows } = read('ab,1\nbC,1\nab,2\nbC,2\n');
  expect(rows.map(([first]) => first)).toEqual(['ab', 'bC', 'ab', 'bC']);
});

test('a tab may divide, and a long cell is whole', () => {
  const long = 'x'.repeat(1000);
  expect(read(`${long}\t1\n${long}y\t2\n`, { delimiter: '\t' }).rows).toEqual([
    [long, '1'],
    [`${long}y`, '2'],
  ]);
});

test('a table of many columns is read, and remembers the cells of the first alone', () => {
  const cells = Array.from({ length: 10_000 }, (_, column) => `c${column}`);
  const line = `${cells.join(',')}\n`;
  const before = process.memoryUsage().heapUsed;
  const { rows } = read(line.repeat(3), { width: cells.length });
  expect(rows).toEqual([cells, cells, cells]);
  // 4,096 places for each of the columns would take 330 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6);
});
