/**
 * The variance of a sum of means whose items come in clusters: what an estimator of a rate needs to know of
 * its spread.
 */

import { clustersWith } from '../numeric/numbered-clusters.ts';

/**
 * One mean: of these values, over items of these clusters. The same number is the same cluster in every part.
 */
export interface MeanPart {
  readonly values: ArrayLike<number>;
  readonly clusters: Int32Array;
}

/**
 * Variance of the sum of the parts' means. Each item moves its part's mean by (value − mean) / length; what
 * the items of one cluster move, in all parts together, is added up first and squared then, so items that
 * vary together count together.
 *
 * smallSample: each part's movements are multiplied by sqrt(G / (G − 1)), G its clusters. Where every cluster
 * is one item, that is the classical Σ variance / length with length − 1 below each variance; without it,
 * with length.
 *
 * `clusterCount`: clusters are numbered below it.
 *
 * NaN where a part has fewer than two clusters: one cluster shows no spread between clusters.
 *
 * Source: [liang-zeger-1986], the robust variance with clusters; the factor as [cameron-2015], here for each
 * part by its own clusters.
 */
export function clusterVariance(
  parts: readonly MeanPart[],
  clusterCount: number,
  smallSample = true,
): number {
  const moved = new Float64Array(clusterCount);
  for (const { values, clusters } of parts) {
    const count = clustersWith(clusters, clusterCount);
    if (count < 2) return NaN;
    const scale = (smallSample ? Math.sqrt(count / (count - 1)) : 1) / values.length;
    const center = meanOf(values);
    for (let i = 0; i < values.length; i++) moved[clusters[i]] += scale * (values[i] - center);
  }
  let variance = 0;
  for (const movement of moved) variance += movement * movement;
  return variance;
}

/**
 * Whether a variance is more than the square of what rounding leaves. Movements that cancel within every
 * cluster leave 1e-34 or so; one item in a million that differs moves its mean by 1e-6. False for NaN.
 */
export function isSpread(variance: number): boolean {
  return variance > 1e-24;
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
