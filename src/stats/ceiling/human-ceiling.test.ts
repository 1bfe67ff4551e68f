import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { humanCeiling, judgeAgreement } from './human-ceiling.ts';

/** One string an item, one digit a person; a dot is missing. */
function peopleOf(items: readonly string[], labelCount = 3): RatingTable {
  const rows = items.flatMap((ratings, item) =>
    [...ratings].map((digit, rater) => ({ item, rater, label: digit === '.' ? -1 : Number(digit) })),
  );
  return ratingTable({
    itemCount: items.length,
    raterCount: 4,
    labelCount,
    item: rows.map((r) => r.item),
    rater: rows.map((r) => r.rater),
    label: rows.map((r) => r.label),
  });
}

test('humanCeiling compares the judge and people with single people, on the same items', () => {
  // Compared: 001 with 0, 11 with 0, 0012 with 2. Left out: 0. (one person), .. (nobody), 00 without the
  // judge.
  const people = peopleOf(['001', '11', '0012', '0.', '..', '00']);
  const judge = [0, 0, 2, 0, 1, -1];
  const ceiling = humanCeiling(people, judge);
  const humanHuman = (1 / 3 + 1 + 1 / 6) / 3;
  const judgeHuman = (2 / 3 + 0 + 1 / 4) / 3;
  expect(ceiling.humanHuman.value).toBeCloseTo(humanHuman, 12);
  expect(ceiling.judgeHuman.value).toBeCloseTo(judgeHuman, 12);
  expect(ceiling.difference.value).toBeCloseTo(judgeHuman - humanHuman, 12);
  expect(ceiling.ratio.value).toBeCloseTo(judgeHuman / humanHuman, 12);
  expect(ceiling.judgeHumanAllItems.value).toBeCloseTo((2 / 3 + 0 + 1 / 4 + 1) / 4, 12);
  expect(ceiling.items).toEqual({ compared: 3, onePerson: 1, withoutPeople: 1, withoutJudge: 1 });
  expect(ceiling.difference.counts).toEqual({ items: 3, labels: 9, clusters: NaN });
  expect([
    ceiling.difference.excludedItems,
    ceiling.judgeHumanAllItems.excludedItems,
    ceiling.judgeHumanAllItems.counts.labels,
  ]).toEqual([3, 2, 10]);
});

test('humanCeiling does not reward a judge for following the majority of three', () => {
  // Against the majority the judge would be right on every item; people agree with single people on ⅓ and it
  // on ⅔.
  const people = peopleOf(['001', '110', '221']);
  expect(humanCeiling(people, [0, 1, 2]).judgeHuman.value).toBeCloseTo(2 / 3, 12);
  expect(humanCeiling(people, [0, 1, 2]).humanHuman.value).toBeCloseTo(1 / 3, 12);
});

test('humanCeiling has the interval of the difference from items that move both sides together', () => {
  // The judge copies the first of two people who toss coins: both agreements move together.
  const random = createRandom(4);
  const items = Array.from({ length: 80 }, () =>
    random.next() < 0.5 ? '00' : random.next() < 0.5 ? '01' : '11',
  );
  const judge = items.map((ratings) => Number(ratings[0]));
  const ceiling = humanCeiling(peopleOf(items), judge, {
    interval: { clusters: 'items' },
  });
  // Judge and person agree by 1 or ½, people by 1 or 0: the difference is half of what is missing, so its
  // error is half as large, but for the noise of 2000 resamples.
  const half = ceiling.humanHuman.standardError / 2;
  expect(Math.abs(ceiling.difference.standardError / half - 1)).toBeLessThan(0.06);
  expect(ceiling.judgeHuman.standardError).toBeCloseTo(ceiling.humanHuman.standardError / 2, 10);
  expect(ceiling.difference.interval.lower).toBeGreaterThan(0);
});

