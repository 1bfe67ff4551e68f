/**
 * Judges that give each label one of two probabilities, 1 and 0 or .9999 and .0001: where a fit from slope 1
 * loses its way.
 */
import { notice } from '../numeric/estimate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type SoftLabels, logLoss, softLabels, untrainedPredictions } from '../scoring/index.ts';
import { applyCalibrator, crossFitCalibration, fitLabelBias, fitPlatt, fitTemperature } from './index.ts';

/** `counts`: of the items on which the judge says no and yes, how many people give label 0 and label 1. */
function twoGroups(
  high: number,
  counts: readonly (readonly [number, number])[],
): { judge: number[]; people: SoftLabels } {
  const rows = counts.flatMap(([no, yes], group) =>
    [0, 1].flatMap((label) => Array.from({ length: label === 0 ? no : yes }, () => ({ group, label }))),
  );
  return {
    judge: rows.flatMap(({ group }) => (group === 0 ? [high, 1 - high] : [1 - high, high])),
    people: softLabels(
      rows.flatMap(({ label }) => (label === 0 ? [1, 0] : [0, 1])),
      2,
    ),
  };
}

function crossEntropy(fitted: number, target: number): number {
  return (
    -(target > 0 ? target * Math.log(fitted) : 0) - (target < 1 ? (1 - target) * Math.log(1 - fitted) : 0)
  );
}

