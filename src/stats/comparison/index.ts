/** Comparison: judges against each other on the same items. */
export {
  type PairedDesign,
  type PairedDifference,
  type PairedDifferenceInput,
  type PairedDifferenceOptions,
  pairedDifference,
  pairedDifferenceClaims,
} from './paired-difference.ts';
export type { NoVerdict } from './paired-scores.ts';
export {
  type JudgePair,
  type JudgeRanks,
  type PairwiseDifferences,
  type PairwiseDifferencesOptions,
  pairwiseDifferences,
} from './pairwise-differences.ts';
export { tangoInterval } from './tango.ts';
