import { expect, test } from 'vitest';
import { sayFlag } from './say-flag.ts';

test('an option is its flag, with a value that a shell takes as it is', () => {
  expect(sayFlag({ option: 'selection', value: 'random' })).toBe('--selection random');
  expect(sayFlag({ option: 'excludeGroup' })).toBe('--exclude-group');
  expect(sayFlag({ option: 'map', example: 'WORD=LABEL' })).toBe('--map WORD=LABEL');
  expect(sayFlag({ option: 'judge', value: ['gpt 4', 'a,b'] })).toBe("--judge 'gpt 4,a\\,b'");
  expect(sayFlag({ option: 'map', value: { yes: 'Pass', 'x=y': 'Fail' } })).toBe(
    "--map 'yes=Pass,x\\=y=Fail'",
  );
});

test('what a shell, a comma or an equals sign would change is quoted', () => {
  const map = (value: Record<string, string>): string => sayFlag({ option: 'map', value });
  expect(map({ PASS: 'Pass', FAIL: 'Fail' })).toBe('--map PASS=Pass,FAIL=Fail');
  expect(map({ 'not ok': 'Not OK' })).toBe("--map 'not ok=Not OK'");
  expect(map({ 'A=B': 'tie', 'a,b': 'x' })).toBe(String.raw`--map 'A\=B=tie,a\,b=x'`);
  expect(map({ "don't": '$HOME' })).toBe(String.raw`--map 'don'\''t=$HOME'`);
  expect(sayFlag({ option: 'judge', value: ['gpt-4o', 'llama3:8b'] })).toBe('--judge gpt-4o,llama3:8b');
});
