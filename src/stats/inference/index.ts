export type { JudgeErrorRates } from './call-counts.ts';
/** Inference: the rate among people, from few labels and many verdicts. */
export { type HumanOutcomes, type HumanRateOptions, humanRate, humanRateClaims } from './human-rate.ts';
export {
  type LabeledSample,
  type LabeledSampleInput,
  type SampleSelection,
  labeledSample,
} from './labeled-sample.ts';
export { type ErrorRateCounts, type LangReiczigelInterval, langReiczigelInterval } from './lang-reiczigel.ts';
export {
  type PredictionPoweredMean,
  type PredictionPoweredOptions,
  predictionPoweredClaims,
  predictionPoweredMean,
} from './prediction-powered-mean.ts';
export { type RateDesign, type RateEstimate, labelsSaved, rateDesign } from './rate-estimate.ts';
export type { RateIntervalKind } from './rate-interval.ts';
export {
  type RoganGladenEstimate,
  type RoganGladenOptions,
  roganGladen,
  roganGladenClaims,
} from './rogan-gladen.ts';
export {
  type TenenbeinEstimate,
  type TenenbeinOptions,
  type TenenbeinStratum,
  tenenbein,
  tenenbeinClaims,
} from './tenenbein.ts';
export { expectedWithoutVerdict } from './without-verdict.ts';
