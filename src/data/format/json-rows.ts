/** JSON objects to cells: one object a line (JSONL), or one array of objects (JSON). */
import { DataError } from '../data-error.ts';
import { objectEnd, parsePythonJson } from './json-text.ts';
import { quoted } from '../words/nearest-word.ts';
import type { RowSink } from './row-sink.ts';
import { type RecordSplitter, tooLong } from './text-blocks.ts';

export class JsonLinesRows implements RecordSplitter {
  line = 1;
  readonly #file: string;
  readonly #cells: ObjectCells;
  readonly #maxRecord: number;

  constructor(file: string, sink: RowSink, { maxRecord }: { maxRecord: number }) {
    this.#file = file;
    this.#cells = new ObjectCells(file, sink);
    this.#maxRecord = maxRecord;
  }

  read(text: string, last: boolean): number {
    let start = 0;
    while (start < text.length) {
      let end = text.indexOf('\n', start);
      if (end < 0 && !last) break;
      const lastLine = end < 0;
      if (lastLine) end = text.length;
      if (end - start > this.#maxRecord) tooLong(this.#file, this.line, this.#maxRecord);
      const record = text.slice(start, end);
      if (record.trim() !== '') this.#cells.record(record, this.line, lastLine);
      this.line++;
      start = end + 1;
    }
    return Math.min(start, text.length);
  }
}

/** Where in the array the reader stands. */
type ArrayState = 'before' | 'first' | 'next' | 'comma' | 'after';

export class JsonArrayRows implements RecordSplitter {
  line = 1;
  readonly #file: string;
  readonly #cells: ObjectCells;
  readonly #maxRecord: number;
  #state: ArrayState = 'before';

  constructor(file: string, sink: RowSink, { maxRecord }: { maxRecord: number }) {
    this.#file = file;
    this.#cells = new ObjectCells(file, sink);
    this.#maxRecord = maxRecord;
  }

  read(text: string, last: boolean): number {
    let at = 0;
    for (; at < text.length; at++) {
      const character = text[at];
      if (character === '\n') this.line++;
      if (' \t\r\n'.includes(character)) continue;
      if (character === '{' && (this.#state === 'first' || this.#state === 'next')) {
        const end = objectEnd(text, at);
        if (end < 0) break;
        if (end - at > this.#maxRecord) tooLong(this.#file, this.line, this.#maxRecord);
        const record = text.slice(at, end);
        this.#cells.record(record, this.line, false);
        for (let found = record.indexOf('\n'); found >= 0; found = record.indexOf('\n', found + 1))
          this.line++;
        this.#state = 'comma';
        at = end - 1;
      } else this.#state = this.#after(character);
    }
    if (last && this.#state !== 'after' && this.#state !== 'before')
      throw new DataError(
        'the file ends inside the array',
        { file: this.#file, line: this.line },
        'The file may be cut.',
      );
    return at;
  }

  #after(character: string): ArrayState {
    if (this.#state === 'before' && character === '[') return 'first';
    if (this.#state === 'comma' && character === ',') return 'next';
    if ((this.#state === 'comma' || this.#state === 'first') && character === ']') return 'after';
    // Files that were put behind each other: the rows of all arrays are rows.
    if (this.#state === 'after' && character === '[') return 'first';
    if (this.#state === 'before' && character === '{')
      throw new DataError(
        'a JSON file of ratings is one array of objects; received one object',
        { file: this.#file, line: this.line },
        'If every line is an object of its own, the format is jsonl. Otherwise hand over the array ' +
          'that is inside the object.',
      );
    const wanted = {
      before: 'an array of objects',
      first: 'an object',
      next: 'an object',
      comma: 'a comma or the end of the array',
      after: 'nothing more',
    };
    throw new DataError(
      `not JSON as expected: ${wanted[this.#state]} should follow; received ${quoted(character)}`,
      {
        file: this.#file,
        line: this.line,
      },
    );
  }
}

class ObjectCells {
  readonly #file: string;
  readonly #sink: RowSink;
  readonly #columns: string[] = [];
  readonly #index = new Map<string, number>();
  #begun = false;

  constructor(file: string, sink: RowSink) {
    this.#file = file;
    this.#sink = sink;
  }

  record(text: string, line: number, lastLine: boolean): void {
    const object = this.#parse(text, line, lastLine);
    const keys = Object.keys(object);
    const known = this.#columns.length;
    for (let k = 0; k < keys.length; k++)
      if (this.#columns[k] !== keys[k] && !this.#index.has(keys[k])) this.#addColumn(keys[k], line);
    // Also for a first object without keys: then there is a row, and no column.
    if (this.#columns.length > known || !this.#begun) this.#sink.columns(this.#columns);
    this.#begun = true;

    const cells: string[] = [];
    for (let c = 0; c < this.#columns.length; c++) cells.push('');
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k];
      cells[this.#columns[k] === key ? k : (this.#index.get(key) as number)] = cellText(object[key], {
        file: this.#file,
        line,
      });
    }
    this.#sink.row(cells, line);
  }

  #addColumn(key: string, line: number): void {
    if (this.#columns.length === 10_000)
      throw new DataError(
        'the objects have more than 10000 different keys',
        { file: this.#file, line },
        'A row is one rating; its keys are the columns.',
      );
    this.#index.set(key, this.#columns.length);
    this.#columns.push(key);
  }

  #parse(text: string, line: number, lastLine: boolean): Record<string, unknown> {
    let value: unknown;
    try {
      const read = parsePythonJson(text);
      ({ value } = read);
      if (read.nonNumbers > 0) this.#sink.nonNumbers?.(read.nonNumbers);
    } catch {
      throw new DataError(
        `not a JSON object: ${quoted(text.trim())}`,
        { file: this.#file, line },
        lastLine ? 'The last line may be cut.' : 'In a JSONL file every line is one whole object.',
      );
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new DataError(`a row is a JSON object; received ${quoted(text.trim())}`, {
        file: this.#file,
        line,
      });
    return value as Record<string, unknown>;
  }
}

/** A value as a cell: text as it is, nothing as the empty text, the rest as JSON. */
export function cellText(value: unknown, place: { readonly file: string; readonly line?: number }): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  try {
    return JSON.stringify(value);
  } catch {
    // What can be read can be too deep to be written again.
    throw new DataError(
      'a value is nested too deeply to be read',
      place,
      'A cell is a text, a number or a small object.',
    );
  }
}
