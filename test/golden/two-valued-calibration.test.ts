import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fitLabelBias, fitPlatt } from '../../src/stats/calibration/index.ts';
import { softLabels } from '../../src/stats/scoring/index.ts';

// Written by scripts/golden/two-valued-calibration.py; library versions and seed are in the file. Items have
// one to five labels.
type Platt = [slope: number, intercept: number];
type LabelBias = [slope: number, biases: number[]];
interface Case {
  name: string;
  labelCount: number;
  probabilities: number[];
  labelCounts: number[];
  weights: Record<'labels' | 'items', Platt | LabelBias>;
}
const golden = JSON.parse(readFileSync(new URL('two-valued-calibration.json', import.meta.url), 'utf8')) as { cases: Case[] };

// Both sides iterate: ours to 1e-13, scikit-learn and scipy to about 1e-8 in the parameters, whose losses are
// flat there.
const digits = 6;

describe.each(golden.cases)('$name', ({ labelCount, probabilities, labelCounts, weights }) => {
  test.each(['labels', 'items'] as const)('fitted parameters, weighted by %s', (weight) => {
    const people = softLabels(labelCounts, labelCount);
    if (labelCount === 2) {
      const fit = fitPlatt(probabilities, people, { weight });
      const [slope, intercept] = weights[weight] as Platt;
      expect(fit.converged).toBe(true);
      expect(fit.calibrator.parameters.slope).toBeCloseTo(slope, digits);
      expect(fit.calibrator.parameters.intercept).toBeCloseTo(intercept, digits);
      return;
    }
    const fit = fitLabelBias(probabilities, people, { weight });
    const [slope, biases] = weights[weight] as LabelBias;
    expect(fit.converged).toBe(true);
    expect(fit.calibrator.parameters.slope).toBeCloseTo(slope, digits);
    fit.calibrator.parameters.biases.forEach((bias, label) => expect(bias).toBeCloseTo(biases[label], digits));
  });
});
