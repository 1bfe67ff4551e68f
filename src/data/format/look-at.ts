/**
 * What a file holds, by its first bytes: format, encoding, delimiter and decimal mark. The ending of its name
 * decides only where the content leaves it open, and what is declared goes before both.
 */
import { type Decimal, type Encoding, type Format, formatSchema } from '../config/source.ts';
import { DataError } from '../data-error.ts';
import { hint, optionLike } from '../hint.ts';
import type { Notice } from '../notice.ts';
import { quoted } from '../words/nearest-word.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { encodingOf } from './encoding-of.ts';
import { type TableLayout, layoutOf } from './json-tables.ts';
import { objectEnd } from './json-text.ts';

export interface Declared {
  readonly format?: Format | undefined;
  /** One character. */
  readonly delimiter?: string | undefined;
  readonly encoding?: Encoding | undefined;
  readonly decimal?: Decimal | undefined;
}

export interface FileTraits {
  readonly format: Format;
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** `unclear`: every number with a comma could be thousands (1,250). */
  readonly decimal: Decimal | 'unclear';
  /** How the rows of a JSON file are laid out. */
  readonly layout: TableLayout | 'rows';
  /** What the content said against the name of the file. */
  readonly found: readonly Notice[];
}

const formatsByEnding: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  parquet: 'parquet',
};

/** So much of a file is looked at: a header and some rows. */
export const sampleBytes = 1 << 16;
const delimiters = [',', '\t', ';', '|'] as const;

/** The beginning of a file. */
export interface Beginning {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Nothing comes after it. */
  readonly whole: boolean;
}

/** Throws DataError for bytes of another kind of file, and where neither name nor content tells a format. */
export function lookAt({ name: path, bytes, whole }: Beginning, declared: Declared = {}): FileTraits {
  const ending = endingOf(path);
  const byName = formatByName(path);
  // Where a file lies is nobody's business in a report that is passed on.
  const name = path.replace(/^.*[\\/]/, '');
  if ((declared.format ?? byName) === 'parquet') return textTraits('parquet');
  if (startsWith(bytes, 'PAR1') && declared.format === undefined)
    return { ...textTraits('parquet'), found: [readAs(name, 'parquet', ending)] };
  refuseArchives(path, bytes);
  const encoding = declared.encoding ?? encodingOf(bytes, whole);
  const text = sampleText(bytes, encoding);
  const { format, layout } = formatOfText(text, whole, declared.format, byName);
  if (format === undefined) throw unknownFormat(path, ending);
  const table = isTable(format)
    ? delimitedTraits(text, whole, format, declared)
    : { delimiter: ',', decimal: declared.decimal ?? ('point' as const) };
  const found = [
    ...(encoding === 'utf-8' || declared.encoding !== undefined
      ? []
      : [{ code: 'read-as-encoding', facts: { file: name, encoding: encoding.toUpperCase() } }]),
    ...(declared.format !== undefined || (format === byName && layout === 'rows')
      ? []
      : [readAs(name, layout === 'rows' ? format : layout, ending)]),
    ...(declared.delimiter !== undefined || !isTable(format) || table.delimiter === usual(byName ?? format)
      ? []
      : [{ code: 'read-with-delimiter', facts: { file: name, delimiter: table.delimiter } }]),
    ...(declared.decimal !== undefined || table.decimal !== 'comma'
      ? []
      : [{ code: 'decimal-comma', facts: { file: name } }]),
  ];
  return { format, encoding, layout, ...table, found };
}

/** By the ending of its name; undefined where that names none. */
export function formatByName(name: string): Format | undefined {
  const ending = endingOf(name);
  return Object.hasOwn(formatsByEnding, ending) ? formatsByEnding[ending] : undefined;
}

/**
 * The format of a file by the ending of its name. Throws DataError for an ending that names none.
 *
 * @example
 * formatOf('ratings.csv'); // 'csv'
 */
export function formatOf(name: string): Format {
  const format = formatByName(name);
  if (format === undefined) throw unknownFormat(name, endingOf(name));
  return format;
}

function textTraits(format: Format): FileTraits {
  return { format, encoding: 'utf-8', delimiter: ',', decimal: 'point', layout: 'rows', found: [] };
}

function isTable(format: Format): boolean {
  return format === 'csv' || format === 'tsv';
}

function usual(format: Format): string {
  return format === 'tsv' ? '\t' : ',';
}

function readAs(file: string, as: Format | TableLayout, ending: string): Notice {
  return { code: 'read-as', facts: { file, as, ending } };
}

function endingOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? '';
}

function unknownFormat(file: string, ending: string): DataError {
  return new DataError(
    ending === ''
      ? 'the file name has no ending that tells its format'
      : `unsupported file type ${quoted(`.${ending}`)}`,
    { file },
    hint`Name the format with ${optionLike('format', formatSchema.options.join('|'))}.`,
  );
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return text.split('').every((character, at) => bytes[at] === character.charCodeAt(0));
}

