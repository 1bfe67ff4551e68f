/** The jackknife of one sum over another: each cluster left out once. */

/** The two sums over all clusters. */
export interface RatioSums {
  readonly part: number;
  readonly whole: number;
}

/**
 * sqrt((clusters − 1) / clusters · Σ (ratio without the cluster − ratio)²), about the ratio itself. `part`,
 * `whole`: length clusters; one that adds nothing to the whole is none. NaN with fewer than two clusters, and
 * where no cluster's absence changes the ratio: no spread seen is not no spread.
 *
 * Source: [efron-tibshirani-1993], equation 11.5, about the value instead of the mean of the values without a
 * cluster.
 */
export function leftOutError(part: ArrayLike<number>, whole: ArrayLike<number>, sums: RatioSums): number {
  const ratio = sums.part / sums.whole;
  let [clusters, spread] = [0, 0];
  for (let cluster = 0; cluster < whole.length; cluster++) {
    if (whole[cluster] === 0) continue;
    clusters++;
    spread += ((sums.part - part[cluster]) / (sums.whole - whole[cluster]) - ratio) ** 2;
  }
  // Sums in another order differ in their last digits: that is no spread.
  return clusters > 1 && spread > 1e-24 ? Math.sqrt(((clusters - 1) / clusters) * spread) : NaN;
}
