import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderJson } from './results-json.ts';

const json = (value: unknown): string => [...renderJson(value)].join('');

test('renderJson is JSON: what comes back is what went in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(json(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 1 },
  );
});

test('an unknown number is null, not a word and not 0', () => {
  expect(JSON.parse(json({ value: NaN, upper: Infinity, list: [NaN, 1] }))).toEqual({
    value: null,
    upper: null,
    list: [null, 1],
  });
});

test('numbers keep their last bit', () => {
  const value = 0.1 + 0.2;
  expect(JSON.parse(json([value, 5e-324, 1 / 3]))).toEqual([value, 5e-324, 1 / 3]);
});

test('an absent part is left out', () => {
  expect(json({ a: 1, b: undefined })).toBe('{ "a": 1 }\n');
});

test('what fits on a line stays on one; what does not has a line for each part', () => {
  const text = json({
    schema: 1,
    items: Array.from({ length: 40 }, (_, i) => ({ item: `item-${i}`, numbers: [0.25, 0.75] })),
  });
  expect(text.split('\n').slice(0, 4)).toEqual([
    '{',
    '  "schema": 1,',
    '  "items": [',
    '    { "item": "item-0", "numbers": [0.25, 0.75] },',
  ]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});

test('characters that a terminal obeys or that turn the reading direction are escaped', () => {
  const text = json({ name: 'a\u001B[31m\u202Eb\u009Bc' });
  expect(text).toBe('{ "name": "a\\u001b[31m\\u202eb\\u009bc" }\n');
});
