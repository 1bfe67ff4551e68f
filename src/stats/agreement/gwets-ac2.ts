import { notice } from '../numeric/estimate.ts';
import { totalSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateOne } from './agreement-estimate.ts';
import type { AgreementEstimate, ShareIntervalRequest } from './agreement-facts.ts';
import { type AgreementWeights, type WeightChoice, agreementWeights } from './agreement-weights.ts';
import { countItems, ratingsOfItem } from './rated-items.ts';

/**
 * Gwet's AC2: AC1 with weights, so that a near miss on an ordered scale counts as partial agreement.
 *
 * For any number of raters, missing ratings and labels in an order or with values, above all where one label
 * is very common: weighted kappa and alpha then fall towards 0 however well raters agree, AC2 does not.
 * Partial credit lifts it, quadratic weights most: compare AC2 only with AC2 of the same weights and
 * codebook. With `nominal` weights it is AC1.
 *
 * observed = mean over items with n ≥ 2 of Σ_k c_k (c*_k − 1) / (n (n − 1)), c*_k = Σ_l weights[k, l] c_l
 * labelShares[k] = mean over items with n ≥ 1 of c_k / n
 * expected = (Σ_kl weights[k, l]) / (labelCount (labelCount − 1)) · Σ_k labelShares[k] (1 − labelShares[k])
 * ac2 = (observed − expected) / (1 − expected)
 *
 * `table`: ratings, missing ones absent, with the declared number of labels. `weights`: `linear`,
 * `quadratic`, `ordinal` or `nominal`, as in `agreementWeights`; `values`: the labels' numbers for the first
 * two, else their codes are taken as ranks at equal steps. `interval`: clusters, for an interval by cluster
 * (`krippendorffsAlpha` says how).
 *
 * Returns the value, `n` items with two or more ratings, and the parts of the formula; the other items are
 * counted in `excludedItems`, though those with one rating take part in labelShares. NaN, with a reason,
 * where no item has two ratings. It exists where all ratings carry one label (expected is then 0 and ac2 is
 * 1).
 *
 * Throws InputError for fewer than two labels, and for values that are not finite, all equal, or of another
 * length than the labels.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 3, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 1, 2, 2] });
 * gwetsAc2(table, { weights: 'quadratic' }).value; // 0.666667
 * gwetsAc2(table, { weights: 'nominal' }).value; // 0.272727
 *
 * Source: [gwet-2014], chapter 3; with nominal weights [gwet-2008].
 */
export function gwetsAc2(table: RatingTable, options: GwetsAc2Options): GwetsAc2 {
  return gwetsAgreement('gwetsAc2', table, options);
}

export type GwetsAc2Options = WeightChoice & {
  readonly weights: AgreementWeights;
  readonly interval?: ShareIntervalRequest;
};

export interface GwetsAc2 extends AgreementEstimate {
  readonly weights: AgreementWeights;
  readonly observed: number;
  readonly expected: number;
  /** Base rates: the mean over items of each label's share of the item, length labels. */
  readonly labelShares: readonly number[];
}

/** AC1 and AC2 are one formula; each names itself in its errors. */
export function gwetsAgreement(caller: string, table: RatingTable, options: GwetsAc2Options): GwetsAc2 {
  const { labelCount } = table;
  if (labelCount < 2) throw new InputError(`${caller} requires at least 2 labels; received ${labelCount}`);
  const weights = agreementWeights(caller, options, labelCount);
  const chance = weights.reduce((sum, weight) => sum + weight, 0) / (labelCount * (labelCount - 1));
  const counts = countItems(table, 2);
  const agreement = weightedAgreement(table, weights);
  // Sums: 0 items with two ratings, 1 their agreement, 2 items with one rating or more, 3 … the shares of
  // each label.
  const measure = {
    unitCount: table.itemCount,
    sumCount: 3 + labelCount,
    addUnit(item: number, add: (sum: number, value: number) => void): void {
      const ratings = ratingsOfItem(table, item);
      if (ratings === 0) return;
      add(2, 1);
      for (let index = table.itemStart[item]; index < table.itemStart[item + 1]; index++)
        add(3 + table.label[index], 1 / ratings);
      if (ratings < 2) return;
      add(0, 1);
      add(1, agreement(item));
    },
    numbersOf: (sums: Float64Array) => [coefficientOf(agreements(sums, chance))],
  };
  const facts = {
    ...counts,
    n: counts.items,
    kind: 'chance-corrected',
    unitSum: 0,
    reason: notice('no-item-rated-twice'),
  } as const;
  return Object.freeze({
    ...estimateOne(measure, facts, options.interval),
    weights: options.weights,
    ...partsOf(totalSums(measure), chance),
  });
}

type Parts = Pick<GwetsAc2, 'observed' | 'expected' | 'labelShares'>;

/** The mean weight of an item's pairs of ratings; the item needs two. */
function weightedAgreement(table: RatingTable, weights: Float64Array): (item: number) => number {
  const { itemStart, label, labelCount } = table;
  const count = new Int32Array(labelCount);
  return (item) => {
    const ratings = ratingsOfItem(table, item);
    const seen: number[] = [];
    for (let index = itemStart[item]; index < itemStart[item + 1]; index++)
      if (count[label[index]]++ === 0) seen.push(label[index]);
    let sum = 0;
    // A rating is no pair with itself: its own weight, 1, is taken off.
    for (const k of seen)
      for (const l of seen)
        sum += weights[k * labelCount + l] * count[k] * (k === l ? count[k] - 1 : count[l]);
    for (const k of seen) count[k] = 0;
    return sum / (ratings * (ratings - 1));
  };
}

function coefficientOf({ observed, expected }: Omit<Parts, 'labelShares'>): number {
  // expected is at most the mean of all weights, and two labels that differ have a weight below 1: the
  // divisor is never 0.
  return (observed - expected) / (1 - expected);
}

function partsOf(sums: Float64Array, chance: number): Parts {
  const labelShares = Array.from(sums.subarray(3), (share) => share / sums[2]);
  return { ...agreements(sums, chance), labelShares: Object.freeze(labelShares) };
}

function agreements(sums: Float64Array, chance: number): Omit<Parts, 'labelShares'> {
  let spread = 0;
  for (let at = 3; at < sums.length; at++) {
    const share = sums[at] / sums[2];
    spread += share * (1 - share);
  }
  return { observed: sums[1] / sums[0], expected: chance * spread };
}
