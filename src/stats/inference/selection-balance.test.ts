import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type RateWorldDesign, rateWorld } from '../simulation/rate-world.ts';
import { type LabeledSample, labeledSample } from './labeled-sample.ts';
import { selectionBalance } from './selection-balance.ts';

/** So many labeled and unlabeled items, of which so many have the judge's yes. */
function sampleOf(
  yes: number,
  labeled: number,
  otherYes: number,
  unlabeled: number,
  clusters: 'items' | number = 'items',
): LabeledSample {
  const values = (count: number, length: number): Float64Array => new Float64Array(length).fill(1, 0, count);
  const codes = (from: number, length: number): number[] =>
    Array.from({ length }, (_, i) => from + Math.floor(i / Number(clusters)));
  return labeledSample({
    selection: 'random',
    outcome: new Float64Array(labeled),
    judge: values(yes, labeled),
    unlabeledJudge: values(otherYes, unlabeled),
    clusters:
      clusters === 'items' ? 'items' : { labeled: codes(0, labeled), unlabeled: codes(labeled, unlabeled) },
  });
}

const pValue = (sample: LabeledSample): number => selectionBalance(sample, { above: 0.5 }).pValue;

// Sums of exact fractions of binomial coefficients.
test.each([
  [8, 8, 2, 8, 0.006993006993006993],
  [0, 50, 20, 1000, 0.7469028138161075],
  [5, 50, 15, 1000, 0.00360886400163121],
  [30, 40, 270, 960, 5.188587397995183e-9],
  [12, 40, 288, 960, 1],
  [11, 40, 289, 960, 0.8772895576528373],
  [2, 10, 1, 2, 0.9090909090909092],
])('%d of %d labeled and %d of %d others: %d', (yes, labeled, otherYes, unlabeled, expected) => {
  const found = pValue(sampleOf(yes, labeled, otherYes, unlabeled));
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
});

test('yes and no play the same part, and so do labeled and unlabeled', () => {
  const found = pValue(sampleOf(9, 30, 60, 100));
  expect(Math.abs(pValue(sampleOf(21, 30, 40, 100)) / found - 1)).toBeLessThan(1e-12);
  expect(Math.abs(pValue(sampleOf(60, 100, 9, 30)) / found - 1)).toBeLessThan(1e-12);
});

test('a million items, and one side without a yes', () => {
  expect(pValue(sampleOf(160, 300, 500_000, 1_000_000))).toBeGreaterThan(0.2);
  expect(pValue(sampleOf(200, 300, 500_000, 1_000_000))).toBeLessThan(1e-8);
  expect(pValue(sampleOf(0, 50, 0, 50))).toBe(1);
});

describe('clusters that hold labeled and unlabeled items, against scipy', () => {
  interface Item {
    readonly cluster: number;
    readonly mark: boolean;
  }
  const items = (
    clusters: number,
    count: (g: number) => number,
    mark: (g: number, j: number) => boolean,
  ): Item[] =>
    Array.from({ length: clusters }, (_, g) =>
      Array.from({ length: count(g) }, (__, j) => ({ cluster: g, mark: mark(g, j) })),
    ).flat();
  const pValueOf = (labeled: Item[], unlabeled: Item[]): number =>
    pValue(
      labeledSample({
        selection: 'random',
        outcome: labeled.map(() => 0),
        judge: labeled.map(({ mark }) => Number(mark)),
        unlabeledJudge: unlabeled.map(({ mark }) => Number(mark)),
        clusters: {
          labeled: labeled.map(({ cluster }) => cluster),
          unlabeled: unlabeled.map(({ cluster }) => cluster),
        },
      }),
    );

  test('where the clusters are the larger of the two: 2 · t.sf(difference / standard error, 14)', () => {
    const labeled = items(
      15,
      (g) => 1 + (g % 4),
      (g, j) => g % 3 !== 0 && j < 3,
    );
    const unlabeled = items(
      15,
      (g) => 2 + ((3 * g) % 5),
      (g, j) => g % 5 === 1 && j > 0,
    );
    expect(Math.abs(pValueOf(labeled, unlabeled) / 0.018563050489808067 - 1)).toBeLessThan(1e-9);
  });

  test('where the items are', () => {
    const labeled = items(
      12,
      () => 3,
      (g, j) => (g * 5 + j * 3) % 7 < 4,
    );
    const unlabeled = items(
      12,
      () => 4,
      (g, j) => (g * 5 + j * 2 + 1) % 7 < 2,
    );
    expect(Math.abs(pValueOf(labeled, unlabeled) / 0.02668616065413413 - 1)).toBeLessThan(1e-9);
  });

  test('from ten clusters on, and where all marks are equal', () => {
    const of = (clusters: number, mark: boolean): number =>
      pValueOf(
        items(
          clusters,
          () => 2,
          () => mark,
        ),
        items(
          20,
          () => 3,
          () => mark,
        ),
      );
    expect(of(9, true)).toBeNaN();
    expect([of(10, true), of(10, false)]).toEqual([1, 1]);
  });
});

