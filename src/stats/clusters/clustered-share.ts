import { clopperPearson } from '../numeric/clopper-pearson.ts';
import { InputError } from '../numeric/errors.ts';
import {
  type Interval,
  type Notice,
  notice,
  unknownInterval,
  fewClusters,
  fewerThan,
} from '../numeric/estimate.ts';
import { type RatioSums, leftOutError } from './left-out.ts';
import { effectiveNumber, isBalanced, unequalClusters } from './unequal-clusters.ts';
import { rateInterval } from '../inference/rate-interval.ts';

/**
 * A share whose items come in clusters, with an interval that needs no resampling: logit-t from the jackknife
 * by cluster.
 *
 * For agreement and every other share of a whole that is added up over clusters, single items among them. It
 * assumes independent clusters; items of one cluster may go together in any way. It is as good as the
 * bootstrap where clusters are many and better where they are few, and takes one pass over them. For yes and
 * no on single items Wilson's interval (`humanRate`) is shorter.
 *
 * value = Σ part / Σ whole
 * standardError = sqrt((clusters − 1) / clusters · Σ (value without the cluster − value)²)
 * effectiveClusters = (Σ whole)² / Σ whole²
 * interval: log odds of value ± t · standardError / (value (1 − value)), t with effectiveClusters − 1 degrees
 * of freedom, at least 1
 *
 * `part`, `whole`: length clusters, what each cluster adds to either sum: 0 ≤ part ≤ whole. A cluster that
 * adds nothing to the whole is none. `level` in (0, 1).
 *
 * Returns the share and how many clusters it stands on; of equal clusters `effectiveClusters` is their
 * number. Where no cluster's absence changes the share, the standard error is NaN, since no spread seen is
 * not no spread, and the interval is exact over clusters (Clopper-Pearson with the clusters as trials). A
 * single cluster shows no spread: standard error and interval are NaN, and `intervalReason` says why. The
 * value is NaN without a cluster.
 *
 * Throws InputError for lengths that differ, a part outside [0, whole], and a level outside (0, 1).
 *
 * @example
 * const share = clusteredShare([1, 2, 1, 2, 3, 3, 4, 4], [1, 2, 2, 3, 4, 5, 8, 10]);
 * share.value; // 0.571429
 * share.effectiveClusters; // 5.4933
 * share.interval.lower; // 0.36818
 * share.interval.upper; // 0.75313
 *
 * Source: [efron-tibshirani-1993], equation 11.5, about the value itself instead of the mean of the values
 * without a cluster, which is never shorter; [kish-1965] for the effective number, [cameron-2015] for t.
 */
export function clusteredShare(
  part: ArrayLike<number>,
  whole: ArrayLike<number>,
  { level = 0.95 }: ClusteredShareOptions = {},
): ClusteredShare {
  requireParts(part, whole, level);
  const sums = sumsOf(part, whole);
  const { clusters } = sums;
  const value = sums.part / sums.whole;
  const effectiveClusters = effectiveNumber(whole);
  const found = (standardError: number, interval: Interval, intervalReason?: Notice): ClusteredShare =>
    Object.freeze({
      value,
      standardError,
      interval,
      clusters,
      effectiveClusters,
      unclaimed: Object.freeze(clusteredShareClaims({ value, clusters, effectiveClusters })),
      ...(intervalReason === undefined ? {} : { intervalReason }),
    });
  if (clusters === 0) return found(NaN, unknownInterval(level), notice('value-unknown'));
  const standardError = leftOutError(part, whole, sums);
  if (!Number.isNaN(standardError)) {
    const degreesOfFreedom = Math.max(1, effectiveClusters - 1);
    const { method, ...interval } = rateInterval(value, standardError, {
      kind: 'logit',
      level,
      degreesOfFreedom,
    });
    return found(standardError, Object.freeze({ ...interval, method: `${method}, by cluster` }));
  }
  if (clusters === 1 && value > 0 && value < 1)
    return found(NaN, unknownInterval(level), notice('one-cluster', { clusters }));
  return found(NaN, exactOverClusters(value, clusters, level));
}

export interface ClusteredShareOptions {
  readonly level?: number;
}

export interface ClusteredShare {
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Clusters that add to the whole. */
  readonly clusters: number;
  /** Clusters of equal weight that would tell as much. */
  readonly effectiveClusters: number;
  /** Why the coverage of the interval is not claimed; empty where it is. */
  readonly unclaimed: readonly Notice[];
  /** Why a value that exists has no interval. */
  readonly intervalReason?: Notice;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is. It is claimed from 20 clusters. Where
 * some weigh so much more than others that fewer than seven in ten would tell as much, it is claimed from 50
 * effective clusters, of which 10 would make up the smaller side: a rare outcome may lie in a few large ones.
 *
 * @example
 * clusteredShareClaims({ value: 0.9, clusters: 20, effectiveClusters: 18 }); // []
 * clusteredShareClaims({ value: 0.9, clusters: 100, effectiveClusters: 37 })[0].code; // 'few-effective-clusters'
 */
export function clusteredShareClaims({
  value,
  clusters,
  effectiveClusters,
}: Pick<ClusteredShare, 'value' | 'clusters' | 'effectiveClusters'>): Notice[] {
  const fewest = fewClusters(clusters, 20);
  const unequal = unequalClusters(clusters, effectiveClusters);
  if (unequal.length > 0 || isBalanced(clusters, effectiveClusters)) return [...fewest, ...unequal];
  // A share that misses a whole number by a rounding error is that number.
  const smaller = effectiveClusters * Math.min(value, 1 - value) + 1e-9;
  return [...fewest, ...fewerThan(10, Math.floor(smaller), 'few-effective-on-smaller-side')];
}

function sumsOf(
  part: ArrayLike<number>,
  whole: ArrayLike<number>,
): RatioSums & { readonly clusters: number } {
  const sums = { part: 0, whole: 0, clusters: 0 };
  for (let cluster = 0; cluster < whole.length; cluster++) {
    if (whole[cluster] === 0) continue;
    sums.part += part[cluster];
    sums.whole += whole[cluster];
    sums.clusters++;
  }
  return sums;
}

/**
 * All clusters have one share: it is taken as that many successes in as many trials as there are clusters.
 */
function exactOverClusters(value: number, clusters: number, level: number): Interval {
  const successes = Math.min(clusters, Math.max(0, value * clusters));
  return Object.freeze({
    ...clopperPearson(successes, clusters, level),
    method: 'Clopper-Pearson over clusters',
  });
}

/** A sum of shares may miss its ends by a rounding error. */
const rounding = 1e-9;

function requireParts(part: ArrayLike<number>, whole: ArrayLike<number>, level: number): void {
  if (!(level > 0 && level < 1))
    throw new InputError(`clusteredShare requires a level in (0, 1); received ${level}`);
  if (part.length !== whole.length)
    throw new InputError(
      `clusteredShare requires a part for each whole; received ${part.length} and ${whole.length}`,
    );
  for (let cluster = 0; cluster < whole.length; cluster++)
    if (!(part[cluster] >= -rounding * whole[cluster] && part[cluster] <= (1 + rounding) * whole[cluster]))
      throw new InputError(
        `clusteredShare requires parts in [0, whole]; received ${part[cluster]} of ${whole[cluster]} at index ` +
          String(cluster),
      );
}
