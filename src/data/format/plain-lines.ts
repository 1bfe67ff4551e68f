/**
 * Lines of plain CSV straight from their bytes: ASCII without quotation marks. A cell that was seen before in
 * its column is the same string again, so that whoever looks it up need not hash it anew.
 */

const newline = 10;
const carriageReturn = 13;
const quote = 34;

// What a byte is to a line. The delimiter may be any ASCII character.
const [ordinary, cellEnd, lineEnd, other] = [0, 1, 2, 3];

/** Cells remembered for each column; a power of two. */
const slots = 1 << 12;
/** Longer cells are seldom seen again. */
const longestKept = 64;

/** A table with thousands of columns would take more memory for what was seen than for what it holds. */
const columnsKept = 64;

/** Takes a line's cells; false for a line that has to be read with the others, as text. */
export type TakeLine = (cells: string[], length: number) => boolean;

export class PlainLines {
  /** By byte. */
  readonly #kinds: Uint8Array;
  readonly #columns: SeenCells[] = [];

  /** `delimiter`: one ASCII character. */
  constructor(delimiter: string) {
    this.#kinds = new Uint8Array(256).fill(other, 128);
    this.#kinds[newline] = lineEnd;
    this.#kinds[quote] = other;
    this.#kinds[delimiter.charCodeAt(0)] = cellEnd;
  }

  /**
   * Hands on whole lines from the front, up to the first that is not plain or that `take` does not want.
   * Returns how many bytes that was.
   */
  read(bytes: Uint8Array, width: number, take: TakeLine): number {
    const kinds = this.#kinds;
    const { length } = bytes;
    const blank = Array.from({ length: width }, () => '');
    let lineStart = 0;
    for (;;) {
      const cells = blank.slice();
      let at = lineStart;
      for (let column = 0; ; column++) {
        const start = at;
        while (at < length && kinds[bytes[at]] === ordinary) at++;
        // A cell too many, the end of what has come, or a byte that is read with the others, as text.
        if (column === width || at === length || kinds[bytes[at]] === other) return lineStart;
        const isLast = kinds[bytes[at]] === lineEnd;
        const end = isLast && at > start && bytes[at - 1] === carriageReturn ? at - 1 : at;
        cells[column] = this.#cell(bytes, start, end, column);
        if (isLast && column !== width - 1) return lineStart;
        if (isLast) break;
        at++;
      }
      if (!take(cells, at - lineStart)) return lineStart;
      lineStart = at + 1;
    }
  }

  #cell(bytes: Uint8Array, start: number, end: number, column: number): string {
    if (start === end) return '';
    if (column >= columnsKept) return textOf(bytes, start, end);
    while (column >= this.#columns.length) this.#columns.push(new SeenCells());
    return this.#columns[column].text(bytes, start, end);
  }
}

/** The cells of one column, each in the one slot of its last letters and its length. */
class SeenCells {
  readonly #texts: string[] = Array.from({ length: slots }, () => '');

  text(bytes: Uint8Array, start: number, end: number): string {
    let hash = end - start;
    for (let at = Math.max(start, end - 6); at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]) | 0;
    const slot = (hash ^ (hash >>> 12)) & (slots - 1);
    const seen = this.#texts[slot];
    if (seen.length === end - start && isSame(seen, bytes, start)) return seen;
    const text = textOf(bytes, start, end);
    if (end - start <= longestKept) this.#texts[slot] = text;
    return text;
  }
}

function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) !== bytes[start + k]) return false;
  return true;
}

const decoder = new TextDecoder();

/** A string of its own: a slice of a longer one would keep that alive. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > longestKept) return decoder.decode(bytes.subarray(start, end));
  return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
}
