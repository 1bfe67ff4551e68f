import { InputError } from '../../numeric/errors.ts';
import type { Random } from '../../numeric/random.ts';
import { sortedRows } from './calibration-bins.ts';
import { type EventChoice, chosenEvent } from '../event.ts';
import { type Metric, type Weight, countsOf, nothingToScore, requireSameShape, sumOf } from '../metric.ts';
import { widthOfDraws } from './drawn-width.ts';
import { alikeRows, drawCalibrated, nearRows, quantileOfSorted } from './null-distribution.ts';
import type { OutOfFoldPredictions } from '../predictions.ts';
import { type Point, signChange, smoothedDistance } from './reflected-smoothing.ts';
import type { SoftLabels } from '../targets.ts';

/**
 * The mean distance between what was predicted and what people said, smoothed along the probability instead
 * of binned.
 *
 * The first figure to read of a calibration. It has no bins to choose, a small change of the probabilities
 * changes it little, and the width of the smoothing is found from the data: the error itself, so that misses
 * closer together than the error cancel. As with every calibration error, chance alone never gives 0: hold
 * `value` against `nullPercentile95`. A bootstrap interval would be biased upward (resampled data look less
 * calibrated), so there is none.
 *
 * smoothed(t) = Σ weight (outcome − probability) K(t, probability) / Σ weight
 * K(t, p) = 1 + 2 Σ_k≥1 e^(−k²π²width²/2) cos kπp cos kπt, a Gaussian reflected at 0 and 1
 * distance(width) = ∫ |smoothed(t)| dt from 0 to 1
 * width = the smallest one, from 0.001 on, with distance(width) ≤ width; value = distance(width)
 *
 * From 0.001 on the value is the width itself. Where the distance is smaller still, probabilities closer than
 * 0.001 are smoothed as one and the value is the distance that leaves. `width`: a width of your own, 0.001 to
 * 1, in place of the found one. `event`: a label code or `top label`; where nothing is said, the last of two
 * labels, the top label of more. `weight`: `labels` (the default) or `items`. `random` with `simulations`
 * (500) for `nullPercentile95`: the value that 95 in 100 perfectly calibrated forecasts with these very
 * probabilities stay below, one draw an item.
 *
 * Returns the metric with its width. The value is right to 1e-6: the width is found to 1e-8 of itself and the
 * integral is exact between the places where the smoothed distance changes its sign. NaN with a reason of no
 * rows.
 *
 * Throws InputError for shapes that differ, a label code out of range, a width outside [0.001, 1] and fewer
 * than 20 simulations.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.1, 0.9], 2);
 * const people = softLabels([1, 0, 0, 1, 0, 1, 0, 1], 2);
 * const error = smoothCalibrationError(predictions, people, { random: createRandom(1) });
 * error.value; // 0.275
 *
 * Source: [blasiok-nakkiran-2023], the reflected Gaussian and the width that equals the error; here with
 * weights. The authors' program rounds probabilities to a grid and reflects its two end cells once, which
 * loses weight near 0 and 1: the integral is taken here.
 */
export function smoothCalibrationError(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: SmoothErrorOptions,
): SmoothCalibrationError {
  requireSameShape('smoothCalibrationError', predictions, targets);
  const { width: given, random, simulations = 500 } = options;
  if (given !== undefined && !(given >= narrowestWidth && given <= 1))
    throw new InputError(
      `smoothCalibrationError requires a width in [${narrowestWidth}, 1]; received ${given}`,
    );
  const event = chosenEvent(predictions, targets, options);
  const { probability, weight } = event;
  const total = sumOf(weight);
  const isEmpty = targets.rowCount === 0;
  const residual = event.outcome.map((share, row) => (weight[row] * (share - probability[row])) / total);
  const { value, width } = isEmpty
    ? { value: NaN, width: NaN }
    : given === undefined
      ? atFoundWidth(probability, residual)
      : atWidth(probability, residual, given);
  const underNull = new Float64Array(isEmpty ? 0 : simulations);
  const { groups } = nearRows(alikeRows(event, sortedRows(event)));
  const drawn =
    given === undefined
      ? widthOfDraws(groups.probability, { start: usualWidth, narrowest: narrowestWidth })
      : (missed: Float64Array) => atWidth(groups.probability, missed, given);
  drawCalibrated('smoothCalibrationError', groups, { random, simulations }, (missed, simulation) => {
    if (!isEmpty) underNull[simulation] = drawn(missed.map((sum) => sum / total)).value;
  });

  return Object.freeze({
    name: 'smooth calibration error',
    direction: 'minimize',
    range: [0, 1] as const,
    value,
    width,
    nullPercentile95: quantileOfSorted(underNull.sort(), 0.95),
    event: event.choice,
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface SmoothErrorOptions {
  readonly width?: number;
  readonly event?: EventChoice;
  readonly weight?: Weight;
  readonly random: Random;
  readonly simulations?: number;
}

export interface SmoothCalibrationError extends Metric {
  /** Standard deviation of the Gaussian that smooths, on the scale of the probability. */
  readonly width: number;
  /** The value that 95 in 100 perfectly calibrated forecasts stay below. */
  readonly nullPercentile95: number;
  readonly event: EventChoice;
}

interface Smoothed {
  readonly value: number;
  readonly width: number;
}

/** Below it the waves to sum would be thousands, and an error this small is none. */
const narrowestWidth = 0.001;

/** Where the search begins: the errors of many judges lie near it. */
const usualWidth = 0.1;

function atWidth(probability: Float64Array, residual: Float64Array, width: number): Smoothed {
  return { value: smoothedDistance(probability, residual, width)(width), width };
}

/**
 * Smoothing wider only ever cancels more, so distance(width) − width falls, by at least what the width grows:
 * there is one width at which it is 0, and it lies between any narrower one and the distance there.
 */
function atFoundWidth(probability: Float64Array, residual: Float64Array): Smoothed {
  for (
    let narrow = Math.max(narrowestWidth, 0.75 * usualWidth);
    ;
    narrow = Math.max(narrowestWidth, narrow / 2)
  ) {
    const distance = smoothedDistance(probability, residual, narrow);
    const there = distance(narrow);
    if (there > narrow) {
      // On logarithms, as a part of both: the distance that chance leaves falls as a power of the width, so
      // this is nearly a line.
      const excessAt = (width: number, at = distance(width)): Point => ({
        place: Math.log(width),
        value: (at - width) / (at + width),
      });
      const width = Math.exp(
        signChange((log) => excessAt(Math.exp(log)).value, excessAt(narrow, there), excessAt(there), 1e-8),
      );
      return { value: width, width };
    }
    if (narrow === narrowestWidth) return { value: there, width: narrow };
  }
}
