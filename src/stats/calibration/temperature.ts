import { type Notice, notice } from '../numeric/estimate.ts';
import type { SoftLabels } from '../scoring/targets.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import { type FitDesign, type FitOptions, allRows, fitDesign, softmaxInto } from './fit-design.ts';

/**
 * Temperature scaling: one number that makes all probabilities less sure, or more.
 *
 * For a judge that is too sure of itself by a constant factor on the logit scale, which is what most are; the
 * first to try, and the only one where labels are few. It never changes which label is on top, so it cannot
 * mend a lean towards one label: prefer `fitPlatt` or `fitLabelBias` there.
 *
 * calibrated = softmax(ln(clipped probability) / temperature)
 * temperature minimizes Σ weight · −Σ_k share_k · ln calibrated_k over [0.05, 50]
 *
 * The loss is convex in 1 / temperature, so its slope has one root at most, found by Newton steps inside a
 * shrinking bracket: to rounding, where minimizing the loss itself would leave the last eight digits to the
 * order of the rows.
 *
 * `probabilities`: [rows × labels], row-major, rows sum to 1. `targets`: shares of people on the same rows.
 * `weight`: `labels` (the default) or `items`. `clip`: 1e-6.
 *
 * Returns the fit, with a warning where the temperature is at a bound. Where every row is uniform the
 * temperature changes nothing; it is 1 then, with a warning.
 *
 * Throws InputError for shapes that differ, rows that are no distribution, no rows, and a clip outside (0,
 * 0.5).
 *
 * @example
 * const judge = [0.98, 0.02, 0.98, 0.02, 0.02, 0.98, 0.02, 0.98];
 * fitTemperature(judge, softLabels([3, 1, 1, 0, 0, 1, 1, 2], 2)).calibrator.parameters.temperature; // 3.10659
 *
 * Source: [guo-2017], equation 9; soft targets weighted by labels, where the source has one label an item.
 */
export function fitTemperature(
  probabilities: ArrayLike<number>,
  targets: SoftLabels,
  options: FitOptions = {},
): CalibratorFit<TemperatureCalibrator> {
  const design = fitDesign('fitTemperature', probabilities, targets, options);
  return temperatureFit(design, allRows(design));
}

export interface TemperatureCalibrator {
  readonly method: 'temperature';
  readonly parameters: {
    readonly temperature: number;
    /** Probabilities are clipped to [clip, 1 − clip] before logarithms. */
    readonly clip: number;
  };
}

export const temperatureBounds: readonly [number, number] = [0.05, 50];

/** `near`: where the search begins, for speed alone. */
export function temperatureFit(
  design: FitDesign,
  rows: Int32Array,
  near?: TemperatureCalibrator,
): CalibratorFit<TemperatureCalibrator> {
  const [coldest, hottest] = temperatureBounds;
  const { temperature, iterations, converged } = bestTemperature(
    design,
    rows,
    near?.parameters.temperature ?? 1,
  );
  const warnings: Notice[] = [];
  if (iterations === 0 && temperature === 1) warnings.push(notice('uniform-probabilities'));
  if (temperature === hottest)
    warnings.push(notice('temperature-at-bound', { bound: hottest, end: 'upper' }));
  if (temperature === coldest)
    warnings.push(notice('temperature-at-bound', { bound: coldest, end: 'lower' }));
  return Object.freeze({
    calibrator: Object.freeze({
      method: 'temperature',
      parameters: Object.freeze({ temperature, clip: design.clip }),
    } as const),
    converged,
    iterations,
    logLikelihood: logLikelihoodAt(design, rows, 1 / temperature),
    n: rows.length,
    warnings: Object.freeze(warnings),
  });
}

