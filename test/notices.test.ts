/** `stats` and `data` do not import each other: each has the type of a notice, and they are one. */
import { expect, expectTypeOf, test } from 'vitest';
import type { Notice as DataNotice } from '../src/data/index.ts';
import type { Notice as StatsNotice } from '../src/stats/index.ts';

test('a notice of stats is a notice of data', () => {
  expectTypeOf<StatsNotice>().toEqualTypeOf<DataNotice>();
  const notice: StatsNotice = { code: 'few-clusters', facts: { clusters: 12, labels: ['A', 'B'], of: { gpt: 3 } } };
  expect(notice satisfies DataNotice).toBe(notice);
});
