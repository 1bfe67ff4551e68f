/** On a scale: how much higher or lower a judge scores than people, on the same items. */
import type { Study } from '../../data/index.ts';
import {
  type Estimate,
  type IntervalRequest,
  type RatingTable,
  pairedDifference,
} from '../../stats/index.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import { type JudgeView, hasVerdict, saidLabels } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';
import { estimateOf } from '../words/estimates.ts';

/** Null where labels have no order or no values, and where the judge shares no item with people. */
export function meanDifference(
  { codebook, items: { cluster } }: Study,
  { table, perItem }: PeopleView,
  judge: JudgeView,
  { level = 0.95 }: IntervalRequest,
): JudgeAnalysis['agreement']['onScale'] {
  const values = codebook.labels.map(({ value }) => value ?? NaN);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (codebook.scale === 'nominal' || !(most > least)) return null;
  const items = Array.from(perItem.keys()).filter((item) => perItem[item] > 0 && hasVerdict(judge, item));
  if (items.length === 0) return null;
  const ofJudge = items.map((item) => meanOf(saidLabels(judge, item), values));
  const ofPeople = items.map((item) => meanOfPeople(table, item, values));
  const clusters = items.map((item) => cluster[item]);
  const found = scoreDifference({ ofJudge, ofPeople, clusters, least, most }, { level });
  return {
    judgeMean: meanOfAll(ofJudge),
    peopleMean: meanOfAll(ofPeople),
    least,
    most,
    difference: estimateOf(found, { role: 'mean-difference', unit: 'score' }),
  };
}

export interface ScorePairs {
  /** length items: scores from `least` to `most`, and the code of the cluster of each item. */
  readonly ofJudge: readonly number[];
  readonly ofPeople: readonly number[];
  readonly clusters: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** The mean score of the judge less that of people, in units of the scale, with its interval by cluster. */
export function scoreDifference(
  { ofJudge, ofPeople, clusters, least, most }: ScorePairs,
  { level = 0.95 }: Pick<IntervalRequest, 'level'>,
): Estimate {
  const range = most - least;
  const scaled = (score: number): number => Math.min(1, Math.max(0, (score - least) / range));
  const found = pairedDifference(
    { first: ofJudge.map(scaled), second: ofPeople.map(scaled), cluster: clusters },
    { level },
  );
  const { lower, upper } = found.interval;
  return {
    ...found,
    value: found.value * range,
    standardError: found.standardError * range,
    interval: { ...found.interval, lower: lower * range, upper: upper * range },
  };
}

/** The mean grade that people gave one item; `values`: of each label. */
export function meanOfPeople(
  { label, itemStart }: RatingTable,
  item: number,
  values: readonly number[],
): number {
  return meanOf(label.subarray(itemStart[item], itemStart[item + 1]), values);
}

function meanOf(codes: ArrayLike<number>, values: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < codes.length; at++) sum += values[codes[at]];
  return sum / codes.length;
}

export function meanOfAll(of: readonly number[]): number {
  return of.reduce((sum, value) => sum + value, 0) / of.length;
}
