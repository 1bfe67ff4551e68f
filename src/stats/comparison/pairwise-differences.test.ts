import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../numeric/distributions.ts';
import { notice } from '../numeric/estimate.ts';
import { createRandom, drawIndex } from '../numeric/random.ts';
import { maxT } from './max-t.ts';
import { pairedDifference } from './paired-difference.ts';
import { pairwiseDifferences } from './pairwise-differences.ts';

/** Scores of judges who are right with these chances, and together on items that are easy. */
function drawJudges(seed: string, chances: readonly number[], items: number, people = 1): number[][] {
  const random = createRandom(seed);
  const judges = chances.map((): number[] => []);
  for (let item = 0; item < items; item++) {
    const easy = random.next() < 0.5;
    for (const [judge, chance] of chances.entries()) {
      let agreed = 0;
      for (let person = 0; person < people; person++) if (easy || random.next() < chance) agreed++;
      judges[judge].push(agreed / people);
    }
  }
  return judges;
}

test('pairwiseDifferences of two judges is pairedDifference, single items and clusters', () => {
  const [first, second] = drawJudges('two', [0.9, 0.6], 80);
  for (const cluster of ['items', Int32Array.from(first, (_, item) => item >> 2)] as const) {
    const { pairs, ranks } = pairwiseDifferences([first, second], { cluster });
    expect(pairs).toEqual([{ ...pairedDifference({ first, second, cluster }), judges: [0, 1] }]);
    expect(ranks).toEqual([
      { best: 1, worst: 1 },
      { best: 2, worst: 2 },
    ]);
  }
});

test('pairwiseDifferences of three reach further than one pair alone and less far than Bonferroni', () => {
  const judges = drawJudges('three', [0.9, 0.8, 0.5], 120);
  const { pairs, ranks, criticalValue } = pairwiseDifferences(judges, { cluster: 'items' });
  expect(criticalValue).toBeGreaterThan(normalQuantile(0.975));
  expect(criticalValue).toBeLessThan(normalQuantile(1 - 0.025 / 3));
  expect(pairs.map(({ judges: of }) => of)).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
  for (const {
    judges: [one, other],
    interval,
    value,
  } of pairs) {
    const alone = pairedDifference({ first: judges[one], second: judges[other], cluster: 'items' });
    expect(value).toBe(alone.value);
    expect(interval.lower).toBeLessThan(alone.interval.lower);
    expect(interval.upper).toBeGreaterThan(alone.interval.upper);
  }
  // The first two cannot be told apart, and both lie above the third.
  expect(ranks).toEqual([
    { best: 1, worst: 2 },
    { best: 1, worst: 2 },
    { best: 3, worst: 3 },
  ]);
});

test('judges that never differ leave all ranks open, by Bonferroni', () => {
  const [judge] = drawJudges('same', [0.7], 60);
  const { ranks, criticalValue, pairs } = pairwiseDifferences([judge, judge, judge], { cluster: 'items' });
  expect(criticalValue).toBeCloseTo(normalQuantile(1 - 0.025 / 3), 10);
  expect(ranks.every(({ best, worst }) => best === 1 && worst === 3)).toBe(true);
  expect(pairs[0].interval.upper).toBeGreaterThan(0.08);
});

test('an item on which any judge is silent is left out for all, where silence is', () => {
  const judges = drawJudges('silent', [0.9, 0.8, 0.5], 60).map((scores, judge) =>
    scores.map((score, item) => (item === judge ? null : score)),
  );
  const { pairs } = pairwiseDifferences(judges, { cluster: 'items', noVerdict: 'left-out' });
  for (const { n, leftOut, unclaimed } of pairs) {
    expect([n, leftOut]).toEqual([57, 3]);
    expect(unclaimed).toEqual([notice('items-left-out', { count: 3 })]);
  }
  expect(pairs[2].withoutVerdict).toEqual({ first: 1, second: 1 });
  expect(pairwiseDifferences(judges, { cluster: 'items' }).pairs[0].n).toBe(60);
});

test('without an item nothing exists', () => {
  const { pairs, ranks, criticalValue } = pairwiseDifferences([[], [], []], { cluster: 'items' });
  expect(criticalValue).toBeNaN();
  expect(pairs.map(({ value }) => value)).toEqual([NaN, NaN, NaN]);
  expect(ranks[0]).toEqual({ best: 1, worst: 3 });
});

