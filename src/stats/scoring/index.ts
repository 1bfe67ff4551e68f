/**
 * Scoring: out-of-fold predictions and people's shares in, metrics out. `crossFittedPredictions` stays
 * inside.
 */
export type { Binning } from './calibration-error/calibration-bins.ts';
export { type BrierOptions, type BrierScore, brierScore } from './brier-score.ts';
export {
  type CorpDecomposition,
  type CorpOptions,
  corpDecomposition,
} from './calibration-error/corp-decomposition.ts';
export { type BinaryEvent, type EventChoice, eventOf, topLabelEvent } from './event.ts';
export {
  type CalibrationError,
  type CalibrationErrorOptions,
  expectedCalibrationError,
} from './calibration-error/expected-calibration-error.ts';
export {
  type IsotonicBlock,
  type IsotonicRegression,
  isotonicRegression,
} from './calibration-error/isotonic-regression.ts';
export { type LogLoss, logLoss } from './log-loss.ts';
export { type MarginalOptions, marginalBaseline } from './marginal-baseline.ts';
export { type Metric, type Weight, weightedMean } from './metric.ts';
export { type OutOfFoldPredictions, heldOutPredictions, untrainedPredictions } from './predictions.ts';
export {
  type BandPoint,
  type ReliabilityBin,
  type ReliabilityDiagram,
  type ReliabilityOptions,
  reliabilityDiagram,
} from './calibration-error/reliability-diagram.ts';
export { type SkillOptions, type SkillScore, skillScore } from './skill-score.ts';
export {
  type SmoothCalibrationError,
  type SmoothErrorOptions,
  smoothCalibrationError,
} from './calibration-error/smooth-calibration-error.ts';
export { type SoftLabels, softLabels, softLabelsOf } from './targets.ts';
export { type TopLabelAccuracy, topLabelAccuracy } from './top-label-accuracy.ts';
