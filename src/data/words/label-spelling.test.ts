import { describe, expect, test } from 'vitest';
import { answersTwice, folded, polarity, respelled, spelledTwice } from './label-spelling.ts';

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
    ['NotHelpful', 'not helpful'],
    ['response1', 'Response 1'],
    ['Can\u2019t', "can't"],
    ['\u201CPass\u201D', 'Pass'],
    ['\u300C好\u3002\u300D', '好'],
    ['__Pass__', '**pass**'],
    ['Pa\u200Bss', 'Pass'],
    ['\u22121', '-1'],
    ['\u2764\uFE0F', '\u2764'],
    ['Straße', 'STRASSE'],
    ['5,0', '5'],
    ['1,000', '1000'],
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
    ['A*', 'A'],
    ['Yes!', 'Yes'],
    ['[0,1)', '(0,1]'],
    ['1-2', '12'],
    ['1', '1000'],
  ])('%s and %s are two labels', (first, second) => {
    expect(folded(first)).not.toBe(folded(second));
  });
});

test('polarity: booleans always, names of outcomes only loosely', () => {
  expect(['True', '1', 'yes', '1.0'].map((word) => polarity(word))).toEqual([1, 1, 1, 1]);
  expect(['FALSE', '0', 'n'].map((word) => polarity(word))).toEqual([-1, -1, -1]);
  expect(polarity('Pass')).toBe(0);
  expect(polarity('Pass', true)).toBe(1);
});

describe('respelled', () => {
  const map = (from: string[], to: string[], loosely = false): Record<string, string> =>
    Object.fromEntries(respelled(from, to, loosely));

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
    expect(map(['yes'], ['1', '2', '3'])).toEqual({});
  });

  test('a third label that also says yes is no other spelling of the first', () => {
    expect(map(['good', 'bad', 'ok'], ['good', 'bad'])).toEqual({});
  });

  test('a letter beside the word itself is a label of its own; a boolean beside a third label is another spelling', () => {
    expect(map(['T', 'F', 'N'], ['T', 'F'])).toEqual({});
    expect(map(['T', 'F'], ['yes', 'no'])).toEqual({ T: 'yes', F: 'no' });
    expect(map(['true', 'false', 'maybe'], ['yes', 'no', 'maybe'])).toEqual({ true: 'yes', false: 'no' });
  });
});

test('spelledTwice: one form, or two whole ways to say yes and no', () => {
  expect(spelledTwice(['Pass', 'Fail', 'PASS'])).toEqual([['Pass', 'PASS']]);
  expect(spelledTwice(['1', '0', 'True', 'False'])).toEqual([
    ['1', 'True'],
    ['0', 'False'],
  ]);
  for (const labels of [
    ['T', 'F', 'N'],
    ['0', '1', 'T'],
    ['A', 'A*', 'B'],
    ['0', '1', '2', '3'],
    ['yes', 'no', 'maybe'],
    ['good', 'bad', 'ok'],
  ])
    expect(spelledTwice(labels)).toEqual([]);
});

test('answersTwice: two answers or more in two words each are two vocabularies side by side', () => {
  expect(answersTwice(['0', '1', 'Fail', 'Pass'])).toBe(2);
  expect(answersTwice(['PASS', 'Pass', 'FAIL', 'Fail'])).toBe(2);
  expect(answersTwice(['m', 'M'])).toBe(1);
  expect(answersTwice(['bad', 'ok', 'good'])).toBe(1);
  expect(answersTwice(['0', '1', '2', '3', 'good', 'bad'])).toBe(0);
});

test('a word as long as a text takes no time', () => {
  const text = `x${'.'.repeat(100_000)}a`;
  expect(folded(text)).toBe(text);
  expect(folded('1'.repeat(100_000) + 'x').length).toBe(100_001);
});
