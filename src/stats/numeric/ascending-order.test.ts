import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ascendingOrder } from './ascending-order.ts';

const value = fc.oneof(fc.constantFrom(0, -0, 1, 0.5, -2, Infinity), fc.double({ noNaN: true }));

test('is the stable order by value, within the order given', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 40 }), (rows) => {
      const [first, second] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
      const plain = [...rows.keys()].sort((a, b) =>
        first[a] === first[b] ? 0 : first[a] < first[b] ? -1 : 1,
      );
      expect([...ascendingOrder(first)]).toEqual(plain);
      const within = ascendingOrder(second);
      const both = [...within].sort((a, b) => (first[a] === first[b] ? 0 : first[a] < first[b] ? -1 : 1));
      expect([...ascendingOrder(first, within)]).toEqual(both);
    }),
    { seed: 1 },
  );
});

test('is empty of nothing', () => {
  expect(ascendingOrder([])).toHaveLength(0);
});
