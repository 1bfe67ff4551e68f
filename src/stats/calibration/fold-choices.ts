/**
 * Which candidate is chosen in each fold of a cross-fit, without the fold's own labels, and the rows of
 * folds.
 */
import { rowLogLoss } from '../scoring/log-loss.ts';
import type { SoftLabels } from '../scoring/targets.ts';
import { calibratedRows } from './apply-calibrator.ts';
import type { CalibrationMethod, Calibrator } from './calibrator.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import { candidateLoss, simplestWithinOneError } from './choose-candidate.ts';
import { fitRows } from './fit-calibrator.ts';
import { type FitDesign, allRows } from './fit-design.ts';

/** Rows with labels, in folds. */
export interface Folds {
  readonly design: FitDesign;
  readonly targets: SoftLabels;
  readonly clusters: Int32Array;
  readonly methods: readonly CalibrationMethod[];
  /** length rows. */
  readonly folds: Int32Array;
  readonly foldRows: readonly Int32Array[];
}

export interface InnerChoices {
  /** length folds: the position of the chosen candidate, or -1. */
  readonly choices: readonly number[];
  /** length candidates: fits inside the folds that did not converge, of `fitsEach`. */
  readonly failures: readonly number[];
  readonly fitsEach: number;
}

/**
 * The choice in each fold. A fit without folds f and g serves both: to score g when f is held out, and f when
 * g is.
 */
export function choicesInFolds(
  study: Folds,
  outer: readonly (readonly CalibratorFit<Calibrator>[])[],
): InnerChoices {
  const { design, methods, foldRows, clusters, folds } = study;
  const failures = methods.map(() => 0);
  if (methods.length === 1)
    return { choices: outer.map(([fit]) => (fit.converged ? 0 : -1)), failures, fitsEach: 0 };
  const converged = outer.map((fits) => fits.map((fit) => fit.converged));
  // without[f][g]: one fit a candidate, to the rows of neither.
  const without: CalibratorFit<Calibrator>[][][] = foldRows.map(() => []);
  for (let f = 0; f < foldRows.length; f++) {
    for (let g = f + 1; g < foldRows.length; g++) {
      const training = rowsWithout(folds, f, g);
      const fits = methods.map((method, at) =>
        method === 'identity' ? outer[f][at] : fitRows(method, design, training),
      );
      without[f][g] = without[g][f] = fits;
      fits.forEach((fit, at) => {
        if (fit.converged) return;
        failures[at]++;
        converged[f][at] = false;
        converged[g][at] = false;
      });
    }
  }
  const losses = new Float64Array(design.rowCount);
  const untouched = new Float64Array(design.rowCount);
  if (methods.includes('identity'))
    lossesInto(untouched, study, fitRows('identity', design, foldRows[0]).calibrator, allRows(design));
  const choices = foldRows.map((_, held) => {
    const rows = rowsWithout(folds, held, held);
    return simplestWithinOneError(
      methods.map((method, at) => {
        if (method !== 'identity')
          foldRows.forEach((others, fold) => {
            if (fold !== held) lossesInto(losses, study, without[held][fold][at].calibrator, others);
          });
        const own = method === 'identity' ? untouched : losses;
        return {
          method,
          ...candidateLoss(own, design.weights, clusters, rows),
          converged: converged[held][at],
        };
      }),
    );
  });
  return { choices, failures, fitsEach: (foldRows.length * (foldRows.length - 1)) / 2 };
}

export function rowsByFold(folds: Int32Array): Int32Array[] {
  const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  return Array.from({ length: count }, (_, wanted) => rowsWhere(folds, (fold) => fold === wanted));
}

export function rowsWithout(folds: Int32Array, first: number, second: number): Int32Array {
  return rowsWhere(folds, (fold) => fold !== first && fold !== second);
}

function rowsWhere(folds: Int32Array, isWanted: (fold: number) => boolean): Int32Array {
  const rows = new Int32Array(folds.length);
  let count = 0;
  for (let row = 0; row < folds.length; row++) if (isWanted(folds[row])) rows[count++] = row;
  return rows.slice(0, count);
}

export function lossesInto(
  losses: Float64Array,
  { design, targets }: Folds,
  calibrator: Calibrator,
  rows: Int32Array,
): void {
  const calibrated = calibratedRows(calibrator, design, rows);
  for (let at = 0; at < rows.length; at++)
    losses[rows[at]] = rowLogLoss(calibrated, at * design.labelCount, targets, rows[at]);
}
