import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { softLabels } from '../scoring/index.ts';
import { fitPlatt } from './index.ts';

describe('fitPlatt', () => {
  test('of one logit alone fits the smoothed base rate: three positives of four stand for (3 · 4/5 + 1/3) / 4', () => {
    // Platt's targets: positives (3 + 1) / (3 + 2), negatives 1 / (1 + 2).
    const { slope, intercept } = fitPlatt(
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      softLabels([0, 1, 0, 1, 0, 1, 1, 0], 2),
    ).calibrator.parameters;
    expect(1 / (1 + Math.exp(-intercept))).toBeCloseTo((3 * (4 / 5) + 1 / 3) / 4, 12);
    expect(slope).toBe(0);
  });

  test('fits a soft item as its labels would be fitted one by one', () => {
    const judge = [0.2, 0.8, 0.6, 0.4];
    const soft = fitPlatt(judge, softLabels([1, 2, 2, 1], 2)).calibrator.parameters;
    const each = fitPlatt(
      [0.2, 0.8, 0.2, 0.8, 0.2, 0.8, 0.6, 0.4, 0.6, 0.4, 0.6, 0.4],
      softLabels([1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1], 2),
    ).calibrator.parameters;
    expect(soft.slope).toBeCloseTo(each.slope, 10);
    expect(soft.intercept).toBeCloseTo(each.intercept, 10);
  });

  test('recovers slope and intercept from exact shares when targets are not smoothed', () => {
    const logits = [-3, -1, 0.5, 2, 4];
    const judge = logits.flatMap((z) => [1 / (1 + Math.exp(z)), 1 / (1 + Math.exp(-z))]);
    const shares = logits.flatMap((z) => [
      1 / (1 + Math.exp(0.4 * z - 0.7)),
      1 / (1 + Math.exp(-0.4 * z + 0.7)),
    ]);
    const { slope, intercept } = fitPlatt(judge, softLabels(shares, 2), { smoothTargets: false }).calibrator
      .parameters;
    expect(slope).toBeCloseTo(0.4, 9);
    expect(intercept).toBeCloseTo(-0.7, 9);
  });

  test('stays finite when the judge separates the labels', () => {
    const fit = fitPlatt([0, 1, 0, 1, 1, 0, 1, 0], softLabels([0, 1, 0, 1, 1, 0, 1, 0], 2));
    expect(fit.converged).toBe(true);
    expect(fit.calibrator.parameters.slope).toBeLessThan(1);
    expect(fit.calibrator.parameters.slope).toBeGreaterThan(0);
  });

  test('fits and names an inverted judge', () => {
    const fit = fitPlatt([0.1, 0.9, 0.2, 0.8, 0.9, 0.1, 0.7, 0.3], softLabels([1, 0, 1, 0, 0, 1, 0, 1], 2));
    expect(fit.calibrator.parameters.slope).toBeLessThan(0);
    expect(fit.warnings).toEqual([notice('inverted-judge')]);
  });

  test('refuses three labels', () => {
    expect(() => fitPlatt([0.2, 0.3, 0.5], softLabels([1, 0, 0], 3))).toThrow(
      'fitPlatt requires two labels; received 3',
    );
  });
});
