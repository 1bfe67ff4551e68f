/**
 * A value inside a record of another tool's export, with the way to it: whoever reads it gets the kind of
 * value asked for, or one line that says where it is not.
 */
import { DataError } from '../../data-error.ts';
import type { Hint } from '../../hint.ts';
import { quoted } from '../../words/nearest-word.ts';
import { parseNumber } from '../../words/number-text.ts';

/** Which record of which file. */
export interface RecordPlace {
  readonly file: string;
  /** The line the record starts on, from 1; absent where lines say nothing. */
  readonly line?: number | undefined;
  /** `record 12` of a JSON array, `row 12` of a table; absent where the line says it. */
  readonly name?: string | undefined;
  /** True where every value was a cell of text: lists, objects and numbers are then written in it. */
  readonly cells?: boolean | undefined;
}

export class RecordField {
  readonly value: unknown;
  readonly place: RecordPlace;
  /** `results.results[3].score`; empty for the record itself. */
  readonly path: string;

  constructor(value: unknown, place: RecordPlace, path = '') {
    this.value = value;
    this.place = place;
    this.path = path;
  }

  /** True where there is nothing: absent, null, or an empty cell of a table. */
  get missing(): boolean {
    return (
      this.value === undefined || this.value === null || (this.place.cells === true && this.value === '')
    );
  }

  /** The field of an object; one that is not there is `missing`. Throws DataError where this is no object. */
  get(key: string): RecordField {
    const object = this.object();
    return this.#child(
      Object.hasOwn(object, key) ? object[key] : undefined,
      this.path === '' ? key : `${this.path}.${key}`,
    );
  }

  /** The field, or undefined where there is nothing. Throws DataError where this is no object. */
  maybe(key: string): RecordField | undefined {
    const field = this.get(key);
    return field.missing ? undefined : field;
  }

  /** The first of several names a tool has used for one thing. */
  either(...keys: readonly string[]): RecordField | undefined {
    for (const key of keys) {
      const field = this.maybe(key);
      if (field !== undefined) return field;
    }
    return undefined;
  }

  entries(): [string, RecordField][] {
    return Object.keys(this.object()).map((key) => [key, this.get(key)]);
  }

  object(): Readonly<Record<string, unknown>> {
    const value = this.#parsed('{');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.requires('an object');
    return value as Record<string, unknown>;
  }

  list(): RecordField[] {
    const value = this.#parsed('[');
    if (!Array.isArray(value)) this.requires('an array');
    return value.map((entry: unknown, index) => this.#child(entry, `${this.path}[${index}]`));
  }

  /** Text with something in it. */
  text(): string {
    if (typeof this.value !== 'string' || this.value.trim() === '') this.requires('a text');
    return this.value;
  }

  /** An id or a name, which tools write as text or as a number. */
  id(): string {
    if (typeof this.value === 'number' && Number.isFinite(this.value)) return String(this.value);
    if (typeof this.value === 'bigint') return String(this.value);
    if (typeof this.value !== 'string' || this.value.trim() === '') this.requires('an id (text or number)');
    // As the reader of studies takes it; and half a character does not survive a file.
    return this.value.trim().toWellFormed();
  }

  number(): number {
    const value =
      this.place.cells === true && typeof this.value === 'string' ? parseNumber(this.value) : this.value;
    if (typeof value !== 'number' || !Number.isFinite(value)) this.requires('a number');
    return value;
  }

  wholeNumber(): number {
    const value = this.number();
    if (!Number.isInteger(value)) this.requires('a whole number');
    return value;
  }

  boolean(): boolean {
    const value =
      this.place.cells === true && /^(?:true|false)$/i.test(String(this.value))
        ? /^true$/i.test(String(this.value))
        : this.value;
    if (typeof value !== 'boolean') this.requires('true or false');
    return value;
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    if (!(words as readonly unknown[]).includes(this.value)) this.requires(`one of ${words.join(', ')}`);
    return this.value as Word;
  }

  is(kind: 'object' | 'array' | 'string' | 'number' | 'boolean'): boolean {
    const value = this.value;
    if (kind === 'array') return Array.isArray(value);
    if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
    return typeof value === kind;
  }

  /** Whatever it is, as one text for a column: text as it is, nothing as the empty text, the rest as JSON. */
  cell(): string {
    if (typeof this.value === 'string') return this.value;
    return this.missing
      ? ''
      : (jsonText(this.value) ?? this.fail(`${shortPath(this.path)} is nested too deeply`));
  }

  /** `winner requires an array; received "x"`, with file, record and path. */
  requires(rule: string, hint?: string | Hint): never {
    const shown = typeof this.value === 'string' ? quoted(this.value) : receivedWords(this.value);
    this.fail(
      `${this.path === '' ? 'the record' : shortPath(this.path)} requires ${rule}; received ${shown}`,
      hint,
    );
  }

  /** A DataError at this record. */
  fail(message: string, hint?: string | Hint): never {
    const { file, line, name } = this.place;
    throw new DataError(
      name === undefined ? message : `${name}: ${message}`,
      line === undefined ? { file } : { file, line },
      hint,
    );
  }

  #child(value: unknown, path: string): RecordField {
    return new RecordField(value, this.place, path);
  }

  /** In a table lists and objects are cells of JSON text. */
  #parsed(opening: '[' | '{'): unknown {
    if (
      this.place.cells !== true ||
      typeof this.value !== 'string' ||
      !this.value.trimStart().startsWith(opening)
    )
      return this.value;
    try {
      return JSON.parse(this.value);
    } catch {
      return this.value;
    }
  }
}

/** undefined where the value is nested too deeply to be written. */
function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return undefined;
  }
}

function receivedWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = jsonText(value) ?? 'nested too deeply to show';
  if (typeof value !== 'object' || value === null) return text;
  return (
    `${Array.isArray(value) ? 'the array' : 'the object'} ` +
    (text.length > 60 ? `${text.slice(0, 57).toWellFormed()}…` : text)
  );
}

/** A key of the data may be as long as a page. */
function shortPath(path: string): string {
  const plain = path.replaceAll(/\p{C}+/gu, ' ');
  return plain.length > 120 ? `${plain.slice(0, 60)}…${plain.slice(-59)}` : plain;
}
