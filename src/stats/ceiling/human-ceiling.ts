import { notice } from '../numeric/estimate.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateAgreement, estimateOne } from '../agreement/agreement-estimate.ts';
import type {
  AgreementEstimate,
  AgreementFacts,
  AgreementMeasure,
  ShareFacts,
  ShareIntervalRequest,
} from '../agreement/agreement-facts.ts';
import { type JudgeVerdicts, type SplitVerdicts, judgeVerdicts } from './judge-verdicts.ts';
import { pairwiseAgreement, ratingsOfItem } from '../agreement/rated-items.ts';

/**
 * The human ceiling: how often a judge agrees with one person, beside how often two people agree on the same
 * items.
 *
 * For the question whether the judge is as good as a person. Both sides are compared with single people:
 * against a majority the judge looks better than a person can, since a majority is easier to agree with than
 * one person. Labels are compared as equal or not, whatever the scale. Reaching the ceiling says that the
 * judge disagrees with people no more than they do with each other, not that it errs in the same places.
 *
 * humanHuman = mean over items of the share of pairs of people who agree
 * judgeHuman = mean over the same items of the share of people who agree with the judge
 * difference = judgeHuman − humanHuman, ratio = judgeHuman / humanHuman
 *
 * `people`: ratings of people only. `judge`: length items, its label code, negative where it gave none.
 * `split`: items on which its presentation orders disagree, with the labels: their mean counts, so that it
 * agrees half with either. `interval`: clusters (one code for each item). The shares have the interval of
 * `clusteredShare`; difference and ratio t by cluster, each left out once, with the effective clusters − 1
 * degrees of freedom, the ratio on its logarithm.
 *
 * Returns the four on items with two people or more and a judge's label, and `judgeHumanAllItems`, the
 * judge's agreement on items with one person or more: more items, but not to be set against humanHuman.
 * `items` counts where every item went. NaN, with a reason: all four where no item has two people and a
 * judge's label; the ratio where no two people ever agree; judgeHumanAllItems where no item has a person and
 * a judge's label.
 *
 * Throws InputError for a judge of another length than the items, or codes not below the table's labels.
 *
 * @example
 * const people = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1], rater: [0, 1, 0], label: [0, 1, 1] });
 * const ceiling = humanCeiling(people, [0, 1]);
 * ceiling.judgeHuman.value; // 0.5
 * ceiling.judgeHumanAllItems.value; // 0.75
 *
 * Source: [zheng-2023], section 4.2 and appendix D.3, which pool over pairs where this averages over items.
 */
export function humanCeiling(
  people: RatingTable,
  judge: ArrayLike<number>,
  options: { readonly interval?: ShareIntervalRequest; readonly split?: SplitVerdicts } = {},
): HumanCeiling {
  const verdicts = judgeVerdicts('humanCeiling', judge, people, options.split);
  const items = sortItems(people, verdicts);
  const scratch = new Int32Array(people.labelCount);
  // Sums: 0 items, 1 the agreement of people, 2 the judge's with people.
  const measure: AgreementMeasure = {
    unitCount: people.itemCount,
    sumCount: 3,
    addUnit(item, add) {
      if (ratingsOfItem(people, item) < 2 || !verdicts.has(item)) return;
      add(0, 1);
      add(1, pairwiseAgreement(people, item, scratch));
      add(2, verdicts.agreement(people, item));
    },
    numbersOf([count, pairs, judged]) {
      const humanHuman = pairs / count;
      const judgeHuman = judged / count;
      return [
        humanHuman,
        judgeHuman,
        judgeHuman - humanHuman,
        humanHuman > 0 ? judgeHuman / humanHuman : NaN,
      ];
    },
  };
  const [humanHuman, judgeHuman, difference, ratio] = estimateAgreement(
    measure,
    factsOf(people, verdicts, items.compared),
    options.interval,
  );
  return Object.freeze({
    humanHuman: humanHuman,
    judgeHuman: judgeHuman,
    difference: difference,
    ratio: ratio,
    judgeHumanAllItems: judgeAgreement(people, judge, options),
    items,
  });
}

export interface HumanCeiling {
  readonly humanHuman: AgreementEstimate;
  readonly judgeHuman: AgreementEstimate;
  readonly difference: AgreementEstimate;
  readonly ratio: AgreementEstimate;
  readonly judgeHumanAllItems: AgreementEstimate;
  readonly items: CeilingItems;
}

