import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { gwetsAc1 } from './gwets-ac1.ts';
import { gwetsAc2 } from './gwets-ac2.ts';

const schemes = ['nominal', 'linear', 'quadratic', 'ordinal'] as const;

/** Each item's ratings, one digit a rater; a dot is missing. */
function tableOf(items: readonly string[], labelCount: number): RatingTable {
  const ratings = items.flatMap((labels, item) =>
    [...labels].map((label, rater) => ({ item, rater, label })),
  );
  return ratingTable({
    itemCount: items.length,
    raterCount: 5,
    labelCount,
    item: ratings.map(({ item }) => item),
    rater: ratings.map(({ rater }) => rater),
    label: ratings.map(({ label }) => (label === '.' ? -1 : Number(label))),
  });
}

// Krippendorff (2011), section C: twelve units, four observers, values 1 to 5 as codes 0 to 4.
const OBSERVERS = [
  '00.0',
  '1121',
  '2222',
  '2222',
  '1111',
  '0123',
  '3333',
  '0010',
  '1111',
  '.444',
  '..00',
  '.2..',
];

test('gwetsAc2 gives the reference values of the four by twelve example, with five labels declared', () => {
  const table = tableOf(OBSERVERS, 5);
  // From an independent implementation, six digits.
  expect(gwetsAc2(table, { weights: 'quadratic' }).value).toBeCloseTo(0.914001, 6);
  expect(gwetsAc2(table, { weights: 'ordinal' }).value).toBeCloseTo(0.89894, 6);
  expect(gwetsAc2(table, { weights: 'linear' }).value).toBeCloseTo(0.858739, 6);
  expect(gwetsAc2(table, { weights: 'nominal' }).value).toBeCloseTo(0.775444, 6);
  expect(gwetsAc1(table)).toEqual(gwetsAc2(table, { weights: 'nominal' }));
});

test('gwetsAc2 by hand: half credit for a step of one, and the unit with one rating in the shares', () => {
  // Three labels, linear: weights 1, ½, 0. Item agreement ½ and 1; shares from three items: (½, ½, 0), (0, 0,
  // 1), (0, 1, 0).
  const { value, observed, expected, labelShares, n, excludedItems, weights } = gwetsAc2(
    tableOf(['01', '22', '1'], 3),
    {
      weights: 'linear',
    },
  );
  expect(observed).toBeCloseTo(0.75, 12);
  expect(labelShares).toEqual([1 / 6, 1 / 2, 1 / 3].map((share) => expect.closeTo(share, 12)));
  // Weights sum to 3 + 4 · ½ = 5; Σ share (1 − share) = 5/36 + 9/36 + 8/36.
  expect(expected).toBeCloseTo(((5 / 6) * 22) / 36, 12);
  expect(value).toBeCloseTo((0.75 - 110 / 216) / (1 - 110 / 216), 12);
  expect([n, excludedItems, weights]).toEqual([2, 1, 'linear']);
});

test('gwetsAc2 stays high where one label is common, and exists where it is the only one', () => {
  const skewed = [...Array<string>(95).fill('44'), ...Array<string>(5).fill('34')];
  expect(gwetsAc2(tableOf(skewed, 5), { weights: 'quadratic' }).value).toBeGreaterThan(0.98);
  for (const weights of schemes)
    expect(gwetsAc2(tableOf(['33', '33'], 5), { weights })).toMatchObject({ value: 1, expected: 0 });
});

test('gwetsAc2 does not see the direction of the scale, and does see its order', () => {
  const turned = OBSERVERS.map((labels) => labels.replaceAll(/\d/g, (label) => String(4 - Number(label))));
  const shuffled = OBSERVERS.map((labels) => labels.replaceAll(/\d/g, (label) => '03142'[Number(label)]));
  for (const weights of schemes) {
    const value = gwetsAc2(tableOf(OBSERVERS, 5), { weights }).value;
    expect(gwetsAc2(tableOf(turned, 5), { weights }).value).toBeCloseTo(value, 12);
    const moved = Math.abs(gwetsAc2(tableOf(shuffled, 5), { weights }).value - value);
    if (weights === 'nominal') expect(moved).toBeLessThan(1e-12);
    else expect(moved).toBeGreaterThan(0.005);
  }
});

test('gwetsAc2 takes values in any unit; an unused label at the end changes it, since the scale is then longer', () => {
  const table = tableOf(OBSERVERS, 5);
  const ranks = gwetsAc2(table, { weights: 'linear' }).value;
  expect(gwetsAc2(table, { weights: 'linear', values: [10, 12, 14, 16, 18] }).value).toBeCloseTo(ranks, 12);
  expect(gwetsAc2(table, { weights: 'linear', values: [1, 2, 3, 4, 40] }).value).not.toBeCloseTo(ranks, 3);
  expect(gwetsAc2(tableOf(OBSERVERS, 7), { weights: 'linear' }).value).toBeGreaterThan(ranks + 0.005);
});

test('gwetsAc2 has an interval by cluster in its own weights', () => {
  const interval = {
    clusters: OBSERVERS.map((_, item) => item >> 1),
    random: createRandom(1),
    replicates: 400,
  };
  const estimate = gwetsAc2(tableOf(OBSERVERS, 5), { weights: 'ordinal', interval });
  expect(estimate.interval.lower).toBeLessThan(0.89894);
  expect(estimate.interval.upper).toBeGreaterThan(0.89894);
  expect(estimate.counts).toEqual({ items: 11, labels: 40, clusters: 6 });
});

test('gwetsAc2 does not exist without an item of two ratings', () => {
  expect(gwetsAc2(tableOf(['1', '2'], 3), { weights: 'linear' })).toMatchObject({
    value: NaN,
    reason: notice('no-item-rated-twice'),
  });
});

test('gwetsAc2 refuses a codebook of one label and values that cannot be distances', () => {
  expect(() => gwetsAc2(tableOf(['00'], 1), { weights: 'linear' })).toThrow(
    new InputError('gwetsAc2 requires at least 2 labels; received 1'),
  );
  expect(() => gwetsAc2(tableOf(['01'], 2), { weights: 'quadratic', values: [2, 2] })).toThrow(
    'gwetsAc2 requires values that differ; received 2 for all 2 labels',
  );
});
