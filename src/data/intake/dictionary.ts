/**
 * Words and their codes: each distinct string is kept once, and a column of text becomes a column of
 * integers.
 */
export class Dictionary {
  readonly values: string[] = [];
  /** How many distinct words had white space around them that was cut off. */
  trimmed = 0;
  readonly #codes = new Map<string, number>();
  readonly #exact: boolean;
  /** Rows of one item mostly follow each other. */
  #lastText = '';
  #lastCode = -1;
  /** Words looked up before, each in the one place of its last letters. */
  readonly #seen: string[] = Array.from({ length: seenWords }, () => '');
  readonly #seenCodes = new Int32Array(seenWords).fill(-1);

  /** `exact` keeps words as they are, white space included: for text that is only carried. */
  constructor(exact = false) {
    this.#exact = exact;
  }

  /** The code of the word without the white space around it; −1 for a word that is empty. */
  code(text: string): number {
    if (text === this.#lastText) return this.#lastCode;
    const place = placeOf(text);
    const isSeen = this.#seen[place] === text;
    const code = isSeen ? this.#seenCodes[place] : (this.#codes.get(text) ?? this.#settle(text));
    this.#lastText = text;
    this.#lastCode = code;
    if (!isSeen && code >= 0 && this.values[code].length === text.length) {
      this.#seen[place] = text.length <= longestOwn ? text : this.values[code];
      this.#seenCodes[place] = code;
    }
    return code;
  }

  #settle(text: string): number {
    if (this.#exact) return text === '' ? -1 : this.#add(text);
    const word = text.trim();
    if (word.length === text.length) return word === '' ? -1 : this.#add(word);
    const code = word === '' ? -1 : (this.#codes.get(word) ?? this.#add(word));
    if (code >= 0) this.trimmed++;
    // White space alone may come in any length: only words are remembered in their raw form.
    if (code >= 0) this.#codes.set(ownCopy(text), code);
    return code;
  }

  find(word: string): number {
    return this.#codes.get(word) ?? -1;
  }

  #add(word: string): number {
    const copy = ownCopy(word);
    this.#codes.set(copy, this.values.length);
    return this.values.push(copy) - 1;
  }
}

/** A power of two. */
const seenWords = 1 << 10;
/** Longer texts may be slices that keep a whole block of text alive. */
const longestOwn = 12;

function placeOf(text: string): number {
  const { length } = text;
  if (length < 3) return length;
  const last = text.charCodeAt(length - 1) + 31 * text.charCodeAt(length - 2);
  return (last + 961 * text.charCodeAt(length - 3)) & (seenWords - 1);
}

/** The words in code-unit order, and for each old code its newCode in that order. */
export function sortedWords(words: readonly string[]): {
  readonly values: string[];
  readonly newCode: Int32Array;
} {
  const order = Array.from(words.keys()).sort((a, b) => byCodeUnit(words[a], words[b]));
  const newCode = new Int32Array(words.length);
  order.forEach((code, at) => (newCode[code] = at));
  return { values: order.map((code) => words[code]), newCode };
}

/** Code-unit order: the same on every machine, whatever its language. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const encoder = new TextEncoder();
// A byte order mark inside a word stays.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A slice of a block of text keeps the whole block alive: a word that stays is copied out of it. */
function ownCopy(text: string): string {
  return text.length > longestOwn && text.isWellFormed() ? decoder.decode(encoder.encode(text)) : text;
}
