import { normalQuantile } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import { type Interval, type Notice, notice } from '../numeric/estimate.ts';

/**
 * An interval in closed form for a rate corrected by a judge's error rates, which are themselves estimated:
 * Lang and Reiczigel's.
 *
 * The published interval beside the Rogan-Gladen correction, for comparison with other programs;
 * `roganGladen` draws its interval by default. It assumes independent items and three independent samples:
 * the target's calls, labeled no and labeled yes.
 *
 * With z² / 2 successes and failures added to the calls, and one of each to either error rate:
 * rate = (positiveShare + specificity − 1) / youden, youden = sensitivity + specificity − 1
 * shift = 2 z² (rate · sensitivity (1 − sensitivity) / trials − (1 − rate) · specificity (1 − specificity) /
 * trials) standardError = sqrt(positiveShare (1 − positiveShare) / total + (1 − rate)² · specificity (1 −
 * specificity) / trials
 *   + rate² · sensitivity (1 − sensitivity) / trials) / youden
 * interval = rate + shift ± z · standardError, cut to [0, 1]
 *
 * `positives` of `total` calls on the target are yes; `specificity` is the share of `specificityTrials`
 * labeled no that the judge calls no, and `sensitivity` that of yes. Counts may be fractions. `level` in (0,
 * 1).
 *
 * Returns the interval with its `standardError`. Where the judge is no better than chance after what was
 * added, and where all of the interval lies beyond 0 or 1 (cut, it would be a single point), it is [0, 1],
 * the standard error NaN, and `reason` says why.
 *
 * Throws InputError for shares outside [0, 1], positives outside [0, total], trials below 0 and a level
 * outside (0, 1).
 *
 * @example
 * const counts = { positives: 400, total: 1000, specificity: 0.7, specificityTrials: 200, sensitivity: 0.9, sensitivityTrials: 200 };
 * langReiczigelInterval(counts).lower; // 0.05635
 * langReiczigelInterval(counts).upper; // 0.26273
 *
 * Source: [lang-reiczigel-2014], in the form of [lee-2025].
 */
export function langReiczigelInterval(counts: ErrorRateCounts): LangReiczigelInterval {
  requireCounts(counts);
  const { level = 0.95 } = counts;
  const z = normalQuantile((1 + level) / 2);
  const calls = smoothed(counts.positives, counts.total, (z * z) / 2);
  const no = smoothed(counts.specificity * counts.specificityTrials, counts.specificityTrials, 1);
  const yes = smoothed(counts.sensitivity * counts.sensitivityTrials, counts.sensitivityTrials, 1);
  const youden = yes.share + no.share - 1;
  // Equal rates may differ by a rounding error, which is no better than chance either.
  if (!(youden > 1e-12)) return wholeRange(level, notice('chance-after-smoothing'));
  const rate = (calls.share + no.share - 1) / youden;
  const shift = 2 * z * z * (rate * yes.variance - (1 - rate) * no.variance);
  const standardError =
    Math.sqrt(calls.variance + (1 - rate) ** 2 * no.variance + rate ** 2 * yes.variance) / youden;
  const lower = rate + shift - z * standardError;
  const upper = rate + shift + z * standardError;
  if (upper <= 0 || lower >= 1) return wholeRange(level, notice('misfit-interval'));
  return Object.freeze({
    lower: Math.max(0, lower),
    upper: Math.min(1, upper),
    level,
    method: 'Lang-Reiczigel',
    standardError,
  });
}

export interface ErrorRateCounts {
  readonly positives: number;
  readonly total: number;
  readonly specificity: number;
  readonly specificityTrials: number;
  readonly sensitivity: number;
  readonly sensitivityTrials: number;
  readonly level?: number;
}

export interface LangReiczigelInterval extends Interval {
  readonly standardError: number;
  /** Why the interval is the whole range. */
  readonly reason?: Notice;
}

/** A share and the variance of it, with so many successes and as many failures added. */
function smoothed(
  successes: number,
  trials: number,
  added: number,
): { readonly share: number; readonly variance: number } {
  const share = (successes + added) / (trials + 2 * added);
  return { share, variance: (share * (1 - share)) / (trials + 2 * added) };
}

function wholeRange(level: number, reason: Notice): LangReiczigelInterval {
  return Object.freeze({ lower: 0, upper: 1, level, method: 'whole range', standardError: NaN, reason });
}

function requireCounts({
  positives,
  total,
  specificity,
  specificityTrials,
  sensitivity,
  sensitivityTrials,
  level = 0.95,
}: ErrorRateCounts): void {
  requireThat(
    positives >= 0 && positives <= total && total > 0,
    'positives in [0, total]',
    `${positives} of ${total}`,
  );
  requireThat(specificity >= 0 && specificity <= 1, 'a specificity in [0, 1]', String(specificity));
  requireThat(sensitivity >= 0 && sensitivity <= 1, 'a sensitivity in [0, 1]', String(sensitivity));
  requireThat(
    specificityTrials > 0 && sensitivityTrials > 0,
    'trials above 0',
    `${specificityTrials} and ${sensitivityTrials}`,
  );
  requireThat(level > 0 && level < 1, 'a level in (0, 1)', String(level));
}

function requireThat(holds: boolean, what: string, received: string): void {
  if (!holds) throw new InputError(`langReiczigelInterval requires ${what}; received ${received}`);
}
