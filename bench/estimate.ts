/**
 * A corrected rate from few labels and many judge values: seconds, beside a bare loop of the same run. The
 * loop adds up the judge's values as often as a mean and a variance need; for estimators by draws it makes as
 * many Beta draws besides. Run: node bench/estimate.ts
 */
import {
  humanRate,
  labeledSample,
  predictionPoweredMean,
  roganGladen,
  tenenbein,
} from '../src/stats/inference/index.ts';
import { type Random, createRandom } from '../src/stats/numeric/index.ts';
import { drawBeta } from '../src/stats/numeric/beta-draws.ts';
import { type RateWorldDesign, rateWorld } from '../src/stats/simulation/index.ts';

const labeled = 300;
const draws = 4000;
const random = createRandom(1);

console.log('estimator            unlabeled  seconds  × bare loop');
for (const unlabeled of [1000, 100_000, 1_000_000]) {
  const design: RateWorldDesign = {
    prevalence: 0.6,
    specificity: 0.85,
    sensitivity: 0.8,
    labeled,
    unlabeled,
  };
  const calls = rateWorld(random.fork('calls'), design);
  const probabilities = rateWorld(random.fork('probabilities'), {
    ...design,
    judge: 'probabilities',
    clusterSize: 5,
    intraclassCorrelation: 0.3,
  });
  const single = { ...calls, clusters: 'items' } as const;
  const byDraws = secondsOf(() => bareDraws(random.fork('bare')) + bareSums(calls.unlabeledJudge));
  const bySums = secondsOf(() => bareSums(probabilities.unlabeledJudge));
  print('Tenenbein', unlabeled, byDraws, () =>
    tenenbein(labeledSample({ selection: 'random', ...single }), { random, draws }),
  );
  print('Rogan-Gladen', unlabeled, byDraws, () =>
    roganGladen(labeledSample({ selection: 'separate', ...single }), { random, draws }),
  );
  print('PPI++, by cluster', unlabeled, bySums, () =>
    predictionPoweredMean(labeledSample({ selection: 'random', ...probabilities })),
  );
  print('people alone', unlabeled, bySums, () => humanRate({ outcome: calls.outcome, cluster: 'items' }));
}

function print(estimator: string, unlabeled: number, bare: number, work: () => unknown): void {
  const seconds = secondsOf(work);
  console.log(
    `${estimator.padEnd(20)} ${String(unlabeled).padStart(9)} ${seconds.toFixed(4).padStart(8)} ` +
      (seconds / bare).toFixed(1).padStart(12),
  );
}

/** Two rates of two labels each, as often as there are draws. */
function bareDraws(stream: Random): number {
  let sum = 0;
  for (let draw = 0; draw < 3 * draws; draw++) sum += drawBeta(stream, 100, 50);
  return sum;
}

function bareSums(values: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return squares;
}

/** The best of five: the first ones compile. */
function secondsOf(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
  return Math.min(...times);
}