/** Where the items went; the four add up to all items. */
export interface CeilingItems {
  /** Two people or more, and a judge's label: the items of the comparison. */
  readonly compared: number;
  /** One person and a judge's label. */
  readonly onePerson: number;
  readonly withoutPeople: number;
  /** A person's label, and none of the judge. */
  readonly withoutJudge: number;
}

/**
 * Agreement of a judge with people: on an average item, the share of its people who gave the judge's label.
 *
 * For a judge's line in a table of raters. A person's own line compares them with the others
 * (`leaveOneOutAgreement`); for the question whether the judge is as good as a person take `humanCeiling`,
 * which compares both on the same items. Items where the judge gave no label are left out and counted; to
 * count them as wrong, give them a label that no person uses.
 *
 * judgeAgreement = mean over items with a person and a judge's label of (people with the judge's label /
 * people)
 *
 * `people`, `judge`, `split` as in `humanCeiling`; `interval`: clusters, nothing is drawn. Returns NaN, with
 * a reason, where no item has a person's and a judge's label.
 *
 * Throws InputError for a judge of another length than the items, or codes not below the table's labels.
 *
 * @example
 * const people = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1], rater: [0, 1, 0], label: [0, 1, 1] });
 * judgeAgreement(people, [0, 1]).value; // 0.75
 *
 * Source: [zheng-2023], section 4.2, averaged over items.
 */
export function judgeAgreement(
  people: RatingTable,
  judge: ArrayLike<number>,
  options: { readonly interval?: ShareIntervalRequest; readonly split?: SplitVerdicts } = {},
): AgreementEstimate {
  const verdicts = judgeVerdicts('judgeAgreement', judge, people, options.split);
  let items = 0;
  let labels = 0;
  for (let item = 0; item < people.itemCount; item++) {
    if (ratingsOfItem(people, item) === 0 || !verdicts.has(item)) continue;
    items++;
    labels += ratingsOfItem(people, item);
  }
  const measure: AgreementMeasure = {
    unitCount: people.itemCount,
    sumCount: 2,
    addUnit(item, add) {
      if (ratingsOfItem(people, item) === 0 || !verdicts.has(item)) return;
      add(0, 1);
      add(1, verdicts.agreement(people, item));
    },
    numbersOf: ([count, agreed]) => [agreed / count],
  };
  const excludedItems = people.itemCount - items;
  const reason = notice('no-item-of-person-and-judge');
  return estimateOne(
    measure,
    { n: items, items, labels, excludedItems, kind: 'share', part: 1, whole: 0, reason },
    options.interval,
  );
}

function sortItems(people: RatingTable, verdicts: JudgeVerdicts): CeilingItems {
  const items = { compared: 0, onePerson: 0, withoutPeople: 0, withoutJudge: 0 };
  for (let item = 0; item < people.itemCount; item++) {
    const ratings = ratingsOfItem(people, item);
    if (ratings === 0) items.withoutPeople++;
    else if (!verdicts.has(item)) items.withoutJudge++;
    else if (ratings === 1) items.onePerson++;
    else items.compared++;
  }
  return Object.freeze(items);
}

/** In the order of the measure's numbers. */
function factsOf(people: RatingTable, verdicts: JudgeVerdicts, items: number): readonly AgreementFacts[] {
  let labels = 0;
  for (let item = 0; item < people.itemCount; item++) {
    const ratings = ratingsOfItem(people, item);
    if (ratings > 1 && verdicts.has(item)) labels += ratings;
  }
  const facts = {
    n: items,
    items,
    labels,
    excludedItems: people.itemCount - items,
    reason: notice('no-item-of-two-people-and-judge'),
  };
  const shareOf = (part: number): ShareFacts => ({ ...facts, kind: 'share', part, whole: 0 });
  const contrast = {
    ...facts,
    kind: 'contrast',
    unitSum: 0,
    first: { part: 2, whole: 0 },
    second: { part: 1, whole: 0 },
  } as const;
  return [
    shareOf(1),
    shareOf(2),
    { ...contrast, scale: 'difference' },
    { ...contrast, scale: 'ratio', reason: items === 0 ? facts.reason : notice('people-never-agree') },
  ];
}
