/** Worlds with a known truth, for tests, benchmarks and the demo. */
export { dawidSkeneWorld } from './dawid-skene-world.ts';
export type { DawidSkeneWorld } from './dawid-skene-world.ts';
export { pairwiseLabels, simulatePairwiseStudy } from './pairwise-study.ts';
export type {
  PairwiseDesign,
  PairwiseItem,
  PairwiseLabel,
  PairwiseRating,
  PairwiseStudy,
  PairwiseTruth,
} from './pairwise-study.ts';
export { drawBeta, drawCode, drawDirichlet, drawDistinct, drawGamma, drawNormal } from './draws.ts';
export { rateWorld } from './rate-world.ts';
export type { RateWorld, RateWorldDesign } from './rate-world.ts';
