import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import * as scoring from './index.ts';
import {
  brierScore,
  corpDecomposition,
  expectedCalibrationError,
  heldOutPredictions,
  logLoss,
  softLabels,
  untrainedPredictions,
} from './index.ts';

describe('out-of-fold predictions', () => {
  test('metrics refuse plain numbers and look-alikes: the promise is a type', () => {
    const people = softLabels([1, 0, 0, 1], 2);
    const fitted = new Float64Array([0.9, 0.1, 0.2, 0.8]);
    const alike = { probabilities: fitted, rowCount: 2, labelCount: 2, origin: 'cross-fitted' } as const;
    // @ts-expect-error a plain array may be in-sample
    expect(() => logLoss(fitted, people)).toThrow(InputError);
    // @ts-expect-error
    expect(() => brierScore([0.9, 0.1, 0.2, 0.8], people)).toThrow(InputError);
    // @ts-expect-error
    expect(() => expectedCalibrationError(fitted, people, { random: createRandom(1) })).toThrow(InputError);
    // @ts-expect-error the shape alone is no promise
    corpDecomposition(alike, people);
  });

  test('only the cross-fitting functions may call predictions cross-fitted', () => {
    expect(Object.keys(scoring)).not.toContain('crossFittedPredictions');
    expect(Object.keys(scoring)).not.toContain('checkedProbabilities');
  });

  test('rows must be distributions', () => {
    expect(() => untrainedPredictions([0.5, 0.6], 2)).toThrow(
      'untrainedPredictions requires rows that sum to 1; received 1.1 at row 0',
    );
    expect(() => untrainedPredictions([0.5, 0.5, -0.1, 1.1], 2)).toThrow(
      'untrainedPredictions requires probabilities in [0, 1]; received -0.1 at index 2',
    );
    expect(() => heldOutPredictions([0.5, NaN], 2)).toThrow(
      'heldOutPredictions requires probabilities in [0, 1]; received NaN at index 1',
    );
    expect(() => heldOutPredictions([0.5, 0.5, 1], 2)).toThrow('received 3 numbers and 2 labels');
  });

  test('the input is copied: writing to it later changes nothing', () => {
    const given = [0.9, 0.1];
    const predictions = untrainedPredictions(given, 2);
    given[0] = 0;
    expect([...predictions.probabilities]).toEqual([0.9, 0.1]);
  });
});
