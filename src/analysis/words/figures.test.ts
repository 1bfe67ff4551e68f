import { describe, expect, test } from 'vitest';
import {
  coefficient,
  counted,
  decimal,
  dollars,
  estimateText,
  listed,
  loss,
  parameter,
  percent,
  percentRange,
  pointRange,
  points,
} from './figures.ts';

test('percent has one decimal where a whole number would hide much, and never rounds something to nothing, or nearly all to all', () => {
  expect(
    [0, 0.0004, 0.0012, 0.04, 0.0412, 0.0994, 0.0996, 0.123, 0.5, 0.9894, 0.9896, 0.996, 0.9996, 1].map(
      percent,
    ),
  ).toEqual([
    '0%',
    '<0.1%',
    '0.1%',
    '4%',
    '4.1%',
    '9.9%',
    '10%',
    '12%',
    '50%',
    '99%',
    '99.0%',
    '99.6%',
    '>99.9%',
    '100%',
  ]);
});

test('points carry their sign, one decimal below ten, and zero has none', () => {
  expect([-0.0412, 0.0021, 0.097, 0.0994, 0.0996, 0.25, -0.00001, 0].map(points)).toEqual([
    '−4.1 points',
    '+0.2 points',
    '+9.7 points',
    '+9.9 points',
    '+10 points',
    '+25 points',
    '0 points',
    '0 points',
  ]);
  expect(pointRange({ lower: -0.0863, upper: 0.0021 })).toBe('−8.6 to +0.2 points');
});

test('coefficients, losses, parameters and dollars have the digits that matter in them', () => {
  expect([0.521, -0.043, -0.001, 1].map(coefficient)).toEqual(['0.52', '−0.04', '0.00', '1.00']);
  expect([0.1372, 0.0004, 0].map(loss)).toEqual(['0.137', '<0.001', '0.000']);
  expect([2.70914, -0.101234, 50].map(parameter)).toEqual(['2.709', '−0.1012', '50']);
  expect([0.01321, 0.1, 4.1].map(dollars)).toEqual(['$0.0132', '$0.10', '$4.10']);
  expect([decimal(-0.04, 1), decimal(12.345, 1)]).toEqual(['0.0', '12.3']);
});

describe('an unknown figure', () => {
  test('is said to be unknown, whatever it is', () => {
    for (const value of [NaN, Infinity, -Infinity])
      for (const format of [
        percent,
        points,
        coefficient,
        loss,
        parameter,
        dollars,
        (count: number) => counted(count),
      ])
        expect(format(value)).toBe('unknown');
  });

  test('makes the interval unknown, of which one end alone says nothing', () => {
    expect(percentRange({ lower: NaN, upper: 1 })).toBe('interval unknown');
    expect(pointRange({ lower: -0.1, upper: NaN })).toBe('interval unknown');
    expect(percentRange({ lower: 0.5, upper: 0.75 })).toBe('50% to 75%');
    expect(estimateText({ value: 0.6, interval: { lower: 0.5, upper: 0.75 } })).toBe('60% (50% to 75%)');
  });
});

test('counts and lists read as sentences do', () => {
  expect([
    counted(1, 'item'),
    counted(1200, 'item'),
    counted(0, 'item rests', 'items rest'),
    counted(1234567),
  ]).toEqual(['1 item', '1,200 items', '0 items rest', '1,234,567']);
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
