import { expect, test } from 'vitest';
import { jsonWithoutKey } from './hidden-key.ts';

const key = 'sk-1/23456789';

test('jsonWithoutKey takes the key out of strings, however they are written, and out of nothing else', () => {
  const json = JSON.stringify({ said: `my "${key}" is`, list: [key, 'a\\', 'b'], [key]: '\\"', n: 1.5 });
  expect(JSON.parse(jsonWithoutKey(json, key))).toEqual({ said: 'my "***" is', list: ['***', 'a\\', 'b'], [key]: '\\"', n: 1.5 });
  expect(jsonWithoutKey('{"a": "sk-1\\/23456789", "b": 1.50}', key)).toBe('{"a": "***", "b": 1.50}');
});

test('jsonWithoutKey leaves a body as it came where the key is not in it, or is a placeholder', () => {
  const json = '{"message": {"content": "A", "logprobs": null}, "n": 1.50}';
  for (const other of [undefined, '', 'A', 'content', 'n', key]) expect(jsonWithoutKey(json, other)).toBe(json);
});
