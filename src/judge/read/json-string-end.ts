/**
 * Where a string of JSON ends. A regular expression would do for short ones; of millions of characters it
 * fills the stack.
 */

/**
 * The place behind the quote that closes the string whose first quote is at `from`; −1 where it never ends.
 */
export function jsonStringEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\' && end - 1 - backslashes > from) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
  return -1;
}
