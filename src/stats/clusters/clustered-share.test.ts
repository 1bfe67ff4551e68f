import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../numeric/clopper-pearson.ts';
import { InputError } from '../numeric/errors.ts';
import { notice } from '../numeric/estimate.ts';
import { clusteredShare, clusteredShareClaims } from './clustered-share.ts';

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

describe('worked examples', () => {
  test('clusteredShare of unequal clusters: the jackknife, and degrees of freedom of what they weigh', () => {
    // By hand in numpy and scipy, printed to six digits.
    const share = clusteredShare([1, 2, 1, 2, 3, 3, 4, 4], [1, 2, 2, 3, 4, 5, 8, 10]);
    expect(share.value).toBeCloseTo(0.571429, 6);
    expect(share.standardError).toBeCloseTo(0.076198, 6);
    expect(share.effectiveClusters).toBeCloseTo(5.4933, 4);
    expect(share.interval.lower).toBeCloseTo(0.36818, 5);
    expect(share.interval.upper).toBeCloseTo(0.75313, 5);
    expect(share.interval.method).toBe('t on the logit scale, by cluster');
  });

  test('clusteredShare of single items: 17 that agree, two by half, one not at all', () => {
    const part = [...ones(17), 0.5, 0.5, 0];
    const { value, standardError, clusters, effectiveClusters, interval } = clusteredShare(part, ones(20));
    expect(value).toBeCloseTo(0.9, 12);
    // The squares about .9 add up to 1.3; their mean over 19 is the variance of one item.
    expect(standardError).toBeCloseTo(Math.sqrt(1.3 / 19 / 20), 12);
    expect([clusters, effectiveClusters]).toEqual([20, 20]);
    expect(interval.lower).toBeCloseTo(0.69783, 5);
    expect(interval.upper).toBeCloseTo(0.97228, 5);
  });
});

describe('where nothing varies', () => {
  test('clusteredShare of clusters that all agree is exact over clusters, not over items', () => {
    const share = clusteredShare([5, 2, 3], [5, 2, 3]);
    expect([share.value, share.standardError, share.intervalReason]).toEqual([1, NaN, undefined]);
    expect(share.interval).toEqual({ ...clopperPearson(3, 3), method: 'Clopper-Pearson over clusters' });
  });

  test('thirds that sum to a share beside themselves show no spread', () => {
    const share = clusteredShare([1 / 3, 2 / 3, 1, 1 / 3], [1, 2, 3, 1]);
    expect(share.standardError).toBeNaN();
    expect(share.interval.lower).toBeCloseTo(clopperPearson(4 / 3, 4).lower, 10);
  });

  test.each([
    ['one item that agrees', [1], 1, 0.025],
    ['one item that does not', [0], 0, 0],
  ] as const)('%s has an interval that says how little it is', (_, part, value, lower) => {
    const share = clusteredShare(part, [1]);
    expect([share.value, share.standardError]).toEqual([value, NaN]);
    expect(share.interval.lower).toBeCloseTo(lower, 12);
    expect(share.interval.upper - share.interval.lower).toBeCloseTo(0.975, 12);
  });

  test('one cluster that does not agree throughout has no interval, with a reason', () => {
    const share = clusteredShare([2], [3]);
    expect(share.value).toBeCloseTo(2 / 3, 12);
    expect([share.interval.lower, share.intervalReason]).toEqual([
      NaN,
      notice('one-cluster', { clusters: 1 }),
    ]);
  });
});

test('two clusters have one degree of freedom, and so have two of which one outweighs the other', () => {
  // 12.7062: the t quantile of .975 with one degree of freedom. Without 1 of 2, 2 of 2 are left: off by ¼.
  const { value, standardError, interval } = clusteredShare([1, 2], [2, 2]);
  expect([value, standardError]).toEqual([0.75, 0.25]);
  const reach = (12.7062047 * 0.25) / (0.75 * 0.25);
  expect(Math.log(interval.upper / (1 - interval.upper))).toBeCloseTo(Math.log(3) + reach, 6);
  expect(clusteredShare([1, 20], [2, 40]).interval.method).toBe('Clopper-Pearson over clusters');
  const uneven = clusteredShare([1, 30], [2, 40]);
  expect(uneven.effectiveClusters).toBeLessThan(2);
  expect(uneven.interval.upper - uneven.interval.lower).toBeLessThan(1);
});

test('clusteredShare of no cluster, or of clusters that add nothing, does not exist', () => {
  for (const share of [clusteredShare([], []), clusteredShare([0, 0], [0, 0])]) {
    expect([share.value, share.clusters, share.interval.upper]).toEqual([NaN, 0, NaN]);
    expect(share.intervalReason).toEqual(notice('value-unknown'));
  }
  expect(clusteredShare([1, 0, 1, 0], [1, 0, 2, 1]).clusters).toBe(3);
});

