import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { cohensKappa } from './cohens-kappa.ts';

/** Ratings of two raters from their table of counts. */
function fromCounts(counts: readonly (readonly number[])[]): [number[], number[]] {
  const cells = counts.flatMap((row, k) => row.flatMap((count, l) => Array.from({ length: count }, () => [k, l] as const)));
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
  expect([value, observed, reason]).toEqual([NaN, 1, 'both raters gave one and the same label throughout']);
});

test('cohensKappa is NaN without an item rated by both', () => {
  expect(cohensKappa([0, -1], [-1, 1], 2)).toMatchObject({
    value: NaN,
    n: 0,
    excludedItems: 2,
    reason: 'no item was rated by both raters',
    warnings: [],
  });
  expect(cohensKappa([], [], 2).value).toBeNaN();
});

test('cohensKappa warns below 30 common items', () => {
  const thirty = Array.from({ length: 30 }, (_, i) => i % 2);
  expect(cohensKappa(thirty, thirty, 2).warnings).toEqual([]);
  expect(cohensKappa(thirty.slice(1), thirty.slice(1), 2).warnings).toEqual(['29 items rated by both are few: kappa is unsteady below 30']);
});

test('cohensKappa has a larger standard error by cluster where clusters agree or disagree as a whole', () => {
  const [first, second] = fromCounts([
    [60, 20],
    [20, 60],
  ]);
  const options = { random: createRandom(1), replicates: 1000 };
  const byItem = cohensKappa(first, second, 2, { interval: { ...options, clusters: 'items' } });
  const byCluster = cohensKappa(first, second, 2, { interval: { ...options, clusters: first.map((_, i) => i >> 2) } });
  // Clusters of four alike: Cohen's large-sample formula gives .068 by item, and twice that by cluster.
  expect(byItem.standardError).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 160) / 0.5, 2);
  expect(byCluster.standardError / byItem.standardError).toBeCloseTo(2, 0.8);
  expect(byCluster.counts.clusters).toBe(40);
});

test('cohensKappa refuses ratings of unequal length and unknown codes', () => {
  expect(() => cohensKappa(new Int32Array(12), new Int32Array(10), 2)).toThrow(
    new InputError('cohensKappa requires ratings of equal length; received 12 and 10'),
  );
  expect(() => cohensKappa([0, 2], [0, 1], 2)).toThrow('cohensKappa requires label codes below 2; received 2 at index 1');
  expect(() => cohensKappa([0, NaN], [0, 1], 2)).toThrow(InputError);
});
