import { describe, expect, test } from 'vitest';
import { softLabels } from '../scoring/index.ts';
import { applyCalibrator, fitLabelBias } from './index.ts';

const judge = [0.1, 0.2, 0.7, 0.2, 0.2, 0.6, 0.5, 0.3, 0.2, 0.1, 0.1, 0.8];
const people = softLabels([1, 1, 1, 0, 2, 1, 2, 1, 0, 0, 1, 2], 3);

describe('fitLabelBias', () => {
  test('biases sum to zero, with a pinned label or without', () => {
    for (const pinnedLabel of [undefined, 0, 2]) {
      const options = pinnedLabel === undefined ? {} : { pinnedLabel };
      const { biases } = fitLabelBias(judge, people, options).calibrator.parameters;
      expect(biases.reduce((sum, bias) => sum + bias, 0)).toBeCloseTo(0, 12);
    }
  });

  test('which label is pinned matters by the ridge alone', () => {
    const fits = [0, 1, 2].map((pinnedLabel) =>
      applyCalibrator(fitLabelBias(judge, people, { pinnedLabel, ridge: 1e-9 }).calibrator, judge, 3),
    );
    fits[1].forEach((p, at) => expect(p).toBeCloseTo(fits[0][at], 5));
    const strong = [0, 2].map(
      (pinnedLabel) => fitLabelBias(judge, people, { pinnedLabel, ridge: 0.1 }).calibrator.parameters.slope,
    );
    expect(Math.abs(strong[0] - strong[1])).toBeGreaterThan(1e-3);
  });

  test('a label nobody gave has a small probability, not none', () => {
    const fit = fitLabelBias(judge, softLabels([1, 0, 2, 0, 0, 3, 1, 0, 0, 1, 0, 1], 3));
    const calibrated = applyCalibrator(fit.calibrator, judge, 3);
    expect(fit.converged).toBe(true);
    for (let at = 1; at < calibrated.length; at += 3) {
      expect(calibrated[at]).toBeGreaterThan(0);
      expect(calibrated[at]).toBeLessThan(0.05);
    }
  });

  test('a large ridge leaves temperature alone', () => {
    const { biases } = fitLabelBias(judge, people, { ridge: 1e6 }).calibrator.parameters;
    for (const bias of biases) expect(Math.abs(bias)).toBeLessThan(1e-5);
  });

  test('refuses a ridge of 0 and a label that is not there', () => {
    expect(() => fitLabelBias(judge, people, { ridge: 0 })).toThrow(
      'fitLabelBias requires a positive ridge; received 0',
    );
    expect(() => fitLabelBias(judge, people, { pinnedLabel: 3 })).toThrow(
      'fitLabelBias requires a pinned label below 3; received 3',
    );
  });
});
