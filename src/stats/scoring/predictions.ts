/**
 * Predicted probabilities with the promise that makes a metric honest: no row was predicted by something
 * fitted to that row's own labels. Metrics take this type and nothing else, so scoring a map on the labels it
 * was fitted to does not compile (docs/traps.md, 7).
 */
import { InputError } from '../numeric/errors.ts';

declare const outOfFold: unique symbol;

export interface OutOfFoldPredictions {
  /** [rows × labels], row-major; each row sums to 1. */
  readonly probabilities: Float64Array;
  readonly rowCount: number;
  readonly labelCount: number;
  /** Why the promise holds: `untrained`, `cross-fitted` or `held out`. */
  readonly origin: 'untrained' | 'cross-fitted' | 'held out';
  readonly [outOfFold]: true;
}

/**
 * The judge's own probabilities: nothing of ours was fitted, so any labels may score them.
 *
 * Throws InputError where a row is not a distribution (values in [0, 1], sum 1 within 1e-6).
 *
 * @example
 * untrainedPredictions([0.9, 0.1, 0.2, 0.8], 2).rowCount; // 2
 */
export function untrainedPredictions(
  probabilities: ArrayLike<number>,
  labelCount: number,
): OutOfFoldPredictions {
  return predictions('untrainedPredictions', probabilities, labelCount, 'untrained');
}

/**
 * Predictions of a map that was fitted on other data than these rows. The caller vouches for it.
 *
 * @example
 * heldOutPredictions([0.9, 0.1, 0.2, 0.8], 2).origin; // 'held out'
 */
export function heldOutPredictions(
  probabilities: ArrayLike<number>,
  labelCount: number,
): OutOfFoldPredictions {
  return predictions('heldOutPredictions', probabilities, labelCount, 'held out');
}

/** For the cross-fitting functions of `calibration` alone: not exported from the room. */
export function crossFittedPredictions(
  probabilities: Float64Array,
  labelCount: number,
): OutOfFoldPredictions {
  return predictions('crossFittedPredictions', probabilities, labelCount, 'cross-fitted');
}

function predictions(
  caller: string,
  given: ArrayLike<number>,
  labelCount: number,
  origin: OutOfFoldPredictions['origin'],
): OutOfFoldPredictions {
  const probabilities = checkedProbabilities(caller, given, labelCount);
  return Object.freeze({
    probabilities,
    rowCount: probabilities.length / labelCount,
    labelCount,
    origin,
  }) as OutOfFoldPredictions;
}

/**
 * A copy of [rows × labels] probabilities whose rows are distributions (values in [0, 1], sum 1 within 1e-6).
 */
export function checkedProbabilities(
  caller: string,
  given: ArrayLike<number>,
  labelCount: number,
): Float64Array {
  if (!Number.isInteger(labelCount) || labelCount < 2 || given.length % labelCount !== 0)
    throw new InputError(
      `${caller} requires [rows × labels] probabilities with at least 2 labels; received ` +
        `${given.length} numbers and ${labelCount} labels`,
    );
  const probabilities = Float64Array.from(given);
  for (let start = 0; start < probabilities.length; start += labelCount) {
    let sum = 0;
    for (let k = start; k < start + labelCount; k++) {
      const p = probabilities[k];
      if (!(p >= 0 && p <= 1))
        throw new InputError(`${caller} requires probabilities in [0, 1]; received ${p} at index ${k}`);
      sum += p;
    }
    if (Math.abs(sum - 1) > 1e-6)
      throw new InputError(
        `${caller} requires rows that sum to 1; received ${sum} at row ${start / labelCount}`,
      );
  }
  return probabilities;
}
