/** Which items a judge shares with people, and what to say where it shares none. */
import { notice } from '../../stats/index.ts';
import { type Refusal, refusal } from '../questions.ts';
import { type JudgeView, hasProbabilities, hasVerdict } from './judge-view.ts';
import type { PeopleView } from './people-view.ts';

export const noJudge: Refusal = refusal(notice('no-judge-in-data'), notice('add-a-judge'));

export const noPeople: Refusal = refusal(
  notice('no-label-of-people'),
  notice('label-random-items', { items: 50 }),
  50,
);

export function nothingShared(judge: JudgeView): Refusal {
  return refusal(
    notice('nothing-shared', { judge: judge.name }),
    notice('label-items-of-the-judge', { items: 50 }),
    50,
  );
}

/** How many items have a verdict and a person's label, and how many a verdict and two people's. */
export function sharedItems({ perItem }: PeopleView, judge: JudgeView): { both: number; overlap: number } {
  let both = 0;
  let overlap = 0;
  for (let i = 0; i < perItem.length; i++) {
    if (!hasVerdict(judge, i)) continue;
    if (perItem[i] > 0) both++;
    if (perItem[i] > 1) overlap++;
  }
  return { both, overlap };
}

/** The items with a person's label and the judge's probabilities. */
export function itemsToCalibrate({ perItem, table }: PeopleView, judge: JudgeView): number[] {
  const items: number[] = [];
  for (let i = 0; i < perItem.length; i++)
    if (perItem[i] > 0 && hasProbabilities(judge, i, table.labelCount)) items.push(i);
  return items;
}
