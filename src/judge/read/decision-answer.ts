/**
 * The answer of a decision model to one typed question: a probability of each label, rounded to a few
 * decimals. Two wires have it, with a list of answers or with a map of them.
 */
import { halfStep } from '../../data/index.ts';
import { fieldOf, wordOf } from './answer-text.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';

export interface DecisionLabels {
  /** length labels, in the order of the codebook: the word the question had for each. */
  readonly words: readonly string[];
  /**
   * The code of the label that a yes/no question asks about; undefined where no such question is expected.
   */
  readonly yes?: number | undefined;
}

export interface DecisionReading {
  readonly ok: true;
  /** length labels: sums to 1; none below half a step of the rounding. */
  readonly probabilities: Float64Array;
  /** The code of the most probable label; of equal ones the one the model chose; −1 where it chose none. */
  readonly code: number;
}

/**
 * Reads one answer.
 *
 * A probability was rounded, so it lies within half a step of what is written: 0 stands at half a step, never
 * at nothing, and a sum may differ from 1 by half a step for each label. `confidence` and `score` of the
 * model are not used: vendors mean different things by them.
 *
 * Returns a failure for a refused question, labels other than the codebook's, and an impossible sum.
 *
 * @example
 * const answer = { type: 'predicate', name: 'q', probability: 0.93 };
 * readDecision(answer, { words: ['Fail', 'Pass'], yes: 1 }).probabilities[1]; // 0.93
 */
export function readDecision(answer: unknown, labels: DecisionLabels): DecisionReading | ExtractionFailure {
  if (fieldOf(answer, 'type') === 'refusal' || fieldOf(answer, 'refusal') !== undefined)
    return failure('refusal', 'the model refused the question');
  const yes = fieldOf(answer, 'noul') ?? fieldOf(answer, 'probability');
  if (yes !== undefined) return readYesNo(yes, labels);
  const given = givenProbabilities(answer);
  if (given.length === 0) return failure('no alternatives', 'the answer has no probabilities');
  return readLabels(answer, given, labels);
}

/** Whether an answer is to a yes/no question: it has one probability, and no label. */
export function isYesNo(answer: unknown): boolean {
  return fieldOf(answer, 'noul') !== undefined || fieldOf(answer, 'probability') !== undefined;
}

function readYesNo(value: unknown, { words, yes }: DecisionLabels): DecisionReading | ExtractionFailure {
  if (words.length !== 2 || yes === undefined)
    return failure('off label', `a yes/no answer, and the labels are ${words.join(', ')}`);
  if (!isProbability(value)) return failure('impossible sum', `the probability is ${JSON.stringify(value)}`);
  const step = halfStep([value]);
  const kept = Math.min(1 - step, Math.max(step, value));
  const probabilities = Float64Array.from(words, (_, code) => (code === yes ? kept : 1 - kept));
  return { ok: true, probabilities, code: value === 0.5 ? -1 : value > 0.5 ? yes : 1 - yes };
}

interface Given {
  /** The label, or the number of a level. */
  readonly name: string;
  readonly probability: unknown;
}

function readLabels(
  answer: unknown,
  given: readonly Given[],
  { words }: DecisionLabels,
): DecisionReading | ExtractionFailure {
  const named = byName(given, words) ?? byLevel(answer, given, words);
  if (named === undefined)
    return failure(
      'off label',
      `the answer has the labels ${given.map(({ name }) => name).join(', ')}, not ${words.join(', ')}`,
    );
  const wrong = named.find((p) => !isProbability(p));
  if (wrong !== undefined) return failure('impossible sum', `a probability is ${JSON.stringify(wrong)}`);
  const written = Float64Array.from(named as number[]);
  const step = halfStep(written);
  const sum = written.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) > written.length * step + 1e-9)
    return failure('impossible sum', `the probabilities sum to ${sum.toFixed(4)}`);
  const held = written.map((p) => Math.max(step, p));
  const total = held.reduce((all, p) => all + p, 0);
  return { ok: true, probabilities: held.map((p) => p / total), code: chosen(answer, written, words) };
}

/** A list of `{ value, probability }`, or a map. */
function givenProbabilities(answer: unknown): Given[] {
  const listed = fieldOf(answer, 'probabilities');
  if (!Array.isArray(listed))
    return typeof listed === 'object' && listed !== null
      ? Object.entries(listed).map(([name, probability]) => ({ name, probability }))
      : [];
  return listed.map((entry: unknown) => ({
    name: wordOf(fieldOf(entry, 'label') ?? fieldOf(entry, 'value')) ?? '',
    probability: fieldOf(entry, 'probability'),
  }));
}

/** Undefined unless the names are exactly the words. */
function byName(given: readonly Given[], words: readonly string[]): unknown[] | undefined {
  const found = new Map(given.map(({ name, probability }) => [name, probability]));
  if (given.length !== words.length || found.size !== words.length) return undefined;
  return words.every((word) => found.has(word)) ? words.map((word) => found.get(word)) : undefined;
}

/** The levels of a scale by their number, from 0, in the order of the codebook. */
function byLevel(answer: unknown, given: readonly Given[], words: readonly string[]): unknown[] | undefined {
  if (fieldOf(answer, 'score') === undefined || !saysTheWords(fieldOf(answer, 'legend'), words))
    return undefined;
  return byName(
    given,
    words.map((_, level) => String(level)),
  );
}

/** A legend, where there is one, must say the same words in the same order. */
function saysTheWords(legend: unknown, words: readonly string[]): boolean {
  if (legend === undefined || legend === null) return true;
  return words.every((word, level) => wordOf(fieldOf(legend, String(level))) === word);
}

function chosen(answer: unknown, written: Float64Array, words: readonly string[]): number {
  const highest = Math.max(...written);
  const best = [...written.keys()].filter((code) => written[code] === highest);
  if (best.length === 1) return best[0];
  const said = words.indexOf(wordOf(fieldOf(answer, 'choice')) ?? '');
  return best.includes(said) ? said : -1;
}

function isProbability(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
