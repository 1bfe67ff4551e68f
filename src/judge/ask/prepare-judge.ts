/**
 * A judge made ready to ask: its prompt read, its words checked against the codebook, its orders and samples
 * known.
 */
import { type Codebook, DataError, type JudgeConfig, listed, quoted } from '../../data/index.ts';
import { type LabelTokens, labelTokens } from './label-tokens.ts';
import { readyPrompt } from './ready-prompts.ts';
import { type PromptTemplate, parseTemplate } from './template.ts';

/**
 * What stands for token probabilities: what they are, how often the judge drew, or what it says of itself.
 */
export type ProbabilitySource = JudgeConfig['sources'][number];

export interface PreparedJudge {
  readonly name: string;
  readonly config: JudgeConfig;
  readonly codebook: Codebook;
  readonly template: PromptTemplate;
  readonly system: string | undefined;
  /**
   * length labels: the word for each label of the codebook; with sides, the word of labelA stands for the
   * side shown first.
   */
  readonly words: readonly string[];
  /** The labels of the side shown first, one for each order; `[null]` for items without sides. */
  readonly orders: readonly (string | null)[];
  readonly source: ProbabilitySource;
  /** The same words as tokens are compared with them; sides in the order they are shown. */
  readonly tokens: LabelTokens;
  /**
   * Hash of everything that is asked beside the item: the prompt's version. How an answer is read is no part
   * of it.
   */
  readonly version: string;
}

export interface PrepareOptions {
  /** The text of the prompt file, where the judge names one. */
  readonly promptText?: string | undefined;
  readonly source?: ProbabilitySource;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** Asked for where a judge says in words how sure it is. */
const confidenceRequest =
  '\nThen write, on a line of its own, how sure you are that this is right: a whole number from 0 to 100.\n';

/**
 * Reads and checks all that can be checked without an item.
 *
 * Throws DataError for a prompt file that is missing or broken, words that are not one for each label, and
 * sides that are no labels.
 */
export function prepareJudge(
  name: string,
  config: JudgeConfig,
  codebook: Codebook,
  options: PrepareOptions,
): PreparedJudge {
  const { hash, promptText, source = config.sources[0] } = options;
  const words = wordsOf(name, config, codebook);
  const sides = sidesOf(name, config, codebook);
  const given = typeof config.prompt === 'string' ? readyText(name, config, codebook, words) : promptText;
  if (given === undefined)
    throw new DataError(`judge ${quoted(name)}: the text of its prompt file is missing`);
  const text = source === 'verbalized' ? `${given}${confidenceRequest}` : given;
  const system = typeof config.prompt === 'string' ? undefined : config.prompt.system;
  const template = parseTemplate(
    text,
    typeof config.prompt === 'string' ? `prompt ${config.prompt}` : config.prompt.file,
  );
  requireSides(name, template, config);
  const schema = config.mode === 'structured' ? [config.verdictKey, words] : null;
  const version = hash(JSON.stringify([system ?? null, text, schema])).slice(0, 16);
  const tokens = labelTokens(
    codebook.labels.map((label, code) => ({ name: label.name, words: [words[code]] })),
    config.normalization,
  );
  return { name, config, codebook, template, system, words, orders: sides, source, tokens, version };
}

function wordsOf(name: string, { words = {} }: JudgeConfig, { labels }: Codebook): string[] {
  const unknown = Object.keys(words).find((label) => !labels.some((other) => other.name === label));
  if (unknown !== undefined)
    throw new DataError(
      `judge ${quoted(name)}: words names ${quoted(unknown)}; the codebook has ` +
        listed(labels.map((label) => label.name)),
    );
  // A label may be called `constructor`.
  return labels.map(({ name: label }) => (Object.hasOwn(words, label) ? words[label] : label));
}

function sidesOf(name: string, { sides, orders }: JudgeConfig, { labels }: Codebook): (string | null)[] {
  if (sides === undefined) return [null];
  for (const label of [sides.labelA, sides.labelB, ...(sides.tie === undefined ? [] : [sides.tie])])
    if (!labels.some((other) => other.name === label))
      throw new DataError(
        `judge ${quoted(name)}: sides names the label ${quoted(label)}; the codebook has ` +
          listed(labels.map((other) => other.name)),
      );
  return orders === 'both' ? [sides.labelA, sides.labelB] : [sides.labelA];
}

function readyText(
  name: string,
  { prompt, sides }: JudgeConfig,
  { labels }: Codebook,
  words: readonly string[],
): string {
  const wordOf = (label: string): string => words[labels.findIndex((other) => other.name === label)];
  if (prompt !== 'pairwise') return readyPrompt(prompt as Exclude<typeof prompt, object>, { words });
  if (sides === undefined)
    throw new DataError(
      `judge ${quoted(name)}: the pairwise prompt needs sides`,
      {},
      'Add "sides": { "a": "answer_a", "b": "answer_b", "labelA": "A", "labelB": "B" }: the fields ' +
        'with the answers, and their labels.',
    );
  const tie = sides.tie === undefined ? undefined : wordOf(sides.tie);
  return readyPrompt('pairwise', { words: [wordOf(sides.labelA), wordOf(sides.labelB)], tie });
}

/** A prompt that shows two sides must be able to swap them. */
function requireSides(name: string, template: PromptTemplate, { sides }: JudgeConfig): void {
  const shows = template.fields.filter((field) => field === 'first' || field === 'second');
  if (sides === undefined || shows.length === 2) return;
  throw new DataError(
    `judge ${quoted(name)}: its items have two sides, and the prompt does not show both as {{first}} ` +
      'and {{second}}',
    { file: template.name },
    `Write {{first}} and {{second}} where ${quoted(sides.a)} and ${quoted(sides.b)} belong, so that ` +
      'the sides can be swapped.',
  );
}
