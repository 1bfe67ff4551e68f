/** People who differ: a rate over people and items, and whether some say yes more readily. */
export { type Leniency, leniency } from './leniency.ts';
export { type TwoWayOptions, type TwoWayRate, twoWayRate } from './two-way-rate.ts';
export type { Votes } from './votes.ts';
