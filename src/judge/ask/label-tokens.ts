import { DataError, listed, quoted } from '../../data/index.ts';
import { bytesOfText, foldedCase } from './byte-strings.ts';

/**
 * What may stand around a word, and whether its case matters. Declared, since each of these can merge two
 * labels; nothing by default.
 */
export interface Normalization {
  /**
   * One space or line break in front of the word or after it, in the same token; any number in separate
   * tokens.
   */
  readonly space?: boolean;
  /** Of these, one in front and one after: `'"'`, `'**'`, `'[['`, `'.'`. */
  readonly marks?: readonly string[];
  /** Letters A to Z alone: a token may be half of any other letter. */
  readonly foldCase?: boolean;
}

/**
 * `unknown`: a word may be cut anywhere, and a token that begins one word and no other counts for it. `whole
 * words`: each word is one token of this model. To be declared only where it was tried: then `1` is not the
 * beginning of `10`.
 */
export type Tokenization = 'unknown' | 'whole words';

export interface LabelTokens {
  /** In the order of the codebook. */
  readonly names: readonly string[];
  /** [labels]: words that mean the label, case folded where declared. */
  readonly words: readonly (readonly string[])[];
  /** The same as bytes. */
  readonly forms: readonly (readonly string[])[];
  readonly space: boolean;
  /** Longest first. */
  readonly marks: readonly string[];
  /** The same as bytes. */
  readonly markForms: readonly string[];
  readonly foldCase: boolean;
  readonly tokenization: Tokenization;
}

/**
 * The words a judge answers with, checked before anything is asked: two labels that cannot be told apart
 * would be paid for and lost.
 *
 * `labels`: each with the words that mean it; its name where none are given. `normalization`: what is passed
 * over when a token is compared with them. `tokenization`: whether a word may be several tokens.
 *
 * Throws DataError for fewer than two labels, empty words, words that begin or end with what is passed over,
 * labels that share a word (after normalization, or to the eye: one letter in two encodings), and, where the
 * tokenization is unknown, a word that begins a word of another label.
 *
 * @example
 * labelTokens([{ name: 'A' }, { name: 'B' }], { space: true }).names; // ['A', 'B']
 */
export function labelTokens(
  labels: readonly { readonly name: string; readonly words?: readonly string[] }[],
  normalization: Normalization = {},
  tokenization: Tokenization = 'unknown',
): LabelTokens {
  const { space = false, marks = [], foldCase = false } = normalization;
  const folded = (text: string): string => (foldCase ? foldedCase(text) : text);
  const words = labels.map(({ name, words = [name] }) => [...new Set(words.map(folded))]);
  const longestFirst = [...new Set(marks)].sort((a, b) => b.length - a.length);
  const set: LabelTokens = Object.freeze({
    names: labels.map(({ name }) => name),
    words,
    forms: words.map((of) => of.map(bytesOfText)),
    space,
    marks: longestFirst,
    markForms: longestFirst.map(bytesOfText),
    foldCase,
    tokenization,
  });
  if (labels.length < 2) throw new DataError(`a judge needs at least 2 labels; received ${labels.length}`);
  requireWords(set);
  requireDistinct(set);
  return set;
}

function requireWords({ names, words, marks, space, foldCase }: LabelTokens): void {
  if (marks.includes(''))
    throw new DataError('a mark around a word is at least one character; received an empty one');
  for (const [code, of] of words.entries())
    for (const word of of.length === 0 ? [''] : of) {
      const label = `the word ${quoted(word)} of label ${quoted(names[code])}`;
      if (word === '')
        throw new DataError(
          `label ${quoted(names[code])} has no word`,
          {},
          'Give the word the judge answers.',
        );
      if (word.trim() !== word)
        throw new DataError(
          `${label} begins or ends with a space`,
          {},
          space ? undefined : 'Declare the space as passed over instead.',
        );
      const mark = marks.find((mark) => word.startsWith(mark) || word.endsWith(mark));
      if (mark !== undefined)
        throw new DataError(
          `${label} begins or ends with ${quoted(mark)}, which is passed over`,
          {},
          'Leave the mark out of one of the two.',
        );
      if (foldCase && word.toLowerCase() !== foldedCase(word))
        throw new DataError(
          `${label} has letters whose case is not folded: only A to Z are`,
          {},
          'Give each spelling as a word of its own, and fold no case.',
        );
    }
}

function requireDistinct({ names, words, foldCase, tokenization }: LabelTokens): void {
  const all = words.flatMap((of, code) => of.map((word) => ({ word, code })));
  for (const a of all)
    for (const b of all) {
      if (a.code === b.code) continue;
      const pair = listed([names[a.code], names[b.code]]);
      if (a.word === b.word)
        throw new DataError(
          `the labels ${pair} share the word ${quoted(a.word)}`,
          {},
          foldCase ? 'Fold no case: it is what tells them apart.' : 'Give each label a word of its own.',
        );
      if (a.word.normalize('NFKC') === b.word.normalize('NFKC'))
        throw new DataError(
          `the labels ${pair} have words that look the same and differ in bytes: ${quoted(a.word)}`,
          {},
          'Give each label a word of its own.',
        );
      if (tokenization === 'unknown' && b.word.startsWith(a.word))
        throw new DataError(
          `the word ${quoted(a.word)} begins ${quoted(b.word)}, so a token of the one may be the ` +
            `beginning of the other (labels ${pair})`,
          {},
          'Give the labels words that begin differently, such as letters, or declare that each word ' +
            'is one token of this model.',
        );
    }
}
