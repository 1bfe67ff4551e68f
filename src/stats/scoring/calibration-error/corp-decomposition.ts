import { distinctPoints, fittedSorted } from './isotonic-regression.ts';
import { sortedRows } from './calibration-bins.ts';
import { type EventChoice, chosenEvent } from '../event.ts';
import {
  type Metric,
  type Weight,
  countsOf,
  nothingToScore,
  requireSameShape,
  sumOf,
  weightedMean,
} from '../metric.ts';
import type { OutOfFoldPredictions } from '../predictions.ts';
import type { SoftLabels } from '../targets.ts';

/**
 * The Brier score in three parts: what miscalibration costs, what discrimination earns, and how uncertain the
 * event is.
 *
 * For telling a judge that is wrong about its confidence from a judge that knows nothing: the first can be
 * mended by a calibrator, the second cannot. It has no bins: the recalibrated forecast is the isotonic
 * regression of the outcomes on the probabilities. That regression is fitted to the items it scores, so with
 * few items `miscalibration` and `discrimination` are both too large, and `miscalibration` is not 0 for a
 * perfect forecast.
 *
 * value = miscalibration − discrimination + uncertainty, the Brier score
 * miscalibration = S(probability) − S(recalibrated)
 * discrimination = S(base) − S(recalibrated)
 * uncertainty = S(base) = base · (1 − base), base the weighted mean outcome
 *
 * `event`: a label code or `top label`; where nothing is said, the last of two labels, the top label of more.
 * `weight`: `labels` (the default) or `items`.
 *
 * Returns the Brier score as the metric, with its parts. The parts are never negative but for rounding. NaN
 * with a reason of no rows.
 *
 * Throws InputError for shapes that differ and a label code out of range.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.6, 0.4, 0.3, 0.7], 2);
 * const parts = corpDecomposition(predictions, softLabels([1, 0, 0, 1, 0, 1], 2));
 * parts.miscalibration; // 0.15333
 * parts.discrimination; // 0.22222
 * parts.uncertainty; // 0.22222
 *
 * Source: [dimitriadis-2021], equation 5 and its text, with the Brier score.
 */
export function corpDecomposition(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: CorpOptions = {},
): CorpDecomposition {
  requireSameShape('corpDecomposition', predictions, targets);
  const event = chosenEvent(predictions, targets, options);
  const { probability, outcome, weight } = event;
  const order = sortedRows(event);
  const points = distinctPoints(probability, order);
  const fitted = fittedSorted(points, outcome, weight, order);
  const base = weightedMean(outcome, weight);
  const total = sumOf(weight);

  // The disagreement of people, outcome · (1 − outcome), is in all three scores: against each label in turn.
  let given = 0;
  let recalibrated = 0;
  let point = 0;
  for (const row of order) {
    while (points.x[point] !== probability[row]) point++;
    const disagreement = outcome[row] * (1 - outcome[row]);
    given += weight[row] * ((probability[row] - outcome[row]) ** 2 + disagreement);
    recalibrated += weight[row] * ((fitted[point] - outcome[row]) ** 2 + disagreement);
  }
  const uncertainty = base * (1 - base);
  return Object.freeze({
    name: 'Brier score',
    direction: 'minimize',
    range: [0, 1] as const,
    value: given / total,
    miscalibration: given / total - recalibrated / total,
    discrimination: uncertainty - recalibrated / total,
    uncertainty,
    event: event.choice,
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface CorpOptions {
  readonly event?: EventChoice;
  readonly weight?: Weight;
}

export interface CorpDecomposition extends Metric {
  readonly miscalibration: number;
  readonly discrimination: number;
  readonly uncertainty: number;
  readonly event: EventChoice;
}
