import { topLabelEvent } from './event.ts';
import {
  type Metric,
  type Weight,
  countsOf,
  nothingToScore,
  requireSameShape,
  weightedMean,
} from './metric.ts';
import type { OutOfFoldPredictions } from './predictions.ts';
import type { SoftLabels } from './targets.ts';

/**
 * How often a person gives the label that the predictions hold most probable.
 *
 * Beside its mean confidence it is the shortest statement of overconfidence: a confidence above the accuracy.
 * Where people disagree it cannot reach 1, so read it beside the human ceiling.
 *
 * value = Σ weight · share of the top label / Σ weight
 * meanConfidence = Σ weight · probability of the top label / Σ weight
 *
 * `weight`: `labels` (the default) or `items`. Labels that tie at the top share the item.
 *
 * Returns the metric with `meanConfidence`. NaN with a reason of no rows.
 *
 * Throws InputError for shapes that differ.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.2, 0.8], 2);
 * topLabelAccuracy(predictions, softLabels([1, 0, 1, 0], 2)).value; // 0.5
 * topLabelAccuracy(predictions, softLabels([1, 0, 1, 0], 2)).meanConfidence; // 0.85
 *
 * Source: [guo-2017], section 2, accuracy and confidence, here for one bin.
 */
export function topLabelAccuracy(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: { readonly weight?: Weight } = {},
): TopLabelAccuracy {
  requireSameShape('topLabelAccuracy', predictions, targets);
  const { probability, outcome, weight } = topLabelEvent(predictions, targets, options.weight ?? 'labels');
  return Object.freeze({
    name: 'top-label accuracy',
    direction: 'maximize',
    range: [0, 1] as const,
    value: weightedMean(outcome, weight),
    meanConfidence: weightedMean(probability, weight),
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface TopLabelAccuracy extends Metric {
  readonly meanConfidence: number;
}
