import {
  type Metric,
  type Weight,
  countsOf,
  nothingToScore,
  requireSameShape,
  rowWeights,
  sumOf,
} from './metric.ts';
import type { OutOfFoldPredictions } from './predictions.ts';
import type { SoftLabels } from './targets.ts';

/**
 * The mean surprise of the predictions at the labels people gave: the negative log likelihood of one label,
 * in nats.
 *
 * For choosing between calibrators, and beside the marginal baseline. It is proper: only the true shares
 * minimize it. It punishes certainty that is wrong without limit; the Brier score does not. Where people
 * disagree its floor is not 0 but the entropy of their shares, returned as `labelEntropy` (too low a floor
 * where items have few labels, 0 where they have one).
 *
 * value = Σ weight · −Σ_k share_k · ln max(probability_k, 1e-15) / Σ weight
 *
 * `targets`: shares of people, [rows × labels]. `weight`: `labels` (each human label counts once, the
 * default) or `items`.
 *
 * Returns the metric with `clipped`, the number of items on which people gave a label of probability below
 * 1e-15, and `labelEntropy`. NaN with a reason of no rows.
 *
 * Throws InputError for shapes that differ.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.2, 0.8], 2);
 * logLoss(predictions, softLabels([1, 0, 0, 1], 2)).value; // 0.16425
 *
 * Source: [good-1952], the logarithmic fee; [gneiting-2007], section 4.1, for its propriety.
 */
export function logLoss(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: { readonly weight?: Weight } = {},
): LogLoss {
  requireSameShape('logLoss', predictions, targets);
  const { weight = 'labels' } = options;
  const weights = rowWeights(targets, weight);
  const losses = rowLogLosses(predictions.probabilities, targets);
  let loss = 0;
  for (let row = 0; row < losses.length; row++) loss += weights[row] * losses[row];
  const value = loss / sumOf(weights);
  return Object.freeze({
    name: 'log loss',
    direction: 'minimize',
    range: [0, Infinity] as const,
    value,
    labelEntropy: entropyOf(targets, weights),
    clipped: clippedRows(predictions.probabilities, targets),
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface LogLoss extends Metric {
  /** The least any prediction could reach on these very labels, in nats: the mean entropy of the shares. */
  readonly labelEntropy: number;
  readonly clipped: number;
}

/** Below this a probability counts as this much, so that one label cannot cost the whole sum. */
const lowestProbability = 1e-15;

/** length rows: −Σ_k share · ln probability. A label nobody gave costs nothing, whatever its probability. */
export function rowLogLosses(probabilities: ArrayLike<number>, targets: SoftLabels): Float64Array {
  const { rowCount, labelCount } = targets;
  const losses = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++)
    losses[row] = rowLogLoss(probabilities, row * labelCount, targets, row);
  return losses;
}

/** The loss of one row of the targets, its probabilities from `start` on. */
export function rowLogLoss(
  probabilities: ArrayLike<number>,
  start: number,
  { shares, labelCount }: Pick<SoftLabels, 'shares' | 'labelCount'>,
  row: number,
): number {
  let loss = 0;
  for (let k = 0; k < labelCount; k++) {
    const share = shares[row * labelCount + k];
    if (share > 0) loss -= share * Math.log(Math.max(probabilities[start + k], lowestProbability));
  }
  return loss;
}

function clippedRows(probabilities: ArrayLike<number>, { shares, labelCount, rowCount }: SoftLabels): number {
  let clipped = 0;
  for (let row = 0; row < rowCount; row++) {
    let below = false;
    for (let at = row * labelCount; at < (row + 1) * labelCount; at++)
      below ||= shares[at] > 0 && probabilities[at] < lowestProbability;
    if (below) clipped++;
  }
  return clipped;
}

function entropyOf({ shares, labelCount, rowCount }: SoftLabels, weights: Float64Array): number {
  let entropy = 0;
  for (let row = 0; row < rowCount; row++)
    for (let at = row * labelCount; at < (row + 1) * labelCount; at++)
      if (shares[at] > 0) entropy -= weights[row] * shares[at] * Math.log(shares[at]);
  return entropy / sumOf(weights);
}
