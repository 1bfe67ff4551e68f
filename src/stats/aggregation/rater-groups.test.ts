import { expect, test } from 'vitest';
import { ratingTable } from '../numeric/rating-table.ts';
import { raterGroups } from './rater-groups.ts';

/** `[item, rater]` of each rating. */
const groupsOf = (rows: readonly (readonly [number, number])[], raterCount: number) =>
  raterGroups(
    ratingTable({
      itemCount: 10,
      raterCount,
      labelCount: 2,
      item: rows.map(([item]) => item),
      rater: rows.map(([, rater]) => rater),
      label: rows.map(() => 0),
    }),
  );

test('raters hang together through others', () => {
  // 0–1, 2–3, and then 1–2.
  const pairs = [
    [0, 0],
    [0, 1],
    [1, 2],
    [1, 3],
  ] as const;
  expect(groupsOf(pairs, 4)).toEqual({ raters: 4, alone: 0, sharedItems: 2, ratingsPerRater: 1, groups: 2 });
  expect(groupsOf([...pairs, [2, 1], [2, 2]], 4).groups).toBe(1);
});

test('a rater alone on its items is counted and makes no group, and one without ratings is none', () => {
  expect(
    groupsOf(
      [
        [0, 0],
        [0, 1],
        [1, 2],
        [2, 2],
      ],
      4,
    ),
  ).toEqual({
    raters: 3,
    alone: 1,
    sharedItems: 1,
    ratingsPerRater: 4 / 3,
    groups: 1,
  });
});

test('nothing shared, nothing rated', () => {
  expect(
    groupsOf(
      [
        [0, 0],
        [1, 1],
      ],
      2,
    ).groups,
  ).toBe(0);
  expect(groupsOf([], 2)).toEqual({ raters: 0, alone: 0, sharedItems: 0, ratingsPerRater: NaN, groups: 0 });
});

test('a chain of a thousand raters is one group', () => {
  const rows = Array.from(
    { length: 999 },
    (_, j) =>
      [
        [j, j],
        [j, j + 1],
      ] as const,
  ).flat();
  const table = ratingTable({
    itemCount: 999,
    raterCount: 1000,
    labelCount: 2,
    item: rows.map(([item]) => 998 - item),
    rater: rows.map(([, rater]) => rater),
    label: rows.map(() => 0),
  });
  expect(raterGroups(table).groups).toBe(1);
});
