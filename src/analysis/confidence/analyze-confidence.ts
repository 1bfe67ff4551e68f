/**
 * Whether a judge's confidence can be believed: its probabilities against the shares of people, before and
 * after calibration.
 */
import type { Study } from '../../data/index.ts';
import {
  type Calibrator,
  type EventChoice,
  type IsotonicBlock,
  type OutOfFoldPredictions,
  type Random,
  type SoftLabels,
  brierScore,
  corpDecomposition,
  crossFitCalibration,
  eventOf,
  expectedCalibrationError,
  fewestClusters,
  logLoss,
  notice,
  pairedDifference,
  reliabilityDiagram,
  skillScore,
  smoothCalibrationError,
  softLabelsOf,
  topLabelAccuracy,
  topLabelEvent,
  untrainedPredictions,
  weightedMean,
} from '../../stats/index.ts';
import type { CalibrationAnalysis, Diagram } from '../schema/analysis.ts';
import type { FittedJudge } from '../views/judge-values.ts';
import { itemsToCalibrate } from '../views/shared-items.ts';
import type { Context } from '../context.ts';
import { estimateOf } from '../words/estimates.ts';
import { said } from '../words/notices.ts';
import type { JudgeView } from '../views/judge-view.ts';
import { rowsOf } from '../views/item-rows.ts';

/** Equal-width bins of the calibration error, the ones most tools print. */
const errorBins = 10;

/**
 * A judge's map, cross-fitted, and apart from it what it was fitted to: of a million items that is much to
 * hold on to.
 */
export interface CalibratedJudge {
  readonly fitted: FittedJudge;
  /** [items × labels] */
  readonly probabilities: Float64Array;
  readonly targets: SoftLabels;
}

/**
 * Null where the judge has no probabilities on items that people labeled. `random`: the judge's stream, of
 * which forks are drawn from.
 */
export function calibrateJudge(
  { study, people }: Context,
  judge: JudgeView,
  random: Random,
): CalibratedJudge | null {
  const items = Int32Array.from(itemsToCalibrate(people, judge));
  if (items.length === 0) return null;
  const labelCount = study.codebook.labels.length;
  const targets = softLabelsOf(people.table, items);
  const probabilities = rowsOf(judge.probabilities!, items, labelCount);
  const clusters = Array.from(items, (item) => study.items.clusterIds[study.items.cluster[item]]);
  const fit = crossFitCalibration(probabilities, targets, { clusters, random: random.fork('calibration') });
  return { fitted: { items, fit }, probabilities, targets };
}

/** What the map is worth. `random`: the judge's stream, as for `calibrateJudge`. */
export function analyzeCalibration(
  study: Study,
  { fitted: { items, fit }, probabilities, targets }: CalibratedJudge,
  { passCode, level, random }: { passCode: number | null; level: number; random: Random },
): CalibrationAnalysis {
  const labelCount = study.codebook.labels.length;
  const event: EventChoice = labelCount === 2 ? (passCode ?? 1) : 'top label';
  const raw = untrainedPredictions(probabilities, labelCount);
  const clusterCount = fit.counts.clusters;

  const score = (predictions: OutOfFoldPredictions, name: string): CalibrationAnalysis['before'] =>
    scoresOf(predictions, targets, event, fit.folds, random.fork(name));
  const few = clusterCount < fewestClusters;
  return {
    status: few ? 'identity' : 'fitted',
    ...(few
      ? { reason: said(notice('too-few-to-fit', { clusters: clusterCount, from: fewestClusters })) }
      : {}),
    event: event === 'top label' ? "the judge's top label" : study.codebook.labels[event].name,
    items: items.length,
    labels: targets.counts.reduce((sum, count) => sum + count, 0),
    clusters: clusterCount,
    folds: fit.foldCount,
    calibrator: { method: fit.calibrator.method, parameters: plainParameters(fit.calibrator) },
    candidates: fit.candidates.map(({ method, logLoss: loss, standardError, converged }) => ({
      method,
      logLoss: loss,
      standardError,
      converged,
      chosenInFolds: fit.chosen.filter((choice) => choice.method === method).length,
    })),
    baselineLogLoss: skillOf(raw, targets, fit.folds).marginalLogLoss,
    before: score(raw, 'before'),
    after: score(fit.predictions, 'after'),
    gap: gapOf(study, { items, probabilities, targets }, level),
    diagrams: {
      before: diagramOf(raw, targets, event, { level, random: random.fork('diagram before') }),
      after: diagramOf(fit.predictions, targets, event, { level, random: random.fork('diagram after') }),
    },
    notes: fit.warnings.map((warning) => said(warning)),
  };
}

