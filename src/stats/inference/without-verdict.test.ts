import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { labeledSample } from './labeled-sample.ts';
import { expectedWithoutVerdict } from './without-verdict.ts';

function sampleOf(outcome: readonly number[], judge: readonly (number | null)[]) {
  return labeledSample({ selection: 'random', outcome, judge, unlabeledJudge: [null], clusters: 'items' });
}

// Three folds of two, three and one items.
const outcome = [1, 0, 1, 0.5, 0, 1];
const judge = [null, 0.3, null, null, 0.9, null];
const folds = [0, 0, 1, 1, 1, 2];

test('each fold learns from the others: their silent items, and two items of their mean', () => {
  const { labeled, unlabeled } = expectedWithoutVerdict(sampleOf(outcome, judge), folds);
  // Outside fold 0: silent 1, ½ and 1; mean of 1, ½, 0 and 1.
  const first = (2.5 + 2 * 0.625) / 5;
  const second = (2 + 2 * (2 / 3)) / 4;
  const third = (2.5 + 2 * 0.5) / 5;
  [first, first, second, second, second, third].forEach((wanted, i) =>
    expect(labeled[i]).toBeCloseTo(wanted, 14),
  );
  // By the size of the folds, not one third each.
  expect(unlabeled).toBeCloseTo((2 * first + 3 * second + third) / 6, 14);
});

test('where no other labeled item is silent it is the mean of the others, and one half where there are no others', () => {
  const { labeled, unlabeled } = expectedWithoutVerdict(
    sampleOf([1, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]),
    [0, 0, 1, 1],
  );
  expect([...labeled]).toEqual([0.5, 0.5, 1, 1]);
  expect(unlabeled).toBe(0.75);
  expect(expectedWithoutVerdict(sampleOf([1, 1], [null, 0]), [3, 3])).toEqual({
    labeled: Float64Array.of(0.5, 0.5),
    unlabeled: 0.5,
  });
});

describe('properties', () => {
  const rows = fc.array(
    fc.record({
      outcome: fc.double({ min: 0, max: 1, noNaN: true }),
      judge: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      fold: fc.nat(4),
    }),
    { minLength: 2, maxLength: 40 },
  );
  const settings = { seed: 20261126, numRuns: 300 };

  test('an item’s own outcome, and those of its fold, have no part in its value; the mean over items is that of the unlabeled', () => {
    fc.assert(
      fc.property(rows, fc.nat(39), fc.double({ min: 0, max: 1, noNaN: true }), (given, at, changed) => {
        const index = at % given.length;
        const of = (outcomes: readonly number[]) =>
          expectedWithoutVerdict(
            sampleOf(
              outcomes,
              given.map((row) => row.judge),
            ),
            given.map(({ fold }) => fold),
          );
        const before = of(given.map((row) => row.outcome));
        const after = of(given.map((row, i) => (i === index ? changed : row.outcome)));
        given.forEach(({ fold }, i) => {
          // To rounding: sums over other folds are the whole less the own.
          if (fold === given[index].fold) expect(after.labeled[i]).toBeCloseTo(before.labeled[i], 12);
          expect(before.labeled[i] >= -1e-12 && before.labeled[i] <= 1 + 1e-12).toBe(true);
        });
        expect(before.labeled.reduce((sum, value) => sum + value, 0) / given.length).toBeCloseTo(
          before.unlabeled,
          12,
        );
      }),
      settings,
    );
  });
});

test('folds of another length and codes that are none throw', () => {
  expect(() => expectedWithoutVerdict(sampleOf([1, 0], [null, 1]), [0])).toThrow(
    new InputError('expectedWithoutVerdict requires one fold for each labeled item; received 1 for 2'),
  );
  expect(() => expectedWithoutVerdict(sampleOf([1, 0], [null, 1]), [0, -1])).toThrow(
    'whole fold codes from 0; received -1 at index 1',
  );
});
