import { leftOutError } from '../clusters/left-out.ts';
import { effectiveNumber, unequalClusters } from '../clusters/unequal-clusters.ts';
import type { Clusters } from '../numeric/cluster-sums.ts';
import { normalQuantile, studentQuantile } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import {
  type Estimate,
  type Interval,
  type Notice,
  notice,
  unknownInterval,
  fewerThan,
} from '../numeric/estimate.ts';
import { type NoVerdict, type PairedScores, pairedScores } from './paired-scores.ts';
import { type PairedCounts, tangoWithin } from './tango.ts';

/**
 * The difference of two judges on the same items: the mean score of the first less that of the second, with
 * an interval for new items like these.
 *
 * For the question which of two judges agrees more with people; a score is then 1 or 0 by the one label of an
 * item, or the share of its people who gave the judge's label. Two raters, or one judge with two prompts, do
 * as well. Both are scored on the same items, so what is hard for both falls out of the difference; two
 * intervals side by side would not see that. It assumes that clusters are independent of one another. For
 * more than two judges take `pairwiseDifferences`, which holds for all pairs at once.
 *
 * value = Σ (first − second) / items
 * Tango's score interval, where every score is 0 or 1 and every cluster one item; otherwise
 * standardError = sqrt((clusters − 1) / clusters · Σ (value without the cluster − value)²)
 * interval: value ± t · standardError, cut to [−1, 1], t with items² / Σ (items of a cluster)² − 1 degrees of
 * freedom, at least 1
 *
 * `first`, `second`: length items, scores in [0, 1], `null` where the judge gave no verdict. `cluster`:
 * length items, a code for each, or `'items'` to say that items are independent. `noVerdict`: `scores-zero`
 * where nothing is said, since silence agrees with nobody; `left-out` leaves an item out for both, which
 * flatters a judge that is silent where it would err: it is counted, and takes the claim. `weight`: length
 * items, above 0, for a weighted mean, as by how many people labeled an item; always by cluster. `level` in
 * (0, 1).
 *
 * Returns the difference; the standard error is by cluster in either case. `onlyFirst` and `onlySecond` count
 * the items on which one scores higher. Undefined: the value is NaN without an item. Where all clusters have
 * one difference the standard error is NaN, since no spread seen is not no spread; the interval is Tango's
 * still, with clusters for items where the difference is −1, 0 or 1, and else unknown, which `intervalReason`
 * says. A single cluster of several items shows no spread either.
 *
 * Throws InputError for lengths that differ, a score outside [0, 1], cluster codes that do not fit, and a
 * level outside (0, 1).
 *
 * @example
 * const first = [1, 1, 1, 0, 1, 1, 1, 1, 0, 1];
 * const second = [1, 0, 1, 0, 1, 0, 1, 0, 1, null];
 * const difference = pairedDifference({ first, second, cluster: 'items' });
 * difference.value; // 0.3
 * difference.interval.lower; // -0.15293
 *
 * Source: [tango-1998]; by cluster [efron-tibshirani-1993], equation 11.5, [kish-1965] and [cameron-2015], as
 * `clusteredShare`.
 */
export function pairedDifference(
  { first, second, cluster, weight }: PairedDifferenceInput,
  options: PairedDifferenceOptions = {},
): PairedDifference {
  const { level = 0.95, noVerdict = 'scores-zero' } = options;
  if (!(level > 0 && level < 1))
    throw new InputError(`pairedDifference requires a level in (0, 1); received ${level}`);
  const paired = pairedScores('pairedDifference', [first, second], cluster, noVerdict, weight);
  const pair = comparePair(paired, 0, 1);
  return pairEstimate(paired, pair, cluster, {
    level,
    score: normalQuantile((1 + level) / 2),
    student: studentQuantile((1 + level) / 2, pair.degreesOfFreedom),
  });
}

export interface PairedDifferenceInput {
  readonly first: ArrayLike<number | null>;
  readonly second: ArrayLike<number | null>;
  readonly cluster: Clusters;
  readonly weight?: ArrayLike<number>;
}

export interface PairedDifferenceOptions {
  readonly level?: number;
  readonly noVerdict?: NoVerdict;
}

export interface PairedDifference extends Estimate {
  /** Items on which the first judge scores higher, and on which the second does. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Clusters over which the scores do not cancel. */
  readonly discordantClusters: number;
  /** Clusters of equal size that would tell as much. */
  readonly effectiveClusters: number;
  /** Items left out for want of a verdict, and each judge's without one. */
  readonly leftOut: number;
  readonly withoutVerdict: { readonly first: number; readonly second: number };
  /** Why the coverage of the interval is not claimed; empty where it is. They stand in `warnings` too. */
  readonly unclaimed: readonly Notice[];
  /** Why a value that exists has no interval. */
  readonly intervalReason?: Notice;
}

