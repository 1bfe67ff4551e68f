import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { ratingTable } from '../numeric/rating-table.ts';
import { applyCrowdlabTemperature, fitCrowdlabTemperature } from './crowdlab-temperature.ts';
import { crowdlab } from './crowdlab.ts';

// Made with cleanlab: docs/methods/crowdlab-temperature.md.
const rows = [
  [0, 0, 1, -1],
  [1, 1, 1, -1],
  [2, -1, 2, 0],
  [0, 1, -1, -1],
  [-1, -1, 2, 2],
  [1, -1, -1, -1],
  [2, 2, 1, -1],
  [0, 0, 0, 0],
];
const probabilities = [
  0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.2, 0.2, 0.6, 0.4, 0.5, 0.1, 0.1, 0.3, 0.6, 0.3, 0.4, 0.3, 0.2, 0.5, 0.3,
  0.9, 0.05, 0.05,
];
const table = ratingTable({
  itemCount: 8,
  raterCount: 4,
  labelCount: 3,
  item: rows.flatMap((row, i) => row.map(() => i)),
  rater: rows.flatMap((row) => row.map((_, j) => j)),
  label: rows.flat(),
});

describe('fitCrowdlabTemperature', () => {
  test('0.575 on the worked example; the unpatched reference says 4.5', () => {
    expect(fitCrowdlabTemperature(table, probabilities).temperature).toBeCloseTo(0.575, 14);
  });

  test('quality and judge weight after the step', () => {
    const scaled = applyCrowdlabTemperature(probabilities, 3, 0.575);
    const itemIds = rows.map((_, i) => i);
    const result = crowdlab({ table, probabilities: scaled, judge: 'j', random: createRandom(1), itemIds });
    // Twelve decimals are printed.
    const quality = [
      0.75683373213, 0.860883269591, 0.665175356709, 0.532161804181, 0.742321047625, 0.510478022685,
      0.474425140808, 0.864168278838,
    ];
    quality.forEach((value, i) => expect(Math.abs(result.consensus.quality[i] - value)).toBeLessThan(1e-12));
    expect(result.judgeWeight).toBeCloseTo(1.620185174602, 12);
  });

  test('never passes 7.25, and says that it stands at a bound', () => {
    const two = ratingTable({
      itemCount: 1,
      raterCount: 2,
      labelCount: 2,
      item: [0, 0],
      rater: [0, 1],
      label: [0, 1],
    });
    expect(fitCrowdlabTemperature(two, [0.999, 0.001])).toMatchObject({ temperature: 7.25, atBound: true });
    const sure = ratingTable({
      itemCount: 1,
      raterCount: 2,
      labelCount: 2,
      item: [0, 0],
      rater: [0, 1],
      label: [0, 0],
    });
    expect(fitCrowdlabTemperature(sure, [0.6, 0.4])).toMatchObject({ temperature: 0.1, atBound: true });
  });

  test('a probability of 0 costs −log 1e-30 at every temperature, so no temperature repairs it', () => {
    const wrong = ratingTable({
      itemCount: 1,
      raterCount: 1,
      labelCount: 2,
      item: [0],
      rater: [0],
      label: [1],
    });
    expect(fitCrowdlabTemperature(wrong, [1, 0]).loss).toBeCloseTo((30 * Math.LN10) / Math.LN2, 10);
  });
});

describe('applyCrowdlabTemperature', () => {
  test('takes roots and renormalizes; zeros are raised to 1e-30 first', () => {
    expect(applyCrowdlabTemperature([0.9, 0.1], 2, 2)[0]).toBeCloseTo(0.75, 14);
    expect(applyCrowdlabTemperature([1, 0], 2, 3)[1]).toBeCloseTo(1e-10, 14);
  });

  test('temperature 1 changes nothing and small temperatures do not overflow', () => {
    applyCrowdlabTemperature(probabilities, 3, 1).forEach((p, at) =>
      expect(p).toBeCloseTo(probabilities[at], 14),
    );
    expect(Array.from(applyCrowdlabTemperature([0.2, 0.5, 0.3], 3, 1e-9))).toEqual([0, 1, 0]);
  });

  test('refuses a wrong shape and a temperature that is not positive', () => {
    expect(() => applyCrowdlabTemperature([0.5, 0.5, 0], 2, 1)).toThrow('received 3 numbers and 2 labels');
    expect(() => applyCrowdlabTemperature([0.5, 0.5], 2, 0)).toThrow(
      'requires a positive temperature; received 0',
    );
  });
});
