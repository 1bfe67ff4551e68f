/** What may not matter, does not: the order of items, the numbers of raters, the names of labels. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type RatingTable, itemOfRating, ratingTable } from '../numeric/rating-table.ts';
import type { IntervalRequest } from './agreement-facts.ts';
import {
  cohensKappa,
  fleissKappa,
  gwetsAc1,
  gwetsAc2,
  krippendorffsAlpha,
  leaveOneOutAgreement,
  percentAgreement,
} from './index.ts';
import { humanCeiling, mtBenchAgreement } from '../ceiling/index.ts';

const LABELS = 4;
const RATERS = 4;
const VALUES = [1, 2, 4, 9];

/** Each item: one label a rater (−1 missing), then the judge's, then the cluster. */
const study = fc.array(
  fc.tuple(
    ...Array.from({ length: RATERS + 1 }, () => fc.integer({ min: -1, max: LABELS - 1 })),
    fc.integer({ min: 0, max: 9 }),
  ),
  { minLength: 1, maxLength: 40 },
);
type Study = readonly (readonly number[])[];

interface Order {
  readonly items: readonly number[];
  readonly raters: readonly number[];
  readonly labels: readonly number[];
}

function asIs(items: number): Order {
  return { items: [...Array(items).keys()], raters: [0, 1, 2, 3], labels: [0, 1, 2, 3] };
}

/**
 * The study seen in another order: item i of the result is item `items[i]`, rater j becomes `raters[j]`,
 * label k `labels[k]`.
 */
function seen(
  rows: Study,
  { items, raters, labels }: Order,
): { table: RatingTable; judge: Int32Array; clusters: Int32Array } {
  const again = items.map((i) => rows[i]);
  const relabel = (label: number): number => (label < 0 ? -1 : labels[label]);
  const table = ratingTable({
    itemCount: again.length,
    raterCount: RATERS,
    labelCount: LABELS,
    item: again.flatMap((_, i) => Array.from({ length: RATERS }, () => i)),
    rater: again.flatMap(() => [...raters]),
    label: again.flatMap((row) => row.slice(0, RATERS).map(relabel)),
  });
  return {
    table,
    judge: Int32Array.from(again, (row) => relabel(row[RATERS])),
    clusters: Int32Array.from(again, (row) => row[RATERS + 1]),
  };
}

/** Every number that no order may change; raters in their first order. */
function numbers(rows: Study, order: Order): number[] {
  const { table, judge, clusters } = seen(rows, order);
  const interval: IntervalRequest = { clusters, random: createRandom(1), replicates: 100 };
  const values = order.labels.map((_, label) => VALUES[order.labels.indexOf(label)]);
  const ceiling = humanCeiling(table, judge, { interval });
  const mtBench = mtBenchAgreement(table, [judge], { tieLabels: [order.labels[3]], interval });
  const people = leaveOneOutAgreement(table, { interval });
  return [
    percentAgreement(table, { interval }),
    percentAgreement(table, { average: 'pairs', interval }),
    fleissKappa(table, { interval }),
    gwetsAc1(table, { interval }),
    gwetsAc2(table, { weights: 'quadratic', values, interval }),
    krippendorffsAlpha(table, { metric: 'nominal', interval }),
    krippendorffsAlpha(table, { metric: 'interval', values, interval }),
    ...([{}, { weights: 'linear', values }, { weights: 'quadratic', values }] as const).map((weights) =>
      cohensKappa(
        judge,
        judge.map((_, i) => onlyLabel(table, i)),
        LABELS,
        { ...weights, interval },
      ),
    ),
    ceiling.humanHuman,
    ceiling.judgeHuman,
    ceiling.difference,
    ceiling.judgeHumanAllItems,
    mtBench.humanHuman.s1,
    mtBench.judges[0].s2,
    mtBench.paired.judges[0],
    ...order.raters.map((rater) => people[rater]),
  ].flatMap(({ value, standardError, interval: { lower, upper } }) => [value, standardError, lower, upper]);
}

