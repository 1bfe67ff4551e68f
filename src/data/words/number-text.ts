/** Numbers as text: as they are written in cells, and counted in a message. */

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number a cell holds; NaN where it holds none. Hexadecimal, decimal commas, percent signs and empty
 * cells are none.
 *
 * @example
 * parseNumber('4.5'); // 4.5
 */
export function parseNumber(text: string): number {
  if (decimal.test(text)) return Number(text);
  const word = text.trim();
  if (decimal.test(word)) return Number(word);
  return /^-(?:inf|infinity)$/i.test(word) ? -Infinity : NaN;
}

export function isNumeric(text: string): boolean {
  return decimal.test(text) && Number.isFinite(Number(text));
}

/**
 * One word for all ways of writing a number, so that `3` and `3.0` are one label; any other word stays as it
 * is.
 *
 * @example
 * numericKey('3.0'); // '3'
 */
export function numericKey(word: string): string {
  if (!isNumeric(word)) return word;
  const value = Number(word);
  // Beyond 2^53 two names that differ in a digit would become one number.
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? word : String(value + 0);
}

/** What is seen of decimals in one answer may be fewer than there are: 0.5 has one. */
const fewestDecimals = 2;

/**
 * Half a step of the rounding of probabilities, from the longest number seen: a 0 that was rounded may be as
 * much.
 *
 * @example
 * halfStep([0, 0.25, 0.75]); // 0.005
 */
export function halfStep(written: Iterable<number>): number {
  let decimals = fewestDecimals;
  for (const p of written) decimals = Math.max(decimals, decimalsOf(p));
  return 0.5 * 10 ** -decimals;
}

function decimalsOf(p: number): number {
  const text = String(p);
  const exponent = Number(/e-(\d+)$/.exec(text)?.[1] ?? 0);
  return exponent + (/\.(\d+)/.exec(text)?.[1].length ?? 0);
}

/**
 * `1,200 items`, `1 item`; without a word the number alone, and `unknown` for one that is not known.
 *
 * @example
 * counted(1200, 'item'); // '1,200 items'
 */
export function counted(count: number, singular?: string, plural = `${singular}s`): string {
  const number = Number.isFinite(count)
    ? String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : 'unknown';
  return singular === undefined ? number : `${number} ${count === 1 ? singular : plural}`;
}
