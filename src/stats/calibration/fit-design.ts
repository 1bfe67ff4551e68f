/** What every fit works on: checked input with its logarithms taken once, however many folds will use it. */
import { InputError } from '../numeric/errors.ts';
import { type Weight, rowWeights } from '../scoring/metric.ts';
import { checkedProbabilities } from '../scoring/predictions.ts';
import type { SoftLabels } from '../scoring/targets.ts';

/**
 * Probabilities are clipped to [1e-6, 1 − 1e-6] before logarithms: a judge's 0 and 1 are rounded, not
 * certain.
 */
export const defaultClip = 1e-6;

export interface FitOptions {
  /** `labels`: each human label counts once (the default). `items`: each item does. */
  readonly weight?: Weight;
  /** Probabilities are clipped to [clip, 1 − clip] before logarithms: 1e-6 where nothing is said. */
  readonly clip?: number;
}

export interface FitDesign {
  readonly rowCount: number;
  readonly labelCount: number;
  readonly probabilities: Float64Array;
  /** [rows × labels] ln of the clipped probabilities. */
  readonly logProbabilities: Float64Array;
  readonly shares: Float64Array;
  /** length rows. */
  readonly weights: Float64Array;
  readonly clip: number;
}

export function fitDesign(
  caller: string,
  given: ArrayLike<number>,
  targets: SoftLabels,
  options: FitOptions,
): FitDesign {
  const { weight = 'labels', clip = defaultClip } = options;
  const { rowCount, labelCount, shares } = targets;
  requireClip(caller, clip);
  if (given.length !== rowCount * labelCount)
    throw new InputError(
      `${caller} requires one probability for each row and label of the targets; received ` +
        `${given.length} and ${rowCount} × ${labelCount}`,
    );
  if (rowCount === 0) throw new InputError(`${caller} requires at least one labeled row; received 0`);
  const probabilities = checkedProbabilities(caller, given, labelCount);
  return {
    rowCount,
    labelCount,
    probabilities,
    logProbabilities: clippedLogs(probabilities, clip),
    shares,
    weights: rowWeights(targets, weight),
    clip,
  };
}

export function clippedLogs(probabilities: Float64Array, clip: number): Float64Array {
  return probabilities.map((p) => Math.log(Math.min(1 - clip, Math.max(clip, p))));
}

export function requireClip(caller: string, clip: number): void {
  if (!(clip > 0 && clip < 0.5))
    throw new InputError(`${caller} requires a clip in (0, 0.5); received ${clip}`);
}

export function allRows({ rowCount }: FitDesign): Int32Array {
  return Int32Array.from({ length: rowCount }, (_, row) => row);
}

export function totalWeight({ weights }: FitDesign, rows: Int32Array): number {
  let total = 0;
  for (const row of rows) total += weights[row];
  return total;
}

/** Writes softmax of `scores` into `into` and returns the logarithm of the sum. */
export function softmaxInto(scores: Float64Array, into: Float64Array): number {
  let top = -Infinity;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k]);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    into[k] = Math.exp(scores[k] - top);
    sum += into[k];
  }
  for (let k = 0; k < scores.length; k++) into[k] /= sum;
  return top + Math.log(sum);
}
