/**
 * Figures as text: the one rule of rounding, for sentences, terminal and report alike. An unknown figure is
 * the word `unknown`, never NaN and never 0.
 *
 * | what | digits |
 * | --- | --- |
 * | a share | whole percents; one decimal below 10% and above 99%, so that little is not nothing and nearly
 * all is not all |
 * | a difference of shares | points, one decimal below 10 |
 * | a coefficient, a ratio, a score | two decimals; a difference of scores with its sign |
 * | a loss, an error | three decimals |
 * | a parameter of a map | four significant digits |
 * | a count | whole, with separators: `counted` of the data room |
 * | dollars | cents; four decimals below ten cents |
 */

export { counted } from '../../data/index.ts';

/** What a figure counts, and so how it is written. */
export const units = ['share', 'points', 'coefficient', 'ratio', 'logits', 'factor', 'score'] as const;
export type Unit = (typeof units)[number];

const unitFormats: Readonly<Record<Unit, (value: number) => string>> = {
  share: percent,
  points,
  coefficient,
  ratio: coefficient,
  logits: coefficient,
  factor: parameter,
  score: signed,
};

/**
 * A figure as its unit is written: `74%` for a share, `0.52` for a coefficient.
 *
 * @example
 * figureText('share', 0.74); // '74%'
 */
export function figureText(unit: Unit, value: number): string {
  return unitFormats[unit](value);
}

/**
 * The ends of its interval; `interval unknown` where there is none.
 *
 * @example
 * figureRange('coefficient', { lower: 0.4, upper: 0.6 }); // '0.40 to 0.60'
 */
export function figureRange(unit: Unit, ends: Ends): string {
  return unit === 'points' ? pointRange(ends) : rangeText(ends, unitFormats[unit]);
}

export const unknownText = 'unknown';

const minus = '\u2212';

/** The ends of an interval. */
interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/**
 * `74%`, `4.1%`, `<0.1%`, `>99.9%`.
 *
 * @example
 * percent(0.714); // '71%'
 */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return unknownText;
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  const value = share * 100;
  const size = Math.abs(value);
  const digits = Number.isInteger(Number(size.toFixed(6))) || (size >= 9.95 && size < 98.95) ? 0 : 1;
  return `${decimal(value, digits)}%`;
}

/**
 * `71% to 79%`; `interval unknown` where there is none.
 *
 * @example
 * percentRange({ lower: 0.69, upper: 0.75 }); // '69% to 75%'
 */
export function percentRange(ends: Ends): string {
  return rangeText(ends, percent);
}

/**
 * A difference of shares: `−4.1 points`, `+12 points`, `0 points`.
 *
 * @example
 * points(-0.041); // '−4.1 points'
 */
export function points(difference: number): string {
  return Number.isFinite(difference) ? `${signedPoints(difference)} points` : unknownText;
}

/**
 * `−8.6 to +0.2 points`: the unit once. `interval unknown` where there is none.
 *
 * @example
 * pointRange({ lower: -0.086, upper: 0.002 }); // '−8.6 to +0.2 points'
 */
export function pointRange(ends: Ends): string {
  const text = rangeText(ends, signedPoints);
  return text === intervalUnknown ? text : `${text} points`;
}

/** A share with its interval: `74% (71% to 77%)`. */
export function estimateText({
  value,
  interval,
}: {
  readonly value: number;
  readonly interval: Ends;
}): string {
  return `${percent(value)} (${percentRange(interval)})`;
}

/**
 * A coefficient such as kappa, a ratio, or a score: `0.52`.
 *
 * @example
 * coefficient(0.519); // '0.52'
 */
export function coefficient(value: number): string {
  return decimal(value, 2);
}

/**
 * A difference of scores, in the units of the scale: `+0.39`, `0`.
 *
 * @example
 * signed(-0.3); // '−0.30'
 */
export function signed(value: number): string {
  const text = decimal(value, 2);
  if (Number.isFinite(value) && !/[1-9]/.test(text)) return '0';
  return value > 0 ? `+${text}` : text;
}

/**
 * A loss or an error: `0.137`, since differences in the third digit matter; `<0.001`.
 *
 * @example
 * loss(0.13749); // '0.137'
 */
export function loss(value: number): string {
  return value > 0 && value < 0.0005 ? '<0.001' : decimal(value, 3);
}

/**
 * A parameter of a fitted calibrator: `2.709`.
 *
 * @example
 * parameter(2.70912); // '2.709'
 */
export function parameter(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))).replace('-', minus) : unknownText;
}

/**
 * `$0.0132`, `$4.10`.
 *
 * @example
 * dollars(0.01324); // '$0.0132'
 */
export function dollars(cost: number): string {
  return Number.isFinite(cost) ? `$${decimal(cost, cost < 0.1 ? 4 : 2)}` : unknownText;
}

/**
 * Fixed digits with a true minus sign, and without a sign where the text is zero. For what has a rule above,
 * use that.
 *
 * @example
 * decimal(-0.5, 2); // '−0.50'
 */
export function decimal(value: number, digits: number): string {
  if (!Number.isFinite(value)) return unknownText;
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && /[1-9]/.test(text) ? `${minus}${text}` : text;
}

/**
 * A list in words: `a, b and c`.
 *
 * @example
 * listed(['a', 'b', 'c']); // 'a, b and c'
 */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/**
 * A column of the data, by its name.
 *
 * @example
 * columnText('cluster'); // 'cluster column'
 */
export function columnText(name: string): string {
  return `${name} column`;
}

/**
 * A sentence from a clause that may stand inside another.
 *
 * @example
 * capital('no judge'); // 'No judge'
 */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const intervalUnknown = 'interval unknown';

function rangeText({ lower, upper }: Ends, format: (value: number) => string): string {
  return Number.isFinite(lower) && Number.isFinite(upper)
    ? `${format(lower)} to ${format(upper)}`
    : intervalUnknown;
}

/**
 * `−4.1`, `+12`, `0`: a difference of shares where its unit stands elsewhere.
 *
 * @example
 * signedPoints(0.12); // '+12'
 */
export function signedPoints(difference: number): string {
  if (!Number.isFinite(difference)) return unknownText;
  const value = difference * 100;
  const text = decimal(value, Math.abs(value) >= 9.95 ? 0 : 1);
  if (!/[1-9]/.test(text)) return '0';
  return value > 0 ? `+${text}` : text;
}
