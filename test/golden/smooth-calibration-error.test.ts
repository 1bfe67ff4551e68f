import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/stats/numeric/random.ts';
import { smoothCalibrationError, softLabels, untrainedPredictions } from '../../src/stats/scoring/index.ts';

// Written by scripts/golden/smooth-calibration-error.py; library versions and seed are in the file. Items
// have one to five labels.
interface Case {
  name: string;
  probability: number[];
  labelCounts: number[];
  weights: Record<'labels' | 'items', { value: number; fixed: { width: number; value: number }[] }>;
}
const { cases } = JSON.parse(readFileSync(new URL('smooth-calibration-error.json', import.meta.url), 'utf8')) as { cases: Case[] };

// Quadrature there is right to 1e-11 and the width to 1e-10; here waves below 1e-10 and the 12th power in a
// cell, 4e-9, are left out.
const integrated = 1e-8;

describe.each(cases)('$name', ({ probability, labelCounts, weights }) => {
  const people = softLabels(labelCounts, 2);
  const predictions = untrainedPredictions(
    probability.flatMap((p) => [1 - p, p]),
    2,
  );
  const options = { random: createRandom(1), simulations: 20 };

  describe.each(['labels', 'items'] as const)('weighted by %s', (weight) => {
    test('at the width it finds', () => {
      const { value, width } = smoothCalibrationError(predictions, people, { ...options, weight });
      near(value, weights[weight].value);
      near(width, weights[weight].value);
    });

    test.each(weights[weight].fixed)('at the width $width', ({ width, value }) => {
      near(smoothCalibrationError(predictions, people, { ...options, weight, width }).value, value);
    });
  });
});

function near(received: number, wanted: number): void {
  expect(Math.abs(received - wanted), `received ${received}, expected ${wanted}`).toBeLessThanOrEqual(integrated);
}
