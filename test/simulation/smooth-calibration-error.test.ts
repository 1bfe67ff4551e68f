/** What the yardstick of the smooth calibration error promises of chance. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/stats/numeric/random.ts';
import { smoothCalibrationError, softLabels, untrainedPredictions } from '../../src/stats/scoring/index.ts';

const random = createRandom('smooth null percentile');

/**
 * True logit t uniform in [−4, 4], so that some probabilities lie near 0 and 1; the judge reports
 * overconfidence · t. One label an item.
 */
function exceeded(overconfidence: number, rows: number, studies = 500): number {
  let count = 0;
  for (let study = 0; study < studies; study++) {
    const stream = random.fork(`${overconfidence} ${rows} ${study}`);
    const probability: number[] = [];
    const counts: number[] = [];
    for (let row = 0; row < rows; row++) {
      const t = 8 * stream.next() - 4;
      const p = 1 / (1 + Math.exp(-overconfidence * t));
      probability.push(1 - p, p);
      const yes = stream.next() < 1 / (1 + Math.exp(-t)) ? 1 : 0;
      counts.push(1 - yes, yes);
    }
    const error = smoothCalibrationError(untrainedPredictions(probability, 2), softLabels(counts, 2), {
      random: stream,
      simulations: 100,
    });
    if (error.value > error.nullPercentile95) count++;
  }
  return count / studies;
}

describe('the 95th percentile of the smooth calibration error', () => {
  test.each([40, 200])(
    'reference cell: of %i items, a calibrated judge exceeds it about five times in a hundred',
    (rows) => {
      // Binomial: standard error 0.010; a percentile of 100 draws lies at 0.055 in the mean over studies.
      const share = exceeded(1, rows);
      console.log(`${rows} items: exceeded in ${share} of 500`);
      expect(share).toBeGreaterThan(0.03);
      expect(share).toBeLessThan(0.085);
    },
  );

  test('of 4,000 items, whose draws are made in groups, a calibrated judge exceeds it about five times in a hundred', () => {
    // Standard error 0.005. The first 500 of these studies exceed it in .086, with groups and without.
    const share = exceeded(1, 4000, 2000);
    console.log(`4,000 items: exceeded in ${share} of 2,000`);
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.07);
  });

  test('an overconfident judge exceeds it nearly always', () => {
    expect(exceeded(2.5, 200)).toBeGreaterThan(0.9);
  });
});
