import { describe, expect, test } from 'vitest';
import { notice } from '../numeric/estimate.ts';
import { orderFlips } from './order-flips.ts';

const sides = [0, 1] as const;

describe('orderFlips', () => {
  test('McNemar: ten flips of twelve to the first side', () => {
    // 30 stay, 10 go to the first side, 2 to the second.
    const first = [...Array<number>(30).fill(0), ...Array<number>(10).fill(0), 1, 1];
    const second = [...Array<number>(30).fill(0), ...Array<number>(10).fill(1), 0, 0];
    const orders = orderFlips(first, second, { sides, clusters: 'items' });
    expect([orders.toFirst, orders.toSecond, orders.otherChanges]).toEqual([10, 2, 0]);
    expect(orders.consistency.value).toBe(30 / 42);
    expect(orders.leanToFirst.value).toBe(10 / 12);
    // Exact two-sided p .0386 < .05, so ½ lies outside; scipy.stats.binomtest(10, 12).proportion_ci().
    expect(orders.leanToFirst.interval.lower).toBeCloseTo(0.51586, 5);
    expect(orders.leanToFirst.interval.upper).toBeCloseTo(0.97914, 5);
  });

  test('clusters with several flips are one piece of evidence each', () => {
    const first = Array.from({ length: 200 }, (_, item) => (Math.floor(item / 10) % 4 === 0 ? 1 : 0));
    const second = first.map((label) => 1 - label);
    const cluster = first.map((_, item) => Math.floor(item / 10));
    const orders = orderFlips(first, second, { sides, clusters: cluster });
    expect(orders.leanToFirst).toMatchObject({ value: 0.75, n: 200, counts: { clusters: 20 } });
    const { lower, upper } = orders.leanToFirst.interval;
    const single = orderFlips(first, second, { sides, clusters: 'items' }).leanToFirst.interval;
    expect((upper - lower) / (single.upper - single.lower)).toBeGreaterThan(2.5);
  });

  test('ties are neither side, and one order alone counts nowhere', () => {
    const orders = orderFlips([0, 2, 0, -1, 1], [2, 1, 1, 0, 1], { sides, clusters: 'items' });
    expect(orders.consistency).toMatchObject({ value: 1 / 4, n: 4 });
    expect([orders.toFirst, orders.toSecond, orders.otherChanges]).toEqual([1, 0, 2]);
  });

  test('swapping the orders and the sides changes nothing', () => {
    const first = [0, 1, 0, 1, 0, 0, 1, 1];
    const second = [1, 1, 0, 0, 1, 1, 1, 0];
    const one = orderFlips(first, second, { sides, clusters: 'items' });
    const other = orderFlips(second, first, { sides: [1, 0], clusters: 'items' });
    expect(other).toEqual(one);
  });

  test('unknown without both orders, without a flip, and without sides, with a reason', () => {
    const none = orderFlips([0, -1], [-1, 1], { sides, clusters: 'items' });
    expect(none.consistency.reason).toEqual(notice('no-item-in-both-orders'));
    const steady = orderFlips([0, 1], [0, 1], { sides, clusters: 'items' });
    expect(steady.consistency.value).toBe(1);
    expect(steady.leanToFirst.reason).toEqual(notice('no-flip-between-sides'));
    const unnamed = orderFlips([0, 1], [1, 0], { sides: null, clusters: 'items' });
    expect(unnamed.leanToFirst.reason).toEqual(notice('orders-without-labels'));
    expect(unnamed.otherChanges).toBe(2);
  });

  test('names what does not fit', () => {
    expect(() => orderFlips([0], [0, 1], { sides, clusters: 'items' })).toThrow('received 1 and 2');
    expect(() => orderFlips([0], [0], { sides, clusters: 'items', level: 95 })).toThrow('received 95');
    expect(() => orderFlips([0, 1], [0, 1], { sides, clusters: [0] })).toThrow(
      'orderFlips requires one cluster',
    );
  });
});
