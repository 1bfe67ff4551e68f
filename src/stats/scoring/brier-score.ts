import { type EventChoice, chosenEvent } from './event.ts';
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
 * The mean squared distance between a predicted probability and what a person then said, 0 or 1.
 *
 * For one bounded number that falls with both miscalibration and ignorance; `corpDecomposition` tells the two
 * apart. It scores one event: of two labels the last (or the one named), of more whether the top label is
 * right.
 *
 * value = squaredDistance + labelVariance
 * squaredDistance = Σ weight · (probability − outcome)² / Σ weight
 * labelVariance = Σ weight · outcome · (1 − outcome) / Σ weight
 *
 * The outcome of an item is the share of its people for whom the event happened, so the sum is the score
 * against each of its labels in turn. No prediction changes the second part: it is how far people disagree,
 * and 0 with one label an item.
 *
 * `event`: a label code, or `top label`. `weight`: `labels` (the default) or `items`.
 *
 * Returns the metric with both parts. NaN with a reason of no rows.
 *
 * Throws InputError for shapes that differ and a label code out of range.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.2, 0.8], 2);
 * brierScore(predictions, softLabels([2, 1, 0, 1], 2)).value; // 0.21750
 *
 * Source: [brier-1950], equation 2, for one event of the two (his score is twice this).
 */
export function brierScore(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: BrierOptions = {},
): BrierScore {
  requireSameShape('brierScore', predictions, targets);
  const { probability, outcome, weight, choice } = chosenEvent(predictions, targets, options);
  const squaredDistance = weightedMean(
    probability.map((p, row) => (p - outcome[row]) ** 2),
    weight,
  );
  const labelVariance = weightedMean(
    outcome.map((share) => share * (1 - share)),
    weight,
  );
  return Object.freeze({
    name: 'Brier score',
    direction: 'minimize',
    range: [0, 1] as const,
    value: squaredDistance + labelVariance,
    squaredDistance,
    labelVariance,
    event: choice,
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface BrierOptions {
  readonly event?: EventChoice;
  readonly weight?: Weight;
}

export interface BrierScore extends Metric {
  readonly squaredDistance: number;
  readonly labelVariance: number;
  readonly event: EventChoice;
}
