import { clopperPearson } from '../numeric/clopper-pearson.ts';
import type { Clusters } from '../numeric/cluster-sums.ts';
import { normalQuantile } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import {
  type Interval,
  type Notice,
  notice,
  unknownEstimate,
  unknownInterval,
  fewerThan,
} from '../numeric/estimate.ts';
import { type NumberedClusters, numberedClusters } from '../numeric/numbered-clusters.ts';
import { clusteredShare } from '../clusters/clustered-share.ts';
import { meanOf } from './cluster-variance.ts';
import {
  type RateDesign,
  type RateEstimate,
  effectiveClusters,
  fewOnSmallerSide,
  ofThisPool,
  smallerSide,
} from './rate-estimate.ts';

/**
 * The rate among the labeled items by people alone, with an interval for the pool they were drawn from.
 *
 * The figure that needs no judge, and the one any correction has to beat; it is reported with every corrected
 * rate. It assumes that the labeled items were drawn at random from what the rate is about, and that clusters
 * are independent of one another. The interval is one for new items like these too, unless a few clusters
 * hold most of the items: a warning tells.
 *
 * value = mean of outcomes
 * Wilson: (value + z² / 2n ± z sqrt(value (1 − value) / n + z² / 4n²)) / (1 + z² / n), where every outcome is
 * 0 or 1 and every cluster one item; otherwise that of `clusteredShare`: log odds of value ± t ·
 * standardError / (value (1 − value)), each cluster left out once, t with the effective clusters − 1 degrees
 * of freedom
 *
 * `outcome`: length n, what people say of each item, in [0, 1]. `cluster`: length n, a code for each item, or
 * `'items'` to say that items are independent. `level` in (0, 1).
 *
 * Returns the rate; `standardError` is by cluster, sqrt(value (1 − value) / (n − 1)) for yes and no on single
 * items. Undefined: the value is NaN without items. The standard error is NaN with a single cluster, which
 * shows no spread, and where all outcomes are equal or all clusters have one mean, since no spread seen is
 * not no spread. The interval is then Wilson's; or, where all outcomes are equal, exact over clusters
 * (Clopper-Pearson with the clusters as trials); or unknown, and `intervalReason` says why.
 *
 * Throws InputError for an outcome outside [0, 1], cluster codes that do not fit, and a level outside (0, 1).
 *
 * @example
 * const rate = humanRate({ outcome: [1, 1, 0, 1, 1, 0, 1, 1, 1, 1], cluster: 'items' });
 * rate.value; // 0.8
 * rate.interval.lower; // 0.49016
 *
 * Source: [wilson-1927]; [brown-2001], equation 4, recommends it; `clusteredShare` for clusters.
 */
export function humanRate({ outcome, cluster }: HumanOutcomes, options: HumanRateOptions = {}): RateEstimate {
  const { level = 0.95 } = options;
  if (!(level > 0 && level < 1))
    throw new InputError(`humanRate requires a level in (0, 1); received ${level}`);
  const clusters = numberedClusters('humanRate', cluster === 'items' ? cluster : [cluster], [outcome.length]);
  requireOutcomes(outcome);
  if (outcome.length === 0) return unknownRate(notice('no-labeled-item'), level);
  const design = designOf(outcome, clusters);
  const method = design.singleItems && isTwoValued(outcome) ? 'Wilson' : 'by cluster';
  const unclaimed = humanRateClaims(design, method);
  const value = meanOf(outcome);
  const { standardError, interval, reason, warnings } = spreadOf(outcome, clusters, method, level);
  return Object.freeze({
    value,
    standardError,
    interval,
    n: outcome.length,
    counts: Object.freeze({
      items: outcome.length,
      labels: outcome.length,
      clusters: design.labeledClusters,
    }),
    assumptions: Object.freeze([
      notice('random-labels'),
      cluster === 'items' ? notice('independent-items') : notice('independent-clusters'),
    ]),
    warnings: Object.freeze([...unclaimed, ...ofThisPool(design), ...warnings]),
    unclaimed: Object.freeze(unclaimed),
    ...(reason === undefined ? {} : { intervalReason: reason }),
  });
}

export interface HumanOutcomes {
  readonly outcome: ArrayLike<number>;
  readonly cluster: Clusters;
}

