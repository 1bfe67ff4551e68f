/** The shapes of calibrators: plain JSON, so that one saved and loaded applies bit for bit as before. */
import type { IdentityCalibrator } from './identity.ts';
import type { LabelBiasCalibrator } from './label-bias.ts';
import type { PlattCalibrator } from './platt.ts';
import type { TemperatureCalibrator } from './temperature.ts';

export type Calibrator = IdentityCalibrator | TemperatureCalibrator | PlattCalibrator | LabelBiasCalibrator;

export type CalibrationMethod = Calibrator['method'];

export interface CalibratorFit<Fitted extends Calibrator = Calibrator> {
  readonly calibrator: Fitted;
  readonly converged: boolean;
  readonly iterations: number;
  /** Σ weight · Σ_k share_k · ln probability_k of the fitted map on its own labels: in-sample, never a score. */
  readonly logLikelihood: number;
  /** Number of items fitted to. */
  readonly n: number;
  readonly warnings: readonly string[];
}
