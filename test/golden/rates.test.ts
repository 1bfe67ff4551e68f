/**
 * Written by scripts/golden/rates.py; library versions and seed are in the file. Where ASSIZE_PYTHON names a
 * Python with the libraries, the script also runs now, on samples of a seed of its own, so that both sides
 * are seen to agree in one run and not only on what is stored.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type PredictionPoweredMean, humanRate, labeledSample, predictionPoweredMean } from '../../src/stats/inference/index.ts';
import { studentQuantile } from '../../src/stats/numeric/index.ts';

interface Span {
  value: number;
  lower: number;
  upper: number;
}
interface Case {
  name: string;
  level: number;
  outcome: number[];
  judge: number[];
  unlabeledJudge: number[];
  cluster: number[];
  unlabeledCluster: number[];
  correlation: number;
  lambdas: Record<'optimal' | 'zero' | 'one' | 'between', Span & { lambda: number; clustered: Span & { standardError: number } }>;
  people: { value: number; standardError: number };
}
interface Golden {
  cases: Case[];
  wilson: { successes: number; trials: number; level: number; lower: number; upper: number }[];
  studentQuantiles: { probability: number; degreesOfFreedom: number; quantile: number }[];
}

// Closed forms on both sides: sums of some hundred terms in another order, and lambda read back from a
// quotient of small numbers.
const closed = 1e-9;

const stored = JSON.parse(readFileSync(new URL('rates.json', import.meta.url), 'utf8')) as Golden;
const seeds = process.env.ASSIZE_PYTHON === undefined ? [] : [7, 8, 9].map((seed) => [`the libraries now, seed ${seed}`, runNow(seed)] as const);

describe.each([['the stored values', stored] as const, ...seeds])('%s', (_, golden) => {
  describe.each(golden.cases)('$name', (given) => {
    test.each(['optimal', 'zero', 'one', 'between'] as const)('predictionPoweredMean with lambda %s is ppi_py’s', (key) => {
      const wanted = given.lambdas[key];
      const estimate = estimateOf(given, key, 'items');
      near(estimate.value, wanted.value);
      near(estimate.lambda, wanted.lambda);
      near(estimate.interval.lower, wanted.lower);
      near(estimate.interval.upper, wanted.upper);
      near(estimate.correlation, given.correlation);
    });

    test.each(['optimal', 'zero', 'one', 'between'] as const)('by cluster with lambda %s it is the sandwich of statsmodels', (key) => {
      const wanted = given.lambdas[key].clustered;
      const estimate = estimateOf(given, key, { labeled: given.cluster, unlabeled: given.unlabeledCluster });
      near(estimate.value, wanted.value);
      near(estimate.standardError, wanted.standardError);
      near(estimate.interval.lower, wanted.lower);
      near(estimate.interval.upper, wanted.upper);
    });

    test('humanRate by cluster has the mean of statsmodels, and the jackknife by its definition', () => {
      const estimate = humanRate({ outcome: given.outcome, cluster: given.cluster });
      near(estimate.value, given.people.value);
      near(estimate.standardError, leftOutOnce(given.outcome, given.cluster));
    });
  });

  test('humanRate of yes and no on single items has scipy’s Wilson interval', () => {
    for (const { successes, trials, level, lower, upper } of golden.wilson) {
      const outcome = Array.from({ length: trials }, (_, i) => Number(i < successes));
      const { interval } = humanRate({ outcome, cluster: 'items' }, { level });
      expect(interval.method).toBe('Wilson');
      near(interval.lower, lower);
      near(interval.upper, upper);
    }
  });

  test('studentQuantile is scipy’s, in the tails too', () => {
    for (const { probability, degreesOfFreedom, quantile } of golden.studentQuantiles) {
      // Relative: a quantile of 1e99 has no digits behind the point. Near the median both lose digits: 0.4999
      // with 4 degrees agrees to 2e-9.
      const limit = Math.abs(probability - 0.5) < 0.01 ? 1e-11 + 1e-8 * Math.abs(quantile) : 1e-12 * Math.abs(quantile);
      const ours = studentQuantile(probability, degreesOfFreedom);
      expect(Math.abs(ours - quantile), `p = ${probability}, ${degreesOfFreedom} degrees: ${ours}`).toBeLessThanOrEqual(limit);
    }
  });
});

type Clusters = Parameters<typeof labeledSample>[0]['clusters'];

function estimateOf(given: Case, key: keyof Case['lambdas'], clusters: Clusters): PredictionPoweredMean {
  const { level, outcome, judge, unlabeledJudge } = given;
  const sample = labeledSample({ selection: 'random', outcome, judge, unlabeledJudge, clusters });
  const lambda = key === 'optimal' ? key : given.lambdas[key].lambda;
  return predictionPoweredMean(sample, { level, lambda, interval: 'normal' });
}

function near(ours: number, wanted: number): void {
  expect(Math.abs(ours - wanted), `${ours} for ${wanted}`).toBeLessThanOrEqual(closed);
}

function runNow(seed: number): Golden {
  const script = fileURLToPath(new URL('../../scripts/golden/rates.py', import.meta.url));
  return JSON.parse(execFileSync(process.env.ASSIZE_PYTHON!, [script, String(seed)], { encoding: 'utf8' })) as Golden;
}

/** Each cluster left out in turn; how far the mean moves from that of all. */
function leftOutOnce(outcome: readonly number[], cluster: readonly number[]): number {
  const mean = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
  const clusters = [...new Set(cluster)];
  const moved = clusters.map((left) => mean(outcome.filter((_, item) => cluster[item] !== left)) - mean(outcome));
  return Math.sqrt(((clusters.length - 1) / clusters.length) * moved.reduce((sum, by) => sum + by ** 2, 0));
}
