/** The interval of a rate from draws of it: what the estimators by draws share. */
import { InputError } from '../numeric/errors.ts';
import type { Interval } from '../numeric/estimate.ts';
import { quantileOfSorted } from '../scoring/calibration-error/null-distribution.ts';

/**
 * From the (1 − level) / 2 quantile of the draws to the (1 + level) / 2 quantile (type 7), and as far as the
 * value where it lies outside: the prior pulls the draws away from 0 and 1, so that a rate of people who all
 * say yes would else lie outside its own interval.
 *
 * `prior`: the weight of the Beta prior of the draws, for the name of the method.
 *
 * `lowest` and `highest` are the same draws, except where one is only known to lie in a range: they hold its
 * two ends then.
 */
export function drawsInterval(
  lowest: Float64Array,
  highest: Float64Array,
  value: number,
  level: number,
  prior = '½',
): Interval {
  const rising = lowest.toSorted();
  const lower = Math.min(value, quantileOfSorted(rising, (1 - level) / 2));
  const upper = Math.max(
    value,
    quantileOfSorted(highest === lowest ? rising : highest.toSorted(), (1 + level) / 2),
  );
  return Object.freeze({
    lower,
    upper,
    level,
    method: `${lowest.length} draws, Beta(${prior}, ${prior}) prior`,
  });
}

/** Standard deviation of the draws; NaN of one. */
export function drawsSpread(draws: Float64Array): number {
  let mean = 0;
  for (const draw of draws) mean += draw / draws.length;
  let sum = 0;
  for (const draw of draws) sum += (draw - mean) ** 2;
  return Math.sqrt(sum / (draws.length - 1));
}

/** Below this an end of a 95% interval stands on fewer than three draws. */
const fewestDraws = 100;

export function requireDraws(caller: string, draws: number, level: number): void {
  if (!(Number.isSafeInteger(draws) && draws >= fewestDraws))
    throw new InputError(`${caller} requires a whole number of draws from ${fewestDraws}; received ${draws}`);
  if (!(level > 0 && level < 1))
    throw new InputError(`${caller} requires a level in (0, 1); received ${level}`);
}
