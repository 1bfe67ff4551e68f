import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../numeric/clopper-pearson.ts';
import { InputError } from '../numeric/errors.ts';
import { createRandom, drawIndex } from '../numeric/random.ts';
import { humanRate, humanRateClaims } from './human-rate.ts';

const eightOfTen = [1, 1, 0, 1, 1, 0, 1, 1, 1, 1];

describe('yes and no on single items', () => {
  test('humanRate has Wilson’s interval, whose ends are where the normal test of the share just rejects', () => {
    const { value, standardError, interval, n, counts } = humanRate({
      outcome: eightOfTen,
      cluster: 'items',
    });
    expect([value, n, counts]).toEqual([0.8, 10, { items: 10, labels: 10, clusters: 10 }]);
    expect(standardError).toBeCloseTo(Math.sqrt((0.8 * 0.2) / 9), 12);
    expect(interval.method).toBe('Wilson');
    for (const end of [interval.lower, interval.upper])
      expect(Math.abs(0.8 - end) / Math.sqrt((end * (1 - end)) / 10)).toBeCloseTo(1.959963985, 8);
  });

  test('the interval is of the level asked for', () => {
    const width = (level: number): number => {
      const { lower, upper } = humanRate({ outcome: eightOfTen, cluster: 'items' }, { level }).interval;
      return upper - lower;
    };
    expect(width(0.8)).toBeLessThan(width(0.95));
    expect(width(0.95)).toBeLessThan(width(0.99));
  });

  test('all yes has no standard error, for no spread seen is not no spread, and an interval that ends at 1', () => {
    const { standardError, interval, warnings } = humanRate({
      outcome: Array.from({ length: 60 }, () => 1),
      cluster: 'items',
    });
    expect(standardError).toBeNaN();
    expect(interval.upper).toBe(1);
    // z² / (n + z²) from the end.
    expect(interval.lower).toBeCloseTo(60 / (60 + 1.959963985 ** 2), 9);
    expect(warnings).toContainEqual(notice('equal-outcomes'));
  });

  test('one item has an interval that says how little it is', () => {
    const { standardError, interval } = humanRate({ outcome: [1], cluster: 'items' });
    expect(standardError).toBeNaN();
    expect(interval.upper - interval.lower).toBeGreaterThan(0.75);
  });
});

