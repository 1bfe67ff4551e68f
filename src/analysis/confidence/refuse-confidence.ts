/** Question 3 needs a judge with probabilities on items that people labeled. */
import { notice } from '../../stats/index.ts';
import type { Context } from '../context.ts';
import { type Refusal, refusal } from '../questions.ts';
import { itemsToCalibrate, noJudge, noPeople, nothingShared } from '../views/shared-items.ts';
import type { JudgeView } from '../views/judge-view.ts';

export function refuseConfidence({ people }: Context, judge: JudgeView | undefined): Refusal | undefined {
  if (judge === undefined) return noJudge;
  if (judge.probabilities === null)
    return refusal(notice('judge-gives-no-probabilities', { judge: judge.name }), notice('ask-for-logprobs'));
  if (people.table.label.length === 0) return noPeople;
  return itemsToCalibrate(people, judge).length > 0 ? undefined : nothingShared(judge);
}
