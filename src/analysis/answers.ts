/**
 * The five answers, question by question: answered from the numbers of the Analysis, or refused with a reason
 * and what to do.
 */
import type { SayOption } from '../data/index.ts';
import { answerCeiling } from './ceiling/answer-ceiling.ts';
import { answerConfidence } from './confidence/answer-confidence.ts';
import type { Context } from './context.ts';
import { answerLabels } from './labels/answer-labels.ts';
import { type AnswerQuestion, type QuestionName, questionNames, questions } from './questions.ts';
import { answerRate } from './rate/answer-rate.ts';
import { refuse } from './refuse.ts';
import type { Analysis, Answer } from './schema/analysis.ts';
import { said } from './words/notices.ts';

/** The parts of an Analysis that answers are written from. */
export type Sections = Pick<Analysis, 'people' | 'judges' | 'consensus' | 'rates'>;

const answerers: Readonly<Record<Exclude<QuestionName, 'next'>, AnswerQuestion<Sections>>> = {
  ceiling: answerCeiling,
  labels: answerLabels,
  confidence: answerConfidence,
  rate: answerRate,
};

export function answersOf(context: Context, sections: Sections, say: SayOption): Answer[] {
  return questionNames.flatMap((question) => {
    const judges = questions[question].ofJudge ? context.judgeNames : [null];
    return judges.map((judge) =>
      answerOf(
        context,
        question,
        judge,
        say,
        question === 'next' ? undefined : [answerers[question], sections],
      ),
    );
  });
}

/**
 * One answer. `by`: what answers it, and from which numbers; nothing answers a question that is always
 * refused.
 */
export function answerOf<From>(
  context: Context,
  question: QuestionName,
  judge: string | null,
  say: SayOption,
  by: readonly [answer: AnswerQuestion<From>, sections: From] | undefined,
): Answer {
  const { number, title } = questions[question];
  const before = refuse(context, question, judge);
  const reply = by?.[0](by[1], judge, before !== undefined);
  const refused = before ?? reply?.refusal;
  if (refused === undefined)
    return {
      question: number,
      title,
      judge,
      status: 'answered',
      code: reply!.code,
      facts: { ...reply!.facts },
      text: reply!.text,
    };
  const reason = said(refused.reason, say);
  const text = [reason.text, ...(reply?.beside ?? [])].join('. ');
  return {
    question: number,
    title,
    judge,
    status: 'refused',
    code: reason.code,
    facts: reason.facts,
    text: `Not answered: ${text}.`,
    reason: { ...reason, text },
    fix: said(refused.fix, say),
  };
}
