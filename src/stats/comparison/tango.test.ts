import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { tangoInterval } from './tango.ts';

describe('published examples', () => {
  // Complete response before and after a therapy, and airway responsiveness before and after a
  // transplantation: the R package contingencytables 3.0.0 prints the first, [fagerland-2014] both, to so
  // many digits.
  test.each([
    [6, 16, 161, -0.124, -0.0054, 4],
    [1, 7, 21, -0.517, -0.026, 3],
    // Twelve of fifty items differ.
    [10, 2, 50, 0.02806, 0.3005, 5],
  ] as const)('tangoInterval of %i and %i of %i', (onlyFirst, onlySecond, items, lower, upper, digits) => {
    const interval = tangoInterval(onlyFirst, onlySecond, items);
    expect(interval.lower).toBeCloseTo(lower, digits);
    expect(interval.upper).toBeCloseTo(upper, digits);
    expect([interval.level, interval.method]).toEqual([0.95, 'Tango']);
  });
});

test('tangoInterval without an item that differs is as wide as so few items allow', () => {
  const square = 1.959963984540054 ** 2;
  for (const items of [1, 2, 50, 1000]) {
    const { lower, upper } = tangoInterval(0, 0, items);
    expect(upper).toBeCloseTo(square / (items + square), 12);
    expect(lower).toBe(-upper);
  }
});

test('tangoInterval ends at 1 where only the first is ever right, and at −1 where only the second is', () => {
  const { lower, upper } = tangoInterval(30, 0, 30);
  expect(upper).toBe(1);
  expect(lower).toBeGreaterThan(0.7);
  expect(tangoInterval(0, 30, 30)).toEqual({ ...tangoInterval(30, 0, 30), lower: -1, upper: -lower });
  expect(tangoInterval(1, 0, 1).lower).toBeLessThan(-0.5);
});

test('tangoInterval is at 0 where McNemar’s test just rejects', () => {
  // (b − c)² / (b + c) = z²: with c = 10, b = 23.1… at 95 %. Whole counts on either side of it.
  expect(tangoInterval(23, 10, 200).lower).toBeGreaterThan(0);
  expect(tangoInterval(22, 10, 200).lower).toBeGreaterThan(0);
  expect(tangoInterval(21, 10, 200).lower).toBeGreaterThan(0);
  expect(tangoInterval(20, 10, 200).lower).toBeLessThan(0);
});

const counts = fc
  .tuple(fc.nat(60), fc.nat(60), fc.nat(300))
  .filter(([first, second, same]) => first + second + same > 0)
  .map(([first, second, same]) => [first, second, first + second + same] as const);

describe('properties', () => {
  test('exchanging the two flips the sign of both ends, to the last digit', () => {
    fc.assert(
      fc.property(counts, ([first, second, items]) => {
        const [one, other] = [tangoInterval(first, second, items), tangoInterval(second, first, items)];
        expect(other.lower).toBe(0 - one.upper);
        expect(other.upper).toBe(0 - one.lower);
      }),
      { seed: 21 },
    );
  });

  test('the score at each end is the quantile of the level', () => {
    fc.assert(
      fc.property(counts, ([first, second, items]) => {
        const { lower, upper } = tangoInterval(first, second, items);
        if (upper < 1) expect(scoreAt(upper, first, second, items)).toBeCloseTo(-1.959963984540054, 5);
        if (lower > -1) expect(scoreAt(lower, first, second, items)).toBeCloseTo(1.959963984540054, 5);
      }),
      { seed: 22 },
    );
  });

  test('the interval holds the difference and grows with the level', () => {
    fc.assert(
      fc.property(counts, ([first, second, items]) => {
        const [narrow, wide] = [
          tangoInterval(first, second, items, 0.8),
          tangoInterval(first, second, items, 0.99),
        ];
        const value = (first - second) / items;
        expect(narrow.lower).toBeLessThanOrEqual(value);
        expect(narrow.upper).toBeGreaterThanOrEqual(value);
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
      }),
      { seed: 23 },
    );
  });
});

test('tangoInterval refuses what is no count, and more differing items than items', () => {
  expect(() => tangoInterval(1.5, 2, 50)).toThrow('requires whole counts from 0; received 1.5 and 2');
  expect(() => tangoInterval(-1, 2, 50)).toThrow(InputError);
  expect(() => tangoInterval(10, 2, 11)).toThrow(
    'requires at least the 12 items that differ, and one; received 11',
  );
  expect(() => tangoInterval(0, 0, 0)).toThrow('received 0');
  expect(() => tangoInterval(1, 1, 9, 95)).toThrow('requires a level in (0, 1); received 95');
});

/**
 * By another way: q makes the derivative of the log likelihood 0, found by halving. It falls from the one end
 * of what q may be to the other.
 */
function scoreAt(difference: number, onlyFirst: number, onlySecond: number, items: number): number {
  let [low, high] = [Math.max(0, -difference), (1 - difference) / 2];
  const rest = items - onlyFirst - onlySecond;
  const slope = (q: number): number =>
    part(onlyFirst, q + difference) + part(onlySecond, q) - 2 * part(rest, 1 - 2 * q - difference);
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return (
    (onlyFirst - onlySecond - items * difference) /
    Math.sqrt(items * (2 * low + difference * (1 - difference)))
  );
}

function part(count: number, share: number): number {
  return count === 0 ? 0 : count / share;
}
