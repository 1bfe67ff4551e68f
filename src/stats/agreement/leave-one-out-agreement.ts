import { notice } from '../numeric/estimate.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateOne } from './agreement-estimate.ts';
import type { AgreementEstimate, AgreementMeasure, ShareIntervalRequest } from './agreement-facts.ts';
import { ratingsOfItem, shareWithLabel } from './rated-items.ts';

/**
 * Agreement of each person with the others: on an average item of theirs, the share of the other people who
 * gave the same label.
 *
 * For seeing which person stands apart, and for a judge's agreement to be set against: a person's own label
 * is never part of what they are compared with, so the number does not rise with few raters an item. Other
 * people are taken as they voted; a 2-1 split counts ⅔ and ⅓. A person is compared on their own items, which
 * need not be those of another person: two people's numbers differ by their items as well as by their care.
 *
 * agreement of a rater = mean over the rater's items with another rating of (others with the rater's label /
 * others)
 *
 * `people`: ratings of people only. `interval`: clusters (one code for each item), for intervals by cluster
 * (`clusteredShare`: nothing is drawn) from each rater's own items, so a rater's interval does not depend on
 * items they never saw.
 *
 * Returns one estimate for each rater code, with `n` the rater's items that someone else rated too, and
 * `excludedItems` the rater's other items. NaN, with a reason, for a rater without ratings or without an item
 * that someone else rated.
 *
 * Throws InputError for cluster codes that do not fit the items, and for the interval's level.
 *
 * @example
 * const people = ratingTable({ itemCount: 2, raterCount: 3, labelCount: 2, item: [0, 0, 0, 1, 1], rater: [0, 1, 2, 0, 1], label: [0, 0, 1, 1, 1] });
 * leaveOneOutAgreement(people).map((rater) => rater.value); // [0.75, 0.75, 0]
 *
 * Source: [zheng-2023], section 4.2 (agreement with single people), averaged over each person's items.
 */
export function leaveOneOutAgreement(
  people: RatingTable,
  options: { readonly interval?: ShareIntervalRequest } = {},
): readonly AgreementEstimate[] {
  const byRater = ratingsByRater(people);
  return Object.freeze(
    Array.from({ length: people.raterCount }, (_, rater) =>
      agreementOfRater(
        people,
        byRater.items.subarray(byRater.start[rater], byRater.start[rater + 1]),
        byRater.labels.subarray(byRater.start[rater]),
        options.interval,
      ),
    ),
  );
}

/** `items`, `labels`: what one rater rated and how. */
function agreementOfRater(
  people: RatingTable,
  items: Int32Array,
  labels: Int32Array,
  interval: ShareIntervalRequest | undefined,
): AgreementEstimate {
  let overlap = 0;
  let others = 0;
  for (const item of items) {
    const rest = ratingsOfItem(people, item) - 1;
    others += rest;
    if (rest > 0) overlap++;
  }
  const measure: AgreementMeasure = {
    unitCount: items.length,
    sumCount: 2,
    addUnit(index, add) {
      const item = items[index];
      const ratings = ratingsOfItem(people, item);
      if (ratings < 2) return;
      // The rater's own label is one of those with the label: taken out above and below.
      add(0, (shareWithLabel(people, item, labels[index]) * ratings - 1) / (ratings - 1));
      add(1, 1);
    },
    numbersOf: (sums) => [sums[0] / sums[1]],
  };
  const facts = {
    n: overlap,
    items: overlap,
    labels: overlap + others,
    excludedItems: items.length - overlap,
    kind: 'share',
    part: 0,
    whole: 1,
    reason: items.length === 0 ? notice('rater-without-ratings') : notice('rater-alone'),
  } as const;
  return estimateOne(measure, facts, interval === undefined ? undefined : onItems(interval, items));
}

/** The same request with the clusters of these items only. */
function onItems(interval: ShareIntervalRequest, items: Int32Array): ShareIntervalRequest {
  const { clusters } = interval;
  if (clusters === 'items') return interval;
  const own = new Float64Array(items.length);
  for (let at = 0; at < own.length; at++) own[at] = clusters[items[at]];
  return { ...interval, clusters: own };
}

/** Items and labels sorted by rater, those of rater j at start[j] … start[j + 1] − 1. */
function ratingsByRater({ itemCount, raterCount, itemStart, rater, label }: RatingTable): {
  start: Int32Array;
  items: Int32Array;
  labels: Int32Array;
} {
  const start = new Int32Array(raterCount + 1);
  for (const code of rater) start[code + 1]++;
  for (let j = 0; j < raterCount; j++) start[j + 1] += start[j];
  const next = start.slice(0, raterCount);
  const items = new Int32Array(rater.length);
  const labels = new Int32Array(rater.length);
  for (let item = 0; item < itemCount; item++) {
    for (let index = itemStart[item]; index < itemStart[item + 1]; index++) {
      const to = next[rater[index]]++;
      items[to] = item;
      labels[to] = label[index]!;
    }
  }
  return { start, items, labels };
}
