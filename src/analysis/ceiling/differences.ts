/**
 * The items on which a judge and the people differ most: the first place to look for a wrong label or a wrong
 * prompt.
 */
import type { Study } from '../../data/index.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import { type JudgeView, hasProbabilities, hasVerdict, saidPart } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';
import { fieldsOf } from '../views/item-rows.ts';

type Difference = JudgeAnalysis['differences']['items'][number];

/** As many as anybody reads; the figures above them stand on all. */
export const mostDifferences = 1000;

/**
 * Items with a person's label and a verdict, by the chance that a label drawn from the judge's probabilities
 * is not that of one of the item's people drawn at random; worst first, ties by id. A judge without
 * probabilities counts as sure of its label.
 */
export function differencesOf(
  study: Study,
  people: PeopleView,
  judge: JudgeView,
): JudgeAnalysis['differences'] {
  const compared: number[] = [];
  const difference = new Float64Array(people.perItem.length);
  for (let item = 0; item < people.perItem.length; item++) {
    if (people.perItem[item] === 0) continue;
    difference[item] = chanceToDiffer(people, judge, item);
    if (!Number.isNaN(difference[item])) compared.push(item);
  }
  // Items are coded in the order of their ids, so equal ones stay in that order.
  const worst = compared.sort((a, b) => difference[b] - difference[a] || a - b).slice(0, mostDifferences);
  return {
    of: compared.length,
    items: worst.map((item) => differenceOf(study, people, judge, item, difference[item])),
  };
}

function chanceToDiffer({ table, perItem }: PeopleView, judge: JudgeView, item: number): number {
  const { itemStart, label, labelCount } = table;
  const known = hasProbabilities(judge, item, labelCount);
  if (!known && !hasVerdict(judge, item)) return NaN;
  let same = 0;
  for (let at = itemStart[item]; at < itemStart[item + 1]; at++)
    same += known ? judge.probabilities![item * labelCount + label[at]] : saidPart(judge, item, label[at]);
  return Math.max(0, 1 - same / perItem[item]);
}

function differenceOf(
  study: Study,
  { table }: PeopleView,
  judge: JudgeView,
  item: number,
  difference: number,
): Difference {
  const { labels } = study.codebook;
  const people = labels.map(() => 0);
  for (let at = table.itemStart[item]; at < table.itemStart[item + 1]; at++) people[table.label[at]]++;
  const code = judge.label[item];
  const confident = code >= 0 && hasProbabilities(judge, item, labels.length);
  return {
    item: study.items.ids[item],
    difference,
    judgeLabel: code < 0 ? null : labels[code].name,
    judgeConfidence: confident ? judge.probabilities![item * labels.length + code] : NaN,
    people,
    fields: fieldsOf(study.items, item),
  };
}
