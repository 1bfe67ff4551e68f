import { expect, test } from 'vitest';
import { LazyList } from './lazy-list.ts';

const array = [0, 10, 20, 30];
const lazy = new LazyList(4, (index) => array[index]);

test('a lazy list holds what the array holds, and JSON cannot tell them apart', () => {
  expect([...lazy]).toEqual(array);
  expect(lazy.length).toBe(4);
  expect(JSON.stringify({ lazy })).toBe(JSON.stringify({ lazy: array }));
});

test.each([[], [1], [0, 2], [1, 3], [-2], [-9, -1], [2, 9], [3, 1], [9], [0.5], [1.5, 3], [NaN], [-1.5]])(
  'slices as an array does: %j %j',
  (...bounds) => {
    expect(lazy.slice(...bounds)).toEqual(array.slice(...bounds));
  },
);

test.each([0, 3, 4, -1, -4, -5])('has at %d what the array has', (index) => {
  expect(lazy.at(index)).toBe(array.at(index));
});

test('makes only what is read', () => {
  const made: number[] = [];
  const list = new LazyList(1_000_000_000, (index) => made.push(index));
  list.slice(5, 7);
  for (const _ of list) break;
  expect(made).toEqual([5, 6, 0]);
});
