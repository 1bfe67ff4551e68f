import { expect, test } from 'vitest';
import { sayFlag } from './say-flag.ts';

test('an option is its flag, with a value that a shell takes as it is', () => {
  expect(sayFlag({ option: 'selection', value: 'random' })).toBe('--selection random');
  expect(sayFlag({ option: 'excludeGroup' })).toBe('--exclude-group');
  expect(sayFlag({ option: 'map', example: 'WORD=LABEL' })).toBe('--map WORD=LABEL');
  expect(sayFlag({ option: 'judge', value: ['gpt 4', 'a,b'] })).toBe("--judge 'gpt 4,a\\,b'");
  expect(sayFlag({ option: 'map', value: { yes: 'Pass', 'x=y': 'Fail' } })).toBe("--map 'yes=Pass,x\\=y=Fail'");
});