/** In a = 1 / temperature, where the loss is convex; from `near` on. */
function bestTemperature(
  design: FitDesign,
  rows: Int32Array,
  near: number,
): { temperature: number; iterations: number; converged: boolean } {
  const [coldest, hottest] = temperatureBounds;
  const [least, most] = [1 / hottest, 1 / coldest];
  // The slope is negative at `lower` and positive at `upper`, where they are known.
  let [lower, upper]: [number | undefined, number | undefined] = [undefined, undefined];
  let a = 1 / near;
  let stepBefore = Infinity;
  for (let iteration = 1; iteration <= 200; iteration++) {
    const { slope, curvature } = slopeAt(design, rows, a);
    if (slope === 0 && curvature === 0) return { temperature: 1, iterations: 0, converged: true };
    if (slope <= 0 && a === most) return { temperature: coldest, iterations: iteration, converged: true };
    if (slope >= 0 && a === least) return { temperature: hottest, iterations: iteration, converged: true };
    if (slope < 0) lower = a;
    else upper = a;
    const step = -slope / curvature;
    // Newton squares the error: what is left after so short a step is below rounding.
    if (Math.abs(step) <= 1e-8 * a)
      return { temperature: 1 / (a + step), iterations: iteration, converged: true };
    // On the tail of an exponential the steps stay as long as they are: the end is looked at.
    const isTail = Math.abs(step) > 0.5 * stepBefore;
    stepBefore = Math.abs(step);
    const inside = a + step > (lower ?? least) && a + step < (upper ?? most);
    if (inside && !isTail) a += step;
    else if (slope < 0) a = upper === undefined ? most : Math.sqrt(a * upper);
    else a = lower === undefined ? least : Math.sqrt(lower * a);
  }
  return { temperature: 1 / a, iterations: 200, converged: false };
}

/** First and second derivative in a = 1 / temperature of the summed loss. */
function slopeAt(design: FitDesign, rows: Int32Array, a: number): { slope: number; curvature: number } {
  return design.labelCount === 2 ? slopeOfTwo(design, rows, a) : slopeOfSeveral(design, rows, a);
}

/** Of two labels a row is its logit alone. */
function slopeOfTwo(
  { logProbabilities, shares, weights }: FitDesign,
  rows: Int32Array,
  a: number,
): { slope: number; curvature: number } {
  let [slope, curvature] = [0, 0];
  for (const row of rows) {
    const logit = logProbabilities[2 * row + 1] - logProbabilities[2 * row];
    const small = Math.exp(-Math.abs(a * logit));
    const fitted = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
    slope += weights[row] * logit * (fitted - shares[2 * row + 1]);
    curvature += weights[row] * logit * logit * (small / (1 + small) ** 2);
  }
  return { slope, curvature };
}

function slopeOfSeveral(
  { labelCount, logProbabilities, shares, weights }: FitDesign,
  rows: Int32Array,
  a: number,
): { slope: number; curvature: number } {
  const scores = new Float64Array(labelCount);
  const fitted = new Float64Array(labelCount);
  let [slope, curvature] = [0, 0];
  for (const row of rows) {
    const start = row * labelCount;
    let uniform = true;
    for (let k = 0; k < labelCount; k++) {
      scores[k] = a * logProbabilities[start + k];
      uniform &&= scores[k] === scores[0];
    }
    // A uniform row has no slope, and rounding must not give it one.
    if (uniform) continue;
    softmaxInto(scores, fitted);
    let [given, mean] = [0, 0];
    for (let k = 0; k < labelCount; k++) {
      given += shares[start + k] * logProbabilities[start + k];
      mean += fitted[k] * logProbabilities[start + k];
    }
    let variance = 0;
    for (let k = 0; k < labelCount; k++) variance += fitted[k] * (logProbabilities[start + k] - mean) ** 2;
    slope += weights[row] * (mean - given);
    curvature += weights[row] * variance;
  }
  return { slope, curvature };
}

function logLikelihoodAt(
  { labelCount, logProbabilities, shares, weights }: FitDesign,
  rows: Int32Array,
  a: number,
): number {
  const scores = new Float64Array(labelCount);
  const fitted = new Float64Array(labelCount);
  let sum = 0;
  for (const row of rows) {
    const start = row * labelCount;
    for (let k = 0; k < labelCount; k++) scores[k] = a * logProbabilities[start + k];
    const logSum = softmaxInto(scores, fitted);
    let given = 0;
    for (let k = 0; k < labelCount; k++) given += shares[start + k] * scores[k];
    sum -= weights[row] * (logSum - given);
  }
  return sum;
}

/** softmax(ln(clipped probability) / temperature) of one row; `logs` and `into` have one entry a label. */
export function temperatureRow(
  { temperature }: TemperatureCalibrator['parameters'],
  logs: Float64Array,
  into: Float64Array,
): void {
  const scores = logs.map((log) => log / temperature);
  softmaxInto(scores, into);
}
