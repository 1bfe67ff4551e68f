/**
 * Bytes to text, strictly: UTF-8 or an error with its line and byte. Whole records are handed on as they
 * come, so memory follows the longest record, not the file.
 */
import { DataError } from '../data-error.ts';
import { hint, option } from '../hint.ts';

export interface RecordSplitter {
  /** The line, counted from 1, on which the text not yet used begins. */
  readonly line: number;
  /**
   * Uses whole records from the front of the text and says how many characters that was. At `last` there is
   * no more text.
   */
  read(text: string, last: boolean): number;
  /**
   * Uses records that it can read without decoding, from the front of the bytes, and says how many bytes that
   * was.
   */
  readPlain?(bytes: Uint8Array): number;
}

export interface TextOptions {
  /** The longest record, in characters: a file that is one line of a gigabyte is one error, soon. */
  readonly maxRecord: number;
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** Large enough that the work per block is small, small enough to stay in the cache. */
const pieceBytes = 1 << 18;

const newline = 10;

/** In characters or bytes: what is longer waits as text, which is asked about less and less often. */
const shortRest = 1 << 16;

export async function readTextBlocks(
  name: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  splitter: RecordSplitter,
  { maxRecord, onProgress }: TextOptions,
): Promise<void> {
  const text = new TextBlocks(name, splitter, maxRecord);
  for await (const chunk of bytes) {
    // A whole file handed over as one array is read in pieces all the same.
    for (let start = 0; start < chunk.length; start += pieceBytes)
      text.push(chunk.subarray(start, start + pieceBytes));
    onProgress?.(chunk.length);
  }
  text.end();
}

class TextBlocks {
  readonly #name: string;
  readonly #splitter: RecordSplitter;
  readonly #maxRecord: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The first bytes of a character, or of a plain record, that the last piece cut. */
  #cut: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #atStart = true;
  #waiting = '';
  /**
   * Characters of `waiting` the splitter has seen and could not use: it is asked again when there are twice
   * as many.
   */
  #seen = 0;

  constructor(name: string, splitter: RecordSplitter, maxRecord: number) {
    this.#name = name;
    this.#splitter = splitter;
    this.#maxRecord = maxRecord;
  }

  push(piece: Uint8Array): void {
    const bytes = this.#cut.length === 0 ? piece : joined(this.#cut, piece);
    const plain = this.#waiting === '' ? (this.#splitter.readPlain?.(bytes) ?? 0) : 0;
    this.#offset += plain;
    const rest = bytes.subarray(plain);
    // A plain record that is not whole yet waits as bytes.
    if (plain > 0 && rest.length < shortRest && !rest.includes(newline)) this.#cut = Uint8Array.from(rest);
    else this.#push(rest);
  }

  #push(bytes: Uint8Array): void {
    const whole = bytes.length - cutCharacter(bytes);
    this.#cut = Uint8Array.from(bytes.subarray(whole));
    this.#add(bytes.subarray(0, whole));
    this.#offset += whole;
    // The records to come may be plain ones again.
    if (this.#splitter.readPlain === undefined || this.#waiting === '' || this.#waiting.length > shortRest)
      return;
    const waiting = new TextEncoder().encode(this.#waiting);
    this.#waiting = '';
    this.#seen = 0;
    this.#offset -= waiting.length;
    this.#cut = joined(waiting, this.#cut);
  }

  end(): void {
    const whole = this.#cut.length - cutCharacter(this.#cut);
    this.#add(this.#cut.subarray(0, whole));
    this.#offset += whole;
    if (whole < this.#cut.length) this.#broken(this.#cut.subarray(whole), 0);
    this.#use(true);
  }

  #add(bytes: Uint8Array): void {
    let text;
    try {
      text = this.#decoder.decode(bytes);
    } catch {
      this.#broken(bytes, validLength(bytes));
    }
    if (this.#atStart && text !== '') {
      if (text.startsWith('\uFEFF')) text = text.slice(1);
      this.#atStart = false;
    }
    this.#waiting += text;
    if (this.#waiting.length >= 2 * this.#seen || this.#waiting.length > this.#maxRecord) this.#use(false);
  }

  #use(last: boolean): void {
    const used = this.#splitter.read(this.#waiting, last);
    this.#waiting = this.#waiting.slice(used);
    this.#seen = this.#waiting.length;
    if (this.#seen > this.#maxRecord) tooLong(this.#name, this.#splitter.line, this.#maxRecord);
  }

  /**
   * What is sound before the broken byte is used first, so that the first error in the file is the one
   * reported.
   */
  #broken(bytes: Uint8Array, valid: number): never {
    if (valid > 0) this.#add(bytes.subarray(0, valid));
    this.#use(false);
    const line = this.#splitter.line + this.#waiting.split('\n').length - 1;
    const byte = bytes[valid].toString(16).padStart(2, '0').toUpperCase();
    throw new DataError(
      `is not UTF-8 text: byte 0x${byte} at offset ${this.#offset + valid}`,
      { file: this.#name, line },
      hint`Save the file as UTF-8, or name its encoding: ${option('encoding', 'windows-1252')}.`,
    );
  }
}

export function tooLong(file: string, line: number, maxRecord: number): never {
  throw new DataError(
    `one record is longer than ${maxRecord} characters`,
    { file, line },
    'Look there for a quotation mark that is never closed, or for a file without line ends.',
  );
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** How many bytes at the end begin a character that is not finished. */
function cutCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Length of the longest sound beginning, by halving: a beginning of a sound text is sound. */
function validLength(bytes: Uint8Array): number {
  let sound = 0;
  let broken = bytes.length;
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (isSoundBeginning(bytes.subarray(0, middle))) sound = middle;
    else broken = middle;
  }
  // The broken byte may follow the first bytes of its character: those are not text either.
  return sound - cutCharacter(bytes.subarray(0, sound));
}

function isSoundBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
