/**
 * The key taken out of whatever an endpoint sends, before it is stored or shown: as it is, escaped, as part
 * of a URL, in base64 or hex, and pieces of it of more than a few characters.
 */

import { jsonStringEnd } from '../read/json-string-end.ts';

/**
 * What is shorter is a placeholder, such as `none` or `EMPTY`, and the letters of it are part of many a word.
 */
const leastLength = 8;
/**
 * A key is known by pieces of so many characters: every run of it that is twice as long holds one whole
 * piece.
 */
const piece = 8;

const longestRun = 4096;

const hidden = '***';

interface KeyForms {
  readonly key: string;
  /** The key as it is and as other alphabets write it. */
  readonly forms: readonly string[];
  readonly pieces: readonly string[];
  /** Finds runs of characters that may hold one, or their first part, and the characters themselves. */
  readonly runs: RegExp;
  readonly letters: ReadonlySet<string>;
}

/** The text without the key. */
export function textWithoutKey(text: string, key: string | undefined): string {
  if (key === undefined || key.length < leastLength) return text;
  const forms = formsOf(key);
  const { runs, letters } = forms;
  let clean = '';
  let done = 0;
  runs.lastIndex = 0;
  for (let found = runs.exec(text); found !== null; found = runs.exec(text)) {
    let end = runs.lastIndex;
    // Longer ones would fill the stack of a regular expression.
    if (end - found.index === longestRun) while (end < text.length && letters.has(text[end])) end++;
    clean += text.slice(done, found.index) + runWithoutKey(text.slice(found.index, end), forms);
    runs.lastIndex = done = end;
  }
  return clean + text.slice(done);
}

/**
 * Whether a piece of the key is in the text in any case: names of hosts are written in lower case, and encode
 * no less for it.
 */
export function holdsKeyInAnyCase(text: string, key: string | undefined): boolean {
  if (key === undefined || key.length < leastLength) return false;
  const folded = text.toLowerCase();
  const longest = 2 * piece - 1;
  return formsOf(key).forms.some((form) => {
    const most = Math.max(1, form.length - longest + 1);
    return Array.from({ length: most }, (_, at) => form.slice(at, at + longest).toLowerCase()).some((part) =>
      folded.includes(part),
    );
  });
}

function runWithoutKey(run: string, forms: KeyForms): string {
  const plain = withoutPieces(run, forms);
  if (plain !== run) return plain;
  // `%73%6B` in a URL, `\u0073` in JSON that was quoted inside JSON: such a run is hidden as a whole.
  const unpacked = unpack(run);
  return unpacked !== run && withoutPieces(unpacked, forms) !== unpacked ? hidden : run;
}

/**
 * JSON text in which no string holds the key. Names that an API gives its properties stay: without them the
 * answer could not be read.
 */
export function jsonWithoutKey(json: string, key: string | undefined): string {
  if (key === undefined || key.length < leastLength) return json;
  // Characters that need no escape are written as they are by all but a few: only where they are not does
  // each string have to be read.
  if (!/\\u00[2-7]|\\\//i.test(json) && textWithoutKey(json, key) === json) return json;
  let clean = '';
  for (let at = 0; at < json.length;) {
    const quote = json.indexOf('"', at);
    clean += betweenStrings(json.slice(at, quote < 0 ? json.length : quote), key);
    if (quote < 0) break;
    const end = jsonStringEnd(json, quote);
    at = end < 0 ? json.length : end;
    clean += quotedWithoutKey(json.slice(quote, at), /\s*:/y.test(json.slice(at, at + 8)), key);
  }
  return clean;
}

/** Between strings JSON has marks, numbers and three words; what is no JSON may have anything. */
function betweenStrings(text: string, key: string): string {
  return text.length < 1000 && /^(?:[\s\d[\]{},:.eE+-]|true|false|null)*$/.test(text)
    ? text
    : textWithoutKey(text, key);
}

function quotedWithoutKey(quoted: string, isName: boolean, key: string): string {
  const value = stringIn(quoted);
  // A line of a file may be broken.
  if (value === undefined) return textWithoutKey(quoted, key);
  if (isName && /^[a-z_]{1,100}$/.test(value)) return quoted;
  const clean = textWithoutKey(value, key);
  return clean === value ? quoted : JSON.stringify(clean);
}

function stringIn(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

let latest: KeyForms | undefined;

/** Made once for a key: every answer is looked through. */
function formsOf(key: string): KeyForms {
  if (latest?.key === key) return latest;
  // A header is sent a byte a character.
  const bytes = Array.from(key, (character) => character.charCodeAt(0) & 0xff);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // Three ways to begin: what stands before the key in the same base64 shifts it.
  const base64 = [0, 1, 2].map((from) =>
    btoa(String.fromCharCode(...bytes.slice(from, from + 3 * Math.floor((bytes.length - from) / 3)))),
  );
  const forms = [
    ...new Set([
      key,
      hex,
      hex.toUpperCase(),
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
  const pieces = [...new Set(forms.flatMap((form) => (form.length < 2 * piece ? [form] : piecesOf(form))))];
  const letters = new Set(`${key}%\\+/=_-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`);
  const own = Array.from(letters, (letter) => letter.replace(/[\\\]^-]/, '\\$&')).join('');
  latest = { key, forms, pieces, letters, runs: new RegExp(`[${own}]{${leastLength},${longestRun}}`, 'g') };
  return latest;
}

function piecesOf(form: string): string[] {
  return Array.from({ length: Math.floor(form.length / piece) }, (_, at) =>
    form.slice(at * piece, (at + 1) * piece),
  );
}

function withoutPieces(run: string, { forms, pieces }: KeyForms): string {
  // Cutting one out of millions takes for ever, and nothing that long is worth it.
  if (run.length > longestRun) return pieces.some((found) => run.includes(found)) ? hidden : run;
  let text = run;
  for (const found of pieces)
    for (let at = text.indexOf(found); at >= 0; at = text.indexOf(found, at + hidden.length)) {
      const [begin, end] = widest(text, at, at + found.length, forms);
      // The beginning of a key, such as `sk-proj-`, is no secret.
      if (end - begin < 2 * piece - 1 && !forms.includes(text.slice(begin, end))) {
        at += found.length - hidden.length;
        continue;
      }
      text = `${text.slice(0, begin)}${hidden}${text.slice(end)}`;
      at = begin;
    }
  return text;
}

/** The longest stretch around a piece that is part of one form. */
function widest(text: string, from: number, to: number, forms: readonly string[]): [number, number] {
  let best: [number, number] = [from, to];
  for (const form of forms) {
    for (
      let index = form.indexOf(text.slice(from, to));
      index >= 0;
      index = form.indexOf(text.slice(from, to), index + 1)
    ) {
      let [begin, end] = [from, to];
      while (begin > 0 && index - (from - begin) > 0 && text[begin - 1] === form[index - (from - begin) - 1])
        begin--;
      while (end < text.length && text[end] === form[index + (end - from)]) end++;
      if (end - begin > best[1] - best[0]) best = [begin, end];
    }
  }
  return best;
}

function unpack(run: string): string {
  return run.replace(
    /%([0-9a-f]{2})|\\u00([0-9a-f]{2})|\\\//gi,
    (text, percent: string | undefined, escape: string | undefined) =>
      text === '\\/' ? '/' : String.fromCharCode(parseInt((percent ?? escape)!, 16)),
  );
}
