import { expect, test } from 'vitest';
import { coefficient, points, pointsRange, range } from './format.ts';

test('binds a difference to its unit, whatever its sign', () => {
  expect([0.021, -0.021, 0, -0.124, NaN].map(points)).toEqual([
    '+2.1\u00A0points',
    '\u22122.1\u00A0points',
    '0\u00A0points',
    '\u221212\u00A0points',
    'unknown',
  ]);
  expect(pointsRange(-0.048, 0.009)).toBe('\u22124.8 to +0.9\u00A0points');
});

test('knows no range with one unknown end', () => {
  expect(range(0.1, 0.2, coefficient)).toBe('0.10 to 0.20');
  expect([range(0.1, NaN, coefficient), pointsRange(NaN, 0.1)]).toEqual(['unknown', 'unknown']);
});
