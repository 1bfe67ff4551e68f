/**
 * The items a rate is about, sorted by who has said something of them. An item on which the judge gave no
 * usable verdict stays: it abstained, its answer was no label, its call failed or its row is missing, and
 * none of that is chance. Only items that the data say it was never asked about are no part of this judge's
 * rate.
 */
import type { RateEvent } from '../views/rate-event.ts';
import { type JudgeView, asked, hasProbabilities } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';

export interface RatePool {
  /** Items with a person's label. */
  readonly labeled: Int32Array;
  /** Items without one. */
  readonly target: Int32Array;
  /** Of the labeled items, the ones with a verdict. */
  readonly compared: Int32Array;
  /** Items with a verdict and no person's label. */
  readonly unlabeled: Int32Array;
  /**
   * Items without a usable verdict, labeled or not; and of these the labeled ones, and those without any row
   * of the judge.
   */
  readonly withoutVerdict: number;
  readonly labeledWithoutVerdict: number;
  readonly withoutRow: number;
  /** Items outside the pool: the judge was not asked about them, as its rows say. */
  readonly notAsked: number;
  /** Items that somebody was given and nobody labeled. */
  readonly unanswered: number;
  /**
   * Of the labels that people were given to give, on these and on the labeled items, the part that is
   * missing: the mean of the items' parts.
   */
  readonly missingShare: number;
  /** How many single labels of labeled items are missing. */
  readonly skipped: number;
  /**
   * Items without a person's label, judged or not, asked about or not: where there is none, every item is
   * labeled.
   */
  readonly withoutLabel: number;
}

/**
 * Without a judge every item counts as judged: only labels are missing then. `separate`: the labeled items
 * are a separate set, so what people were given and left belongs to that set, and is no item that the rate is
 * about.
 */
export function ratePool(
  { table, perItem, unanswered, skipped }: PeopleView,
  { worth }: RateEvent,
  judge: JudgeView | undefined,
  separate: boolean,
): RatePool {
  const isJudged = (item: number): boolean =>
    judge === undefined ||
    judge.label[item] >= 0 ||
    judge.split.has(item) ||
    hasProbabilities(judge, item, table.labelCount);
  const isAbout = (item: number): boolean => !Number.isNaN(worth(item, 0));
  const isIn = (item: number): boolean => isAbout(item) && judge?.asked[item] !== asked.no;
  const pool = Int32Array.from(perItem.keys()).filter(isIn);
  const labeled = pool.filter((item) => perItem[item] > 0);
  const target = pool.filter((item) => perItem[item] === 0 && !(separate && skipped[item] > 0));
  const left = unanswered.filter(isIn);
  const parts = labeled.reduce((sum, item) => sum + skipped[item] / (skipped[item] + perItem[item]), 0);
  const drawn = labeled.length + left.length;
  const compared = labeled.filter(isJudged);
  const unlabeled = target.filter(isJudged);
  return {
    labeled,
    target,
    compared,
    unlabeled,
    withoutVerdict: labeled.length + target.length - compared.length - unlabeled.length,
    labeledWithoutVerdict: labeled.length - compared.length,
    withoutRow: judge === undefined ? 0 : pool.filter((item) => judge.asked[item] === asked.noRow).length,
    notAsked:
      judge === undefined
        ? 0
        : judge.asked.filter((state, item) => state === asked.no && isAbout(item)).length,
    unanswered: left.length,
    missingShare: drawn === 0 ? 0 : (parts + left.length) / drawn,
    skipped: labeled.reduce((sum, item) => sum + skipped[item], 0),
    withoutLabel: perItem.filter((labels, item) => labels === 0 && isAbout(item)).length,
  };
}