test('humanCeiling of full agreement has exact shares over the compared clusters, and no interval for the contrasts', () => {
  const people = peopleOf([...Array.from({ length: 12 }, () => '00'), '0.', '0.', '0.']);
  const ceiling = humanCeiling(people, new Int32Array(15), {
    interval: { clusters: 'items' },
  });
  expect(ceiling.humanHuman.interval.lower).toBeCloseTo(0.025 ** (1 / 12), 10);
  expect(ceiling.judgeHumanAllItems.interval.lower).toBeCloseTo(0.025 ** (1 / 15), 10);
  expect([
    ceiling.difference.value,
    ceiling.difference.standardError,
    ceiling.difference.interval.lower,
  ]).toEqual([0, NaN, NaN]);
  expect(ceiling.ratio.intervalReason).toEqual(notice('no-spread'));
});

test('humanCeiling is unknown, with a reason, without an item of two people and the judge', () => {
  const ceiling = humanCeiling(peopleOf(['0', '1', '00']), [0, 0, -1]);
  const reason = notice('no-item-of-two-people-and-judge');
  for (const estimate of [ceiling.humanHuman, ceiling.judgeHuman, ceiling.difference, ceiling.ratio])
    expect(estimate).toMatchObject({ value: NaN, reason, n: 0 });
  expect(ceiling.judgeHumanAllItems.value).toBe(0.5);
});

test('humanCeiling has no ratio where no two people ever agree', () => {
  const { ratio, difference } = humanCeiling(peopleOf(['01', '12']), [0, 1]);
  expect(ratio).toMatchObject({ value: NaN, reason: notice('people-never-agree') });
  expect(difference.value).toBe(0.5);
});

test('judgeAgreement is unknown without a person and a judge on one item', () => {
  expect(judgeAgreement(peopleOf(['0', '.']), [-1, 1])).toMatchObject({
    value: NaN,
    reason: notice('no-item-of-person-and-judge'),
    excludedItems: 2,
  });
});

test('humanCeiling refuses a judge of another length or of unknown labels', () => {
  expect(() => humanCeiling(peopleOf(['00', '11']), [0])).toThrow(
    new InputError('humanCeiling requires one judge label for each item; received 1 labels for 2 items'),
  );
  expect(() => judgeAgreement(peopleOf(['00', '11']), [0, 3])).toThrow(
    'judgeAgreement requires label codes below 3; received 3 at index 1',
  );
});

test('humanCeiling claims the contrasts from 20 clusters in which judge and people differ', () => {
  const items = Array.from({ length: 28 }, (_, i) => ['00', '01', '11'][i % 3]);
  const ceiling = humanCeiling(
    peopleOf(items),
    items.map((_, i) => i % 2),
    { interval: { clusters: 'items' } },
  );
  expect(ceiling.humanHuman.warnings).toEqual([]);

  expect(ceiling.difference.warnings).toEqual([notice('few-discordant-clusters', { count: 19, from: 20 })]);
});

test('a judge whose orders disagree agrees half with either side', () => {
  const people = ratingTable({
    itemCount: 2,
    raterCount: 2,
    labelCount: 3,
    item: [0, 0, 1, 1],
    rater: [0, 1, 0, 1],
    label: [0, 0, 0, 1],
  });
  const split = new Map([[0, [0, 2]]]);
  const { judgeHuman, items } = humanCeiling(people, [-1, 1], { split });
  expect([judgeHuman.value, judgeHuman.n, items.withoutJudge]).toEqual([(0.5 + 0.5) / 2, 2, 0]);
  expect(judgeAgreement(people, [-1, -1], { split }).value).toBe(0.5);
  expect(() => humanCeiling(people, [-1, 1], { split: new Map([[0, [0, 3]]]) })).toThrow(
    'label codes below 3',
  );
  expect(() => humanCeiling(people, [-1, 1], { split: new Map([[0, [-1]]]) })).toThrow(
    'item 0 has one that is none',
  );
});
