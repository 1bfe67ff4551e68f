import { expect, test } from 'vitest';
import { collectList, joinList, splitList } from './lists.ts';

test('splitList parts at commas, except where a backslash stands before', () => {
  expect(splitList('a, b,c')).toEqual(['a', 'b', 'c']);
  expect(splitList('Yes\\, surely,No')).toEqual(['Yes, surely', 'No']);
  expect(splitList('')).toEqual([]);
});

test('joinList is the other way', () => {
  expect(splitList(joinList(['a,b', 'c']))).toEqual(['a,b', 'c']);
});

test('collectList adds up repeated options', () => {
  expect(collectList('c', ['a', 'b'])).toEqual(['a', 'b', 'c']);
});
