import { InputError } from '../numeric/errors.ts';
import { checkedProbabilities } from '../scoring/predictions.ts';
import type { Calibrator } from './calibrator.ts';
import { type FitDesign, clippedLogs, requireClip } from './fit-design.ts';
import { labelBiasRow } from './label-bias.ts';
import { plattRow } from './platt.ts';
import { temperatureRow } from './temperature.ts';

/**
 * Applies a calibrator to a judge's probabilities.
 *
 * For new items, with the calibrator that was fitted to all labels. The items it was fitted to are no new
 * items: what comes out is plain numbers, and a metric will not take them; `crossFitCalibration` returns
 * predictions it takes.
 *
 * calibrated = map of method(probability; parameters), the formula of each method's page
 *
 * `calibrator`: `{ method, parameters }`, as fitted or as read from JSON. `probabilities`: [rows × labels],
 * row-major, rows sum to 1, in the order of labels of the fit.
 *
 * Returns [rows × labels] probabilities; rows sum to 1. The same calibrator, saved as JSON and loaded, gives
 * the same bits.
 *
 * Throws InputError for an unknown method, parameters that are missing, not finite or for another number of
 * labels, and rows that are no distribution.
 *
 * @example
 * applyCalibrator({ method: 'temperature', parameters: { temperature: 2, clip: 1e-6 } }, [0.9, 0.1], 2); // [0.75, 0.25]
 *
 * Source: [guo-2017], equation 9, for the temperature; the others on their pages.
 */
export function applyCalibrator(
  calibrator: Calibrator,
  probabilities: ArrayLike<number>,
  labelCount: number,
): Float64Array {
  const given = checkedProbabilities('applyCalibrator', probabilities, labelCount);
  requireSound(calibrator, labelCount);
  if (calibrator.method === 'identity') return given;
  const logs = clippedLogs(given, calibrator.parameters.clip);
  const calibrated = new Float64Array(given.length);
  const row = rowMap(calibrator, logs, labelCount);
  for (let start = 0; start < given.length; start += labelCount) row(start, calibrated, start);
  return calibrated;
}

/** [rows × labels]: the map of some rows of a design, whose checks and logarithms are made already. */
export function calibratedRows(
  calibrator: Calibrator,
  { probabilities, logProbabilities, labelCount }: FitDesign,
  rows: Int32Array,
): Float64Array {
  const calibrated = new Float64Array(rows.length * labelCount);
  if (calibrator.method === 'identity') {
    for (let at = 0; at < rows.length; at++)
      for (let k = 0; k < labelCount; k++)
        calibrated[at * labelCount + k] = probabilities[rows[at] * labelCount + k];
    return calibrated;
  }
  const row = rowMap(calibrator, logProbabilities, labelCount);
  for (let at = 0; at < rows.length; at++) row(rows[at] * labelCount, calibrated, at * labelCount);
  return calibrated;
}

/** Writes the map of the row of `logs` that starts at `from`. */
function rowMap(
  calibrator: Exclude<Calibrator, { method: 'identity' }>,
  logs: Float64Array,
  labelCount: number,
): (from: number, into: Float64Array, to: number) => void {
  const [own, mapped] = [new Float64Array(labelCount), new Float64Array(labelCount)];
  return (from, into, to) => {
    for (let k = 0; k < labelCount; k++) own[k] = logs[from + k];
    applyRow(calibrator, own, mapped);
    for (let k = 0; k < labelCount; k++) into[to + k] = mapped[k];
  };
}

function applyRow(
  calibrator: Exclude<Calibrator, { method: 'identity' }>,
  logs: Float64Array,
  into: Float64Array,
): void {
  switch (calibrator.method) {
    case 'temperature':
      return temperatureRow(calibrator.parameters, logs, into);
    case 'platt':
      return plattRow(calibrator.parameters, logs, into);
    case 'label bias':
      return labelBiasRow(calibrator.parameters, logs, into);
  }
}

/** A calibrator may come from a file that someone edited. */
function requireSound(calibrator: Calibrator, labelCount: number): void {
  if (typeof calibrator !== 'object' || calibrator === null)
    throw new InputError(
      `applyCalibrator requires a calibrator { method, parameters }; received ${JSON.stringify(calibrator)}`,
    );
  if (
    calibrator.method !== 'identity' &&
    (typeof calibrator.parameters !== 'object' || calibrator.parameters === null)
  )
    throw new InputError(
      `applyCalibrator requires parameters for ${calibrator.method}; received ` +
        JSON.stringify(calibrator.parameters),
    );
  switch (calibrator.method) {
    case 'identity':
      return;
    case 'temperature':
      if (!(calibrator.parameters.temperature > 0 && calibrator.parameters.temperature < Infinity))
        throw new InputError(
          `applyCalibrator requires a positive temperature; received ${calibrator.parameters.temperature}`,
        );
      break;
    case 'platt':
      if (labelCount !== 2)
        throw new InputError(`applyCalibrator requires two labels for platt; received ${labelCount}`);
      requireFinite('slope', calibrator.parameters.slope);
      requireFinite('intercept', calibrator.parameters.intercept);
      break;
    case 'label bias':
      if (!Array.isArray(calibrator.parameters.biases) || calibrator.parameters.biases.length !== labelCount)
        throw new InputError(
          `applyCalibrator requires one bias for each of ${labelCount} labels; received ` +
            `${calibrator.parameters.biases?.length ?? 'none'}`,
        );
      requireFinite('slope', calibrator.parameters.slope);
      calibrator.parameters.biases.forEach((bias, label) => requireFinite(`bias of label ${label}`, bias));
      break;
    default:
      throw new InputError(
        'applyCalibrator requires method identity, temperature, platt or label bias; received ' +
          JSON.stringify((calibrator as { method: unknown }).method),
      );
  }
  requireClip('applyCalibrator', calibrator.parameters.clip);
}

function requireFinite(what: string, value: number): void {
  if (!Number.isFinite(value))
    throw new InputError(`applyCalibrator requires a finite ${what}; received ${value}`);
}
