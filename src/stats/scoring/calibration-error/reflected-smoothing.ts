/**
 * Residuals along [0, 1], smoothed by a Gaussian that both ends reflect: what the smooth calibration error
 * integrates.
 *
 * The kernel is a series of cosines, K(t, p) = 1 + 2 Σ_k e^(−k²π²width²/2) cos kπp cos kπt. So the rows are
 * needed once, for their cosine sums; afterwards every width is a short sum of waves, however many rows there
 * were.
 */

/** ∫ |smoothed residual| from 0 to 1, at a width not below the one the sums were made for. */
type SmoothedDistance = (width: number) => number;

/** Waves damped below e^−23, 1e-10, are left out. */
const exponentLeft = 23;
/**
 * Powers of a row's place in its cell. Cells are as wide as the kernel: leaving out the 12th costs at most
 * 4e-9 of the residuals.
 */
const powers = 12;
/** Steps in which changes of sign are looked for. */
const stepsPerWidth = 5;

/** Farther from every row than this many widths the smoothed residual is 0: e^−24 of it is left. */
const reachInWidths = 7;

/**
 * `probability`: length rows, in [0, 1]. `residual`: length rows, each times its part of the whole weight.
 */
export function smoothedDistance(
  probability: ArrayLike<number>,
  residual: ArrayLike<number>,
  narrowest: number,
): SmoothedDistance {
  const cells = cellMoments(probability, residual, Math.ceil(1 / narrowest));
  const sums = cosineSums(cells, wavesAt(narrowest));
  return (width) => {
    const steps = Math.ceil(stepsPerWidth / width);
    return absoluteArea(damped(sums, width), withinReach(cells, width, steps));
  };
}

/** A place and the value of a function there. */
export interface Point {
  readonly place: number;
  readonly value: number;
}

/**
 * A place between two at which a function differs in sign, where it is 0 to within `nearZero`: false
 * position, halving the value at the end that stays (the Illinois rule, [dowell-jarratt-1971]).
 */
export function signChange(
  valueAt: (index: number) => number,
  low: Point,
  high: Point,
  nearZero: number,
): number {
  let { place: left, value: atLeft } = low;
  let { place: right, value: atRight } = high;
  if (Math.abs(atLeft) <= nearZero) return left;
  if (Math.abs(atRight) <= nearZero) return right;
  let stayed: 'left' | 'right' | 'neither' = 'neither';
  for (let step = 0; step < 100; step++) {
    const index = right - (atRight * (right - left)) / (atRight - atLeft);
    const value = valueAt(index);
    if (Math.abs(value) <= nearZero) return index;
    if (value > 0 === atRight > 0) {
      right = index;
      atRight = value;
      if (stayed === 'left') atLeft /= 2;
      stayed = 'left';
    } else {
      left = index;
      atLeft = value;
      if (stayed === 'right') atRight /= 2;
      stayed = 'right';
    }
  }
  return (left + right) / 2;
}

/** An odd number, so that with wave 0 there are as many even ones as odd ones. */
export function wavesAt(width: number): number {
  return Math.ceil(Math.sqrt(2 * exponentLeft) / (Math.PI * width)) | 1;
}

interface Cells {
  readonly count: number;
  /** The cells that hold a residual other than 0, ascending. */
  readonly occupied: readonly number[];
  /** [cells × powers]: Σ residual · place^m / m!, the place of a row in its cell running from −1 to 1. */
  readonly moments: Float64Array;
}

function cellMoments(probability: ArrayLike<number>, residual: ArrayLike<number>, count: number): Cells {
  const moments = new Float64Array(count * powers);
  const holds = new Uint8Array(count);
  for (let row = 0; row < probability.length; row++) {
    if (residual[row] === 0) continue;
    const along = probability[row] * count;
    const cell = Math.min(count - 1, Math.floor(along));
    const index = 2 * (along - cell) - 1;
    holds[cell] = 1;
    let term = residual[row];
    for (let m = 0; m < powers; m++) {
      moments[cell * powers + m] += term;
      term *= index / (m + 1);
    }
  }
  return { count, occupied: Array.from(holds.keys()).filter((cell) => holds[cell] === 1), moments };
}

/** length waves + 1: Σ residual · cos kπp, each cosine by its Taylor series about the middle of the cell. */
function cosineSums({ count, occupied, moments }: Cells, waves: number): Float64Array {
  const sums = new Float64Array(waves + 1);
  for (const cell of occupied) {
    const from = cell * powers;
    const middle = (Math.PI * (cell + 0.5)) / count;
    const turnCos = Math.cos(middle);
    const turnSin = Math.sin(middle);
    let cos = 1;
    let sin = 0;
    for (let k = 0; k <= waves; k++) {
      const reach = (k * Math.PI) / (2 * count);
      const square = reach * reach;
      let even = 0;
      let odd = 0;
      for (let m = powers - 2; m >= 0; m -= 2) {
        even = moments[from + m] - square * even;
        odd = moments[from + m + 1] - square * odd;
      }
      sums[k] += cos * even - sin * reach * odd;
      const turned = cos * turnCos - sin * turnSin;
      sin = sin * turnCos + cos * turnSin;
      cos = turned;
    }
  }
  return sums;
}

