/** The items a rate is about, sorted by who has said something of them. */
import type { RateEvent } from './rate-event.ts';
import { type JudgeView, type PeopleView, hasProbabilities } from './views.ts';

export interface RatePool {
  /** Items with a person's label. */
  readonly labeled: Int32Array;
  /** Of those, the ones with a verdict: what a correction learns from. */
  readonly compared: Int32Array;
  /** Items with a verdict and no person's label. */
  readonly unlabeled: Int32Array;
  readonly withoutVerdict: number;
  /** Items that somebody was given and nobody labeled. */
  readonly unanswered: number;
  /** Items without a person's label, judged or not. */
  readonly withoutLabel: number;
}

/** Without a judge every item counts as judged: only labels are missing then. */
export function ratePool({ table, perItem, unanswered }: PeopleView, { worth }: RateEvent, judge: JudgeView | undefined): RatePool {
  const isJudged = (item: number): boolean =>
    judge === undefined || judge.label[item] >= 0 || judge.split.has(item) || hasProbabilities(judge, item, table.labelCount);
  const about = Int32Array.from(perItem.keys()).filter((item) => !Number.isNaN(worth(item, 0)));
  const judged = about.filter(isJudged);
  const labeled = about.filter((item) => perItem[item] > 0);
  return {
    labeled,
    compared: judged.filter((item) => perItem[item] > 0),
    unlabeled: judged.filter((item) => perItem[item] === 0),
    withoutVerdict: about.length - judged.length,
    unanswered: unanswered.filter((item) => !Number.isNaN(worth(item, 0))).length,
    withoutLabel: about.length - labeled.length,
  };
}
