import { drawMultinomial } from './binomial-draws.ts';
import { clusterGroups } from './cluster-groups.ts';
import type { ClusterSums } from './cluster-sums.ts';
import { normalCdf, normalQuantile } from './distributions.ts';
import { InputError } from './errors.ts';
import { type Interval, type Notice, notice, unknownInterval } from './estimate.ts';
import { type Random, drawIndex } from './random.ts';

/**
 * Bias-corrected and accelerated (BCa) bootstrap intervals from resampled clusters, for one or several
 * numbers at once.
 *
 * For statistics that are smooth functions of sums over independent clusters: kappas, differences, ratios. A
 * share needs none (`clusteredShare`).
 * Whole clusters are drawn with replacement, so whatever varies together inside a cluster stays together. All
 * numbers come from the same resamples; a difference that should have an interval is one of the numbers. It
 * assumes many independent clusters (shares and kappas from about 60, differences from about 100); with fewer
 * it tends to be too narrow, as every bootstrap does.
 *
 * p(z) = normalCdf(z0 + (z0 + z) / (1 − a (z0 + z)))
 * interval = replicate quantiles (type 7) at p(normalQuantile((1 − level) / 2)) and p(normalQuantile((1 +
 * level) / 2)) z0 = normalQuantile(share of replicates below the value, ties counted half) a = Σ d³ / (6 (Σ
 * d²)^1.5), d = mean of the leave-one-cluster-out values − the value without cluster g
 *
 * `sums`: from `clusterSums`. `statistic`: from sums (length sumCount, not to be kept or written to) to its
 * numbers, NaN where one does not exist. `random`: only a fork of it is drawn from, so the same stream gives
 * the same resamples to every statistic on the same clusters, up to 2,000 of them; beyond, clusters that
 * bring the same are drawn together. `replicates`: 2000, at least 100. `level`: 0.95.
 *
 * Returns one result for each number of the statistic. Resamples where a number does not exist (a kappa of
 * one label) are counted in `undefinedReplicates`; the interval stands on the others. Standard error and
 * interval are NaN, with a `reason`, where the value does not exist, where there are fewer than two clusters,
 * where more than one resample in 20 or any leave-one-out value is undefined, where the value lies beyond
 * every replicate, and where all replicates are equal (`allEqual`): no variation seen is no proof of no
 * variation.
 *
 * Throws InputError for a level outside (0, 1) and fewer than 100 replicates.
 *
 * @example
 * const values = [2, 4, 4, 6, 9];
 * const sums = clusterSums({ unitCount: 5, sumCount: 2, addUnit: (i, add) => { add(0, 1); add(1, values[i]); } }, 'items');
 * clusterBootstrap(sums, (s) => [s[1] / s[0]], { random: createRandom(1) })[0].value; // 5
 *
 * Source: [efron-tibshirani-1993], equations 14.9 to 14.15; the method is [efron-1987]'s. Whole clusters as
 * [davison-1997], section 3.8.
 */
export function clusterBootstrap(
  sums: ClusterSums,
  statistic: (sums: Float64Array) => ArrayLike<number>,
  options: BootstrapOptions,
): readonly BootstrapEstimate[] {
  const { random, replicates = 2000, level = 0.95 } = options;
  if (!(level > 0 && level < 1))
    throw new InputError(`clusterBootstrap requires a level in (0, 1); received ${level}`);
  if (!Number.isInteger(replicates) || replicates < 100)
    throw new InputError(`clusterBootstrap requires at least 100 replicates; received ${replicates}`);

  const values = Float64Array.from(statistic(sums.total));
  const enough = sums.clusterCount >= 2;
  const resampled = enough
    ? resample(sums, statistic, values.length, random.fork('cluster bootstrap'), replicates)
    : [];
  const leftOut = enough ? leaveOneOut(sums, statistic, values.length) : [];
  return Object.freeze(
    Array.from(values, (value, i) => {
      if (Number.isNaN(value)) return unknownSpread(value, level, 0, 0, notice('value-unknown'));
      if (!enough)
        return unknownSpread(value, level, 0, 0, notice('one-cluster', { clusters: sums.clusterCount }));
      return summarize(value, resampled[i], leftOut[i], level);
    }),
  );
}

export interface BootstrapOptions {
  readonly random: Random;
  /** Resamples to draw: 2000 where nothing is said. */
  readonly replicates?: number;
  /** Nominal coverage in (0, 1): 0.95 where nothing is said. */
  readonly level?: number;
}

export interface BootstrapEstimate {
  readonly value: number;
  /** Standard deviation of the replicates. */
  readonly standardError: number;
  readonly interval: Interval;
  /** Resamples drawn. */
  readonly replicates: number;
  /** Resamples in which the number does not exist. */
  readonly undefinedReplicates: number;
  readonly allEqual: boolean;
  /** Why the interval is unknown; present exactly when it is. */
  readonly reason?: Notice;
}

/**
 * One array of replicates for each number of the statistic. How often each cluster is drawn is all a resample
 * says; of many clusters of few kinds, how often each kind is: that count is multinomial, and drawing it does
 * not take longer where the clusters are more.
 */
