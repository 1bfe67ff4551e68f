/** How the text of a file is written as bytes, by its first bytes. */
import type { Encoding } from '../config/source.ts';

/**
 * By its byte order mark; without one, text in UTF-16 has a zero byte in every other place, and text that is
 * not UTF-8 is windows-1252 where that makes words of it. Anything else is UTF-8, and what is broken in it is
 * said when it is read.
 */
export function encodingOf(bytes: Uint8Array, whole: boolean): Encoding {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 512);
  if (start.length < 4) return 'utf-8';
  const zeros = [0, 0];
  start.forEach((byte, at) => (zeros[at % 2] += byte === 0 ? 1 : 0));
  if (zeros[1] > start.length / 4 && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] > start.length / 4 && zeros[1] === 0) return 'utf-16be';
  return isWindows1252(bytes, whole) ? 'windows-1252' : 'utf-8';
}

/** Bytes that windows-1252 leaves open. */
const open: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * Not one character of more than one byte is UTF-8, no byte is a control character, and most of those above
 * ASCII are next to a Latin letter, as in Jürgen and it’s.
 */
function isWindows1252(bytes: Uint8Array, whole: boolean): boolean {
  let [high, inWords] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte < 0x20 ? ![0x09, 0x0a, 0x0d].includes(byte) : byte === 0x7f || open.has(byte)) return false;
    if (byte < 0x80) continue;
    const length = byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 1;
    const rest = bytes.subarray(at + 1, at + length);
    if (rest.every((next) => next >= 0x80 && next < 0xc0)) {
      if (length > 1 && rest.length === length - 1) return false;
      // A character that the end of the sample cuts.
      if (length > 1 && !whole) break;
    }
    high++;
    if (isLetter(bytes[at - 1]) || isLetter(bytes[at + 1])) inWords++;
  }
  return high > 0 && 2 * inWords >= high;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}
