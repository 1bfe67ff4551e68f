/** Rows to CSV text (RFC 4180). Data stay exactly as they are: a cell that begins with `=` is written as it is. */

export type Cell = string | number | boolean | null | undefined;

/**
 * A header and rows as CSV, line by line, for a writer that need not hold the whole. NaN, null and undefined are empty cells.
 *
 * @example
 * [...toCsv(['item', 'note'], [['1', 'says "no", twice']])].join(''); // 'item,note\n1,"says ""no"", twice"\n'
 */
export function* toCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string, void, undefined> {
  yield csvLine(header);
  for (const row of rows) yield csvLine(row);
}

function csvLine(cells: readonly Cell[]): string {
  const line = cells.map(csvCell).join(',');
  // One empty cell alone would be a blank line, which readers skip.
  return `${line === '' && cells.length > 0 ? '""' : line}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell))) return '';
  const text = String(cell);
  // White space at the ends is quoted too, since many readers cut it off.
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
