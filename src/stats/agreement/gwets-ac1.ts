import type { RatingTable } from '../numeric/rating-table.ts';
import type { ShareIntervalRequest } from './agreement-facts.ts';
import { type GwetsAc2, gwetsAgreement } from './gwets-ac2.ts';

/**
 * Gwet's AC1: agreement beyond chance, where chance counts only the ratings that a rater was not sure of.
 *
 * For any number of raters, missing ratings and nominal labels, above all where one label is very common:
 * kappa and alpha then fall towards 0 however well raters agree, AC1 does not. It rises with the number of
 * labels the codebook declares, used or not, so the codebook belongs to the number. Report it beside percent
 * agreement and a kappa or alpha. On an ordered scale prefer AC2, where a near miss counts in part.
 *
 * observed = mean over items with n ≥ 2 of Σ_k c_k (c_k − 1) / (n (n − 1))
 * labelShares[k] = mean over items with n ≥ 1 of c_k / n
 * expected = Σ_k labelShares[k] (1 − labelShares[k]) / (labelCount − 1)
 * ac1 = (observed − expected) / (1 − expected)
 *
 * `table`: ratings, missing ones absent, with the declared number of labels. `interval`: clusters for an
 * interval by cluster (`krippendorffsAlpha` says how).
 *
 * Returns the value, `n` items with two or more ratings, and the parts of the formula; the other items are
 * counted in `excludedItems`, though those with one rating take part in labelShares. NaN, with a reason,
 * where no item has two ratings. It exists where all ratings carry one label (expected is then 0 and ac1 is
 * 1).
 *
 * Throws InputError for fewer than two labels: expected divides by labelCount − 1.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 0, 0, 1] });
 * gwetsAc1(table).value; // 0.2
 *
 * Source: [gwet-2008]; several raters, missing ratings and the mean over items in labelShares as [gwet-2014].
 */
export function gwetsAc1(
  table: RatingTable,
  options: { readonly interval?: ShareIntervalRequest } = {},
): GwetsAc1 {
  const { interval } = options;
  return gwetsAgreement(
    'gwetsAc1',
    table,
    interval === undefined ? { weights: 'nominal' } : { weights: 'nominal', interval },
  );
}

/** The parts of AC1 are those of AC2 with nominal weights. */
export type GwetsAc1 = GwetsAc2;