function refuseArchives(file: string, bytes: Uint8Array): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new DataError('the file is compressed with gzip', { file }, 'Unpack it first.');
  if (startsWith(bytes, 'PK\u0003\u0004'))
    throw new DataError(
      'the file is a zip archive or a spreadsheet',
      { file },
      'Export the sheet as CSV, or unpack the archive.',
    );
}

/** What is not text is met, and said, when it is read. */
function sampleText(bytes: Uint8Array, encoding: Encoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  // The last character may be cut.
  return text.endsWith('\uFFFD') ? text.slice(0, -1) : text;
}

function formatOfText(
  text: string,
  whole: boolean,
  declared: Format | undefined,
  byName: Format | undefined,
): { format: Format | undefined; layout: TableLayout | 'rows' } {
  const start = text.trimStart();
  const isJson = byName === 'json' || byName === 'jsonl';
  if (declared !== undefined && declared !== 'json') return { format: declared, layout: 'rows' };
  // A header may begin with a bracket; a table of JSON does not.
  if (/^\[\s*[{\]]/.test(start) && declared === undefined) return { format: 'json', layout: 'rows' };
  if (/^\{\s*["}]/.test(start)) {
    const end = objectEnd(start, 0);
    const lines = end > 0 && /^[ \t]*\r?\n\s*\{/.test(start.slice(end));
    if (lines) return { format: declared ?? 'jsonl', layout: 'rows' };
    const layout = layoutOf(start, end > 0 && whole && start.slice(end).trim() === '');
    if (layout !== undefined && byName !== 'jsonl') return { format: 'json', layout };
    return { format: declared ?? (isJson ? byName : 'jsonl'), layout: 'rows' };
  }
  if (isJson || declared !== undefined) return { format: declared ?? byName, layout: 'rows' };
  if (byName !== undefined) return { format: byName, layout: 'rows' };
  const columns = Math.max(...delimiters.map((mark) => rowsBy(mark, text, whole)?.columns ?? 0));
  return { format: columns > 1 ? 'csv' : undefined, layout: 'rows' };
}

interface SampleRows {
  readonly columns: number;
  readonly rows: readonly (readonly string[])[];
}

/** The rows of a sample by a delimiter; undefined where they do not fit their header. */
function rowsBy(delimiter: string, text: string, whole: boolean): SampleRows | undefined {
  const rows: (readonly string[])[] = [];
  let columns = 0;
  const sink = {
    columns: (names: readonly string[]): void => void (columns = names.length),
    row: (cells: readonly string[]): void => void rows.push(cells),
  };
  try {
    new DelimitedRows('', sink, { delimiter, maxRecord: sampleBytes }).read(withoutMark(text), whole);
  } catch {
    return undefined;
  }
  return { columns, rows };
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function delimitedTraits(
  text: string,
  whole: boolean,
  format: Format,
  declared: Declared,
): Pick<FileTraits, 'delimiter' | 'decimal'> {
  const delimiter = declared.delimiter ?? delimiterOf(withoutMark(text), whole, usual(format));
  if (declared.decimal !== undefined) return { delimiter, decimal: declared.decimal };
  const rows = delimiter === ',' ? [] : (rowsBy(delimiter, text, whole)?.rows ?? []);
  return { delimiter, decimal: decimalOf(rows.flat()) };
}

/** That of a `sep=` line; the usual one where it fits; else the one that fits with the most columns. */
function delimiterOf(text: string, whole: boolean, usualOne: string): string {
  const named = /^"?sep=(.)"?\r?\n/i.exec(text)?.[1];
  if (named !== undefined) return named;
  const fits = (mark: string): number => rowsBy(mark, text, whole)?.columns ?? 0;
  if (fits(usualOne) > 1) return usualOne;
  const [widest] = delimiters
    .map((mark) => ({ mark, columns: fits(mark) }))
    .toSorted((a, b) => b.columns - a.columns);
  if (widest.columns > 1) return widest.mark;
  // Nothing fits: what is wrong with the rows is what the mark that divides the header gives.
  const [header] = text.split(/\r?\n/, 1);
  const count = (mark: string): number => header.split(mark).length;
  if (count(usualOne) > 1) return usualOne;
  return delimiters.toSorted((a, b) => count(b) - count(a))[0];
}

/** A comma in a number is a decimal mark where it cannot be one of thousands. */
function decimalOf(cells: readonly string[]): FileTraits['decimal'] {
  const numbers = cells.filter((cell) => decimalComma.test(cell.trim()));
  if (numbers.length === 0) return 'point';
  return numbers.some((cell) => !thousands.test(cell.trim())) ? 'comma' : 'unclear';
}

/** A number with a comma in it: `0,96` or `1,250`. */
export const decimalComma = /^[+-]?\d*,\d+$/;
const thousands = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+$/;
