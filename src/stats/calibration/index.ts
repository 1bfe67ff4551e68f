/**
 * Calibration: a judge's probabilities and people's shares in, a calibrator and out-of-fold predictions out.
 */
export { applyCalibrator } from './apply-calibrator.ts';
export type { CalibrationMethod, Calibrator } from './calibrator.ts';
export type { CalibratorFit } from './calibrator-fit.ts';
export type { Candidate, CandidateLoss } from './choose-candidate.ts';
export { clusterFolds } from './cluster-folds.ts';
export {
  type CrossFitCalibration,
  type CrossFitOptions,
  type FoldChoice,
  crossFitCalibration,
  fewestClusters,
} from './cross-fit-calibration.ts';
export { fitCalibrator } from './fit-calibrator.ts';
export type { FitOptions } from './fit-design.ts';
export { type IdentityCalibrator, fitIdentity } from './identity.ts';
export { type LabelBiasCalibrator, type LabelBiasOptions, fitLabelBias } from './label-bias.ts';
export { type PlattCalibrator, type PlattOptions, fitPlatt } from './platt.ts';
export { type TemperatureCalibrator, fitTemperature } from './temperature.ts';
