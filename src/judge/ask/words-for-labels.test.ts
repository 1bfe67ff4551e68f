import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelTokens } from './label-tokens.ts';
import { mostLabels, wordsForLabels } from './words-for-labels.ts';

test.each([
  ['plain words that begin differently', ['Good', 'Poor', 'unclear']],
  ['digits', ['1', '2', '3']],
  ['numbers whose first digits differ', ['10', '25', '50']],
])('%s are their own words', (_, names) => {
  expect(wordsForLabels(names)).toEqual({ words: names, kind: 'names' });
});

test.each([
  ['one begins another', ['Relevant', 'Relevant in part'], ['A', 'B']],
  ['two begin alike', ['Good', 'Great', 'Poor'], ['A', 'B', 'C']],
  ['two begin alike but for case', ['good', 'Great'], ['A', 'B']],
  ['numbers that begin alike', ['1', '5', '10'], ['A', 'B', 'C']],
  ['several words', ['Very good', 'Not so good'], ['A', 'B']],
  ['marks', ['yes!', 'no?'], ['A', 'B']],
  ['letters that are several bytes', ['Übel', 'Gut'], ['A', 'B']],
  ['letters that are names already', ['A', 'B', 'A+'], ['C', 'D', 'E']],
])('names get letters where there are %s', (_, names, words) => {
  expect(wordsForLabels(names)).toEqual({ words, kind: 'letters' });
});

test('more labels than an endpoint shows alternatives of a token are refused', () => {
  const names = Array.from({ length: mostLabels + 1 }, (_, i) => `label ${i}`);
  expect(wordsForLabels(names.slice(1)).words).toHaveLength(mostLabels);
  expect(() => wordsForLabels(names)).toThrow('at most 20 labels; received 21, the last "label 20"');
});

test('whatever the labels are called, the judge takes the words, and folding case merges no two names', () => {
  const name = fc.oneof(
    fc.constantFrom('A', 'a', 'B', 'Ab', '1', '10', 'yes', 'Yes', 'no'),
    fc.string({ minLength: 1, maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: mostLabels }), (names) => {
      const { words, kind } = wordsForLabels(names);
      const labels = names.map((name, code) => ({ name, words: [words[code]] }));
      expect(labelTokens(labels, { space: true, foldCase: kind === 'names' }).words).toHaveLength(
        names.length,
      );
      // No two words share a first letter, so the first token tells them apart even where it is one character
      // long.
      expect(new Set(words.map((word) => word[0])).size).toBe(words.length);
      if (kind === 'letters') expect(words.filter((word) => names.includes(word))).toEqual([]);
    }),
    { seed: 1 },
  );
});
