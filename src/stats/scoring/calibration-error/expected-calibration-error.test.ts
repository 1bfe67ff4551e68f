import { notice } from '../../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numeric/random.ts';
import { expectedCalibrationError, softLabels, untrainedPredictions } from '../index.ts';

const random = createRandom(1);

/** Two labels: the probability of label 1, and what one person said. */
function study(probability: number[], outcome: number[]) {
  return {
    predictions: untrainedPredictions(
      probability.flatMap((p) => [1 - p, p]),
      2,
    ),
    people: softLabels(
      outcome.flatMap((y) => [1 - y, y]),
      2,
    ),
  };
}

describe('expectedCalibrationError', () => {
  test('equal width puts an edge into the bin below, and 0 into the first', () => {
    const { predictions, people } = study([0, 0.1, 0.2, 0.3, 0.6, 0.7, 1], [0, 0, 0, 0, 1, 1, 1]);
    const { binSizes } = expectedCalibrationError(predictions, people, {
      bins: 10,
      binning: 'equal width',
      random,
    });
    expect(binSizes).toEqual([2, 1, 1, 0, 0, 1, 1, 0, 0, 1]);
  });

  test('equal mass splits as array_split does: the larger bins first', () => {
    const { predictions, people } = study([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], [0, 0, 0, 1, 1, 1, 1]);
    expect(expectedCalibrationError(predictions, people, { bins: 3, random }).binSizes).toEqual([3, 2, 2]);
    expect(expectedCalibrationError(predictions, people, { bins: 9, random }).binSizes).toEqual([
      1, 1, 1, 1, 1, 1, 1, 0, 0,
    ]);
  });

  test('items that tie across a boundary of equal mass give each bin their average', () => {
    const one = study([0.2, 0.8, 0.8, 0.8], [0, 1, 0, 1]);
    const other = study([0.8, 0.8, 0.2, 0.8], [1, 1, 0, 0]);
    const values = [one, other].map(({ predictions, people }) =>
      expectedCalibrationError(predictions, people, { bins: 2, random }),
    );
    expect(values[0].value).toBe(values[1].value);
    expect(values[0].nullPercentile95).toBe(values[1].nullPercentile95);
    // First bin: 0.2 with 0, and a third of the tied: mean 0.5 against 1/3. Second: 0.8 against 2/3.
    expect(values[0].value).toBeCloseTo((0.5 - 1 / 3 + (0.8 - 2 / 3)) / 2, 14);
  });

  test('does not see the order of the rows, the draws of the null included', () => {
    // Tied probabilities of unequal weight: the draws must not go by the order in which the rows came.
    const rows = Array.from({ length: 50 }, (_, i) => ({
      p: (i % 8) / 10 + 0.1,
      no: i % 5,
      yes: 1 + ((i * 7) % 3),
    }));
    const [a, b] = [rows, rows.toReversed()].map((given) =>
      expectedCalibrationError(
        untrainedPredictions(
          given.flatMap(({ p }) => [1 - p, p]),
          2,
        ),
        softLabels(
          given.flatMap(({ no, yes }) => [no, yes]),
          2,
        ),
        { random },
      ),
    );
    expect(a.value).toBeCloseTo(b.value, 12);
    expect(a.debiased).toBeCloseTo(b.debiased, 12);
    expect(a.nullPercentile95).toBeCloseTo(b.nullPercentile95, 12);
  });

  test('of a judge that is always right and sure is 0, and so is its yardstick', () => {
    const { predictions, people } = study([0, 0, 1, 1], [0, 0, 1, 1]);
    const error = expectedCalibrationError(predictions, people, { bins: 2, random });
    expect(error).toMatchObject({
      value: 0,
      debiased: 0,
      rootMeanSquare: 0,
      debiasedRootMeanSquare: 0,
      nullPercentile95: 0,
    });
  });

  test('draws the yardstick once an item, however many people labeled it', () => {
    const p = Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40);
    const predictions = untrainedPredictions(
      p.flatMap((value) => [1 - value, value]),
      2,
    );
    const [one, ten] = [1, 10].map((times) =>
      softLabels(
        p.flatMap((_, i) => (i % 2 === 0 ? [times, 0] : [0, times])),
        2,
      ),
    );
    const options = { random, bins: 5 };
    expect(expectedCalibrationError(predictions, one, options).nullPercentile95).toBeCloseTo(
      expectedCalibrationError(predictions, ten, options).nullPercentile95,
      12,
    );
  });

  test('is NaN with a reason of no rows, and refuses no bins', () => {
    const nothing = study([], []);
    const error = expectedCalibrationError(nothing.predictions, nothing.people, { random });
    expect(error.value).toBeNaN();
    expect(error.debiased).toBeNaN();
    expect(error.debiasedRootMeanSquare).toBeNaN();
    expect(error.nullPercentile95).toBeNaN();
    expect(error.reason).toEqual(notice('nothing-to-score'));
    const { predictions, people } = study([0.5], [1]);
    expect(() => expectedCalibrationError(predictions, people, { bins: 0, random })).toThrow(
      'requires a whole number of bins, at least 1; received 0',
    );
    expect(() => expectedCalibrationError(predictions, people, { simulations: 3, random })).toThrow(
      'requires at least 20 simulations; received 3',
    );
  });

  test('of one item has no debiased square: its variance is unknown and the bin is left out', () => {
    const { predictions, people } = study([0.7], [1]);
    const error = expectedCalibrationError(predictions, people, { random });
    expect(error.value).toBeCloseTo(0.3, 14);
    expect(error.debiasedRootMeanSquare).toBe(0);
  });
});
