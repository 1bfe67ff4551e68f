import { describe, expect, test } from 'vitest';
import { softLabels } from '../scoring/index.ts';
import { type Calibrator, applyCalibrator, fitCalibrator } from './index.ts';

describe('applyCalibrator', () => {
  test('refuses what someone may have edited in a file, and names it', () => {
    const apply =
      (calibrator: unknown, labelCount = 2) =>
      () =>
        applyCalibrator(
          calibrator as Calibrator,
          Array.from({ length: labelCount }, () => 1 / labelCount),
          labelCount,
        );
    expect(apply({ method: 'beta', parameters: {} })).toThrow(
      'applyCalibrator requires method identity, temperature, platt or label bias; received "beta"',
    );
    expect(apply({ method: 'temperature', parameters: { temperature: 0, clip: 1e-6 } })).toThrow(
      'requires a positive temperature; received 0',
    );
    expect(apply({ method: 'temperature', parameters: { temperature: 2 } })).toThrow(
      'requires a clip in (0, 0.5); received undefined',
    );
    expect(apply({ method: 'platt', parameters: { slope: 1, clip: 1e-6 } })).toThrow(
      'requires a finite intercept; received undefined',
    );
    expect(apply({ method: 'platt', parameters: { slope: 1, intercept: 0, clip: 1e-6 } }, 3)).toThrow(
      'requires two labels for platt; received 3',
    );
    expect(apply({ method: 'label bias', parameters: { slope: 1, biases: [0, 0], clip: 1e-6 } }, 3)).toThrow(
      'requires one bias for each of 3 labels; received 2',
    );
    expect(apply({ method: 'label bias', parameters: { slope: 1, biases: [0, null], clip: 1e-6 } })).toThrow(
      'requires a finite bias of label 1; received null',
    );
    expect(apply({ method: 'identity' })).not.toThrow();
    expect(() => applyCalibrator(undefined as unknown as Calibrator, [0.5, 0.5], 2)).toThrow(
      'applyCalibrator requires a calibrator { method, parameters }; received undefined',
    );
    expect(apply({ method: 'platt' })).toThrow(
      'applyCalibrator requires parameters for platt; received undefined',
    );
  });

  test('clips as the fit did: the clip is a parameter, saved with the others', () => {
    for (const [clip, low] of [
      [0.01, 0.01],
      [1e-6, 1e-6],
    ] as const)
      expect(
        applyCalibrator({ method: 'temperature', parameters: { temperature: 1, clip } }, [0, 1], 2)[0],
      ).toBeCloseTo(low, 14);
  });

  test('keeps both tails: a probability near 1 leaves its complement exact', () => {
    const [low, high] = applyCalibrator(
      { method: 'platt', parameters: { slope: 3, intercept: 0, clip: 1e-6 } },
      [1e-6, 1 - 1e-6],
      2,
    );
    expect(high).toBe(1);
    expect(low / 1e-18).toBeCloseTo(1, 5);
  });
});

test('fitCalibrator refuses a method it does not know, and is the method it names', () => {
  const people = softLabels([1, 0, 0, 1, 1, 1], 2);
  const judge = [0.9, 0.1, 0.2, 0.8, 0.4, 0.6];
  for (const method of ['identity', 'temperature', 'platt', 'label bias'] as const)
    expect(fitCalibrator(method, judge, people).calibrator.method).toBe(method);
  expect(() => fitCalibrator('toString' as 'platt', judge, people)).toThrow(
    'fitCalibrator requires method identity, temperature, platt, label bias; received "toString"',
  );
});