describe('clusters and shares', () => {
  test('the standard error adds up each cluster’s deviations before it squares them', () => {
    const { value, standardError, interval } = humanRate({
      outcome: [1, 1, 0, 0, 1, 0.5],
      cluster: [4, 4, 0, 0, 2, 2],
    });
    expect(value).toBeCloseTo(3.5 / 6, 12);
    // Cluster sums about the mean: 5/6, −7/6 and 1/3; three clusters, so times 3 / 2; six items.
    const expected = Math.sqrt(1.5 * ((5 / 6) ** 2 + (7 / 6) ** 2 + (1 / 3) ** 2)) / 6;
    expect(standardError).toBeCloseTo(expected, 12);
    // 4.302653: the t quantile of 0.975 with two degrees of freedom, one fewer than clusters.
    const reach = (4.302652729 * expected) / (value * (1 - value));
    expect(Math.log(interval.upper / (1 - interval.upper))).toBeCloseTo(
      Math.log(value / (1 - value)) + reach,
      8,
    );
    expect(interval.method).toBe('t on the logit scale, by cluster');
  });

  test('yes and no by cluster, and shares on single items, have no Wilson interval', () => {
    expect(humanRate({ outcome: [1, 1, 0, 0], cluster: [0, 0, 1, 2] }).interval.method).toBe(
      't on the logit scale, by cluster',
    );
    expect(humanRate({ outcome: [1, 0.5, 0, 0], cluster: 'items' }).interval.method).toBe(
      't on the logit scale, by cluster',
    );
  });

  test('equal outcomes have the exact interval with clusters as trials', () => {
    const { standardError, interval } = humanRate({
      outcome: [0, 0, 0, 0, 0, 0],
      cluster: [0, 0, 1, 1, 2, 2],
    });
    expect(standardError).toBeNaN();
    expect(interval).toEqual({ ...clopperPearson(0, 3), method: 'Clopper-Pearson over clusters' });
    // A third sums to a mean that misses it by a rounding error: that is no spread.
    const third = humanRate({ outcome: Array.from({ length: 7 }, () => 1 / 3), cluster: 'items' });
    expect(third.standardError).toBeNaN();
    expect(third.interval.method).toBe('Clopper-Pearson over clusters');
  });

  test.each([
    ['one cluster', [1, 0, 1], [5, 5, 5], notice('one-labeled-cluster')],
    ['clusters of one mean', [1, 0, 0, 1, 0, 0], [0, 0, 0, 1, 1, 1], notice('no-spread')],
  ] as const)('%s leaves the value without an interval', (_, outcome, cluster, reason) => {
    const estimate = humanRate({ outcome, cluster });
    expect(estimate.value).toBeGreaterThan(0.3);
    expect([estimate.standardError, estimate.interval.lower, estimate.intervalReason]).toEqual([
      NaN,
      NaN,
      reason,
    ]);
  });

  test('humanRate covers where items of a cluster go together, and would not with clusters forgotten', () => {
    const runs = 1000;
    const covered = { known: 0, forgotten: 0 };
    for (let run = 0; run < runs; run++) {
      const random = createRandom('human clusters').fork(run);
      const [outcome, cluster]: [number[], number[]] = [[], []];
      for (let code = 0; code < 50; code++) {
        const rate = [0.1, 0.5, 0.9][drawIndex(random, 3)];
        for (let left = 4; left > 0; left--) {
          outcome.push(Number(random.next() < rate));
          cluster.push(code);
        }
      }
      const [known, forgotten] = [humanRate({ outcome, cluster }), humanRate({ outcome, cluster: 'items' })];
      if (known.interval.lower <= 0.5 && 0.5 <= known.interval.upper) covered.known++;
      if (forgotten.interval.lower <= 0.5 && 0.5 <= forgotten.interval.upper) covered.forgotten++;
    }
    // Monte-Carlo standard error .007.
    expect(covered.known / runs).toBeGreaterThan(0.93);
    expect(covered.known / runs).toBeLessThan(0.97);
    expect(covered.forgotten / runs).toBeLessThan(0.88);
  });
});

test('humanRate without items does not exist, with a reason', () => {
  const estimate = humanRate({ outcome: [], cluster: 'items' });
  expect(estimate.value).toBeNaN();
  expect(estimate).toMatchObject({
    n: 0,
    reason: notice('no-labeled-item'),
    unclaimed: [notice('no-labeled-item')],
    warnings: [notice('no-labeled-item')],
  });
});

test('humanRateClaims asks for 50 items, and by cluster for 10 on each side and 30 clusters too', () => {
  const design = {
    labeled: 50,
    unlabeled: 0,
    smallerSide: 0,
    labeledClusters: 20,
    effectiveClusters: 20,
    unlabeledClusters: 100,
    singleItems: false,
    unseenShare: 0,
    withoutVerdict: { labeled: 0, unlabeled: 0 },
  };
  expect(humanRateClaims(design, 'Wilson')).toEqual([]);
  expect(humanRateClaims({ ...design, labeled: 49 }, 'Wilson')).toEqual([
    notice('few-labeled-items', { count: 49, from: 50 }),
  ]);
  expect(humanRateClaims(design, 'by cluster').length).toBe(2);
  const few = humanRate({ outcome: eightOfTen, cluster: 'items' });
  expect(few.unclaimed).toEqual([notice('few-labeled-items', { count: 10, from: 50 })]);
  expect(few.warnings).toEqual(few.unclaimed);
});

