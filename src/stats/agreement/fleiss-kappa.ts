import { notice } from '../numeric/estimate.ts';
import { type Clusters, totalSums } from '../numeric/cluster-sums.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateOne } from './agreement-estimate.ts';
import type { AgreementEstimate, ShareIntervalRequest } from './agreement-facts.ts';
import { countItems, pairwiseAgreement, ratingsOfItem } from './rated-items.ts';
import { labelsOfTable, rarerSide } from './rarer-side.ts';

/**
 * Fleiss' kappa: the agreement of many raters beyond chance, chance being one set of label frequencies for
 * all of them.
 *
 * For nominal labels where it does not matter who gave which rating: raters may differ from item to item.
 * Items may have unequal numbers of ratings; each item with two or more counts once in the observed
 * agreement. With equal numbers this is Fleiss' own formula. Krippendorff's alpha differs by a correction for
 * small samples and by the weight of items with many ratings. Both fall where one label is very common:
 * report them beside percent agreement and Gwet's AC1.
 *
 * observed = mean over items with n ≥ 2 of Σ_k c_k (c_k − 1) / (n (n − 1))
 * expected = Σ_k labelShares[k]², labelShares pooled over all ratings, those of items with one rating too
 * kappa = (observed − expected) / (1 − expected)
 *
 * `table`: ratings, missing ones absent; unused labels change nothing. `interval`: clusters, for an interval
 * by cluster (`krippendorffsAlpha` says how).
 *
 * Returns the value, `n` items with two or more ratings, and the parts of the formula; other items are
 * counted in `excludedItems`. NaN, with a reason, where no item has two ratings, and where all ratings carry
 * one label: chance alone then agrees fully and 0 / 0 has no value.
 *
 * Throws InputError for cluster codes that do not fit the items, and for the interval's level and replicates.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 0, 0, 1] });
 * fleissKappa(table).value; // -0.333333
 *
 * Source: [fleiss-1971]; unequal numbers by the mean of the items' own agreements, as [gwet-2014].
 */
export function fleissKappa(
  table: RatingTable,
  options: { readonly interval?: ShareIntervalRequest } = {},
): FleissKappa {
  const { labelCount } = table;
  const counts = countItems(table, 2);
  const scratch = new Int32Array(labelCount);
  // Sums: 0 items with two ratings, 1 their agreement, 2 … the ratings of each label.
  const measure = {
    unitCount: table.itemCount,
    sumCount: 2 + labelCount,
    addUnit(item: number, add: (sum: number, value: number) => void): void {
      for (let index = table.itemStart[item]; index < table.itemStart[item + 1]; index++)
        add(2 + table.label[index], 1);
      if (ratingsOfItem(table, item) < 2) return;
      add(0, 1);
      add(1, pairwiseAgreement(table, item, scratch));
    },
    numbersOf: (sums: Float64Array) => [kappaOf(partsOf(sums))],
  };
  const facts = {
    ...counts,
    n: counts.items,
    kind: 'chance-corrected',
    rarer: (clusters: Clusters) => rarerSide(labelsOfTable(table), clusters),
    unitSum: 0,
    reason: counts.items === 0 ? notice('no-item-rated-twice') : notice('one-label-throughout'),
  } as const;
  return Object.freeze({
    ...estimateOne(measure, facts, options.interval),
    ...partsOf(totalSums(measure)),
  });
}

export interface FleissKappa extends AgreementEstimate {
  readonly observed: number;
  readonly expected: number;
  /** Base rates: the share of each label among all ratings, length labels. */
  readonly labelShares: readonly number[];
}

type Parts = Pick<FleissKappa, 'observed' | 'expected' | 'labelShares'>;

function kappaOf({ observed, expected }: Parts): number {
  return 1 - expected > 1e-12 ? (observed - expected) / (1 - expected) : NaN;
}

function partsOf(sums: Float64Array): Parts {
  let ratings = 0;
  for (let k = 2; k < sums.length; k++) ratings += sums[k];
  const labelShares = Array.from(sums.subarray(2), (count) => count / ratings);
  let expected = 0;
  for (const share of labelShares) expected += share ** 2;
  return { observed: sums[1] / sums[0], expected, labelShares: Object.freeze(labelShares) };
}
