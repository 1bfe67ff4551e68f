import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type SoftLabels, logLoss, softLabels } from '../scoring/index.ts';
import { candidateLoss, simplestWithinOneError } from './choose-candidate.ts';
import {
  type CalibrationMethod,
  applyCalibrator,
  clusterFolds,
  crossFitCalibration,
  fitCalibrator,
} from './index.ts';

const random = createRandom('cross-fit');

/** An overconfident judge, people who follow the truth, and two items a cluster. */
function study(
  rows: number,
  labelCount: number,
  overconfidence: number,
): { judge: number[]; counts: number[]; clusters: string[]; people: SoftLabels } {
  const stream = createRandom(`study ${rows} ${labelCount}`);
  const judge: number[] = [];
  const counts: number[] = [];
  for (let row = 0; row < rows; row++) {
    const truth = Array.from({ length: labelCount }, () => 3 * stream.next() - 1.5);
    judge.push(...softmax(truth.map((t) => overconfidence * t)));
    const shares = softmax(truth);
    const given = Array.from({ length: labelCount }, () => 0);
    for (let rater = 0; rater <= row % 3; rater++) {
      let left = stream.next();
      given[
        Math.max(
          0,
          shares.findIndex((share) => (left -= share) < 0),
        )
      ]++;
    }
    counts.push(...given);
  }
  const clusters = Array.from({ length: rows }, (_, row) => `c${Math.floor(row / 2)}`);
  return { judge, counts, clusters, people: softLabels(counts, labelCount) };
}

