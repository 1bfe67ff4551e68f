import { notice } from '../../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../numeric/clopper-pearson.ts';
import { createRandom } from '../../numeric/random.ts';
import { reliabilityDiagram, softLabels, untrainedPredictions } from '../index.ts';

const random = createRandom(1);
const p = Array.from({ length: 200 }, (_, i) => (i + 0.5) / 200);
const predictions = untrainedPredictions(
  p.flatMap((value) => [1 - value, value]),
  2,
);

describe('reliabilityDiagram', () => {
  test('counts every item once, in bins and in the curve', () => {
    const people = softLabels(
      p.flatMap((_, i) => (i % 3 === 0 ? [0, 2] : [1, 0])),
      2,
    );
    for (const binning of ['equal width', 'equal mass'] as const) {
      const diagram = reliabilityDiagram(predictions, people, { random, binning });
      expect(diagram.bins.reduce((sum, bin) => sum + bin.items, 0)).toBe(200);
      expect(diagram.curve.reduce((sum, block) => sum + block.rows, 0)).toBe(200);
    }
  });

  test('the band holds the diagonal but for the ends, and narrows towards them', () => {
    const people = softLabels(
      p.flatMap((value) => (value > 0.5 ? [0, 1] : [1, 0])),
      2,
    );
    const { band } = reliabilityDiagram(predictions, people, { random });
    expect(band.length).toBe(100);
    // At the very ends the isotonic curve is 0 or 1 in nearly every draw: it is pulled outward there, and so
    // is the band.
    const inside = band.filter(({ probability }) => probability > 0.03 && probability < 0.97);
    expect(
      inside.filter(({ probability, lower, upper }) => probability < lower || probability > upper),
    ).toEqual([]);
    expect(band[0].lower).toBe(0);
    expect(band.at(-1)!.upper).toBe(1);
    const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;
    expect(width(band[50])).toBeGreaterThan(width(band[2]));
  });

  test('a bin has the exact interval of its items, not of its labels', () => {
    const [four, twelve] = [1, 3].map((times) =>
      reliabilityDiagram(
        untrainedPredictions([0.2, 0.8, 0.2, 0.8, 0.2, 0.8, 0.2, 0.8], 2),
        softLabels(
          [1, 0, 0, 1, 0, 1, 0, 1].map((n) => n * times),
          2,
        ),
        { random },
      ),
    );
    expect(four.bins).toHaveLength(1);
    expect(four.bins[0]).toMatchObject({
      lower: 0.7,
      upper: 0.8,
      items: 4,
      observedShare: 0.75,
      interval: clopperPearson(3, 4),
    });
    expect(twelve.bins[0].interval).toEqual(four.bins[0].interval);
  });

  test('of no rows is empty with a reason', () => {
    const diagram = reliabilityDiagram(untrainedPredictions([], 2), softLabels([], 2), { random });
    expect(diagram).toMatchObject({ curve: [], band: [], bins: [], reason: notice('nothing-to-score') });
  });

  test('refuses a level of 95 and a single point', () => {
    const people = softLabels(
      p.flatMap(() => [1, 0]),
      2,
    );
    expect(() => reliabilityDiagram(predictions, people, { random, level: 95 })).toThrow(
      'reliabilityDiagram requires a level in (0, 1); received 95',
    );
    expect(() => reliabilityDiagram(predictions, people, { random, points: 1 })).toThrow(
      'reliabilityDiagram requires at least 2 points; received 1',
    );
  });
});
