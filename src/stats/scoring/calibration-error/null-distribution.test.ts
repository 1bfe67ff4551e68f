import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numeric/random.ts';
import { sortedRows } from './calibration-bins.ts';
import {
  type AlikeRows,
  alikeRows,
  drawCalibrated,
  nearRows,
  quantileOfSorted,
} from './null-distribution.ts';
import { smoothedDistance } from './reflected-smoothing.ts';

function eventOf(probability: readonly number[], weight: readonly number[] = probability.map(() => 1)) {
  const event = { probability: Float64Array.from(probability), weight: Float64Array.from(weight) };
  return { ...event, outcome: event.probability, choice: 1 } as const;
}

describe('alikeRows', () => {
  test('holds rows of one probability and one weight together, and no others', () => {
    const event = eventOf([0.5, 0.2, 0.5, 0.5, 0.2], [1, 1, 2, 1, 1]);
    expect(alikeRows(event, sortedRows(event))).toEqual({
      probability: Float64Array.of(0.2, 0.5, 0.5),
      weight: Float64Array.of(1, 1, 2),
      rows: Float64Array.of(2, 2, 1),
    });
  });

  test('is empty of no rows', () => {
    const event = eventOf([]);
    expect(alikeRows(event, sortedRows(event)).rows).toHaveLength(0);
  });
});

describe('drawCalibrated', () => {
  // Few rows are drawn one by one, many as binomial: both must have the mean and the variance of as many
  // independent draws.
  test.each([
    [3, 0.3],
    [15, 0.9],
    [16, 0.9],
    [1000, 0.3],
    [1000, 0.999],
  ])('of %i rows with probability %f as many happen as by chance', (rows, probability) => {
    const event = eventOf(Array.from({ length: rows }, () => probability));
    const simulations = 4000;
    const counts: number[] = [];
    drawCalibrated(
      'test',
      alikeRows(event, sortedRows(event)),
      { random: createRandom(3), simulations },
      ([missed]) => counts.push(missed + rows * probability),
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / simulations;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (simulations - 1);
    const expected = rows * probability * (1 - probability);
    // Four standard errors of the mean; the variance of a binomial sample varies by about √(2 / simulations),
    // 2%.
    expect(Math.abs(mean - rows * probability)).toBeLessThan(4 * Math.sqrt(expected / simulations));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.12);
    expect(Math.max(...counts)).toBeLessThanOrEqual(rows + 1e-9);
  });

  test('takes a probability that a rounding error carried past 1', () => {
    const event = eventOf(Array.from({ length: 20 }, () => 1 + 1e-15));
    drawCalibrated(
      'test',
      alikeRows(event, sortedRows(event)),
      { random: createRandom(1), simulations: 20 },
      ([missed]) => expect(missed).toBeCloseTo(0, 12),
    );
  });
});

describe('nearRows', () => {
  const count = 20_000;
  const random = createRandom(5);
  const spread = Array.from({ length: count }, () => random.next());
  const shapes = {
    spread,
    'most of them sure': spread.map((p) => 0.999 - p ** 6 / 2),
    'in two heaps far apart': spread.map((p) => (p < 0.5 ? p ** 3 : 1 - (1 - p) ** 3)),
  };
  const mixedWeights = spread.map((_, row) => [1, 1, 2, 9][row % 4]);

  test.each(Object.entries(shapes))(
    '%s: sums, means and variances of draws are those of the rows',
    (_, p) => {
      const kinds = kindsOf(p, mixedWeights);
      const { groups, groupOf } = nearRows(kinds);
      expect(groups.rows.length).toBeLessThan(1600);
      expect(groupOf.every((group, kind) => kind === 0 || group - groupOf[kind - 1] <= 1)).toBe(true);
      const [variance, mean] = [new Float64Array(groups.rows.length), new Float64Array(groups.rows.length)];
      const mass = new Float64Array(groups.rows.length);
      groupOf.forEach((group, kind) => {
        const [one, weight, rows] = [kinds.probability[kind], kinds.weight[kind], kinds.rows[kind]];
        variance[group] += rows * weight ** 2 * one * (1 - one);
        mean[group] += rows * weight * one;
        mass[group] += rows * weight;
      });
      groups.rows.forEach((rows, group) => {
        const [one, weight] = [groups.probability[group], groups.weight[group]];
        expect(one).toBeCloseTo(mean[group] / mass[group], 12);
        expect((rows * weight ** 2 * one * (1 - one)) / variance[group]).toBeCloseTo(1, 9);
      });
    },
  );

  // 400 draws each: means by four standard errors of their difference, the 95th percentile by four of its own
  // (√(.05 · .95 / 400) / density, of a normal .47 deviations / √400 · 2.1).
  test.each(Object.entries(shapes))('%s: the smoothed distance is distributed as without groups', (_, p) => {
    for (const width of [0.003, 0.02]) {
      const kinds = kindsOf(p, mixedWeights);
      const [apart, together] = [kinds, nearRows(kinds).groups].map((rows, seed) =>
        distances(rows, width, seed),
      );
      const deviation = Math.sqrt(meanOf(apart.map((d) => (d - meanOf(apart)) ** 2)));
      expect(Math.abs(meanOf(apart) - meanOf(together))).toBeLessThan(4 * deviation * Math.sqrt(2 / 400));
      const ends = [apart, together].map((all) =>
        quantileOfSorted(
          all.toSorted((a, b) => a - b),
          0.95,
        ),
      );
      expect(Math.abs(ends[0] - ends[1])).toBeLessThan(4 * 2.1 * deviation * Math.sqrt(2 / 400));
    }
  });

  test('keeps kinds of different keys apart, and few kinds as they are', () => {
    const kinds = kindsOf(spread, mixedWeights);
    const { groupOf } = nearRows(kinds, (kind) => Math.floor(kind / 7));
    groupOf.forEach((group, kind) => {
      if (kind > 0 && kind % 7 === 0) expect(group).toBeGreaterThan(groupOf[kind - 1]);
    });
    const few = kindsOf(spread.slice(0, 1000), mixedWeights.slice(0, 1000));
    expect(nearRows(few).groups).toBe(few);
  });

  test('an isotonic curve keeps its ends: rows there stand alone', () => {
    const { groups } = nearRows(
      kindsOf(
        spread,
        spread.map(() => 1),
      ),
    );
    const alone = new Float64Array(16).fill(1);
    expect(groups.rows.slice(0, 16)).toEqual(alone);
    expect(groups.rows.slice(-16)).toEqual(alone);
  });
});

function kindsOf(probability: readonly number[], weight: readonly number[]): AlikeRows {
  const event = eventOf(probability, weight);
  return alikeRows(event, sortedRows(event));
}

function distances(rows: AlikeRows, width: number, seed: number): number[] {
  const found: number[] = [];
  drawCalibrated('test', rows, { random: createRandom(seed), simulations: 400 }, (missed) => {
    found.push(smoothedDistance(rows.probability, missed, width)(width));
  });
  return found;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
