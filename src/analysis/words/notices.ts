/**
 * Notices in words: the one place where a code becomes a sentence. A sentence has no final stop, since it may
 * go on.
 */
import { type Notice, type SayOption, plainOption } from '../../data/index.ts';
import type { Facts, Sentence, Sentences, Words } from './sentence.ts';
import { agreementSentences } from './sentences/agreement.ts';
import { calibrationSentences } from './sentences/calibration.ts';
import { consensusSentences } from './sentences/consensus.ts';
import { dataMeanings, dataSentences } from './sentences/data.ts';
import { judgeMeanings, judgeSentences } from './sentences/judge.ts';
import { rateMeanings, rateSentences } from './sentences/rate.ts';
import { refusalSentences } from './sentences/refusals.ts';

/** A notice as `results.json` holds it: what is recognized, what it is about, and how it reads. */
export interface Said {
  readonly code: string;
  readonly facts: Notice['facts'];
  readonly text: string;
}

/** A warning: what it is, and what it means for the answers. */
export interface SaidWarning extends Said {
  readonly meaning: string;
}

const sentences: Sentences = {
  ...agreementSentences,
  ...rateSentences,
  ...calibrationSentences,
  ...consensusSentences,
  ...refusalSentences,
  ...judgeSentences,
  ...dataSentences,
};

/** What a warning means; only warnings have one. */
const meanings: Sentences = { ...rateMeanings, ...judgeMeanings, ...dataMeanings };

/** Warnings that stand in nearly every first run: they are folded, so that a real one is seen. */
const standing: ReadonlySet<string> = new Set(['no-family', 'no-clusters']);

/** The warnings that are about these data, and those that stand in nearly every run. */
export function sortedWarnings<T extends { readonly code: string }>(
  warnings: readonly T[],
): { readonly real: readonly T[]; readonly standing: readonly T[] } {
  return {
    real: warnings.filter(({ code }) => !standing.has(code)),
    standing: warnings.filter(({ code }) => standing.has(code)),
  };
}

interface Told {
  readonly text: string;
  readonly reason?: { readonly text: string } | undefined;
}

/**
 * The warnings that are about these data, by where they belong: before the answers, unless an answer says the
 * same itself.
 */
export function placedWarnings<T extends Said>(
  warnings: readonly T[],
  answers: readonly Told[],
): { readonly first: readonly T[]; readonly inAnswers: readonly T[] } {
  const told = answers.flatMap(({ text, reason }) => [text, reason?.text ?? '']);
  const isTold = (warning: T): boolean =>
    [warning.text, ...reasonOf(warning)].some((text) => told.some((answer) => answer.includes(text)));
  const { real } = sortedWarnings(warnings);
  return { first: real.filter((one) => !isTold(one)), inAnswers: real.filter(isTold) };
}

/** What a warning passes on: the sentence in it that an answer may hold too. */
function reasonOf({ facts: { why } }: Said): string[] {
  return typeof why === 'object' && why !== null && 'code' in why
    ? [said(why as unknown as Notice).text]
    : [];
}

export const noticeCodes: readonly string[] = Object.keys(sentences);
export const meaningCodes: readonly string[] = Object.keys(meanings);

/** Throws for a code without a sentence: a bug, which a test finds. */
export function said({ code, facts }: Notice, say: SayOption = plainOption): Said {
  return { code, facts, text: sentenceOf(sentences, code)(facts as Facts, wordsOf(say)) };
}

export function saidWarning(notice: Notice, say: SayOption = plainOption): SaidWarning {
  return {
    ...said(notice, say),
    meaning: sentenceOf(meanings, notice.code)(notice.facts as Facts, wordsOf(say)),
  };
}

function wordsOf(say: SayOption): Words {
  return { say, notice: (inner) => said(inner, say).text };
}

function sentenceOf(from: Sentences, code: string): Sentence {
  if (!Object.hasOwn(from, code)) throw new Error(`the notice ${code} has no sentence`);
  return from[code];
}
