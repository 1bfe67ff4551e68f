import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { notice } from '../numeric/estimate.ts';
import { createRandom, drawIndex } from '../numeric/random.ts';
import { pairedDifference, pairedDifferenceClaims } from './paired-difference.ts';
import { tangoInterval } from './tango.ts';

/** 50 items: only the first right on ten, only the second on two, both on 30, neither on eight. */
const first = marks(10, 1).concat(marks(2, 0), marks(30, 1), marks(8, 0));
const second = marks(10, 0).concat(marks(2, 1), marks(30, 1), marks(8, 0));

describe('one label an item, single items', () => {
  test('pairedDifference is Tango’s: ten of fifty for the first, two for the second', () => {
    const difference = pairedDifference({ first, second, cluster: 'items' });
    expect(difference.value).toBeCloseTo(0.16, 12);
    expect(difference.interval.lower).toBeCloseTo(0.02806, 5);
    expect(difference.interval.upper).toBeCloseTo(0.3005, 5);
    expect(difference).toMatchObject({
      n: 50,
      onlyFirst: 10,
      onlySecond: 2,
      discordantClusters: 12,
      effectiveClusters: 50,
      leftOut: 0,
      unclaimed: [],
      assumptions: [notice('independent-items')],
    });
    // The spread of +1, −1 and 0 about .16.
    const spread = (10 * 0.84 ** 2 + 2 * 1.16 ** 2 + 38 * 0.16 ** 2) / 49;
    expect(difference.standardError).toBeCloseTo(Math.sqrt(spread / 50), 12);
  });

  test('codes that are all different are single items too', () => {
    const cluster = first.map((_, item) => 3 * item);
    expect(pairedDifference({ first, second, cluster }).interval).toEqual(tangoInterval(10, 2, 50));
  });

  test('judges that never differ have a difference of 0, an interval and no standard error', () => {
    const { value, standardError, interval, unclaimed } = pairedDifference({
      first,
      second: first,
      cluster: 'items',
    });
    expect([value, standardError]).toEqual([0, NaN]);
    expect(interval).toEqual(tangoInterval(0, 0, 50));
    expect(unclaimed).toEqual([]);
  });

  test.each([
    [[1], [1], 0],
    [[1], [0], 1],
  ])('one item, %j and %j, has an interval that says how little it is', (one, other, value) => {
    const estimate = pairedDifference({ first: one, second: other, cluster: 'items' });
    expect([estimate.value, estimate.standardError]).toEqual([value, NaN]);
    expect(estimate.interval.upper - estimate.interval.lower).toBeGreaterThan(1.5);
    expect(estimate.unclaimed).toEqual([notice('few-compared-items', { count: 1, from: 50 })]);
  });
});

