import { normalQuantile } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import type { Interval } from '../numeric/estimate.ts';

/**
 * Tango's score interval for the difference of two shares on the same items: yes by the first less yes by the
 * second.
 *
 * For two judges (or raters, or versions of one) whose every answer is right or wrong, on items that are
 * independent of each other. It holds where the two seldom differ, also where they never do; an interval from
 * the t of the differences is too short there. For shares and clusters take `pairedDifference`, which
 * chooses.
 *
 * score(difference) = (onlyFirst − onlySecond − items · difference) / sqrt(items · (2 q + difference (1 −
 * difference)))
 * q, the most likely share of items on which only the second is right, given the difference:
 * q = (sqrt(b² − 8 · items · c) − b) / (4 · items), b = (2 · items − onlyFirst + onlySecond) · difference −
 * onlyFirst − onlySecond, c = −onlySecond · difference (1 − difference)
 * interval: the differences with |score| at most the normal quantile of (1 + level) / 2
 *
 * `onlyFirst`, `onlySecond`: items on which only that one is right, whole numbers; `items`: all items, at
 * least one and at least the two together. `level` in (0, 1).
 *
 * Returns the interval; it holds the observed difference (onlyFirst − onlySecond) / items. Defined for every
 * count: without an item on which the two differ it is ± z² / (items + z²).
 *
 * Throws InputError for counts that are not whole or below 0, more differing items than items, and a level
 * outside (0, 1).
 *
 * @example
 * tangoInterval(10, 2, 50).lower; // 0.02806
 * tangoInterval(10, 2, 50).upper; // 0.30050
 *
 * Source: [tango-1998], the score-based interval; q in closed form is its constrained maximum of the
 * likelihood.
 */
export function tangoInterval(onlyFirst: number, onlySecond: number, items: number, level = 0.95): Interval {
  if (!(Number.isInteger(onlyFirst) && Number.isInteger(onlySecond) && onlyFirst >= 0 && onlySecond >= 0))
    throw new InputError(
      `tangoInterval requires whole counts from 0; received ${onlyFirst} and ${onlySecond}`,
    );
  if (!(Number.isInteger(items) && items > 0 && items >= onlyFirst + onlySecond))
    throw new InputError(
      `tangoInterval requires at least the ${onlyFirst + onlySecond} items that differ, and one; received ${items}`,
    );
  if (!(level > 0 && level < 1))
    throw new InputError(`tangoInterval requires a level in (0, 1); received ${level}`);
  return tangoWithin(normalQuantile((1 + level) / 2), { onlyFirst, onlySecond, items }, level);
}

export interface PairedCounts {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly items: number;
}

/**
 * The differences whose score is at most `most`, which for one interval is the normal quantile of its level.
 */
export function tangoWithin(most: number, counts: PairedCounts, level: number): Interval {
  // Each end is the other's with the two exchanged, so that exchanging them changes the sign and no digit.
  const exchanged = { ...counts, onlyFirst: counts.onlySecond, onlySecond: counts.onlyFirst };
  return Object.freeze({
    lower: 0 - upperEnd(most, exchanged),
    upper: upperEnd(most, counts),
    level,
    method: 'Tango',
  });
}

/** The score falls as the difference grows: halving finds where it reaches −most, to the last digit. */
function upperEnd(most: number, { onlyFirst, onlySecond, items }: PairedCounts): number {
  let [low, high] = [(onlyFirst - onlySecond) / items, 1];
  if (low === 1) return 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    const q = shareOfSecond(middle, { onlyFirst, onlySecond, items });
    const spread = Math.sqrt(items * (2 * q + middle * (1 - middle)));
    if (onlyFirst - onlySecond - items * middle >= -most * spread) low = middle;
    else high = middle;
  }
}

/**
 * The larger root of 2 · items · q² + b · q + c = 0; where b is positive in the form that subtracts nothing.
 * For a difference below 0 rounding may leave less than 0 under the root.
 */
function shareOfSecond(difference: number, { onlyFirst, onlySecond, items }: PairedCounts): number {
  const b = (2 * items - onlyFirst + onlySecond) * difference - onlyFirst - onlySecond;
  const c = -onlySecond * difference * (1 - difference);
  const root = Math.sqrt(Math.max(0, b * b - 8 * items * c));
  if (b > 0) return (-2 * c) / (b + root);
  return (root - b) / (4 * items);
}
