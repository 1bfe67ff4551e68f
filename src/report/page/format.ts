/**
 * Figures on the page: the text of `analysis/words/figures`, bound so that no line breaks between a number
 * and its unit.
 */
import {
  type Unit,
  figureRange as figureEnds,
  figureText as figureWords,
  pointRange as pointRangeText,
  points as pointsText,
  unknownText,
} from '../../analysis/index.ts';

export {
  coefficient,
  counted,
  counted as count,
  dollars,
  loss,
  parameter,
  percent,
  signedPoints,
  unknownText,
} from '../../analysis/index.ts';

const noBreak = '\u00A0';

/** A figure as its unit is written. */
export function figureText(unit: Unit, value: number): string {
  return unbroken(figureWords(unit, value));
}

/** The ends of its interval; `otherwise` where there is none. */
export function figureRange(
  unit: Unit,
  ends: { readonly lower: number; readonly upper: number },
  otherwise: string,
): string {
  return Number.isFinite(ends.lower) && Number.isFinite(ends.upper)
    ? unbroken(figureEnds(unit, ends))
    : otherwise;
}

/** A difference of two shares in percentage points, with its sign. */
export function points(difference: number): string {
  return unbroken(pointsText(difference));
}

/** `−4.8 to +0.9 points`: the unit once; "unknown" where either end is. */
export function pointsRange(lower: number, upper: number): string {
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return unknownText;
  return unbroken(pointRangeText({ lower, upper }));
}

export function range(lower: number, upper: number, format: (value: number) => string): string {
  return Number.isFinite(lower) && Number.isFinite(upper)
    ? `${format(lower)} to ${format(upper)}`
    : unknownText;
}

function unbroken(text: string): string {
  return text.replace(/ points$/, `${noBreak}points`);
}
