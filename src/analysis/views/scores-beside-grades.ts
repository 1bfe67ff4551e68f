/**
 * A judge that gives scores with decimals beside people who give grades: no label to compare, but how the two
 * move together, and how far apart they lie, can be said.
 */
import { type SetAside, type Study, numericKey } from '../../data/index.ts';
import { pairedDifference } from '../../stats/index.ts';
import type { PeopleView } from './people-view.ts';

export interface ScoresBesideGrades {
  /** Items with a score and a grade by a person. */
  readonly items: number;
  /** Pearson's, of the scores and the means of people's grades; absent where one of the two never varies. */
  readonly correlation?: number;
  /** Mean score less mean grade; absent where a score lies outside people's grades: another scale. */
  readonly difference?: number;
  /** Ends of the 95% interval of the difference; absent where it has none, or none that is claimed. */
  readonly lower?: number;
  readonly upper?: number;
}

/** With fewer a correlation says next to nothing. */
const leastItems = 20;

/** Undefined for a judge without scores, for labels that are no numbers, and with too few items of both. */
export function scoresBesideGrades(
  { codebook, items: { cluster } }: Study,
  { table, perItem }: PeopleView,
  { scores }: SetAside,
): ScoresBesideGrades | undefined {
  const grades = codebook.labels.map(({ name }) => (name.trim() === '' ? NaN : Number(numericKey(name))));
  if (scores === undefined || grades.some((grade) => !Number.isFinite(grade))) return undefined;
  const items = Array.from(perItem.keys()).filter(
    (item) => perItem[item] > 0 && Number.isFinite(scores[item]),
  );
  if (items.length < leastItems) return undefined;
  const ofJudge = items.map((item) => scores[item]);
  const ofPeople = items.map((item) =>
    mean(
      Array.from(table.label.subarray(table.itemStart[item], table.itemStart[item + 1]), (at) => grades[at]),
    ),
  );
  const correlation = pearson(ofJudge, ofPeople);
  const least = Math.min(...grades);
  const range = Math.max(...grades) - least;
  const found = { items: items.length, ...(Number.isFinite(correlation) ? { correlation } : {}) };
  const shares = ofJudge.map((score) => (score - least) / range);
  if (!shares.every((share) => share >= 0 && share <= 1)) return found;
  const { value, interval, warnings } = pairedDifference({
    first: shares,
    // A mean of grades may pass the highest by a rounding.
    second: ofPeople.map((grade) => Math.min(1, Math.max(0, (grade - least) / range))),
    cluster: items.map((item) => cluster[item]),
  });
  const [lower, upper] = [interval.lower * range, interval.upper * range];
  const ends = warnings.length === 0 && Number.isFinite(lower + upper) ? { lower, upper } : {};
  return { ...found, difference: value * range, ...ends };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** NaN where one of the two never varies. */
function pearson(first: readonly number[], second: readonly number[]): number {
  const [center, middle] = [mean(first), mean(second)];
  let [product, square, other] = [0, 0, 0];
  first.forEach((value, at) => {
    product += (value - center) * (second[at] - middle);
    square += (value - center) ** 2;
    other += (second[at] - middle) ** 2;
  });
  return square > 0 && other > 0 ? product / Math.sqrt(square * other) : NaN;
}