/**
 * How far the judge's confidence in its label lies above the share of people who give that label, item by
 * item.
 */
function gapOf(
  { items: { cluster } }: Study,
  {
    items,
    probabilities,
    targets,
  }: Pick<CalibratedJudge, 'probabilities' | 'targets'> & { readonly items: Int32Array },
  level: number,
): CalibrationAnalysis['gap'] {
  const { probability, outcome, weight } = topLabelEvent(
    untrainedPredictions(probabilities, targets.labelCount),
    targets,
  );
  const clusters = Array.from(items, (item) => cluster[item]);
  const found = pairedDifference(
    { first: probability, second: outcome, cluster: clusters, weight },
    { level },
  );
  return estimateOf(found, { role: 'confidence-gap', unit: 'points' });
}

function scoresOf(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  event: EventChoice,
  folds: Int32Array,
  random: Random,
): CalibrationAnalysis['before'] {
  const brier = brierScore(predictions, targets, { event });
  const error = expectedCalibrationError(predictions, targets, {
    event,
    bins: errorBins,
    binning: 'equal width',
    random,
  });
  const smooth = smoothCalibrationError(predictions, targets, { event, random });
  const corp = corpDecomposition(predictions, targets, { event });
  const { probability, outcome, weight } =
    event === 'top label' ? topLabelEvent(predictions, targets) : eventOf(predictions, targets, event);
  const top = topLabelAccuracy(predictions, targets);
  return {
    logLoss: logLoss(predictions, targets).value,
    brier: brier.value,
    labelVariance: brier.labelVariance,
    smoothError: { value: smooth.value, width: smooth.width, expectedIfCalibrated: smooth.nullPercentile95 },
    calibrationError: {
      bins: errorBins,
      value: error.value,
      debiased: error.debiased,
      expectedIfCalibrated: error.nullPercentile95,
    },
    corp: {
      miscalibration: corp.miscalibration,
      discrimination: corp.discrimination,
      uncertainty: corp.uncertainty,
    },
    meanConfidence: weightedMean(probability, weight),
    observedShare: weightedMean(outcome, weight),
    topConfidence: top.meanConfidence,
    topShare: top.value,
    skill: skillOf(predictions, targets, folds).value,
  };
}

/** Unknown with a single fold: the baseline would see the labels it is scored on. */
function skillOf(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  folds: Int32Array,
): { value: number; marginalLogLoss: number } {
  return new Set(folds).size < 2
    ? { value: NaN, marginalLogLoss: NaN }
    : skillScore(predictions, targets, { folds });
}

function diagramOf(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  event: EventChoice,
  options: { readonly level: number; readonly random: Random },
): Diagram {
  const diagram = reliabilityDiagram(predictions, targets, { event, ...options });
  return {
    curve: diagram.curve.flatMap((block) => curvePoints(block)),
    band: diagram.band.map(({ probability, lower, upper }) => ({ predicted: probability, lower, upper })),
    bins: diagram.bins.map((bin) => ({
      from: bin.lower,
      to: bin.upper,
      items: bin.items,
      predicted: bin.meanProbability,
      observed: bin.observedShare,
      lower: bin.interval.lower,
      upper: bin.interval.upper,
    })),
  };
}

/** A block of the isotonic curve is flat: its two ends are the points to draw. */
function curvePoints({ lower, upper, fitted }: IsotonicBlock): { predicted: number; observed: number }[] {
  const ends = lower === upper ? [lower] : [lower, upper];
  return ends.map((predicted) => ({ predicted, observed: fitted }));
}

function plainParameters({ parameters }: Calibrator): Record<string, number | number[]> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, typeof value === 'number' ? value : [...value]]),
  );
}
