/**
 * What every method stands on: estimates, seeded randomness, distributions, the table of ratings, resampled
 * clusters.
 */
export { ascendingOrder } from './ascending-order.ts';
export { clopperPearson } from './clopper-pearson.ts';
export { type BootstrapEstimate, type BootstrapOptions, clusterBootstrap } from './cluster-bootstrap.ts';
export { type ClusterSums, type Clusters, type UnitSums, clusterSums } from './cluster-sums.ts';
export { betaQuantile, normalCdf, normalQuantile, studentQuantile } from './distributions.ts';
export { InputError } from './errors.ts';
export {
  type Estimate,
  type Fact,
  type Interval,
  type Notice,
  noInterval,
  notice,
  unknownEstimate,
  unknownInterval,
} from './estimate.ts';
export { clustersWith } from './numbered-clusters.ts';
export { type Random, createRandom, drawIndex } from './random.ts';
export { type RatingColumns, type RatingTable, itemOfRating, ratingTable } from './rating-table.ts';
