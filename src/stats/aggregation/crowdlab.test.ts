import { notice } from '../numeric/estimate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { type RatingTable, itemOfRating, ratingTable } from '../numeric/rating-table.ts';
import { dawidSkeneWorld } from '../simulation/dawid-skene-world.ts';
import { type CrowdlabInput, crowdlab } from './crowdlab.ts';

function tableOf(rows: readonly (readonly number[])[], labelCount: number): RatingTable {
  const cells = rows.flatMap((row, i) => row.map((label, j) => ({ i, j, label })));
  return ratingTable({
    itemCount: rows.length,
    raterCount: rows[0].length,
    labelCount,
    item: cells.map((cell) => cell.i),
    rater: cells.map((cell) => cell.j),
    label: cells.map((cell) => cell.label),
  });
}

function inputOf(
  rows: readonly (readonly number[])[],
  probabilities: readonly (readonly number[])[],
  seed = 1,
): CrowdlabInput {
  return {
    table: tableOf(rows, probabilities[0].length),
    probabilities: probabilities.flat(),
    judge: 'judge',
    random: createRandom(seed),
    itemIds: rows.map((_, i) => `item ${i}`),
  };
}

// Made with cleanlab (docs/methods/crowdlab.md); the same fixture with every output, and random data, stand
// in test/golden/crowdlab.json.
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
  [0.7, 0.2, 0.1],
  [0.1, 0.8, 0.1],
  [0.2, 0.2, 0.6],
  [0.4, 0.5, 0.1],
  [0.1, 0.3, 0.6],
  [0.3, 0.4, 0.3],
  [0.2, 0.5, 0.3],
  [0.9, 0.05, 0.05],
];

describe('crowdlab on the worked example', () => {
  const result = crowdlab(inputOf(rows, probabilities));

  test('weights, likelihood and baseline', () => {
    // Closed form: 1e-12 where all digits are known, 1e-10 where ten are printed.
    expect(Math.abs(result.judgeWeight - 1.2151388809514738)).toBeLessThan(1e-12);
    close(result.raterWeights, [0.4166666667, 0.475, 0.2708333333, 0.4166666667], 1e-10);
    expect(result.consensusLikelihood).toBeCloseTo(5.5 / 7, 14);
    expect(result.baselineError).toBeCloseTo(4 / 7, 14);
  });

  test('labels and their quality', () => {
    expect(Array.from(result.consensus.label)).toEqual([0, 1, 2, 1, 2, 1, 2, 0]);
    // Twelve decimals are printed.
    const quality = [
      0.664613253326, 0.793015279574, 0.566507831834, 0.486721038158, 0.66710604556, 0.498488625651,
      0.460185425251, 0.835412864699,
    ];
    close(result.consensus.quality, quality, 1e-12);
  });

  test('raters', () => {
    close(result.raterQuality, [0.709596822245, 0.810016510929, 0.61981550544, 0.627127195817], 1e-12);
    expect(Array.from(result.worstLabel)).toEqual([0, 0, 1, 0]);
    close(result.inSampleRaterAgreement, [6 / 7, 1, 4 / 6, 2 / 3], 1e-15);
    expect(Array.from(result.raterRatings)).toEqual([7, 5, 6, 3]);
  });

  test('the posterior of an item sums to 1, and the judge holds its weight over all weight', () => {
    for (let i = 0; i < rows.length; i++) {
      const row = result.consensus.numbers.subarray(i * 3, i * 3 + 3);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 14);
      const people = rows[i].reduce((sum, label, j) => sum + (label < 0 ? 0 : result.raterWeights[j]), 0);
      expect(result.judgeShare[i]).toBeCloseTo(result.judgeWeight / (result.judgeWeight + people), 14);
    }
  });

  test('names people and judge as contributors, and does not collapse', () => {
    expect(result.consensus.contributors).toEqual({ people: true, judge: 'judge' });
    expect(result.collapse).toEqual({
      collapsed: false,
      reasons: [],
      ratersAtFloor: 0,
      raterCount: 4,
      peopleShare: expect.closeTo(0.4602901673711384, 12),
    });
  });
});

