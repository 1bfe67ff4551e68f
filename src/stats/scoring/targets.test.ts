import { expect, test } from 'vitest';
import { ratingTable } from '../numeric/rating-table.ts';
import { softLabels, softLabelsOf } from './targets.ts';

test('a 2-1 split stays a 2-1 split, and a label nobody gave keeps its place', () => {
  const { shares, counts, labelCount } = softLabels([2, 1, 0, 0, 0, 4], 3);
  expect([...shares]).toEqual([2 / 3, 1 / 3, 0, 0, 0, 1]);
  expect([...counts]).toEqual([3, 4]);
  expect(labelCount).toBe(3);
});

test('softLabelsOf follows the order of the items asked for', () => {
  const people = ratingTable({
    itemCount: 3,
    raterCount: 2,
    labelCount: 2,
    item: [0, 0, 1, 2],
    rater: [0, 1, 0, 1],
    label: [0, 1, 1, -1],
  });
  expect([...softLabelsOf(people, [1, 0]).shares]).toEqual([0, 1, 0.5, 0.5]);
  expect(() => softLabelsOf(people, [0, 2])).toThrow(
    'softLabelsOf requires items with at least one rating; received item 2 without one at row 1',
  );
  expect(() => softLabelsOf(people, [3])).toThrow(
    'softLabelsOf requires item codes below 3; received 3 at row 0',
  );
});

test('a row without labels, a negative count and a wrong size are errors', () => {
  expect(() => softLabels([1, 0, 0, 0], 2)).toThrow(
    'softLabels requires at least one label in each row; received none at row 1',
  );
  expect(() => softLabels([1, -1], 2)).toThrow(
    'softLabels requires counts of 0 or more; received -1 at index 1',
  );
  expect(() => softLabels([1, 1, 1], 2)).toThrow('received 3 numbers and 2 labels');
});
