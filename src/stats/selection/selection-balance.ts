import { normalCdf } from '../numeric/distributions.ts';
import type { Clusters } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { type Notice, notice } from '../numeric/estimate.ts';
import { numberedClusters } from '../numeric/numbered-clusters.ts';
import type { Random } from '../numeric/random.ts';
import { type DrawnPool, clusterDraws } from './cluster-draws.ts';
import { hypergeometricTail } from './hypergeometric-tail.ts';

/**
 * Whether the drawn items of a pool look like a random part of it, by one value of each item.
 *
 * For catching labels that were declared random and were not: the uncertain items, the failures, the first
 * page. It sees a choice only where the value tells of it: a large p-value is no proof of a random draw.
 *
 * T = Σ (value − mean of the pool) over the drawn items
 * pValue = the larger of the two-sided p-values of T under two designs: as many items drawn at random, and as
 * many clusters. Which of the two was drawn nobody says.
 *
 * `value`: length pool, a mark (0 or 1) or a number. `drawn`: length pool, 1 for an item that was drawn,
 * whether people answered or not. `clusters`: a code for each item, or the word `items`. `random`: a stream;
 * the same stream gives the same p-value.
 *
 * Returns the means of the drawn items and of the others, and the p-value. Items by marks: exact
 * (hypergeometric). Clusters: exact where there are at most 10,000 ways to draw them; a normal approximation
 * where T lies within 1.5 standard errors; else draws, 199,999 at most, which stop once 20 reach as far as T.
 * Where clusters were drawn in part, the numbers drawn of each are dealt out to clusters at random. pValue is
 * NaN, with a `reason`, where nothing or everything was drawn.
 *
 * Throws InputError for lengths that differ, values that are not finite, and cluster codes that do not fit.
 *
 * @example
 * const value = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
 * const drawn = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
 * selectionBalance({ value, drawn, clusters: 'items' }, { random: createRandom(1) }).pValue; // 0.00699
 *
 * Source: [hansen-bowers-2008], section 2, for the comparison with what the design would draw;
 * [phipson-smyth-2010] for the p-value of draws, [besag-clifford-1991] for stopping.
 */
export function selectionBalance(
  { value, drawn, clusters }: SelectionInput,
  { random }: { readonly random: Random },
): SelectionBalance {
  requireValues(value, drawn);
  const sums = { drawn: 0, others: 0, drawnItems: 0, isMark: true };
  for (let item = 0; item < value.length; item++) {
    if (value[item] !== 0 && value[item] !== 1) sums.isMark = false;
    if (drawn[item] > 0) sums.drawnItems++;
    if (drawn[item] > 0) sums.drawn += value[item];
    else sums.others += value[item];
  }
  const others = value.length - sums.drawnItems;
  const found = (pValue: number, reason?: Notice): SelectionBalance =>
    Object.freeze({
      drawnMean: sums.drawn / sums.drawnItems,
      othersMean: sums.others / others,
      pValue,
      ...(reason === undefined ? {} : { reason }),
    });
  if (sums.drawnItems === 0 || others === 0)
    return found(NaN, others === 0 ? notice('no-unlabeled-item') : notice('no-labeled-item'));
  const codes = clusters === 'items' ? clusters : [clusters];
  const { parts, count } = numberedClusters('selectionBalance', codes, [value.length]);
  const pool = (cluster: Int32Array, clusterCount: number): DrawnPool => {
    return { value, drawn, cluster, clusterCount, mean: (sums.drawn + sums.others) / value.length };
  };
  const single = Int32Array.from({ length: value.length }, (_, item) => item);
  const byItems = sums.isMark
    ? hypergeometricTail(sums.drawn, sums.drawnItems, sums.drawn + sums.others, value.length)
    : pValueOf(pool(single, value.length), random.fork('items'));
  if (count === value.length) return found(byItems);
  return found(Math.max(byItems, pValueOf(pool(parts[0], count), random.fork('clusters'))));
}

export interface SelectionInput {
  readonly value: ArrayLike<number>;
  readonly drawn: ArrayLike<number>;
  readonly clusters: Clusters;
}

export interface SelectionBalance {
  /** Mean value of the drawn items, and of the others; shares where values are marks. */
  readonly drawnMean: number;
  readonly othersMean: number;
  readonly pValue: number;
  readonly reason?: Notice;
}

/** Within so many standard errors nothing is drawn: no doubt can come of it. */
const noDoubt = 1.5;

function pValueOf(pool: DrawnPool, random: Random): number {
  const { total, standardError, draw } = clusterDraws(pool);
  // Sums in another order differ in their last digits.
  if (Math.abs(total) < 1e-9) return 1;
  if (Math.abs(total) < noDoubt * standardError) return 2 * normalCdf(-Math.abs(total) / standardError);
  return Math.min(1, 2 * draw(total, random));
}

function requireValues(value: ArrayLike<number>, drawn: ArrayLike<number>): void {
  if (value.length !== drawn.length)
    throw new InputError(
      `selectionBalance requires to know of each item whether it was drawn; received ${value.length} and ` +
        String(drawn.length),
    );
  for (let item = 0; item < value.length; item++)
    if (!Number.isFinite(value[item]))
      throw new InputError(
        `selectionBalance requires finite values; received ${value[item]} at index ${item}`,
      );
}
