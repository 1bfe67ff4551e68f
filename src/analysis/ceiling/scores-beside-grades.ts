/**
 * A judge that gives scores with decimals beside people who give grades: no label to compare, but how the two
 * move together, and how far apart they lie, can be said.
 */
import { type SetAside, parseNumber } from '../../data/index.ts';
import type { Context } from '../context.ts';
import type { ScoresBesideGrades } from '../words/sentences/refusals.ts';
import { meanOfAll, meanOfPeople, scoreDifference } from './mean-difference.ts';

/** With fewer a correlation says next to nothing. */
const leastItems = 20;

/** Undefined for a judge without scores, for labels that are no numbers, and with too few items of both. */
export function scoresBesideGrades(
  { study, people }: Pick<Context, 'study' | 'people'>,
  { scores }: SetAside,
): ScoresBesideGrades | undefined {
  const { table, perItem } = people;
  const grades = study.codebook.labels.map(({ name }) => parseNumber(name));
  if (scores === undefined || grades.some((grade) => !Number.isFinite(grade))) return undefined;
  const items = Array.from(perItem.keys()).filter(
    (item) => perItem[item] > 0 && Number.isFinite(scores[item]),
  );
  if (items.length < leastItems) return undefined;
  const ofJudge = items.map((item) => scores[item]);
  const ofPeople = items.map((item) => meanOfPeople(table, item, grades));
  const correlation = pearson(ofJudge, ofPeople);
  const [least, most] = [Math.min(...grades), Math.max(...grades)];
  const found = { items: items.length, ...(Number.isFinite(correlation) ? { correlation } : {}) };
  if (!ofJudge.every((score) => score >= least && score <= most)) return found;
  const clusters = items.map((item) => study.items.cluster[item]);
  const { value, interval, warnings } = scoreDifference({ ofJudge, ofPeople, clusters, least, most }, {});
  const { lower, upper } = interval;
  const ends = warnings.length === 0 && Number.isFinite(lower + upper) ? { lower, upper } : {};
  return { ...found, difference: value, ...ends };
}

/** NaN where one of the two never varies. */
function pearson(first: readonly number[], second: readonly number[]): number {
  const [center, middle] = [meanOfAll(first), meanOfAll(second)];
  let [product, square, other] = [0, 0, 0];
  first.forEach((value, at) => {
    product += (value - center) * (second[at] - middle);
    square += (value - center) ** 2;
    other += (second[at] - middle) ** 2;
  });
  return square > 0 && other > 0 ? product / Math.sqrt(square * other) : NaN;
}
