import { clopperPearson } from '../../numeric/clopper-pearson.ts';
import { InputError } from '../../numeric/errors.ts';
import { type Interval, type Notice, unknownInterval } from '../../numeric/estimate.ts';
import type { Random } from '../../numeric/random.ts';
import { type Binning, type CalibrationBins, binSums, calibrationBins } from './calibration-bins.ts';
import { type BinaryEvent, type EventChoice, chosenEvent } from '../event.ts';
import { type IsotonicBlock, distinctPoints, fitSorted, fittedSorted } from './isotonic-regression.ts';
import { type Metric, type Weight, countsOf, nothingToScore, requireSameShape } from '../metric.ts';
import { alikeRows, drawCalibrated, nearRows, quantileOfSorted } from './null-distribution.ts';
import type { OutOfFoldPredictions } from '../predictions.ts';
import type { SoftLabels } from '../targets.ts';

/**
 * The numbers of a reliability diagram: how often the event happened among items of each predicted
 * probability, and how far a perfectly calibrated forecast would stray from the diagonal on as many items.
 *
 * For seeing where a forecast is wrong: below the diagonal it is too sure. The curve is the isotonic
 * regression of the outcomes on the probabilities (no bins to choose); the band is made by drawing outcomes
 * from the probabilities themselves, so a curve inside it is no evidence of miscalibration. The band is
 * pointwise: a perfect forecast leaves it somewhere more often than 1 − level of the time. The bins show the
 * counts behind the curve.
 *
 * curve = isotonic regression of outcome on probability, by blocks
 * band(p) = quantiles (1 ∓ level) / 2 of the curve at p over outcomes drawn as Bernoulli(probability)
 * bin interval = clopperPearson(observed share · items, items)
 *
 * `bins`: 10. `binning`: `equal width` (the default) or `equal mass`. `level`: 0.95. `simulations`: 500.
 * `points`: at most 100 places for the band, spread over the distinct probabilities. `event`, `weight`: as in
 * `expectedCalibrationError`. The interval of a bin takes an item, not a label, as one trial, and with
 * unequal weights as many items as carry the same information, rounded down: (Σ weight)² / Σ weight².
 *
 * Returns the curve's blocks, the band's points, and the bins that hold items. All are empty, with a reason,
 * of no rows.
 *
 * Throws InputError for shapes that differ, a label code out of range, a level outside (0, 1), fewer than 1
 * bin, 2 points or 20 simulations.
 *
 * @example
 * const predictions = untrainedPredictions([0.9, 0.1, 0.6, 0.4, 0.3, 0.7], 2);
 * const diagram = reliabilityDiagram(predictions, softLabels([1, 0, 0, 1, 0, 1], 2), { random: createRandom(1) });
 * diagram.curve.map((block) => block.fitted); // [0, 1]
 * diagram.bins.map((bin) => bin.items); // [1, 1, 1]
 *
 * Source: [dimitriadis-2021], "CORP reliability diagrams" and "Uncertainty quantification", resampling under
 * calibration.
 */
export function reliabilityDiagram(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: ReliabilityOptions,
): ReliabilityDiagram {
  requireSameShape('reliabilityDiagram', predictions, targets);
  const { bins: binCount = 10, binning = 'equal width', level = 0.95 } = options;
  if (!(level > 0 && level < 1))
    throw new InputError(`reliabilityDiagram requires a level in (0, 1); received ${level}`);
  const event = chosenEvent(predictions, targets, options);
  const bins = calibrationBins('reliabilityDiagram', event, binCount, binning);
  const points = distinctPoints(event.probability, bins.order);
  return Object.freeze({
    event: event.choice,
    curve: fitSorted(points, event.outcome, event.weight, bins.order).blocks,
    band: Object.freeze(bandOf(event, bins.order, level, options)),
    level,
    binning,
    bins: Object.freeze(binsOf(event, bins, level)),
    n: targets.rowCount,
    counts: countsOf(targets),
    ...(targets.rowCount === 0 ? { reason: nothingToScore } : {}),
  });
}

