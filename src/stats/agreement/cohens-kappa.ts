import { totalSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { type AgreementEstimate, type IntervalRequest, estimateAgreement } from './agreement-estimate.ts';
import { requireLabels } from './rated-items.ts';

/**
 * Cohen's kappa: the agreement of two raters beyond what their own label frequencies would bring by chance.
 *
 * For two raters who both rated the same items with nominal labels. 1 is full agreement, 0 is what two raters with these
 * frequencies reach without looking at the items. Where one label is very common kappa is low however well raters agree:
 * the frequencies of both raters are in the result, and Gwet's AC1 does not share the weakness. For more than two raters,
 * or ratings missing at random places, prefer Krippendorff's alpha.
 *
 * observed = share of items with the same label
 * expected = Σ_k firstShares[k] · secondShares[k]
 * kappa = (observed − expected) / (1 − expected)
 *
 * `first`, `second`: label codes, same length, in the same order of items; any negative code is missing, and an item
 * counts only where both are given. `labelCount`: number of labels of the codebook; unused labels change nothing.
 * `interval`: clusters (one code for each item) and a random stream, for a BCa interval by cluster.
 *
 * Returns the value, `n` items, `excludedItems` without both ratings, and the parts of the formula. The value is NaN, with
 * a reason, where no item has both ratings, and where both raters gave one and the same label throughout: chance alone
 * then agrees fully and 0 / 0 has no value. Warns below 30 items.
 *
 * Throws InputError for unequal lengths and for codes not below labelCount.
 *
 * @example
 * const kappa = cohensKappa([0, 0, 1, 1, 1], [0, 1, 1, 1, -1], 2);
 * kappa.value; // 0.5
 * kappa.excludedItems; // 1
 *
 * Source: [cohen-1960], equation 1.
 */
export function cohensKappa(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labelCount: number,
  options: { readonly interval?: IntervalRequest } = {},
): CohensKappa {
  if (first.length !== second.length)
    throw new InputError(`cohensKappa requires ratings of equal length; received ${first.length} and ${second.length}`);
  requireLabels('cohensKappa', first, labelCount);
  requireLabels('cohensKappa', second, labelCount);

  // Sums: the cells of the table of both raters' labels, rows the first rater's.
  const measure = {
    unitCount: first.length,
    sumCount: labelCount * labelCount,
    addUnit(item: number, add: (sum: number, value: number) => void): void {
      if (first[item] >= 0 && second[item] >= 0) add(first[item] * labelCount + second[item], 1);
    },
    numbersOf: (sums: Float64Array) => [kappaOf(partsOf(sums, labelCount))],
  };
  const table = totalSums(measure);
  const n = table.reduce((sum, count) => sum + count, 0);
  const facts = {
    n,
    items: n,
    labels: 2 * n,
    excludedItems: first.length - n,
    kind: 'chance-corrected',
    reason: n === 0 ? 'no item was rated by both raters' : 'both raters gave one and the same label throughout',
    warnings: n > 0 && n < SMALL_OVERLAP ? [`${n} items rated by both are few: kappa is unsteady below ${SMALL_OVERLAP}`] : [],
  } as const;
  return Object.freeze({ ...estimateAgreement(measure, [facts], options.interval)[0], ...partsOf(table, labelCount) });
}

export interface CohensKappa extends AgreementEstimate {
  readonly observed: number;
  readonly expected: number;
  /** Base rates of the two raters on the items both rated, length labels. */
  readonly firstShares: readonly number[];
  readonly secondShares: readonly number[];
}

const SMALL_OVERLAP = 30;

type Parts = Pick<CohensKappa, 'observed' | 'expected' | 'firstShares' | 'secondShares'>;

function kappaOf({ observed, expected }: Parts): number {
  return 1 - expected > 1e-12 ? (observed - expected) / (1 - expected) : NaN;
}

function partsOf(table: Float64Array, labelCount: number): Parts {
  const firstShares = Array.from({ length: labelCount }, () => 0);
  const secondShares = Array.from({ length: labelCount }, () => 0);
  let observed = 0;
  let n = 0;
  for (let k = 0; k < labelCount; k++) {
    observed += table[k * labelCount + k];
    for (let l = 0; l < labelCount; l++) {
      const count = table[k * labelCount + l];
      firstShares[k] += count;
      secondShares[l] += count;
      n += count;
    }
  }
  let expected = 0;
  for (let k = 0; k < labelCount; k++) {
    firstShares[k] /= n;
    secondShares[k] /= n;
    expected += firstShares[k] * secondShares[k];
  }
  return { observed: observed / n, expected, firstShares: Object.freeze(firstShares), secondShares: Object.freeze(secondShares) };
}