/** The only rating of an item, or none: it does not hang on the order of raters. */
function onlyLabel({ itemStart, label }: RatingTable, item: number): number {
  const start = itemStart[item];
  return itemStart[item + 1] === start + 1 ? label[start] : -1;
}

function expectSame(a: readonly number[], b: readonly number[]): void {
  expect(b).toHaveLength(a.length);
  for (const [i, value] of a.entries()) {
    if (Number.isNaN(value)) expect(b[i], `number ${i}`).toBeNaN();
    else expect(Math.abs(value - b[i]), `number ${i}`).toBeLessThanOrEqual(1e-9);
  }
}

/** A shuffled order of all three, from one seed. */
function shuffled(items: number, seed: number): Order {
  const random = createRandom(seed);
  const shuffle = (count: number): number[] =>
    [...Array(count).keys()]
      .map((i) => ({ i, key: random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ i }) => i);
  return { items: shuffle(items), raters: shuffle(RATERS), labels: shuffle(LABELS) };
}

test('values and intervals by cluster do not change with the order of items, raters and labels', () => {
  fc.assert(
    fc.property(study, fc.integer(), (rows, seed) => {
      expectSame(numbers(rows, asIs(rows.length)), numbers(rows, shuffled(rows.length, seed)));
    }),
    { seed: 20, numRuns: 60 },
  );
});

test('ordinal alpha changes with the order of labels, and not when the scale is turned round', () => {
  const rows = [
    [0, 1, -1, -1, 0, 0],
    [1, 2, -1, -1, 0, 0],
    [2, 3, -1, -1, 0, 0],
    [0, 0, -1, -1, 0, 0],
    [3, 3, 2, -1, 0, 0],
  ];
  const alpha = (labels: readonly number[]): number =>
    krippendorffsAlpha(seen(rows, { ...asIs(5), labels }).table, { metric: 'ordinal' }).value;
  expect(alpha([3, 2, 1, 0])).toBeCloseTo(alpha([0, 1, 2, 3]), 12);
  expect(Math.abs(alpha([0, 2, 1, 3]) - alpha([0, 1, 2, 3]))).toBeGreaterThan(0.01);
});

test('every rating twice, in the same clusters: shares keep their value and their standard error', () => {
  fc.assert(
    fc.property(study, (rows) => {
      const once = seen(rows, asIs(rows.length));
      const doubled = [...rows, ...rows];
      const twice = seen(doubled, asIs(doubled.length));
      const options = { random: createRandom(1), replicates: 100 };
      const a = percentAgreement(once.table, { interval: { ...options, clusters: once.clusters } });
      const b = percentAgreement(twice.table, { interval: { ...options, clusters: twice.clusters } });
      expectSame([a.value, a.standardError, a.interval.lower], [b.value, b.standardError, b.interval.lower]);
    }),
    { seed: 21, numRuns: 60 },
  );
});

test('inputs are left as they were, and results cannot be changed', () => {
  const rows = [
    [0, 1, -1, 2, 0, 0],
    [1, 1, 1, -1, 1, 1],
    [2, -1, -1, 0, -1, 1],
  ];
  const { table, judge, clusters } = seen(rows, asIs(3));
  const before = structuredClone({ ...table, judge, clusters, items: itemOfRating(table) });
  const interval = { clusters, random: createRandom(1), replicates: 100 };
  const results = [
    percentAgreement(table, { interval }),
    krippendorffsAlpha(table, { metric: 'ordinal', interval }),
    humanCeiling(table, judge, { interval }),
    mtBenchAgreement(table, [judge], { tieLabels: [3], interval }),
    leaveOneOutAgreement(table, { interval }),
    gwetsAc1(table, { interval }),
    fleissKappa(table, { interval }),
    cohensKappa(judge, judge, LABELS, { interval }),
  ];
  expect({ ...table, judge, clusters, items: itemOfRating(table) }).toEqual(before);
  for (const result of results) expect(Object.isFrozen(result)).toBe(true);
});
