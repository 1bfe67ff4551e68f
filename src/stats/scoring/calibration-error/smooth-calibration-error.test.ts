import { notice } from '../../numeric/estimate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalCdf } from '../../numeric/distributions.ts';
import { createRandom } from '../../numeric/random.ts';
import { smoothCalibrationError, softLabels, untrainedPredictions } from '../index.ts';

const random = createRandom(1);
// Where the value alone is looked at.
const quick = { random, simulations: 20 };

interface Row {
  readonly p: number;
  readonly no: number;
  readonly yes: number;
}

/** Two labels: the probability of label 1, and how many people said each. */
function errorOf(rows: readonly Row[], options: Parameters<typeof smoothCalibrationError>[2] = quick) {
  const predictions = untrainedPredictions(
    rows.flatMap(({ p }) => [1 - p, p]),
    2,
  );
  const people = softLabels(
    rows.flatMap(({ no, yes }) => [no, yes]),
    2,
  );
  return smoothCalibrationError(predictions, people, options);
}

const rows = fc.array(
  fc.record({
    p: fc.oneof(fc.constantFrom(0, 1, 0.5, 1e-5), fc.double({ min: 0, max: 1, noNaN: true })),
    no: fc.integer({ min: 1, max: 3 }),
    yes: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 25 },
);

/**
 * Σ weight (outcome − p) / Σ weight over all rows, and the sum of its absolute values over distinct
 * probabilities.
 */
function plainErrors(given: readonly Row[]): { mean: number; byProbability: number } {
  const total = given.reduce((sum, { no, yes }) => sum + no + yes, 0);
  const misses = new Map<number, number>();
  for (const { p, no, yes } of given) misses.set(p, (misses.get(p) ?? 0) + (yes - p * (no + yes)) / total);
  const sums = [...misses.values()];
  return {
    mean: sums.reduce((sum, miss) => sum + miss, 0),
    byProbability: sums.reduce((sum, miss) => sum + Math.abs(miss), 0),
  };
}

describe('smoothCalibrationError', () => {
  test('of a single probability is its distance from the share, wherever it lies: reflection loses no weight at 0 and 1', () => {
    for (const p of [0, 1e-6, 0.0004, 0.02, 0.5, 0.9, 0.9997, 1]) {
      const miss = Math.abs(0.25 - p);
      const found = errorOf([{ p, no: 3, yes: 1 }]);
      expect(found.value, `p = ${p}`).toBeCloseTo(miss, 8);
      expect(found.width, `p = ${p}`).toBeCloseTo(miss, 8);
      for (const width of [0.001, 0.05, 0.4, 1])
        expect(
          errorOf([{ p, no: 3, yes: 1 }], { ...quick, width }).value,
          `p = ${p}, width ${width}`,
        ).toBeCloseTo(miss, 8);
    }
  });

  test('at a given width is what two reflected Gaussians leave of each other', () => {
    // Misses of .4 upward at .2 and .4 downward at .8: the crossing is in the middle, where the smoothed miss
    // is exactly 0.
    const given = [
      { p: 0.2, no: 0, yes: 1 },
      { p: 0.8, no: 1, yes: 0 },
    ];
    for (const width of [0.02, 0.05, 0.1, 0.25]) {
      let below = 0;
      for (let image = -4; image <= 4; image++)
        for (const index of [2 * image + 0.2, 2 * image - 0.2])
          below += normalCdf((0.5 - index) / width) - normalCdf((0 - index) / width);
      expect(errorOf(given, { ...quick, width }).value).toBeCloseTo(0.8 * (2 * below - 1), 8);
    }
  });

  test('lets misses cancel that lie closer than the error is large, and no others', () => {
    // Both pairs miss by .05 of the weight, once upward and once downward.
    const near = errorOf([
      { p: 0.46, no: 44, yes: 56 },
      { p: 0.54, no: 56, yes: 44 },
    ]);
    const apart = errorOf([
      { p: 0.1, no: 80, yes: 20 },
      { p: 0.9, no: 20, yes: 80 },
    ]);
    expect(near.value).toBeLessThan(0.07);
    expect(apart.value).toBeCloseTo(0.1, 4);
  });

  test('finds a dip beyond 0 that is narrower than its steps', () => {
    // Between two misses upward a smaller one downward, two widths from each. It wins in the middle alone,
    // over a tenth of a width and between two of the places looked at.
    const given = [
      { p: 0.403125, no: 0, yes: 12700 },
      { p: 0.503125, no: 4101, yes: 0 },
      { p: 0.603125, no: 0, yes: 19100 },
    ];
    const width = 0.05;
    const misses = given.map(({ p, no, yes }) => [p, (yes - p * (no + yes)) / 35901] as const);
    let area = 0;
    const steps = 200_000;
    for (let step = 0; step < steps; step++) {
      const t = (step + 0.5) / steps;
      let height = 0;
      for (const [index, weight] of misses)
        for (const image of [index, -index, 2 - index])
          height += weight * Math.exp(-(((t - image) / width) ** 2) / 2);
      area += Math.abs(height) / (width * Math.sqrt(2 * Math.PI) * steps);
    }
    expect(errorOf(given, { ...quick, width }).value).toBeCloseTo(area, 8);
  });

  test('is 0 where the probabilities are the shares of people', () => {
    const found = errorOf([
      { p: 0, no: 2, yes: 0 },
      { p: 0.25, no: 3, yes: 1 },
      { p: 1 / 3, no: 2, yes: 1 },
      { p: 1, no: 0, yes: 5 },
    ]);
    expect(found.value).toBeCloseTo(0, 15);
    expect(found.width).toBe(0.001);
  });

  test('keeps misses below its narrowest width as they are', () => {
    const { value, width } = errorOf([{ p: 0.5004, no: 1, yes: 1 }]);
    expect(value).toBeCloseTo(0.0004, 10);
    expect(width).toBe(0.001);
  });

  test('is the width at which the smoothed distance is that width, and wider smoothing leaves less', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { value, width } = errorOf(given);
        expect(errorOf(given, { ...quick, width }).value).toBeCloseTo(value, 8);
        if (width > 0.001) expect(value).toBe(width);
        const widths = [0.01, 0.05, 0.2, 1].map((fixed) => errorOf(given, { ...quick, width: fixed }).value);
        widths.slice(1).forEach((wider, at) => expect(wider).toBeLessThanOrEqual(widths[at] + 1e-8));
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  test('lies between the miss over all rows and the misses summed by probability', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { mean, byProbability } = plainErrors(given);
        const { value } = errorOf(given);
        expect(value).toBeGreaterThanOrEqual(Math.abs(mean) - 1e-8);
        expect(value).toBeLessThanOrEqual(byProbability + 1e-8);
      }),
      { seed: 4, numRuns: 30 },
    );
  });

  test('is the same for the other label: 1 − p against 1 − share', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const other = given.map(({ p, no, yes }) => ({ p: 1 - p, no: yes, yes: no }));
        expect(errorOf(other).value).toBeCloseTo(errorOf(given).value, 8);
      }),
      { seed: 5, numRuns: 40 },
    );
  });

  test('does not see the order of the rows, the draws of the null included', () => {
    const given = Array.from({ length: 50 }, (_, i) => ({
      p: (i % 8) / 10 + 0.1,
      no: i % 5,
      yes: 1 + ((i * 7) % 3),
    }));
    const [a, b] = [given, given.toReversed()].map((order) => errorOf(order, { random, simulations: 50 }));
    expect(a.value).toBeCloseTo(b.value, 9);
    expect(a.nullPercentile95).toBeCloseTo(b.nullPercentile95, 9);
  });

  test('weighs an item by its people, or every item once', () => {
    const given = [
      { p: 0.5, no: 0, yes: 3 },
      { p: 0.5, no: 1, yes: 0 },
    ];
    expect(errorOf(given).value).toBeCloseTo(0.25, 8);
    expect(errorOf(given, { ...quick, weight: 'items' }).value).toBeCloseTo(0, 12);
  });

  test('scores the top label of more than two where nothing else is said', () => {
    const predictions = untrainedPredictions([0.7, 0.2, 0.1, 0.2, 0.7, 0.1], 3);
    const people = softLabels([1, 0, 0, 1, 0, 0], 3);
    const { event, value } = smoothCalibrationError(predictions, people, quick);
    expect(event).toBe('top label');
    expect(value).toBeCloseTo(0.2, 8);
    expect(smoothCalibrationError(predictions, people, { ...quick, event: 2 }).value).toBeCloseTo(0.1, 8);
  });

  test('draws the yardstick once an item, however many people labeled it', () => {
    const given = (times: number) =>
      Array.from({ length: 40 }, (_, i) => ({
        p: (i + 0.5) / 40,
        no: i % 2 === 0 ? times : 0,
        yes: i % 2 === 0 ? 0 : times,
      }));
    const yardstick = (times: number) => errorOf(given(times), { random, simulations: 100 }).nullPercentile95;
    expect(yardstick(10)).toBeCloseTo(yardstick(1), 9);
  });

  test('has a yardstick that falls as items are added, and is 0 for a judge that is always sure', () => {
    const even = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ p: (i + 0.5) / count, no: 1, yes: 0 }));
    const [few, many] = [40, 1000].map(
      (count) => errorOf(even(count), { random, simulations: 100 }).nullPercentile95,
    );
    // The error of n items under calibration falls about as the cube root of n, here 25 times as many.
    expect(few / many).toBeGreaterThan(2);
    expect(few / many).toBeLessThan(5);
    const sure = errorOf([
      { p: 0, no: 1, yes: 0 },
      { p: 1, no: 1, yes: 0 },
    ]);
    expect(sure.value).toBeCloseTo(0.5, 8);
    expect(sure.nullPercentile95).toBe(0);
  });

  test('is NaN with a reason of no rows, and refuses widths and simulations out of range', () => {
    expect(errorOf([])).toMatchObject({
      value: NaN,
      width: NaN,
      nullPercentile95: NaN,
      n: 0,
      reason: notice('nothing-to-score'),
    });
    const one = [{ p: 0.5, no: 1, yes: 0 }];
    expect(() => errorOf(one, { random, width: 0.0001 })).toThrow(
      'smoothCalibrationError requires a width in [0.001, 1]; received 0.0001',
    );
    expect(() => errorOf(one, { random, width: NaN })).toThrow('received NaN');
    expect(() => errorOf(one, { random, simulations: 3 })).toThrow(
      'smoothCalibrationError requires at least 20 simulations; received 3',
    );
  });
});
