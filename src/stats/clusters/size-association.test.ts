import { expect, test } from 'vitest';
import { sizeAssociation } from './size-association.ts';

const part = [1, 2, 1, 2, 3, 3, 4, 4];
const whole = [1, 2, 2, 3, 4, 5, 8, 10];

test('small clusters that agree more: the golden value', () => {
  const { t, p } = sizeAssociation(part, whole);
  expect(t).toBeCloseTo(-1.839, 4);
  expect(p).toBeCloseTo(0.1085, 4);
});

test('the other outcome turns the sign, the order of clusters does nothing, empty ones are none', () => {
  const { t } = sizeAssociation(part, whole);
  const others = part.map((one, cluster) => whole[cluster] - one);
  expect(sizeAssociation(others, whole).t).toBeCloseTo(-t, 12);
  expect(sizeAssociation(part.toReversed(), whole.toReversed()).t).toBeCloseTo(t, 12);
  expect(sizeAssociation([0, ...part], [0, ...whole]).t).toBe(t);
});

test('unknown for clusters of one size, of one share, and for one alone', () => {
  for (const [some, all] of [
    [
      [1, 0, 2],
      [2, 2, 2],
    ],
    [
      [1, 2, 3],
      [2, 4, 6],
    ],
    [[1], [3]],
    [[], []],
  ])
    expect(sizeAssociation(some, all)).toEqual({ t: NaN, p: NaN });
});

test('refuses what is no part', () => {
  expect(() => sizeAssociation([1], [1, 2])).toThrow('received 1 and 2');
  expect(() => sizeAssociation([3], [2])).toThrow('received 3 of 2');
});
