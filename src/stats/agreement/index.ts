/** Agreement between raters: measures over a table of ratings. */
export type { AgreementEstimate, IntervalRequest, ShareIntervalRequest } from './agreement-facts.ts';
export type { AgreementWeights, WeightChoice } from './agreement-weights.ts';
export { type CohensKappa, type CohensKappaOptions, cohensKappa } from './cohens-kappa.ts';
export { type FleissKappa, fleissKappa } from './fleiss-kappa.ts';
export { type GwetsAc1, gwetsAc1 } from './gwets-ac1.ts';
export { type GwetsAc2, type GwetsAc2Options, gwetsAc2 } from './gwets-ac2.ts';
export {
  type KrippendorffsAlpha,
  type KrippendorffsAlphaOptions,
  krippendorffsAlpha,
} from './krippendorffs-alpha.ts';
export { leaveOneOutAgreement } from './leave-one-out-agreement.ts';
export { type PercentAgreementOptions, percentAgreement } from './percent-agreement.ts';
