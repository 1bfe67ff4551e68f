/**
 * The prompts that come with assize: short, neutral, and with the verdict as the first word of the answer, so
 * that its probabilities are those of a judge that has not yet talked itself into anything. A prompt that was
 * used is known by its hash, so a change here makes new verdicts and leaves the old ones.
 */
import type { JudgeConfig } from '../../data/index.ts';
import type { WordsForLabels } from './words-for-labels.ts';

export type ReadyPrompt = Extract<JudgeConfig['prompt'], string>;

/** The words the judge answers with, in the order of the labels they stand for. */
export interface PromptWords {
  readonly words: readonly string[];
  /** Pairwise: the word that says neither is better, if there is one. */
  readonly tie?: string | undefined;
}

/**
 * The text of a ready-made prompt as a template.
 *
 * @example
 * readyPrompt('pass-fail', { words: ['Pass', 'Fail'] }).includes('Pass or Fail'); // true
 */
export function readyPrompt(kind: ReadyPrompt, { words, tie }: PromptWords): string {
  switch (kind) {
    case 'pairwise':
      return pairwise(words[0], words[1], tie);
    case 'pass-fail':
      return passFail(words);
    case 'one-to-five':
      return scale(words);
    default:
      return kind satisfies never;
  }
}

function pairwise(first: string, second: string, tie: string | undefined): string {
  const choice =
    tie === undefined ? `${first} or ${second}` : `${first}, ${second}, or ${tie} if neither is better`;
  return [
    'Two assistants answered the same question. Which answer is better: more helpful, more correct, ' +
      'more to the point?',
    'The order of the answers means nothing, nor does their length.',
    '',
    '[Question]',
    '{{question}}',
    '',
    `[Answer ${first}]`,
    '{{first}}',
    '',
    `[Answer ${second}]`,
    '{{second}}',
    '',
    `Reply with one word and nothing else: ${choice}.`,
    '',
  ].join('\n');
}

/** What is judged, where one answer is. */
const questionAndAnswer = ['[Question]', '{{question}}', '', '[Answer]', '{{answer}}', ''];

function passFail(words: readonly string[]): string {
  return [
    'An assistant answered a question. Is the answer correct and does it do what was asked?',
    '',
    ...questionAndAnswer,
    `Reply with one word and nothing else: ${words.join(' or ')}.`,
    '',
  ].join('\n');
}

function scale(words: readonly string[]): string {
  return [
    'An assistant answered a question. How good is the answer: how helpful, how correct, how much to ' +
      'the point?',
    '',
    ...questionAndAnswer,
    `Reply with one number and nothing else, from ${words[0]} (useless) to ${words.at(-1)} (as good ` +
      'as it can be).',
    '',
  ].join('\n');
}

/**
 * A prompt for labels of one's own, as a template to be edited: it asks which of them fits, and no more,
 * since only the user knows what they mean. Where letters stand for the labels, it says which for which.
 */
export function ownLabelsPrompt(names: readonly string[], { words, kind }: WordsForLabels): string {
  // Two braces in a name are no field of the item.
  const written = names.map((name) => name.replaceAll('{{', '{{{{'));
  const choice = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  return [
    'An assistant answered a question. Which of the labels fits the answer best?',
    '',
    ...questionAndAnswer,
    ...(kind === 'names'
      ? [`Reply with one of these and nothing else: ${choice}.`]
      : [
          '[Labels]',
          ...written.map((name, code) => `${words[code]} = ${name}`),
          '',
          `Reply with one letter and nothing else: ${choice}.`,
        ]),
    '',
  ].join('\n');
}