test('a value at the bound is not above it', () => {
  const judge = [0.5, 0.5, 0.6, 0.4];
  const sample = labeledSample({
    selection: 'random',
    outcome: judge,
    judge,
    unlabeledJudge: [0.5, 0.7],
    clusters: 'items',
  });
  expect(selectionBalance(sample, { above: 0.5 })).toMatchObject({ labeledShare: 0.25, unlabeledShare: 0.5 });
});

test('clusters count together: what is unlikely of single items may be common of clusters, and few clusters say nothing', () => {
  const alone = pValue(sampleOf(150, 300, 300, 900));
  const together = pValue(sampleOf(150, 300, 300, 900, 10));
  expect(alone).toBeLessThan(1e-6);
  expect(together).toBeGreaterThan(100 * alone);
  expect(selectionBalance(sampleOf(20, 40, 0, 400, 10), { above: 0.5 })).toMatchObject({
    pValue: NaN,
    reason: notice('few-clusters-to-compare', { clusters: 4, from: 10 }),
  });
  expect(selectionBalance(sampleOf(2, 4, 0, 0), { above: 0.5 })).toMatchObject({
    pValue: NaN,
    reason: notice('no-unlabeled-item'),
  });
  expect(() => selectionBalance(sampleOf(2, 4, 0, 4), { above: NaN })).toThrow(
    'requires a finite bound; received NaN',
  );
});

describe('how often a random draw is doubted, and a false one', () => {
  const design = { prevalence: 0.7, specificity: 0.8, sensitivity: 0.85, labeled: 150, unlabeled: 600 };
  const belowFivePercent = (change: Partial<RateWorldDesign>, runs: number): number => {
    let below = 0;
    for (let run = 0; run < runs; run++)
      if (
        pValue(
          labeledSample({
            selection: 'random',
            ...rateWorld(createRandom('balance').fork(run), { ...design, ...change }),
          }),
        ) < 0.05
      )
        below++;
    return below / runs;
  };
  const clustered = { clusterSize: 5, intraclassCorrelation: 0.4 };

  test.each([
    ['single items', {}],
    ['rare verdicts', { prevalence: 0.02, specificity: 0.99 }],
    ['items of clusters', { ...clustered, drawnBy: 'items' }],
    ['whole clusters', { ...clustered, drawnBy: 'clusters' }],
  ] as const)('random draws of %s: at most 5%% below 0.05', (_, change) => {
    // Three standard errors of 1000 runs.
    expect(belowFivePercent(change, 1000)).toBeLessThan(0.05 + 0.021);
  });

  test('a set of another mix is seen', () => {
    expect(belowFivePercent({ labeledPrevalence: 0.4 }, 200)).toBeGreaterThan(0.95);
    expect(belowFivePercent({ labeledPrevalence: 0.4, ...clustered }, 200)).toBeGreaterThan(0.7);
  });
});
