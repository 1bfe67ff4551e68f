import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonWithoutKey, textWithoutKey } from './hidden-key.ts';

const key = 'sk-1/23456789';
const long = 'sk-proj-Zx8+Qm3/v_Lt0R7yB2nKd5wPa9HsE4uJc6GfXo1i';

test('jsonWithoutKey takes the key out of strings, however they are written, and out of nothing else', () => {
  const json = JSON.stringify({ said: `my "${key}" is`, list: [key, 'a\\', 'b'], n: 1.5 });
  expect(JSON.parse(jsonWithoutKey(json, key))).toEqual({
    said: 'my "***" is',
    list: ['***', 'a\\', 'b'],
    n: 1.5,
  });
  expect(jsonWithoutKey('{"a": "sk-1\\/23456789", "b": 1.50}', key)).toBe('{"a": "***", "b": 1.50}');
  expect(jsonWithoutKey('{"a": "\\u0073k-1/23456789"}', key)).toBe('{"a": "***"}');
  expect(jsonWithoutKey('{"x\\u0073k-1/23456789": 1}', key)).toBe('{"x***": 1}');
});

test('jsonWithoutKey leaves a body as it came where the key is not in it, or is a placeholder', () => {
  const json = '{"message": {"content": "A", "logprobs": null}, "n": 1.50}';
  for (const other of [undefined, '', 'A', 'content', 'n', key])
    expect(jsonWithoutKey(json, other)).toBe(json);
});

test('jsonWithoutKey leaves the names that an API gives its properties, and a line that is broken', () => {
  const json = '{"top_logprobs": "top_logprobs", "b": "\\u0041"}';
  expect(jsonWithoutKey(json, 'top_logprobs')).toBe('{"top_logprobs": "***", "b": "\\u0041"}');
  expect(jsonWithoutKey('{"a": "\\q \\u0041", "b": "sk-1/23456789', key)).toBe(
    '{"a": "\\q \\u0041", "b": "***',
  );
  expect(jsonWithoutKey(key, key)).toBe('***');
  expect(jsonWithoutKey('{"n": 123456789012345678, "key": "123456789012345678"}', '123456789012345678')).toBe(
    '{"n": 123456789012345678, "key": "***"}',
  );
});

const forms: readonly (readonly [name: string, write: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['in a URL', (text) => encodeURIComponent(text)],
  [
    'with every letter escaped for a URL',
    (text) => Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['as the end of a header in base64', (text) => Buffer.from(`Bearer ${text}`).toString('base64')],
  ['as user and password in base64', (text) => Buffer.from(`user:${text}`).toString('base64')],
  ['in base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
  ['in hex', (text) => Buffer.from(text).toString('hex')],
  ['in capital hex', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  [
    'escaped in JSON inside JSON',
    (text) =>
      Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
];

test.each(forms)('a key is hidden %s', (_, write) => {
  const letter = fc.constantFrom(...'ABCXYZabcxyz0189-_.+/=~:'.split(''));
  const secret = fc.array(letter, { minLength: 24, maxLength: 60 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(secret, (own) => {
      const written = write(own);
      const middle = written.slice(3, -3);
      for (const text of [written, `see ${written}, then`, `{${written}}`]) {
        expect(textWithoutKey(text, own)).not.toContain(middle);
        const json = jsonWithoutKey(JSON.stringify({ a: [text], [text]: 1 }), own);
        expect(JSON.stringify(JSON.parse(json))).not.toContain(JSON.stringify(middle).slice(1, -1));
      }
    }),
    { seed: 10, numRuns: 200 },
  );
});

test('no piece of a key of 15 characters is left, wherever it is cut out', () => {
  for (let from = 0; from + 15 <= long.length; from++)
    for (const size of [15, 20, 33]) {
      const part = long.slice(from, from + size);
      if (part.length >= 15) expect(textWithoutKey(`key ${part} was`, long)).toBe('key *** was');
    }
});

test('the beginning of a key, and words that look like one, are no secret', () => {
  const text =
    'Incorrect API key: sk-proj-****1i. chatcmpl-9ZkQ2vT7LmX0 fp_44709d6fcb system_fingerprint ' +
    'completion_tokens_details';
  expect(textWithoutKey(text, long)).toBe(text);
});

test('a key that is repeated a million times is hidden in no time', () => {
  const began = performance.now();
  expect(textWithoutKey(`see ${long.repeat(200_000)} and`, long)).toBe('see *** and');
  expect(jsonWithoutKey(JSON.stringify(Array.from({ length: 100_000 }, () => long)), long)).not.toContain(
    long,
  );
  expect(performance.now() - began).toBeLessThan(10_000);
});
