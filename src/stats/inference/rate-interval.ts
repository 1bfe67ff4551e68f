/** Intervals of a rate from its value and standard error. */
import { normalQuantile, studentQuantile } from '../numeric/distributions.ts';
import type { Interval } from '../numeric/estimate.ts';

/**
 * `logit`: symmetric in the log odds, so it never leaves (0, 1) and is longer toward the middle, where the
 * rate may well be. `t`: symmetric in the rate, cut at 0 and 1. `normal`: as in most papers, the normal
 * quantile and no cut.
 */
export type RateIntervalKind = 'logit' | 't' | 'normal';

export interface RateIntervalRequest {
  readonly kind: RateIntervalKind;
  readonly level: number;
  /** Labeled clusters less one: the labels decide the spread, however many verdicts there are. */
  readonly degreesOfFreedom: number;
}

/**
 * logit: log odds of value ± quantile · standardError / (value (1 − value)), taken back to a rate
 * t: value ± quantile · standardError
 *
 * A value at or beyond 0 or 1 has no log odds: it gets the t interval, which its method says.
 */
export function rateInterval(
  value: number,
  standardError: number,
  { kind, level, degreesOfFreedom }: RateIntervalRequest,
): Interval {
  const probability = (1 + level) / 2;
  if (kind === 'normal') {
    const half = normalQuantile(probability) * standardError;
    return Object.freeze({ lower: value - half, upper: value + half, level, method: 'normal' });
  }
  const half = studentQuantile(probability, degreesOfFreedom) * standardError;
  if (kind === 't' || !(value > 0 && value < 1))
    return Object.freeze({
      lower: cut(value - half),
      upper: cut(value + half),
      level,
      method: 't, cut at 0 and 1',
    });
  const logit = Math.log(value) - Math.log1p(-value);
  const logitHalf = half / (value * (1 - value));
  return Object.freeze({
    lower: rateOf(logit - logitHalf),
    upper: rateOf(logit + logitHalf),
    level,
    method: 't on the logit scale',
  });
}

function rateOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function cut(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}
