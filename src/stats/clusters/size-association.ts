import { InputError } from '../numeric/errors.ts';
import { studentCdf } from '../numeric/distributions.ts';

/**
 * Whether large clusters differ from small ones: a test of the share against the size of the cluster.
 *
 * For information beside a share by cluster (`clusteredShare`). Where large clusters agree more, say, the
 * share of new items depends on how large their clusters will be. It decides nothing: intervals of skewed
 * sizes fall short with and without an association, and a test does not tell which.
 *
 * T = Σ (part − share · whole) (log whole − item-weighted mean of log whole)
 * t = T / sqrt(clusters / (clusters − 1) · Σ of the squares of its terms), clusters − 1 degrees of freedom
 *
 * `part`, `whole`: length clusters, as in `clusteredShare`; a cluster that adds nothing to the whole is none.
 *
 * Returns t, above 0 where large clusters have the larger shares, and its two-sided p. NaN where there are
 * fewer than two clusters, all of one size, or none that differs from the share.
 *
 * Throws InputError for lengths that differ and for a part outside [0, whole].
 *
 * @example
 * const test = sizeAssociation([1, 2, 1, 2, 3, 3, 4, 4], [1, 2, 2, 3, 4, 5, 8, 10]);
 * test.t; // -1.8390
 * test.p; // 0.1085
 *
 * Source: [liang-zeger-1986], the score of a covariate with the robust variance; [cameron-2015] for t.
 */
export function sizeAssociation(part: ArrayLike<number>, whole: ArrayLike<number>): SizeAssociation {
  if (part.length !== whole.length)
    throw new InputError(
      `sizeAssociation requires a part for each whole; received ${part.length} and ${whole.length}`,
    );
  let [parts, sum, logs, clusters] = [0, 0, 0, 0];
  for (let cluster = 0; cluster < whole.length; cluster++) {
    if (!(part[cluster] >= 0 && part[cluster] <= whole[cluster]))
      throw new InputError(
        `sizeAssociation requires parts in [0, whole]; received ${part[cluster]} of ${whole[cluster]}`,
      );
    if (whole[cluster] === 0) continue;
    parts += part[cluster];
    sum += whole[cluster];
    logs += whole[cluster] * Math.log(whole[cluster]);
    clusters++;
  }
  let [total, squares] = [0, 0];
  for (let cluster = 0; cluster < whole.length; cluster++) {
    if (whole[cluster] === 0) continue;
    const term = (part[cluster] - (parts / sum) * whole[cluster]) * (Math.log(whole[cluster]) - logs / sum);
    total += term;
    squares += term ** 2;
  }
  if (clusters < 2 || squares < 1e-24) return Object.freeze({ t: NaN, p: NaN });
  const t = total / Math.sqrt((clusters / (clusters - 1)) * squares);
  return Object.freeze({ t, p: 2 * studentCdf(-Math.abs(t), clusters - 1) });
}

export interface SizeAssociation {
  readonly t: number;
  readonly p: number;
}
