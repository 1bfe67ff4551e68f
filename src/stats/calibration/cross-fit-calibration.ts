import { type Notice, notice } from '../numeric/estimate.ts';
import { InputError } from '../numeric/errors.ts';
import type { Random } from '../numeric/random.ts';
import { requireFolds } from '../scoring/marginal-baseline.ts';
import { type Metric, countsOf } from '../scoring/metric.ts';
import { type OutOfFoldPredictions, crossFittedPredictions } from '../scoring/predictions.ts';
import type { SoftLabels } from '../scoring/targets.ts';
import { calibratedRows } from './apply-calibrator.ts';
import type { CalibrationMethod, Calibrator } from './calibrator.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import {
  type Candidate,
  candidateLoss,
  convergenceWarnings,
  simplestWithinOneError,
} from './choose-candidate.ts';
import { clusterFolds } from './cluster-folds.ts';
import { type FitOptions, allRows, fitDesign } from './fit-design.ts';
import { fitRows, requireMethod } from './fit-calibrator.ts';
import { type Folds, choicesInFolds, lossesInto, rowsByFold, rowsWithout } from './fold-choices.ts';

/**
 * Chooses and fits a calibrator so that no item is predicted by anything its own labels had a part in.
 *
 * For every calibrated number that will be scored, put into a consensus or into an estimate; the one way to
 * predictions that the metrics take after a fit. It assumes that clusters are independent of one another:
 * whatever belongs together must share an id.
 *
 * For each fold: every candidate is fitted to the other folds but one and scored on that one, in turn; the
 * simplest candidate whose log loss is within one standard error of the least is fitted to all the other
 * folds, and predicts the fold. The choice is part of what is cross-fitted: made on all folds, it would have
 * seen the labels it is scored on. The returned calibrator, for new items, is chosen by the same rule over
 * all folds and fitted to all labels. A candidate with a fit that did not converge cannot be chosen where
 * that fit had a part; where no candidate is left, the probabilities are used as given.
 *
 * `probabilities`: [rows × labels], row-major, rows sum to 1. `targets`: shares of people on the same rows.
 * `clusters`: length rows, ids of what belongs together; item ids where items stand alone. `folds`: length
 * rows, fold codes; drawn by cluster from `random` where not given (10 folds below 100 clusters, else 5).
 * `candidates`: from simple to rich; where not given identity, temperature, then platt for two labels and
 * label bias for more, and below 20 clusters identity alone. `weight`: `labels` (the default) or `items`.
 * `clip`: 1e-6.
 *
 * Returns the predictions, the folds, each candidate's cross-fitted log loss with its standard error by
 * cluster and whether all its fits converged, what was chosen in each fold, and the final fit. A candidate
 * that did not converge is named in the warnings. `standardError` is NaN with a single cluster.
 *
 * Throws InputError for shapes that differ, rows that are no distribution, no rows, a cluster in two folds,
 * an unknown candidate, none at all, fewer than 2 folds for one candidate that is fitted, and fewer than 3
 * for several.
 *
 * @example
 * const judge = [0.99, 0.01, 0.98, 0.02, 0.03, 0.97, 0.01, 0.99, 0.97, 0.03, 0.02, 0.98];
 * const people = softLabels([2, 1, 1, 0, 0, 2, 1, 1, 3, 1, 0, 1], 2);
 * const clusters = ['a', 'b', 'c', 'd', 'e', 'f'];
 * const fit = crossFitCalibration(judge, people, { clusters, candidates: ['temperature'], random: createRandom(1) });
 * fit.predictions.origin; // 'cross-fitted'
 * fit.calibrator.method; // 'temperature'
 *
 * Source: [stone-1974], the nested choice; [breiman-1984], section 3.4.3, the rule of one standard error;
 * [chernozhukov-2018], definition 3.2, for cross-fitting.
 */
export function crossFitCalibration(
  probabilities: ArrayLike<number>,
  targets: SoftLabels,
  options: CrossFitOptions,
): CrossFitCalibration {
  const design = fitDesign('crossFitCalibration', probabilities, targets, options);
  const clusters = clusterCodes(options.clusters, design.rowCount);
  const clusterCount = new Set(clusters).size;
  const methods = options.candidates ?? defaultCandidates(design.labelCount, clusterCount);
  const folds = foldsOf(options, clusters, design.rowCount);
  const foldRows = rowsByFold(folds);
  requireEnoughFolds(methods, foldRows.length);

  const study: Folds = { design, targets, clusters, methods, folds, foldRows };
  const everything = allRows(design);
  const outer = foldRows.map((rows, fold) => {
    const training = foldRows.length === 1 ? rows : rowsWithout(folds, fold, fold);
    return methods.map((method) => fitRows(method, design, training));
  });
  const inner = choicesInFolds(study, outer);
  const predicted = new Float64Array(design.probabilities.length);
  const losses = methods.map(() => new Float64Array(design.rowCount));
  const chosen = foldRows.map((rows, fold) => {
    outer[fold].forEach((fit, at) => lossesInto(losses[at], study, fit.calibrator, rows));
    const fit = outer[fold][inner.choices[fold]] ?? fitRows('identity', design, rows);
    scatter(predicted, calibratedRows(fit.calibrator, design, rows), rows, design.labelCount);
    return Object.freeze({
      fold,
      method: fit.calibrator.method,
      calibrator: fit.calibrator,
      warnings: fit.warnings,
    });
  });

  const fits = methods.map((method) => fitRows(method, design, everything));
  const failures = methods.map((_, at) => {
    const own = [fits[at], ...outer.map((fold) => fold[at])];
    return own.filter(({ converged }) => !converged).length + inner.failures[at];
  });
  const candidates = losses.map((loss, at) =>
    Object.freeze({
      method: methods[at],
      ...candidateLoss(loss, design.weights, clusters, everything),
      converged: failures[at] === 0,
    }),
  );
  const fit = fits[simplestWithinOneError(candidates)] ?? fitRows('identity', design, everything);
  return Object.freeze({
    predictions: crossFittedPredictions(predicted, design.labelCount),
    folds,
    foldCount: foldRows.length,
    candidates: Object.freeze(candidates),
    chosen: Object.freeze(chosen),
    calibrator: fit.calibrator,
    fit,
    n: design.rowCount,
    counts: Object.freeze({ ...countsOf(targets), clusters: clusterCount }),
    warnings: Object.freeze([
      ...convergenceWarnings(candidates, failures, 1 + foldRows.length + inner.fitsEach),
      ...warningsOf(fit, chosen, clusterCount, options),
    ]),
  });
}

