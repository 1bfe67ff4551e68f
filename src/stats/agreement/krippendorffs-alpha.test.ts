import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { krippendorffsAlpha } from './krippendorffs-alpha.ts';
import { percentAgreement } from './percent-agreement.ts';
import { gwetsAc1 } from './gwets-ac1.ts';

// Krippendorff (2011), section C: four observers, twelve units, values 1 to 5, a dot is missing. Unit 12 has
// one value.
const OBSERVERS = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.'];

function observersTable(labelCount = 5): RatingTable {
  const item: number[] = [];
  const rater: number[] = [];
  const label: number[] = [];
  for (const [j, values] of OBSERVERS.entries()) {
    for (const [i, value] of [...values].entries()) {
      item.push(i);
      rater.push(j);
      label.push(value === '.' ? -1 : Number(value) - 1);
    }
  }
  return ratingTable({ itemCount: 12, raterCount: 4, labelCount, item, rater, label });
}

function twoRaters(first: readonly number[], second: readonly number[], labelCount: number): RatingTable {
  const n = first.length;
  return ratingTable({
    itemCount: n,
    raterCount: 2,
    labelCount,
    item: [...first.keys(), ...second.keys()],
    rater: [...first.map(() => 0), ...second.map(() => 1)],
    label: [...first, ...second],
  });
}

const values = [1, 2, 3, 4, 5];

test('krippendorffsAlpha gives the values of the paper’s four by twelve example', () => {
  const table = observersTable();
  // The reference values carry four digits; the paper prints three: .743, .815, .849, .797.
  expect(krippendorffsAlpha(table, { metric: 'nominal' }).value).toBeCloseTo(0.7434, 4);
  expect(krippendorffsAlpha(table, { metric: 'ordinal' }).value).toBeCloseTo(0.8154, 4);
  expect(krippendorffsAlpha(table, { metric: 'interval', values }).value).toBeCloseTo(0.8491, 4);
  expect(krippendorffsAlpha(table, { metric: 'ratio', values }).value).toBeCloseTo(0.7974, 4);
});

test('krippendorffsAlpha leaves out the unit with one value, in the margins too, and counts it', () => {
  const alpha = krippendorffsAlpha(observersTable(), { metric: 'nominal' });
  expect(alpha.n).toBe(11);
  expect(alpha.excludedItems).toBe(1);
  expect(alpha.counts).toEqual({ items: 11, labels: 40, clusters: NaN });
  // Of 40 pairable values 10 are a 3; with unit 12 it would be 11 of 41.
  expect(alpha.labelShares.map((share) => Math.round(share * 40))).toEqual([9, 13, 10, 5, 3]);
});

test('krippendorffsAlpha, gwetsAc1 and percentAgreement of the example stand on the same pairs', () => {
  const table = observersTable();
  // From an independent implementation, six digits.
  expect(gwetsAc1(table).value).toBeCloseTo(0.775444, 6);
  expect(percentAgreement(table).value).toBeCloseTo(gwetsAc1(table).observed, 12);
});

test('krippendorffsAlpha does not change with labels nobody used, gwetsAc1 does', () => {
  expect(krippendorffsAlpha(observersTable(9), { metric: 'ordinal' }).value).toBeCloseTo(
    krippendorffsAlpha(observersTable(), { metric: 'ordinal' }).value,
    12,
  );
  expect(gwetsAc1(observersTable(9)).value).toBeGreaterThan(gwetsAc1(observersTable()).value + 0.005);
});

test('krippendorffsAlpha is 1 under full agreement, and below 0 under systematic disagreement', () => {
  expect(krippendorffsAlpha(twoRaters([0, 1, 2], [0, 1, 2], 3), { metric: 'nominal' }).value).toBe(1);
  // Disagreement 1 against an expected 4 · 4 · 2 / (8 · 7) = 4/7.
  expect(
    krippendorffsAlpha(twoRaters([0, 1, 0, 1], [1, 0, 1, 0], 2), { metric: 'nominal' }).value,
  ).toBeCloseTo(1 - 7 / 4, 12);
});

test('krippendorffsAlpha does not exist where all pairable ratings carry one label', () => {
  const alpha = krippendorffsAlpha(twoRaters([1, 1, -1], [1, 1, 0], 2), { metric: 'nominal' });
  expect(alpha.value).toBeNaN();
  expect(alpha.reason).toEqual(notice('one-label-throughout'));
});

test('krippendorffsAlpha does not exist where two labels share one value', () => {
  expect(
    krippendorffsAlpha(twoRaters([0, 1], [1, 0], 2), { metric: 'interval', values: [3, 3] }).value,
  ).toBeNaN();
});