test('pairwiseDifferences refuses a single judge, and a level outside (0, 1)', () => {
  expect(() => pairwiseDifferences([[1, 0]], { cluster: 'items' })).toThrow(
    'requires two judges or more; received 1',
  );
  expect(() => pairwiseDifferences([[1], [0]], { cluster: 'items', level: 0 })).toThrow(
    'requires a level in (0, 1); received 0',
  );
  expect(() => pairwiseDifferences([[1], [0], [3]], { cluster: 'items' })).toThrow('received 3 at index 0');
});

describe('properties', () => {
  const arbitrary = fc.record({
    seed: fc.string(),
    judges: fc.integer({ min: 2, max: 5 }),
    people: fc.integer({ min: 1, max: 3 }),
    clustered: fc.boolean(),
  });
  const chances = [0.9, 0.75, 0.6, 0.5, 0.85];

  test('judges in another order have the same intervals, with another sign where two are exchanged', () => {
    fc.assert(
      fc.property(arbitrary, ({ seed, judges: count, people, clustered }) => {
        const judges = drawJudges(seed, chances.slice(0, count), 60, people);
        const cluster = clustered ? Int32Array.from(judges[0], (_, item) => item >> 1) : 'items';
        const one = pairwiseDifferences(judges, { cluster });
        const turned = pairwiseDifferences(judges.toReversed(), { cluster });
        expect(turned.criticalValue).toBeCloseTo(one.criticalValue, 6);
        expect(turned.ranks).toEqual(one.ranks.toReversed());
        for (const {
          judges: [first, second],
          interval,
        } of one.pairs) {
          const same = turned.pairs.find(
            ({ judges: [a, b] }) => a === count - 1 - second && b === count - 1 - first,
          )!;
          expect(same.interval.upper).toBeCloseTo(-interval.lower, 6);
        }
      }),
      { seed: 41, numRuns: 30 },
    );
  });

  test('rows in another order change nothing', () => {
    const judges = drawJudges('rows', chances.slice(0, 3), 60, 3);
    const random = createRandom(5);
    const order = judges[0].map((_, item) => item).toSorted(() => drawIndex(random, 3) - 1);
    const one = pairwiseDifferences(judges, { cluster: 'items' });
    const other = pairwiseDifferences(
      judges.map((scores) => order.map((item) => scores[item])),
      { cluster: 'items' },
    );
    expect(other.criticalValue).toBeCloseTo(one.criticalValue, 6);
    expect(other.ranks).toEqual(one.ranks);
  });
});

describe('maxT', () => {
  test('of judges on a line is that of one pair: they are one difference', () => {
    const squares = Float64Array.of(0, 1, 9, 1, 0, 4, 9, 4, 0);
    expect(maxT(squares, 3, { level: 0.95, degreesOfFreedom: Infinity })).toBeCloseTo(1.959964, 6);
  });

  test('is Bonferroni’s where some pair shows no spread', () => {
    const squares = Float64Array.of(0, 0, 2, 0, 0, 2, 2, 2, 0);
    expect(maxT(squares, 3, { level: 0.95, degreesOfFreedom: Infinity })).toBeCloseTo(2.39398, 5);
  });

  test('of five models that PandaLM’s people compared on 170 instructions is what resamples give', () => {
    // Squared standard errors of the differences of Bradley-Terry ratings by instruction, times a million. By
    // resamples 2.726, which are good for .002.
    const squares = Float64Array.from(
      [
        [0, 29633, 31669, 30094, 31826],
        [29633, 0, 42333, 29797, 29724],
        [31669, 42333, 0, 32595, 33392],
        [30094, 29797, 32595, 0, 28200],
        [31826, 29724, 33392, 28200, 0],
      ].flat(),
    );
    const found = maxT(squares, 5, { level: 0.95, degreesOfFreedom: Infinity });
    expect(Math.abs(found - 2.726)).toBeLessThan(0.004);
  });

  test('does not depend on the order of judges, or on the scale', () => {
    const squares = Float64Array.of(0, 1, 2, 3, 1, 0, 1.5, 2.5, 2, 1.5, 0, 3.5, 3, 2.5, 3.5, 0);
    const order = [2, 0, 3, 1];
    const turned = squares.map((_, at) => 7 * squares[order[at >> 2] * 4 + order[at & 3]]);
    const request = { level: 0.95, degreesOfFreedom: 30 };
    expect(maxT(turned, 4, request)).toBeCloseTo(maxT(squares, 4, request), 9);
  });
});
