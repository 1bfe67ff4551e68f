import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { logLoss, marginalBaseline, skillScore, softLabels, untrainedPredictions } from './index.ts';

const people = softLabels([3, 0, 1, 1, 0, 2, 1, 0], 2);
const folds = [0, 1, 0, 1];

describe('marginalBaseline', () => {
  test('a row is predicted by the other folds alone', () => {
    const { probabilities, origin } = marginalBaseline(people, { folds, pseudoCount: 0 });
    // Fold 1 holds the labels (1, 1) and (1, 0): two of three are label 0. Fold 0 holds (3, 0) and (0, 2).
    expect([...probabilities.subarray(0, 4)]).toEqual([2 / 3, 1 / 3, 0.6, 0.4]);
    expect(origin).toBe('cross-fitted');
  });

  test('weighs labels or items', () => {
    const { probabilities } = marginalBaseline(people, { folds, pseudoCount: 0, weight: 'items' });
    expect([...probabilities.subarray(0, 4)]).toEqual([0.75, 0.25, 0.5, 0.5]);
  });

  test('gives half a label to a label the other folds lack, so that no judge looks skilled by it', () => {
    const rare = softLabels([1, 0, 1, 0, 0, 1], 2);
    expect(logLoss(marginalBaseline(rare, { folds: [0, 0, 1], pseudoCount: 0 }), rare).clipped).toBe(3);
    expect(logLoss(marginalBaseline(rare, { folds: [0, 0, 1] }), rare).clipped).toBe(0);
  });

  test('refuses folds that are not there', () => {
    expect(() => marginalBaseline(people, { folds: [0, 1] })).toThrow(
      'marginalBaseline requires one fold for each row; received 2 folds and 4 rows',
    );
    expect(() => marginalBaseline(people, { folds: [0, 0, 0, 0] })).toThrow(
      'marginalBaseline requires at least 2 folds in use; received 1',
    );
    expect(() => marginalBaseline(people, { folds: [0, 1, 0, -1] })).toThrow(
      'marginalBaseline requires folds 0, 1, …; received -1 at row 3',
    );
    expect(() => marginalBaseline(people, { folds, pseudoCount: -1 })).toThrow(
      'requires a pseudoCount of 0 or more; received -1',
    );
  });
});

describe('skillScore', () => {
  test('of the baseline itself is 0', () => {
    expect(skillScore(marginalBaseline(people, { folds }), people, { folds }).value).toBe(0);
  });

  test('is below 0 for a judge that knows less than a constant', () => {
    const wrong = untrainedPredictions([0.1, 0.9, 0.5, 0.5, 0.9, 0.1, 0.1, 0.9], 2);
    expect(skillScore(wrong, people, { folds }).value).toBeLessThan(0);
  });

  test('is unknown, with a reason, where there is nothing to know', () => {
    const same = softLabels([1, 0, 2, 0], 2);
    const judge = untrainedPredictions([0.9, 0.1, 0.9, 0.1], 2);
    expect(skillScore(judge, same, { folds: [0, 1] })).toMatchObject({
      value: NaN,
      reason: notice('one-label-throughout'),
    });
    expect(skillScore(judge, softLabels([1, 0, 0, 1], 2), { folds: [0, 0] }).reason).toEqual(
      notice('one-fold'),
    );
    expect(skillScore(untrainedPredictions([], 2), softLabels([], 2), { folds: [] }).reason).toEqual(
      notice('nothing-to-score'),
    );
  });
});
