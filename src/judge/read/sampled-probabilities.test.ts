import { describe, expect, test } from 'vitest';
import type { ExtractionFailure } from './extraction-failure.ts';
import { type SampledProbabilities, sampledProbabilities } from './sampled-probabilities.ts';

function given(outcome: SampledProbabilities | ExtractionFailure): SampledProbabilities {
  expect(outcome).toMatchObject({ ok: true, probSource: 'samples' });
  return outcome as SampledProbabilities;
}

function repeated(code: number, times: number): number[] {
  return Array.from({ length: times }, () => code);
}

describe('sampledProbabilities', () => {
  test('half a count is added to each label', () => {
    const { probabilities, counts } = given(sampledProbabilities([2, 2, 0, 2, 0], 3));
    expect(Array.from(probabilities)).toEqual([2.5 / 6.5, 0.5 / 6.5, 3.5 / 6.5]);
    expect(Array.from(counts)).toEqual([2, 0, 3]);
    expect(given(sampledProbabilities([0, 1, 1], 2, { smoothing: 1 })).probabilities[0]).toBeCloseTo(
      2 / 5,
      14,
    );
  });

  test('twenty draws know a half to ±0.11', () => {
    expect(
      given(sampledProbabilities([...repeated(0, 10), ...repeated(1, 10)], 2)).standardError[0],
    ).toBeCloseTo(0.1118, 4);
  });

  test('draws that all agree do not prove certainty', () => {
    const { probabilities, upper, lower } = given(sampledProbabilities(repeated(1, 20), 2, { level: 0.9 }));
    expect(probabilities[0]).toBeCloseTo(0.5 / 21, 14);
    // The rule of three, exactly: 1 − α^(1/n).
    expect(upper[0]).toBeCloseTo(1 - 0.05 ** (1 / 20), 9);
    expect(lower[1]).toBeCloseTo(0.05 ** (1 / 20), 9);
  });

  test('samples without a label are counted and left out; too many are a failure of format', () => {
    expect(given(sampledProbabilities([0, -1, 1, 0], 2))).toMatchObject({ n: 3, invalid: 1 });
    expect(sampledProbabilities([0, -1, -1], 2)).toMatchObject({
      ok: false,
      problem: 'off label',
      labelMass: 1 / 3,
    });
    expect(sampledProbabilities([], 2)).toMatchObject({ ok: false, problem: 'off label', labelMass: NaN });
  });

  test('refuses codes out of range and smoothing that makes a label impossible', () => {
    expect(() => sampledProbabilities([0, 2], 2)).toThrow('codes below 2; received 2 at sample 1');
    expect(() => sampledProbabilities([0.5], 2)).toThrow('received 0.5');
    expect(() => sampledProbabilities([0], 1)).toThrow('at least 2 labels');
    expect(() => sampledProbabilities([0], 2, { smoothing: 0 })).toThrow('positive smoothing');
  });
});
