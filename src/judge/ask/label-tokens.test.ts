import { describe, expect, test } from 'vitest';
import { DataError } from '../../data/index.ts';
import { type Normalization, type Tokenization, labelTokens } from './label-tokens.ts';

function checked(
  words: readonly (string | readonly string[])[],
  normalization?: Normalization,
  tokenization?: Tokenization,
): unknown {
  return () =>
    labelTokens(
      words.map((of) => (typeof of === 'string' ? { name: of } : { name: of[0], words: of })),
      normalization,
      tokenization,
    );
}

describe('labelTokens', () => {
  test('m and M are two labels, until case is folded', () => {
    expect(checked(['m', 'M'])).not.toThrow();
    expect(checked(['m', 'M'], { foldCase: true })).toThrow('the labels m, M share the word "m"');
    expect(checked(['Yes', 'yes.'], { foldCase: true, marks: ['.'] })).toThrow('begins or ends with "."');
  });

  test('no word begins a word of another label, unless each word is declared one token', () => {
    expect(checked(['1', '2', '10'])).toThrow('the word "1" begins "10"');
    expect(checked(['1', '2', '10'], {}, 'whole words')).not.toThrow();
    expect(checked(['A', 'Assistant'])).toThrow('begins "Assistant"');
    expect(checked(['a', 'ASSISTANT'], { foldCase: true })).toThrow('begins "assistant"');
    expect(checked([['yes', 'yes!'], 'no'])).not.toThrow();
  });

  test('labels share no word, in whatever bytes it is written', () => {
    expect(
      checked([
        ['yes', 'y'],
        ['no', 'y'],
      ]),
    ).toThrow('share the word "y"');
    expect(checked(['caf\u00e9', 'cafe\u0301'])).toThrow('look the same and differ in bytes');
    expect(checked(['A', '\uff21'])).toThrow('look the same');
    expect(labelTokens([{ name: 'A', words: ['A', 'A'] }, { name: 'B' }]).forms).toEqual([['A'], ['B']]);
  });

  test('what is passed over is no part of a word', () => {
    expect(checked(['[[A]]', '[[B]]'], { marks: ['[['] })).toThrow(
      'the word "[[A]]" of label "[[A]]" begins or ends with "[["',
    );
    expect(checked([' A', 'B'])).toThrow('begins or ends with a space');
    expect(checked(['A', 'B'], { marks: [''] })).toThrow('at least one character');
  });

  test('case is folded for A to Z, and other letters with a case are refused rather than missed', () => {
    expect(checked(['ДА', 'нет'], { foldCase: true })).toThrow('letters whose case is not folded');
    expect(checked(['はい', 'いいえ'], { foldCase: true })).not.toThrow();
  });

  test('there are two labels, and each has a word', () => {
    expect(checked(['A'])).toThrow('at least 2 labels; received 1');
    expect(checked(['', 'B'])).toThrow('label "" has no word');
    expect(() => labelTokens([{ name: 'A', words: [] }, { name: 'B' }])).toThrow(DataError);
  });
});
