/**
 * Whether a question can be answered today: `calibrate` refuses by it and `doctor` plans by it, so that the
 * two never disagree.
 */
import { notice } from '../stats/index.ts';
import { refuseCeiling } from './ceiling/refuse-ceiling.ts';
import { scoresBesideGrades } from './ceiling/scores-beside-grades.ts';
import { refuseConfidence } from './confidence/refuse-confidence.ts';
import type { Context } from './context.ts';
import { type QuestionName, type Refusal, questions, refusal } from './questions.ts';
import { refuseRate } from './rate/refuse-rate.ts';
import { refusalOf, setAsideJudge } from './views/set-aside.ts';
import { noPeople } from './views/shared-items.ts';
import type { JudgeView } from './views/judge-view.ts';

type Refuse = (context: Context, judge: JudgeView | undefined) => Refusal | undefined;

const refusers: Readonly<Record<QuestionName, Refuse>> = {
  ceiling: refuseCeiling,
  labels: refuseLabels,
  confidence: refuseConfidence,
  rate: refuseRate,
  next: refuseNext,
};

/**
 * Undefined where the question can be answered. `judge`: null for a question about the study, and where there
 * is no judge.
 */
export function refuse(context: Context, question: QuestionName, judge: string | null): Refusal | undefined {
  const found = questions[question].ofJudge ? setAsideJudge(context.study, judge) : undefined;
  if (found === undefined) return refusers[question](context, context.judge(judge));
  return refusalOf(found, question === 'ceiling' ? scoresBesideGrades(context, found) : undefined);
}

/** Question 2 needs any label by a person. */
function refuseLabels({ people }: Context): Refusal | undefined {
  return people.table.label.length === 0 ? noPeople : undefined;
}

/** Question 5 waits for a command that this version does not have. */
function refuseNext(): Refusal {
  return refusal(notice('no-planning-yet'), notice('draw-at-random'));
}
