/** Words for labels of any name, such that the first token of an answer says which label it is. */
import { DataError, quoted } from '../../data/index.ts';

export interface WordsForLabels {
  /** length labels, in their order. */
  readonly words: readonly string[];
  /** The names themselves; where they would not do, a letter for each. */
  readonly kind: 'names' | 'letters';
}

/**
 * An endpoint names this many alternatives of a token at most, so a further label could never have a
 * probability.
 */
export const mostLabels = 20;

/** ASCII alone: a token may be half of any other letter. */
const plainWord = /^(?:[A-Za-z]+|[0-9]+)$/;
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

/**
 * The names, where each is one plain word and no two begin with the same letter, case aside: however a model
 * cuts its words, a token that begins one of them begins no other. Any other names get letters, none of which
 * is the name of a label, so that `B` is never the word for `A`.
 *
 * Throws DataError for more labels than an endpoint shows probabilities of.
 *
 * @example
 * wordsForLabels(['Good', 'Poor']); // { words: ['Good', 'Poor'], kind: 'names' }
 */
export function wordsForLabels(names: readonly string[]): WordsForLabels {
  if (names.length > mostLabels)
    throw new DataError(
      `a judge chooses among at most ${mostLabels} labels; received ${names.length}, the last ` +
        quoted(names.at(-1)!),
      {},
      `An endpoint gives the probabilities of ${mostLabels} tokens at most. Ask in two steps, or put ` +
        'labels together.',
    );
  const beginnings = new Set(names.map((name) => name.slice(0, 1).toUpperCase()));
  if (beginnings.size === names.length && names.every((name) => plainWord.test(name)))
    return { words: [...names], kind: 'names' };
  const free = letters.filter((letter) => !names.includes(letter));
  return { words: names.map((_, code) => free[code]), kind: 'letters' };
}
