/** Ratings and statuses of every rater. */
import { type Study, ratingStatuses } from '../../data/index.ts';

export interface RaterSummary {
  readonly id: string;
  readonly kind: string;
  readonly kindFrom: string;
  readonly ratings: number;
  readonly items: number;
  readonly given: number;
  readonly abstain: number;
  readonly invalid: number;
  readonly notAsked: number;
  readonly withProbabilities: number;
}

/** Ratings and statuses of every rater, in the order of `study.raters`. */
export function raterSummaries(study: Study): RaterSummary[] {
  const { item, rater, status, probabilityRow } = study.ratings;
  const sums = study.raters.map(() => ({
    ratings: 0,
    items: 0,
    withProbabilities: 0,
    last: -1,
    status: ratingStatuses.map(() => 0),
  }));
  // Rows are sorted by item, so a rater's items are its changes of item.
  for (let row = 0; row < item.length; row++) {
    const sum = sums[rater[row]];
    sum.ratings++;
    sum.status[status[row]]++;
    if (probabilityRow[row] >= 0) sum.withProbabilities++;
    if (sum.last !== item[row]) sum.items++;
    sum.last = item[row]!;
  }
  return study.raters.map(({ id, kind, kindFrom }, code) => {
    const { ratings, items, withProbabilities, status: counts } = sums[code];
    const [given, abstain, invalid, notAsked] = counts as [number, number, number, number];
    return { id, kind, kindFrom, ratings, items, given, abstain, invalid, notAsked, withProbabilities };
  });
}
