import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { cohensKappa } from './cohens-kappa.ts';

/** Ratings of two raters from their table of counts. */
function fromCounts(counts: readonly (readonly number[])[]): [number[], number[]] {
  const cells = counts.flatMap((row, k) =>
    row.flatMap((count, l) => Array.from({ length: count }, () => [k, l] as const)),
  );
  return [cells.map(([k]) => k), cells.map(([, l]) => l)];
}

test('cohensKappa is what the formula gives by hand on a table of fifty proposals', () => {
  // Observed 35 of 50; expected .5 · .6 + .5 · .4.
  const [first, second] = fromCounts([
    [20, 5],
    [10, 15],
  ]);
  const { value, observed, expected, firstShares, secondShares } = cohensKappa(first, second, 2);
  expect([observed, expected]).toEqual([0.7, 0.5]);
  expect(value).toBeCloseTo(0.4, 12);
  expect(firstShares).toEqual([0.5, 0.5]);
  expect(secondShares).toEqual([0.6, 0.4]);
});

test('cohensKappa takes the frequencies of each rater, not the pooled ones', () => {
  // Pooled frequencies (Scott's pi) would give −1/3.
  expect(cohensKappa([0, 0], [0, 1], 2).value).toBe(0);
});

test('cohensKappa falls where one label is common, at the same agreement', () => {
  const even = cohensKappa(
    ...fromCounts([
      [40, 5],
      [5, 50],
    ]),
    2,
  );
  const skewed = cohensKappa(
    ...fromCounts([
      [85, 5],
      [5, 5],
    ]),
    2,
  );
  expect([even.observed, skewed.observed]).toEqual([0.9, 0.9]);
  expect(even.value).toBeCloseTo(0.79798, 6);
  expect(skewed.value).toBeCloseTo(0.444444, 6);
});

test('cohensKappa is NaN when both raters use one and the same label', () => {
  const { value, reason, observed } = cohensKappa([1, 1, 1], [1, 1, 1], 2);
  expect([value, observed, reason]).toEqual([NaN, 1, notice('one-label-throughout')]);
});

test('cohensKappa is NaN without an item rated by both', () => {
  expect(cohensKappa([0, -1], [-1, 1], 2)).toMatchObject({
    value: NaN,
    n: 0,
    excludedItems: 2,
    reason: notice('no-item-of-both'),
    warnings: [],
  });
  expect(cohensKappa([], [], 2).value).toBeNaN();
});

test('cohensKappa warns below 30 common items', () => {
  const thirty = Array.from({ length: 30 }, (_, i) => i % 2);
  expect(cohensKappa(thirty, thirty, 2).warnings).toEqual([]);
  expect(cohensKappa(thirty.slice(1), thirty.slice(1), 2).warnings).toEqual([
    notice('few-pairs', { pairs: 29, from: 30 }),
  ]);
});

test('cohensKappa has a larger standard error by cluster where clusters agree or disagree as a whole', () => {
  const [first, second] = fromCounts([
    [60, 20],
    [20, 60],
  ]);
  const options = { random: createRandom(1), replicates: 1000 };
  const byItem = cohensKappa(first, second, 2, { interval: { ...options, clusters: 'items' } });
  const byCluster = cohensKappa(first, second, 2, {
    interval: { ...options, clusters: first.map((_, i) => i >> 2) },
  });
  // Clusters of four alike: Cohen's large-sample formula gives .068 by item, and twice that by cluster.
  expect(byItem.standardError).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 160) / 0.5, 2);
  expect(byCluster.standardError / byItem.standardError).toBeCloseTo(2, 0.8);
  expect(byCluster.counts.clusters).toBe(40);
});

test('cohensKappa with weights counts a near miss in part: by hand on six items', () => {
  // First 0 0 1 2 2 2, second 0 1 1 2 1 0. Disagreements of ranks: two by one step, one by two.
  const [first, second] = [
    [0, 0, 1, 2, 2, 2],
    [0, 1, 1, 2, 1, 0],
  ];
  // Products of margins 2 1 3 and 2 3 1 over 36: by one step 6 + 2 + 1 + 9 = 18, by two 2 + 6 = 8.
  expect(cohensKappa(first, second, 3).value).toBeCloseTo(1 - 3 / 6 / (26 / 36), 12);
  expect(cohensKappa(first, second, 3, { weights: 'linear' }).value).toBeCloseTo(
    1 - (2 * 1 + 2) / 6 / ((18 + 2 * 8) / 36),
    12,
  );
  expect(cohensKappa(first, second, 3, { weights: 'quadratic' }).value).toBeCloseTo(
    1 - (2 * 1 + 4) / 6 / ((18 + 4 * 8) / 36),
    12,
  );
  // Gwet's ordinal weights count the pairs among the labels from one to the other: 1 and 3.
  expect(cohensKappa(first, second, 3, { weights: 'ordinal' }).value).toBeCloseTo(
    1 - (2 * 1 + 3) / 6 / ((18 + 3 * 8) / 36),
    12,
  );
  const { observed, expected, weights } = cohensKappa(first, second, 3, { weights: 'linear' });
  expect([observed, expected, weights]).toEqual([
    expect.closeTo(1 - 4 / 12, 12),
    expect.closeTo(1 - 34 / 72, 12),
    'linear',
  ]);
});

