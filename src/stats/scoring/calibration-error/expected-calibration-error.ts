import { normalCdf } from '../../numeric/distributions.ts';
import type { Random } from '../../numeric/random.ts';
import {
  type Binning,
  type CalibrationBins,
  binSums,
  binSumsOfBlocks,
  calibrationBins,
} from './calibration-bins.ts';
import { type BinaryEvent, type EventChoice, chosenEvent } from '../event.ts';
import { type Metric, type Weight, countsOf, nothingToScore, requireSameShape, sumOf } from '../metric.ts';
import {
  type AlikeRows,
  alikeRows,
  drawCalibrated,
  nearRows,
  quantileOfSorted,
} from './null-distribution.ts';
import type { OutOfFoldPredictions } from '../predictions.ts';
import type { SoftLabels } from '../targets.ts';

/**
 * The mean distance, over bins of similar probability, between what was predicted and what people said.
 *
 * For a first figure of miscalibration that others print too. It depends on the bins and on the event, so
 * both are in the result, and it is never 0 by chance: read `debiased`, and hold `value` against
 * `nullPercentile95`. A bootstrap interval would be biased upward (resampled data look less calibrated), so
 * there is none. Prefer `smoothCalibrationError` or `corpDecomposition`, which have no bins.
 *
 * value = Σ_b W_b |p̄_b − ȳ_b|, with W_b the bin's part of the weight, p̄_b and ȳ_b its weighted means
 * debiased = max(0, 2 value − Σ_b W_b E|p̄_b − N(ȳ_b, v_b)|), v_b the variance of ȳ_b
 * rootMeanSquare = √ Σ_b W_b (p̄_b − ȳ_b)²
 * debiasedRootMeanSquare = √ max(0, Σ_b W_b ((p̄_b − ȳ_b)² − v_b n_b / (n_b − 1))), bins of one item left out
 * v_b = Σ weight² (outcome − ȳ_b)² / (Σ weight)², which is ȳ_b (1 − ȳ_b) / n_b for labels 0 and 1 of equal
 * weight
 *
 * `bins`: 15. `binning`: `equal mass` (the default) or `equal width`. `event`: a label code or `top label`;
 * where nothing is said, the last of two labels, the top label of more. `weight`: `labels` (the default) or
 * `items`. `random` with `simulations` (500) for `nullPercentile95`: the value that 95 in 100 perfectly
 * calibrated forecasts with these very probabilities stay below, one draw an item.
 *
 * Returns the metric with its bins' items. NaN with a reason of no rows.
 *
 * Throws InputError for shapes that differ, a label code out of range, fewer than 1 bin or 20 simulations.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.1, 0.9], 2);
 * const people = softLabels([1, 0, 0, 1, 0, 1, 0, 1], 2);
 * expectedCalibrationError(predictions, people, { bins: 2, random: createRandom(1) }).value; // 0.275
 *
 * Source: [guo-2017], equation 3, for the value; [kumar-2019], definition 4.1 and algorithm 2, for the
 * debiased ones (the mean over normal draws is taken in closed form here).
 */
