import { InputError } from '../numeric/errors.ts';
import { type Weight, rowWeights } from './metric.ts';
import { type OutOfFoldPredictions, crossFittedPredictions } from './predictions.ts';
import type { SoftLabels } from './targets.ts';

/**
 * The forecast that knows nothing of an item: for each fold, the shares of the labels in all the other folds.
 *
 * For the question every judge must answer first: does it beat a constant? Cross-fitted as the judge's own
 * calibrator is, so that neither side sees the labels it is scored on.
 *
 * probability_k = (Σ weight · share_k + pseudoCount) / (Σ weight + labels · pseudoCount), sums over the other
 * folds
 *
 * `folds`: length rows, fold codes 0, 1, …, at least two of them in use; those of `crossFitCalibration`, so
 * that both sides stand on the same split. `weight`: `labels` (the default) or `items`. `pseudoCount`: 0.5;
 * with 0 a label that the other folds lack has probability 0, and one such item costs 34 nats and makes any
 * judge look skilled.
 *
 * Throws InputError for folds of another length, codes that are not whole or negative, and fewer than two
 * folds in use.
 *
 * @example
 * const people = softLabels([3, 0, 1, 1], 2);
 * marginalBaseline(people, { folds: [0, 1], pseudoCount: 0 }).probabilities; // [0.5, 0.5, 1, 0]
 *
 * Source: [krichevsky-1981], the half count of each label.
 */
export function marginalBaseline(targets: SoftLabels, options: MarginalOptions): OutOfFoldPredictions {
  const { folds, weight = 'labels', pseudoCount = 0.5 } = options;
  if (!(pseudoCount >= 0 && pseudoCount < Infinity))
    throw new InputError(`marginalBaseline requires a pseudoCount of 0 or more; received ${pseudoCount}`);
  const foldCount = requireFolds('marginalBaseline', folds, targets.rowCount);
  const { shares, labelCount, rowCount } = targets;
  const weights = rowWeights(targets, weight);
  // [folds × labels] the mass inside each fold, and the whole.
  const inside = new Float64Array(foldCount * labelCount);
  const whole = new Float64Array(labelCount);
  for (let row = 0; row < rowCount; row++)
    for (let k = 0; k < labelCount; k++)
      inside[folds[row] * labelCount + k] += weights[row] * shares[row * labelCount + k];
  for (let at = 0; at < inside.length; at++) whole[at % labelCount] += inside[at];

  const probabilities = new Float64Array(rowCount * labelCount);
  for (let row = 0; row < rowCount; row++) {
    let total = 0;
    for (let k = 0; k < labelCount; k++) {
      // The difference of equal sums may be −1e-17.
      const mass = Math.max(0, whole[k] - inside[folds[row] * labelCount + k]) + pseudoCount;
      probabilities[row * labelCount + k] = mass;
      total += mass;
    }
    for (let k = 0; k < labelCount; k++) probabilities[row * labelCount + k] /= total;
  }
  return crossFittedPredictions(probabilities, labelCount);
}

export interface MarginalOptions {
  readonly folds: ArrayLike<number>;
  readonly weight?: Weight;
  readonly pseudoCount?: number;
}

/** The number of folds: the highest code and one. */
export function requireFolds(caller: string, folds: ArrayLike<number>, rowCount: number): number {
  if (folds.length !== rowCount)
    throw new InputError(
      `${caller} requires one fold for each row; received ${folds.length} folds and ${rowCount} rows`,
    );
  const used = new Set<number>();
  for (let row = 0; row < rowCount; row++) {
    const fold = folds[row];
    if (!Number.isInteger(fold) || fold < 0)
      throw new InputError(`${caller} requires folds 0, 1, …; received ${fold} at row ${row}`);
    used.add(fold);
  }
  if (used.size < 2)
    throw new InputError(`${caller} requires at least 2 folds in use; received ${used.size}`);
  return Math.max(...used) + 1;
}
