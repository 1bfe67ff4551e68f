/** What every calibrator keeps, whatever its formula. A new one starts by running this suite. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Calibrator,
  type CalibratorFit,
  type FitOptions,
  applyCalibrator,
} from '../../src/stats/calibration/index.ts';
import { type SoftLabels, softLabels } from '../../src/stats/scoring/index.ts';

export interface CalibratorContract {
  readonly name: string;
  /** Number of labels to try it with. */
  readonly labelCounts: readonly number[];
  readonly fit: (
    probabilities: ArrayLike<number>,
    targets: SoftLabels,
    options?: FitOptions,
  ) => CalibratorFit<Calibrator>;
  /** The parameters at which it changes nothing. */
  readonly neutral: (labelCount: number) => Calibrator;
}

export function calibratorContract({ name, labelCounts, fit, neutral }: CalibratorContract): void {
  describe.each(labelCounts)(`${name} keeps the contract of calibrators, %i labels`, (labelCount) => {
    test('at its neutral parameters it changes nothing', () => {
      fc.assert(
        fc.property(studies(labelCount, 1e-3), ({ probabilities }) => {
          applyCalibrator(neutral(labelCount), probabilities, labelCount).forEach((p, at) =>
            expect(p).toBeCloseTo(probabilities[at], 12),
          );
        }),
        { seed: 1, numRuns: 50 },
      );
    });

    test('saved as JSON and loaded it gives the same bits', () => {
      fc.assert(
        fc.property(studies(labelCount, 0), ({ probabilities, people }) => {
          const { calibrator } = fit(probabilities, people);
          const loaded = JSON.parse(JSON.stringify(calibrator)) as Calibrator;
          expect(loaded).toEqual(calibrator);
          const [before, after] = [calibrator, loaded].map((which) =>
            applyCalibrator(which, probabilities, labelCount),
          );
          // Byte for byte: equality of numbers would let −0 pass for 0.
          expect(new Uint8Array(after.buffer)).toEqual(new Uint8Array(before.buffer));
        }),
        { seed: 2, numRuns: 50 },
      );
    });

    test('rows are distributions, at probabilities of 0 and 1 too', () => {
      fc.assert(
        fc.property(studies(labelCount, 0), ({ probabilities, people }) => {
          const calibrated = applyCalibrator(
            fit(probabilities, people).calibrator,
            probabilities,
            labelCount,
          );
          for (let start = 0; start < calibrated.length; start += labelCount) {
            const row = calibrated.subarray(start, start + labelCount);
            expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
            expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
          }
        }),
        { seed: 3, numRuns: 50 },
      );
    });

    test('neither the order of rows nor the names of labels change it, and the input is left alone', () => {
      fc.assert(
        fc.property(studies(labelCount, 0), ({ probabilities, labelCounts: counts, people }) => {
          const before = probabilities.slice();
          const { calibrator } = fit(probabilities, people);
          const wanted = applyCalibrator(calibrator, probabilities, labelCount);
          expect(probabilities).toEqual(before);
          // Reversing the whole array reverses rows and labels at once.
          const reversed = fit(
            probabilities.toReversed(),
            softLabels(counts.toReversed(), labelCount),
          ).calibrator;
          const received = applyCalibrator(reversed, probabilities.toReversed(), labelCount).toReversed();
          received.forEach((p, at) => expect(Math.abs(p - wanted[at])).toBeLessThan(1e-9));
        }),
        { seed: 4, numRuns: 50 },
      );
    });

    test('three times as many people with the same shares change nothing where items are weighed', () => {
      fc.assert(
        fc.property(studies(labelCount, 0.01), ({ probabilities, labelCounts: counts, people }) => {
          const tripled = softLabels(
            counts.map((count) => 3 * count),
            labelCount,
          );
          const [once, thrice] = [people, tripled].map((targets) =>
            applyCalibrator(
              fit(probabilities, targets, { weight: 'items' }).calibrator,
              probabilities,
              labelCount,
            ),
          );
          thrice.forEach((p, at) => expect(p).toBeCloseTo(once[at], 12));
        }),
        { seed: 5, numRuns: 20 },
      );
    });

    test('refuses no rows, rows of another number, and a clip of 0', () => {
      const uniform = Array.from({ length: labelCount }, () => 1 / labelCount);
      const one = softLabels(
        Array.from({ length: labelCount }, (_, k) => (k === 0 ? 1 : 0)),
        labelCount,
      );
      expect(() => fit([], softLabels([], labelCount))).toThrow(
        'requires at least one labeled row; received 0',
      );
      expect(() => fit([...uniform, ...uniform], one)).toThrow(
        'requires one probability for each row and label of the targets',
      );
      expect(() => fit(uniform, one, { clip: 0 })).toThrow('requires a clip in (0, 0.5); received 0');
    });
  });

  describe(`${name} on two labels`, () => {
    test.runIf(labelCounts.includes(2))(
      'is monotone: rising where the judge is not inverted, falling where it is',
      () => {
        fc.assert(
          fc.property(studies(2, 0), ({ probabilities, people }) => {
            const { calibrator } = fit(probabilities, people);
            const slope = 'slope' in calibrator.parameters ? calibrator.parameters.slope : 1;
            const grid = Array.from({ length: 101 }, (_, i) => i / 100);
            const calibrated = applyCalibrator(
              calibrator,
              grid.flatMap((p) => [1 - p, p]),
              2,
            );
            for (let i = 1; i < grid.length; i++)
              expect(
                Math.sign(slope) * (calibrated[2 * i + 1] - calibrated[2 * i - 1]),
              ).toBeGreaterThanOrEqual(-1e-15);
          }),
          { seed: 6, numRuns: 50 },
        );
      },
    );
  });
}

interface Study {
  readonly probabilities: number[];
  readonly labelCounts: number[];
  readonly people: SoftLabels;
}

/** 3 to 30 rows with one to three labels each; probabilities down to `least`, which may be 0. */
function studies(labelCount: number, least: number): fc.Arbitrary<Study> {
  const row = fc.record({
    mass: fc
      .array(fc.integer({ min: 0, max: 20 }), { minLength: labelCount, maxLength: labelCount })
      .filter((mass) => mass.some((m) => m > 0)),
    labels: fc.array(fc.integer({ min: 0, max: labelCount - 1 }), { minLength: 1, maxLength: 3 }),
  });
  return fc.array(row, { minLength: 3, maxLength: 30 }).map((rows) => {
    const probabilities = rows.flatMap(({ mass }) => {
      const total = mass.reduce((sum, m) => sum + m + least * 20, 0);
      return mass.map((m) => (m + least * 20) / total);
    });
    const labelCounts = rows.flatMap(({ labels }) =>
      Array.from({ length: labelCount }, (_, k) => labels.filter((label) => label === k).length),
    );
    return { probabilities, labelCounts, people: softLabels(labelCounts, labelCount) };
  });
}
