import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { ratingTable } from '../numeric/rating-table.ts';
import { cohensKappa } from './cohens-kappa.ts';
import { gwetsAc1 } from './gwets-ac1.ts';

// The golden value on Krippendorff's example stands in krippendorffs-alpha.test.ts, beside alpha's.

function twoRaters(
  counts: readonly (readonly number[])[],
  labelCount = 2,
): { table: ReturnType<typeof ratingTable>; first: number[]; second: number[] } {
  const cells = counts.flatMap((row, k) =>
    row.flatMap((count, l) => Array.from({ length: count }, () => [k, l] as const)),
  );
  const first = cells.map(([k]) => k);
  const second = cells.map(([, l]) => l);
  const item = [...first.keys(), ...second.keys()];
  const table = ratingTable({
    itemCount: cells.length,
    raterCount: 2,
    labelCount,
    item,
    rater: item.map((_, i) => (i < cells.length ? 0 : 1)),
    label: [...first, ...second],
  });
  return { table, first, second };
}

test('gwetsAc1 stays high where one label is common and kappa collapses', () => {
  const { table, first, second } = twoRaters([
    [118, 5],
    [2, 0],
  ]);
  // The paradox of skewed base rates: observed .944, expected 2 · .972 · .028.
  const { value, observed, expected } = gwetsAc1(table);
  expect(observed).toBeCloseTo(0.944, 12);
  expect(expected).toBeCloseTo(2 * 0.972 * 0.028, 12);
  expect(value).toBeCloseTo(0.9408, 4);
  expect(cohensKappa(first, second, 2).value).toBeLessThan(0);
});

test('gwetsAc1 exists where all ratings carry one label', () => {
  expect(
    gwetsAc1(
      twoRaters([
        [3, 0],
        [0, 0],
      ]).table,
    ),
  ).toMatchObject({ value: 1, expected: 0, observed: 1 });
});

test('gwetsAc1 takes label shares item by item, the items with one rating too', () => {
  // Items 0 0 0 0 | 0 1 | 1: shares of label 1 are 0, ½, 1, their mean ½; pooled over ratings it would be
  // 2/7.
  const table = ratingTable({
    itemCount: 3,
    raterCount: 4,
    labelCount: 2,
    item: [0, 0, 0, 0, 1, 1, 2],
    rater: [0, 1, 2, 3, 0, 1, 0],
    label: [0, 0, 0, 0, 0, 1, 1],
  });
  const { value, labelShares, expected, n, excludedItems } = gwetsAc1(table);
  expect(labelShares).toEqual([0.5, 0.5]);
  expect([expected, value]).toEqual([0.5, 0]);
  expect([n, excludedItems]).toEqual([2, 1]);
});

test('gwetsAc1 does not exist without an item of two ratings', () => {
  const table = ratingTable({
    itemCount: 1,
    raterCount: 1,
    labelCount: 2,
    item: [0],
    rater: [0],
    label: [1],
  });
  expect(gwetsAc1(table)).toMatchObject({ value: NaN, reason: notice('no-item-rated-twice') });
});

test('gwetsAc1 refuses a codebook of one label', () => {
  const table = ratingTable({
    itemCount: 1,
    raterCount: 2,
    labelCount: 1,
    item: [0, 0],
    rater: [0, 1],
    label: [0, 0],
  });
  expect(() => gwetsAc1(table)).toThrow(new InputError('gwetsAc1 requires at least 2 labels; received 1'));
});
