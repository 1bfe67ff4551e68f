/** Figures on the page: the text of `analysis/words/figures`, bound so that no line breaks between a number and its unit. */
import { pointRange as pointRangeText, points as pointsText, unknownText } from '../../analysis/index.ts';

export { coefficient, counted, counted as count, dollars, loss, parameter, percent, unknownText } from '../../analysis/index.ts';

const noBreak = '\u00A0';

/** A difference of two shares in percentage points, with its sign. */
export function points(difference: number): string {
  return pointsText(difference).replace(' ', noBreak);
}

/** `−4.8 to +0.9 points`: the unit once; "unknown" where either end is. */
export function pointsRange(lower: number, upper: number): string {
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return unknownText;
  return pointRangeText({ lower, upper }).replace(/ points$/, `${noBreak}points`);
}

export function range(lower: number, upper: number, format: (value: number) => string): string {
  return Number.isFinite(lower) && Number.isFinite(upper) ? `${format(lower)} to ${format(upper)}` : unknownText;
}
