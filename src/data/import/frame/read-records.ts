/** The records of a file, one at a time, whatever it is: JSONL, a JSON array, a JSON object, or a table. */
import { DataError } from '../../data-error.ts';
import { quoted } from '../../words/nearest-word.ts';
import type { ByteSource } from '../../format/byte-source.ts';
import { objectEnd, parseJsonText } from '../../format/json-text.ts';
import { formatOf } from '../../format/look-at.ts';
import { readRows } from '../../format/read-rows.ts';
import { type RecordSplitter, readTextBlocks } from '../../format/text-blocks.ts';
import type { ImportLimits } from './importer.ts';
import { RecordField } from './record-field.ts';

/** One JSON object is held whole: half of the longest text that JavaScript can hold. */
const longestRecord = 1 << 28;

type TakeRecord = (record: RecordField) => void;

/**
 * Reads a file to its end and hands on its records as they come. Throws DataError for bytes that are none of
 * the formats.
 */
export async function readRecords(
  file: ByteSource,
  take: TakeRecord,
  { maxRecord = longestRecord, onProgress }: ImportLimits = {},
): Promise<void> {
  const format = formatOf(file.name);
  if (format !== 'json' && format !== 'jsonl')
    return readTable(file, take, format === 'csv' || format === 'tsv', { maxRecord, onProgress });
  const splitter =
    format === 'jsonl' ? new LineRecords(file.name, take) : new JsonRecords(file.name, take, maxRecord);
  await readTextBlocks(file.name, file.open(), splitter, { maxRecord, onProgress });
  splitter.end();
}

/** A table's cells are text; what they hold is read where it is used. */
async function readTable(
  file: ByteSource,
  take: TakeRecord,
  hasLines: boolean,
  limits: ImportLimits,
): Promise<void> {
  let names: readonly string[] = [];
  let row = 0;
  const sink = {
    columns: (found: readonly string[]): void => {
      names = [...found];
    },
    row: (cells: readonly string[], line: number): void => {
      row++;
      const value = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
      const place = hasLines ? { line } : { name: `row ${row}` };
      take(new RecordField(value, { file: file.name, ...place, cells: true }));
    },
  };
  await readRows(file, sink, limits);
  if (row === 0) throw new DataError('the file has no rows', { file: file.name });
}

class LineRecords implements RecordSplitter {
  line = 1;
  readonly #file: string;
  readonly #take: TakeRecord;
  #count = 0;

  constructor(file: string, take: TakeRecord) {
    this.#file = file;
    this.#take = take;
  }

  read(text: string, last: boolean): number {
    let start = 0;
    while (start < text.length) {
      const found = text.indexOf('\n', start);
      if (found < 0 && !last) break;
      const end = found < 0 ? text.length : found;
      this.#record(text.slice(start, end), found < 0);
      this.line++;
      start = end + 1;
    }
    return Math.min(start, text.length);
  }

  end(): void {
    if (this.#count === 0) throw new DataError('the file is empty', { file: this.#file });
  }

  #record(text: string, lastLine: boolean): void {
    if (text.trim() === '') return;
    this.#count++;
    const place = { file: this.#file, line: this.line };
    const value = parsedJson(
      text,
      place,
      lastLine ? 'The last line may be cut.' : 'In a JSONL file every line is one whole JSON value.',
    );
    this.#take(new RecordField(value, place));
  }
}

/**
 * Where in the text the reader stands: before anything, inside an array, or among objects that follow each
 * other.
 */
type Layout = 'unknown' | 'array' | 'objects';

class JsonRecords implements RecordSplitter {
  line = 1;
  readonly #file: string;
  readonly #take: TakeRecord;
  readonly #maxRecord: number;
  #layout: Layout = 'unknown';
  #count = 0;
  /** What may come next in an array. */
  #next: 'entry or end' | 'entry' | 'comma' | 'nothing' = 'entry or end';

  constructor(file: string, take: TakeRecord, maxRecord: number) {
    this.#file = file;
    this.#take = take;
    this.#maxRecord = maxRecord;
  }

  read(text: string, last: boolean): number {
    let at = 0;
    for (; at < text.length; at++) {
      const character = text[at];
      if (character === '\n') this.line++;
      if (' \t\r\n'.includes(character)) continue;
      if (character === '{' && this.#mayBegin()) {
        const end = objectEnd(text, at);
        if (end < 0) break;
        this.#record(text.slice(at, end));
        at = end - 1;
      } else this.#mark(character);
    }
    if (!last && text.length - at > this.#maxRecord) this.#tooLong();
    if (last && at < text.length) this.#cut('inside an object');
    return at;
  }

  end(): void {
    if (this.#layout === 'array' && this.#next !== 'nothing') this.#cut('inside the array');
    if (this.#layout === 'unknown') throw new DataError('the file is empty', { file: this.#file });
    if (this.#count === 0) throw new DataError('the array is empty', { file: this.#file });
  }

  #mayBegin(): boolean {
    if (this.#layout === 'unknown') this.#layout = 'objects';
    return this.#layout === 'objects' || this.#next === 'entry' || this.#next === 'entry or end';
  }

  #record(text: string): void {
    this.#count++;
    // The first of objects that follow each other is mostly the only one: then neither line nor number says
    // anything.
    const alone = this.#layout === 'objects' && this.#count === 1;
    const place = alone
      ? { file: this.#file }
      : { file: this.#file, line: this.line, name: `record ${this.#count}` };
    this.#take(new RecordField(parsedJson(text, { file: this.#file, line: this.line }), place));
    for (let found = text.indexOf('\n'); found >= 0; found = text.indexOf('\n', found + 1)) this.line++;
    this.#next = 'comma';
  }

  #mark(character: string): void {
    if (this.#layout === 'unknown' && character === '[') this.#layout = 'array';
    else if (this.#layout === 'array' && this.#next === 'comma' && character === ',') this.#next = 'entry';
    else if (
      this.#layout === 'array' &&
      (this.#next === 'comma' || this.#next === 'entry or end') &&
      character === ']'
    )
      this.#next = 'nothing';
    else {
      const wanted =
        this.#layout === 'unknown'
          ? 'an object or an array of objects'
          : this.#layout === 'objects' || this.#next === 'nothing'
            ? 'nothing more'
            : this.#next === 'comma'
              ? 'a comma or the end of the array'
              : 'an object';
      const place = { file: this.#file, line: this.line };
      throw new DataError(
        `not JSON as expected: ${wanted} should follow; received ${quoted(character)}`,
        place,
      );
    }
  }

  #cut(where: string): never {
    throw new DataError(
      `the file ends ${where}`,
      { file: this.#file, line: this.line },
      'The file may be cut.',
    );
  }

  #tooLong(): never {
    throw new DataError(
      `one object is longer than ${this.#maxRecord} characters`,
      { file: this.#file, line: this.line },
      'An object is held whole. Export JSONL where the tool can, or fewer results at a time.',
    );
  }
}

function parsedJson(text: string, place: { file: string; line: number }, hint?: string): unknown {
  try {
    return parseJsonText(text);
  } catch {
    throw new DataError(`not JSON: ${quoted(text.trim())}`, place, hint);
  }
}
