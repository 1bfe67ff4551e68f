import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowableInt32, RunInt32 } from './growable.ts';

test('RunInt32 gives back what was pushed, in any order of asking, whether its runs are long or short', () => {
  const runs = fc.array(fc.tuple(fc.integer({ min: -3, max: 100 }), fc.integer({ min: 1, max: 40 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(runs, fc.constantFrom(0 as const, 1 as const), fc.boolean(), (parts, step, short) => {
      const column = new RunInt32(step);
      const expected = parts.flatMap(([first, length]) =>
        Array.from({ length: short ? 1 : length }, (_, k) => first + step * k),
      );
      // A prefix of more than a thousand runs makes it spread out.
      if (short) expected.unshift(...Array.from({ length: 3000 }, (_, k) => (k * 7919) % 1000));
      for (const value of expected) column.push(value);
      expect(column.length).toBe(expected.length);
      expect(Array.from(column.toArray())).toEqual(expected);
      for (let k = expected.length - 1; k >= 0; k -= 3) expect(column.at(k)).toBe(expected[k]);
    }),
    { seed: 5, numRuns: 60 },
  );
});

test('GrowableInt32 hands its values over once', () => {
  const column = new GrowableInt32();
  for (let k = 0; k < 3000; k++) column.push(k);
  const taken = column.take();
  expect([taken.length, taken[2999], column.length]).toEqual([3000, 2999, 0]);
  column.push(7);
  expect([taken[0], column.at(0)]).toEqual([0, 7]);
});
