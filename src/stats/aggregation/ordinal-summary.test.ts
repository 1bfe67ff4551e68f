import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { ratingTable } from '../numeric/rating-table.ts';
import { crowdlab } from './crowdlab.ts';
import { ordinalSummary } from './ordinal-summary.ts';
import { softMajority } from './soft-majority.ts';

const table = ratingTable({
  itemCount: 4,
  raterCount: 4,
  labelCount: 4,
  item: [0, 0, 0, 1, 1, 1, 1, 2],
  rater: [0, 1, 2, 0, 1, 2, 3, 0],
  label: [0, 3, 3, 0, 0, 3, 3, 2],
});

test('ordinalSummary: the middle vote, halfway where the votes split in the middle, NaN where there are none', () => {
  const { median, mean } = ordinalSummary(softMajority(table), [1, 2, 3, 10]);
  expect(Array.from(median)).toEqual([10, 5.5, 3, NaN]);
  expect(mean[0]).toBeCloseTo(7, 14);
  expect(Array.from(mean.subarray(1))).toEqual([5.5, 3, NaN]);
});

test('ordinalSummary refuses values that do not ascend, and scores', () => {
  expect(() => ordinalSummary(softMajority(table), [1, 2, 2, 3])).toThrow('received 2 at label 2');
  expect(() => ordinalSummary(softMajority(table), [1, 2, 3])).toThrow(InputError);
  const two = ratingTable({
    itemCount: 1,
    raterCount: 2,
    labelCount: 2,
    item: [0, 0],
    rater: [0, 1],
    label: [0, 0],
  });
  const { consensus } = crowdlab({
    table: two,
    probabilities: [0.5, 0.5],
    judge: 'j',
    random: createRandom(1),
    itemIds: ['a'],
  });
  expect(() => ordinalSummary(consensus, [0, 1])).toThrow('requires a consensus of shares; received scores');
});
