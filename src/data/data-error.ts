import type { Hint } from './hint.ts';

/**
 * Where in the data something is wrong. `line` counts from 1, the header included; `row`, in a file without
 * lines, from 1 too.
 */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly row?: number;
  readonly column?: string;
}

/**
 * Data that cannot be read: one line with file, line, column, value, and what to do (`hint`), whose options
 * the caller says.
 */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly place: Place;
  readonly hint: string | Hint | undefined;

  constructor(message: string, place: Place = {}, hint?: string | Hint) {
    super(placed(message, place));
    this.place = place;
    this.hint = hint;
  }
}

function placed(message: string, { file, line, row, column }: Place): string {
  const where = [
    file,
    line === undefined ? undefined : `line ${line}`,
    row === undefined ? undefined : `row ${row}`,
    // The name of a column may hold line ends; an error is one line.
    column === undefined ? undefined : `column ${column.replaceAll(/\s+/g, ' ')}`,
  ];
  const words = where.filter((word) => word !== undefined).join(' ');
  return words === '' ? message : `${words}: ${message}`;
}
