import { expect, test } from 'vitest';
import type { Imported } from './importer.ts';
import { mappedLabels } from './settle-import.ts';

const imported: Imported = {
  ratings: [
    { item: '1', rater: 'j', kind: 'judge', label: 'YES', probabilities: { YES: 0.5, Yes: 0.3, No: 0.2 } },
    { item: '1', rater: 'ann', kind: 'human', label: 'No', order: 'YES' },
  ],
  items: [],
  leftOut: [],
  notes: [],
  codebook: {
    scale: 'nominal',
    labels: [{ name: 'No' }, { name: 'YES', pass: true }, { name: 'Yes' }],
  },
};

test('a word that means another label is that label in ratings, probabilities and the codebook', () => {
  const { ratings, codebook } = mappedLabels(imported, { YES: 'Yes', unused: 'No' });
  expect(ratings[0]).toMatchObject({ label: 'Yes', probabilities: { Yes: 0.8, No: 0.2 } });
  expect(ratings[1]).toMatchObject({ label: 'No', order: 'Yes' });
  expect(codebook?.labels).toEqual([{ name: 'No' }, { name: 'Yes', pass: true }]);
  expect(imported.ratings[0].label).toBe('YES');
});

test('a map of two steps is refused', () => {
  expect(() => mappedLabels(imported, { YES: 'Yes', Yes: 'No' })).toThrow('the map reads "YES" as "Yes"');
});
