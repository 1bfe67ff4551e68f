/**
 * What the calibration room promises of chance: null bands that hold, temperatures that are found, choices
 * that do no harm.
 */
import { describe, expect, test } from 'vitest';
import {
  crossFitCalibration,
  fitLabelBias,
  fitPlatt,
  fitTemperature,
} from '../../src/stats/calibration/index.ts';
import { type Random, createRandom } from '../../src/stats/numeric/random.ts';
import {
  type SoftLabels,
  expectedCalibrationError,
  heldOutPredictions,
  logLoss,
  reliabilityDiagram,
  softLabels,
  untrainedPredictions,
} from '../../src/stats/scoring/index.ts';

interface World {
  readonly judge: number[];
  readonly people: SoftLabels;
}

/**
 * True logit t uniform in [−2.5, 2.5]; the judge reports overconfidence · t + lean; each item has `raters`
 * labels that follow t.
 */
function world(
  random: Random,
  rows: number,
  overconfidence: number,
  lean: number,
  raters: (row: number) => number,
): World {
  const judge: number[] = [];
  const counts: number[] = [];
  for (let row = 0; row < rows; row++) {
    const t = 5 * random.next() - 2.5;
    const reported = 1 / (1 + Math.exp(-(overconfidence * t + lean)));
    judge.push(1 - reported, reported);
    let yes = 0;
    for (let rater = 0; rater < raters(row); rater++) if (random.next() < 1 / (1 + Math.exp(-t))) yes++;
    counts.push(raters(row) - yes, yes);
  }
  return { judge, people: softLabels(counts, 2) };
}

const clustersOf = ({ people }: World): number[] => Array.from({ length: people.rowCount }, (_, row) => row);

describe('the 95th percentile under calibration', () => {
  const random = createRandom('null percentile');
  const studies = 1000;

  function exceeded(overconfidence: number, raters: (row: number) => number): number {
    let count = 0;
    for (let study = 0; study < studies; study++) {
      const stream = random.fork(`${overconfidence} ${study}`);
      const { judge, people } = world(stream, 120, overconfidence, 0, raters);
      const error = expectedCalibrationError(untrainedPredictions(judge, 2), people, {
        random: stream,
        simulations: 200,
        bins: 10,
      });
      if (error.value > error.nullPercentile95) count++;
    }
    return count / studies;
  }

  test('reference cell: a calibrated judge exceeds it about five times in a hundred', () => {
    // Binomial: standard error 0.007, and a percentile of 200 draws is itself known to 0.015 in each study,
    // unbiased to 0.002.
    const share = exceeded(1, () => 1);
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.07);
  });

  test('with three people an item it is a cautious yardstick: one draw an item strays further than three independent people', () => {
    expect(exceeded(1, () => 3)).toBeLessThan(0.01);
  });

  test('an overconfident judge exceeds it nearly always', () => {
    expect(exceeded(2.5, () => 1)).toBeGreaterThan(0.9);
  });
});

test('the band of the reliability diagram holds the curve of a calibrated judge 95 times in a hundred at each place', () => {
  const random = createRandom('band');
  const inside = [0.2, 0.5, 0.8].map(() => 0);
  const studies = 500;
  for (let study = 0; study < studies; study++) {
    const stream = random.fork(study);
    const { judge, people } = world(stream, 200, 1, 0, () => 1);
    const { band, curve } = reliabilityDiagram(untrainedPredictions(judge, 2), people, {
      random: stream,
      simulations: 200,
    });
    [0.2, 0.5, 0.8].forEach((index, at) => {
      const point = band.reduce((near, other) =>
        Math.abs(other.probability - index) < Math.abs(near.probability - index) ? other : near,
      );
      const { fitted } = curve.find((block) => block.upper >= point.probability)!;
      if (fitted >= point.lower && fitted <= point.upper) inside[at]++;
    });
  }
  // Standard error 0.010; type 7 quantiles of 200 draws cost another half percent.
  for (const count of inside) {
    expect(count / studies).toBeGreaterThan(0.915);
    expect(count / studies).toBeLessThan(0.975);
  }
});

describe('the overconfident world, true temperature 2.5', () => {
  const random = createRandom('overconfident');
  const raters = (row: number): number => 1 + (row % 3);

  test('the temperature is found without bias, to its own standard error', () => {
    const found = Array.from({ length: 200 }, (_, study) => {
      const { judge, people } = world(random.fork(study), 600, 2.5, 0, raters);
      return Math.log(fitTemperature(judge, people).calibrator.parameters.temperature);
    });
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    const deviation = Math.sqrt(
      found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (found.length - 1),
    );
    expect(deviation).toBeLessThan(0.12);
    expect(Math.abs(mean - Math.log(2.5))).toBeLessThan((4 * deviation) / Math.sqrt(found.length));
  });

  test('Platt scaling and the label biases find the lean that a temperature cannot', () => {
    const lean = 1.5;
    const { judge, people } = world(random.fork('lean'), 20_000, 2.5, lean, raters);
    const { slope, intercept } = fitPlatt(judge, people).calibrator.parameters;
    expect(slope).toBeCloseTo(1 / 2.5, 1);
    expect(intercept).toBeCloseTo(-lean / 2.5, 1);
    const { biases } = fitLabelBias(judge, people).calibrator.parameters;
    expect(biases[1] - biases[0]).toBeCloseTo(-lean / 2.5, 1);
  });

  test('the choice mends overconfidence, mends a lean, and leaves a calibrated judge alone', () => {
    const chosen = (overconfidence: number, lean: number): Map<string, number> => {
      const methods = new Map<string, number>();
      for (let study = 0; study < 60; study++) {
        const given = world(
          random.fork(`${overconfidence} ${lean} ${study}`),
          200,
          overconfidence,
          lean,
          raters,
        );
        const { calibrator } = crossFitCalibration(given.judge, given.people, {
          clusters: clustersOf(given),
          random: random.fork(study),
        });
        methods.set(calibrator.method, (methods.get(calibrator.method) ?? 0) + 1);
      }
      return methods;
    };
    expect(chosen(1, 0).get('identity')).toBeGreaterThan(56);
    expect(chosen(3, 0).get('temperature')).toBeGreaterThan(56);
    expect(chosen(3, 4).get('platt')).toBeGreaterThan(56);
  });

  test('the cross-fitted log loss foretells the loss on new items, where the in-sample one flatters', () => {
    let crossFitted = 0;
    let inSample = 0;
    let onNew = 0;
    const studies = 100;
    for (let study = 0; study < studies; study++) {
      const stream = random.fork(`new ${study}`);
      const given = world(stream, 40, 2.5, 1, () => 1);
      const later = world(stream, 2000, 2.5, 1, () => 1);
      const fit = crossFitCalibration(given.judge, given.people, {
        clusters: clustersOf(given),
        candidates: ['platt'],
        random: stream,
      });
      const { slope, intercept } = fitPlatt(given.judge, given.people).calibrator.parameters;
      const apply = (judge: number[]) =>
        heldOutPredictions(
          judge.flatMap((_, at) => {
            if (at % 2 === 1) return [];
            const q = 1 / (1 + Math.exp(-(slope * Math.log(judge[at + 1] / judge[at]) + intercept)));
            return [1 - q, q];
          }),
          2,
        );
      crossFitted += logLoss(fit.predictions, given.people).value / studies;
      inSample += logLoss(apply(given.judge), given.people).value / studies;
      onNew += logLoss(apply(later.judge), later.people).value / studies;
    }
    expect(inSample).toBeLessThan(onNew - 0.02);
    expect(Math.abs(crossFitted - onNew)).toBeLessThan(0.04);
  });
});
