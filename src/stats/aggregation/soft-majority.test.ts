import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { type RatingTable, itemOfRating, ratingTable } from '../numeric/rating-table.ts';
import { dawidSkeneWorld } from '../simulation/dawid-skene-world.ts';
import { consensusStatuses } from './consensus.ts';
import { softMajority } from './soft-majority.ts';

// A 1-1-1 split, 2-1, a 1-1 split, nobody.
const table = ratingTable({
  itemCount: 4,
  raterCount: 3,
  labelCount: 3,
  item: [0, 0, 0, 1, 1, 1, 2, 2],
  rater: [0, 1, 2, 0, 1, 2, 1, 2],
  label: [0, 1, 2, 2, 2, 1, 0, 1],
});
const statuses = (status: Uint8Array): string[] => Array.from(status, (code) => consensusStatuses[code]);

describe('softMajority', () => {
  test('keeps the votes as shares and leaves ties without a label', () => {
    const result = softMajority(table);
    expect(Array.from(result.label)).toEqual([-1, 2, -1, -1]);
    expect(statuses(result.status)).toEqual(['tied', 'decided', 'tied', 'unrated']);
    expect(Array.from(result.numbers.subarray(3, 9))).toEqual([0, 1 / 3, 2 / 3, 0.5, 0.5, 0]);
    expect(Array.from(result.quality)).toEqual([1 / 3, 2 / 3, 0.5, NaN]);
    expect(result.margin[1]).toBeCloseTo(1 / 3, 15);
    expect([result.margin[0], result.margin[2]]).toEqual([0, 0]);
    expect(Array.from(result.tied)).toEqual([1, 0, 1, 0]);
    expect(Array.from(result.counts)).toEqual([3, 3, 2, 0]);
    expect(result.contributors).toEqual({ people: true });
  });

  test('first and last are no policies', () => {
    // @ts-expect-error label order is presentation side
    expect(() => softMajority(table, { ties: 'first' })).toThrow(InputError);
    // @ts-expect-error label order is presentation side
    expect(() => softMajority(table, { ties: 'last' })).toThrow('received last');
  });

  test('prior: the likeliest of the tied labels; a tie under the prior stays a tie', () => {
    expect(Array.from(softMajority(table, { ties: 'prior', prior: [1, 3, 2] }).label)).toEqual([1, 2, 1, -1]);
    const even = softMajority(table, { ties: 'prior', prior: [1, 1, 1] });
    expect(Array.from(even.label)).toEqual([-1, 2, -1, -1]);
    // Mean shares over rated items, times three: 5/6, 7/6, 1.
    expect(Array.from(softMajority(table, { ties: 'prior' }).label)).toEqual([1, 2, 1, -1]);
    expect(statuses(softMajority(table, { ties: 'prior' }).status)[0]).toBe('tie broken');
  });

  test('model: the highest judge probability among the tied labels only, and the judge is a contributor', () => {
    const probabilities = [0.2, 0.3, 0.5, 0.9, 0.05, 0.05, 0.1, 0.2, 0.7, 1, 0, 0];
    const result = softMajority(table, { ties: 'model', probabilities, judge: 'j' });
    expect(Array.from(result.label)).toEqual([2, 2, 1, -1]);
    expect(result.contributors).toEqual({ people: true, judge: 'j' });
  });

  test('random: keyed to the item, so that adding and reordering items changes no other item', () => {
    const count = 400;
    const ids = Array.from({ length: count }, (_, i) => `item ${i}`);
    const label = (names: string[]): Map<string, number> => {
      const split = ratingTable({
        itemCount: names.length,
        raterCount: 2,
        labelCount: 2,
        item: names.flatMap((_, i) => [i, i]),
        rater: names.flatMap(() => [0, 1]),
        label: names.flatMap(() => [0, 1]),
      });
      const result = softMajority(split, { ties: 'random', random: createRandom(5), itemIds: names });
      return new Map(names.map((name, i) => [name, result.label[i]]));
    };
    const all = label(ids);
    for (const [id, code] of label(ids.slice(100).reverse())) expect(all.get(id)).toBe(code);
    const zeros = [...all.values()].filter((code) => code === 0).length;
    // Four standard deviations of a fair coin in 400 throws: 40.
    expect(Math.abs(zeros - count / 2)).toBeLessThan(40);
  });

  test('weights: shares and the effective count', () => {
    const result = softMajority(table, { weights: [1, 2, 4] });
    expect(Array.from(result.label)).toEqual([2, 1, 1, -1]);
    expect(result.quality[0]).toBeCloseTo(4 / 7, 15);
    expect(result.effectiveCounts[0]).toBeCloseTo(49 / 21, 14);
    expect(Array.from(softMajority(table).effectiveCounts)).toEqual([3, 3, 2, 0]);
  });

  test('a tie of weighted sums is a tie although their last bits differ', () => {
    const split = ratingTable({
      itemCount: 1,
      raterCount: 4,
      labelCount: 2,
      item: [0, 0, 0, 0],
      rater: [0, 1, 2, 3],
      label: [0, 0, 1, 1],
    });
    // 0.1 + 0.7 and 0.3 + 0.5 differ in binary.
    expect(0.1 + 0.7 === 0.3 + 0.5).toBe(false);
    expect(softMajority(split, { weights: [0.1, 0.7, 0.3, 0.5] }).tied[0]).toBe(1);
  });

  test('refuses wrong lengths and ranges', () => {
    expect(() => softMajority(table, { weights: [1, 1] })).toThrow(
      'softMajority requires 3 weights; received 2',
    );
    expect(() => softMajority(table, { weights: [1, 0, 1] })).toThrow('received 0 at rater 1');
    expect(() => softMajority(table, { weights: [1, Infinity, 1] })).toThrow(InputError);
    expect(() => softMajority(table, { ties: 'prior', prior: [1, 1] })).toThrow(InputError);
    expect(() => softMajority(table, { ties: 'model', probabilities: [1], judge: 'j' })).toThrow(
      'requires 12 probabilities; received 1',
    );
    expect(() => softMajority(table, { ties: 'random', random: createRandom(1), itemIds: ['a'] })).toThrow(
      'requires 4 itemIds',
    );
  });

  test('permuting items, raters and labels permutes the answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = createRandom(seed);
        const { table: drawn } = dawidSkeneWorld(
          { itemCount: 12, raterCount: 6, labelCount: 3, ratingsPerItem: (i) => i % 5, diagonal: 3 },
          random,
        );
        const moved = permuted(drawn);
        const before = softMajority(drawn, { ties: 'prior' });
        const after = softMajority(moved, { ties: 'prior' });
        for (let i = 0; i < 12; i++) {
          expect(after.label[11 - i]).toBe(before.label[i] < 0 ? -1 : (before.label[i] + 1) % 3);
          if (before.counts[i] === 0) continue;
          expect(after.margin[11 - i]).toBeCloseTo(before.margin[i], 12);
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

/** Items reversed, raters shifted by one, labels shifted by one. */
function permuted(table: RatingTable): RatingTable {
  const { itemCount, raterCount, labelCount } = table;
  return ratingTable({
    itemCount,
    raterCount,
    labelCount,
    item: itemOfRating(table).map((i) => itemCount - 1 - i),
    rater: table.rater.map((j) => (j + 1) % raterCount),
    label: table.label.map((k) => (k + 1) % labelCount),
  });
}
