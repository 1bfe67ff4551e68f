import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numeric/random.ts';
import { sortedRows } from './calibration-bins.ts';
import { alikeRows, drawCalibrated } from './null-distribution.ts';

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
      ([count]) => counts.push(count),
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / simulations;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (simulations - 1);
    const expected = rows * probability * (1 - probability);
    // Four standard errors of the mean; the variance of a binomial sample varies by about √(2 / simulations),
    // 2%.
    expect(Math.abs(mean - rows * probability)).toBeLessThan(4 * Math.sqrt(expected / simulations));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.12);
    expect(Math.max(...counts)).toBeLessThanOrEqual(rows);
  });

  test('takes a probability that a rounding error carried past 1', () => {
    const event = eventOf(Array.from({ length: 20 }, () => 1 + 1e-15));
    drawCalibrated(
      'test',
      alikeRows(event, sortedRows(event)),
      { random: createRandom(1), simulations: 20 },
      ([count]) => expect(count).toBe(20),
    );
  });
});
