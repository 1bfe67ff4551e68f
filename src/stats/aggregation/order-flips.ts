import { clusteredShare } from '../clusters/clustered-share.ts';
import { clopperPearson } from '../numeric/clopper-pearson.ts';
import type { Clusters } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { type Estimate, type Notice, noInterval, notice, unknownEstimate } from '../numeric/estimate.ts';
import { numberedClusters } from '../numeric/numbered-clusters.ts';

/**
 * How often a verdict survives swapping the sides, and where it goes when it does not.
 *
 * For any judge that compares two sides and was asked in both orders; labels are enough, probabilities are
 * not needed (they say more: `presentationBias`). A judge that has no lean flips as often to the side shown
 * first as to the other.
 *
 * consistency = items with the same label in both orders / items with both
 * lean to first = flips to the side shown first / flips between the sides
 *
 * `first`, `second`: length items, the labels with side a and with side b shown first, negative where there
 * is none. `sides`: codes of the labels that name side a and side b; null where no label does. `clusters`: a
 * code for each item, or the word `items`. `level` in (0, 1).
 *
 * Returns both with intervals by cluster (`clusteredShare`); where no cluster has two flips that of the lean
 * is Clopper-Pearson's, which leaves out ½ where McNemar's exact test finds a lean. `otherChanges` are
 * changes to or from a label that names no side. Both are NaN, with a reason, where they divide by 0; the
 * lean also without sides.
 *
 * Throws InputError for labels of different lengths, cluster codes that do not fit, and a level outside (0,
 * 1).
 *
 * @example
 * const orders = orderFlips([0, 0, 1, 0], [0, 1, 1, 1], { sides: [0, 1], clusters: 'items' });
 * orders.consistency.value; // 0.5
 * orders.toFirst; // 2
 *
 * Source: [zheng-2023], section 3.3 and table 2 (consistency, and biased toward first); [mcnemar-1947] for
 * flips.
 */
export function orderFlips(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { sides, clusters, level = 0.95 }: OrderFlipsOptions,
): OrderFlips {
  if (first.length !== second.length)
    throw new InputError(
      `orderFlips requires two labels for each item; received ${first.length} and ${second.length}`,
    );
  if (!(level > 0 && level < 1))
    throw new InputError(`orderFlips requires a level in (0, 1); received ${level}`);
  const codes = clusters === 'items' ? clusters : [clusters];
  const { parts, count } = numberedClusters('orderFlips', codes, [first.length]);
  const sums = {
    both: byCluster(count),
    same: byCluster(count),
    flips: byCluster(count),
    toFirst: byCluster(count),
  };
  for (let item = 0; item < first.length; item++) {
    if (first[item] < 0 || second[item] < 0) continue;
    const cluster = parts[0][item];
    sums.both[cluster]++;
    if (first[item] === second[item]) sums.same[cluster]++;
    else if (sides === null || !isFlip(first[item], second[item], sides)) continue;
    else {
      sums.flips[cluster]++;
      if (first[item] === sides[0]) sums.toFirst[cluster]++;
    }
  }
  const [both, same, flips, toFirst] = [sums.both, sums.same, sums.flips, sums.toFirst].map((of) =>
    total(of),
  );
  const why = sides === null ? notice('orders-without-labels') : notice('no-flip-between-sides');
  return Object.freeze({
    consistency: shareOf(sums.same, sums.both, level, notice('no-item-in-both-orders')),
    toFirst,
    toSecond: flips - toFirst,
    otherChanges: both - same - flips,
    leanToFirst:
      flips > 0 && sums.flips.every((of) => of < 2)
        ? exactShare(toFirst, flips, level)
        : shareOf(sums.toFirst, sums.flips, level, why),
  });
}

export interface OrderFlipsOptions {
  readonly sides: readonly [number, number] | null;
  readonly clusters: Clusters;
  readonly level?: number;
}

export interface OrderFlips {
  /** Share of items with the same verdict in both orders. */
  readonly consistency: Estimate;
  /** Items on which the judge took whichever side was shown first, and whichever was shown second. */
  readonly toFirst: number;
  readonly toSecond: number;
  readonly otherChanges: number;
  /** Of the flips between the sides, the share that goes to the side shown first; ½ without a lean. */
  readonly leanToFirst: Estimate;
}

function byCluster(count: number): Float64Array {
  return new Float64Array(count);
}

function total(of: Float64Array): number {
  return of.reduce((sum, value) => sum + value, 0);
}

function isFlip(first: number, second: number, sides: readonly [number, number]): boolean {
  return sides.includes(first) && sides.includes(second);
}

function shareOf(part: Float64Array, whole: Float64Array, level: number, why: Notice): Estimate {
  const share = clusteredShare(part, whole, { level });
  const n = total(whole);
  const counts = Object.freeze({ items: n, labels: 2 * n, clusters: share.clusters });
  if (n === 0) return unknownEstimate(why, counts, level);
  const missing = share.intervalReason === undefined ? [] : [noInterval(share.intervalReason)];
  return Object.freeze({
    value: share.value,
    standardError: share.standardError,
    interval: share.interval,
    n,
    counts,
    assumptions: [notice('independent-clusters')],
    warnings: [...share.unclaimed, ...missing],
  });
}

function exactShare(toFirst: number, flips: number, level: number): Estimate {
  return Object.freeze({
    value: toFirst / flips,
    standardError: NaN,
    interval: clopperPearson(toFirst, flips, level),
    n: flips,
    counts: Object.freeze({ items: flips, labels: 2 * flips, clusters: flips }),
    assumptions: [notice('independent-clusters')],
    warnings: [],
  });
}