describe('shares and clusters', () => {
  test('pairedDifference by cluster leaves each cluster out once', () => {
    const estimate = pairedDifference({
      first: [1, 1, 0, 1, 1, 1],
      second: [1, 0, 0, 0, 1, 2 / 3],
      cluster: [5, 5, 5, 2, 2, 9],
    });
    // Cluster sums 1, 1 and ⅓ over 3, 2 and 1 items. Without each: 4/9, 1/3 and 2/5.
    const value = 7 / 18;
    expect(estimate.value).toBeCloseTo(value, 12);
    const spread = (4 / 9 - value) ** 2 + (1 / 3 - value) ** 2 + (2 / 5 - value) ** 2;
    expect(estimate.standardError).toBeCloseTo(Math.sqrt((2 / 3) * spread), 12);
    expect(estimate.effectiveClusters).toBeCloseTo(36 / 14, 12);
    expect(estimate.interval.method).toBe('t, by cluster');
    expect(estimate).toMatchObject({ discordantClusters: 3, onlyFirst: 3, onlySecond: 0 });
  });

  test('shares on single items, and marks in clusters, have no interval of Tango', () => {
    const one = { first: [1, 0.5, 0, 1], second: [0, 1, 0, 1] };
    expect(pairedDifference({ ...one, cluster: 'items' }).interval.method).toBe('t, by cluster');
    const marked = { first: [1, 1, 0, 1], second: [0, 1, 0, 1] };
    expect(pairedDifference({ ...marked, cluster: [0, 0, 1, 2] }).interval.method).toBe('t, by cluster');
    expect(pairedDifference({ ...marked, cluster: 'items' }).interval.method).toBe('Tango');
  });

  test('two clusters have one degree of freedom, and an interval cut at −1 and 1', () => {
    const { interval, unclaimed } = pairedDifference({
      first: [1, 1, 1, 0],
      second: [0, 0, 1, 0],
      cluster: [0, 0, 1, 1],
    });
    expect([interval.lower, interval.upper]).toEqual([-1, 1]);
    expect(unclaimed).toEqual([notice('few-discordant-clusters', { count: 1, from: 20 })]);
  });

  test('clusters of one difference: Tango’s with clusters for items where it is 0 or 1, else none', () => {
    const clusters = [0, 0, 1, 1, 2, 2];
    const never = pairedDifference({ first: marks(6, 0.5), second: marks(6, 0.5), cluster: clusters });
    expect(never.interval).toEqual({ ...tangoInterval(0, 0, 3), method: 'Tango over clusters' });
    const always = pairedDifference({ first: marks(6, 1), second: marks(6, 0), cluster: clusters });
    expect(always.interval).toEqual({ ...tangoInterval(3, 0, 3), method: 'Tango over clusters' });
    const turned = pairedDifference({ first: marks(6, 0), second: marks(6, 1), cluster: clusters });
    expect(turned.interval.lower).toBe(-1);
    const third = pairedDifference({ first: marks(6, 1), second: marks(6, 2 / 3), cluster: clusters });
    expect(third.value).toBeCloseTo(1 / 3, 12);
    expect([third.standardError, third.interval.lower, third.intervalReason]).toEqual([
      NaN,
      NaN,
      notice('no-spread'),
    ]);
  });

  test('one cluster shows no spread', () => {
    const { value, interval, intervalReason } = pairedDifference({
      first: [1, 0, 1],
      second: [0, 0, 1],
      cluster: [7, 7, 7],
    });
    expect(value).toBeCloseTo(1 / 3, 12);
    expect([interval.lower, intervalReason]).toEqual([NaN, notice('one-cluster', { clusters: 1 })]);
  });

  test('thirds that cancel over a cluster do not make it one over which judges differ', () => {
    const { discordantClusters } = pairedDifference({
      first: [1 / 3, 2 / 3, 1, 1],
      second: [2 / 3, 1 / 3, 0, 1],
      cluster: [0, 0, 1, 2],
    });
    expect(discordantClusters).toBe(1);
  });
});

describe('no verdict', () => {
  const silent = [1, null, 1, null, 0];
  const other = [1, 1, 0, 0, null];

  test('a judge without a verdict agrees with nobody', () => {
    const estimate = pairedDifference({ first: silent, second: other, cluster: 'items' });
    expect(estimate.value).toBeCloseTo(2 / 5 - 2 / 5, 12);
    expect(estimate).toMatchObject({ n: 5, leftOut: 0, withoutVerdict: { first: 2, second: 1 } });
    expect(estimate.warnings).toEqual([notice('few-compared-items', { count: 5, from: 50 })]);
  });

  test('left out on both sides the items are counted, and the claim goes', () => {
    const estimate = pairedDifference(
      { first: silent, second: other, cluster: 'items' },
      { noVerdict: 'left-out' },
    );
    expect(estimate.value).toBeCloseTo(1 / 2, 12);
    expect(estimate).toMatchObject({ n: 2, leftOut: 3, withoutVerdict: { first: 2, second: 1 } });
    expect(estimate.warnings[0]).toEqual(notice('items-left-out', { count: 3 }));
  });

  test('nothing left out keeps the claim', () => {
    const { unclaimed } = pairedDifference({ first, second, cluster: 'items' }, { noVerdict: 'left-out' });
    expect(unclaimed).toEqual([]);
  });

  test('a difference without an item does not exist, with a reason', () => {
    const none = pairedDifference(
      { first: [null], second: [1], cluster: 'items' },
      { noVerdict: 'left-out' },
    );
    for (const estimate of [none, pairedDifference({ first: [], second: [], cluster: 'items' })])
      expect(estimate).toMatchObject({
        value: NaN,
        standardError: NaN,
        interval: { lower: NaN, method: 'unknown' },
        n: 0,
        reason: notice('no-item-of-both'),
        unclaimed: [notice('no-item-of-both')],
      });
  });
});

test('pairedDifferenceClaims asks for 50 single items, or for 20 clusters over which judges differ', () => {
  const design = {
    method: 'Tango',
    items: 50,
    clusters: 50,
    discordantClusters: 0,
    effectiveClusters: 50,
    leftOut: 0,
  } as const;
  const codes = (change: object): string[] =>
    pairedDifferenceClaims({ ...design, ...change }).map(({ code }) => code);
  expect(codes({})).toEqual([]);
  expect(codes({ items: 49 })).toEqual(['few-compared-items']);
  expect(codes({ leftOut: 1 })).toEqual(['items-left-out']);
  expect(codes({ method: 'by cluster', discordantClusters: 20 })).toEqual([]);
  expect(codes({ method: 'by cluster', discordantClusters: 19 })).toEqual(['few-discordant-clusters']);
  expect(
    codes({ method: 'by cluster', clusters: 90, discordantClusters: 60, effectiveClusters: 45 }),
  ).toEqual(['few-effective-clusters']);
});