/** length steps + 1: 1 where the place step / steps is near enough to a row to be touched by it. */
function withinReach({ count, occupied }: Cells, width: number, steps: number): Uint8Array {
  const touched = new Uint8Array(steps + 1);
  for (const cell of occupied) {
    const from = Math.floor((cell / count - reachInWidths * width) * steps);
    touched.fill(1, Math.max(0, from), Math.ceil(((cell + 1) / count + reachInWidths * width) * steps) + 1);
  }
  return touched;
}

/** The waves of the smoothed residual: [0] its mean, [k] the height of cos kπt. */
export function damped(sums: Float64Array, width: number): Float64Array {
  const waves = Math.min(sums.length - 1, wavesAt(width));
  const heights = new Float64Array(waves + 1);
  heights[0] = sums[0];
  for (let k = 1; k <= waves; k++) heights[k] = 2 * Math.exp(-((k * Math.PI * width) ** 2) / 2) * sums[k];
  return heights;
}

/**
 * ∫ |Σ_k heights[k] cos kπt| from 0 to 1: exact between its changes of sign, since every wave has an
 * antiderivative.
 */
function absoluteArea(heights: Float64Array, touched: Uint8Array): number {
  const slopes = heights.map((height, k) => (k === 0 ? 0 : height / (k * Math.PI)));
  let area = 0;
  let counted = 0;
  for (const crossing of crossingsOf(heights, touched)) {
    const reached = heights[0] * crossing + sineSeries(slopes, crossing);
    area += Math.abs(reached - counted);
    counted = reached;
  }
  return area + Math.abs(heights[0] - counted);
}

/**
 * Where the wave crosses 0, ascending. The area is flat about a crossing: a height of 1e-6 left there moves
 * it by some 1e-12.
 */
function crossingsOf(heights: Float64Array, touched: Uint8Array): number[] {
  const steps = touched.length - 1;
  const values = valuesAlong(heights, touched);
  const valueAt = (t: number): number => heights[0] + cosineSeries(heights, t);
  const pointAt = (step: number): Point => ({ place: step / steps, value: values[step] });
  const crossings: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const before = values[step - 1];
    const value = values[step];
    // A height of exactly 0, as where no row reaches, counts as not above it.
    if (before > 0 !== value > 0) {
      crossings.push(signChange(valueAt, pointAt(step - 1), pointAt(step), 1e-6));
    } else if (step < steps && dips(before, value, values[step + 1])) {
      // It may reach beyond 0, between the steps. The parabola through the three says where to look.
      const index =
        (step + (before - values[step + 1]) / (2 * (before - 2 * value + values[step + 1]))) / steps;
      const lowest = { place: index, value: valueAt(index) };
      if (lowest.value > 0 === value > 0) continue;
      crossings.push(
        signChange(valueAt, pointAt(step - 1), lowest, 1e-6),
        signChange(valueAt, lowest, pointAt(step + 1), 1e-6),
      );
    }
  }
  return crossings;
}

/** Whether the middle of three heights of one sign is the nearest to 0. */
function dips(before: number, value: number, after: number): boolean {
  return value > 0 === after > 0 && Math.abs(value) <= Math.abs(before) && Math.abs(value) < Math.abs(after);
}

/**
 * Σ_k heights[k] cos kπt at t = 0, 1 / steps, … 1 where touched, else 0. At t and 1 − t the even waves are
 * equal and the odd ones opposite: half the work.
 */
function valuesAlong(heights: Float64Array, touched: Uint8Array): Float64Array {
  const values = new Float64Array(touched.length);
  const steps = values.length - 1;
  for (let step = 0; 2 * step <= steps; step++)
    if (touched[step] === 1 || touched[steps - step] === 1) bothSides(heights, values, step);
  return values;
}

/** Clenshaw's recurrence in the doubled angle, for waves 0, 2, 4, … and 1, 3, 5, … side by side. */
export function bothSides(heights: Float64Array, values: Float64Array, step: number): void {
  const steps = values.length - 1;
  const cos = Math.cos((Math.PI * step) / steps);
  const cosTwice = 2 * cos * cos - 1;
  const factor = 2 * cosTwice;
  let even = 0;
  let evenNext = 0;
  let odd = 0;
  let oddNext = 0;
  for (let k = heights.length - 2; k >= 0; k -= 2) {
    const evenSum = heights[k] - evenNext + factor * even;
    evenNext = even;
    even = evenSum;
    const oddSum = heights[k + 1] - oddNext + factor * odd;
    oddNext = odd;
    odd = oddSum;
  }
  const evenWaves = even - cosTwice * evenNext;
  const oddWaves = cos * (odd - oddNext);
  values[step] = evenWaves + oddWaves;
  values[steps - step] = evenWaves - oddWaves;
}

/** Σ_k≥1 heights[k] cos kπt, by Clenshaw's recurrence. */
function cosineSeries(heights: Float64Array, t: number): number {
  const cos = Math.cos(Math.PI * t);
  let next = 0;
  let afterNext = 0;
  for (let k = heights.length - 1; k > 0; k--) {
    const sum = heights[k] + 2 * cos * next - afterNext;
    afterNext = next;
    next = sum;
  }
  return cos * next - afterNext;
}

/** Σ_k≥1 heights[k] sin kπt, the same way. */
function sineSeries(heights: Float64Array, t: number): number {
  const cos = Math.cos(Math.PI * t);
  let next = 0;
  let afterNext = 0;
  for (let k = heights.length - 1; k > 0; k--) {
    const sum = heights[k] + 2 * cos * next - afterNext;
    afterNext = next;
    next = sum;
  }
  return Math.sin(Math.PI * t) * next;
}
