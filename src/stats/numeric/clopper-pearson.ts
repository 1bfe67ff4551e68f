import { betaQuantile } from './distributions.ts';
import { InputError } from './errors.ts';
import type { Interval } from './estimate.ts';

/**
 * The Clopper-Pearson interval: an exact interval for a share of independent trials.
 *
 * For a share where a bootstrap has nothing to resample (all or none succeed), and wherever coverage may not
 * fall below its level; it is wider than it need be in the middle. It assumes independent trials with one
 * probability.
 *
 * lower = betaQuantile((1 − level) / 2, successes, trials − successes + 1), 0 without successes
 * upper = betaQuantile((1 + level) / 2, successes + 1, trials − successes), 1 without failures
 *
 * `successes` in [0, trials]: usually whole; a mean share times the number of clusters may be a fraction.
 * `trials` whole; 0 trials give the whole range [0, 1]. `level` in (0, 1).
 *
 * Throws InputError for successes outside [0, trials], trials that are not whole, and a level outside (0, 1).
 *
 * @example
 * clopperPearson(10, 10).lower; // 0.69150
 * clopperPearson(10, 10).upper; // 1
 *
 * Source: [clopper-pearson-1934], the central interval by inverting the two binomial tails; in beta quantiles
 * as [brown-2001].
 */
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval {
  if (!Number.isInteger(trials) || trials < 0)
    throw new InputError(`clopperPearson requires a whole number of trials; received ${trials}`);
  if (!(successes >= 0 && successes <= trials))
    throw new InputError(
      `clopperPearson requires successes in [0, trials]; received ${successes} of ${trials}`,
    );
  if (!(level > 0 && level < 1))
    throw new InputError(`clopperPearson requires a level in (0, 1); received ${level}`);
  const tail = (1 - level) / 2;
  const lower = successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1);
  const upper = successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes);
  return Object.freeze({ lower, upper, level, method: 'Clopper-Pearson' });
}
