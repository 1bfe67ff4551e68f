/** When clusters are so unequal that few of them decide. */
import { type Notice, fewerThan } from '../numeric/estimate.ts';

/**
 * (Σ weights)² / Σ weights²: so many clusters of equal weight would tell as much. NaN where none weighs
 * anything.
 *
 * Source: [kish-1965].
 */
export function effectiveNumber(weights: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let cluster = 0; cluster < weights.length; cluster++) {
    sum += weights[cluster];
    squares += weights[cluster] ** 2;
  }
  return sum ** 2 / squares;
}

/**
 * A reason not to claim: a few clusters weigh so much that there are too few in effect. From 50 effective
 * clusters on unequal ones are claimed; docs/methods/clustered-share.md has the cells.
 */
export function unequalClusters(clusters: number, effectiveClusters: number): Notice[] {
  return isBalanced(clusters, effectiveClusters)
    ? []
    : fewerThan(50, Math.floor(effectiveClusters), 'few-effective-clusters');
}

/** Sizes even from 1 to 7, or lognormal with a spread of ½, keep about eight in ten. */
export function isBalanced(clusters: number, effectiveClusters: number): boolean {
  return effectiveClusters >= 0.7 * clusters;
}
