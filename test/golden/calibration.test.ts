import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { crossFitCalibration, fitLabelBias, fitPlatt, fitTemperature } from '../../src/stats/calibration/index.ts';
import { createRandom } from '../../src/stats/numeric/random.ts';
import {
  brierScore,
  corpDecomposition,
  expectedCalibrationError,
  isotonicRegression,
  logLoss,
  skillScore,
  softLabels,
  untrainedPredictions,
} from '../../src/stats/scoring/index.ts';

// Written by scripts/golden/calibration.py; library versions and seed are in the file. Items have one to five
// labels.
interface Errors {
  bins: number;
  binning: 'equal width' | 'equal mass';
  value: number;
  debiased: number;
  rootMeanSquare: number;
  debiasedRootMeanSquare: number;
}
type Method = 'temperature' | 'platt' | 'label bias';
interface Wanted {
  logLoss: number;
  brier: number;
  squaredDistance: number;
  corp: { miscalibration: number; discrimination: number; uncertainty: number };
  errors: Errors[];
  marginalLogLoss: number;
  methods: Partial<Record<Method, { parameters: number | [number, number] | [number, number[]]; crossFitLogLoss: number; standardError: number }>>;
}
interface Case {
  name: string;
  labelCount: number;
  probabilities: number[];
  labelCounts: number[];
  clusters: number[];
  folds: number[];
  weights: Record<'labels' | 'items', Wanted>;
}
interface Golden {
  cases: Case[];
  isotonic: { x: number[]; y: number[]; weight: number[]; distinct: number[]; fitted: number[] };
}
const golden = JSON.parse(readFileSync(new URL('calibration.json', import.meta.url), 'utf8')) as Golden;

// Sums of some hundred terms in another order.
const closed = 1e-12;
// Both sides iterate: ours to 1e-13, scikit-learn and scipy to about 1e-8 in the parameters, whose losses are
// flat there.
const iterated = 1e-6;

describe.each(golden.cases)('$name', (given) => {
  const people = softLabels(given.labelCounts, given.labelCount);
  const predictions = untrainedPredictions(given.probabilities, given.labelCount);
  const random = createRandom(1);

  describe.each(['labels', 'items'] as const)('weighted by %s', (weight) => {
    const wanted = given.weights[weight];

    test('log loss, Brier score and skill', () => {
      near(logLoss(predictions, people, { weight }).value, wanted.logLoss, closed);
      near(brierScore(predictions, people, { weight }).value, wanted.brier, closed);
      near(brierScore(predictions, people, { weight }).squaredDistance, wanted.squaredDistance, closed);
      const skill = skillScore(predictions, people, { weight, folds: given.folds });
      near(skill.marginalLogLoss, wanted.marginalLogLoss, closed);
      near(skill.value, 1 - wanted.logLoss / wanted.marginalLogLoss, closed);
    });

    test('CORP decomposition', () => {
      const parts = corpDecomposition(predictions, people, { weight });
      near(parts.value, wanted.brier, closed);
      near(parts.miscalibration, wanted.corp.miscalibration, closed);
      near(parts.discrimination, wanted.corp.discrimination, closed);
      near(parts.uncertainty, wanted.corp.uncertainty, closed);
    });

    test.each(wanted.errors)('calibration error in $bins bins of $binning', ({ bins, binning, ...values }) => {
      const error = expectedCalibrationError(predictions, people, { weight, bins, binning, random, simulations: 20 });
      near(error.value, values.value, closed);
      near(error.rootMeanSquare, values.rootMeanSquare, closed);
      // The square root of a difference.
      near(error.debiasedRootMeanSquare, values.debiasedRootMeanSquare, 1e-10);
      near(error.debiased, values.debiased, 1e-10);
    });

    test('fitted parameters', () => {
      const { methods } = wanted;
      near(fitTemperature(given.probabilities, people, { weight }).calibrator.parameters.temperature, methods.temperature!.parameters as number, 1e-10);
      if (methods.platt !== undefined) {
        const { slope, intercept } = fitPlatt(given.probabilities, people, { weight }).calibrator.parameters;
        expect([slope, intercept]).toEqual((methods.platt.parameters as number[]).map((value) => expect.closeTo(value, 6)));
      }
      if (methods['label bias'] !== undefined) {
        const { slope, biases } = fitLabelBias(given.probabilities, people, { weight }).calibrator.parameters;
        const [wantedSlope, wantedBiases] = methods['label bias'].parameters as [number, number[]];
        near(slope, wantedSlope, iterated);
        biases.forEach((bias, label) => near(bias, wantedBiases[label], iterated));
      }
    });

    test('cross-fitted log loss and its standard error by cluster', () => {
      const candidates = Object.keys(wanted.methods) as Method[];
      const { clusters, folds } = given;
      const fit = crossFitCalibration(given.probabilities, people, { weight, clusters, folds, candidates, random });
      for (const { method, logLoss: loss, standardError } of fit.candidates) {
        near(loss, wanted.methods[method as Method]!.crossFitLogLoss, iterated);
        near(standardError, wanted.methods[method as Method]!.standardError, iterated);
      }
    });
  });
});

test('isotonic regression with ties and unequal weights', () => {
  const { x, y, weight, distinct, fitted } = golden.isotonic;
  const fit = isotonicRegression(x, y, weight);
  expect([...fit.x]).toEqual(distinct);
  fit.fitted.forEach((value, point) => near(value, fitted[point], closed));
});

function near(received: number, wanted: number, tolerance: number): void {
  expect(Math.abs(received - wanted), `received ${received}, expected ${wanted}`).toBeLessThanOrEqual(tolerance);
}
