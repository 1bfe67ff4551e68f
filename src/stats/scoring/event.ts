/**
 * Calibration is a property of one event: *the label is pass*, or *the top label is right*. These projections
 * say which, since the two give different numbers on the same predictions.
 */
import { InputError } from '../numeric/errors.ts';
import { type Weight, requireSameShape, rowWeights } from './metric.ts';
import type { OutOfFoldPredictions } from './predictions.ts';
import type { SoftLabels } from './targets.ts';

/** A label code, or the label each row holds most probable. */
export type EventChoice = number | 'top label';

export interface BinaryEvent {
  /** length rows: the predicted probability of the event. */
  readonly probability: Float64Array;
  /** length rows: the share of the item's people for whom it happened. */
  readonly outcome: Float64Array;
  /** length rows: the weight of the row. */
  readonly weight: Float64Array;
  readonly choice: EventChoice;
}

/**
 * The event *a person gives this label*.
 *
 * `labelCode` in 0 … labels − 1. `weight`: `labels` where nothing is said.
 *
 * Throws InputError for shapes that differ and a label code out of range.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.2, 0.8], 2);
 * eventOf(predictions, softLabels([2, 1, 0, 1], 2), 1).outcome; // [0.3333, 1]
 */
export function eventOf(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  labelCode: number,
  weight: Weight = 'labels',
): BinaryEvent {
  requireSameShape('eventOf', predictions, targets);
  const { labelCount, rowCount } = targets;
  if (!Number.isInteger(labelCode) || labelCode < 0 || labelCode >= labelCount)
    throw new InputError(`eventOf requires a label code below ${labelCount}; received ${labelCode}`);
  const probability = new Float64Array(rowCount);
  const outcome = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    probability[row] = predictions.probabilities[row * labelCount + labelCode]!;
    outcome[row] = targets.shares[row * labelCount + labelCode]!;
  }
  return Object.freeze({ probability, outcome, weight: rowWeights(targets, weight), choice: labelCode });
}

/**
 * The event *a person gives the label that the row holds most probable*; its probability is the confidence.
 *
 * Labels whose probabilities tie at the top share the event: the outcome is the mean of their shares, so that
 * the order of the labels decides nothing. `weight`: `labels` where nothing is said.
 *
 * Throws InputError for shapes that differ.
 *
 * @example
 * const predictions = untrainedPredictions([0.5, 0.3, 0.2, 0.4, 0.4, 0.2], 3);
 * topLabelEvent(predictions, softLabels([2, 1, 0, 1, 0, 0], 3)).outcome; // [0.6667, 0.5]
 */
export function topLabelEvent(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  weight: Weight = 'labels',
): BinaryEvent {
  requireSameShape('topLabelEvent', predictions, targets);
  const { labelCount, rowCount } = targets;
  const { probabilities } = predictions;
  const probability = new Float64Array(rowCount);
  const outcome = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const start = row * labelCount;
    let top = 0;
    for (let at = start; at < start + labelCount; at++) top = Math.max(top, probabilities[at]);
    let tied = 0;
    let shares = 0;
    for (let at = start; at < start + labelCount; at++) {
      // The same sum in another order differs in its last bit: a tie is equality to 1e-12.
      if (probabilities[at] < top * (1 - 1e-12)) continue;
      tied++;
      shares += targets.shares[at];
    }
    probability[row] = top;
    outcome[row] = shares / tied;
  }
  return Object.freeze({ probability, outcome, weight: rowWeights(targets, weight), choice: 'top label' });
}

/** The last event of some predictions: several figures in a row are of one. */
const lastEvents = new WeakMap<
  OutOfFoldPredictions,
  { readonly targets: SoftLabels; readonly weight: Weight; readonly event: BinaryEvent }
>();

/** The event a metric scores where it is not told: of two labels the last, of more the top label. */
export function chosenEvent(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: { readonly event?: EventChoice; readonly weight?: Weight },
): BinaryEvent {
  const { event: choice = targets.labelCount === 2 ? 1 : 'top label', weight = 'labels' } = options;
  const last = lastEvents.get(predictions);
  if (last?.targets === targets && last.weight === weight && last.event.choice === choice) return last.event;
  const event =
    choice === 'top label'
      ? topLabelEvent(predictions, targets, weight)
      : eventOf(predictions, targets, choice, weight);
  lastEvents.set(predictions, { targets, weight, event });
  return event;
}