test('pairedDifference refuses scores outside [0, 1] and lengths that differ', () => {
  const refused = (one: (number | null)[], other: (number | null)[]) => () =>
    pairedDifference({ first: one, second: other, cluster: 'items' });
  expect(refused([1], [1, 0])).toThrow('requires one score of every judge for each item; received 1 and 2');
  expect(refused([1, 2], [1, 0])).toThrow(
    'requires scores in [0, 1], or null for no verdict; received 2 at index 1',
  );
  expect(refused([1, 0], [1, NaN])).toThrow(InputError);
  expect(() => pairedDifference({ first: [1], second: [0], cluster: [0, 1] })).toThrow(
    'requires one cluster code for each item; received 2 codes for 1 items',
  );
  expect(() => pairedDifference({ first, second, cluster: 'items' }, { level: 1 })).toThrow(
    'requires a level in (0, 1); received 1',
  );
  expect(() => pairedDifference({ first, second, cluster: 'items' }, { noVerdict: 'skip' as never })).toThrow(
    'requires noVerdict scores-zero or left-out; received "skip"',
  );
});

describe('properties', () => {
  // Three people an item, up to eight clusters; a judge may be silent.
  const score = fc.oneof(
    { arbitrary: fc.nat(3).map((agreed) => agreed / 3), weight: 9 },
    { arbitrary: fc.constant(null), weight: 1 },
  );
  const rows = fc.array(fc.tuple(score, score, fc.nat(7)), { minLength: 1, maxLength: 40 });
  const options = fc.constantFrom('scores-zero', 'left-out' as const);
  type Rows = readonly (readonly [number | null, number | null, number])[];
  const estimateOf = (sample: Rows, noVerdict: 'scores-zero' | 'left-out') =>
    pairedDifference(
      {
        first: sample.map(([one]) => one),
        second: sample.map(([, other]) => other),
        cluster: sample.map(([, , code]) => code),
      },
      { noVerdict },
    );

  test('swapping the judges flips the sign, and nothing else', () => {
    fc.assert(
      fc.property(rows, options, (sample, noVerdict) => {
        const one = estimateOf(sample, noVerdict);
        const turned = estimateOf(
          sample.map(([a, b, code]) => [b, a, code] as const),
          noVerdict,
        );
        expect(turned.value).toBe(0 - one.value);
        expect(turned.interval.lower).toBe(0 - one.interval.upper);
        expect(turned.interval.upper).toBe(0 - one.interval.lower);
        expect([turned.standardError, turned.unclaimed]).toEqual([one.standardError, one.unclaimed]);
        expect([turned.onlyFirst, turned.withoutVerdict.first]).toEqual([
          one.onlySecond,
          one.withoutVerdict.second,
        ]);
      }),
      { seed: 31 },
    );
  });

  test('names of clusters and the order of rows change nothing', () => {
    fc.assert(
      fc.property(rows, options, fc.integer({ min: 1, max: 1000 }), (sample, noVerdict, seed) => {
        const one = estimateOf(sample, noVerdict);
        const renamed = shuffled(
          sample.map(([a, b, code]) => [a, b, 1000 - 7 * code] as const),
          seed,
        );
        const other = estimateOf(renamed, noVerdict);
        const figures = ({ value, standardError, interval }: typeof one): number[] => [
          value,
          standardError,
          interval.lower,
          interval.upper,
        ];
        figures(other).forEach((figure, at) => {
          if (Number.isNaN(figure)) expect(figures(one)[at]).toBeNaN();
          else expect(figure).toBeCloseTo(figures(one)[at], 10);
        });
        expect(other.unclaimed).toEqual(one.unclaimed);
      }),
      { seed: 32 },
    );
  });

  test('inputs are untouched, and results are frozen', () => {
    const one = [1, null, 0];
    const estimate = pairedDifference({ first: one, second: one, cluster: 'items' });
    expect(one).toEqual([1, null, 0]);
    expect(Object.isFrozen(estimate)).toBe(true);
  });
});

function marks(count: number, mark: number): number[] {
  return Array.from({ length: count }, () => mark);
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  const left = [...values];
  return values.map(() => left.splice(drawIndex(random, left.length), 1)[0]);
}
