import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { brierScore, softLabels, topLabelAccuracy, topLabelEvent, untrainedPredictions } from './index.ts';

describe('brierScore', () => {
  test('of soft labels is the score against each label in turn', () => {
    const soft = brierScore(untrainedPredictions([0.4, 0.6, 0.9, 0.1], 2), softLabels([1, 2, 1, 0], 2));
    const each = untrainedPredictions([0.4, 0.6, 0.4, 0.6, 0.4, 0.6, 0.9, 0.1], 2);
    const hard = brierScore(each, softLabels([1, 0, 0, 1, 0, 1, 1, 0], 2));
    expect(soft.value).toBeCloseTo(hard.value, 14);
    expect(hard.labelVariance).toBe(0);
    // Three quarters of the labels are of the split item.
    expect(soft.labelVariance).toBeCloseTo(0.75 * (2 / 9), 14);
    expect(soft.value).toBe(soft.squaredDistance + soft.labelVariance);
  });

  test('of two labels is the same for either label', () => {
    const predictions = untrainedPredictions([0.4, 0.6, 0.9, 0.1], 2);
    const people = softLabels([1, 2, 1, 0], 2);
    expect(brierScore(predictions, people, { event: 0 }).value).toBeCloseTo(
      brierScore(predictions, people, { event: 1 }).value,
      14,
    );
    expect(brierScore(predictions, people).event).toBe(1);
  });

  test('of three labels scores the top label, unless one is named', () => {
    const predictions = untrainedPredictions([0.6, 0.3, 0.1], 3);
    const people = softLabels([1, 1, 0], 3);
    expect(brierScore(predictions, people).squaredDistance).toBeCloseTo(0.01, 14);
    expect(brierScore(predictions, people, { event: 2 }).value).toBeCloseTo(0.01, 14);
    expect(() => brierScore(predictions, people, { event: 3 })).toThrow(
      'eventOf requires a label code below 3; received 3',
    );
  });

  test('is NaN with a reason of no rows', () => {
    expect(brierScore(untrainedPredictions([], 2), softLabels([], 2))).toMatchObject({
      value: NaN,
      reason: notice('nothing-to-score'),
    });
  });
});

describe('topLabelEvent', () => {
  test('shares an item among labels that tie at the top to the last bit', () => {
    const predictions = untrainedPredictions([0.1 + 0.2, 0.3, 0.4 - 1e-16], 3);
    expect(topLabelEvent(predictions, softLabels([0, 0, 1], 3)).outcome[0]).toBe(1);
    const tied = untrainedPredictions([0.1 + 0.3, 0.4, 0.2], 3);
    expect(topLabelEvent(tied, softLabels([1, 0, 0], 3)).outcome[0]).toBe(0.5);
    expect(topLabelEvent(tied, softLabels([0, 1, 0], 3)).outcome[0]).toBe(0.5);
  });
});

describe('topLabelAccuracy', () => {
  test('weighs labels or items', () => {
    const predictions = untrainedPredictions([0.9, 0.1, 0.2, 0.8], 2);
    const people = softLabels([3, 0, 1, 0], 2);
    expect(topLabelAccuracy(predictions, people).value).toBe(0.75);
    expect(topLabelAccuracy(predictions, people, { weight: 'items' }).value).toBe(0.5);
    expect(topLabelAccuracy(predictions, people).meanConfidence).toBeCloseTo(0.875, 14);
    expect(topLabelAccuracy(predictions, people).direction).toBe('maximize');
  });
});
