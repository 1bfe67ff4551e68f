import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type RateWorld, type RateWorldDesign, rateWorld } from './rate-world.ts';

const design: RateWorldDesign = {
  prevalence: 0.3,
  specificity: 0.7,
  sensitivity: 0.9,
  labeled: 20_000,
  unlabeled: 40_000,
  clusterSize: 5,
  intraclassCorrelation: 0.3,
};

function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Mean product of deviations over pairs of one cluster, over the variance: the intraclass correlation of a
 * 0/1 value by its definition.
 */
function pairCorrelation(values: ArrayLike<number>, clusters: ArrayLike<number>, mean: number): number {
  const byCluster = new Map<number, number[]>();
  for (let i = 0; i < values.length; i++)
    byCluster.set(clusters[i], [...(byCluster.get(clusters[i]) ?? []), values[i] - mean]);
  let [products, pairs] = [0, 0];
  for (const own of byCluster.values())
    own.forEach((a, i) => {
      for (const b of own.slice(i + 1)) {
        products += a * b;
        pairs++;
      }
    });
  return products / pairs / (mean * (1 - mean));
}

function errorRates(
  outcome: Float64Array,
  judge: Float64Array,
): { specificity: number; sensitivity: number } {
  const callsOn = (side: number): Float64Array => judge.filter((_, i) => outcome[i] === side);
  return { specificity: 1 - meanOf(callsOn(0)), sensitivity: meanOf(callsOn(1)) };
}

// Tolerances are at least four standard errors with 60,000 items in 12,000 clusters, whose effective number
// is 60,000 / (1 + 4 · 0.3).
describe.each([
  ['items drawn', { drawnBy: 'items' }],
  ['clusters drawn', { drawnBy: 'clusters' }],
  ['single items', { clusterSize: 1 }],
  ['no correlation', { intraclassCorrelation: 0 }],
] as const)('rateWorld, %s', (_, variant) => {
  const world = rateWorld(createRandom(1), { ...design, ...variant });

  test('people and judge are as often right as they should be, among labeled and unlabeled', () => {
    for (const [outcome, judge] of [
      [world.outcome, world.judge],
      [world.unlabeledOutcome, world.unlabeledJudge],
    ]) {
      expect(Math.abs(meanOf(outcome) - 0.3)).toBeLessThan(0.02);
      const { specificity, sensitivity } = errorRates(outcome, judge);
      expect(Math.abs(specificity - 0.7)).toBeLessThan(0.025);
      expect(Math.abs(sensitivity - 0.9)).toBeLessThan(0.025);
    }
  });
});

describe('clusters of rateWorld', () => {
  const all = (world: RateWorld): { outcome: number[]; judge: number[]; clusters: number[] } => ({
    outcome: [...world.outcome, ...world.unlabeledOutcome],
    judge: [...world.judge, ...world.unlabeledJudge],
    clusters: [...world.clusters.labeled, ...world.clusters.unlabeled],
  });

  test('outcomes of one cluster are correlated as given', () => {
    const { outcome, clusters } = all(rateWorld(createRandom(2), design));
    expect(Math.abs(pairCorrelation(outcome, clusters, 0.3) - 0.3)).toBeLessThan(0.02);
    const without = all(rateWorld(createRandom(2), { ...design, intraclassCorrelation: 0 }));
    expect(Math.abs(pairCorrelation(without.outcome, without.clusters, 0.3))).toBeLessThan(0.02);
  });

  test('the judge errs together in a cluster: given the outcome, its calls are correlated too', () => {
    const { outcome, judge, clusters } = all(rateWorld(createRandom(3), design));
    const noes = Array.from(outcome.keys()).filter((i) => outcome[i] === 0);
    const of = (values: number[]): number[] => noes.map((i) => values[i]);
    // Two normals cut at the 0.7 quantile, with correlation 0.3 between them, give calls with correlation
    // 0.1816 (scipy's bivariate normal).
    expect(Math.abs(pairCorrelation(of(judge), of(clusters), 0.3) - 0.1816)).toBeLessThan(0.02);
  });

  test('clusters have their size, and are labeled whole only where they are what is drawn', () => {
    const whole = rateWorld(createRandom(4), {
      ...design,
      labeled: 100,
      unlabeled: 200,
      drawnBy: 'clusters',
    });
    expect(new Set(whole.clusters.labeled).size).toBe(20);
    expect(sharedClusters(whole)).toBe(0);
    expect(
      sharedClusters(rateWorld(createRandom(4), { ...design, labeled: 100, unlabeled: 200 })),
    ).toBeGreaterThan(30);
  });
});