test('krippendorffsAlpha does not exist without an item of two ratings', () => {
  expect(krippendorffsAlpha(twoRaters([0, -1], [-1, 1], 2), { metric: 'nominal' })).toMatchObject({
    value: NaN,
    n: 0,
    reason: notice('no-item-rated-twice'),
  });
});

test('krippendorffsAlpha under ratio takes two zeros as equal', () => {
  expect(
    krippendorffsAlpha(twoRaters([0, 1, 1], [0, 1, 0], 2), { metric: 'ratio', values: [0, 2] }).value,
  ).toBeCloseTo(krippendorffsAlpha(twoRaters([0, 1, 1], [0, 1, 0], 2), { metric: 'nominal' }).value, 12);
});

test('krippendorffsAlpha: standard error and interval of the 4 × 12 table', () => {
  const { standardError, interval, counts } = krippendorffsAlpha(observersTable(), {
    metric: 'nominal',
    interval: { clusters: 'items' },
  });
  // METHODS' golden value, from the jackknife by its definition in numpy.
  expect(standardError).toBeCloseTo(0.146327, 6);
  expect(interval.lower).toBeCloseTo(0.22529, 5);
  expect(interval.upper).toBeCloseTo(0.93376, 5);
  expect(counts.clusters).toBe(11);
});

test('krippendorffsAlpha leaves out whole clusters, margins and ordinal distances with them', () => {
  const table = observersTable();
  const clusters = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10];
  const { standardError } = krippendorffsAlpha(table, { metric: 'ordinal', interval: { clusters } });
  expect(standardError).toBeCloseTo(slowStandardError(table, clusters), 12);
});

/** Each cluster left out once, written out as a table of its own. */
function slowStandardError(table: RatingTable, clusters: readonly number[]): number {
  const alphas = Array.from({ length: 11 }, (_, left) => {
    const rows = clusters.flatMap((cluster, item) =>
      cluster === left ? [] : rowsOf(table, item).map((row) => ({ ...row, item })),
    );
    const without = ratingTable({
      itemCount: table.itemCount,
      raterCount: 4,
      labelCount: 5,
      item: rows.map((row) => row.item),
      rater: rows.map((row) => row.rater),
      label: rows.map((row) => row.label),
    });
    return krippendorffsAlpha(without, { metric: 'ordinal' }).value;
  });
  const mean = alphas.reduce((sum, alpha) => sum + alpha, 0) / alphas.length;
  return Math.sqrt((10 / 11) * alphas.reduce((sum, alpha) => sum + (alpha - mean) ** 2, 0));
}

function rowsOf({ itemStart, rater, label }: RatingTable, item: number): { rater: number; label: number }[] {
  return Array.from({ length: itemStart[item + 1] - itemStart[item] }, (_, i) => ({
    rater: rater[itemStart[item] + i],
    label: label[itemStart[item] + i],
  }));
}

test('krippendorffsAlpha has no interval where all agree fully, and says why', () => {
  const { value, interval, standardError, intervalReason, warnings } = krippendorffsAlpha(
    twoRaters([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 2),
    {
      metric: 'nominal',
      interval: { clusters: 'items' },
    },
  );
  expect([value, standardError, interval.lower, interval.method]).toEqual([1, NaN, NaN, 'unknown']);
  expect(intervalReason).toEqual(notice('no-spread'));
  expect(warnings).toEqual([
    notice('few-clusters', { clusters: 10, from: 30 }),
    notice('few-clusters-agree-on-rarer', { count: 5, from: 10 }),
  ]);
});

test('krippendorffsAlpha refuses values that do not fit the metric', () => {
  const table = observersTable();
  expect(() => krippendorffsAlpha(table, { metric: 'interval', values: [1, 2] })).toThrow(
    new InputError(
      'krippendorffsAlpha requires one value for each label under the interval metric; received 2 for 5',
    ),
  );
  // @ts-expect-error interval needs values
  expect(() => krippendorffsAlpha(table, { metric: 'interval' })).toThrow('received 0 for 5');
  expect(() => krippendorffsAlpha(table, { metric: 'ratio', values: [-1, 2, 3, 4, 5] })).toThrow(
    'krippendorffsAlpha requires values from 0 under the ratio metric; received -1 at index 0',
  );
  expect(() => krippendorffsAlpha(table, { metric: 'interval', values: [1, NaN, 3, 4, 5] })).toThrow(
    'krippendorffsAlpha requires finite values; received NaN at index 1',
  );
});
