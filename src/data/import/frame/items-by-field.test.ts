import { expect, test } from 'vitest';
import type { Imported } from './importer.ts';
import { fieldWithIds, itemsByField } from './items-by-field.ts';

const imported: Imported = {
  ratings: [
    { item: 'trace-1', rater: 'j', kind: 'judge', label: 'Pass' },
    { item: 'trace-2', rater: 'j', kind: 'judge', label: 'Fail' },
    { item: 'trace-3', rater: 'j', kind: 'judge', label: 'Fail' },
  ],
  items: [
    { item: 'trace-1', fields: { ticket: 't1', model: 'x' } },
    { item: 'trace-2', fields: { ticket: ' t2 ', model: 'x' } },
    { item: 'trace-3', fields: { model: 'x' } },
  ],
  leftOut: [],
  notes: [],
};

test('items are known by the field, and ratings of items without it are counted', () => {
  const { ratings, items, leftOut } = itemsByField(imported, 'ticket');
  expect(ratings.map(({ item }) => item)).toEqual(['t1', 't2']);
  expect(items.map(({ item }) => item)).toEqual(['t1', 't2']);
  expect(leftOut).toEqual([{ reason: 'ratings of items without ticket', count: 1 }]);
});

test('a field that two items share, and one that no item has, are refused', () => {
  expect(() => itemsByField(imported, 'model')).toThrow(
    'model does not tell items apart: "trace-1" and "trace-2" both have "x"',
  );
  expect(() => itemsByField(imported, 'user')).toThrow(
    'no item has the field "user"; there are ticket, model',
  );
});

test('the field with most of the ids is found', () => {
  expect(fieldWithIds(imported.items, new Set(['t1', 't2']))).toEqual({ field: 'ticket', count: 2 });
  expect(fieldWithIds(imported.items, new Set(['elsewhere']))).toBeUndefined();
});