export interface ReliabilityOptions {
  readonly bins?: number;
  readonly binning?: Binning;
  readonly event?: EventChoice;
  readonly weight?: Weight;
  readonly level?: number;
  readonly random: Random;
  readonly simulations?: number;
  readonly points?: number;
}

export interface ReliabilityDiagram {
  readonly event: EventChoice;
  /** The isotonic curve, flat over each block. */
  readonly curve: readonly IsotonicBlock[];
  /** Where a calibrated forecast's curve would lie at each probability, pointwise. */
  readonly band: readonly BandPoint[];
  readonly level: number;
  readonly binning: Binning;
  /** The bins that hold items, by rising probability. */
  readonly bins: readonly ReliabilityBin[];
  readonly n: number;
  readonly counts: Metric['counts'];
  readonly reason?: Notice;
}

export interface BandPoint {
  readonly probability: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ReliabilityBin {
  /** The ends of the bin (`equal width`), or its lowest and highest probability (`equal mass`). */
  readonly lower: number;
  readonly upper: number;
  readonly items: number;
  readonly meanProbability: number;
  readonly observedShare: number;
  readonly interval: Interval;
}

function bandOf(
  event: BinaryEvent,
  order: Int32Array,
  level: number,
  options: ReliabilityOptions,
): BandPoint[] {
  const { random, simulations = 500, points: most = 100 } = options;
  if (!Number.isInteger(most) || most < 2)
    throw new InputError(`reliabilityDiagram requires at least 2 points; received ${most}`);
  const kinds = alikeRows(event, order);
  const { groups, groupOf } = nearRows(kinds);
  const { probability } = groups;
  const inOrder = Int32Array.from(probability.keys());
  const points = distinctPoints(probability, inOrder);
  const weights = new Float64Array(probability.length);
  groupOf.forEach((group, kind) => (weights[group] += kinds.weight[kind] * kinds.rows[kind]));
  const shown = spread(points.x.length, most);
  const draws = shown.map(() => new Float64Array(simulations));
  drawCalibrated('reliabilityDiagram', groups, { random, simulations }, (missed, simulation) => {
    const shares = missed.map((sum, group) => probability[group] + sum / weights[group]);
    const fitted = fittedSorted(points, shares, weights, inOrder);
    shown.forEach((point, at) => (draws[at][simulation] = fitted[point]!));
  });
  return shown.map((point, at) => {
    const sorted = draws[at].sort();
    const [lower, upper] = [
      quantileOfSorted(sorted, (1 - level) / 2),
      quantileOfSorted(sorted, (1 + level) / 2),
    ];
    return Object.freeze({ probability: points.x[point], lower, upper });
  });
}

/** At most `most` of the numbers 0 … count − 1, evenly, with both ends. */
function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, at) => at);
  return Array.from({ length: most }, (_, at) => Math.round((at * (count - 1)) / (most - 1)));
}

function binsOf(event: BinaryEvent, bins: CalibrationBins, level: number): ReliabilityBin[] {
  const {
    weight: weights,
    probability: predicted,
    outcome: happened,
    squaredWeight: squares,
  } = binSums(bins, event);
  const ends = binEnds(event.probability, bins);
  return Array.from(bins.size.keys())
    .filter((bin) => bins.size[bin] > 0)
    .map((bin) => {
      const share = Math.min(1, happened[bin] / weights[bin]);
      // Equal weights give the number of items itself, up to rounding.
      const trials = Math.floor(weights[bin] ** 2 / squares[bin] + 1e-9);
      return Object.freeze({
        ...ends[bin],
        items: bins.size[bin],
        meanProbability: predicted[bin] / weights[bin],
        observedShare: share,
        interval: trials === 0 ? unknownInterval(level) : clopperPearson(share * trials, trials, level),
      });
    });
}

function binEnds(
  probability: Float64Array,
  { binCount, binning, order, size }: CalibrationBins,
): { lower: number; upper: number }[] {
  if (binning === 'equal width')
    return Array.from({ length: binCount }, (_, bin) => ({
      lower: bin / binCount,
      upper: (bin + 1) / binCount,
    }));
  let start = 0;
  return Array.from(size, (items) => {
    const [first, last] = [order[start], order[start + items - 1]];
    start += items;
    return { lower: probability[first], upper: probability[last] };
  });
}
