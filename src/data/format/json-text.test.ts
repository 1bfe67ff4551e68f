import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectEnd, parseJsonText } from './json-text.ts';

test('an object ends at its own brace, whatever its strings hold', () => {
  for (const object of ['{}', '{"a":"}"}', String.raw`{"a":"\"}","b":{"c":[{}]}}`, String.raw`{"\\":"\\"}`])
    expect([object, objectEnd(`x${object}{}`, 1)]).toEqual([object, 1 + object.length]);
  for (const cut of ['{', '{"a":"}', String.raw`{"a":"\"}`]) expect(objectEnd(cut, 0)).toBe(-1);
});

test('of any object it finds the end, and of no part of it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const text = JSON.stringify(object);
      expect(objectEnd(`${text},{"next":1}`, 0)).toBe(text.length);
      expect(objectEnd(text.slice(0, -1), 0)).toBe(-1);
    }),
    { seed: 20261126 },
  );
});

test('integers past 2^53 keep their digits at any depth, and no other number changes', () => {
  expect(parseJsonText('{"id":9007199254740993,"deep":[{"id":-12345678901234567890}]}')).toEqual({
    id: '9007199254740993',
    deep: [{ id: '-12345678901234567890' }],
  });
  expect(
    parseJsonText('{"a":9007199254740991,"b":1e300,"c":0.1234567890123456,"d":9007199254740992}'),
  ).toEqual({
    a: 9007199254740991,
    b: 1e300,
    c: 0.1234567890123456,
    d: '9007199254740992',
  });
});