export interface HumanRateOptions {
  readonly level?: number;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is. Wilson's claims from 50 items: with
 * 20 it covers a rate of 5% 0.9245 of the time, by an exact sum. By cluster it needs what
 * `predictionPoweredMean` needs.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1], judge: [1, 0, 1], unlabeledJudge: [1, 0], clusters: 'items' });
 * humanRateClaims(rateDesign(sample), 'Wilson')[0].code; // 'few-labeled-items'
 */
export function humanRateClaims(design: RateDesign, method: 'Wilson' | 'by cluster'): Notice[] {
  return [
    ...fewerThan(50, design.labeled, 'few-labeled-items'),
    ...(method === 'Wilson'
      ? []
      : [...fewOnSmallerSide(10, design), ...fewerThan(30, design.labeledClusters, 'few-labeled-clusters')]),
  ];
}

interface Spread {
  readonly standardError: number;
  readonly interval: Interval;
  readonly reason?: Notice;
  readonly warnings: readonly Notice[];
}

function spreadOf(
  outcome: ArrayLike<number>,
  { parts: [clusters], count }: NumberedClusters,
  method: 'Wilson' | 'by cluster',
  level: number,
): Spread {
  const value = meanOf(outcome);
  const equal = isConstant(outcome);
  const warnings = equal ? [notice('equal-outcomes')] : [];
  // The mean of equal shares may miss them by a rounding error, whose spread would pass for one that was
  // seen.
  if (method === 'Wilson') {
    const standardError = equal ? NaN : Math.sqrt((value * (1 - value)) / (outcome.length - 1));
    return { standardError, interval: wilson(value, outcome.length, level), warnings };
  }
  if (equal) return { standardError: NaN, interval: exactOverClusters(value, count, level), warnings };
  const { standardError, interval } = shareOf(outcome, clusters, count, level);
  if (!Number.isNaN(standardError)) return { standardError, interval, warnings };
  const reason = count < 2 ? notice('one-labeled-cluster') : notice('no-spread');
  return { standardError, interval: unknownInterval(level), reason, warnings: [] };
}

function shareOf(
  outcome: ArrayLike<number>,
  clusters: Int32Array,
  count: number,
  level: number,
): Pick<Spread, 'standardError' | 'interval'> {
  const [part, whole] = [new Float64Array(count), new Float64Array(count)];
  for (let item = 0; item < outcome.length; item++) {
    part[clusters[item]] += outcome[item];
    whole[clusters[item]]++;
  }
  return clusteredShare(part, whole, { level });
}

function wilson(share: number, trials: number, level: number): Interval {
  const z = normalQuantile((1 + level) / 2);
  const middle = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  // At 0 and 1 the ends are exact; a rounding error would leave the range.
  const lower = share === 0 ? 0 : (middle - half) / scale;
  const upper = share === 1 ? 1 : (middle + half) / scale;
  return Object.freeze({ lower, upper, level, method: 'Wilson' });
}

/**
 * All items say the same: their share is taken as that many successes in as many trials as there are
 * clusters.
 */
function exactOverClusters(value: number, clusters: number, level: number): Interval {
  const successes = Math.min(clusters, Math.max(0, value * clusters));
  return Object.freeze({
    ...clopperPearson(successes, clusters, level),
    method: 'Clopper-Pearson over clusters',
  });
}

function designOf(outcome: ArrayLike<number>, { parts: [clusters], count }: NumberedClusters): RateDesign {
  return {
    labeled: outcome.length,
    unlabeled: 0,
    smallerSide: smallerSide(outcome, clusters, count),
    labeledClusters: count,
    effectiveClusters: effectiveClusters(clusters, count),
    unlabeledClusters: 0,
    singleItems: count === outcome.length,
    unseenShare: 0,
    withoutVerdict: { labeled: 0, unlabeled: 0 },
  };
}

function unknownRate(reason: Notice, level: number): RateEstimate {
  const estimate = unknownEstimate(reason, { items: 0, labels: 0, clusters: 0 }, level);
  return Object.freeze({ ...estimate, warnings: [reason], unclaimed: [reason] });
}

function isTwoValued(outcome: ArrayLike<number>): boolean {
  for (let i = 0; i < outcome.length; i++) if (outcome[i] !== 0 && outcome[i] !== 1) return false;
  return true;
}

export function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

function requireOutcomes(outcome: ArrayLike<number>): void {
  for (let i = 0; i < outcome.length; i++)
    if (!(outcome[i] >= 0 && outcome[i] <= 1))
      throw new InputError(`humanRate requires outcomes in [0, 1]; received ${outcome[i]} at index ${i}`);
}
