/** How figures are written: the only place where a number becomes text. An unknown figure is the word "unknown", never NaN and never 0. */

export const unknownText = 'unknown';

/** Binds a figure to its unit, so that a line never breaks between them. */
const noBreak = '\u00A0';
const minus = '\u2212';

/** A share as a percentage with two or three significant digits. A share that is not quite all or not quite nothing does not round to either. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return unknownText;
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  const value = share * 100;
  const size = Math.abs(value);
  const digits = Number.isInteger(Number(size.toFixed(6))) || (size >= 9.95 && size < 98.95) ? 0 : 1;
  return `${signedText(value, digits)}%`;
}

/** `71% to 79%`, or "unknown" where either end is. */
export function percentRange(lower: number, upper: number): string {
  return range(lower, upper, percent);
}

/** A difference of two shares in percentage points, with its sign. */
export function points(difference: number): string {
  if (!Number.isFinite(difference)) return unknownText;
  const value = difference * 100;
  const text = signedText(value, Math.abs(value) >= 9.95 ? 0 : 1);
  return `${value > 0 && /[1-9]/.test(text) ? '+' : ''}${text}${noBreak}points`;
}

/** A coefficient such as kappa, or a ratio: two digits behind the point. */
export function coefficient(value: number): string {
  return Number.isFinite(value) ? signedText(value, 2) : unknownText;
}

/** A loss or an error: three digits behind the point, since differences in the third matter. */
export function loss(value: number): string {
  if (!Number.isFinite(value)) return unknownText;
  return value > 0 && value < 0.0005 ? '<0.001' : signedText(value, 3);
}

/** A parameter of a fitted calibrator: four significant digits. */
export function parameter(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))).replace('-', minus) : unknownText;
}

/** A whole number with separators: `12,000`. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return unknownText;
  return signedText(value, 0).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 item`, `1,200 items`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `−4.8 to +0.9 points`: the unit once. */
export function pointsRange(lower: number, upper: number): string {
  return range(lower, upper, points).replace(`${noBreak}points to `, ' to ');
}

export function range(lower: number, upper: number, format: (value: number) => string): string {
  return Number.isFinite(lower) && Number.isFinite(upper) ? `${format(lower)} to ${format(upper)}` : unknownText;
}

/** Fixed digits with a true minus sign, and without a sign where the text is zero. */
function signedText(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && /[1-9]/.test(text) ? `${minus}${text}` : text;
}
