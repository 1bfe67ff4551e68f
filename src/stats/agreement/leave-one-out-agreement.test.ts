import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { leaveOneOutAgreement } from './leave-one-out-agreement.ts';

function peopleOf(items: readonly string[], raterCount: number): RatingTable {
  const rows = items.flatMap((ratings, item) =>
    [...ratings].map((digit, rater) => ({ item, rater, label: digit === '.' ? -1 : Number(digit) })),
  );
  return ratingTable({
    itemCount: items.length,
    raterCount,
    labelCount: 3,
    item: rows.map((r) => r.item),
    rater: rows.map((r) => r.rater),
    label: rows.map((r) => r.label),
  });
}

test('leaveOneOutAgreement compares each person with the votes of the others, never with their own', () => {
  const [first, second, third, fourth, fifth] = leaveOneOutAgreement(
    peopleOf(['001', '01.', '..2', '1..0', '1122'], 5),
  );
  // Person 1: ½ on the first item, 0 on the second, 0 on the fourth, ⅓ on the last. With their own vote it
  // would be more.
  expect(first.value).toBeCloseTo((1 / 2 + 0 + 0 + 1 / 3) / 4, 12);
  expect(second.value).toBeCloseTo((1 / 2 + 0 + 1 / 3) / 3, 12);
  expect(third.value).toBeCloseTo((0 + 1 / 3) / 2, 12);
  expect(fourth.value).toBeCloseTo((0 + 1 / 3) / 2, 12);
  expect(fifth).toMatchObject({ value: NaN, reason: notice('rater-without-ratings') });
  expect([third.n, third.excludedItems, third.counts.labels]).toEqual([2, 1, 7]);
});

test('leaveOneOutAgreement is unknown for a person whom nobody overlaps', () => {
  expect(leaveOneOutAgreement(peopleOf(['00', '..1'], 3))[2]).toMatchObject({
    value: NaN,
    reason: notice('rater-alone'),
    n: 0,
    excludedItems: 1,
  });
});

test('leaveOneOutAgreement has its interval from a person’s own clusters: items of others do not move it', () => {
  const own = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? '01.' : '00.'));
  const others = Array.from({ length: 50 }, () => '.01');
  const alone = leaveOneOutAgreement(peopleOf(own, 3), {
    interval: { clusters: own.map((_, i) => i >> 1) },
  })[0];
  const all = [...own, ...others];
  const amid = leaveOneOutAgreement(peopleOf(all, 3), {
    interval: { clusters: all.map((_, i) => i >> 1) },
  })[0];
  expect(amid.interval).toEqual(alone.interval);
  expect(amid.counts.clusters).toBe(20);
  expect(alone.interval.lower).toBeGreaterThan(0.4);
  expect(alone.interval.upper).toBeLessThan(0.9);
});

test('leaveOneOutAgreement gives a person who always agrees an exact interval over their clusters', () => {
  const items = Array.from({ length: 8 }, () => '00');
  const [first] = leaveOneOutAgreement(peopleOf(items, 2), {
    interval: { clusters: 'items' },
  });
  expect(first.interval.method).toBe('Clopper-Pearson over clusters');
  expect(first.interval.lower).toBeCloseTo(0.025 ** (1 / 8), 10);
});

test.each([
  ['items', 'independent-items'],
  [[0, 1, 1, 2, 3, 4, 5, 6, 7], 'independent-clusters'],
] as const)(
  'leaveOneOutAgreement by %j: few shared clusters have a wide interval',
  (clusters, assumption) => {
    // The first person shares three items with the second and rated six alone, which tell nothing.
    const alone = Array.from({ length: 6 }, () => '1.');
    const ofFirst = (...shared: string[]) =>
      leaveOneOutAgreement(peopleOf([...shared, ...alone], 2), { interval: { clusters } })[0];
    const count = clusters === 'items' ? 3 : 2;

    const mixed = ofFirst('00', '01', '11');
    expect(mixed.value).toBeCloseTo(2 / 3, 12);
    expect(mixed.interval.upper - mixed.interval.lower).toBeGreaterThan(0.9);
    expect(mixed.counts.clusters).toBe(count);
    expect(mixed.warnings).toEqual([notice('few-clusters', { clusters: count, from: 20 })]);
    expect(mixed.assumptions).toEqual([notice(assumption), notice('same-raters')]);

    const always = ofFirst('00', '11', '11');
    expect(always.counts.clusters).toBe(count);
    expect(always.interval.method).toBe('Clopper-Pearson over clusters');
    expect(always.interval.lower).toBeCloseTo(0.025 ** (1 / count), 10);
    expect(always.interval.upper).toBe(1);
  },
);

test('leaveOneOutAgreement of a person who shares one cluster has no interval but where it is sure', () => {
  const ofOne = (...items: string[]) =>
    leaveOneOutAgreement(peopleOf(items, 2), { interval: { clusters: items.map(() => 7) } })[0];
  const mixed = ofOne('00', '01');
  expect(mixed.interval).toMatchObject({ lower: NaN, upper: NaN, level: 0.95 });
  expect(mixed.intervalReason).toEqual(notice('one-cluster', { clusters: 1 }));
  expect(ofOne('00', '11').interval.lower).toBeCloseTo(0.025, 10);
});

test('leaveOneOutAgreement of 49 others who all differ is 0, not a rounding error below', () => {
  const [first] = leaveOneOutAgreement(
    peopleOf(['0'.concat('1'.repeat(49)), '1'.concat('0'.repeat(49))], 50),
    {
      interval: { clusters: 'items' },
    },
  );
  expect(first.value).toBeCloseTo(0, 12);
  expect(first.interval.method).toBe('Clopper-Pearson over clusters');
});
