import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isotonicRegression } from './isotonic-regression.ts';

describe('isotonicRegression', () => {
  test('pools equal x before it pools violators', () => {
    // Sorting (0.5, 1) before (0.5, 0) and not pooling x first would give two values at one x.
    const fit = isotonicRegression([0.5, 0.5, 0.2], [1, 0, 0.1]);
    expect([...fit.x]).toEqual([0.2, 0.5]);
    expect([...fit.fitted]).toEqual([0.1, 0.5]);
    expect(fit.blocks).toEqual([
      { lower: 0.2, upper: 0.2, fitted: 0.1, rows: 1, weight: 1 },
      { lower: 0.5, upper: 0.5, fitted: 0.5, rows: 2, weight: 2 },
    ]);
  });

  test('weighs rows', () => {
    expect([...isotonicRegression([1, 2], [1, 0], [3, 1]).fitted]).toEqual([0.75, 0.75]);
  });

  test('of nothing is nothing', () => {
    expect(isotonicRegression([], []).blocks).toEqual([]);
  });

  test('refuses unequal lengths, missing values and weights of 0', () => {
    expect(() => isotonicRegression([1], [1, 2])).toThrow(
      'isotonicRegression requires x, y and weight of equal length; received 1, 2 and 1',
    );
    expect(() => isotonicRegression([NaN], [1])).toThrow(
      'isotonicRegression requires finite x and y; received NaN and 1 at row 0',
    );
    expect(() => isotonicRegression([1], [1], [0])).toThrow(
      'isotonicRegression requires positive weights; received 0 at row 0',
    );
  });

  const rows = fc.array(
    fc.record({
      x: fc.integer({ min: 0, max: 8 }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
      w: fc.integer({ min: 1, max: 5 }),
    }),
    {
      minLength: 1,
      maxLength: 40,
    },
  );

  test('is monotone, idempotent, keeps the mean, and does not see the order of rows', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [x, y, w] = [given.map((row) => row.x), given.map((row) => row.y), given.map((row) => row.w)];
        const fit = isotonicRegression(x, y, w);
        for (let i = 1; i < fit.fitted.length; i++)
          expect(fit.fitted[i]).toBeGreaterThanOrEqual(fit.fitted[i - 1]);
        const at = x.map((value) => fit.fitted[fit.x.indexOf(value)]);
        const again = isotonicRegression(x, at, w).fitted;
        again.forEach((value, i) => expect(value).toBeCloseTo(fit.fitted[i], 12));
        const total = w.reduce((sum, weight) => sum + weight, 0);
        expect(at.reduce((sum, value, i) => sum + value * w[i], 0) / total).toBeCloseTo(
          y.reduce((sum, value, i) => sum + value * w[i], 0) / total,
          12,
        );
        const reversed = isotonicRegression(x.toReversed(), y.toReversed(), w.toReversed()).fitted;
        reversed.forEach((value, i) => expect(value).toBeCloseTo(fit.fitted[i], 12));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