function softmax(scores: number[]): number[] {
  const values = scores.map((score) => Math.exp(score));
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

describe('crossFitCalibration', () => {
  test.each([2, 3])(
    'no label has a part in its own prediction, the choice of method included (%i labels)',
    (labelCount) => {
      const methods = new Set<string>();
      for (const overconfidence of [1.6, 2, 2.4, 2.8]) {
        const { judge, counts, clusters, people } = study(60, labelCount, overconfidence);
        const folds = clusters.map((_, row) => Math.floor(row / 2) % 4);
        const fit = crossFitCalibration(judge, people, { clusters, folds, random });
        for (const { method } of fit.chosen) methods.add(method);
        for (let fold = 0; fold < fit.foldCount; fold++) {
          // Every label of the fold turned around: its predictions must not move by a bit.
          const turned = counts.slice();
          folds.forEach((of, row) => {
            if (of !== fold) return;
            const labels = turned.slice(row * labelCount, (row + 1) * labelCount).toReversed();
            labels.forEach((count, k) => (turned[row * labelCount + k] = count));
          });
          const again = crossFitCalibration(judge, softLabels(turned, labelCount), {
            clusters,
            folds,
            random,
          });
          folds.forEach((of, row) => {
            if (of === fold)
              expect(rowOf(again.predictions.probabilities, row, labelCount)).toEqual(
                rowOf(fit.predictions.probabilities, row, labelCount),
              );
          });
          expect(again.candidates).not.toEqual(fit.candidates);
        }
      }
      // The studies lie on both sides of the choice, so that a choice made with the fold's own labels would
      // show.
      expect(methods.size).toBeGreaterThan(1);
    },
  );

  test('what a fold is predicted by is what one would choose, and fit, without that fold', () => {
    for (const overconfidence of [1.6, 2, 2.4, 2.8, 3.2]) {
      const { judge, counts, clusters, people } = study(80, 2, overconfidence);
      const folds = clusters.map((_, row) => Math.floor(row / 2) % 4);
      const fit = crossFitCalibration(judge, people, { clusters, folds, random });
      for (const held of [0, 1, 2, 3]) {
        const rows = folds.flatMap((fold, row) => (fold === held ? [] : [row]));
        const take = (values: number[]): number[] =>
          rows.flatMap((row) => [values[2 * row], values[2 * row + 1]]);
        const without = crossFitCalibration(take(judge), softLabels(take(counts), 2), {
          clusters: rows.map((row) => clusters[row]),
          folds: rows.map((row) => folds[row]),
          random,
        });
        expect(fit.chosen[held].calibrator).toEqual(without.calibrator);
        const calibrated = applyCalibrator(without.calibrator, judge, 2);
        folds.forEach((fold, row) => {
          if (fold === held)
            expect(rowOf(fit.predictions.probabilities, row, 2)).toEqual(rowOf(calibrated, row, 2));
        });
      }
    }
  });

  test('the calibrator for new items is the chosen method fitted to all labels', () => {
    const { judge, clusters, people } = study(200, 2, 4);
    const fit = crossFitCalibration(judge, people, { clusters, random });
    expect(fit.calibrator.method).toBe('temperature');
    expect(fit.calibrator).toEqual(fitCalibrator('temperature', judge, people).calibrator);
    expect(fit.counts).toEqual({
      items: 200,
      labels: people.counts.reduce((sum, n) => sum + n, 0),
      clusters: 100,
    });
  });

  test("a candidate's log loss is that of its own cross-fitted predictions", () => {
    const { judge, clusters, people } = study(100, 3, 3);
    const all = crossFitCalibration(judge, people, { clusters, random });
    for (const { method, logLoss: loss } of all.candidates) {
      const alone = crossFitCalibration(judge, people, { clusters, random, candidates: [method] });
      expect(logLoss(alone.predictions, people).value).toBeCloseTo(loss, 12);
    }
    expect(all.candidates.map(({ method }) => method)).toEqual(['identity', 'temperature', 'label bias']);
  });

  test('below 20 clusters nothing is fitted, and that is said', () => {
    const { judge, clusters, people } = study(38, 2, 4);
    const fit = crossFitCalibration(judge, people, { clusters, random });
    expect(fit.calibrator).toEqual({ method: 'identity', parameters: {} });
    expect([...fit.predictions.probabilities]).toEqual(judge);
    expect(fit.warnings).toEqual([notice('too-few-to-fit', { clusters: 19, from: 20 })]);
    const more = study(40, 2, 4);
    expect(
      crossFitCalibration(more.judge, more.people, { clusters: more.clusters, random }).candidates,
    ).toHaveLength(3);
  });

  // All people give the first label, and half of the items lean to it by a hair: any slope is beaten by a
  // steeper one.
  const endless = (labelCount: number) => ({
    judge: Array.from({ length: 40 }, (_, row) =>
      Array.from(
        { length: labelCount },
        (__, k) => 1 / labelCount + (row % 2) * (k === 0 ? 1e-3 : k === 1 ? -1e-3 : 0),
      ),
    ).flat(),
    people: softLabels(
      Array.from({ length: 40 }, () => Array.from({ length: labelCount }, (_, k) => Number(k === 0))).flat(),
      labelCount,
    ),
    clusters: Array.from({ length: 40 }, (_, row) => row),
  });

  test('a candidate that does not converge is named and never chosen, though its loss is the least', () => {
    const { judge, people, clusters } = endless(3);
    expect(fitCalibrator('label bias', judge, people).converged).toBe(false);
    const fit = crossFitCalibration(judge, people, { clusters, random });
    const [, temperature, labelBias] = fit.candidates;
    expect(labelBias.logLoss + labelBias.standardError).toBeLessThan(temperature.logLoss);
    expect(fit.candidates.map(({ method, converged }) => [method, converged])).toEqual([
      ['identity', true],
      ['temperature', true],
      ['label bias', false],
    ]);
    expect([fit.calibrator.method, ...fit.chosen.map(({ method }) => method)]).not.toContain('label bias');
    // 10 folds: each left out alone, each pair of them, and none.
    expect(fit.warnings[0]).toEqual(
      notice('candidate-left-out', { method: 'label bias', failures: 56, tries: 56 }),
    );
  });

  test('where the only candidate does not converge the probabilities are used as given', () => {
    const { judge, people, clusters } = endless(3);
    const fit = crossFitCalibration(judge, people, { clusters, random, candidates: ['label bias'] });
    expect(fit.calibrator.method).toBe('identity');
    expect([...fit.predictions.probabilities]).toEqual(judge);
    expect(fit.warnings).toEqual([
      notice('candidate-left-out', { method: 'label bias', failures: 11, tries: 11 }),
      notice('no-candidate-left'),
    ]);
  });

  test('one cluster is used as given, its standard error unknown', () => {
    const { judge, people } = study(4, 2, 4);
    const fit = crossFitCalibration(judge, people, { clusters: ['a', 'a', 'a', 'a'], random });
    expect(fit.foldCount).toBe(1);
    expect(fit.candidates[0].standardError).toBeNaN();
  });

  test('the order of rows decides nothing', () => {
    const { judge, counts, clusters, people } = study(90, 2, 3);
    const forward = crossFitCalibration(judge, people, { clusters, random });
    // Reversing everything renames the labels too; predictions come back reversed.
    const backward = crossFitCalibration(judge.toReversed(), softLabels(counts.toReversed(), 2), {
      clusters: clusters.toReversed(),
      random,
    });
    backward.predictions.probabilities
      .toReversed()
      .forEach((p, at) => expect(Math.abs(p - forward.predictions.probabilities[at])).toBeLessThan(1e-9));
    expect([...backward.folds].toReversed()).toEqual([...forward.folds]);
  });

  test('folds are refused where a cluster would see itself, and where there are too few', () => {
    const { judge, clusters, people } = study(40, 2, 3);
    const half = clusters.map((_, row) => row % 2);
    expect(() => crossFitCalibration(judge, people, { clusters, folds: half, random })).toThrow(
      'crossFitCalibration requires each cluster in one fold; received c0 in folds 0 and 1',
    );
    const two = clusters.map((_, row) => Math.floor(row / 2) % 2);
    expect(() => crossFitCalibration(judge, people, { clusters, folds: two, random })).toThrow(
      'requires at least 3 folds for candidates identity, temperature, platt; received 2',
    );
    expect(
      crossFitCalibration(judge, people, { clusters, folds: two, candidates: ['platt'], random }).foldCount,
    ).toBe(2);
    expect(() => crossFitCalibration(judge, people, { clusters: ['a'], random })).toThrow(
      'requires one cluster for each row; received 1 clusters and 40 rows',
    );
    expect(() => crossFitCalibration(judge, people, { clusters, candidates: [], random })).toThrow(
      'requires at least one candidate; received none',
    );
    expect(() =>
      crossFitCalibration(judge, people, { clusters, candidates: ['beta' as CalibrationMethod], random }),
    ).toThrow('received "beta"');
  });
});

describe('clusterFolds', () => {
  test('keeps clusters whole and folds equal, 10 of them below 100 clusters and 5 from there', () => {
    for (const [count, wanted] of [
      [99, 10],
      [100, 5],
      [7, 7],
    ] as const) {
      const clusters = Array.from({ length: 3 * count }, (_, row) => row % count);
      const folds = clusterFolds(clusters, { random });
      expect(new Set(folds).size).toBe(wanted);
      clusters.forEach((cluster, row) => expect(folds[row]).toBe(folds[cluster]));
      const sizes = Array.from({ length: wanted }, (_, fold) => folds.filter((of) => of === fold).length / 3);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  test('depends on the seed, not on the rows before', () => {
    const clusters = Array.from({ length: 60 }, (_, row) => `p${row}`);
    const folds = clusterFolds(clusters, { random });
    random.next();
    expect(clusterFolds(clusters, { random })).toEqual(folds);
    expect(clusterFolds(clusters, { random: createRandom('other') })).not.toEqual(folds);
    expect(() => clusterFolds(clusters, { random, folds: 1 })).toThrow(
      'clusterFolds requires at least 2 folds; received 1',
    );
  });
});

describe('the one-standard-error rule', () => {
  test('takes the first within one error of the least, and the least itself where the error is unknown', () => {
    const at = (logLoss: number, standardError: number) =>
      ({ method: 'identity', converged: true, logLoss, standardError }) as const;
    expect(simplestWithinOneError([at(0.7, 0.2), at(0.54, 0.03), at(0.5, 0.05)])).toBe(1);
    expect(simplestWithinOneError([at(0.55, 0.01), at(0.54, 0.03), at(0.5, 0.05)])).toBe(0);
    // The error that counts is the best one's, not the candidate's own.
    expect(simplestWithinOneError([at(0.7, 0.5), at(0.5, 0.05)])).toBe(1);
    expect(simplestWithinOneError([at(0.51, NaN), at(0.5, NaN)])).toBe(1);
  });

  test('a candidate that did not converge, or has no loss, never wins, however small its loss', () => {
    const at = (logLoss: number, converged: boolean) =>
      ({ method: 'platt', converged, logLoss, standardError: 0.01 }) as const;
    expect(simplestWithinOneError([at(0.5, true), at(0.7, true), at(0.1, false)])).toBe(0);
    expect(simplestWithinOneError([at(0.1, false), at(0.7, true), at(0.5, true)])).toBe(2);
    expect(simplestWithinOneError([at(NaN, true), at(0.7, true)])).toBe(1);
    expect(simplestWithinOneError([at(0.1, false), at(NaN, true)])).toBe(-1);
  });

  test('an item copied ten times in its cluster has the standard error of one', () => {
    const losses = Float64Array.from([0.1, 0.5, 0.9, 0.3]);
    const rows = (n: number): Int32Array => Int32Array.from({ length: n }, (_, row) => row);
    const one = candidateLoss(losses, new Float64Array(4).fill(1), rows(4), rows(4));
    const copied = Float64Array.from({ length: 40 }, (_, row) => losses[row % 4]);
    const ten = candidateLoss(
      copied,
      new Float64Array(40).fill(1),
      rows(40).map((row) => row % 4),
      rows(40),
    );
    expect(ten.standardError).toBeCloseTo(one.standardError, 12);
    // The textbook standard error of a mean of four.
    expect(one.standardError).toBeCloseTo(
      Math.sqrt((0.35 ** 2 + 0.05 ** 2 + 0.45 ** 2 + 0.15 ** 2) / 3 / 4),
      12,
    );
  });
});

function rowOf(values: Float64Array, row: number, labelCount: number): number[] {
  return [...values.subarray(row * labelCount, (row + 1) * labelCount)];
}
