/**
 * Lines of plain CSV straight from their bytes: ASCII without quotation marks. A cell that was seen before in
 * its column is the same string again, so that whoever looks it up need not hash it anew.
 */

const newline = 10;
const carriageReturn = 13;
const quote = 34;

/** Cells remembered for each column; a power of two. */
const slots = 1 << 12;
/** Longer cells are seldom seen again. */
const longestKept = 64;

/** A table with thousands of columns would take more memory for what was seen than for what it holds. */
const columnsKept = 64;

/** Takes a line's cells; false for a line that has to be read with the others, as text. */
export type TakeLine = (cells: string[], length: number) => boolean;

export class PlainLines {
  readonly #delimiter: number;
  readonly #columns: SeenCells[] = [];

  /** `delimiter`: one ASCII character. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /**
   * Hands on whole lines from the front, up to the first that is not plain or that `take` does not want.
   * Returns how many bytes that was.
   */
  read(bytes: Uint8Array, width: number, take: TakeLine): number {
    const delimiter = this.#delimiter;
    const { length } = bytes;
    let lineStart = 0;
    let at = 0;
    while (at < length) {
      const cells: string[] = [];
      let cellStart = at;
      let hash = 0;
      let byte = 0;
      for (; at < length; at++) {
        byte = bytes[at];
        if (byte === delimiter) {
          cells.push(this.#cell(bytes, cellStart, at, hash, cells.length));
          cellStart = at + 1;
          hash = 0;
        } else if (byte === newline) break;
        else if (byte > 127 || byte === quote) return lineStart;
        else hash = (Math.imul(hash, 31) + byte) | 0;
      }
      if (at === length) return lineStart;
      let end = at;
      // The hash of a cell before a CR is another, and the same for every such cell.
      if (end > cellStart && bytes[end - 1] === carriageReturn) end--;
      cells.push(this.#cell(bytes, cellStart, end, hash, cells.length));
      if (cells.length !== width || !take(cells, at - lineStart)) return lineStart;
      lineStart = ++at;
    }
    return lineStart;
  }

  #cell(bytes: Uint8Array, start: number, end: number, hash: number, column: number): string {
    if (start === end) return '';
    if (column >= columnsKept) return textOf(bytes, start, end);
    while (column >= this.#columns.length) this.#columns.push(new SeenCells());
    return this.#columns[column].text(bytes, start, end, hash);
  }
}

/** The cells of one column, each in the one slot of its hash. */
class SeenCells {
  readonly #texts: string[] = Array.from({ length: slots }, () => '');

  text(bytes: Uint8Array, start: number, end: number, hash: number): string {
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
