import { notice } from './estimate.ts';
import { expect, test } from 'vitest';
import { type BootstrapEstimate, clusterBootstrap } from './cluster-bootstrap.ts';
import { type ClusterSums, type Clusters, clusterSums, totalSums } from './cluster-sums.ts';
import { InputError } from './errors.ts';
import { createRandom } from './random.ts';

// Efron and Tibshirani (1993), table 14.1: scores of 26 children in test A of the spatial test.
const SPATIAL = [
  48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
];

function momentsOf(values: ArrayLike<number>, clusters: Clusters = 'items'): ClusterSums {
  return clusterSums(
    {
      unitCount: values.length,
      sumCount: 3,
      addUnit(i, add) {
        add(0, 1);
        add(1, values[i]);
        add(2, values[i] ** 2);
      },
    },
    clusters,
  );
}

function meanOf(sums: Float64Array): number[] {
  return [sums[1] / sums[0]];
}

/** The plug-in variance, divided by n. */
function varianceOf(sums: Float64Array): number[] {
  return [sums[2] / sums[0] - (sums[1] / sums[0]) ** 2];
}

function only(estimates: readonly BootstrapEstimate[]): BootstrapEstimate {
  expect(estimates).toHaveLength(1);
  return estimates[0];
}

test('clusterBootstrap gives the published BCa interval of the spatial test variance', () => {
  const { value, interval } = only(
    clusterBootstrap(momentsOf(SPATIAL), varianceOf, {
      random: createRandom(3),
      replicates: 20_000,
      level: 0.9,
    }),
  );
  expect(value).toBeCloseTo(171.5, 1);
  // Table 14.2: (115.8, 259.6) from 2000 replicates, whose ends move by 3 to 6 from seed to seed. The
  // percentile interval, (100.8, 233.9), and the bias-corrected one without acceleration lie outside.
  expect(Math.abs(interval.lower - 115.8)).toBeLessThan(4);
  expect(Math.abs(interval.upper - 259.6)).toBeLessThan(7);
  expect(interval).toMatchObject({ level: 0.9, method: 'BCa bootstrap by cluster' });
});

test('clusterBootstrap has the standard error of the mean that the plug-in formula gives', () => {
  const variance = varianceOf(momentsOf(SPATIAL).total)[0];
  const { standardError, replicates, undefinedReplicates } = only(
    clusterBootstrap(momentsOf(SPATIAL), meanOf, { random: createRandom(1), replicates: 20_000 }),
  );
  // 2 % is four Monte-Carlo standard errors of a standard deviation from 20,000 replicates.
  expect(standardError / Math.sqrt(variance / SPATIAL.length)).toBeCloseTo(1, 1.7);
  expect([replicates, undefinedReplicates]).toEqual([20_000, 0]);
});

test('clusterBootstrap draws whole clusters: a cluster of copies counts as one observation', () => {
  const options = { random: createRandom(5), replicates: 500 };
  const tripled = SPATIAL.flatMap((value) => [value, value, value]);
  const clusters = SPATIAL.flatMap((_, i) => [i, i, i]);
  const single = only(clusterBootstrap(momentsOf(SPATIAL), meanOf, options));
  const copies = only(clusterBootstrap(momentsOf(tripled, clusters), meanOf, options));
  const asItems = only(clusterBootstrap(momentsOf(tripled), meanOf, options));
  expect(copies.standardError).toBeCloseTo(single.standardError, 10);
  expect(copies.interval.lower).toBeCloseTo(single.interval.lower, 10);
  expect(copies.interval.upper).toBeCloseTo(single.interval.upper, 10);
  expect(asItems.standardError).toBeLessThan(0.7 * single.standardError);
});

test('clusterBootstrap takes all numbers from the same resamples: a difference has its own, smaller spread', () => {
  const both = (sums: Float64Array): number[] => [sums[1] / sums[0], sums[1] / sums[0] + 7, 7];
  const [first, second, difference] = clusterBootstrap(momentsOf(SPATIAL), both, {
    random: createRandom(2),
    replicates: 200,
  });
  expect(second.interval.lower - first.interval.lower).toBeCloseTo(7, 10);
  expect(difference.allEqual).toBe(true);
});

test('clusterBootstrap says all replicates are equal, and knows no spread then', () => {
  const { value, standardError, interval, allEqual, reason } = only(
    clusterBootstrap(momentsOf([2, 2, 2, 2]), meanOf, { random: createRandom(1) }),
  );
  expect([value, standardError, allEqual, reason]).toEqual([2, NaN, true, notice('equal-resamples')]);
  expect(interval).toEqual({ lower: NaN, upper: NaN, level: 0.95, method: 'unknown' });
});

test('clusterBootstrap counts resamples where the number does not exist, and gives up where they are many', () => {
  // Exists where the largest of 3 clusters is drawn, in 1 − (2/3)³ of the resamples.
  const needsNine = (sums: Float64Array): number[] => [sums[2] >= 81 ? sums[1] / sums[0] : NaN];
  const few = only(
    clusterBootstrap(momentsOf([1, 2, 9]), needsNine, { random: createRandom(1), replicates: 3000 }),
  );
  // Three standard errors of a share of 3000.
  expect(Math.abs(few.undefinedReplicates / 3000 - 8 / 27)).toBeLessThan(0.025);
  expect(few.reason).toEqual(
    notice('undefined-resamples', { undefined: few.undefinedReplicates, replicates: 3000 }),
  );
  expect([few.value, few.standardError]).toEqual([4, NaN]);
});

