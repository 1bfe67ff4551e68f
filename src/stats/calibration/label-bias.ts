import { type Notice, notice } from '../numeric/estimate.ts';
import { InputError } from '../numeric/errors.ts';
import { type LocalModel, newtonMinimum } from '../numeric/newton-minimum.ts';
import type { SoftLabels } from '../scoring/targets.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import {
  type FitDesign,
  type FitOptions,
  allRows,
  fitDesign,
  softmaxInto,
  totalWeight,
} from './fit-design.ts';

/**
 * Temperature with a bias for each label: for three labels or more what Platt scaling is for two.
 *
 * For a judge that is too sure of itself and has favorites among the labels: a 4 where people say 3. It has
 * one parameter a label, held by a ridge; where labels are few, prefer `fitTemperature`. A negative slope
 * means a judge that ranks labels against people; it is warned of.
 *
 * calibrated = softmax(slope · ln(clipped probability) + bias)
 * slope, bias minimize the weighted mean of −Σ_k share_k · ln calibrated_k, plus ridge · Σ bias²
 *
 * Adding one number to all biases changes no probability, so the ridge alone chooses it and the biases sum to
 * zero; no label is special, and renaming labels changes nothing. With `pinnedLabel` that label's bias is 0
 * during the fit and the ridge holds the others, as papers do it; the result is then shifted to sum to zero.
 *
 * The search starts at slope 0 and the biases of people's overall shares, where the loss is most curved; at
 * slope 1 a judge that says 0 and 1 leaves next to no curvature to step by. Where every row is uniform no
 * slope is better than another, and it stays 0.
 *
 * `probabilities`: [rows × labels], row-major, rows sum to 1. `targets`: shares of people on the same rows.
 * `weight`: `labels` (the default) or `items`. `clip`: 1e-6. `ridge`: 1e-3, positive: a label nobody gave
 * would have a bias of −∞.
 *
 * Returns the fit, with a warning for an inverted judge.
 *
 * Throws InputError for shapes that differ, rows that are no distribution, no rows, a clip outside (0, 0.5),
 * a ridge that is not positive, and a pinned label out of range.
 *
 * @example
 * const judge = [0.1, 0.2, 0.7, 0.2, 0.2, 0.6, 0.5, 0.3, 0.2];
 * const { biases } = fitLabelBias(judge, softLabels([1, 1, 1, 0, 2, 1, 2, 1, 0], 3)).calibrator.parameters;
 * biases; // [0.35636, 0.69353, -1.0499]
 *
 * Source: [guo-2017], section 4.2, vector scaling with one slope for all labels.
 */
export function fitLabelBias(
  probabilities: ArrayLike<number>,
  targets: SoftLabels,
  options: LabelBiasOptions = {},
): CalibratorFit<LabelBiasCalibrator> {
  const { ridge = 1e-3, pinnedLabel } = options;
  const design = fitDesign('fitLabelBias', probabilities, targets, options);
  if (!(ridge > 0 && ridge < Infinity))
    throw new InputError(`fitLabelBias requires a positive ridge; received ${ridge}`);
  if (
    pinnedLabel !== undefined &&
    !(Number.isInteger(pinnedLabel) && pinnedLabel >= 0 && pinnedLabel < design.labelCount)
  )
    throw new InputError(
      `fitLabelBias requires a pinned label below ${design.labelCount}; received ${pinnedLabel}`,
    );
  return labelBiasFit(design, allRows(design), ridge, pinnedLabel);
}

export interface LabelBiasOptions extends FitOptions {
  readonly ridge?: number;
  /** A label code whose bias is 0 during the fit. */
  readonly pinnedLabel?: number;
}

export interface LabelBiasCalibrator {
  readonly method: 'label bias';
  readonly parameters: {
    readonly slope: number;
    /** One a label, in the codebook's order; they sum to zero. */
    readonly biases: readonly number[];
    /** Probabilities are clipped to [clip, 1 − clip] before logarithms. */
    readonly clip: number;
  };
}

export function labelBiasFit(
  design: FitDesign,
  rows: Int32Array,
  ridge = 1e-3,
  pinnedLabel?: number,
): CalibratorFit<LabelBiasCalibrator> {
  const start = [0, ...baseBiases(design, rows, pinnedLabel)];
  const scale = logScale(design, rows);
  const fit = newtonMinimum(start, (parameters) =>
    lossAt(design, rows, scale, parameters, ridge, pinnedLabel),
  );
  const slope = fit.parameters[0] / scale;
  const raw = fit.parameters.subarray(1);
  const center = raw.reduce((sum, bias) => sum + bias, 0) / raw.length;
  const biases = Array.from(raw, (bias) => bias - center);
  const warnings: Notice[] = [];
  if (!fit.converged)
    warnings.push(notice('not-converged', { method: 'label bias', iterations: fit.iterations }));
  if (slope < 0) warnings.push(notice('inverted-judge'));
  let squares = 0;
  for (const bias of raw) squares += bias * bias;
  return Object.freeze({
    calibrator: Object.freeze({
      method: 'label bias',
      parameters: Object.freeze({ slope, biases: Object.freeze(biases), clip: design.clip }),
    } as const),
    converged: fit.converged,
    iterations: fit.iterations,
    logLikelihood: -(fit.value - ridge * squares) * totalWeight(design, rows),
    n: rows.length,
    warnings: Object.freeze(warnings),
  });
}

