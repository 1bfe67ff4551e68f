import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { logLoss, softLabels, untrainedPredictions } from './index.ts';

describe('logLoss', () => {
  const predictions = untrainedPredictions([0.8, 0.2, 0.5, 0.5], 2);
  const people = softLabels([3, 1, 1, 0], 2);

  test('is the mean over labels, or over items', () => {
    const first = -(0.75 * Math.log(0.8) + 0.25 * Math.log(0.2));
    const second = Math.log(2);
    expect(logLoss(predictions, people).value).toBeCloseTo((4 * first + second) / 5, 14);
    expect(logLoss(predictions, people, { weight: 'items' }).value).toBeCloseTo((first + second) / 2, 14);
  });

  test('equals its floor where the predictions are the shares', () => {
    const exact = logLoss(untrainedPredictions([0.75, 0.25, 1, 0], 2), people);
    expect(exact.value).toBeCloseTo(exact.labelEntropy, 14);
    expect(exact.labelEntropy).toBeGreaterThan(0);
    expect(exact.clipped).toBe(0);
  });

  test('counts the items whose given label had no probability, and prices each at 1e-15', () => {
    const certain = logLoss(untrainedPredictions([1, 0, 1, 0], 2), softLabels([0, 1, 1, 0], 2));
    expect(certain.clipped).toBe(1);
    expect(certain.value).toBeCloseTo(-Math.log(1e-15) / 2, 12);
  });

  test('is NaN with a reason of no rows', () => {
    const nothing = logLoss(untrainedPredictions([], 2), softLabels([], 2));
    expect(nothing.value).toBeNaN();
    expect(nothing.reason).toEqual(notice('nothing-to-score'));
    expect('reason' in logLoss(predictions, people)).toBe(false);
  });

  test('carries its name, direction, range and counts', () => {
    expect(logLoss(predictions, people)).toMatchObject({
      name: 'log loss',
      direction: 'minimize',
      range: [0, Infinity],
      n: 2,
      counts: { items: 2, labels: 5 },
    });
  });

  test('refuses shapes that differ', () => {
    expect(() => logLoss(predictions, softLabels([1, 0], 2))).toThrow(
      'logLoss requires predictions and targets of one shape; received 2 × 2 and 1 × 2',
    );
  });
});