export function expectedCalibrationError(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: CalibrationErrorOptions,
): CalibrationError {
  requireSameShape('expectedCalibrationError', predictions, targets);
  const { bins: binCount = 15, binning = 'equal mass', random, simulations = 500 } = options;
  const event = chosenEvent(predictions, targets, options);
  const bins = calibrationBins('expectedCalibrationError', event, binCount, binning);
  const gaps = gapsOf(event, bins);
  const value = weightedGap(gaps);

  const underNull = new Float64Array(simulations);
  const alike = alikeRows(event, bins.order);
  const blockOf = blockOfEach(alike);
  const binOf = binOfBlocks(bins);
  // What falls into one bin is drawn together; a block that a boundary cuts is not.
  const { groups, groupOf } = nearRows(alike, (kind) => binOf[blockOf[kind]]);
  const blockOfGroup = new Int32Array(groups.rows.length);
  groupOf.forEach((group, kind) => (blockOfGroup[group] = blockOf[kind]));
  const total = sumOf(event.weight);
  const blockSums = new Float64Array(bins.blockStart.length - 1);
  drawCalibrated('expectedCalibrationError', groups, { random, simulations }, (missed, simulation) => {
    blockSums.fill(0);
    for (let group = 0; group < missed.length; group++) blockSums[blockOfGroup[group]] += missed[group];
    underNull[simulation] = sumOf(binSumsOfBlocks(bins, blockSums).map(Math.abs)) / total;
  });

  return Object.freeze({
    name: 'expected calibration error',
    direction: 'minimize',
    range: [0, 1] as const,
    value,
    debiased: Math.max(0, 2 * value - resampledGap(gaps)),
    rootMeanSquare: Math.sqrt(meanSquare(gaps, 0)),
    debiasedRootMeanSquare: Math.sqrt(Math.max(0, meanSquare(gaps, 1))),
    nullPercentile95: quantileOfSorted(underNull.sort(), 0.95),
    binning,
    bins: binCount,
    binSizes: Object.freeze(Array.from(bins.size)),
    event: event.choice,
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface CalibrationErrorOptions {
  readonly bins?: number;
  readonly binning?: Binning;
  readonly event?: EventChoice;
  readonly weight?: Weight;
  readonly random: Random;
  readonly simulations?: number;
}

export interface CalibrationError extends Metric {
  readonly debiased: number;
  readonly rootMeanSquare: number;
  readonly debiasedRootMeanSquare: number;
  /** The value that 95 in 100 perfectly calibrated forecasts stay below. */
  readonly nullPercentile95: number;
  readonly binning: Binning;
  readonly bins: number;
  /** Items in each bin. */
  readonly binSizes: readonly number[];
  readonly event: EventChoice;
}

interface Gap {
  /** The bin's part of the whole weight. */
  readonly part: number;
  readonly distance: number;
  /** Variance of the bin's mean outcome, items as the units. */
  readonly variance: number;
  readonly items: number;
}

/** One entry a bin that is not empty; one NaN where there are no rows at all. */
function gapsOf(event: BinaryEvent, bins: CalibrationBins): Gap[] {
  if (event.probability.length === 0) return [{ part: NaN, distance: NaN, variance: NaN, items: 0 }];
  const total = sumOf(event.weight);
  const {
    weight: weights,
    probability: predicted,
    outcome: happened,
    squaredWeight: squares,
    squaredOutcome: cross,
    squaredOutcomeSquared: spread,
  } = binSums(bins, event);
  return Array.from(bins.size.keys())
    .filter((bin) => bins.size[bin] > 0)
    .map((bin) => {
      const mean = happened[bin] / weights[bin];
      const residual = spread[bin] - 2 * mean * cross[bin] + mean * mean * squares[bin];
      return {
        part: weights[bin] / total,
        distance: Math.abs(predicted[bin] / weights[bin] - mean),
        variance: Math.max(0, residual) / weights[bin] ** 2,
        items: bins.size[bin],
      };
    });
}

/** length blocks: the bin that holds it; −1 − block where a boundary cuts it. */
function binOfBlocks({ blockStart, pieceBlock, pieceBin, pieceShare }: CalibrationBins): Int32Array {
  const binOf = Int32Array.from({ length: blockStart.length - 1 }, (_, block) => -1 - block);
  pieceBlock.forEach((block, piece) => {
    if (pieceShare[piece] === 1) binOf[block] = pieceBin[piece];
  });
  return binOf;
}

/** The block of equal probability to which rows of a kind belong. */
function blockOfEach({ probability }: AlikeRows): Int32Array {
  let block = -1;
  return Int32Array.from(probability, (value, kind) =>
    kind > 0 && value === probability[kind - 1] ? block : ++block,
  );
}

function weightedGap(gaps: readonly Gap[]): number {
  return sumOf(gaps.map(({ part, distance }) => part * distance));
}

/** E|N(distance, variance)|, the mean of a folded normal, in each bin. */
function resampledGap(gaps: readonly Gap[]): number {
  return sumOf(
    gaps.map(({ part, distance, variance }) => {
      const deviation = Math.sqrt(variance);
      if (deviation === 0) return part * distance;
      const density =
        Math.SQRT2 * Math.exp(-(distance * distance) / (2 * variance)) * (deviation / Math.sqrt(Math.PI));
      return part * (density + distance * (1 - 2 * normalCdf(-distance / deviation)));
    }),
  );
}

/**
 * With `correction` 1 the unbiased variance of each bin's mean is taken off, and bins too small to have one
 * count 0.
 */
function meanSquare(gaps: readonly Gap[], correction: 0 | 1): number {
  return sumOf(
    gaps.map(({ part, distance, variance, items }) => {
      if (correction === 0) return part * distance ** 2;
      return items === 1 ? 0 : part * (distance ** 2 - (variance * items) / (items - 1));
    }),
  );
}