test('rateWorld with a labeled prevalence: the mix of the labeled moves, the judge’s errors do not, and no cluster is shared', () => {
  const world = rateWorld(createRandom(5), { ...design, labeledPrevalence: 0.8 });
  expect(Math.abs(meanOf(world.outcome) - 0.8)).toBeLessThan(0.02);
  expect(Math.abs(meanOf(world.unlabeledOutcome) - 0.3)).toBeLessThan(0.02);
  expect(Math.abs(errorRates(world.outcome, world.judge).specificity - 0.7)).toBeLessThan(0.035);
  expect(Math.abs(errorRates(world.outcome, world.judge).sensitivity - 0.9)).toBeLessThan(0.02);
  expect(sharedClusters(world)).toBe(0);
});

test('rateWorld with probabilities: they are calibrated, and say yes as often as the calls do where they are cut', () => {
  const world = rateWorld(createRandom(6), { ...design, clusterSize: 1, judge: 'probabilities' });
  const { unlabeledJudge, unlabeledOutcome } = world;
  for (const [from, to] of [
    [0, 0.1],
    [0.1, 0.3],
    [0.3, 0.6],
    [0.6, 1],
  ]) {
    const inside = Array.from(unlabeledJudge.keys()).filter(
      (i) => unlabeledJudge[i] >= from && unlabeledJudge[i] < to,
    );
    const gap = meanOf(inside.map((i) => unlabeledJudge[i] - unlabeledOutcome[i]));
    expect(inside.length).toBeGreaterThan(2000);
    expect(Math.abs(gap)).toBeLessThan(2 / Math.sqrt(inside.length));
  }
  // The same stream gives the same scores: yes lies above one and the same probability, no below it.
  const calls = rateWorld(createRandom(6), { ...design, clusterSize: 1 }).unlabeledJudge;
  const lowestYes = unlabeledJudge.filter((_, i) => calls[i] === 1).reduce((a, b) => Math.min(a, b), 1);
  const highestNo = unlabeledJudge.filter((_, i) => calls[i] === 0).reduce((a, b) => Math.max(a, b), 0);
  expect(highestNo).toBeLessThan(lowestYes);
});

test('rateWorld is the same for the same seed', () => {
  const small = { ...design, labeled: 30, unlabeled: 40 };
  expect(rateWorld(createRandom(7), small)).toEqual(rateWorld(createRandom(7), small));
  expect(rateWorld(createRandom(8), small)).not.toEqual(rateWorld(createRandom(7), small));
});

test('rateWorld refuses rates, correlations and sizes that are none', () => {
  const make = (change: Partial<RateWorldDesign>) => () =>
    rateWorld(createRandom(1), { ...design, ...change });
  expect(make({ prevalence: 0 })).toThrow('rateWorld requires a prevalence in (0, 1); received 0');
  expect(make({ sensitivity: 1 })).toThrow('a sensitivity in (0, 1); received 1');
  expect(make({ labeledPrevalence: NaN })).toThrow('a labeledPrevalence in (0, 1); received NaN');
  expect(make({ intraclassCorrelation: 1 })).toThrow('an intraclass correlation in [0, 1); received 1');
  expect(make({ labeled: 0 })).toThrow('a whole number from 1 as labeled; received 0');
  expect(make({ clusterSize: 2.5 })).toThrow('a whole number from 1 as clusterSize; received 2.5');
});

/** Clusters with labeled and unlabeled items. */
function sharedClusters({ clusters }: RateWorld): number {
  const unlabeled = new Set(clusters.unlabeled);
  return [...new Set(clusters.labeled)].filter((cluster) => unlabeled.has(cluster)).length;
}