test('clusterBootstrap keeps an interval where few resamples are undefined, and still counts them', () => {
  const needsSome = (sums: Float64Array): number[] => [sums[1] >= 2 ? sums[1] / sums[0] : NaN];
  const values = [...Array.from({ length: 6 }, () => 1), ...Array.from({ length: 14 }, () => 0)];
  const some = only(clusterBootstrap(momentsOf(values), needsSome, { random: createRandom(1) }));
  expect(some.undefinedReplicates).toBeGreaterThan(0);
  expect(some.undefinedReplicates).toBeLessThan(100);
  expect(some.interval.lower).toBeLessThan(0.3);
  expect(some.reason).toBeUndefined();
});

test('clusterBootstrap leaves no rounding behind where one cluster alone holds a sum', () => {
  // Without the third cluster the second sum is 0, not 1e-17: the number does not exist there.
  const thirds = clusterSums(
    {
      unitCount: 9,
      sumCount: 2,
      addUnit: (i, add) => (add(0, 1), i === 2 || i === 5 || i === 8 ? add(1, 0.1) : undefined),
    },
    [0, 0, 7, 1, 1, 7, 2, 2, 7],
  );
  const seen: number[] = [];
  const spied = (sums: Float64Array): number[] => (seen.push(sums[1]), [sums[0]]);
  clusterBootstrap(thirds, spied, { random: createRandom(1), replicates: 100 });
  expect(seen.slice(-4)[3]).toBe(0);
});

test('clusterBootstrap needs two clusters', () => {
  const alone = only(clusterBootstrap(momentsOf([1, 2, 3], [4, 4, 4]), meanOf, { random: createRandom(1) }));
  expect([alone.value, alone.standardError, alone.reason]).toEqual([
    2,
    NaN,
    notice('one-cluster', { clusters: 1 }),
  ]);
});

test('clusterBootstrap of a value that does not exist has no interval', () => {
  expect(only(clusterBootstrap(momentsOf([]), meanOf, { random: createRandom(1) }))).toMatchObject({
    value: NaN,
    reason: notice('value-unknown'),
  });
});

test('clusterBootstrap leaves the caller’s stream where it was and repeats itself', () => {
  const random = createRandom(9);
  const first = clusterBootstrap(momentsOf(SPATIAL), meanOf, { random, replicates: 100 });
  expect(random.next()).toBe(createRandom(9).next());
  expect(clusterBootstrap(momentsOf(SPATIAL), meanOf, { random: createRandom(9), replicates: 100 })).toEqual(
    first,
  );
});

test('clusterBootstrap refuses a level outside (0, 1) and too few replicates', () => {
  const sums = momentsOf(SPATIAL);
  expect(() => clusterBootstrap(sums, meanOf, { random: createRandom(1), level: 95 })).toThrow(
    new InputError('clusterBootstrap requires a level in (0, 1); received 95'),
  );
  expect(() => clusterBootstrap(sums, meanOf, { random: createRandom(1), replicates: 10 })).toThrow(
    'clusterBootstrap requires at least 100 replicates; received 10',
  );
});

test('clusterSums adds up units by code in ascending order, without clusters that bring nothing', () => {
  const values = [1, 2, 4, 8];
  const units = {
    unitCount: 4,
    sumCount: 2,
    addUnit: (i: number, add: (sum: number, value: number) => void): void =>
      i === 2 ? undefined : add(i % 2, values[i]),
  };
  const sums = clusterSums(units, [9, 3, 5, 9]);
  expect(sums.clusterCount).toBe(2);
  expect(Array.from(sums.start)).toEqual([0, 1, 3]);
  expect(Array.from(sums.column)).toEqual([1, 0, 1]);
  expect(Array.from(sums.value)).toEqual([2, 1, 8]);
  expect(Array.from(sums.total)).toEqual(Array.from(totalSums(units)));
});

test('clusterSums refuses codes that do not fit', () => {
  expect(() => momentsOf([1, 2], [0])).toThrow(
    new InputError('clusterSums requires one cluster code for each unit; received 1 codes for 2 units'),
  );
  expect(() => momentsOf([1, 2], [0, -1])).toThrow(
    'clusterSums requires whole cluster codes from 0; received -1 at index 1',
  );
  expect(() => momentsOf([1, 2], [0, 0.5])).toThrow(InputError);
});

test('many clusters of few kinds have the interval that each cluster drawn on its own gives', () => {
  const random = createRandom(12);
  const values = Array.from({ length: 3000 }, () => Math.floor(4 * random.next() ** 2));
  const [kinds] = clusterBootstrap(momentsOf(values), varianceOf, { random: createRandom(3) });
  // A trace of difference makes every cluster a kind of its own: each is drawn by itself.
  const [each] = clusterBootstrap(momentsOf(values.map((value, i) => value + 1e-9 * i)), varianceOf, {
    random: createRandom(4),
  });
  const width = each.interval.upper - each.interval.lower;
  expect(Math.abs(kinds.interval.lower - each.interval.lower)).toBeLessThan(0.1 * width);
  expect(Math.abs(kinds.interval.upper - each.interval.upper)).toBeLessThan(0.1 * width);
  expect(Math.abs(kinds.standardError / each.standardError - 1)).toBeLessThan(0.08);
});

test('the order in which a cluster brings its sums makes no other kind: the intervals are the same to the bit', () => {
  const units = (turned: boolean): ClusterSums =>
    clusterSums(
      {
        unitCount: 2500,
        sumCount: 2,
        addUnit(i, add) {
          const order = turned && i % 2 === 0 ? [1, 0] : [0, 1];
          for (const sum of order) add(sum, sum === 0 ? 1 : i % 5);
        },
      },
      'items',
    );
  const interval = (turned: boolean): unknown =>
    clusterBootstrap(units(turned), meanOf, { random: createRandom(5) })[0].interval;
  expect(interval(true)).toEqual(interval(false));
});
