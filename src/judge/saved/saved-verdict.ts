/** One saved answer as a verdict: label, probabilities, or why there are none. */
import { type Hint, hint, listed, option } from '../../data/index.ts';
import type { AnswerKind } from './answer-in-record.ts';
import { fieldOf, wordOf } from '../read/answer-text.ts';
import { isYesNo, readDecision } from '../read/decision-answer.ts';
import { showsNoProbabilities } from '../read/extraction-failure.ts';
import { requireYes, type SavedJudge } from './saved-labels.ts';
import {
  type AnsweringJudge,
  type Verdict,
  byLogprobs,
  openProbabilities,
  physicalCode,
  saidLabel,
} from '../verdict/verdict.ts';

export interface SavedVerdict {
  /** Undefined where two are equally likely, or the answer gives none. */
  readonly label: string | undefined;
  /** Label → probability; what was on no label is left open. Undefined where the answer shows none. */
  readonly probabilities: Readonly<Record<string, number>> | undefined;
  readonly probSource: 'logprobs' | 'decision';
  /** Why there is no verdict; undefined where there is one. */
  readonly problem: string | undefined;
  readonly text: string;
  readonly warnings: readonly string[];
}

export interface SavedPlace {
  readonly item: string;
  readonly order: string | null;
  readonly question: string | undefined;
  /** Throws a DataError with file and line. */
  readonly fail: (message: string, hint: Hint) => never;
}

export function savedVerdict(
  judge: SavedJudge,
  kind: AnswerKind,
  body: object,
  place: SavedPlace,
): SavedVerdict {
  if (kind === 'decisions') return byDecision(judge, body, place);
  const answering = judge[kind];
  const read = byLogprobs(answering, body, { ...place, probSource: 'logprobs', samples: null });
  return showsNoProbabilities(read.problem) ? byText(answering, body, place) : ofVerdict(answering, read);
}

function ofVerdict({ codebook }: AnsweringJudge, verdict: Verdict): SavedVerdict {
  const { label, problem, detail, warnings } = verdict;
  const probabilities = openProbabilities(verdict);
  return {
    label: label ?? undefined,
    probabilities:
      probabilities === null
        ? undefined
        : Object.fromEntries(codebook.labels.map(({ name }, code) => [name, probabilities[code]])),
    probSource: 'logprobs',
    problem: problem ?? undefined,
    text: detail,
    warnings,
  };
}

/** Answers that were saved without token probabilities still say a label. */
function byText(judge: AnsweringJudge, body: object, { order }: SavedPlace): SavedVerdict {
  const said = saidLabel(judge, body);
  const nothing = { probabilities: undefined, probSource: 'logprobs', warnings: [] } as const;
  if (!said.ok) return { ...nothing, label: undefined, problem: said.problem, text: said.detail };
  if (said.answered < 0)
    return { ...nothing, label: undefined, problem: 'off label', text: 'the answer says none of the words' };
  const code = physicalCode(judge, said.answered, order);
  return { ...nothing, label: judge.codebook.labels[code].name, problem: undefined, text: '' };
}

function byDecision(judge: SavedJudge, body: object, place: SavedPlace): SavedVerdict {
  const { codebook } = judge.chat;
  const names = codebook.labels.map(({ name }) => name);
  const answer = answerTo(body, place);
  const yes = isYesNo(answer) ? requireYes(judge.yes, names) : judge.yes;
  const read = readDecision(answer, { words: judge.words, yes });
  const both = { probSource: 'decision', warnings: [] } as const;
  if (!read.ok)
    return { ...both, label: undefined, probabilities: undefined, problem: read.problem, text: read.detail };
  return {
    ...both,
    label: names[read.code],
    probabilities: Object.fromEntries(names.map((name, code) => [name, read.probabilities[code]])),
    problem: undefined,
    text: '',
  };
}

/** The answer to the one question, in a list or in a map. */
function answerTo(body: object, { question, fail }: SavedPlace): unknown {
  const answers = fieldOf(body, 'answers');
  const byName: [string, unknown][] = Array.isArray(answers)
    ? answers.map((answer: unknown) => [wordOf(fieldOf(answer, 'name')) ?? '', answer])
    : Object.entries(answers as object);
  const found = question === undefined ? byName : byName.filter(([name]) => name === question);
  if (found.length === 1) return found[0][1];
  const names = byName.map(([name]) => name).filter((name) => name !== '');
  return fail(
    question === undefined
      ? `an answer to ${byName.length} questions: ${listed(names)}`
      : `no answer to the question ${question}; there are ${listed(names)}`,
    hint`Name one with ${option('question', names[0])}.`,
  );
}
