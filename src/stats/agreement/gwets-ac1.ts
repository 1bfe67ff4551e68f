import { totalSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { type AgreementEstimate, type IntervalRequest, estimateAgreement } from './agreement-estimate.ts';
import { countItems, pairwiseAgreement, ratingsOfItem } from './rated-items.ts';

/**
 * Gwet's AC1: agreement beyond chance, where chance counts only the ratings that a rater was not sure of.
 *
 * For any number of raters, missing ratings and nominal labels, above all where one label is very common: kappa and alpha
 * then fall towards 0 however well raters agree, AC1 does not. It rises with the number of labels the codebook declares,
 * used or not, so the codebook belongs to the number. Report it beside percent agreement and a kappa or alpha.
 *
 * observed = mean over items with n ≥ 2 of Σ_k c_k (c_k − 1) / (n (n − 1))
 * labelShares[k] = mean over items with n ≥ 1 of c_k / n
 * expected = Σ_k labelShares[k] (1 − labelShares[k]) / (labelCount − 1)
 * ac1 = (observed − expected) / (1 − expected)
 *
 * `table`: ratings, missing ones absent, with the declared number of labels. `interval`: clusters and a random stream, for
 * a BCa interval by cluster.
 *
 * Returns the value, `n` items with two or more ratings, and the parts of the formula; the other items are counted in
 * `excludedItems`, though those with one rating take part in labelShares. NaN, with a reason, where no item has two
 * ratings. It exists where all ratings carry one label (expected is then 0 and ac1 is 1).
 *
 * Throws InputError for fewer than two labels: expected divides by labelCount − 1.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 0, 0, 1] });
 * gwetsAc1(table).value; // 0.2
 *
 * Source: [gwet-2008]; several raters, missing ratings and the mean over items in labelShares as [gwet-2014].
 */
export function gwetsAc1(table: RatingTable, options: { readonly interval?: IntervalRequest } = {}): GwetsAc1 {
  const { labelCount } = table;
  if (labelCount < 2) throw new InputError(`gwetsAc1 requires at least 2 labels; received ${labelCount}`);
  const counts = countItems(table, 2);
  const scratch = new Int32Array(labelCount);
  // Sums: 0 items with two ratings, 1 their agreement, 2 items with one rating or more, 3 … the shares of each label.
  const measure = {
    unitCount: table.itemCount,
    sumCount: 3 + labelCount,
    addUnit(item: number, add: (sum: number, value: number) => void): void {
      const ratings = ratingsOfItem(table, item);
      if (ratings === 0) return;
      add(2, 1);
      for (let place = table.itemStart[item]; place < table.itemStart[item + 1]; place++) add(3 + table.label[place], 1 / ratings);
      if (ratings < 2) return;
      add(0, 1);
      add(1, pairwiseAgreement(table, item, scratch));
    },
    numbersOf: (sums: Float64Array) => [ac1Of(partsOf(sums))],
  };
  const facts = { ...counts, n: counts.items, kind: 'chance-corrected', unitSum: 0, reason: 'no item has two ratings' } as const;
  return Object.freeze({ ...estimateAgreement(measure, [facts], options.interval)[0], ...partsOf(totalSums(measure)) });
}

export interface GwetsAc1 extends AgreementEstimate {
  readonly observed: number;
  readonly expected: number;
  /** Base rates: the mean over items of each label's share of the item, length labels. */
  readonly labelShares: readonly number[];
}

type Parts = Pick<GwetsAc1, 'observed' | 'expected' | 'labelShares'>;

function ac1Of({ observed, expected }: Parts): number {
  // expected is at most 1 / labelCount, so the divisor is never 0.
  return (observed - expected) / (1 - expected);
}

function partsOf(sums: Float64Array): Parts {
  const labelShares = Array.from(sums.subarray(3), (share) => share / sums[2]);
  let spread = 0;
  for (const share of labelShares) spread += share * (1 - share);
  return { observed: sums[1] / sums[0], expected: spread / (labelShares.length - 1), labelShares: Object.freeze(labelShares) };
}
