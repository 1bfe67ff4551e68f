/**
 * The shape that every estimator of a rate returns, what an estimator promises, and on what its promise
 * rests.
 */
import { InputError } from '../numeric/errors.ts';
import { type Estimate, type Notice, fewerThan, notice } from '../numeric/estimate.ts';
import { clustersWith } from '../numeric/numbered-clusters.ts';
import { effectiveNumber, unequalClusters } from '../clusters/unequal-clusters.ts';
import type { LabeledSample } from './labeled-sample.ts';

/** A rate with its interval, and whether the interval's coverage is one this estimator claims. */
export interface RateEstimate extends Estimate {
  /** Why the coverage of this interval is not claimed; empty where it is. They stand in `warnings` too. */
  readonly unclaimed: readonly Notice[];
  /** Why a value that exists has no interval. */
  readonly intervalReason?: Notice;
}

/**
 * What decides whether the interval of an estimator is tested: how much was labeled, and on which sides;
 * nothing of the interval.
 */
export interface RateDesign {
  readonly labeled: number;
  readonly unlabeled: number;
  /**
   * Clusters that hold a labeled item with an outcome of at least ½, and those that hold one below: the
   * smaller of the two counts.
   */
  readonly smallerSide: number;
  /** Clusters that hold a labeled item. */
  readonly labeledClusters: number;
  /** Clusters of equal size that would tell as much as those of the labeled items do. */
  readonly effectiveClusters: number;
  /** Clusters that hold an unlabeled item. */
  readonly unlabeledClusters: number;
  /** True where every cluster of the pool is a single item. */
  readonly singleItems: boolean;
  /**
   * Of the judge's values that no labeled item has, the largest share of the pool that one of them has; 0
   * where each is on a labeled item.
   */
  readonly unseenShare: number;
  /** Items on which the judge gave no verdict. */
  readonly withoutVerdict: { readonly labeled: number; readonly unlabeled: number };
}

/**
 * The design of a sample.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1], judge: [1, 0, 1], unlabeledJudge: [1, 0], clusters: 'items' });
 * rateDesign(sample).unseenShare; // 0
 */
export function rateDesign({ outcome, judge, cluster, clusterCount, unlabeled }: LabeledSample): RateDesign {
  return Object.freeze({
    labeled: outcome.length,
    unlabeled: unlabeled.judge.length,
    smallerSide: smallerSide(outcome, cluster, clusterCount),
    labeledClusters: clustersWith(cluster, clusterCount),
    effectiveClusters: effectiveClusters(cluster, clusterCount),
    unlabeledClusters: clustersWith(unlabeled.cluster, clusterCount),
    singleItems: clusterCount === outcome.length + unlabeled.judge.length,
    unseenShare: unseenShare(judge, unlabeled.judge),
    withoutVerdict: Object.freeze({ labeled: silentItems(judge), unlabeled: silentItems(unlabeled.judge) }),
  });
}

/**
 * How many clusters hold an outcome of at least ½, and how many one below: the smaller of the two. Of single
 * items these are the items. Items of a cluster go together, so ten of one side in two clusters say little
 * more than two do.
 */
export function smallerSide(outcome: ArrayLike<number>, cluster: Int32Array, clusterCount: number): number {
  const above = clustersWith(cluster, clusterCount, (item) => outcome[item] >= 0.5);
  const below = clustersWith(cluster, clusterCount, (item) => outcome[item] < 0.5);
  return Math.min(above, below);
}

/** Clusters of equal size that would tell as much. `cluster`: length items, numbers below `clusterCount`. */
export function effectiveClusters(cluster: Int32Array, clusterCount: number): number {
  const sizes = new Float64Array(clusterCount);
  for (const code of cluster) sizes[code]++;
  return effectiveNumber(sizes);
}

/**
 * Where a few clusters hold most of the items, the interval is one of the rate of this pool alone: of new
 * items, whose clusters would be others, it is not tested.
 */
export function ofThisPool({ labeledClusters, effectiveClusters: effective }: RateDesign): Notice[] {
  return unequalClusters(labeledClusters, effective).map(({ facts }) => notice('holds-for-this-pool', facts));
}

/**
 * A reason not to claim: people gave the rarer of their answers on fewer items, or in fewer clusters, than
 * this.
 */
export function fewOnSmallerSide(least: number, { smallerSide: count, singleItems }: RateDesign): Notice[] {
  return fewerThan(least, count, singleItems ? 'few-on-smaller-side' : 'few-clusters-on-smaller-side');
}

/**
 * How many labels of people alone would have given the same standard error, beyond the `labeled` that were
 * used: labeled · (standard error of people alone / standard error of the corrected)² − labeled. It grows
 * with the square of the ratio, since a standard error falls with the root of the labels. Negative where the
 * correction cost precision; NaN where either is unknown.
 *
 * @example
 * labelsSaved({ standardError: 0.04 }, { standardError: 0.05 }, 80); // 45
 */
export function labelsSaved(
  corrected: Pick<Estimate, 'standardError'>,
  humanOnly: Pick<Estimate, 'standardError'>,
  labeled: number,
): number {
  if (!(Number.isInteger(labeled) && labeled >= 0))
    throw new InputError(`labelsSaved requires a whole number of labels; received ${labeled}`);
  // No estimate of a rate from a sample is known exactly: a standard error of 0 is one that nobody knows.
  if (!(corrected.standardError > 0) || !(humanOnly.standardError > 0)) return NaN;
  return labeled * (humanOnly.standardError / corrected.standardError) ** 2 - labeled;
}

/**
 * A value of no labeled item would be on half a labeled item or less if they were drawn again: too few to
 * move the interval.
 */
const mostUnseen = 0.5;

/**
 * A reason not to claim: the labels teach nothing of a part of the pool that is large enough to matter.
 * `share`: of the pool.
 */
export function unseenPart(share: number, labeled: number, code: `unseen-${string}`): Notice[] {
  return share * labeled > mostUnseen ? [notice(code, { share })] : [];
}

/**
 * A reason not to claim: the judge is silent on items of the pool and on no labeled one, so the labels do not
 * show what its silence means.
 */
export function unseenSilence(share: number, { labeled, withoutVerdict }: RateDesign): Notice[] {
  return withoutVerdict.labeled > 0 ? [] : unseenPart(share, labeled, 'unseen-silence');
}

/** No verdict is a value like any other here. */
function unseenShare(labeled: Float64Array, unlabeled: Float64Array): number {
  const seen = new Set(labeled);
  const counts = new Map<number, number>();
  for (const value of unlabeled) if (!seen.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Not Math.max(...): a judge with probabilities may have a million values.
  let most = 0;
  for (const count of counts.values()) most = Math.max(most, count);
  return most / (labeled.length + unlabeled.length);
}

function silentItems(judge: Float64Array): number {
  let count = 0;
  for (const value of judge) if (Number.isNaN(value)) count++;
  return count;
}
