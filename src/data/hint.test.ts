import { expect, test } from 'vitest';
import { hint, hintText, option } from './hint.ts';

test('options are said by the caller, and by their names where nobody says otherwise', () => {
  const parts = hint`Add ${option('selection', 'random')}, or map ${3} words with ${option('map', { yes: '1' })} in ${option('labels')}.`;
  expect(hintText(parts)).toBe('Add selection "random", or map 3 words with map {"yes":"1"} in labels.');
  expect(hintText(parts, ({ option: name }) => `--${name}`)).toBe(
    'Add --selection, or map 3 words with --map in --labels.',
  );
});

test('a hint in a hint keeps its options, and text that looks like an option stays text', () => {
  expect(hint`${hint`Use ${option('judge')}`}, not ${'--human'}.`).toEqual([
    'Use ',
    { option: 'judge' },
    ', not ',
    '--human',
    '.',
  ]);
});
