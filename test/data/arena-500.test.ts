/** Real judges: 500 Chatbot Arena pairs, one person's choice each, three judges with token probabilities. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crossFitCalibration, fitPlatt, fitTemperature } from '../../src/stats/calibration/index.ts';
import { createRandom } from '../../src/stats/numeric/random.ts';
import {
  type SoftLabels,
  brierScore,
  corpDecomposition,
  expectedCalibrationError,
  logLoss,
  reliabilityDiagram,
  skillScore,
  smoothCalibrationError,
  softLabels,
  topLabelAccuracy,
  untrainedPredictions,
} from '../../src/stats/scoring/index.ts';

const path = join(process.env.ASSIZE_DATASETS ?? '../shared/datasets', 'arena-500', 'ratings.csv');
const present = existsSync(path);
if (!present) console.warn(`skipped: ${path} is not there`);

interface Golden {
  readonly accuracy: number;
  readonly confidence: number;
  readonly brier: number;
  readonly logLoss: number;
  readonly width10: number;
  readonly width15: number;
  readonly mass15: number;
  readonly rootMeanSquare: number;
  readonly debiasedRootMeanSquare: number;
  readonly smooth: number;
  readonly smoothAt05: number;
  readonly temperature: number;
  readonly slope: number;
  readonly intercept: number;
  readonly crossFitLogLoss: { readonly temperature: number; readonly platt: number };
  readonly crossFitBrier: { readonly temperature: number; readonly platt: number };
}

const goldens: Readonly<Record<string, Golden>> = {
  'gpt-4-turbo': {
    accuracy: 0.784,
    confidence: 0.9142,
    brier: 0.16306,
    logLoss: 0.7494,
    width10: 0.13398,
    width15: 0.135024,
    mass15: 0.123104,
    rootMeanSquare: 0.151061,
    debiasedRootMeanSquare: 0.135915,
    smooth: 0.121212,
    smoothAt05: 0.125102,
    temperature: 3.5107,
    slope: 0.28,
    intercept: 0.0756,
    crossFitLogLoss: { temperature: 0.45389, platt: 0.45647 },
    crossFitBrier: { temperature: 0.14409, platt: 0.14439 },
  },
  'gpt-3.5-turbo': {
    accuracy: 0.756,
    confidence: 0.8054,
    brier: 0.16373,
    logLoss: 0.54594,
    width10: 0.07957,
    width15: 0.083051,
    mass15: 0.078847,
    rootMeanSquare: 0.097265,
    debiasedRootMeanSquare: 0.068054,
    smooth: 0.075699,
    smoothAt05: 0.077345,
    temperature: 2.0593,
    slope: 0.4777,
    intercept: 0.2162,
    crossFitLogLoss: { temperature: 0.49371, platt: 0.49389 },
    crossFitBrier: { temperature: 0.16264, platt: 0.1621 },
  },
  'mistral-7b-instruct': {
    accuracy: 0.75,
    confidence: 0.8472,
    brier: 0.16902,
    logLoss: 0.7822,
    width10: 0.10281,
    width15: 0.10336,
    mass15: 0.098332,
    rootMeanSquare: 0.116231,
    debiasedRootMeanSquare: 0.092982,
    smooth: 0.083214,
    smoothAt05: 0.088814,
    temperature: 3.5353,
    slope: 0.2782,
    intercept: 0.0625,
    crossFitLogLoss: { temperature: 0.53162, platt: 0.53361 },
    crossFitBrier: { temperature: 0.16882, platt: 0.16977 },
  },
};

// Half a unit of the last digit of the reference values: 4, 5 or 6 decimals.
const printed4 = 0.5e-4;
const printed5 = 0.5e-5;
const printed6 = 0.5e-6;

describe.skipIf(!present).each(Object.entries(goldens))('arena-500, %s', (judge, golden) => {
  const { items, probabilities, people } = present
    ? load(judge)
    : { items: [], probabilities: [], people: softLabels([], 2) };
  const predictions = untrainedPredictions(probabilities, 2);
  const random = createRandom('arena-500');
  // Fold = row mod 5, as the reference values have it.
  const folds = items.map((_, row) => row % 5);

  test('accuracy and mean confidence', () => {
    const accuracy = topLabelAccuracy(predictions, people);
    expectNear(accuracy.value, golden.accuracy, printed4);
    expectNear(accuracy.meanConfidence, golden.confidence, printed4);
  });

  test('Brier score and log loss', () => {
    expectNear(brierScore(predictions, people).value, golden.brier, printed5);
    expectNear(logLoss(predictions, people).value, golden.logLoss, printed5);
  });

  test('expected calibration error, its bins said', () => {
    const error = (bins: number, binning: 'equal width' | 'equal mass') =>
      expectedCalibrationError(predictions, people, { bins, binning, random, simulations: 100 });
    expectNear(error(10, 'equal width').value, golden.width10, printed5);
    expectNear(error(15, 'equal width').value, golden.width15, printed6);
    const mass = error(15, 'equal mass');
    expectNear(mass.value, golden.mass15, printed6);
    expectNear(mass.rootMeanSquare, golden.rootMeanSquare, printed6);
    expectNear(mass.debiasedRootMeanSquare, golden.debiasedRootMeanSquare, printed6);
    // All three judges are overconfident by more than chance shows, and the debiased value lies below the
    // plain one.
    expect(mass.value).toBeGreaterThan(mass.nullPercentile95);
    expect(mass.debiased).toBeLessThan(mass.value);
  });

  test('smooth calibration error, where many probabilities lie at 0 and 1', () => {
    const error = smoothCalibrationError(predictions, people, { random });
    expectNear(error.value, golden.smooth, printed6);
    expect(error.width).toBe(error.value);
    expectNear(
      smoothCalibrationError(predictions, people, { random, width: 0.05, simulations: 20 }).value,
      golden.smoothAt05,
      printed6,
    );
    expect(error.value).toBeGreaterThan(1.5 * error.nullPercentile95);
    const { predictions: calibrated } = crossFitCalibration(probabilities, people, {
      clusters: items,
      folds,
      random,
    });
    const after = smoothCalibrationError(calibrated, people, { random });
    // One temperature mends much of it, and of two judges not all that chance leaves to see.
    expect(after.value).toBeLessThan(0.85 * error.value);
  });

  test('best temperature and Platt scaling on all items', () => {
    expectNear(
      fitTemperature(probabilities, people).calibrator.parameters.temperature,
      golden.temperature,
      printed4,
    );
    const { slope, intercept } = fitPlatt(probabilities, people).calibrator.parameters;
    expectNear(slope, golden.slope, printed4);
    expectNear(intercept, golden.intercept, printed4);
  });

  test.each(['temperature', 'platt'] as const)('cross-fitted log loss and Brier score of %s', (method) => {
    const { predictions: calibrated } = crossFitCalibration(probabilities, people, {
      clusters: items,
      folds,
      candidates: [method],
      random,
    });
    expectNear(logLoss(calibrated, people).value, golden.crossFitLogLoss[method], printed5);
    expectNear(brierScore(calibrated, people).value, golden.crossFitBrier[method], printed5);
  });

  test('the choice inside the folds is temperature, and identity is the judge as it came', () => {
    const fit = crossFitCalibration(probabilities, people, { clusters: items, folds, random });
    expect(fit.candidates.map(({ method }) => method)).toEqual(['identity', 'temperature', 'platt']);
    expectNear(fit.candidates[0].logLoss, golden.logLoss, printed5);
    expectNear(fit.candidates[1].logLoss, golden.crossFitLogLoss.temperature, printed5);
    expectNear(fit.candidates[2].logLoss, golden.crossFitLogLoss.platt, printed5);
    expect(fit.calibrator.method).toBe('temperature');
    expect(new Set(fit.chosen.map(({ method }) => method))).toEqual(new Set(['temperature']));
    // Five maps, none of them the one that saw everything.
    expect(new Set(fit.chosen.map(({ calibrator }) => JSON.stringify(calibrator))).size).toBe(5);
  });

  test('calibration mends what it can: miscalibration falls, discrimination stays, and the judge beats the marginal', () => {
    const { predictions: calibrated } = crossFitCalibration(probabilities, people, {
      clusters: items,
      folds,
      random,
    });
    const before = corpDecomposition(predictions, people);
    const after = corpDecomposition(calibrated, people);
    expect(after.miscalibration).toBeLessThan(before.miscalibration - 0.0005);
    expect(Math.abs(after.discrimination - before.discrimination)).toBeLessThan(0.01);
    expect(before.miscalibration - before.discrimination + before.uncertainty).toBeCloseTo(golden.brier, 5);
    expect(skillScore(calibrated, people, { folds }).value).toBeGreaterThan(0.2);
    expect(skillScore(calibrated, people, { folds }).value).toBeGreaterThan(
      skillScore(predictions, people, { folds }).value,
    );
  });

  test('the raw curve leaves the band of a calibrated judge', () => {
    const { band, curve, bins } = reliabilityDiagram(predictions, people, { random });
    const fitted = (p: number) => curve.find((block) => p <= block.upper)!.fitted;
    const outside = band.filter(
      ({ probability, lower, upper }) => fitted(probability) < lower || fitted(probability) > upper,
    );
    expect(outside.length / band.length).toBeGreaterThan(0.2);
    expect(bins.reduce((sum, bin) => sum + bin.items, 0)).toBe(500);
  });
});

function expectNear(received: number, expected: number, tolerance: number): void {
  // A value that was itself rounded half up needs a hair more.
  expect(Math.abs(received - expected), `received ${received}, expected ${expected}`).toBeLessThanOrEqual(
    tolerance * 1.000001,
  );
}

/** p renormalized over both sides; labels first, second. */
function load(judge: string): { items: string[]; probabilities: number[]; people: SoftLabels } {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const choice = new Map(rows.filter((row) => row[2] === 'human').map((row) => [row[0], row[3]]));
  const given = new Map(
    rows.filter((row) => row[1] === judge).map((row) => [row[0], [Number(row[4]), Number(row[5])]]),
  );
  const items = [...choice.keys()].toSorted();
  const probabilities = items.flatMap((item) => {
    const [first, second] = given.get(item)! as [number, number];
    return [first / (first + second), second / (first + second)];
  });
  const people = softLabels(
    items.flatMap((item) => (choice.get(item) === 'second' ? [0, 1] : [1, 0])),
    2,
  );
  return { items, probabilities, people };
}
