import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { type RatingTable, ratingTable } from '../numeric/rating-table.ts';
import { mtBenchAgreement } from './mt-bench-agreement.ts';

// Labels: 0 the first model, 1 the second, 2 tie, 3 tie (both bad).
const TIES = [2, 3];

function votesOf(items: readonly string[]): RatingTable {
  const rows = items.flatMap((votes, item) =>
    [...votes].map((digit, rater) => ({ item, rater, label: digit === '.' ? -1 : Number(digit) })),
  );
  return ratingTable({
    itemCount: items.length,
    raterCount: 4,
    labelCount: 4,
    item: rows.map((r) => r.item),
    rater: rows.map((r) => r.rater),
    label: rows.map((r) => r.label),
  });
}

test('mtBenchAgreement pools pairs, takes all ties as one label under S1 and drops them under S2', () => {
  // 0 0 1: 1 of 3 pairs · tie, tie (both bad): 1 of 1 · 0, tie: 0 of 1 · a single vote: no pair.
  const { s1, s2, humanTieRate } = mtBenchAgreement(votesOf(['001', '23', '02', '1']), [], {
    tieLabels: TIES,
  }).humanHuman;
  expect([s1.agree, s1.total, s2.agree, s2.total]).toEqual([2, 5, 1, 3]);
  expect([s1.value, s2.value, s1.n, s2.n]).toEqual([2 / 5, 1 / 3, 5, 3]);
  expect([s1.counts.items, s1.excludedItems, s2.counts.items, s2.excludedItems]).toEqual([3, 1, 1, 3]);
  expect(humanTieRate).toBe(3 / 7);
});

test('mtBenchAgreement compares a judge with every vote of an item, the only vote too', () => {
  const [side] = mtBenchAgreement(votesOf(['001', '23', '02', '1', '0']), [[0, 2, 3, 0, -1]], {
    tieLabels: TIES,
  }).judges;
  // 2 of 3, 2 of 2 (a tie is a tie), 1 of 2, 0 of 1; decisive on both sides: 2 of 3 and 0 of 1.
  expect([side.s1.agree, side.s1.total, side.s2.agree, side.s2.total]).toEqual([5, 8, 2, 4]);
  expect(side.judgeTieRate).toBe(2 / 4);
  expect(side.humanTieRate).toBe(3 / 8);
});

test('mtBenchAgreement scores everyone on the same pairs where all are decisive', () => {
  const votes = votesOf(['001', '00', '02', '11', '10', '1']);
  const hedging = [2, 0, 0, 1, 2, 1];
  const bold = [0, 0, 0, 0, 0, 1];
  const { paired, judges } = mtBenchAgreement(votes, [hedging, bold], { tieLabels: TIES });
  // Everyone is decisive, with two votes, on items 1 and 3.
  expect(paired.items).toBe(2);
  expect([paired.humanHuman.agree, paired.humanHuman.total]).toEqual([2, 2]);
  expect(paired.judges.map(({ agree, total }) => [agree, total])).toEqual([
    [4, 4],
    [2, 4],
  ]);
  expect(paired.differences.map(({ value }) => value)).toEqual([0, -0.5]);
  // Left to choose its items, the judge that hedges leads by more items than it was better on.
  expect(judges[0].s2.total).toBeLessThan(judges[1].s2.total);
});

test('mtBenchAgreement has intervals by cluster, the S2 one over clusters with a decisive pair', () => {
  const votes = votesOf(Array.from({ length: 60 }, (_, i) => ['00', '01', '22', '11'][(i >> 1) % 4]));
  const { s1, s2 } = mtBenchAgreement(votes, [], {
    tieLabels: TIES,
    interval: {
      clusters: Array.from({ length: 60 }, (_, i) => i >> 1),
    },
  }).humanHuman;
  expect([s1.counts.clusters, s2.counts.clusters]).toEqual([30, 23]);
  expect(s1.interval.lower).toBeLessThan(s1.value);
  expect(s2.standardError).toBeGreaterThan(s1.standardError);
});

test('mtBenchAgreement is unknown, with a reason, where no comparison is left', () => {
  const { humanHuman, judges, paired } = mtBenchAgreement(votesOf(['22', '2']), [[2, -1]], {
    tieLabels: TIES,
  });
  expect(humanHuman.s2).toMatchObject({
    value: NaN,
    total: 0,
    reason: notice('nobody-decisive', { of: 'two people' }),
  });
  expect(judges[0].s2).toMatchObject({
    value: NaN,
    reason: notice('nobody-decisive', { of: 'judge and person' }),
  });
  expect(paired.humanHuman).toMatchObject({
    value: NaN,
    reason: notice('nobody-decisive', { of: 'everyone' }),
  });
  expect(mtBenchAgreement(votesOf(['2']), [], { tieLabels: TIES }).humanHuman.s1.reason).toEqual(
    notice('no-vote-of-both', { of: 'two people' }),
  );
});

test('mtBenchAgreement refuses tie labels that do not exist and judges that do not fit', () => {
  expect(() => mtBenchAgreement(votesOf(['00']), [], { tieLabels: [4] })).toThrow(
    new InputError('mtBenchAgreement requires tie labels among the 4 labels; received 4 at index 0'),
  );
  expect(() => mtBenchAgreement(votesOf(['00']), [[0, 1]], { tieLabels: TIES })).toThrow(
    'mtBenchAgreement requires one judge label for each item; received 2 labels for 1 items',
  );
});
