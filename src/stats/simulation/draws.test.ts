import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { drawBeta, drawCode, drawDirichlet, drawDistinct, drawGamma, drawNormal } from './draws.ts';

const count = 40_000;
function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((a, b) => a + b, 0) / count;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1) };
}

// Tolerances are four standard errors or more of the mean or variance of 40,000 draws, for this seed and any
// other.
describe('draws have the moments of their distributions', () => {
  test('normal', () => {
    const random = createRandom(1);
    const { mean, variance } = moments(() => drawNormal(random));
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  for (const shape of [0.3, 1, 4.5])
    test(`gamma of shape ${shape}`, () => {
      const random = createRandom(2);
      const { mean, variance } = moments(() => drawGamma(random, shape));
      expect(Math.abs(mean - shape)).toBeLessThan((4 * Math.sqrt(shape)) / Math.sqrt(count));
      expect(Math.abs(variance / shape - 1)).toBeLessThan(4 * Math.sqrt((2 + 6 / shape) / count));
    });

  test('beta', () => {
    const random = createRandom(3);
    const { mean, variance } = moments(() => drawBeta(random, 0.5, 1.5));
    expect(Math.abs(mean - 0.25)).toBeLessThan(0.006);
    expect(Math.abs(variance - 0.0625)).toBeLessThan(0.003);
  });

  test('Dirichlet sums to 1', () => {
    const draw = drawDirichlet(createRandom(4), [0.2, 1, 5]);
    expect(draw[0] + draw[1] + draw[2]).toBeCloseTo(1, 14);
  });

  test('codes follow their probabilities', () => {
    const random = createRandom(5);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < count; draw++) counts[drawCode(random, [9, 0.2, 0.5, 0.3], 1, 3)]++;
    [0.2, 0.5, 0.3].forEach((p, k) => expect(Math.abs(counts[k] / count - p)).toBeLessThan(0.011));
  });

  test('sets of different codes are ascending and equally likely', () => {
    const random = createRandom(6);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 12_000; draw++) {
      const set = String(drawDistinct(random, 2, 4));
      counts.set(set, (counts.get(set) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['0,1', '0,2', '0,3', '1,2', '1,3', '2,3']);
    // Four standard deviations of a sixth of 12,000: 163.
    for (const times of counts.values()) expect(Math.abs(times - 2000)).toBeLessThan(164);
  });
});
