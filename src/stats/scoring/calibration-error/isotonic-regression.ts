import { ascendingOrder } from '../../numeric/ascending-order.ts';
import { InputError } from '../../numeric/errors.ts';

/**
 * The nondecreasing function of x that is nearest to y in weighted squares, by pooling adjacent violators.
 *
 * For the recalibrated forecast of the CORP decomposition. It assumes only that higher x does not mean lower
 * y. Its blocks of 0 and 1 have an infinite log loss on new data: as a calibrator it needs smoothing, which
 * this function does not do.
 *
 * fitted = argmin Σ weight · (y − fitted)², fitted nondecreasing in x, one value for each distinct x
 *
 * Rows of equal x are pooled first, as one point with their weighted mean; then each pair of neighbors that
 * decreases is pooled until none does.
 *
 * `x`, `y`: length n, finite. `weight`: length n, positive; all 1 where nothing is said.
 *
 * Returns the distinct x rising, the fitted value at each, and the blocks of equal fitted value, with the
 * rows and weight they hold; nothing of nothing.
 *
 * Throws InputError for unequal lengths, values that are not finite, and weights that are not positive.
 *
 * @example
 * isotonicRegression([1, 2, 3, 3, 4], [0, 1, 0, 1, 1]).fitted; // [0, 0.6667, 0.6667, 1]
 *
 * Source: [ayer-1955], theorem 2.2, the pooling; [de-leeuw-2009], section 2, for equal x (the secondary
 * approach).
 */
export function isotonicRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weight?: ArrayLike<number>,
): IsotonicRegression {
  const weights = weight ?? new Float64Array(x.length).fill(1);
  if (x.length !== y.length || x.length !== weights.length)
    throw new InputError(
      `isotonicRegression requires x, y and weight of equal length; received ${x.length}, ` +
        `${y.length} and ${weights.length}`,
    );
  for (let row = 0; row < x.length; row++) {
    if (!Number.isFinite(x[row]) || !Number.isFinite(y[row]))
      throw new InputError(
        `isotonicRegression requires finite x and y; received ${x[row]} and ${y[row]} at row ${row}`,
      );
    if (!(weights[row] > 0 && weights[row] < Infinity))
      throw new InputError(
        `isotonicRegression requires positive weights; received ${weights[row]} at row ${row}`,
      );
  }
  const order = ascendingOrder(x);
  return fitSorted(distinctPoints(x, order), y, weights, order);
}

export interface IsotonicRegression {
  /** The distinct values of x, rising. */
  readonly x: Float64Array;
  /** The fitted value at each of them. */
  readonly fitted: Float64Array;
  readonly blocks: readonly IsotonicBlock[];
}

export interface IsotonicBlock {
  /** The lowest and highest x of the block. */
  readonly lower: number;
  readonly upper: number;
  readonly fitted: number;
  readonly rows: number;
  readonly weight: number;
}

/** Distinct x, and where each ends in the order. A simulation that only redraws y keeps them. */
export interface DistinctPoints {
  readonly x: Float64Array;
  /** length points + 1. */
  readonly start: Int32Array;
}

export function distinctPoints(x: ArrayLike<number>, order: Int32Array): DistinctPoints {
  const values: number[] = [];
  const start: number[] = [];
  for (let at = 0; at < order.length; at++) {
    const value = x[order[at]];
    if (at > 0 && value === values[values.length - 1]) continue;
    values.push(value);
    start.push(at);
  }
  return { x: Float64Array.from(values), start: Int32Array.from([...start, order.length]) };
}

/** The regression over points whose x are known to rise. */
export function fitSorted(
  points: DistinctPoints,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  order: Int32Array,
): IsotonicRegression {
  const pooled = poolViolators(points, y, weights, order);
  const blocks = Array.from({ length: pooled.blockCount }, (_, block): IsotonicBlock => {
    const [first, end] = [pooled.firstPoint[block], pooled.firstPoint[block + 1]];
    return Object.freeze({
      lower: points.x[first],
      upper: points.x[end - 1],
      fitted: pooled.sum[block] / pooled.mass[block],
      rows: points.start[end] - points.start[first],
      weight: pooled.mass[block],
    });
  });
  return Object.freeze({ x: points.x, fitted: fittedValues(points, pooled), blocks: Object.freeze(blocks) });
}

/** The fitted values alone, for a simulation that only redraws y. */
export function fittedSorted(
  points: DistinctPoints,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  order: Int32Array,
): Float64Array {
  return fittedValues(points, poolViolators(points, y, weights, order));
}

interface Pooled {
  readonly blockCount: number;
  /** Block b covers the points firstPoint[b] … firstPoint[b + 1] − 1. */
  readonly firstPoint: Int32Array;
  /** Σ weight · y and Σ weight of each block. */
  readonly sum: Float64Array;
  readonly mass: Float64Array;
}

function poolViolators(
  { x, start }: DistinctPoints,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  order: Int32Array,
): Pooled {
  const count = x.length;
  const sum = new Float64Array(count);
  const mass = new Float64Array(count);
  const firstPoint = new Int32Array(count + 1);
  let blockCount = 0;
  for (let point = 0; point < count; point++) {
    firstPoint[blockCount] = point;
    sum[blockCount] = 0;
    mass[blockCount] = 0;
    for (let at = start[point]; at < start[point + 1]; at++) {
      const row = order[at];
      sum[blockCount] += weights[row] * y[row];
      mass[blockCount] += weights[row];
    }
    blockCount++;
    while (
      blockCount > 1 &&
      sum[blockCount - 2] * mass[blockCount - 1] >= sum[blockCount - 1] * mass[blockCount - 2]
    ) {
      blockCount--;
      sum[blockCount - 1] += sum[blockCount];
      mass[blockCount - 1] += mass[blockCount];
    }
  }
  firstPoint[blockCount] = count;
  return { blockCount, firstPoint, sum, mass };
}

function fittedValues({ x }: DistinctPoints, { blockCount, firstPoint, sum, mass }: Pooled): Float64Array {
  const fitted = new Float64Array(x.length);
  for (let block = 0; block < blockCount; block++)
    fitted.fill(sum[block] / mass[block], firstPoint[block], firstPoint[block + 1]);
  return fitted;
}
