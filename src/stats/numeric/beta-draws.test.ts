import { describe, expect, test } from 'vitest';
import { drawBeta, drawDirichlet, drawLogGamma } from './beta-draws.ts';
import { betaQuantile, normalQuantile } from './distributions.ts';
import { InputError } from './errors.ts';
import { createRandom } from './random.ts';

const count = 40_000;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Four standard errors of a share of the draws. */
function expectShare(values: readonly number[], below: number, probability: number): void {
  const share = values.filter((value) => value < below).length / values.length;
  expect(Math.abs(share - probability)).toBeLessThan(
    4 * Math.sqrt((probability * (1 - probability)) / values.length),
  );
}

const probabilities = [0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.999];

describe('drawBeta has the quantiles of its distribution', () => {
  test.each([
    [0.5, 0.5],
    [0.5, 20.5],
    [300.5, 0.5],
    [3.5, 1],
    [0.05, 0.3],
    [40, 1000],
  ])('Beta(%f, %f)', (alpha, beta) => {
    const random = createRandom(`${alpha} ${beta}`);
    const draws = Array.from({ length: count }, () => drawBeta(random, alpha, beta));
    for (const probability of probabilities)
      expectShare(draws, betaQuantile(probability, alpha, beta), probability);
    const variance = (alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1));
    expect(Math.abs(meanOf(draws) - alpha / (alpha + beta))).toBeLessThan(4 * Math.sqrt(variance / count));
  });
});

describe('drawLogGamma has the quantiles of its distribution', () => {
  test('shape 1 is the exponential distribution, in closed form', () => {
    const random = createRandom('exponential');
    const draws = Array.from({ length: count }, () => Math.exp(drawLogGamma(random, 1)));
    for (const probability of probabilities) expectShare(draws, -Math.log(1 - probability), probability);
  });

  test('shape ½ is half the square of a standard normal', () => {
    const random = createRandom('half');
    const draws = Array.from({ length: count }, () => Math.exp(drawLogGamma(random, 0.5)));
    for (const probability of probabilities)
      expectShare(draws, normalQuantile((1 + probability) / 2) ** 2 / 2, probability);
  });

  test.each([1.5, 7, 2500])('shape %f has mean and variance equal to it', (shape) => {
    const random = createRandom(shape);
    const draws = Array.from({ length: count }, () => Math.exp(drawLogGamma(random, shape)));
    const mean = meanOf(draws);
    expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / count));
    const variance = meanOf(draws.map((draw) => (draw - mean) ** 2));
    expect(Math.abs(variance / shape - 1)).toBeLessThan(4 * Math.sqrt((2 + 6 / shape) / count));
  });
});

test('drawBeta of tiny shapes is a number and no 0 / 0: their gamma draws lie below the smallest number', () => {
  const random = createRandom('tiny');
  expect(Math.exp(drawLogGamma(random, 1e-4))).toBe(0);
  const draws = Array.from({ length: count }, () => drawBeta(random, 1e-4, 1e-4));
  expect(draws.every((draw) => draw >= 0 && draw <= 1)).toBe(true);
  // All but one draw in some thousands ends at 0 or 1, either with the same chance.
  expect(Math.abs(meanOf(draws) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / count));
});

describe('drawDirichlet', () => {
  test('sums to 1, and each share is a Beta draw', () => {
    const random = createRandom('dirichlet');
    const shapes = [0.5, 2, 7.5];
    const streams = shapes.map((_, k) => random.fork(k));
    const draws = Array.from({ length: count }, () => drawDirichlet(streams, shapes));
    for (const draw of draws.slice(0, 100)) expect(draw[0] + draw[1] + draw[2]).toBeCloseTo(1, 14);
    shapes.forEach((shape, k) => {
      const shares = draws.map((draw) => draw[k]);
      for (const probability of probabilities)
        expectShare(shares, betaQuantile(probability, shape, 10 - shape), probability);
    });
  });

  test('of tiny shapes is shares still', () => {
    const streams = [1, 2, 3].map((seed) => createRandom(seed));
    const draw = drawDirichlet(streams, [1e-4, 1e-4, 1e-4]);
    expect(draw[0] + draw[1] + draw[2]).toBeCloseTo(1, 14);
  });
});

test('the same stream gives the same draws', () => {
  expect(drawBeta(createRandom(1), 2, 3)).toBe(drawBeta(createRandom(1), 2, 3));
  expect(drawBeta(createRandom(1), 0.5, 3)).not.toBe(drawBeta(createRandom(2), 0.5, 3));
});

test('draws refuse shapes that are not positive and finite, and streams that do not fit', () => {
  const random = createRandom(1);
  expect(() => drawLogGamma(random, 0)).toThrow(
    new InputError('drawLogGamma requires a positive, finite shape; received 0'),
  );
  for (const shape of [-1, NaN, Infinity]) {
    expect(() => drawBeta(random, shape, 2)).toThrow(InputError);
    expect(() => drawBeta(random, 2, shape)).toThrow(InputError);
  }
  expect(() => drawDirichlet([random], [1, 2])).toThrow(
    'one stream for each shape; received 1 streams and 2 shapes',
  );
});
