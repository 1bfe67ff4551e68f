/** A study and options in, one Analysis out. */
export {
  type Analysis,
  type Answer,
  type CalibrationAnalysis,
  type ComparisonAnalysis,
  type ConsensusAnalysis,
  type ConsensusItem,
  type Diagram,
  type JudgeAnalysis,
  type RateAnalysis,
  type RaterAnalysis,
  analysisSchema,
} from './schema/analysis.ts';
export { type Calibrated, calibrate } from './calibrate.ts';
export {
  type CalibratedRow,
  type SavedCalibrator,
  applySavedCalibrator,
  savedCalibratorSchema,
} from './saved-calibrator.ts';
export { type Diagnosis, type QuestionSummary, diagnose } from './diagnose.ts';
export type { RaterSummary } from './study/rater-summaries.ts';
export {
  type Said,
  type SaidWarning,
  placedWarnings,
  said,
  saidWarning,
  sortedWarnings,
} from './words/notices.ts';
export { drawFinding } from './words/draw.ts';
export { truthInside } from './words/truth.ts';
export { mapNames } from './words/sentences/calibration.ts';
export { consensusNames } from './words/sentences/consensus.ts';
export { questions } from './questions.ts';
export {
  type EstimateAnalysis,
  type EstimateOptions,
  estimateAnalysisSchema,
  estimateRates,
} from './estimate.ts';
export {
  type CompareOptions,
  type ComparisonOfStudy,
  comparisonAnalysisSchema,
  compareStudy,
} from './compare.ts';
export { LazyList, type ReadonlyList } from './views/lazy-list.ts';
export type { CalibrateOptions, SimulatedTruth } from './options.ts';
export {
  capital,
  columnText,
  coefficient,
  counted,
  decimal,
  dollars,
  figureRange,
  figureText,
  listed,
  loss,
  parameter,
  percent,
  percentRange,
  pointRange,
  points,
  signed,
  signedPoints,
  unknownText,
  type Unit,
} from './words/figures.ts';
