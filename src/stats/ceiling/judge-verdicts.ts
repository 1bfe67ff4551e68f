/**
 * What a judge said of each item beside people: one label, or several where its presentation orders disagree.
 */
import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { requireJudge, requireLabels, shareWithLabel } from '../agreement/rated-items.ts';

/**
 * For items on which a judge gave several labels: item → those labels. A judge that says one thing in one
 * order and another in the other agrees half with either, so the mean of them counts.
 */
export type SplitVerdicts = ReadonlyMap<number, ArrayLike<number>>;

export interface JudgeVerdicts {
  /** Whether there is a label on the item. */
  has(item: number): boolean;
  /**
   * Which part of its verdict on the item is this label: 1 or 0, ½ of two that differ; there is a verdict.
   */
  share(item: number, label: number): number;
  /** The share of the item's people who gave the judge's label; the item needs one of each. */
  agreement(people: RatingTable, item: number): number;
}

/** Throws InputError in the name of `caller`. */
export function judgeVerdicts(
  caller: string,
  judge: ArrayLike<number>,
  people: RatingTable,
  split: SplitVerdicts = new Map<number, ArrayLike<number>>(),
): JudgeVerdicts {
  requireJudge(caller, judge, people);
  for (const [item, labels] of split) {
    requireLabels(caller, labels, people.labelCount);
    if (labels.length === 0 || Array.from(labels).some((label) => label < 0))
      throw new InputError(
        `${caller} requires labels for a split verdict; item ${item} has one that is none`,
      );
  }
  return {
    has: (item) => judge[item] >= 0 || split.has(item),
    share: (item, label) => {
      const labels = split.get(item);
      if (labels === undefined) return Number(judge[item] === label);
      return Array.from(labels).filter((code) => code === label).length / labels.length;
    },
    agreement: (table, item) => {
      const labels = split.get(item);
      if (labels === undefined) return shareWithLabel(table, item, judge[item]);
      let sum = 0;
      for (let at = 0; at < labels.length; at++) sum += shareWithLabel(table, item, labels[at]);
      return sum / labels.length;
    },
  };
}
