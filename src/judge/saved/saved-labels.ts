/** The labels of a judge whose answers were saved, and where in an answer its verdict is. */
import {
  type Codebook,
  DataError,
  endpointSchema,
  hint,
  listed,
  option,
  proposeCodebook,
  quoted,
  type Scale,
} from '../../data/index.ts';
import { labelTokens } from '../ask/label-tokens.ts';
import type { AnsweringJudge } from '../verdict/verdict.ts';

export interface SavedLabels {
  /** In the order of the codebook. */
  readonly labels: readonly string[];
  readonly scale?: Scale | undefined;
  /** Label → the word the judge answers; the label itself where not given. */
  readonly words?: Readonly<Record<string, string>> | undefined;
  readonly pass?: readonly string[] | undefined;
  /** What stands before the verdict; without it the answer begins with it. */
  readonly marker?: string | undefined;
  /** The key of the verdict, where answers are JSON objects. */
  readonly verdictKey?: string | undefined;
  /** The field with the label of the side that was shown first: the first two labels are the sides. */
  readonly order?: string | undefined;
}

export interface SavedJudge {
  /** By the API that the answer is of. */
  readonly chat: AnsweringJudge;
  readonly responses: AnsweringJudge;
  readonly words: readonly string[];
  /** What a yes/no question of a decision model asks about; undefined where that is not known. */
  readonly yes: number | undefined;
}

/** Throws DataError for labels that cannot be told apart, and for words of labels that are not there. */
export function savedJudge(reading: SavedLabels): SavedJudge {
  const { labels, words: given = {}, scale = 'nominal', marker, verdictKey, order } = reading;
  const stray = [...Object.keys(given), ...(reading.pass ?? [])].find((name) => !labels.includes(name));
  if (stray !== undefined) throw new DataError(`${quoted(stray)} is not one of the labels ${listed(labels)}`);
  const words = labels.map((name) => (Object.hasOwn(given, name) ? given[name] : name));
  const tokens = labelTokens(
    labels.map((name, code) => ({ name, words: [words[code]] })),
    { space: true },
  );
  const codebook: Codebook = { scale, labels: labels.map((name) => ({ name })) };
  const sides = order === undefined ? undefined : { a: '', b: '', labelA: labels[0], labelB: labels[1] };
  const judgeOf = (api: 'chat' | 'responses'): AnsweringJudge => ({
    codebook,
    words,
    tokens,
    source: 'logprobs',
    config: {
      endpoint: endpointSchema.parse({ api, key: null }),
      mode: verdictKey === undefined ? 'text' : 'structured',
      marker,
      verdictKey: verdictKey ?? 'verdict',
      sides,
      sampling: {},
    },
  });
  return { chat: judgeOf('chat'), responses: judgeOf('responses'), words, yes: yesOf(reading) };
}

/** The labels that count as pass: declared, or by the words that always mean it, such as Pass and Fail. */
export function passingLabels({ labels, pass }: SavedLabels): string[] {
  const { codebook } = proposeCodebook([...labels], pass === undefined ? {} : { pass });
  return codebook.labels.filter((label) => label.pass === true).map(({ name }) => name);
}

function yesOf(reading: SavedLabels): number | undefined {
  const passing = passingLabels(reading);
  return reading.labels.length === 2 && passing.length === 1 ? reading.labels.indexOf(passing[0]) : undefined;
}

/** Thrown at the first answer that needs it. */
export function requireYes(yes: number | undefined, labels: readonly string[]): number {
  if (yes !== undefined) return yes;
  throw new DataError(
    labels.length === 2
      ? `a yes/no answer is the probability of one label, and nothing says whether ${quoted(labels[0])} or ` +
          `${quoted(labels[1])} is meant`
      : `a yes/no answer has two labels; received ${listed(labels)}`,
    {},
    labels.length === 2
      ? hint`Name the label that yes stands for with ${option('pass')}.`
      : hint`Give two with ${option('labels')}.`,
  );
}
