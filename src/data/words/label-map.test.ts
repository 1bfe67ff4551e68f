import { expect, test } from 'vitest';
import { requireOneStep } from './label-map.ts';

test('a map of two steps would change the labels of everybody, and is refused', () => {
  expect(() => requireOneStep({ 10: '5', 8: '4', 4: '2' })).toThrow(
    'the map reads "8" as "4", and "4" as "2"',
  );
  expect(() => requireOneStep({ PASS: 'Pass', pass: 'Pass', Pass: 'Pass' })).not.toThrow();
  expect(() => requireOneStep({})).not.toThrow();
});
