/** Interval of a coefficient that is a function of sums: Fisher's transformation, jackknife by cluster. */
import type { ClusterSums } from '../numeric/cluster-sums.ts';
import { studentQuantile } from '../numeric/distributions.ts';
import { type Interval, type Notice, notice, unknownInterval } from '../numeric/estimate.ts';

export interface JackknifeInterval {
  readonly standardError: number;
  readonly interval: Interval;
  /** Why a value that exists has no interval. */
  readonly reason?: Notice;
}

/**
 * tanh(atanh value ± t · standardError / (1 − value²)), t with clusters − 1 degrees of freedom
 * standardError = sqrt((clusters − 1) / clusters · Σ (value without the cluster − their mean)²)
 *
 * For alpha, kappa and others that end at 1: near it they are skewed, and on Fisher's scale they are not. One
 * pass over the clusters, nothing is drawn. `value` and `without`: of the sums, and of the sums without a cluster.
 */
export function jackknifeInterval(
  sums: ClusterSums,
  value: number,
  valueOf: (totals: Float64Array) => number,
  { clusters, level }: { readonly clusters: number; readonly level: number },
): JackknifeInterval {
  const unknown = (reason?: Notice): JackknifeInterval => ({
    standardError: NaN,
    interval: unknownInterval(level),
    ...(reason === undefined ? {} : { reason }),
  });
  if (Number.isNaN(value)) return unknown();
  if (clusters < 2) return unknown(notice('one-cluster', { clusters }));
  const { spread, undefinedWithout } = spreadWithout(sums, valueOf);
  if (undefinedWithout > 0)
    return unknown(notice('undefined-without-cluster', { clusters: undefinedWithout }));
  // The same sums in another order differ in their last digits: that is no spread.
  if (spread < 1e-24) return unknown(notice('no-spread'));
  if (1 - Math.abs(value) < 1e-12) return unknown(notice('value-at-end'));
  const standardError = Math.sqrt(((clusters - 1) / clusters) * spread);
  const half = (studentQuantile((1 + level) / 2, clusters - 1) * standardError) / ((1 - value) * (1 + value));
  return {
    standardError,
    interval: Object.freeze({
      lower: Math.tanh(Math.atanh(value) - half),
      upper: Math.tanh(Math.atanh(value) + half),
      level,
      method: 'Fisher-t, by cluster',
    }),
  };
}

/** Σ (value without the cluster − their mean)², and in how many clusters' absence there is no value. */
function spreadWithout(
  { clusterCount, start, column, value, total }: ClusterSums,
  valueOf: (totals: Float64Array) => number,
): { readonly spread: number; readonly undefinedWithout: number } {
  const totals = Float64Array.from(total);
  const without = new Float64Array(clusterCount);
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    for (let at = start[cluster]; at < start[cluster + 1]; at++) totals[column[at]] -= value[at];
    without[cluster] = valueOf(totals);
    // Put back as they were: taking off and adding on would leave a rounding error that grows.
    for (let at = start[cluster]; at < start[cluster + 1]; at++) totals[column[at]] = total[column[at]];
  }
  const known = without.filter((one) => !Number.isNaN(one));
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  const spread = known.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { spread, undefinedWithout: clusterCount - known.length };
}
