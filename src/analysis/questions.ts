/** The five questions, each with one wording for terminal, report and files, and what it is to refuse one. */
import type { Notice } from '../data/index.ts';

export type QuestionName = 'ceiling' | 'labels' | 'confidence' | 'rate' | 'next';

export interface Question {
  /** As `results.json` and the pages number them. */
  readonly number: number;
  readonly title: string;
  /** Asked of every judge; else once of the study. */
  readonly ofJudge: boolean;
}

export const questions: Readonly<Record<QuestionName, Question>> = Object.freeze({
  ceiling: { number: 1, title: 'Is the judge as good as a human?', ofJudge: true },
  labels: { number: 2, title: 'What is the right label of each item, and how sure are we?', ofJudge: false },
  confidence: { number: 3, title: "Can the judge's confidence be believed?", ofJudge: true },
  rate: { number: 4, title: 'What is the true rate?', ofJudge: true },
  next: { number: 5, title: 'What should a human label next?', ofJudge: false },
});

export const questionNames: readonly QuestionName[] = Object.freeze(Object.keys(questions) as QuestionName[]);

/** Why a question cannot be answered. */
export interface Refusal {
  readonly reason: Notice;
  readonly fix: Notice;
  /** How many more labels by people are needed; NaN where labels are not what is missing. */
  readonly labelsMissing: number;
}

export function refusal(reason: Notice, fix: Notice, labelsMissing = NaN): Refusal {
  return Object.freeze({ reason, fix, labelsMissing });
}

/** What one question says about a judge: the answer, or why there is none, and what is said of either. */
export interface Reply {
  readonly code: string;
  readonly facts?: Notice['facts'];
  /** The answer in words, its figures first; empty where it is refused. */
  readonly text: string;
  /** Where the numbers came to nothing though the question could be asked. */
  readonly refusal?: Refusal | undefined;
  /** Further figures, said after a refusal: sentences without a final stop. */
  readonly beside?: readonly string[];
}

/**
 * `judge`: null for a question about the study, and where there is no judge. `refused`: whether the question
 * was refused before.
 */
export type AnswerQuestion<From> = (sections: From, judge: string | null, refused: boolean) => Reply;

/** Below this many items with two people an interval of the ceiling is too wide to decide anything. */
export const recommendedOverlap = 50;

/** Below this many labeled items the corrected interval is not claimed. */
export const recommendedLabels = 50;