describe('Wilson’s coverage, by exact sums', () => {
  function coverageOf(n: number): (rate: number) => number {
    const intervals = Array.from({ length: n + 1 }, (_, k) => {
      const outcome = Array.from({ length: n }, (_, i) => Number(i < k));
      return humanRate({ outcome, cluster: 'items' }).interval;
    });
    return (rate) => {
      let [sum, logChance] = [0, n * Math.log1p(-rate)];
      intervals.forEach(({ lower, upper }, k) => {
        if (lower <= rate && rate <= upper) sum += Math.exp(logChance);
        logChance += Math.log((n - k) / (k + 1)) + Math.log(rate / (1 - rate));
      });
      return sum;
    };
  }

  // By the same sums in Python: 0.9309, 0.9283, 0.9268 and 0.9305. Single rates dip below 0.93; it is an
  // interval of few distinct ends.
  test.each([
    [50, 0.93],
    [80, 0.928],
    [100, 0.926],
    [200, 0.93],
  ])(
    'with %i items it is at least %f wherever two items are expected on each side, and 0.95 in the middle of rates',
    (n, least) => {
      const steps = Array.from({ length: 1000 }, (_, i) => 2 / n + ((1 - 4 / n) * i) / 999);
      const coverages = steps.map(coverageOf(n));
      expect(Math.min(...coverages)).toBeGreaterThanOrEqual(least);
      expect(coverages.toSorted((a, b) => a - b)[500]).toBeGreaterThan(0.945);
    },
  );

  test.each([50, 100, 300])(
    'with %i items it covers each rate of the grid of test/simulation/rate-coverage.test.ts',
    (n) => {
      for (const rate of [0.05, 0.3, 0.5, 0.8, 0.95])
        expect(coverageOf(n)(rate)).toBeGreaterThanOrEqual(0.93);
    },
  );

  test('it falls short with 20 items at a rate of 5%, which the claim of 50 leaves out, and at rates that expect less than one item', () => {
    expect(coverageOf(20)(0.05)).toBeCloseTo(0.9245, 4);
    expect(coverageOf(100)(0.0017)).toBeLessThan(0.86);
  });
});

test('humanRate refuses outcomes outside [0, 1], clusters that do not fit, and a level that is none', () => {
  expect(() => humanRate({ outcome: [0, 1.5], cluster: 'items' })).toThrow(
    new InputError('humanRate requires outcomes in [0, 1]; received 1.5 at index 1'),
  );
  expect(() => humanRate({ outcome: [0, NaN], cluster: 'items' })).toThrow(InputError);
  expect(() => humanRate({ outcome: [0, 1], cluster: [0] })).toThrow(
    'requires one cluster code for each item; received 1 codes for 2 items',
  );
  expect(() => humanRate({ outcome: [0, 1], cluster: [0, -1] })).toThrow(
    'requires whole cluster codes from 0; received -1 at index 1',
  );
  expect(() => humanRate({ outcome: [0, 1], cluster: 'items' }, { level: 1 })).toThrow(
    'requires a level in (0, 1); received 1',
  );
});

test('humanRate by cluster is the share by cluster, and says where it is one of this pool alone', () => {
  // METHODS' golden value for unequal clusters.
  const [sizes, marked] = [
    [1, 2, 2, 3, 4, 5, 8, 10],
    [1, 2, 1, 2, 3, 3, 4, 4],
  ];
  const cluster = sizes.flatMap((size, code) => Array.from({ length: size }, () => code));
  const outcome = sizes.flatMap((size, code) =>
    Array.from({ length: size }, (_, i) => Number(i < marked[code])),
  );
  const { value, standardError, interval, warnings, unclaimed } = humanRate({ outcome, cluster });
  expect(value).toBeCloseTo(0.571429, 6);
  expect(standardError).toBeCloseTo(0.076198, 6);
  expect([interval.lower, interval.upper].map((end) => end.toFixed(5))).toEqual(['0.36818', '0.75313']);
  expect(warnings).toContainEqual(notice('holds-for-this-pool', { count: 5, from: 50 }));
  expect(unclaimed.map(({ code }) => code)).not.toContain('holds-for-this-pool');
});
