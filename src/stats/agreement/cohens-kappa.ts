import { notice } from '../numeric/estimate.ts';
import { type Clusters, totalSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { estimateOne } from './agreement-estimate.ts';
import type { AgreementEstimate, ShareIntervalRequest } from './agreement-facts.ts';
import { type AgreementWeights, type WeightChoice, agreementWeights } from './agreement-weights.ts';
import { requireLabels } from './rated-items.ts';
import { rarerSide } from './rarer-side.ts';

/**
 * Cohen's kappa: the agreement of two raters beyond what their own label frequencies would bring by chance.
 *
 * For two raters who both rated the same items. 1 is full agreement, 0 is what two raters with these
 * frequencies reach without looking at the items. With `weights` a near miss on an ordered scale counts less
 * than a far one (weighted kappa); without, labels are names. Where one label is very common kappa is low
 * however well raters agree: the frequencies of both raters are in the result, and Gwet's AC1 does not share
 * the weakness. For more than two raters, or ratings missing at random places, prefer Krippendorff's alpha.
 *
 * observed = Σ_kl weights[k, l] · (share of items with labels k and l)
 * expected = Σ_kl weights[k, l] · firstShares[k] · secondShares[l]
 * kappa = (observed − expected) / (1 − expected)
 *
 * `first`, `second`: label codes, same length, in the same order of items; any negative code is missing, and
 * an item counts only where both are given. `labelCount`: number of labels of the codebook; labels neither
 * rater used change nothing, but one between two others stays a step of the scale. `weights`: `nominal` (the
 * default), `linear`, `quadratic` or `ordinal`, as in `agreementWeights`; `values`: the labels' numbers for
 * the middle two, else their codes are taken as ranks at equal steps. `interval`: clusters (one code for each
 * item), for an interval by cluster (`krippendorffsAlpha` says how).
 *
 * Returns the value, `n` items, `excludedItems` without both ratings, and the parts of the formula. The value
 * is NaN, with a reason, where no item has both ratings, and where both raters gave one and the same label
 * throughout (or labels of one value): chance alone then agrees fully and 0 / 0 has no value. Warns below 30
 * items.
 *
 * Throws InputError for unequal lengths, for codes not below labelCount, and for values that are not finite,
 * all equal, or of another length than the labels.
 *
 * @example
 * const kappa = cohensKappa([0, 0, 1, 1, 1], [0, 1, 1, 1, -1], 2);
 * kappa.value; // 0.5
 * kappa.excludedItems; // 1
 * cohensKappa([0, 1, 2, 2], [0, 1, 2, 1], 3, { weights: 'quadratic' }).value; // 0.8
 *
 * Source: [cohen-1960], equation 1; with weights [cohen-1968].
 */
export function cohensKappa(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labelCount: number,
  options: CohensKappaOptions = {},
): CohensKappa {
  if (first.length !== second.length)
    throw new InputError(
      `cohensKappa requires ratings of equal length; received ${first.length} and ${second.length}`,
    );
  requireLabels('cohensKappa', first, labelCount);
  requireLabels('cohensKappa', second, labelCount);
  const weights = agreementWeights('cohensKappa', options, labelCount);

  // Sums: the cells of the table of both raters' labels, rows the first rater's.
  const measure = {
    unitCount: first.length,
    sumCount: labelCount * labelCount,
    addUnit(item: number, add: (sum: number, value: number) => void): void {
      if (first[item] >= 0 && second[item] >= 0) add(first[item] * labelCount + second[item], 1);
    },
    numbersOf: (sums: Float64Array) => [kappaOf(sums, weights, labelCount)],
  };
  const table = totalSums(measure);
  const n = table.reduce((sum, count) => sum + count, 0);
  const facts = {
    n,
    items: n,
    labels: 2 * n,
    excludedItems: first.length - n,
    kind: 'chance-corrected',
    rarer: (clusters: Clusters) =>
      rarerSide(
        {
          itemCount: first.length,
          labelCount,
          labelsOf: (item) => (first[item] >= 0 && second[item] >= 0 ? [first[item], second[item]] : []),
        },
        clusters,
      ),
    reason: n === 0 ? notice('no-item-of-both') : notice('one-label-throughout'),
    warnings: n > 0 && n < SMALL_OVERLAP ? [notice('few-pairs', { pairs: n, from: SMALL_OVERLAP })] : [],
  } as const;
  return Object.freeze({
    ...estimateOne(measure, facts, options.interval),
    weights: options.weights ?? 'nominal',
    ...partsOf(table, weights, labelCount),
  });
}

export type CohensKappaOptions = WeightChoice & { readonly interval?: ShareIntervalRequest };

export interface CohensKappa extends AgreementEstimate {
  readonly weights: AgreementWeights;
  /** Agreement seen and agreement by chance, both in the weights. */
  readonly observed: number;
  readonly expected: number;
  /** Base rates of the two raters on the items both rated, length labels. */
  readonly firstShares: readonly number[];
  readonly secondShares: readonly number[];
}

const SMALL_OVERLAP = 30;

type Parts = Pick<CohensKappa, 'observed' | 'expected' | 'firstShares' | 'secondShares'>;

/**
 * Of disagreements, since they are 0 to the bit where none can occur, whatever the weights; of agreements it
 * is the same number.
 */
function kappaOf(table: Float64Array, weights: Float64Array, labelCount: number): number {
  const { first, second, total } = marginsOf(table, labelCount);
  let observed = 0;
  let expected = 0;
  for (let k = 0; k < labelCount; k++) {
    for (let l = 0; l < labelCount; l++) {
      const cell = k * labelCount + l;
      observed += (1 - weights[cell]) * table[cell];
      expected += (1 - weights[cell]) * first[k] * second[l];
    }
  }
  return expected > 0 ? 1 - (observed * total) / expected : NaN;
}

function partsOf(table: Float64Array, weights: Float64Array, labelCount: number): Parts {
  const { first, second, total } = marginsOf(table, labelCount);
  const firstShares = Object.freeze(Array.from(first, (count) => count / total));
  const secondShares = Object.freeze(Array.from(second, (count) => count / total));
  let observed = 0;
  let expected = 0;
  for (let k = 0; k < labelCount; k++) {
    for (let l = 0; l < labelCount; l++) {
      const cell = k * labelCount + l;
      observed += weights[cell] * table[cell];
      expected += weights[cell] * firstShares[k] * secondShares[l];
    }
  }
  return { observed: observed / total, expected, firstShares, secondShares };
}

function marginsOf(
  table: Float64Array,
  labelCount: number,
): { first: Float64Array; second: Float64Array; total: number } {
  const first = new Float64Array(labelCount);
  const second = new Float64Array(labelCount);
  let total = 0;
  for (let k = 0; k < labelCount; k++) {
    for (let l = 0; l < labelCount; l++) {
      const count = table[k * labelCount + l];
      first[k] += count;
      second[l] += count;
      total += count;
    }
  }
  return { first, second, total };
}