/**
 * The biases that give people's overall shares at slope 0, half an imagined label on each; they sum to zero,
 * or the pinned one is 0.
 */
function baseBiases(
  { labelCount, shares, weights }: FitDesign,
  rows: Int32Array,
  pinnedLabel: number | undefined,
): Float64Array {
  const mass = new Float64Array(labelCount).fill(0.5);
  for (const row of rows)
    for (let k = 0; k < labelCount; k++) mass[k] += weights[row] * shares[row * labelCount + k];
  const logs = mass.map((m) => Math.log(m));
  const origin =
    pinnedLabel === undefined ? logs.reduce((sum, log) => sum + log, 0) / labelCount : logs[pinnedLabel];
  return logs.map((log) => log - origin);
}

/**
 * How far the logarithms of a row lie from their mean, as a root mean square over rows and labels; 1 where
 * every row is uniform.
 */
function logScale({ labelCount, logProbabilities, weights }: FitDesign, rows: Int32Array): number {
  let squares = 0;
  let total = 0;
  for (const row of rows) {
    const logs = logProbabilities.subarray(row * labelCount, (row + 1) * labelCount);
    const mean = logs.reduce((sum, log) => sum + log, 0) / labelCount;
    for (const log of logs) squares += weights[row] * (log - mean) ** 2;
    total += weights[row] * labelCount;
  }
  const scale = Math.sqrt(squares / total);
  return scale > 1e-9 ? scale : 1;
}

/** Parameters: slope of the logarithms in units of `scale`, then one bias a label. */
function lossAt(
  design: FitDesign,
  rows: Int32Array,
  scale: number,
  parameters: Float64Array,
  ridge: number,
  pinnedLabel: number | undefined,
): LocalModel {
  const { labelCount, logProbabilities, shares, weights } = design;
  const size = labelCount + 1;
  let value = 0;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const scores = new Float64Array(labelCount);
  const fitted = new Float64Array(labelCount);
  for (const row of rows) {
    const start = row * labelCount;
    const weight = weights[row];
    for (let k = 0; k < labelCount; k++)
      scores[k] = parameters[0] * (logProbabilities[start + k] / scale) + parameters[k + 1];
    const logSum = softmaxInto(scores, fitted);
    let mean = 0;
    for (let k = 0; k < labelCount; k++) mean += fitted[k] * (logProbabilities[start + k] / scale);
    for (let k = 0; k < labelCount; k++) {
      const log = logProbabilities[start + k] / scale;
      const share = shares[start + k];
      value += weight * share * (logSum - scores[k]);
      gradient[0] += weight * (fitted[k] - share) * log;
      gradient[k + 1] += weight * (fitted[k] - share);
      hessian[0] += weight * fitted[k] * (log - mean) ** 2;
      hessian[k + 1] += weight * fitted[k] * (log - mean);
      hessian[(k + 1) * size + k + 1] += weight * fitted[k];
      for (let l = 0; l < labelCount; l++) hessian[(k + 1) * size + l + 1] -= weight * fitted[k] * fitted[l];
    }
  }
  const total = totalWeight(design, rows);
  value /= total;
  for (let i = 0; i < size; i++) gradient[i] /= total;
  for (let i = 0; i < hessian.length; i++) hessian[i] /= total;
  for (let i = 1; i < size; i++) {
    hessian[i * size] = hessian[i]!;
    value += ridge * parameters[i] ** 2;
    gradient[i] += 2 * ridge * parameters[i];
    hessian[i * size + i] += 2 * ridge;
  }
  if (pinnedLabel !== undefined) pin(pinnedLabel + 1, gradient, hessian);
  return { value, gradient, hessian };
}

/** Holds a parameter where it is: no slope, and no tie to the others. */
function pin(parameter: number, gradient: Float64Array, hessian: Float64Array): void {
  const size = gradient.length;
  gradient[parameter] = 0;
  for (let i = 0; i < size; i++) {
    hessian[parameter * size + i] = 0;
    hessian[i * size + parameter] = 0;
  }
  hessian[parameter * size + parameter] = 1;
}

/** softmax(slope · ln(clipped probability) + bias) of one row; `logs` and `into` have one entry a label. */
export function labelBiasRow(
  { slope, biases }: LabelBiasCalibrator['parameters'],
  logs: Float64Array,
  into: Float64Array,
): void {
  const scores = logs.map((log, k) => slope * log + biases[k]);
  softmaxInto(scores, into);
}