describe('fitPlatt of two-valued probabilities', () => {
  // 156 items where the judge says no and 44 where it says yes, 6 and 10 of them yes by people.
  const groups = [
    [150, 6],
    [34, 10],
  ] as const;

  test.each([1, 1 - 1e-6, 0.9999, 0.9])(
    'gives each of the two the share of its people, %f as well as any',
    (high) => {
      const { judge, people } = twoGroups(high, groups);
      const fit = fitPlatt(judge, people, { smoothTargets: false });
      expect(fit.converged).toBe(true);
      const fitted = applyCalibrator(fit.calibrator, judge, 2);
      expect(fitted[1]).toBeCloseTo(6 / 156, 10);
      expect(fitted.at(-1)).toBeCloseTo(10 / 44, 10);
      const entropy = (156 * crossEntropy(6 / 156, 6 / 156) + 44 * crossEntropy(10 / 44, 10 / 44)) / 200;
      expect(-fit.logLikelihood / 200).toBeCloseTo(entropy, 12);
    },
  );

  test('does not call a judge inverted that is right more often than wrong', () => {
    const { judge, people } = twoGroups(1, groups);
    const fit = fitPlatt(judge, people);
    expect(fit.calibrator.parameters.slope).toBeGreaterThan(0);
    expect(fit.warnings).toEqual([]);
  });

  test('is what cross-fitting chooses over a temperature that cannot lean', () => {
    const { judge, people } = twoGroups(1, groups);
    const clusters = Array.from({ length: 200 }, (_, row) => row);
    const fit = crossFitCalibration(judge, people, { clusters, random: createRandom('two values') });
    expect(fit.calibrator.method).toBe('platt');
    expect(fit.candidates.map(({ converged }) => converged)).toEqual([true, true, true]);
    expect(fit.candidates[2].logLoss).toBeLessThan(0.3);
    expect(fit.candidates[1].logLoss).toBeGreaterThan(0.5);
  });

  test('where the two separate the labels it stays finite, smoothed or not', () => {
    for (const smoothTargets of [true, false]) {
      const { judge, people } = twoGroups(1, [
        [30, 0],
        [0, 20],
      ]);
      const fit = fitPlatt(judge, people, { smoothTargets });
      // Without smoothing a steeper slope is always better: there is no best one, and that is said.
      expect(fit.converged).toBe(smoothTargets);
      expect(Number.isFinite(fit.calibrator.parameters.slope) && fit.calibrator.parameters.slope > 0).toBe(
        true,
      );
      const fitted = applyCalibrator(fit.calibrator, judge, 2);
      expect(fitted.at(-1)).toBeCloseTo(smoothTargets ? 21 / 22 : 1, 9);
    }
  });

  test('where all people give one label, every item gets it, whatever the judge says', () => {
    const { judge, people } = twoGroups(1, [
      [0, 12],
      [0, 8],
    ]);
    const { calibrator, converged } = fitPlatt(judge, people);
    expect(converged).toBe(true);
    for (const [at, p] of applyCalibrator(calibrator, judge, 2).entries())
      expect(p).toBeCloseTo(at % 2 === 1 ? 21 / 22 : 1 / 22, 10);
    const endless = fitPlatt(judge, people, { smoothTargets: false });
    expect(endless.converged).toBe(false);
    expect(Number.isFinite(endless.calibrator.parameters.intercept)).toBe(true);
    expect(endless.warnings[0]).toEqual(
      notice('not-converged', { method: 'platt', iterations: endless.iterations }),
    );
  });

  test.each([1, 0.9999, 0.5])(
    'where the judge says %f of everything it gives the overall share, and says why',
    (high) => {
      const judge = Array.from({ length: 40 }, () => [1 - high, high]).flat();
      const people = softLabels(
        Array.from({ length: 40 }, (_, row) => (row < 10 ? [1, 0] : [0, 1])).flat(),
        2,
      );
      const fit = fitPlatt(judge, people, { smoothTargets: false });
      expect(fit.converged).toBe(true);
      expect(fit.calibrator.parameters.slope).toBe(0);
      // Another probability has never been seen: nothing is known of it but the overall share.
      expect(applyCalibrator(fit.calibrator, [0.99, 0.01], 2)[1]).toBeCloseTo(0.75, 12);
      expect(fit.warnings).toEqual([notice('constant-probabilities')]);
    },
  );

  test('logits that differ by rounding alone are the same', () => {
    const judge = [0.0001, 0.9999, 1 - 0.9999, 0.9999, 0.0001, 1 - 0.0001, 0.00010000000000000002, 0.9999];
    expect(fitPlatt(judge, softLabels([1, 0, 0, 1, 0, 1, 0, 1], 2)).calibrator.parameters.slope).toBe(0);
  });

  test('a group of rare labels and great weight beside a small one is found too', () => {
    // A step that lands far out lowers the loss a little and leaves no curvature to come back by.
    const fit = fitPlatt([0.515, 0.485, 1e-6, 1 - 1e-6], softLabels([13, 0, 0, 742], 2));
    expect(fit.converged).toBe(true);
    expect(applyCalibrator(fit.calibrator, [0.515, 0.485], 2)[1]).toBeCloseTo(1 / 15, 8);
    const heavy = fitPlatt([0, 1, 1, 0, 0, 1], softLabels([0, 1e12, 1, 1e6, 3, 0], 2), {
      smoothTargets: false,
    });
    expect(heavy.converged).toBe(true);
    expect(applyCalibrator(heavy.calibrator, [1, 0], 2)[0]).toBeCloseTo(1 / (1e6 + 1), 8);
  });

  // Weights span six powers of ten, groups may be empty or of one label.
  const counts = fc
    .tuple(fc.nat(400), fc.nat(400), fc.nat(400), fc.nat(400))
    .filter((all) => all.some((count) => count > 0));
  const values = fc.tuple(
    fc.constantFrom(0, 1e-9, 1e-4, 0.01, 0.3, 0.5, 0.7, 0.99, 0.9999, 1),
    fc.constantFrom(0, 1e-6, 0.2, 0.5, 0.9999, 1),
  );

  test('property: the fit is the closed form, no worse than identity or the overall share, whatever the order of rows', () => {
    fc.assert(
      fc.property(
        counts,
        values,
        fc.constantFrom(1, 1000),
        fc.boolean(),
        ([a, b, c, d], [low, high], times, smoothTargets) => {
          // One row a cell of the table: its count is its weight.
          const cells = [
            { p: low, label: 0, count: a },
            { p: low, label: 1, count: b },
            { p: high, label: 0, count: c * times },
            { p: high, label: 1, count: d * times },
          ].filter(({ count }) => count > 0);
          const fitTo = (rows: typeof cells) =>
            fitPlatt(
              rows.flatMap(({ p }) => [1 - p, p]),
              softLabels(
                rows.flatMap(({ label, count }) => (label === 0 ? [count, 0] : [0, count])),
                2,
              ),
              { smoothTargets },
            );
          const sum = (rows: typeof cells): number => rows.reduce((total, { count }) => total + count, 0);
          const [yes, no] = [1, 0].map((label) => sum(cells.filter((cell) => cell.label === label)));
          const target = (label: number): number =>
            smoothTargets ? (label === 1 ? (yes + 1) / (yes + 2) : 1 / (no + 2)) : label;
          const lossOf = (fitted: (p: number) => number): number =>
            cells.reduce(
              (total, { p, label, count }) => total + count * crossEntropy(fitted(p), target(label)),
              0,
            ) / sum(cells);
          const mean = (rows: typeof cells): number =>
            rows.reduce((total, { label, count }) => total + count * target(label), 0) / sum(rows);
          const clipped = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p));

          const fit = fitTo(cells);
          const groupMeans = new Map(
            [...Map.groupBy(cells, ({ p }) => clipped(p))].map(([p, rows]) => [p, mean(rows)]),
          );
          // Where all labels of a group are alike, and not smoothed, its probability runs to 0 or 1 without
          // end.
          const inside = [...groupMeans.values()].every((share) => share > 0 && share < 1);
          expect(fit.converged).toBe(inside);
          expect(Object.values(fit.calibrator.parameters).every(Number.isFinite)).toBe(true);

          const loss = lossOf((p) => applyCalibrator(fit.calibrator, [1 - p, p], 2)[1]);
          expect(loss).toBeLessThanOrEqual(lossOf(clipped) + 1e-9);
          expect(loss).toBeLessThanOrEqual(lossOf(() => mean(cells)) + 1e-9);
          expect(Math.abs(loss - lossOf((p) => groupMeans.get(clipped(p))!))).toBeLessThanOrEqual(1e-9);
          if (inside)
            for (const [p, share] of groupMeans)
              expect(applyCalibrator(fit.calibrator, [1 - p, p], 2)[1]).toBeCloseTo(share, 6);

          const turned = fitTo(cells.toReversed());
          for (const { p } of cells)
            expect(
              Math.abs(
                applyCalibrator(turned.calibrator, [1 - p, p], 2)[1] -
                  applyCalibrator(fit.calibrator, [1 - p, p], 2)[1],
              ),
            ).toBeLessThan(1e-9);
        },
      ),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('label bias and temperature of judges that say 1 and 0', () => {
  /**
   * A judge of `labelCount` labels that says 1 of one and 0 of the others, or holds two for equally likely.
   */
  const studies = fc.integer({ min: 2, max: 4 }).chain((labelCount) =>
    fc.record({
      labelCount: fc.constant(labelCount),
      rows: fc.array(
        fc.record({
          said: fc.nat(labelCount - 1),
          tied: fc.option(fc.nat(labelCount - 1), { freq: 5 }),
          given: fc.oneof(
            { weight: 4, arbitrary: fc.constant(0) },
            { weight: 1, arbitrary: fc.nat(labelCount - 1) },
          ),
          count: fc.constantFrom(1, 2, 5, 1000),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    }),
  );

  test('property: parameters are finite, and where a best fit exists they are where the slope of the loss is zero', () => {
    let endless = 0;
    fc.assert(
      fc.property(studies, ({ labelCount, rows }) => {
        const labels = Array.from({ length: labelCount }, (_, k) => k);
        const judge = rows.flatMap(({ said, tied }) =>
          labels.map((k) =>
            tied === null || tied === said ? Number(k === said) : k === said || k === tied ? 0.5 : 0,
          ),
        );
        const people = softLabels(
          rows.flatMap(({ given, count }) => labels.map((k) => (k === given ? count : 0))),
          labelCount,
        );
        const temperature = fitTemperature(judge, people);
        expect(temperature.converged).toBe(true);
        const ridge = 1e-3;
        const fit = fitLabelBias(judge, people, { ridge });
        const { slope, biases } = fit.calibrator.parameters;
        expect([slope, ...biases].every(Number.isFinite)).toBe(true);
        if (!fit.converged) {
          // Then no slope is steep enough: a steeper one loses nothing.
          const steeper = {
            ...fit.calibrator,
            parameters: { ...fit.calibrator.parameters, slope: 2 * slope },
          };
          const [found, beyond] = [fit.calibrator, steeper].map(
            (calibrator) =>
              logLoss(
                untrainedPredictions(applyCalibrator(calibrator, judge, labelCount), labelCount),
                people,
              ).value,
          );
          expect(beyond).toBeLessThanOrEqual(found + 1e-9);
          endless++;
          return;
        }

        const fitted = applyCalibrator(fit.calibrator, judge, labelCount);
        const total = rows.reduce((sum, { count }) => sum + count, 0);
        const slopes = new Float64Array(labelCount + 1);
        rows.forEach(({ given, count }, row) =>
          labels.forEach((k) => {
            const residual = (count / total) * (fitted[row * labelCount + k] - Number(k === given));
            slopes[k] += residual;
            slopes[labelCount] +=
              residual * Math.log(Math.min(1 - 1e-6, Math.max(1e-6, judge[row * labelCount + k])));
          }),
        );
        labels.forEach((k) => expect(Math.abs(slopes[k] + 2 * ridge * biases[k])).toBeLessThan(1e-7));
        expect(Math.abs(slopes[labelCount])).toBeLessThan(1e-6);
      }),
      { seed: 12, numRuns: 300 },
    );
    expect(endless).toBeLessThan(100);
  });
});

/**
 * The worlds of docs/validation.md: people say yes of one item in ten; the judge of 75% of those and of 22%
 * of the others.
 */
test.each([
  [1, 200],
  [1, 50],
  [0.9999, 200],
  [0.9999, 50],
])(
  'Platt scaling finds the closed form in each of 200 draws of a judge that says %f, %i items',
  (high, items) => {
    const random = createRandom(`two values ${high} ${items}`);
    let missed = 0;
    for (let draw = 0; draw < 200; draw++) {
      const stream = random.fork(String(draw));
      const counts: [[number, number], [number, number]] = [
        [0, 0],
        [0, 0],
      ];
      for (let item = 0; item < items; item++) {
        const label = stream.next() < 0.1 ? 1 : 0;
        counts[stream.next() < (label === 1 ? 0.75 : 0.22) ? 1 : 0][label]++;
      }
      const { judge, people } = twoGroups(high, counts);
      const fit = fitPlatt(judge, people);
      const yes = counts[0][1] + counts[1][1];
      const fitted = applyCalibrator(fit.calibrator, judge, 2);
      const found = counts.every(([no, given], group) => {
        if (no + given === 0) return true;
        const mean = ((given * (yes + 1)) / (yes + 2) + no / (items - yes + 2)) / (no + given);
        return Math.abs(fitted[group === 0 ? 1 : fitted.length - 1] - mean) < 1e-8;
      });
      if (!fit.converged || !found) missed++;
    }
    expect(missed).toBe(0);
  },
);
