import { notice } from '../../numeric/estimate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brierScore, corpDecomposition, softLabels, untrainedPredictions } from '../index.ts';

describe('corpDecomposition', () => {
  test('a constant forecast of the base rate has neither miscalibration nor discrimination', () => {
    const parts = corpDecomposition(
      untrainedPredictions([0.5, 0.5, 0.5, 0.5], 2),
      softLabels([1, 0, 0, 1], 2),
    );
    expect(parts).toMatchObject({ miscalibration: 0, discrimination: 0, uncertainty: 0.25, value: 0.25 });
  });

  test('a judge that is always wrong is all miscalibration: no rising curve helps it', () => {
    const parts = corpDecomposition(untrainedPredictions([0, 1, 1, 0], 2), softLabels([1, 0, 0, 1], 2));
    expect(parts).toMatchObject({ value: 1, miscalibration: 0.75, discrimination: 0, uncertainty: 0.25 });
  });

  test('adds up to the Brier score with parts that are not negative, for soft labels and both weights', () => {
    const rows = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
      ),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(rows, fc.constantFrom('labels' as const, 'items' as const), (given, weight) => {
        const predictions = untrainedPredictions(
          given.flatMap(([p]) => [1 - p / 10, p / 10]),
          2,
        );
        const people = softLabels(
          given.flatMap(([, no, yes]) => [no, yes]),
          2,
        );
        const parts = corpDecomposition(predictions, people, { weight });
        expect(parts.value).toBeCloseTo(brierScore(predictions, people, { weight }).value, 12);
        expect(parts.miscalibration - parts.discrimination + parts.uncertainty).toBeCloseTo(parts.value, 12);
        expect(parts.miscalibration).toBeGreaterThan(-1e-12);
        expect(parts.discrimination).toBeGreaterThan(-1e-12);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('is NaN with a reason of no rows', () => {
    expect(corpDecomposition(untrainedPredictions([], 2), softLabels([], 2))).toMatchObject({
      value: NaN,
      miscalibration: NaN,
      reason: notice('nothing-to-score'),
    });
  });
});
