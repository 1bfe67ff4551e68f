import { expect, test } from 'vitest';
import { pastedMap, pastedNames, requireOneStep } from './label-map.ts';

test('a map is pasted as it is, or in quotation marks with what a comma and an equals sign need', () => {
  expect(
    pastedMap([
      ['PASS', 'Pass'],
      ['FAIL', 'Fail'],
    ]),
  ).toBe('--map PASS=Pass,FAIL=Fail');
  expect(pastedMap([['not ok', 'Not OK']])).toBe("--map 'not ok=Not OK'");
  expect(
    pastedMap([
      ['A=B', 'tie'],
      ['a,b', 'x'],
    ]),
  ).toBe(String.raw`--map 'A\=B=tie,a\,b=x'`);
  expect(pastedMap([["don't", '$HOME']])).toBe(String.raw`--map 'don'\''t=$HOME'`);
  expect(pastedNames(['gpt-4o', 'llama3:8b'])).toBe('gpt-4o,llama3:8b');
  expect(pastedNames(['GPT 4', 'a,b'])).toBe(String.raw`'GPT 4,a\,b'`);
});

test('a map of two steps would change the labels of everybody, and is refused', () => {
  expect(() => requireOneStep({ 10: '5', 8: '4', 4: '2' })).toThrow('the map reads "8" as "4", and "4" as "2"');
  expect(() => requireOneStep({ PASS: 'Pass', pass: 'Pass', Pass: 'Pass' })).not.toThrow();
  expect(() => requireOneStep({})).not.toThrow();
});
