/** When clusters are so unequal that few of them decide. */
import { type Notice, notice } from '../numeric/estimate.ts';

/** From so many effective clusters on unequal ones are claimed; see docs/methods/clustered-share.md. */
const enough = 50;

/** A reason not to claim: a few clusters weigh so much that there are too few in effect. */
export function unequalClusters(clusters: number, effectiveClusters: number): Notice[] {
  const count = Math.floor(effectiveClusters);
  return isBalanced(clusters, effectiveClusters) || count >= enough
    ? []
    : [notice('few-effective-clusters', { count, from: enough })];
}

/** Sizes even from 1 to 7, or lognormal with a spread of ½, keep about eight in ten. */
export function isBalanced(clusters: number, effectiveClusters: number): boolean {
  return effectiveClusters >= 0.7 * clusters;
}
