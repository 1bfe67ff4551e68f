import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { softLabels } from '../scoring/index.ts';
import { applyCalibrator, fitIdentity, fitTemperature } from './index.ts';

describe('fitTemperature', () => {
  test('recovers the temperature that made the judge too sure, to rounding', () => {
    // People's shares are softmax(t); the judge says softmax(t · 2.5).
    const shares = [0.9, 0.1, 0.3, 0.7, 0.6, 0.4];
    const judge = [0, 2, 4].flatMap((at) => {
      const q = 1 / (1 + (shares[at + 1] / shares[at]) ** 2.5);
      return [q, 1 - q];
    });
    const fit = fitTemperature(judge, softLabels(shares, 2));
    expect(fit.calibrator.parameters.temperature).toBeCloseTo(2.5, 10);
    expect(fit).toMatchObject({ converged: true, warnings: [], n: 3 });
    applyCalibrator(fit.calibrator, judge, 2).forEach((p, at) => expect(p).toBeCloseTo(shares[at], 10));
  });

  test('stops at 0.05 for people who always follow the top label, at 50 for people who go against it, and says so', () => {
    const judge = [0.6, 0.4, 0.3, 0.7];
    const followed = fitTemperature(judge, softLabels([1, 0, 0, 1], 2));
    expect(followed.calibrator.parameters.temperature).toBe(0.05);
    expect(followed.warnings).toEqual([notice('temperature-at-bound', { bound: 0.05, end: 'lower' })]);
    const opposed = fitTemperature(judge, softLabels([0, 1, 1, 0], 2));
    expect(opposed.calibrator.parameters.temperature).toBe(50);
    expect(opposed.warnings[0]).toEqual(notice('temperature-at-bound', { bound: 50, end: 'upper' }));
  });

  test('is 1, with a warning, where every row is uniform', () => {
    const fit = fitTemperature([0.5, 0.5, 0.5, 0.5], softLabels([1, 0, 0, 1], 2));
    expect(fit.calibrator.parameters.temperature).toBe(1);
    expect(fit.warnings).toEqual([notice('uniform-probabilities')]);
  });

  test('weighs labels or items', () => {
    const judge = [0.9, 0.1, 0.1, 0.9, 0.9, 0.1];
    const people = softLabels([9, 1, 1, 1, 0, 1], 2);
    const [labels, items] = (['labels', 'items'] as const).map(
      (weight) => fitTemperature(judge, people, { weight }).calibrator.parameters.temperature,
    );
    expect(labels).toBeLessThan(items);
  });

  test('never raises the loss on its own labels above identity', () => {
    const judge = [0.99, 0.01, 0.2, 0.8, 0.4, 0.6, 0.97, 0.03];
    const people = softLabels([1, 1, 0, 3, 2, 1, 2, 0], 2);
    expect(fitTemperature(judge, people).logLikelihood).toBeGreaterThan(
      fitIdentity(judge, people).logLikelihood,
    );
  });
});