test('clusteredShareClaims asks for 20 clusters, and for 50 in effect where some outweigh the others', () => {
  const codes = (clusters: number, effectiveClusters: number, value = 0.5): string[] =>
    clusteredShareClaims({ value, clusters, effectiveClusters }).map(({ code }) => code);
  expect(codes(20, 20)).toEqual([]);
  expect(codes(20, 14, 0.99)).toEqual([]);
  expect(codes(19, 19)).toEqual(['few-clusters']);
  expect(codes(60, 41.9)).toEqual(['few-effective-clusters']);
  expect(codes(200, 50)).toEqual([]);
  expect(codes(10, 5)).toEqual(['few-clusters', 'few-effective-clusters']);
  expect(codes(400, 100, 0.09)).toEqual(['few-effective-on-smaller-side']);
  expect(codes(400, 100, 0.91)).toEqual(['few-effective-on-smaller-side']);
  expect(codes(400, 100, 0.1)).toEqual([]);
  // Whole ones are said: 41.9 of 50 are 41.
  expect(clusteredShareClaims({ value: 0.5, clusters: 60, effectiveClusters: 41.9 })[0].facts).toEqual({
    count: 41,
    from: 50,
  });
});

test('clusteredShare refuses parts beyond their whole, and takes what rounding leaves', () => {
  expect(() => clusteredShare([2, 1], [1, 1])).toThrow(
    'requires parts in [0, whole]; received 2 of 1 at index 0',
  );
  expect(() => clusteredShare([1, -1], [1, 1])).toThrow(InputError);
  expect(() => clusteredShare([1, NaN], [1, 1])).toThrow('received NaN of 1 at index 1');
  expect(() => clusteredShare([1], [1, 1])).toThrow('requires a part for each whole; received 1 and 2');
  expect(() => clusteredShare([1], [1], { level: 95 })).toThrow('requires a level in (0, 1); received 95');
  expect(clusteredShare([-1e-16, 1 + 1e-16], [1, 1]).value).toBeCloseTo(0.5, 12);
});

// A cluster of one to nine items, some of which agree.
const clusters = fc.array(
  fc
    .integer({ min: 1, max: 9 })
    .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole))),
  { minLength: 2, maxLength: 30 },
);
const shareOf = (pairs: readonly (readonly [number, number])[], level = 0.95) =>
  clusteredShare(
    pairs.map(([part]) => part),
    pairs.map(([, whole]) => whole),
    { level },
  );

describe('properties', () => {
  test('disagreement has the interval of agreement turned over', () => {
    fc.assert(
      fc.property(clusters, (pairs) => {
        const [agreed, not] = [shareOf(pairs), shareOf(pairs.map(([part, whole]) => [whole - part, whole]))];
        expect(not.value).toBeCloseTo(1 - agreed.value, 12);
        if (agreed.intervalReason !== undefined) return;
        expect(not.interval.lower).toBeCloseTo(1 - agreed.interval.upper, 9);
        expect(not.interval.upper).toBeCloseTo(1 - agreed.interval.lower, 9);
      }),
      { seed: 11 },
    );
  });

  test('the order of clusters changes nothing', () => {
    fc.assert(
      fc.property(clusters, (pairs) => {
        const [one, other] = [shareOf(pairs), shareOf(pairs.toReversed())];
        expect(other.interval.lower).toBeCloseTo(one.interval.lower, 10);
        expect(other.interval.method).toBe(one.interval.method);
      }),
      { seed: 12 },
    );
  });

  test('the interval holds the share, lies in [0, 1], and grows with the level', () => {
    fc.assert(
      fc.property(clusters, (pairs) => {
        const [narrow, wide] = [shareOf(pairs, 0.8), shareOf(pairs, 0.99)];
        if (narrow.intervalReason !== undefined) return;
        expect(narrow.interval.lower).toBeGreaterThanOrEqual(wide.interval.lower);
        expect(narrow.interval.upper).toBeLessThanOrEqual(wide.interval.upper);
        expect(wide.interval.lower).toBeGreaterThanOrEqual(0);
        expect(wide.interval.upper).toBeLessThanOrEqual(1);
        expect(narrow.interval.lower).toBeLessThanOrEqual(narrow.value);
        expect(narrow.interval.upper).toBeGreaterThanOrEqual(narrow.value);
      }),
      { seed: 13 },
    );
  });

  test('every cluster of twice the items is the same', () => {
    fc.assert(
      fc.property(clusters, (pairs) => {
        const twice = shareOf(pairs.map(([part, whole]) => [2 * part, 2 * whole]));
        expect(twice.interval.lower).toBeCloseTo(shareOf(pairs).interval.lower, 10);
      }),
      { seed: 14 },
    );
  });
});
