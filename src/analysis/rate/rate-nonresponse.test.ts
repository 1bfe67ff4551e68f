import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unknownEstimate } from '../../stats/index.ts';
import type { Corrected } from './rate-correction.ts';
import { withNonresponse } from './rate-nonresponse.ts';
import type { RatePool } from './rate-pool.ts';

function answerOf(value: number, halfWidth: number, claimed = true): Corrected {
  const interval = { lower: value - halfWidth, upper: value + halfWidth, level: 0.95, method: '' };
  const estimate = { ...unknownEstimate('', { items: 0, labels: 0, clusters: 0 }, 0.95), value, interval, warnings: ['another'] };
  return { status: 'corrected', method: 'Tenenbein', why: '', estimate, claimed, details: [] };
}

const pool = (labeled: number, unanswered: number): RatePool => ({ labeled: new Int32Array(labeled), unanswered }) as RatePool;

test('the bounds are those of no and of yes on all that was not answered, and the claim goes with their share', () => {
  const few = withNonresponse(answerOf(0.55, 0.05), pool(990, 10));
  expect(few.claimed).toBe(true);
  expect(few.estimate.warnings).toEqual([
    '10 items of 1,000 that people were given got no label: had they all been no, or all yes, the rate would be 54% or 55%',
    'another',
  ]);
  // A quarter of 0.05 is 12.5 of a thousand.
  expect(withNonresponse(answerOf(0.5, 0.05), pool(987, 13)).claimed).toBe(false);
});

test('near 0 and 1 the claim goes sooner: what is missing may all be of the rare side', () => {
  for (const value of [0.05, 0.95]) {
    expect(withNonresponse(answerOf(value, 0.05), pool(990, 10)).claimed).toBe(true);
    // 11 of a thousand are less than a quarter; 0.95 of them more than a fifth.
    expect(withNonresponse(answerOf(value, 0.05), pool(989, 11)).claimed).toBe(false);
  }
});

test('nothing is claimed that was not, that has no interval, or that the bounds may move by more than a fifth of the half width', () => {
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(
      share,
      fc.double({ min: 0.001, max: 0.3, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      fc.nat(20),
      (value, half, labeled, unanswered) => {
        const { claimed, estimate } = withNonresponse(answerOf(value, half), pool(labeled, unanswered));
        expect(withNonresponse(answerOf(value, half, false), pool(labeled, unanswered)).claimed).toBe(false);
        if (unanswered === 0) expect([claimed, estimate.warnings]).toEqual([true, ['another']]);
        const drawn = labeled + unanswered;
        const farthest = Math.max(value - (value * labeled) / drawn, (value * labeled + unanswered) / drawn - value);
        if (claimed) expect(farthest).toBeLessThanOrEqual(half / 5 + 1e-12);
        if (farthest <= half / 5 - 1e-12 && unanswered / drawn <= half / 4 - 1e-12) expect(claimed).toBe(true);
      },
    ),
    { seed: 20261126, numRuns: 300 },
  );
  expect(withNonresponse(answerOf(0.5, NaN), pool(1000, 1)).claimed).toBe(false);
});