test('cohensKappa takes the values of labels for the distance, in any unit and from any zero', () => {
  const [first, second] = fromCounts([
    [9, 3, 1],
    [2, 7, 4],
    [0, 2, 8],
  ]);
  const of = (values: number[]) => cohensKappa(first, second, 3, { weights: 'quadratic', values }).value;
  expect(of([0, 1, 2])).toBeCloseTo(cohensKappa(first, second, 3, { weights: 'quadratic' }).value, 12);
  expect(of([-5, 5, 15])).toBeCloseTo(of([0, 1, 2]), 12);
  expect(Math.abs(of([0, 1, 10]) - of([0, 1, 2]))).toBeGreaterThan(0.01);
});

test('cohensKappa does not change with labels nobody used at the end, and does with one in the middle', () => {
  const [first, second] = fromCounts([
    [9, 3, 1],
    [2, 7, 4],
    [0, 2, 8],
  ]);
  for (const weights of ['nominal', 'linear', 'quadratic', 'ordinal'] as const)
    expect(cohensKappa(first, second, 6, { weights }).value).toBeCloseTo(
      cohensKappa(first, second, 3, { weights }).value,
      12,
    );
  const apart = (codes: readonly number[]) => codes.map((code) => (code === 2 ? 3 : code));
  expect(cohensKappa(apart(first), apart(second), 4, { weights: 'linear' }).value).not.toBeCloseTo(
    cohensKappa(first, second, 3, { weights: 'linear' }).value,
    3,
  );
});

test('cohensKappa with weights is NaN where all labels have one value, and resamples its interval in the weights', () => {
  expect(cohensKappa([0, 1, 0], [1, 0, 0], 3, { weights: 'linear', values: [2, 2, 5] })).toMatchObject({
    value: NaN,
    reason: notice('one-label-throughout'),
  });
  const [first, second] = fromCounts([
    [30, 8, 2],
    [6, 25, 9],
    [1, 7, 32],
  ]);
  const interval = { clusters: 'items', random: createRandom(1), replicates: 10_000 } as const;
  const weighted = cohensKappa(first, second, 3, { weights: 'quadratic', interval });
  const plain = cohensKappa(first, second, 3, { interval });
  // The large-sample formula of Fleiss, Cohen and Everitt (1969) on this table: .0521 with quadratic
  // weights, .0611 without. A bootstrap of 120 items differs from a formula for many by a few percent.
  expect(Math.abs(weighted.standardError / 0.0521 - 1)).toBeLessThan(0.03);
  expect(Math.abs(plain.standardError / 0.0611 - 1)).toBeLessThan(0.03);
  expect(weighted.standardError).toBeLessThan(plain.standardError - 0.005);
  expect(weighted.interval.lower).toBeLessThan(weighted.value);
});

test('cohensKappa refuses values that cannot be distances', () => {
  const of = (values: number[]) => () => cohensKappa([0], [1], 2, { weights: 'linear', values });
  expect(of([1])).toThrow(new InputError('cohensKappa requires one value for each label; received 1 for 2'));
  expect(of([1, NaN])).toThrow(new InputError('cohensKappa requires finite values; received NaN at index 1'));
  expect(of([3, 3])).toThrow(
    new InputError('cohensKappa requires values that differ; received 3 for all 2 labels'),
  );
  // @ts-expect-error ordinal weights are of ranks
  cohensKappa([0], [1], 2, { weights: 'ordinal', values: [1, 2] });
});

test('cohensKappa refuses ratings of unequal length and unknown codes', () => {
  expect(() => cohensKappa(new Int32Array(12), new Int32Array(10), 2)).toThrow(
    new InputError('cohensKappa requires ratings of equal length; received 12 and 10'),
  );
  expect(() => cohensKappa([0, 2], [0, 1], 2)).toThrow(
    'cohensKappa requires label codes below 2; received 2 at index 1',
  );
  expect(() => cohensKappa([0, NaN], [0, 1], 2)).toThrow(InputError);
});
