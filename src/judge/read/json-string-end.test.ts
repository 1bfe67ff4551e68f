import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonStringEnd } from './json-string-end.ts';

test.each([
  ['"a"b', 0, 3],
  ['""', 0, 2],
  ['x"\\"" ', 1, 5],
  ['"\\\\"', 0, 4],
  ['"\\\\\\""', 0, 6],
  ['"a', 0, -1],
  ['"a\\"', 0, -1],
  ['"', 0, -1],
])('the string of %j at %i ends at %i', (text, from, end) => {
  expect(jsonStringEnd(text, from)).toBe(end);
});

test('every string ends where it was written to end, whatever follows', () => {
  const text = fc.string({ unit: fc.constantFrom('"', '\\', 'a', '\n', ' ') });
  fc.assert(
    fc.property(text, text, text, (before, value, after) => {
      const written = JSON.stringify(value);
      expect(jsonStringEnd(`${before}${written}${after}`, before.length)).toBe(
        before.length + written.length,
      );
    }),
    { seed: 10 },
  );
});

test('a string of millions of characters has an end', () => {
  for (const piece of ['A', '\\\\', '\\"']) {
    const text = `"${piece.repeat(10_000_000)}"`;
    expect(jsonStringEnd(text, 0)).toBe(text.length);
  }
});
