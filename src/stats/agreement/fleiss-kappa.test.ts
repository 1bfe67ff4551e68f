import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { fleissKappa } from './fleiss-kappa.ts';

/** Rows of label counts; raters are numbered as they come. */
function fromCounts(rows: readonly (readonly number[])[]): RatingTable {
  const ratings = rows.flatMap((counts, item) => {
    const labels = counts.flatMap((count, label) => Array.from({ length: count }, () => label));
    return labels.map((label, rater) => ({ item, rater, label }));
  });
  return ratingTable({
    itemCount: rows.length,
    raterCount: 14,
    labelCount: rows[0].length,
    item: ratings.map((r) => r.item),
    rater: ratings.map((r) => r.rater),
    label: ratings.map((r) => r.label),
  });
}

test('fleissKappa gives the value of the ten by five table with fourteen raters', () => {
  // A worked example found in many textbooks, printed to three digits.
  const table = fromCounts([
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ]);
  const { value, observed, expected } = fleissKappa(table);
  expect(observed).toBeCloseTo(0.378, 3);
  expect(expected).toBeCloseTo(0.213, 3);
  expect(value).toBeCloseTo(0.21, 3);
});

test('fleissKappa weighs items alike whatever their number of ratings, and pools labels over all ratings', () => {
  // Observed (1 + 1/3) / 2; labels 0: 5 of 8, 1: 3 of 8, the rating of the third item among them.
  const { value, observed, expected, labelShares, n, excludedItems } = fleissKappa(
    fromCounts([
      [4, 0],
      [1, 2],
      [0, 1],
    ]),
  );
  expect(observed).toBeCloseTo(2 / 3, 12);
  expect(labelShares).toEqual([5 / 8, 3 / 8]);
  expect(value).toBeCloseTo((2 / 3 - 34 / 64) / (30 / 64), 12);
  expect(expected).toBeCloseTo(34 / 64, 12);
  expect([n, excludedItems]).toEqual([2, 1]);
});

test('fleissKappa is NaN where all ratings carry one label, and without an item of two ratings', () => {
  expect(
    fleissKappa(
      fromCounts([
        [2, 0],
        [3, 0],
      ]),
    ),
  ).toMatchObject({ value: NaN, reason: notice('one-label-throughout') });
  expect(
    fleissKappa(
      fromCounts([
        [1, 0],
        [0, 1],
      ]),
    ),
  ).toMatchObject({ value: NaN, reason: notice('no-item-rated-twice') });
});

test('fleissKappa counts as clusters only those with an item of two ratings', () => {
  const rows = Array.from({ length: 20 }, (_, i) => (i < 10 ? [i % 3, 3 - (i % 3)] : [1, 0]));
  const { counts, warnings, interval } = fleissKappa(fromCounts(rows), {
    interval: { clusters: 'items' },
  });
  expect(counts.clusters).toBe(10);
  expect(warnings[0]).toEqual(notice('few-clusters', { clusters: 10, from: 30 }));
  expect(interval.method).toBe('Fisher-t, by cluster');
});
