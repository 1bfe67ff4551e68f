import { describe, expect, test } from 'vitest';
import { InputError } from '../../stats/index.ts';
import { ordinalVerdict } from './ordinal-verdict.ts';

describe('ordinalVerdict', () => {
  test('expected score, spread, entropy, median and mode of one distribution', () => {
    const { expected, standardDeviation, entropy, median, mode } = ordinalVerdict(
      [0.1, 0.2, 0.3, 0.4],
      [1, 2, 3, 10],
    );
    expect(expected).toBeCloseTo(5.4, 12);
    expect(standardDeviation).toBeCloseTo(
      Math.sqrt(0.1 * 4.4 ** 2 + 0.2 * 3.4 ** 2 + 0.3 * 2.4 ** 2 + 0.4 * 4.6 ** 2),
      12,
    );
    expect(entropy).toBeCloseTo(1.2798542258336676, 12);
    expect([median, mode]).toEqual([3, 10]);
  });

  test('a certain verdict has no spread and no entropy, an even one has all of it', () => {
    expect(ordinalVerdict([0, 1, 0], [1, 2, 3])).toEqual({
      expected: 2,
      standardDeviation: 0,
      entropy: 0,
      median: 2,
      mode: 2,
    });
    const even = ordinalVerdict([0.25, 0.25, 0.25, 0.25], [1, 2, 3, 4]);
    expect(even.entropy).toBeCloseTo(Math.log(4), 14);
    expect(even.mode).toBeNaN();
    expect(even.median).toBe(2.5);
  });

  test('a median between two labels passes over what has no probability', () => {
    expect(ordinalVerdict([0.5, 0, 0, 0.5], [1, 2, 3, 4]).median).toBe(2.5);
  });

  test('a verdict that was not given has no score', () => {
    expect(ordinalVerdict([NaN, NaN], [0, 1])).toEqual({
      expected: NaN,
      standardDeviation: NaN,
      entropy: NaN,
      median: NaN,
      mode: NaN,
    });
  });

  test('refuses what is no distribution over an ordered scale', () => {
    expect(() => ordinalVerdict([0.5, 0.6], [1, 2])).toThrow('sum to 1; received 1.1');
    expect(() => ordinalVerdict([1.5, -0.5], [1, 2])).toThrow('received -0.5 at label 1');
    expect(() => ordinalVerdict([0.5, 0.5], [2, 2])).toThrow('ascending values; received 2 at label 1');
    expect(() => ordinalVerdict([1], [1, 2])).toThrow(InputError);
  });
});
