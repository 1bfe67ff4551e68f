import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { itemOfRating, ratingTable } from '../numeric/rating-table.ts';
import { dawidSkeneWorld } from './dawid-skene-world.ts';

const design = { itemCount: 20_000, raterCount: 8, labelCount: 3, ratingsPerItem: 3, diagonal: 6 };

test('dawidSkeneWorld is a valid table and the same for the same seed', () => {
  const world = dawidSkeneWorld({ ...design, itemCount: 200 }, createRandom(1));
  expect(ratingTable({ ...world.table, item: itemOfRating(world.table) })).toEqual(world.table);
  expect(dawidSkeneWorld({ ...design, itemCount: 200 }, createRandom(1))).toEqual(world);
});

test('dawidSkeneWorld: raters err as their confusion says', () => {
  const { table, truth, confusion } = dawidSkeneWorld(design, createRandom(2));
  const items = itemOfRating(table);
  const seen = new Float64Array(8 * 9);
  for (let r = 0; r < items.length; r++) seen[table.rater[r] * 9 + truth[items[r]] * 3 + table.label[r]]++;
  for (let row = 0; row < 24; row++) {
    const total = seen[row * 3] + seen[row * 3 + 1] + seen[row * 3 + 2];
    // Five standard errors of a share, 72 shares.
    for (let k = row * 3; k < row * 3 + 3; k++)
      expect(Math.abs(seen[k] / total - confusion[k])).toBeLessThan(2.5 / Math.sqrt(total));
  }
});

test('dawidSkeneWorld: the judge is calibrated', () => {
  const { truth, probabilities } = dawidSkeneWorld(design, createRandom(3));
  // A judge that saw one of three labels has three posteriors: within each, the truth is as frequent as it
  // says.
  const groups = new Map<number, { count: number; right: number }>();
  truth.forEach((right, i) => {
    const p = probabilities[i * 3];
    const group = groups.get(p) ?? { count: 0, right: 0 };
    groups.set(p, { count: group.count + 1, right: group.right + Number(right === 0) });
  });
  expect(groups.size).toBe(3);
  for (const [p, { count, right }] of groups)
    expect(Math.abs(right / count - p)).toBeLessThan(2.5 / Math.sqrt(count));
});

test('dawidSkeneWorld refuses more ratings than raters, and one label', () => {
  expect(() => dawidSkeneWorld({ ...design, ratingsPerItem: 9 }, createRandom(1))).toThrow(
    'at most 8 ratings an item; received 9 on item 0',
  );
  expect(() => dawidSkeneWorld({ ...design, labelCount: 1 }, createRandom(1))).toThrow(
    'requires at least 2 labels; received 1',
  );
});
