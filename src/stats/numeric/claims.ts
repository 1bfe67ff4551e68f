/** Reasons not to claim the coverage of an interval: too few of what it was tested with. */
import { type Notice, notice } from './estimate.ts';

/** By its code: fewer of something than the claim begins at; none where there are enough. */
export function fewerThan(least: number, count: number, code: `few-${string}`): Notice[] {
  return count < least ? [notice(code, { count, from: least })] : [];
}

/** Too few clusters at all. */
export function fewClusters(clusters: number, from: number): Notice[] {
  return clusters < from ? [notice('few-clusters', { clusters, from })] : [];
}