export interface CrossFitOptions extends FitOptions {
  readonly clusters: ArrayLike<string | number>;
  readonly random: Random;
  readonly folds?: ArrayLike<number>;
  readonly candidates?: readonly CalibrationMethod[];
}

export interface CrossFitCalibration {
  /** Each row as predicted by the map chosen and fitted without its fold. */
  readonly predictions: OutOfFoldPredictions;
  /** length rows: 0 … foldCount − 1. */
  readonly folds: Int32Array;
  readonly foldCount: number;
  /** From simple to rich: each on its own, cross-fitted. */
  readonly candidates: readonly Candidate[];
  readonly chosen: readonly FoldChoice[];
  /** The map for new items, fitted to all labels. */
  readonly calibrator: Calibrator;
  readonly fit: CalibratorFit<Calibrator>;
  readonly n: number;
  readonly counts: Metric['counts'] & { readonly clusters: number };
  readonly warnings: readonly Notice[];
}

export interface FoldChoice {
  readonly fold: number;
  readonly method: CalibrationMethod;
  readonly calibrator: Calibrator;
  readonly warnings: readonly Notice[];
}

/**
 * Below this many labeled clusters nothing is fitted: the spread between folds is larger than what a fit
 * would gain.
 */
export const fewestClusters = 20;

function defaultCandidates(labelCount: number, clusterCount: number): CalibrationMethod[] {
  return clusterCount < fewestClusters
    ? ['identity']
    : ['identity', 'temperature', labelCount === 2 ? 'platt' : 'label bias'];
}

function clusterCodes(clusters: ArrayLike<string | number>, rowCount: number): Int32Array {
  if (clusters.length !== rowCount)
    throw new InputError(
      `crossFitCalibration requires one cluster for each row; received ${clusters.length} clusters ` +
        `and ${rowCount} rows`,
    );
  const codes = new Map<string, number>();
  return Int32Array.from({ length: rowCount }, (_, row) => {
    const id = String(clusters[row]);
    if (!codes.has(id)) codes.set(id, codes.size);
    return codes.get(id)!;
  });
}

function foldsOf(
  { folds, clusters, random }: CrossFitOptions,
  codes: Int32Array,
  rowCount: number,
): Int32Array {
  if (folds === undefined) return clusterFolds(clusters, { random });
  requireFolds('crossFitCalibration', folds, rowCount);
  const foldOfCluster = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    const first = foldOfCluster.get(codes[row]) ?? folds[row];
    if (first !== folds[row])
      throw new InputError(
        `crossFitCalibration requires each cluster in one fold; received ${clusters[row]} in folds ` +
          `${first} and ${folds[row]}`,
      );
    foldOfCluster.set(codes[row], first);
  }
  // Codes that no row uses close up, so that every fold has rows.
  const used = [...new Set(Array.from(folds))].toSorted((a, b) => a - b);
  return Int32Array.from({ length: rowCount }, (_, row) => used.indexOf(folds[row]));
}

function requireEnoughFolds(methods: readonly CalibrationMethod[], foldCount: number): void {
  if (methods.length === 0)
    throw new InputError('crossFitCalibration requires at least one candidate; received none');
  for (const method of methods) requireMethod('crossFitCalibration', method);
  const fewest = methods.length > 1 ? 3 : methods[0] === 'identity' ? 1 : 2;
  if (foldCount < fewest)
    throw new InputError(
      `crossFitCalibration requires at least ${fewest} folds for candidates ${methods.join(', ')}; ` +
        `received ${foldCount}`,
    );
}

function scatter(into: Float64Array, values: Float64Array, rows: Int32Array, labelCount: number): void {
  for (let at = 0; at < rows.length; at++)
    for (let k = 0; k < labelCount; k++) into[rows[at] * labelCount + k] = values[at * labelCount + k];
}

function warningsOf(
  fit: CalibratorFit<Calibrator>,
  chosen: readonly FoldChoice[],
  clusterCount: number,
  { candidates }: CrossFitOptions,
): Notice[] {
  const warnings = [...fit.warnings];
  if (clusterCount < fewestClusters)
    warnings.push(
      notice(candidates === undefined ? 'too-few-to-fit' : 'few-to-fit', {
        clusters: clusterCount,
        from: fewestClusters,
      }),
    );
  const differing = [...new Set(chosen.map(({ method }) => method))].toSorted();
  if (differing.length > 1) warnings.push(notice('folds-differ', { methods: differing }));
  const warned = chosen.flatMap((choice) => choice.warnings.slice(0, 1));
  if (fit.warnings.length === 0 && warned.length > 0)
    warnings.push(
      notice('folds-warned', { folds: warned.length, of: chosen.length, first: { ...warned[0] } }),
    );
  return warnings;
}