describe('majority ties', () => {
  const sure = [
    [0.4, 0.35, 0.25],
    [0.4, 0.35, 0.25],
    [0.4, 0.35, 0.25],
  ];

  test('go to the tied label with the highest judge probability, not to the judge’s own label', () => {
    expect(
      crowdlab(
        inputOf(
          [
            [1, 2],
            [0, 0],
            [0, 0],
          ],
          sure,
        ),
      ).majorityLabel[0],
    ).toBe(1);
  });

  test('then to the label rarest in the data', () => {
    const level = [[0.2, 0.4, 0.4], ...sure];
    expect(
      crowdlab(
        inputOf(
          [
            [1, 2],
            [1, 1],
            [0, 0],
            [0, 0],
          ],
          level,
        ),
      ).majorityLabel[0],
    ).toBe(2);
    expect(
      crowdlab(
        inputOf(
          [
            [1, 2],
            [2, 2],
            [0, 0],
            [0, 0],
          ],
          level,
        ),
      ).majorityLabel[0],
    ).toBe(1);
  });

  test('then to the label whose voters agree most with untied majorities', () => {
    // Labels 1 and 2 occur twice each; rater 0 is right on both untied items, rater 1 on one of them.
    const untied = [
      [0, 1, 0],
      [0, 0, 2],
    ];
    const level = [
      [0.2, 0.4, 0.4],
      [0.9, 0.05, 0.05],
      [0.9, 0.05, 0.05],
    ];
    expect(crowdlab(inputOf([[1, 2, -1], ...untied], level)).majorityLabel[0]).toBe(1);
    expect(crowdlab(inputOf([[2, 1, -1], ...untied], level)).majorityLabel[0]).toBe(2);
  });

  test('then to a draw keyed to the item, the same for the same seed', () => {
    const given = Array.from({ length: 200 }, () => [0, 1]);
    const level = given.map(() => [0.5, 0.5]);
    const labels = (seed: number): number[] =>
      Array.from(crowdlab(inputOf(given, level, seed)).majorityLabel);
    expect(labels(3)).toEqual(labels(3));
    expect(labels(3)).not.toEqual(labels(4));
    const zeros = labels(3).filter((label) => label === 0).length;
    // Four standard deviations of a fair coin in 200 throws: 28.
    expect(Math.abs(zeros - 100)).toBeLessThan(28);
  });
});

describe('edges', () => {
  test('a rater who met nobody gets the mean agreement of the others, is marked, and has no quality', () => {
    const given = [
      [0, 0, 1, -1],
      [1, 1, 1, -1],
      [0, 0, 0, -1],
      [1, 1, 1, -1],
      [-1, -1, -1, 1],
    ];
    const result = crowdlab(
      inputOf(given, [
        [0.8, 0.2],
        [0.3, 0.7],
        [0.9, 0.1],
        [0.2, 0.8],
        [0.4, 0.6],
      ]),
    );
    expect(Array.from(result.imputed)).toEqual([0, 0, 0, 1]);
    // Agreement 7/8, 7/8 and 6/8, baseline 1/2: weights 3/4, 3/4, 1/2, and their mean.
    close(result.raterWeights, [0.75, 0.75, 0.5, 2 / 3], 1e-14);
    expect(result.raterQuality[3]).toBeNaN();
    expect(result.inSampleRaterAgreement[3]).toBe(1);
  });

  test('a rater without ratings is NaN throughout and changes nothing for the others', () => {
    const with4 = crowdlab(inputOf(rows, probabilities));
    const with5 = crowdlab(
      inputOf(
        rows.map((row) => [...row, -1]),
        probabilities,
      ),
    );
    expect(Array.from(with5.raterQuality.subarray(0, 4))).toEqual(Array.from(with4.raterQuality));
    expect([with5.raterWeights[4], with5.raterQuality[4], with5.inSampleRaterAgreement[4]]).toEqual([
      NaN,
      NaN,
      NaN,
    ]);
    expect(with5.worstLabel[4]).toBe(-1);
    expect(with5.collapse).toEqual(with4.collapse);
  });

  test('when all agree on one label everywhere, the baseline is at its floor and nobody is', () => {
    const result = crowdlab(
      inputOf(
        [
          [0, 0],
          [0, 0],
        ],
        [
          [0.9, 0.1],
          [0.8, 0.2],
        ],
      ),
    );
    expect(result.baselineError).toBe(1e-6);
    expect(Array.from(result.raterWeights)).toEqual([1, 1]);
    expect(result.collapse.collapsed).toBe(false);
  });

  test('when the consensus is one label, a single disagreement sends raters to the floor, and that is a collapse', () => {
    const result = crowdlab(
      inputOf(
        [
          [0, 0, 0],
          [0, 0, 1],
          [0, 0, 0],
        ],
        [
          [0.9, 0.1],
          [0.8, 0.2],
          [0.9, 0.1],
        ],
      ),
    );
    expect(result.collapse.collapsed).toBe(true);
    expect(result.collapse.reasons).toContainEqual(notice('raters-at-floor', { atFloor: 3, raters: 3 }));
  });

  test('people below a twentieth of the weight are a collapse of their own', () => {
    const result = crowdlab(thinPeople());
    expect(result.collapse.ratersAtFloor).toBe(0);
    // Agreement of each rater, (54 + 49) / 201, barely beats the baseline of 1/2; the judge weighs √3.
    expect(result.collapse.peopleShare).toBeLessThan(0.05);
    expect(result.collapse.peopleShare).toBeGreaterThan(0);
    expect(result.collapse.reasons).toEqual([
      notice('judge-outweighs-people', { peopleShare: result.collapse.peopleShare }),
    ]);
  });

  test('refuses what has no answer', () => {
    expect(() =>
      crowdlab(
        inputOf(
          [
            [0, -1],
            [-1, 0],
          ],
          [
            [0.5, 0.5],
            [0.5, 0.5],
          ],
        ),
      ),
    ).toThrow('crowdlab requires an item with two ratings or more');
    expect(() =>
      crowdlab(
        inputOf(
          [
            [0, 0],
            [-1, -1],
          ],
          [
            [0.5, 0.5],
            [0.5, 0.5],
          ],
        ),
      ),
    ).toThrow('received none of item 1');
    expect(() => crowdlab(inputOf([[0, 0]], [[1]]))).toThrow(
      'crowdlab requires at least 2 labels; received 1',
    );
    expect(() => crowdlab(inputOf([[0, 0]], [[0.7, 0.7]]))).toThrow('requires rows that sum to 1');
    expect(() => crowdlab(inputOf([[0, 0]], [[NaN, 1]]))).toThrow('received NaN at index 0');
    expect(() => crowdlab({ ...inputOf(rows, probabilities), probabilities: [1] })).toThrow(
      'requires [8 × 3] probabilities; received 1 numbers',
    );
    expect(() => crowdlab({ ...inputOf(rows, probabilities), itemIds: [] })).toThrow(InputError);
    expect(() => crowdlab({ ...inputOf(rows, probabilities), judge: '' })).toThrow(
      'requires the name of the judge',
    );
  });
});

