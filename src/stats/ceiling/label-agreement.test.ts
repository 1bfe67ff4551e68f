import { expect, test } from 'vitest';
import { notice } from '../numeric/estimate.ts';
import { ratingTable } from '../numeric/rating-table.ts';
import { labelAgreement } from './label-agreement.ts';

/** Rows of labels, one row an item, one column a person. */
function table(rows: readonly (readonly number[])[], labelCount = 2) {
  return ratingTable({
    itemCount: rows.length,
    raterCount: Math.max(...rows.map((row) => row.length)),
    labelCount,
    item: rows.flatMap((row, item) => row.map(() => item)),
    rater: rows.flatMap((row) => row.map((_, rater) => rater)),
    label: rows.flat(),
  });
}

test('by hand: three people an item', () => {
  // 0 is said 3 + 1 + 0 times, 1 is said 0 + 2 + 3 times; the judge says 0, 1, 1.
  const people = table([
    [0, 0, 0],
    [0, 1, 1],
    [1, 1, 1],
  ]);
  const [zero, one] = labelAgreement(people, [0, 1, 1]);
  expect([zero.judge.value, one.judge.value]).toEqual([3 / 4, 1]);
  // Of the four zeros: three meet two zeros of two others, one meets none.
  expect([zero.people.value, one.people.value]).toEqual([3 / 4, (2 * 0.5 + 3) / 5]);
  expect([zero.judge.n, one.judge.n]).toEqual([4, 5]);
  expect([zero.judge.counts.items, one.judge.counts.items]).toEqual([2, 2]);
});

test('with one person an item there is no ceiling, and the judge is known on all items', () => {
  const [zero, one] = labelAgreement(table([[0], [0], [1]]), [0, 1, -1]);
  expect(zero.judge.reason).toEqual(notice('label-of-no-person'));
  expect([zero.judgeAllItems.value, zero.judgeAllItems.n]).toEqual([0.5, 2]);
  expect(one.judgeAllItems.reason).toEqual(notice('label-of-no-person'));
});

test('a judge that says one label of everything finds all of it and nothing else', () => {
  const rows = Array.from({ length: 60 }, (_, item) => (item < 54 ? [0, 0] : [1, 1]));
  const [zero, one] = labelAgreement(table(rows), new Int32Array(60), { interval: { clusters: 'items' } });
  expect([zero.judge.value, one.judge.value, one.people.value]).toEqual([1, 0, 1]);
  expect(one.judge.interval.lower).toBe(0);
  // Exact: six items of which none is found.
  expect(one.judge.interval.upper).toBeCloseTo(0.45926, 5);
});

test('a verdict that changes with the order counts half for either label', () => {
  const [zero, one] = labelAgreement(
    table([
      [0, 1],
      [0, 0],
    ]),
    [-1, 0],
    { split: new Map([[0, [0, 1]]]) },
  );
  expect([zero.judge.value, one.judge.value]).toEqual([(0.5 + 2) / 3, 0.5]);
});

test('clusters widen the interval, and the share of all labels is the agreement over people', () => {
  const rows = Array.from({ length: 200 }, (_, item) => (item % 3 === 0 ? [0, 0] : [1, item % 2]));
  const judge = rows.map((_, item) => Math.floor(item / 10) % 2);
  const cluster = rows.map((_, item) => Math.floor(item / 10));
  const [single, clustered] = (['items', cluster] as const).map((clusters) =>
    labelAgreement(table(rows), judge, { interval: { clusters } }),
  );
  for (const label of [0, 1]) {
    const width = ({ interval }: { interval: { lower: number; upper: number } }): number =>
      interval.upper - interval.lower;
    expect(width(clustered[label].judge) / width(single[label].judge)).toBeGreaterThan(1.5);
    expect(clustered[label].judge.counts.clusters).toBe(20);
  }
  const found = single.reduce((sum, { judge: { value, n } }) => sum + value * n, 0);
  const same = rows.flatMap((row, item) => row.map((label) => Number(label === judge[item])));
  expect(found).toBeCloseTo(
    same.reduce((sum, one) => sum + one, 0),
    9,
  );
});
