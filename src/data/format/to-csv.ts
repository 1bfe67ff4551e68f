/**
 * Rows to CSV text (RFC 4180). A text that a spreadsheet would run gets an apostrophe in front, since names
 * and labels may come from a stranger; it is not taken off where the file is read.
 */
import { parseNumber } from '../words/number-text.ts';

export type Cell = string | number | boolean | null | undefined;

/**
 * A header and rows as CSV, line by line, for a writer that need not hold the whole. NaN, null and undefined
 * are empty cells. `exact`: data stay as they are, for a file of a study, whose ids must stay those of its
 * other files.
 *
 * @example
 * [...toCsv(['item', 'note'], [['1', 'says "no", twice']])].join(''); // 'item,note\n1,"says ""no"", twice"\n'
 */
export function* toCsv(
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
  { exact = false }: { readonly exact?: boolean } = {},
): Generator<string, void, undefined> {
  yield csvLine(header, exact);
  for (const row of rows) yield csvLine(row, exact);
}

function csvLine(cells: readonly Cell[], exact: boolean): string {
  const line = cells.map((cell) => csvCell(exact ? cell : harmless(cell))).join(',');
  // One empty cell alone would be a blank line, which readers skip.
  return `${line === '' && cells.length > 0 ? '""' : line}\n`;
}

function harmless(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && Number.isNaN(parseNumber(cell))
    ? `'${cell}`
    : cell;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : String(cell);
  const text = String(cell);
  // White space at the ends is quoted too, since many readers cut it off.
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
