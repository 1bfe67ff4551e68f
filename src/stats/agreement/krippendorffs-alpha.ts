import { notice } from '../numeric/estimate.ts';
import { type Clusters, totalSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateOne } from './agreement-estimate.ts';
import type { AgreementEstimate, ShareIntervalRequest } from './agreement-facts.ts';
import { countItems, ratingsOfItem } from './rated-items.ts';
import { labelsOfTable, rarerSide } from './rarer-side.ts';

/**
 * Krippendorff's alpha: how far ratings of one item disagree, against ratings drawn from all items, as 1 − a
 * ratio.
 *
 * For any number of raters, any pattern of missing ratings, and labels that are names, ranks or numbers. 1 is
 * full agreement, 0 is what labels dealt out at random reach, below 0 is systematic disagreement. It weighs
 * how far labels lie apart by the metric, so a slip to the next rank costs less than one across the scale. It
 * falls where one label is very common, as every kappa does: report it beside percent agreement and Gwet's
 * AC1.
 *
 * coincidences[k, l] = Σ over items of (ordered pairs of ratings k, l) / (ratings of the item − 1)
 * margins[k] = Σ_l coincidences[k, l], total = Σ_k margins[k]
 * observedDisagreement = Σ_kl coincidences[k, l] δ²(k, l) / total
 * expectedDisagreement = Σ_kl margins[k] margins[l] δ²(k, l) / (total (total − 1))
 * alpha = 1 − observedDisagreement / expectedDisagreement
 * δ² nominal: 1 where k ≠ l · ordinal: (Σ_{g = k…l} margins[g] − (margins[k] + margins[l]) / 2)², in the
 * order of the codes δ² interval: (v_k − v_l)² · ratio: ((v_k − v_l) / (v_k + v_l))², 0 where both are 0
 *
 * `table`: ratings, missing ones absent; unused labels change nothing. `metric`: one of the four. `values`:
 * the labels' numbers (length labels), for interval and ratio; for ratio none negative. `interval`: clusters
 * (one code for each item), for an interval by cluster: each left out once, with its margins and ordinal
 * distances, on Fisher's scale; nothing is drawn.
 *
 * Returns the value, `n` items with two or more ratings, both disagreements and the base rates. Items with
 * one rating take no part, in the margins neither, and are counted in `excludedItems`. NaN, with a reason,
 * where no item has two ratings, and where all of these ratings carry one label (or one value): there is no
 * disagreement to expect and 0 / 0 has no value.
 *
 * Throws InputError for values that are missing, not finite, of another length than the labels, or negative
 * under ratio.
 *
 * @example
 * const table = ratingTable({ itemCount: 3, raterCount: 2, labelCount: 3, item: [0, 0, 1, 1, 2, 2], rater: [0, 1, 0, 1, 0, 1], label: [0, 0, 1, 2, 2, 2] });
 * krippendorffsAlpha(table, { metric: 'nominal' }).value; // 0.545455
 * krippendorffsAlpha(table, { metric: 'interval', values: [1, 2, 3] }).value; // 0.827586
 *
 * Source: [krippendorff-2011], sections C and D.
 */
export function krippendorffsAlpha(
  table: RatingTable,
  options: KrippendorffsAlphaOptions,
): KrippendorffsAlpha {
  const { metric, interval } = options;
  const { labelCount } = table;
  const distance = distanceOf(metric, 'values' in options ? options.values : undefined, labelCount);
  const counts = countItems(table, 2);
  // Used again for the sums without each cluster in turn.
  const room = roomFor(labelCount);
  const measure = {
    unitCount: table.itemCount,
    sumCount: labelCount * labelCount,
    addUnit: coincidencesOf(table),
    numbersOf: (sums: Float64Array) => [alphaOf(disagreements(sums, room, distance))],
  };
  const facts = {
    ...counts,
    n: counts.items,
    kind: 'chance-corrected',
    rarer: (clusters: Clusters) => rarerSide(labelsOfTable(table), clusters),
    reason: counts.items === 0 ? notice('no-item-rated-twice') : notice('one-label-throughout'),
  } as const;
  return Object.freeze({
    ...estimateOne(measure, facts, interval),
    ...partsOf(totalSums(measure), labelCount, distance),
  });
}

export type KrippendorffsAlphaOptions =
  | { readonly metric: 'nominal' | 'ordinal'; readonly interval?: ShareIntervalRequest }
  | {
      readonly metric: 'interval' | 'ratio';
      readonly values: ArrayLike<number>;
      readonly interval?: ShareIntervalRequest;
    };

export interface KrippendorffsAlpha extends AgreementEstimate {
  readonly observedDisagreement: number;
  readonly expectedDisagreement: number;
  /** Base rates: the share of each label among ratings that can be paired, length labels. */
  readonly labelShares: readonly number[];
}

