/**
 * CSV and TSV to cells (RFC 4180). Written here, not taken from csv-parse, for speed and exact lines:
 * docs/decisions/0008-own-csv-splitter.md.
 */
import { DataError } from '../data-error.ts';
import { listed, quoted } from '../words/nearest-word.ts';
import { PlainLines } from './plain-lines.ts';
import type { RowSink } from './row-sink.ts';
import { type RecordSplitter, tooLong } from './text-blocks.ts';

const newline = '\n';
const quote = '"';

export class DelimitedRows implements RecordSplitter {
  line = 1;
  readonly #file: string;
  readonly #sink: RowSink;
  readonly #delimiter: string;
  readonly #maxRecord: number;
  /** Undefined where the delimiter is no ASCII character. */
  readonly #plain: PlainLines | undefined;
  #columnCount = 0;

  constructor(
    file: string,
    sink: RowSink,
    { delimiter, maxRecord }: { delimiter: string; maxRecord: number },
  ) {
    this.#file = file;
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#maxRecord = maxRecord;
    this.#plain = /^[ -~\t]$/.test(delimiter) ? new PlainLines(delimiter) : undefined;
  }

  readPlain(bytes: Uint8Array): number {
    if (this.#columnCount === 0 || this.#plain === undefined) return 0;
    return this.#plain.read(bytes, this.#columnCount, this.#takePlain);
  }

  readonly #takePlain = (cells: string[], length: number): boolean => {
    if (length > this.#maxRecord) return false;
    if (!isBlank(cells[0]) || !cells.every(isBlank)) this.#sink.row(cells, this.line);
    this.line++;
    return true;
  };

  read(text: string, last: boolean): number {
    let start = 0;
    let nextQuote = text.indexOf(quote);
    while (start < text.length) {
      let end = text.indexOf(newline, start);
      const cutHere = end < 0;
      if (cutHere && !last) break;
      if (cutHere) end = text.length;
      if (nextQuote >= 0 && nextQuote < start) nextQuote = text.indexOf(quote, start);
      if (nextQuote < 0 || nextQuote > end) {
        this.#record(plainCells(text, start, end, this.#delimiter), end - start, cutHere);
        this.line++;
        start = end + 1;
        continue;
      }
      const record = quotedCells(text, start, this.#delimiter);
      if (record.end < 0 && !last) break;
      if (record.end < 0) this.#unclosed();
      if (record.junk !== undefined) this.#junk(record.junk);
      // A record that ends where the text ends may go on in text to come.
      if (record.end === text.length && !last && text[record.end - 1] !== newline) break;
      this.#record(
        record.cells,
        record.end - start,
        record.end === text.length && text[record.end - 1] !== newline,
      );
      this.line += record.lines;
      start = record.end;
    }
    return Math.min(start, text.length);
  }

  #record(cells: string[], length: number, lastLine: boolean): void {
    if (length > this.#maxRecord) tooLong(this.#file, this.line, this.#maxRecord);
    if (isBlank(cells[0]) && cells.every(isBlank)) return;
    if (this.#columnCount === 0) {
      if (isSeparatorLine(cells)) return;
      this.#columnCount = cells.length;
      this.#sink.columns(headerNames(cells, this.#file, this.line));
      return;
    }
    if (cells.length !== this.#columnCount) this.#requireWidth(cells, lastLine);
    this.#sink.row(cells, this.line);
  }

  #requireWidth(cells: string[], lastLine: boolean): void {
    const more = cells.length > this.#columnCount;
    // Empty cells behind the last column are what spreadsheets leave: they say nothing.
    if (more && cells.slice(this.#columnCount).every(isBlank)) return;
    throw new DataError(
      `${lastLine && !more ? 'the file ends in the middle of a record: ' : ''}${cells.length} ` +
        `fields; the header has ${this.#columnCount}`,
      { file: this.#file, line: this.line },
      more
        ? 'A field that contains the delimiter must stand in quotation marks.'
        : 'Every record needs a field for each column, if only an empty one.',
    );
  }

  #unclosed(): never {
    throw new DataError(
      'a quotation mark opens a field and is never closed',
      { file: this.#file, line: this.line },
      'The file may be cut. A quotation mark inside a quoted field is written twice.',
    );
  }

  #junk(found: string): never {
    throw new DataError(
      `${quoted(found)} follows the closing quotation mark of a field`,
      { file: this.#file, line: this.line },
      'A quotation mark inside a quoted field is written twice.',
    );
  }
}

/** `sep=;`, by which spreadsheets tell one another the delimiter. */
function isSeparatorLine([first, ...rest]: readonly string[]): boolean {
  return /^sep=.?$/i.test(first) && rest.every(isBlank);
}

function plainCells(text: string, start: number, end: number, delimiter: string): string[] {
  const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  return text.slice(start, stop).split(delimiter);
}

interface QuotedRecord {
  readonly cells: string[];
  /** Where the next record starts; −1 where the text ends inside a quoted field. */
  readonly end: number;
  /** Line ends used, those inside fields included. */
  readonly lines: number;
  /** What stands between a closing quotation mark and the next delimiter. */
  readonly junk?: string;
}

function quotedCells(text: string, start: number, delimiter: string): QuotedRecord {
  const cells: string[] = [];
  let lines = 0;
  let at = start;
  for (;;) {
    let lineEnd: number;
    if (text[at] === quote) {
      const close = closingQuote(text, at);
      if (close < 0) return { cells, end: -1, lines };
      const content = text.slice(at + 1, close);
      lines += countLines(content);
      cells.push(content.includes(quote) ? content.replaceAll('""', quote) : content);
      at = close + 1;
      lineEnd = text.indexOf(newline, at);
      if (lineEnd < 0) lineEnd = text.length;
      const next = text.indexOf(delimiter, at);
      const fieldEnd = next >= 0 && next < lineEnd ? next : lineEnd;
      const junk = text.slice(at, fieldEnd).trim();
      if (junk !== '') return { cells, end: fieldEnd, lines, junk };
      at = fieldEnd;
    } else {
      lineEnd = text.indexOf(newline, at);
      if (lineEnd < 0) lineEnd = text.length;
      const next = text.indexOf(delimiter, at);
      const fieldEnd = next >= 0 && next < lineEnd ? next : lineEnd;
      const field = text.slice(at, fieldEnd);
      cells.push(fieldEnd === lineEnd && field.endsWith('\r') ? field.slice(0, -1) : field);
      at = fieldEnd;
    }
    if (at === lineEnd) return { cells, end: Math.min(lineEnd + 1, text.length), lines: lines + 1 };
    at++;
  }
}

function closingQuote(text: string, open: number): number {
  let at = open + 1;
  for (;;) {
    at = text.indexOf(quote, at);
    if (at < 0 || text[at + 1] !== quote) return at;
    at += 2;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) count++;
  return count;
}

function headerNames(cells: readonly string[], file: string, line: number): string[] {
  // A column without a name is what data frames write for their row numbers.
  const names = cells.map((cell, at) => cell.trim() || `column ${at + 1}`);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0)
    throw new DataError(
      `the header names ${quoted(twice[0])} twice; the columns are ${listed(names)}`,
      { file, line },
      'Rename one of the two columns.',
    );
  return names;
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}
