import { totalSums } from '../numeric/cluster-sums.ts';
import { notice } from '../numeric/estimate.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateAgreement } from '../agreement/agreement-estimate.ts';
import type {
  AgreementEstimate,
  AgreementMeasure,
  ShareFacts,
  ShareIntervalRequest,
} from '../agreement/agreement-facts.ts';
import { type SplitVerdicts, judgeVerdicts } from './judge-verdicts.ts';
import { ratingsOfItem } from '../agreement/rated-items.ts';

/**
 * Agreement label by label: of what a person calls a label, how often the judge calls it so, beside how often
 * another person does.
 *
 * For seeing which errors a judge makes. Of two labels the figures are what one calls sensitivity and
 * specificity, held against one person at a time: people err too, so both are lower bounds on what the judge
 * would have against the truth, and only the figures of people beside them say how low. A judge that says one
 * label of everything has 1 for that label and 0 for the others, whatever its agreement.
 *
 * judge = Σ (people who gave the label) · (judge gave it) / Σ people who gave the label
 * people = Σ (people who gave it) · (others who gave it) / (others) / Σ people who gave it
 *
 * `people`, `judge`, `split` as in `humanCeiling`; `interval`: clusters, nothing is drawn.
 *
 * Returns one entry for each label: `judge` and `people` on the items with two people or more and a verdict,
 * `judgeAllItems` on those with one person or more. `n` counts people's labels. NaN, with a reason, for a
 * label that no person gave on such an item.
 *
 * Throws InputError as `humanCeiling`.
 *
 * @example
 * const people = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 1, 1, 1] });
 * const [zero, one] = labelAgreement(people, [1, 1]);
 * [zero.judge.value, one.judge.value]; // [0, 1]
 * [zero.people.value, one.people.value]; // [0, 0.666667]
 *
 * Source: [altman-bland-1994] (sensitivity and specificity), against single people.
 */
export function labelAgreement(
  people: RatingTable,
  judge: ArrayLike<number>,
  options: { readonly interval?: ShareIntervalRequest; readonly split?: SplitVerdicts } = {},
): readonly LabelAgreement[] {
  const { labelCount } = people;
  const verdicts = judgeVerdicts('labelAgreement', judge, people, options.split);
  // Sums of a label. On all items: 0 people who gave it, 1 found by the judge, 2 items. On those with two
  // people: 3 people who gave it, 4 found by the judge, 5 by others, 6 items.
  const sums = 7;
  const given = new Int32Array(labelCount);
  const measure: AgreementMeasure = {
    unitCount: people.itemCount,
    sumCount: sums * labelCount,
    addUnit(item, add) {
      const ratings = ratingsOfItem(people, item);
      if (ratings === 0 || !verdicts.has(item)) return;
      const labels = people.label.subarray(people.itemStart[item], people.itemStart[item + 1]);
      for (const label of labels) given[label]++;
      for (const label of labels) {
        const count = given[label];
        // Met before on this item.
        if (count === 0) continue;
        given[label] = 0;
        const at = sums * label;
        const found = count * verdicts.share(item, label);
        add(at, count);
        if (found > 0) add(at + 1, found);
        add(at + 2, 1);
        if (ratings < 2) continue;
        add(at + 3, count);
        if (found > 0) add(at + 4, found);
        if (count > 1) add(at + 5, (count * (count - 1)) / (ratings - 1));
        add(at + 6, 1);
      }
    },
    numbersOf: (totals) =>
      Array.from({ length: labelCount }, (_, label) => {
        const [all, allFound, , same, found, others] = totals.subarray(sums * label, sums * (label + 1));
        return [found / same, others / same, allFound / all];
      }).flat(),
  };
  const totals = totalSums(measure);
  const facts = Array.from({ length: labelCount }, (_, label) => {
    const of = (part: number, whole: number, itemSum: number): ShareFacts => {
      const items = totals[sums * label + itemSum];
      const labels = totals[sums * label + whole];
      return {
        kind: 'share',
        part: sums * label + part,
        whole: sums * label + whole,
        n: labels,
        labels,
        items,
        excludedItems: people.itemCount - items,
        reason: notice('label-of-no-person'),
      };
    };
    return [of(4, 3, 6), of(5, 3, 6), of(1, 0, 2)];
  }).flat();
  const estimates = estimateAgreement(measure, facts, options.interval);
  return Object.freeze(
    Array.from({ length: labelCount }, (_, label) =>
      Object.freeze({
        judge: estimates[3 * label],
        people: estimates[3 * label + 1],
        judgeAllItems: estimates[3 * label + 2],
      }),
    ),
  );
}

/** Of what people call one label. */
export interface LabelAgreement {
  /** How often the judge calls it so, and another person does, on the same items. */
  readonly judge: AgreementEstimate;
  readonly people: AgreementEstimate;
  /** How often the judge does, on every item with a person's label. */
  readonly judgeAllItems: AgreementEstimate;
}