type Parts = Pick<KrippendorffsAlpha, 'observedDisagreement' | 'expectedDisagreement' | 'labelShares'>;

/** Squared distance of labels k < l; `before[k]`: the sum of the margins of the labels before k. */
type Distance = (k: number, l: number, margins: Float64Array, before: Float64Array) => number;

function distanceOf(
  metric: KrippendorffsAlphaOptions['metric'],
  values: ArrayLike<number> | undefined,
  labelCount: number,
): Distance {
  if (metric === 'nominal') return () => 1;
  if (metric === 'ordinal') {
    return (k, l, margins, before) =>
      (before[l] + margins[l] - before[k] - (margins[k] + margins[l]) / 2) ** 2;
  }
  const numbers = requireValues(metric, values, labelCount);
  if (metric === 'interval') return (k, l) => (numbers[k] - numbers[l]) ** 2;
  return (k, l) => {
    const sum = numbers[k] + numbers[l];
    return sum === 0 ? 0 : ((numbers[k] - numbers[l]) / sum) ** 2;
  };
}

function requireValues(
  metric: string,
  values: ArrayLike<number> | undefined,
  labelCount: number,
): Float64Array {
  if (values?.length !== labelCount)
    throw new InputError(
      `krippendorffsAlpha requires one value for each label under the ${metric} metric; received ` +
        `${values?.length ?? 0} for ${labelCount}`,
    );
  for (let k = 0; k < labelCount; k++) {
    if (!Number.isFinite(values[k]))
      throw new InputError(`krippendorffsAlpha requires finite values; received ${values[k]} at index ${k}`);
    if (metric === 'ratio' && values[k] < 0)
      throw new InputError(
        `krippendorffsAlpha requires values from 0 under the ratio metric; received ${values[k]} at ` +
          `index ${k}`,
      );
  }
  return Float64Array.from(values);
}

/**
 * What an item adds to the coincidences: every ordered pair of its ratings, each with the weight 1 / (ratings
 * − 1).
 */
function coincidencesOf(
  table: RatingTable,
): (item: number, add: (sum: number, value: number) => void) => void {
  const { itemStart, label, labelCount } = table;
  const count = new Int32Array(labelCount);
  return (item, add) => {
    const ratings = ratingsOfItem(table, item);
    if (ratings < 2) return;
    const seen: number[] = [];
    for (let index = itemStart[item]; index < itemStart[item + 1]; index++)
      if (count[label[index]]++ === 0) seen.push(label[index]);
    for (const k of seen) {
      for (const l of seen) {
        const pairs = k === l ? count[k] * (count[k] - 1) : count[k] * count[l];
        if (pairs > 0) add(k * labelCount + l, pairs / (ratings - 1));
      }
    }
    for (const k of seen) count[k] = 0;
  };
}

function alphaOf({ observedDisagreement, expectedDisagreement }: Omit<Parts, 'labelShares'>): number {
  return expectedDisagreement > 0 ? 1 - observedDisagreement / expectedDisagreement : NaN;
}

function partsOf(coincidences: Float64Array, labelCount: number, distance: Distance): Parts {
  const room = roomFor(labelCount);
  const found = disagreements(coincidences, room, distance);
  const total = room.margins.reduce((sum, margin) => sum + margin, 0);
  return { ...found, labelShares: Object.freeze(Array.from(room.margins, (margin) => margin / total)) };
}

/** The margins of a table of coincidences, and of each label the sum of those before it. */
interface Room {
  readonly margins: Float64Array;
  readonly before: Float64Array;
}

function roomFor(labelCount: number): Room {
  return { margins: new Float64Array(labelCount), before: new Float64Array(labelCount) };
}

function disagreements(
  coincidences: Float64Array,
  { margins, before }: Room,
  distance: Distance,
): Omit<Parts, 'labelShares'> {
  const labelCount = margins.length;
  let total = 0;
  for (let k = 0; k < labelCount; k++) {
    margins[k] = 0;
    for (let l = 0; l < labelCount; l++) margins[k] += coincidences[k * labelCount + l];
    before[k] = total;
    total += margins[k];
  }
  let observed = 0;
  let expected = 0;
  for (let k = 0; k < labelCount; k++) {
    if (margins[k] === 0) continue;
    for (let l = k + 1; l < labelCount; l++) {
      if (margins[l] === 0) continue;
      const apart = distance(k, l, margins, before);
      observed += 2 * coincidences[k * labelCount + l] * apart;
      expected += 2 * margins[k] * margins[l] * apart;
    }
  }
  return {
    observedDisagreement: observed / total,
    expectedDisagreement: expected / (total * (total - 1)),
  };
}
