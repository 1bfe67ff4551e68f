/** One label per item from several raters, and what each rater's word is worth. */
export { agreementWithConsensus, consensusStatuses } from './consensus.ts';
export type { Consensus, ConsensusAgreement, ConsensusStatus, Contributors, TiePolicy } from './consensus.ts';
export { softMajority } from './soft-majority.ts';
export type { ModelMajorityOptions, PeopleMajorityOptions, SoftMajority } from './soft-majority.ts';
export { ordinalSummary } from './ordinal-summary.ts';
export type { OrdinalSummary } from './ordinal-summary.ts';
export { crowdlab } from './crowdlab.ts';
export type { CrowdlabInput, CrowdlabResult } from './crowdlab.ts';
export type { CrowdlabCollapse } from './crowdlab-collapse.ts';
export { weightFloor } from './crowdlab-weights.ts';
export type { CrowdlabRaters } from './crowdlab-raters.ts';
export { applyCrowdlabTemperature, fitCrowdlabTemperature } from './crowdlab-temperature.ts';
export type { CrowdlabTemperature } from './crowdlab-temperature.ts';
export { type OrderFlips, type OrderFlipsOptions, orderFlips } from './order-flips.ts';
export { combinePresentationOrders, presentationBias } from './presentation-orders.ts';
export type { CombinedOrders, PresentationOptions } from './presentation-orders.ts';
