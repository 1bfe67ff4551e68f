import type { SoftLabels } from '../scoring/targets.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import { type FitDesign, type FitOptions, allRows, fitDesign } from './fit-design.ts';

/**
 * The calibrator that changes nothing.
 *
 * For the baseline every other one must beat, and for studies too small to fit any: it is a method like the
 * others, so that "not calibrated" is saved, applied and reported on the same path.
 *
 * calibrated = probability
 *
 * `probabilities`: [rows × labels], row-major, rows sum to 1. `targets`: shares of people on the same rows.
 *
 * Returns the fit. It cannot fail to converge.
 *
 * Throws InputError for shapes that differ, rows that are no distribution, and no rows.
 *
 * @example
 * fitIdentity([0.9, 0.1], softLabels([1, 0], 2)).calibrator; // { method: 'identity', parameters: {} }
 *
 * Source: [guo-2017], "uncalibrated" in table 1: the row every method is held against.
 */
export function fitIdentity(
  probabilities: ArrayLike<number>,
  targets: SoftLabels,
  options: FitOptions = {},
): CalibratorFit<IdentityCalibrator> {
  const design = fitDesign('fitIdentity', probabilities, targets, options);
  return identityFit(design, allRows(design));
}

export interface IdentityCalibrator {
  readonly method: 'identity';
  readonly parameters: Readonly<Record<string, never>>;
}

export function identityFit(
  { probabilities, shares, weights, labelCount }: FitDesign,
  rows: Int32Array,
): CalibratorFit<IdentityCalibrator> {
  let logLikelihood = 0;
  for (const row of rows)
    for (let at = row * labelCount; at < (row + 1) * labelCount; at++)
      if (shares[at] > 0)
        logLikelihood += weights[row] * shares[at] * Math.log(Math.max(1e-15, probabilities[at]));
  const calibrator = Object.freeze({ method: 'identity', parameters: Object.freeze({}) } as const);
  return Object.freeze({
    calibrator,
    converged: true,
    iterations: 0,
    logLikelihood,
    n: rows.length,
    warnings: Object.freeze([]),
  });
}
