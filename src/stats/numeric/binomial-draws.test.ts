import { expect, test } from 'vitest';
import { drawBinomial, drawMultinomial } from './binomial-draws.ts';
import { createRandom } from './random.ts';

/**
 * Pearson's statistic against the exact distribution, over draws that are expected ten times or more; the
 * rest counts as one.
 */
function chiSquared(
  trials: number,
  probability: number,
  draws: number,
): { statistic: number; freedom: number } {
  const random = createRandom(`binomial ${trials} ${probability}`);
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const draw = drawBinomial(random, trials, probability);
    counts.set(draw, (counts.get(draw) ?? 0) + 1);
  }
  let chance = Math.exp(trials * Math.log1p(-probability));
  let [statistic, freedom, restSeen, restExpected] = [0, 0, draws, draws];
  for (let k = 0; k <= trials; k++) {
    if (k > 0) chance *= ((trials - k + 1) / k) * (probability / (1 - probability));
    if (chance * draws < 10) continue;
    const seen = counts.get(k) ?? 0;
    statistic += (seen - chance * draws) ** 2 / (chance * draws);
    freedom++;
    restSeen -= seen;
    restExpected -= chance * draws;
  }
  return restExpected < 10
    ? { statistic, freedom: freedom - 1 }
    : { statistic: statistic + (restSeen - restExpected) ** 2 / restExpected, freedom };
}

// Five standard deviations of chi-squared: the wrong constant in either algorithm gives hundreds.
test.each([
  [12, 0.3],
  [1000, 0.004],
  [40, 0.3],
  [40, 0.5],
  [300, 0.9],
  [700, 0.05],
  [500, 0.43],
])('drawBinomial follows the distribution of %i trials at %d', (trials, probability) => {
  const { statistic, freedom } = chiSquared(trials, probability, 200_000);
  expect(freedom).toBeGreaterThan(5);
  expect(Math.abs(statistic - freedom)).toBeLessThan(5 * Math.sqrt(2 * freedom));
});

test('drawBinomial has the mean and variance of a million trials', () => {
  const random = createRandom(1);
  const draws = Array.from({ length: 20_000 }, () => drawBinomial(random, 1_000_000, 0.13));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean - 130_000)).toBeLessThan(4 * Math.sqrt(113_100 / draws.length));
  expect(Math.abs(variance / 113_100 - 1)).toBeLessThan(4 * Math.sqrt(2 / draws.length));
});

test('drawBinomial gives none of no trials, none at 0 and all at 1', () => {
  const random = createRandom(1);
  expect([drawBinomial(random, 0, 0.5), drawBinomial(random, 9, 0), drawBinomial(random, 9, 1)]).toEqual([
    0, 0, 9,
  ]);
});

test('drawBinomial refuses trials that are no number and a probability outside [0, 1]', () => {
  expect(() => drawBinomial(createRandom(1), 1.5, 0.5)).toThrow(
    'drawBinomial requires a whole number of trials; received 1.5',
  );
  expect(() => drawBinomial(createRandom(1), 5, NaN)).toThrow(
    'drawBinomial requires a probability in [0, 1]; received NaN',
  );
});

test('drawMultinomial spreads all trials, each kind by its weight, with the covariance of counts that share a total', () => {
  const random = createRandom(2);
  const counts = new Int32Array(3);
  const draws = 50_000;
  let [first, last, product] = [0, 0, 0];
  for (let i = 0; i < draws; i++) {
    drawMultinomial(random, 100, Int32Array.of(5, 3, 2), counts);
    expect(counts[0] + counts[1] + counts[2]).toBe(100);
    first += counts[0];
    last += counts[2];
    product += (counts[0] - 50) * (counts[2] - 20);
  }
  expect(Math.abs(first / draws - 50)).toBeLessThan(4 * Math.sqrt(25 / draws));
  expect(Math.abs(last / draws - 20)).toBeLessThan(4 * Math.sqrt(16 / draws));
  // −100 × 0.5 × 0.2; the product of the two deviations has a standard deviation of about 22.
  expect(Math.abs(product / draws + 10)).toBeLessThan((4 * 22) / Math.sqrt(draws));
});