function resample(
  sums: ClusterSums,
  statistic: (sums: Float64Array) => ArrayLike<number>,
  width: number,
  random: Random,
  replicates: number,
): Float64Array[] {
  const { clusterCount, sumCount, start, column, value } = sums;
  const groups = clusterGroups(sums);
  const rows = groups?.first ?? Int32Array.from({ length: clusterCount }, (_, cluster) => cluster);
  const outputs = Array.from({ length: width }, () => new Float64Array(replicates));
  const multiplicity = new Int32Array(rows.length);
  const drawn = new Float64Array(sumCount);
  for (let replicate = 0; replicate < replicates; replicate++) {
    if (groups === null) drawEach(random, clusterCount, multiplicity);
    else drawMultinomial(random, clusterCount, groups.count, multiplicity);
    drawn.fill(0);
    for (let row = 0; row < rows.length; row++) {
      const times = multiplicity[row];
      if (times === 0) continue;
      const cluster = rows[row];
      for (let entry = start[cluster]; entry < start[cluster + 1]; entry++)
        drawn[column[entry]] += times * value[entry];
    }
    const numbers = statistic(drawn);
    for (let i = 0; i < width; i++) outputs[i][replicate] = numbers[i]!;
  }
  return outputs;
}

function drawEach(random: Random, clusterCount: number, multiplicity: Int32Array): void {
  multiplicity.fill(0);
  for (let draw = 0; draw < clusterCount; draw++) multiplicity[drawIndex(random, clusterCount)]++;
}

/** The statistic without each cluster in turn: the total less one sparse row. */
function leaveOneOut(
  sums: ClusterSums,
  statistic: (sums: Float64Array) => ArrayLike<number>,
  width: number,
): Float64Array[] {
  const { clusterCount, total, start, column, value } = sums;
  const outputs = Array.from({ length: width }, () => new Float64Array(clusterCount));
  const left = Float64Array.from(total);
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    // A sum that this cluster alone holds becomes exactly 0: both were added up in the order of the units.
    for (let entry = start[cluster]; entry < start[cluster + 1]; entry++)
      left[column[entry]] = total[column[entry]] - value[entry];
    const numbers = statistic(left);
    for (let i = 0; i < width; i++) outputs[i][cluster] = numbers[i]!;
    for (let entry = start[cluster]; entry < start[cluster + 1]; entry++)
      left[column[entry]] = total[column[entry]]!;
  }
  return outputs;
}

function summarize(
  value: number,
  all: Float64Array,
  leftOut: Float64Array,
  level: number,
): BootstrapEstimate {
  const defined = all.filter((replicate) => !Number.isNaN(replicate)).sort();
  const undefinedReplicates = all.length - defined.length;
  function unknown(reason: Notice, allEqual = false): BootstrapEstimate {
    return unknownSpread(value, level, all.length, undefinedReplicates, reason, allEqual);
  }
  if (undefinedReplicates * 20 > all.length)
    return unknown(notice('undefined-resamples', { undefined: undefinedReplicates, replicates: all.length }));
  // The same sum in another order differs in its last bits: equal means equal to 1e-12 of the largest number
  // around.
  const lowest = defined[0];
  const highest = defined[defined.length - 1];
  const tolerance = 1e-12 * Math.max(Math.abs(value), Math.abs(lowest), Math.abs(highest));
  if (highest - lowest <= tolerance) return unknown(notice('equal-resamples'), true);
  const leftOutUndefined = leftOut.filter(Number.isNaN).length;
  if (leftOutUndefined > 0)
    return unknown(notice('undefined-without-cluster', { clusters: leftOutUndefined }));
  const below = shareBelow(defined, value, tolerance);
  if (below === 0 || below === 1) return unknown(notice('beyond-resamples'));

  const bias = normalQuantile(below);
  const acceleration = skewnessOfLeftOut(leftOut) / 6;
  const tail = (1 - level) / 2;
  return Object.freeze({
    value,
    standardError: standardDeviation(defined),
    interval: Object.freeze({
      lower: quantile(defined, adjusted(normalQuantile(tail), bias, acceleration)),
      upper: quantile(defined, adjusted(normalQuantile(1 - tail), bias, acceleration)),
      level,
      method: 'BCa bootstrap by cluster',
    }),
    replicates: all.length,
    undefinedReplicates,
    allEqual: false,
  });
}

function unknownSpread(
  value: number,
  level: number,
  replicates: number,
  undefinedReplicates: number,
  reason: Notice,
  allEqual = false,
): BootstrapEstimate {
  return Object.freeze({
    value,
    standardError: NaN,
    interval: unknownInterval(level),
    replicates,
    undefinedReplicates,
    allEqual,
    reason,
  });
}

/**
 * Share of replicates below the value, ties counted half: with few clusters a share ties with its own
 * estimate often.
 */
function shareBelow(replicates: Float64Array, value: number, tolerance: number): number {
  let below = 0;
  for (const replicate of replicates) {
    if (Math.abs(replicate - value) <= tolerance) below += 0.5;
    else if (replicate < value) below++;
  }
  return below / replicates.length;
}

/** Σ d³ / (Σ d²)^1.5 of what each cluster's absence takes away; 0 where no absence changes anything. */
function skewnessOfLeftOut(leftOut: Float64Array): number {
  const center = mean(leftOut);
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    squares += (center - value) ** 2;
    cubes += (center - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / squares ** 1.5;
}

function adjusted(z: number, bias: number, acceleration: number): number {
  const shifted = bias + z;
  const stretch = 1 - acceleration * shifted;
  // Past the pole of the correction the limit is the end of the replicates.
  if (stretch <= 0) return shifted > 0 ? 1 : 0;
  return normalCdf(bias + shifted / stretch);
}

/** Quantile of sorted values by linear interpolation of the order statistics (type 7). */
function quantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

function standardDeviation(values: Float64Array): number {
  const center = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - center) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
