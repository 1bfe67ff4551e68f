import { jsonStringEnd } from './json-string-end.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';

export interface JsonValueSpan {
  readonly ok: true;
  /** Of the text: the place after the colon. */
  readonly from: number;
  /** The value's own characters, its quotation marks among them. */
  readonly start: number;
  readonly end: number;
  /** The text of a string, or a number or word as written. An object or a list is here as its text. */
  readonly value: string;
  readonly quoted: boolean;
}

/**
 * Finds the value of a key in the first JSON object of a text, with its place, which `JSON.parse` does not
 * tell.
 *
 * The object may stand in a fence or after a sentence, and may be cut off after the value. Only keys of the
 * object itself count, not those of objects inside it.
 *
 * Returns a failure where there is no object, where it is no JSON, where the key is missing or stands there
 * twice, and where the text ends before the value does.
 */
export function jsonValueSpan(text: string, key: string): JsonValueSpan | ExtractionFailure {
  const start = text.indexOf('{');
  if (start < 0) return failure('not JSON', 'the answer has no object');
  const scan = new Scan(text, start + 1);
  let found: JsonValueSpan | undefined;
  if (scan.peek() === '}') return noKey(key, []);
  const keys: string[] = [];
  for (;;) {
    const name = scan.string();
    const from = name === undefined || !scan.take(':') ? undefined : scan.at;
    const span = from === undefined ? undefined : scan.value(from);
    // What was read counts where the text was cut off behind it. Broken JSON is broken, wherever it breaks.
    if (span === undefined)
      return scan.ended
        ? (found ?? cut(key))
        : failure('not JSON', `the object breaks off at character ${scan.at}`);
    keys.push(name!);
    if (name === key && found !== undefined)
      return failure('key twice', `the object has ${JSON.stringify(key)} twice`);
    if (name === key) found = span;
    if (scan.take(',')) continue;
    if (scan.take('}')) return found ?? noKey(key, keys);
    return scan.ended
      ? (found ?? cut(key))
      : failure('not JSON', `a comma or the end of the object is missing at character ${scan.at}`);
  }
}

/**
 * A place in the text that moves on. Every reader returns undefined where it cannot read; `ended` says that
 * the text was over.
 */
class Scan {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  get ended(): boolean {
    return this.peek() === '';
  }

  /** The next character that is no space; an empty text at the end. */
  peek(): string {
    while (' \t\r\n'.includes(this.#text[this.at] ?? '.')) this.at++;
    return this.#text[this.at] ?? '';
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  string(): string | undefined {
    if (this.peek() !== '"') return undefined;
    const end = jsonStringEnd(this.#text, this.at);
    // One that never ends was cut off: then the text is over.
    if (end < 0) this.at = this.#text.length;
    if (end < 0) return undefined;
    try {
      const value = JSON.parse(this.#text.slice(this.at, end)) as string;
      this.at = end;
      return value;
    } catch {
      return undefined;
    }
  }

  value(from: number): JsonValueSpan | undefined {
    const next = this.peek();
    const start = this.at;
    const span = (value: string, quoted: boolean): JsonValueSpan => ({
      ok: true,
      from,
      start,
      end: this.at,
      value,
      quoted,
    });
    if (next === '"') {
      const value = this.string();
      return value === undefined ? undefined : span(value, true);
    }
    const read = next === '{' || next === '[' ? this.#nested() : this.#matched(/[-+.\w]+/y, literal);
    return read === undefined ? undefined : span(this.#text.slice(start, this.at), false);
  }

  /**
   * An object or a list: to the bracket that closes it, strings passed over. What is in it is not looked at.
   */
  #nested(): string | undefined {
    const start = this.at;
    for (let depth = 0; !this.ended;) {
      const next = this.peek();
      if (next === '"') {
        if (this.string() === undefined) return undefined;
        continue;
      }
      this.at++;
      if (next === '{' || next === '[') depth++;
      if ((next === '}' || next === ']') && --depth === 0) return this.#text.slice(start, this.at);
    }
    return undefined;
  }

  /** Moves on past what matches here. */
  #matched(pattern: RegExp, parse: (source: string) => string): string | undefined {
    pattern.lastIndex = this.at;
    const source = pattern.exec(this.#text)?.[0];
    if (source === undefined) return undefined;
    // A number at the end of the text may have gone on.
    if (this.at + source.length === this.#text.length) {
      this.at = this.#text.length;
      return undefined;
    }
    try {
      const value = parse(source);
      this.at += source.length;
      return value;
    } catch {
      return undefined;
    }
  }
}

function literal(source: string): string {
  JSON.parse(source);
  return source;
}

function noKey(key: string, keys: readonly string[]): ExtractionFailure {
  return failure(
    'no key',
    `the object has no key ${JSON.stringify(key)}; it has ` +
      (keys.length === 0 ? 'none' : keys.map((name) => JSON.stringify(name)).join(', ')),
  );
}

function cut(key: string): ExtractionFailure {
  return failure('cut short', `the answer ends before the value of ${JSON.stringify(key)}`);
}
