/** Question 1 needs a judge and people on the same items, some of them with two people. */
import { notice } from '../../stats/index.ts';
import type { Context } from '../context.ts';
import { type Refusal, recommendedOverlap, refusal } from '../questions.ts';
import { noJudge, noPeople, nothingShared, sharedItems } from '../views/shared-items.ts';
import type { JudgeView } from '../views/judge-view.ts';

export function refuseCeiling({ people }: Context, judge: JudgeView | undefined): Refusal | undefined {
  if (judge === undefined) return noJudge;
  if (people.table.label.length === 0) return noPeople;
  const { both, overlap } = sharedItems(people, judge);
  if (both === 0) return nothingShared(judge);
  if (overlap > 0) return undefined;
  const items = Math.min(both, recommendedOverlap);
  const reason = people.raters.length === 1 ? notice('one-person') : notice('no-second-person');
  return refusal(reason, notice('second-person', { items, of: both }), items);
}
