import { type Notice, notice } from '../numeric/estimate.ts';
import { InputError } from '../numeric/errors.ts';
import { type LocalModel, newtonMinimum } from '../numeric/newton-minimum.ts';
import type { SoftLabels } from '../scoring/targets.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import { type FitDesign, type FitOptions, allRows, fitDesign, totalWeight } from './fit-design.ts';

/**
 * Platt scaling: a logistic regression of people's labels on the judge's logit, for two labels.
 *
 * For a judge that is too sure of itself and also leans to one of two labels. Its slope is one over a
 * temperature. A negative slope means a judge whose yes is people's no: it is fitted and warned of, not
 * hidden.
 *
 * calibrated = 1 / (1 + exp(−(slope · logit + intercept))), the probability of label 1; logit = ln(p1) −
 * ln(p0), clipped slope, intercept minimize Σ weight · cross entropy to target target = share · (positives +
 * 1) / (positives + 2) + (1 − share) / (negatives + 2)
 *
 * The targets are Platt's: one imagined label on the other side keeps the fit finite when the judge separates
 * the labels. A soft share is that many parts of a positive and of a negative label; `positives` and
 * `negatives` are sums of weight.
 *
 * The search starts at slope 0 and the log odds of the mean target, where the loss is most curved. At slope 1
 * a judge that says 0 and 1 leaves a curvature of 1e-6, and the first Newton step lands far beyond the
 * minimum, where there is none at all. Logits are centered and scaled for the search, so that it takes the
 * same way whatever their unit.
 *
 * `probabilities`: [rows × 2], row-major, rows sum to 1. `targets`: shares of people on the same rows.
 * `weight`: `labels` (the default) or `items`. `clip`: 1e-6. `smoothTargets`: true; false fits the shares
 * themselves.
 *
 * Returns the fit, with a warning for an inverted judge. Where all logits are the same, no slope is better
 * than another: it is 0, every item gets the mean target, and a warning says why.
 *
 * Throws InputError for more than two labels, shapes that differ, rows that are no distribution, no rows, and
 * a clip outside (0, 0.5).
 *
 * @example
 * const judge = [0.1, 0.9, 0.2, 0.8, 0.6, 0.4, 0.9, 0.1];
 * const { slope, intercept } = fitPlatt(judge, softLabels([1, 2, 0, 3, 2, 1, 2, 0], 2)).calibrator.parameters;
 * slope; // 0.63555
 * intercept; // -0.12276
 *
 * Source: [platt-1999], the sigmoid and its out-of-sample targets; [lin-2007], equation 1 and section 3,
 * Newton with backtracking.
 */
export function fitPlatt(
  probabilities: ArrayLike<number>,
  targets: SoftLabels,
  options: PlattOptions = {},
): CalibratorFit<PlattCalibrator> {
  const design = fitDesign('fitPlatt', probabilities, targets, options);
  return plattFit(design, allRows(design), options);
}

export interface PlattOptions extends FitOptions {
  readonly smoothTargets?: boolean;
}

export interface PlattCalibrator {
  readonly method: 'platt';
  readonly parameters: {
    readonly slope: number;
    readonly intercept: number;
    /** Probabilities are clipped to [clip, 1 − clip] before logarithms. */
    readonly clip: number;
  };
}

export function plattFit(
  design: FitDesign,
  rows: Int32Array,
  {
    smoothTargets = true,
    near,
  }: { readonly smoothTargets?: boolean; readonly near?: PlattCalibrator | undefined } = {},
): CalibratorFit<PlattCalibrator> {
  if (design.labelCount !== 2)
    throw new InputError(`fitPlatt requires two labels; received ${design.labelCount}`);
  const [positive, negative] = smoothTargets ? plattTargets(design, rows) : [1, 0];
  const unit = logitUnit(design, rows);
  const taken = takenRows(design, rows, unit, [positive, negative]);
  const start =
    near === undefined
      ? [0, baseLogOdds(design, rows, positive, negative)]
      : [near.parameters.slope * unit.scale, near.parameters.intercept + near.parameters.slope * unit.center];
  const fit = newtonMinimum(start, (parameters) => lossAt(taken, parameters));
  const slope = unit.scale === 0 ? 0 : fit.parameters[0] / unit.scale;
  const intercept = fit.parameters[1] - slope * unit.center;
  const warnings: Notice[] = [];
  if (!fit.converged) warnings.push(notice('not-converged', { method: 'platt', iterations: fit.iterations }));
  if (unit.scale === 0) warnings.push(notice('constant-probabilities'));
  if (slope < 0) warnings.push(notice('inverted-judge'));
  return Object.freeze({
    calibrator: Object.freeze({
      method: 'platt',
      parameters: Object.freeze({ slope, intercept, clip: design.clip }),
    } as const),
    converged: fit.converged,
    iterations: fit.iterations,
    logLikelihood: logLikelihoodOf(design, rows, taken.logit, fit.parameters),
    n: rows.length,
    warnings: Object.freeze(warnings),
  });
}

