/** JSON that is one object and yet a table: column names beside rows, or columns of cells by row. */
import { DataError } from '../data-error.ts';
import { cellText } from './json-rows.ts';
import { parsePythonJson } from './json-text.ts';
import type { RowSink } from './row-sink.ts';
import type { RecordSplitter } from './text-blocks.ts';

/** `columns and data`: as MLflow, W&B and pandas' `split` write. `frame`: as pandas' `to_json` writes. */
export type TableLayout = 'columns and data' | 'frame';

/** By the beginning of the text; `whole`: the text is the whole object. */
export function layoutOf(text: string, whole: boolean): TableLayout | undefined {
  if (whole) return layoutOfValue(parsed(text));
  if (/^\{\s*"(?:columns|index|data|schema)"\s*:\s*[[{]/.test(text)) return 'columns and data';
  return /^\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{\s*"0"\s*:/.test(text) ? 'frame' : undefined;
}

function layoutOfValue(value: unknown): TableLayout | undefined {
  if (!isObject(value)) return undefined;
  if (isNames(value['columns']) && Array.isArray(value['data'])) return 'columns and data';
  const columns = Object.values(value);
  return columns.length > 1 && columns.every(isColumn) ? 'frame' : undefined;
}

/** Cells by row label: a frame has as many in each column. */
function isColumn(value: unknown, _: number, all: readonly unknown[]): boolean {
  return (
    isObject(value) &&
    Object.keys(value).length > 0 &&
    Object.keys(value).length === Object.keys(all[0] as object).length &&
    Object.values(value).every((cell) => !isObject(cell))
  );
}

function isNames(value: unknown): value is (string | number)[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((name) => typeof name === 'string' || typeof name === 'number')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return parsePythonJson(text).value;
  } catch {
    return undefined;
  }
}

/** Held as a whole: its columns are known at its end. */
export class JsonTable implements RecordSplitter {
  line = 1;
  readonly #file: string;
  readonly #sink: RowSink;

  constructor(file: string, sink: RowSink) {
    this.#file = file;
    this.#sink = sink;
  }

  read(text: string, last: boolean): number {
    if (!last) return 0;
    const value = this.#parse(text);
    const layout = layoutOfValue(value);
    if (layout === 'columns and data') this.#split(value as SplitTable);
    else if (layout === 'frame') this.#frame(value as Record<string, Record<string, unknown>>);
    else
      throw new DataError(
        'the object is no table: columns and data, or columns of cells by row',
        { file: this.#file },
        'Write one object a row: in pandas, to_json(orient="records").',
      );
    return text.length;
  }

  #parse(text: string): unknown {
    try {
      const { value, nonNumbers } = parsePythonJson(text);
      if (nonNumbers > 0) this.#sink.nonNumbers?.(nonNumbers);
      return value;
    } catch {
      throw new DataError('not JSON', { file: this.#file }, 'The file may be cut.');
    }
  }

  #split({ columns, data }: SplitTable): void {
    this.#sink.columns(columns.map(String));
    for (const [at, row] of data.entries()) {
      if (!Array.isArray(row) || row.length !== columns.length)
        throw new DataError(
          `row ${at + 1} of "data" has ${Array.isArray(row) ? row.length : 'no'} cells; ` +
            `"columns" has ${columns.length}`,
          { file: this.#file },
        );
      this.#sink.row(
        row.map((cell) => this.#cell(cell)),
        at + 1,
      );
    }
  }

  #frame(columns: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
    const names = Object.keys(columns);
    this.#sink.columns(names);
    for (const [at, row] of Object.keys(columns[names[0]]).entries())
      this.#sink.row(
        names.map((name) => this.#cell(columns[name][row])),
        at + 1,
      );
  }

  #cell(value: unknown): string {
    return cellText(value, { file: this.#file });
  }
}

interface SplitTable {
  readonly columns: readonly (string | number)[];
  readonly data: readonly unknown[];
}
