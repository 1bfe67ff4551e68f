import { notice } from '../numeric/estimate.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateOne } from './agreement-estimate.ts';
import type { AgreementEstimate, ShareIntervalRequest } from './agreement-facts.ts';
import { agreeingPairs, countItems, pairCount, ratingsOfItem } from './rated-items.ts';

/**
 * Percent agreement: how often two ratings of the same item carry the same label, as a share in [0, 1].
 *
 * The first number to report, and never the only one: it says nothing of the agreement that chance alone
 * would bring, so report a chance-corrected measure with it. Two averages are in use and differ where items
 * have unequal numbers of ratings. Over `items` each item counts once (the default); over `pairs` an item
 * with n ratings counts n (n − 1) / 2 times, so a few much-rated items can decide.
 *
 * items: mean over items of agreeingPairs / pairs
 * pairs: Σ agreeingPairs / Σ pairs
 *
 * `table`: ratings of any number of raters, missing ones absent. `average`: `items` or `pairs`. `interval`:
 * clusters, for an interval by cluster (`clusteredShare`: t on the log odds; where no cluster differs,
 * Clopper-Pearson with each cluster one trial).
 *
 * Returns the value, with `n` the items (or pairs) averaged over; items with fewer than two ratings take no
 * part and are counted in `excludedItems`. The value is NaN, with a reason, where no item has two ratings:
 * there is no pair to compare.
 *
 * Throws InputError for cluster codes that do not fit the items, and for the interval's level.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 3, labelCount: 2, item: [0, 0, 0, 1, 1], rater: [0, 1, 2, 0, 1], label: [0, 0, 1, 1, 1] });
 * percentAgreement(table).value; // 0.666667
 * percentAgreement(table, { average: 'pairs' }).value; // 0.5
 *
 * Source: [gwet-2014] (observed agreement of an item); pooling over pairs as [zheng-2023], appendix D.3.
 */
export function percentAgreement(
  table: RatingTable,
  options: PercentAgreementOptions = {},
): AgreementEstimate {
  const { average = 'items', interval } = options;
  const counts = countItems(table, 2);
  const scratch = new Int32Array(table.labelCount);
  let pairsInAll = 0;
  for (let item = 0; item < table.itemCount; item++) pairsInAll += pairCount(ratingsOfItem(table, item));

  const measure = {
    unitCount: table.itemCount,
    sumCount: 2,
    addUnit(item: number, add: (sum: number, value: number) => void): void {
      const pairs = pairCount(ratingsOfItem(table, item));
      if (pairs === 0) return;
      const agreeing = agreeingPairs(table, item, scratch);
      add(0, average === 'items' ? agreeing / pairs : agreeing);
      add(1, average === 'items' ? 1 : pairs);
    },
    numbersOf: (sums: Float64Array) => [sums[0] / sums[1]],
  };
  const n = average === 'items' ? counts.items : pairsInAll;
  const reason = notice('no-item-rated-twice');
  return estimateOne(measure, { ...counts, n, kind: 'share', part: 0, whole: 1, reason }, interval);
}

export interface PercentAgreementOptions {
  readonly average?: 'items' | 'pairs';
  readonly interval?: ShareIntervalRequest;
}
