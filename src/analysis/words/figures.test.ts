import { expect, test } from 'vitest';
import { counted, decimal, listed, percent, percentRange, points } from './figures.ts';

test('percent never rounds something to nothing, or nearly all to all', () => {
  expect([0, 0.0004, 0.004, 0.123, 0.996, 0.9999, 1].map(percent)).toEqual(['0%', '<0.1%', '0.4%', '12%', '99.6%', '>99.9%', '100%']);
});

test('an unknown figure is said to be unknown', () => {
  const interval = { level: 0.95, method: 'none' };
  expect([percent(NaN), points(NaN), decimal(NaN)]).toEqual(['unknown', 'unknown', 'unknown']);
  expect(percentRange({ lower: NaN, upper: 1, ...interval })).toBe('interval unknown');
  expect(percentRange({ lower: 0.5, upper: 0.75, ...interval })).toBe('50% to 75%');
});

test('points carry their sign, and zero has none', () => {
  expect([-0.0412, 0.0021, 0.25, -0.00001].map(points)).toEqual(['−4.1 points', '+0.2 points', '+25 points', '0 points']);
});

test('counts and lists read as sentences do', () => {
  expect([counted(1, 'item'), counted(1200, 'item'), counted(0, 'item rests', 'items rest')]).toEqual([
    '1 item',
    '1,200 items',
    '0 items rest',
  ]);
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
