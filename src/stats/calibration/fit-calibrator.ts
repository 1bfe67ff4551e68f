import { InputError } from '../numeric/errors.ts';
import type { SoftLabels } from '../scoring/targets.ts';
import type { CalibrationMethod, Calibrator } from './calibrator.ts';
import type { CalibratorFit } from './calibrator-fit.ts';
import { type FitDesign, type FitOptions, allRows, fitDesign } from './fit-design.ts';
import { identityFit } from './identity.ts';
import { labelBiasFit } from './label-bias.ts';
import { plattFit } from './platt.ts';
import { temperatureFit } from './temperature.ts';

/**
 * Fits one calibrator, chosen by its method's name.
 *
 * For the map that new items get, fitted to all labels. A map that is to be scored, or chosen among several,
 * needs `crossFitCalibration`.
 *
 * calibrator = argmin over the method's parameters of the weighted cross entropy to people's shares
 *
 * `method`: `identity`, `temperature`, `platt` (two labels) or `label bias`. `probabilities`: [rows ×
 * labels], row-major, rows sum to 1. `targets`: shares of people on the same rows. `weight`: `labels` (the
 * default) or `items`. `clip`: 1e-6.
 *
 * Returns the fit, with its method's warnings. A fit that did not converge has `converged: false` and a
 * warning.
 *
 * Throws InputError for an unknown method, and as the method's own function does.
 *
 * @example
 * fitCalibrator('identity', [0.9, 0.1], softLabels([1, 0], 2)).calibrator.method; // 'identity'
 *
 * Source: [guo-2017], section 4.
 */
export function fitCalibrator(
  method: CalibrationMethod,
  probabilities: ArrayLike<number>,
  targets: SoftLabels,
  options: FitOptions = {},
): CalibratorFit<Calibrator> {
  requireMethod('fitCalibrator', method);
  const design = fitDesign('fitCalibrator', probabilities, targets, options);
  return fitRows(method, design, allRows(design));
}

const fits: Readonly<
  Record<CalibrationMethod, (design: FitDesign, rows: Int32Array) => CalibratorFit<Calibrator>>
> = {
  identity: identityFit,
  temperature: (design, rows) => temperatureFit(design, rows, fittedToPart(temperatureFit, design, rows)),
  platt: (design, rows) => plattFit(design, rows, { near: fittedToPart(plattFit, design, rows) }),
  'label bias': (design, rows) => labelBiasFit(design, rows),
};

/** Of so many rows a part says where the search for all of them begins. */
const manyRows = 8192;
const part = 16;

function fittedToPart<Fitted>(
  fit: (design: FitDesign, rows: Int32Array) => CalibratorFit<Fitted>,
  design: FitDesign,
  rows: Int32Array,
): Fitted | undefined {
  if (rows.length < manyRows) return undefined;
  const { converged, calibrator } = fit(
    design,
    rows.filter((_, at) => at % part === 0),
  );
  return converged ? calibrator : undefined;
}

export function fitRows(
  method: CalibrationMethod,
  design: FitDesign,
  rows: Int32Array,
): CalibratorFit<Calibrator> {
  return fits[method](design, rows);
}

export function requireMethod(caller: string, method: CalibrationMethod): void {
  if (!Object.hasOwn(fits, method))
    throw new InputError(
      `${caller} requires method ${Object.keys(fits).join(', ')}; received ${JSON.stringify(method)}`,
    );
}