test('permuting items, raters and labels permutes the answer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const design = {
        itemCount: 40,
        raterCount: 7,
        labelCount: 3,
        ratingsPerItem: (i: number) => 1 + (i % 4),
        diagonal: 5,
      };
      const world = dawidSkeneWorld(design, createRandom(seed));
      const { table } = world;
      // No two judge probabilities are equal, so that no tie is left to label order or to chance.
      const spread = createRandom(seed).fork('spread');
      const judged = normalized(world.probabilities.map((p) => p + 0.05 * spread.next()));
      const itemIds = Array.from({ length: 40 }, (_, i) => i);
      const before = crowdlab({ table, probabilities: judged, judge: 'j', random: createRandom(1), itemIds });
      const moved = ratingTable({
        ...table,
        item: itemOfRating(table).map((i) => 39 - i),
        rater: table.rater.map((j) => (3 * j + 1) % 7),
        label: table.label.map((k) => (k + 1) % 3),
      });
      const turned = judged.map((_, at) => judged[(39 - Math.floor(at / 3)) * 3 + (((at % 3) + 2) % 3)]);
      const after = crowdlab({
        table: moved,
        probabilities: turned,
        judge: 'j',
        random: createRandom(1),
        itemIds: itemIds.toReversed(),
      });
      expect(Math.abs(after.judgeWeight - before.judgeWeight)).toBeLessThan(1e-9);
      for (let i = 0; i < 40; i++) {
        expect(after.consensus.label[39 - i]).toBe((before.consensus.label[i] + 1) % 3);
        expect(Math.abs(after.consensus.quality[39 - i] - before.consensus.quality[i])).toBeLessThan(1e-9);
      }
      for (let j = 0; j < 7; j++) {
        if (before.raterRatings[j] === 0) continue;
        expect(Math.abs(after.raterWeights[(3 * j + 1) % 7] - before.raterWeights[j])).toBeLessThan(1e-9);
      }
    }),
    { seed: 2, numRuns: 60 },
  );
});

test('inputs are untouched', () => {
  const input = inputOf(rows, probabilities);
  const copy = structuredClone({ table: input.table, probabilities: Array.from(input.probabilities) });
  crowdlab(input);
  expect(input.table).toEqual(copy.table);
  expect(input.probabilities).toEqual(copy.probabilities);
});

/**
 * Three raters, 201 items: 54 unanimous, 147 with an odd one out, each rater 49 times; the judge always sides
 * with the majority.
 */
function thinPeople(): CrowdlabInput {
  const given = Array.from({ length: 201 }, (_, i) => {
    const majority = i % 2;
    return [0, 1, 2].map((j) => (i >= 54 && i % 3 === j ? 1 - majority : majority));
  });
  return inputOf(
    given,
    given.map((_, i) => (i % 2 === 0 ? [0.999, 0.001] : [0.001, 0.999])),
  );
}

function normalized(numbers: Float64Array): Float64Array {
  return numbers.map((p, at) => {
    const start = at - (at % 3);
    return p / (numbers[start] + numbers[start + 1] + numbers[start + 2]);
  });
}

function close(received: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(received.length).toBe(wanted.length);
  wanted.forEach((value, at) => expect(Math.abs(received[at] - value), `at ${at}`).toBeLessThan(tolerance));
}
