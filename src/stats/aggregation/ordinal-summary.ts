import { InputError } from '../numeric/errors.ts';
import type { Consensus } from './consensus.ts';

export interface OrdinalSummary {
  /**
   * length items: median of the values under the item's shares; halfway between two values where exactly half
   * lies on each side.
   */
  readonly median: Float64Array;
  /** length items: mean of the values under the item's shares. */
  readonly mean: Float64Array;
}

/**
 * Median and mean of each item on an ordered scale, from its shares.
 *
 * For codebooks whose labels stand in order. The median needs the order only; the mean takes the distances
 * between `values` at their word. Beside them look at the shares: 1-1-4-4 has the mean of 2-2-3-3.
 *
 * mean = Σ_k share_k · values_k
 * median = the value at which the running sum of shares passes ½
 *
 * `consensus`: with shares. `values`: length labels, strictly ascending.
 *
 * Returns NaN for unrated items. Throws InputError for values that do not ascend or a consensus of scores.
 *
 * @example
 * const table = ratingTable({ itemCount: 1, raterCount: 3, labelCount: 4, item: [0, 0, 0], rater: [0, 1, 2], label: [0, 3, 3] });
 * Array.from(ordinalSummary(softMajority(table), [1, 2, 3, 4]).median); // [4]
 * Array.from(ordinalSummary(softMajority(table), [1, 2, 3, 4]).mean); // [3]
 */
export function ordinalSummary(consensus: Consensus, values: ArrayLike<number>): OrdinalSummary {
  const { itemCount, labelCount, numbers, kind } = consensus;
  if (kind !== 'shares')
    throw new InputError(`ordinalSummary requires a consensus of shares; received ${kind}`);
  if (values.length !== labelCount)
    throw new InputError(`ordinalSummary requires ${labelCount} values; received ${values.length}`);
  for (let k = 0; k < labelCount; k++)
    if (!Number.isFinite(values[k]) || (k > 0 && values[k] <= values[k - 1]))
      throw new InputError(`ordinalSummary requires ascending values; received ${values[k]} at label ${k}`);

  const median = new Float64Array(itemCount).fill(NaN);
  const mean = new Float64Array(itemCount).fill(NaN);
  for (let i = 0; i < itemCount; i++) {
    if (Number.isNaN(numbers[i * labelCount])) continue;
    const shares = numbers.subarray(i * labelCount, (i + 1) * labelCount);
    median[i] = medianOf(shares, values);
    mean[i] = shares.reduce((sum, share, k) => sum + share * values[k], 0);
  }
  return Object.freeze({ median, mean });
}

function medianOf(shares: Float64Array, values: ArrayLike<number>): number {
  let below = 0;
  for (let k = 0; k < shares.length; k++) {
    below += shares[k];
    if (below > 0.5 + 1e-12) return values[k];
    if (below >= 0.5 - 1e-12) {
      let next = k + 1;
      while (next < shares.length - 1 && shares[next] === 0) next++;
      return (values[k] + values[next]) / 2;
    }
  }
  return NaN;
}
