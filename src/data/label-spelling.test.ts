import { describe, expect, test } from 'vitest';
import { folded, isYesOrNo, polarity, respelled } from './label-spelling.ts';

describe('folded', () => {
  test.each([
    ['PASS', 'Pass'],
    [' Pass ', 'pass'],
    ['Model_A', 'model a'],
    ['model-a', 'MODEL  A'],
    ['[[A]]', 'a'],
    ['"Good."', 'good'],
    ['3', '3.0'],
    ['03', '3'],
    ['1e0', '1'],
  ])('%s and %s meet', (first, second) => {
    expect(folded(first)).toBe(folded(second));
  });

  test.each([
    ['A-', 'A'],
    ['A+', 'A'],
    ['-1', '1'],
    ['A>B', 'A<B'],
    ['A>B', 'A>>B'],
    ['1', '10'],
    ['Pass', 'Pas'],
    ['not good', 'good'],
    ['?', '!'],
    ['C', 'C#'],
  ])('%s and %s are two labels', (first, second) => {
    expect(folded(first)).not.toBe(folded(second));
  });
});

test('polarity: booleans always, names of outcomes only loosely', () => {
  expect(['True', '1', 'yes', '1.0'].map((word) => polarity(word))).toEqual([1, 1, 1, 1]);
  expect(['FALSE', '0', 'n'].map((word) => polarity(word))).toEqual([-1, -1, -1]);
  expect(polarity('Pass')).toBe(0);
  expect(polarity('Pass', true)).toBe(1);
  expect(isYesOrNo(['1', '0'])).toBe(true);
  expect(isYesOrNo(['1', '2'])).toBe(false);
  expect(isYesOrNo(['1', 'true'])).toBe(false);
});

describe('respelled', () => {
  const map = (from: string[], to: string[], loosely = false): Record<string, string> => Object.fromEntries(respelled(from, to, loosely));

  test('words that the other side holds are left alone', () => {
    expect(map(['Pass', 'Fail'], ['Pass', 'Fail'])).toEqual({});
    expect(map(['m', 'M'], ['m', 'M'])).toEqual({});
    expect(map(['PASS', 'Fail', 'maybe'], ['Pass', 'Fail'])).toEqual({ PASS: 'Pass' });
  });

  test('booleans meet booleans of another form', () => {
    expect(map(['True', 'False'], ['1', '0'])).toEqual({ True: '1', False: '0' });
    expect(map(['yes'], ['1'])).toEqual({ yes: '1' });
  });

  test('outcomes meet each other loosely, and only where there are two', () => {
    expect(map(['Pass', 'Fail'], ['0', '1'])).toEqual({});
    expect(map(['Pass', 'Fail'], ['0', '1'], true)).toEqual({ Pass: '1', Fail: '0' });
    expect(map(['Pass', 'Fail'], ['0', '1', '2'], true)).toEqual({});
    expect(map(['yes'], ['1', 'true'])).toEqual({});
  });

  test('a third label that also says yes is no other spelling of the first', () => {
    expect(map(['good', 'bad', 'ok'], ['good', 'bad'])).toEqual({});
  });
});
