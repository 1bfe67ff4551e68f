/**
 * Interval of a number that is a function of sums: each cluster left out once, t on the scale that suits it.
 */
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
 * standardError = sqrt((clusters − 1) / clusters · Σ (value without the cluster − their mean)²)
 * `fisher`: tanh(atanh value ± t · standardError / (1 − value²)), for alpha, kappa and others that end at 1:
 * near it they are skewed, and on this scale they are not
 * `difference`: value ± t · standardError, within ±1; `ratio`: value · e^(± t · standardError / value)
 *
 * One pass over the clusters, nothing is drawn.
 */
export function jackknifeInterval(
  sums: ClusterSums,
  value: number,
  valueOf: (totals: Float64Array) => number,
  { clusters, degreesOfFreedom, level, scale }: JackknifeRequest,
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
  if (scale !== 'ratio' && 1 - Math.abs(value) < 1e-12) return unknown(notice('value-at-end'));
  if (scale === 'ratio' && value === 0) return unknown(notice('value-at-end'));
  const standardError = Math.sqrt(((clusters - 1) / clusters) * spread);
  const half = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  const [lower, upper] = [-half, half].map((reach) => endAt[scale](value, reach));
  return { standardError, interval: Object.freeze({ lower, upper, level, method: methods[scale] }) };
}

export interface JackknifeRequest {
  readonly clusters: number;
  readonly degreesOfFreedom: number;
  readonly level: number;
  readonly scale: 'fisher' | 'difference' | 'ratio';
}

const endAt: Readonly<Record<JackknifeRequest['scale'], (value: number, reach: number) => number>> = {
  fisher: (value, reach) => Math.tanh(Math.atanh(value) + reach / ((1 - value) * (1 + value))),
  difference: (value, reach) => Math.max(-1, Math.min(1, value + reach)),
  ratio: (value, reach) => value * Math.exp(reach / value),
};

const methods: Readonly<Record<JackknifeRequest['scale'], string>> = {
  fisher: 'Fisher-t, by cluster',
  difference: 't, by cluster',
  ratio: 't on the log scale, by cluster',
};

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
