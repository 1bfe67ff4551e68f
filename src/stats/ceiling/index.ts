/** A judge beside people: against the human ceiling, label by label, and as MT-Bench counts. */
export { type CeilingItems, type HumanCeiling, humanCeiling, judgeAgreement } from './human-ceiling.ts';
export type { SplitVerdicts } from './judge-verdicts.ts';
export { type LabelAgreement, labelAgreement } from './label-agreement.ts';
export {
  type MtBenchAgreement,
  type MtBenchJudgeSide,
  type MtBenchOptions,
  type MtBenchShare,
  type MtBenchSide,
  mtBenchAgreement,
} from './mt-bench-agreement.ts';