/** What a label 1 and a label 0 count as: short of 1 and 0 by one imagined label. */
function plattTargets({ shares, weights }: FitDesign, rows: Int32Array): [number, number] {
  let positives = 0;
  let negatives = 0;
  for (const row of rows) {
    positives += weights[row] * shares[2 * row + 1];
    negatives += weights[row] * shares[2 * row];
  }
  return [(positives + 1) / (positives + 2), 1 / (negatives + 2)];
}

/** The logits of the rows are `center` ± `scale`: their weighted mean and standard deviation. */
interface LogitUnit {
  readonly center: number;
  /** 0 where all logits are the same to rounding. */
  readonly scale: number;
}

function logitUnit(design: FitDesign, rows: Int32Array): LogitUnit {
  const { weights } = design;
  const total = totalWeight(design, rows);
  let center = 0;
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    const logit = logitOf(design, row);
    center += (weights[row] / total) * logit;
    least = Math.min(least, logit);
    most = Math.max(most, logit);
  }
  // Near 0 and 1 a probability holds its logit to ten digits at best.
  if (most - least <= 1e-9 * Math.max(1, -least, most)) return { center, scale: 0 };
  let variance = 0;
  for (const row of rows) variance += (weights[row] / total) * (logitOf(design, row) - center) ** 2;
  return { center, scale: Math.sqrt(variance) };
}

function logitOf({ logProbabilities }: FitDesign, row: number): number {
  return logProbabilities[2 * row + 1] - logProbabilities[2 * row];
}

/** Log odds of the mean target; finite where all labels are alike and the targets are not smoothed. */
function baseLogOdds(design: FitDesign, rows: Int32Array, positive: number, negative: number): number {
  const { shares, weights } = design;
  let yes = 0;
  let no = 0;
  for (const row of rows) {
    const target = shares[2 * row + 1] * positive + shares[2 * row] * negative;
    yes += weights[row] * target;
    no += weights[row] * (1 - target);
  }
  return Math.max(-30, Math.min(30, Math.log(yes) - Math.log(no)));
}

/** What each step of the search needs of its rows, made once. */
interface TakenRows {
  /** length rows: the logits in their unit. */
  readonly logit: Float64Array;
  readonly target: Float64Array;
  readonly weight: Float64Array;
}

/** `targets`: what a label 1 and a label 0 count as. */
function takenRows(
  design: FitDesign,
  rows: Int32Array,
  { center, scale }: LogitUnit,
  [positive, negative]: readonly [number, number],
): TakenRows {
  const { shares, weights } = design;
  const [logit, target, weight] = [0, 1, 2].map(() => new Float64Array(rows.length));
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    logit[at] = scale === 0 ? 0 : (logitOf(design, row) - center) / scale;
    target[at] = shares[2 * row + 1] * positive + shares[2 * row] * negative;
    weight[at] = weights[row];
  }
  return { logit, target, weight };
}

/** The loss at slope and intercept of the logits in their unit. */
function lossAt({ logit, target, weight }: TakenRows, parameters: Float64Array): LocalModel {
  const [slope, intercept] = [parameters[0], parameters[1]];
  let [value, total, g0, g1, h0, h1, h3] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < logit.length; at++) {
    const own = weight[at];
    const t = slope * logit[at] + intercept;
    const small = Math.exp(-Math.abs(t));
    const fitted = t >= 0 ? 1 / (1 + small) : small / (1 + small);
    total += own;
    value += own * (Math.max(t, 0) + Math.log1p(small) - target[at] * t);
    const residual = own * (fitted - target[at]);
    const curvature = (own * small) / (1 + small) ** 2;
    g0 += residual * logit[at];
    g1 += residual;
    h0 += curvature * logit[at] * logit[at];
    h1 += curvature * logit[at];
    h3 += curvature;
  }
  return {
    value: value / total,
    gradient: Float64Array.of(g0 / total, g1 / total),
    hessian: Float64Array.of(h0 / total, h1 / total, h1 / total, h3 / total),
  };
}

/** Of the labels as they were given, not of the targets. */
function logLikelihoodOf(
  { shares, weights }: FitDesign,
  rows: Int32Array,
  logit: Float64Array,
  [slope, intercept]: Float64Array,
): number {
  let sum = 0;
  for (let at = 0; at < rows.length; at++) {
    const t = slope * logit[at] + intercept;
    const loss = Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t))) - shares[2 * rows[at] + 1] * t;
    sum -= weights[rows[at]] * loss;
  }
  return sum;
}

/**
 * The logistic of slope · logit + intercept of one row, for label 1, and its complement; arrays of length 2.
 */
export function plattRow(
  { slope, intercept }: PlattCalibrator['parameters'],
  logs: Float64Array,
  into: Float64Array,
): void {
  const t = slope * (logs[1] - logs[0]) + intercept;
  // Both sides from one exponential: 1 − p would lose the small one.
  const small = Math.exp(-Math.abs(t));
  into[t >= 0 ? 1 : 0] = 1 / (1 + small);
  into[t >= 0 ? 0 : 1] = small / (1 + small);
}