/** What decides whether the interval is tested; nothing of the interval. */
export interface PairedDesign {
  readonly method: 'Tango' | 'by cluster';
  readonly items: number;
  readonly clusters: number;
  readonly discordantClusters: number;
  readonly effectiveClusters: number;
  readonly leftOut: number;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is. Tango's claims from 50 items. By
 * cluster it claims from 20 clusters over which the judges differ, of very unequal ones from 50 in effect.
 * Where items were left out nothing is claimed.
 *
 * @example
 * const design = { method: 'Tango', items: 50, clusters: 50, discordantClusters: 3, effectiveClusters: 50, leftOut: 0 };
 * pairedDifferenceClaims(design); // []
 * pairedDifferenceClaims({ ...design, method: 'by cluster' })[0].code; // 'few-discordant-clusters'
 */
export function pairedDifferenceClaims(design: PairedDesign): Notice[] {
  const { method, items, clusters, discordantClusters, effectiveClusters, leftOut } = design;
  return [
    ...(leftOut > 0 ? [notice('items-left-out', { count: leftOut })] : []),
    ...(method === 'Tango'
      ? fewerThan(50, items, 'few-compared-items')
      : [
          ...fewerThan(20, discordantClusters, 'few-discordant-clusters'),
          ...unequalClusters(clusters, effectiveClusters),
        ]),
  ];
}

/** Two judges, before an interval. */
export interface Pair {
  readonly value: number;
  /** NaN where nothing varies between clusters. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly counts: PairedCounts;
  readonly design: PairedDesign;
  readonly judges: readonly [number, number];
}

/** `first`, `second`: which of the judges. */
export function comparePair(paired: PairedScores, first: number, second: number): Pair {
  const { cluster, clusterCount: clusters, weight, leftOut, marks } = paired;
  const [one, other] = [paired.scores[first], paired.scores[second]];
  const items = cluster.length;
  const differences = new Float64Array(clusters);
  const sizes = new Float64Array(clusters);
  let [onlyFirst, onlySecond, sum, size] = [0, 0, 0, 0];
  for (let item = 0; item < items; item++) {
    const difference = one[item] - other[item];
    if (difference > 0) onlyFirst++;
    if (difference < 0) onlySecond++;
    sum += weight[item] * difference;
    size += weight[item];
    differences[cluster[item]] += weight[item] * difference;
    sizes[cluster[item]] += weight[item];
  }
  const value = sum / size;
  const effectiveClusters = items === 0 ? 0 : effectiveNumber(sizes);
  return {
    value,
    standardError: leftOutError(differences, sizes, { part: sum, whole: size }),
    degreesOfFreedom: Math.max(1, effectiveClusters - 1),
    counts: { onlyFirst, onlySecond, items },
    design: {
      method: marks ? 'Tango' : 'by cluster',
      items,
      clusters,
      // Thirds that cancel may miss 0 by a rounding error.
      discordantClusters: differences.filter((difference) => Math.abs(difference) > 1e-9).length,
      effectiveClusters,
      leftOut,
    },
    judges: [first, second],
  };
}

/** How many standard errors the interval reaches: for the score, and for the value by cluster. */
export interface Reach {
  readonly level: number;
  readonly score: number;
  readonly student: number;
}

export function pairEstimate(
  paired: PairedScores,
  pair: Pair,
  cluster: Clusters,
  reach: Reach,
): PairedDifference {
  const { value, standardError, counts, design, judges } = pair;
  const { interval, reason } = intervalOf(pair, reach);
  const unclaimed = counts.items === 0 ? [notice('no-item-of-both')] : pairedDifferenceClaims(design);
  return Object.freeze({
    value,
    standardError,
    interval,
    n: counts.items,
    counts: Object.freeze({ items: counts.items, labels: counts.items, clusters: design.clusters }),
    onlyFirst: counts.onlyFirst,
    onlySecond: counts.onlySecond,
    discordantClusters: design.discordantClusters,
    effectiveClusters: design.effectiveClusters,
    leftOut: paired.leftOut,
    withoutVerdict: Object.freeze({
      first: paired.withoutVerdict[judges[0]],
      second: paired.withoutVerdict[judges[1]],
    }),
    assumptions: Object.freeze([
      cluster === 'items' ? notice('independent-items') : notice('independent-clusters'),
    ]),
    warnings: Object.freeze(unclaimed),
    unclaimed: Object.freeze(unclaimed),
    ...(counts.items === 0 ? { reason: notice('no-item-of-both') } : {}),
    ...(reason === undefined ? {} : { intervalReason: reason }),
  });
}

function intervalOf(
  { value, standardError, counts, design }: Pair,
  { level, score, student }: Reach,
): { readonly interval: Interval; readonly reason?: Notice } {
  if (counts.items === 0) return { interval: unknownInterval(level) };
  if (design.method === 'Tango') return { interval: tangoWithin(score, counts, level) };
  if (!Number.isNaN(standardError))
    return { interval: studentInterval(value, student * standardError, level) };
  // Where all clusters have one difference they are as many items that differ alike, or do not.
  const { clusters } = design;
  const sign = Math.round(value);
  if (Math.abs(value - sign) < 1e-12) {
    const alike = {
      onlyFirst: sign === 1 ? clusters : 0,
      onlySecond: sign === -1 ? clusters : 0,
      items: clusters,
    };
    return {
      interval: Object.freeze({ ...tangoWithin(score, alike, level), method: 'Tango over clusters' }),
    };
  }
  return {
    interval: unknownInterval(level),
    reason: clusters === 1 ? notice('one-cluster', { clusters }) : notice('no-spread'),
  };
}

function studentInterval(value: number, half: number, level: number): Interval {
  return Object.freeze({
    lower: Math.max(-1, value - half),
    upper: Math.min(1, value + half),
    level,
    method: 't, by cluster',
  });
}
