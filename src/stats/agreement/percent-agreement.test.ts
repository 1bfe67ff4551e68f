import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { percentAgreement } from './percent-agreement.ts';

/** One string an item, one digit a rating; a dot is missing. */
function tableOf(items: readonly string[], labelCount = 3): RatingTable {
  const rows = items.flatMap((ratings, item) =>
    [...ratings].map((digit, rater) => ({ item, rater, label: digit === '.' ? -1 : Number(digit) })),
  );
  return ratingTable({
    itemCount: items.length,
    raterCount: Math.max(1, ...items.map((ratings) => ratings.length)),
    labelCount,
    item: rows.map((row) => row.item),
    rater: rows.map((row) => row.rater),
    label: rows.map((row) => row.label),
  });
}

test('percentAgreement over items counts each item once, over pairs each pair once', () => {
  // Item agreements 1, 1/3, 1/6; pairs 1 of 1, 1 of 3, 1 of 6.
  const table = tableOf(['00', '001', '0012', '1.', '..']);
  const items = percentAgreement(table);
  const pairs = percentAgreement(table, { average: 'pairs' });
  expect(items.value).toBeCloseTo((1 + 1 / 3 + 1 / 6) / 3, 12);
  expect(pairs.value).toBeCloseTo(3 / 10, 12);
  expect([items.n, pairs.n, items.excludedItems]).toEqual([3, 10, 2]);
  expect(items.counts).toEqual({ items: 3, labels: 9, clusters: NaN });
});

test('percentAgreement without a request has no interval, and does not say 0', () => {
  const { interval, standardError, reason } = percentAgreement(tableOf(['00', '01']));
  expect(interval).toEqual({ lower: NaN, upper: NaN, level: NaN, method: 'not requested' });
  expect([standardError, reason]).toEqual([NaN, undefined]);
});

test('percentAgreement does not exist without an item of two ratings', () => {
  expect(percentAgreement(tableOf(['0', '1'])).reason).toEqual(notice('no-item-rated-twice'));
  expect(percentAgreement(tableOf([])).value).toBeNaN();
  const asked = percentAgreement(tableOf(['0', '1']), {
    interval: { clusters: 'items' },
  });
  expect([asked.value, asked.reason, asked.counts.clusters, asked.interval.method]).toEqual([
    NaN,
    notice('no-item-rated-twice'),
    0,
    'unknown',
  ]);
});

test('percentAgreement of people who always agree is 1 with Clopper-Pearson over clusters, not over items', () => {
  const { value, interval, standardError, intervalReason } = percentAgreement(
    tableOf(Array.from({ length: 40 }, () => '00')),
    {
      interval: { clusters: Array.from({ length: 40 }, (_, i) => i >> 2) },
    },
  );
  expect([value, interval.upper, interval.method, standardError, intervalReason]).toEqual([
    1,
    1,
    'Clopper-Pearson over clusters',
    NaN,
    undefined,
  ]);
  expect(interval.lower).toBeCloseTo(0.025 ** (1 / 10), 10);
});

test('percentAgreement has an interval too where every item agrees equally badly', () => {
  const { value, interval } = percentAgreement(tableOf(Array.from({ length: 12 }, () => '001')), {
    interval: { clusters: 'items' },
  });
  expect(value).toBeCloseTo(1 / 3, 12);
  expect(interval.lower).toBeGreaterThan(0.05);
  expect(interval.upper).toBeLessThan(0.7);
});

test('percentAgreement warns where clusters are few, and names its assumption', () => {
  const few = percentAgreement(tableOf(['00', '01', '11', '12', '00', '00']), {
    interval: { clusters: [0, 0, 1, 1, 2, 3] },
  });
  expect(few.warnings).toEqual([notice('few-clusters', { clusters: 4, from: 20 })]);
  expect(few.assumptions[0]).toEqual(notice('independent-clusters'));
  expect(few.counts.clusters).toBe(4);
});

test('percentAgreement refuses clusters that do not fit the items', () => {
  expect(() => percentAgreement(tableOf(['00', '01']), { interval: { clusters: [0] } })).toThrow(InputError);
});
