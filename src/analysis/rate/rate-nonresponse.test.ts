import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notice, unknownEstimate } from '../../stats/index.ts';
import type { Corrected } from './rate-correction.ts';
import { withNonresponse } from './rate-nonresponse.ts';
import type { RatePool } from './rate-pool.ts';
import { readStudy } from '../../data/index.ts';
import { type EstimateAnalysis, estimateRates } from '../estimate.ts';

const another = notice('another');

function answerOf(value: number, halfWidth: number, claimed = true): Corrected {
  const interval = { lower: value - halfWidth, upper: value + halfWidth, level: 0.95, method: '' };
  const estimate = {
    ...unknownEstimate(notice('none'), { items: 0, labels: 0, clusters: 0 }, 0.95),
    value,
    interval,
    warnings: [another],
  };
  return { status: 'corrected', method: 'Tenenbein', why: notice('none'), estimate, claimed, details: [] };
}

const pool = (labeled: number, unanswered: number): RatePool =>
  ({
    labeled: new Int32Array(labeled),
    unanswered,
    skipped: 0,
    missingShare: unanswered / (labeled + unanswered),
  }) as RatePool;

test('the bounds are those of no and of yes on all that was not answered, and the claim goes with their share', () => {
  const few = withNonresponse(answerOf(0.55, 0.05), pool(990, 10), 'random');
  expect(few.claimed).toBe(true);
  expect(few.estimate.warnings).toEqual([
    notice('unanswered', {
      items: 10,
      drawn: 1000,
      labels: 0,
      separate: false,
      least: expect.closeTo(0.55 * 0.99, 12),
      most: expect.closeTo(0.55 * 0.99 + 0.01, 12),
    }),
    another,
  ]);
  // A quarter of 0.05 is 12.5 of a thousand.
  expect(withNonresponse(answerOf(0.5, 0.05), pool(987, 13), 'random').claimed).toBe(false);
});

test('near 0 and 1 the claim goes sooner: what is missing may all be of the rare side', () => {
  for (const value of [0.05, 0.95]) {
    expect(withNonresponse(answerOf(value, 0.05), pool(990, 10), 'random').claimed).toBe(true);
    // 11 of a thousand are less than a quarter; 0.95 of them more than a fifth.
    expect(withNonresponse(answerOf(value, 0.05), pool(989, 11), 'random').claimed).toBe(false);
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
        const { claimed, estimate } = withNonresponse(
          answerOf(value, half),
          pool(labeled, unanswered),
          'random',
        );
        expect(
          withNonresponse(answerOf(value, half, false), pool(labeled, unanswered), 'random').claimed,
        ).toBe(false);
        if (unanswered === 0) expect([claimed, estimate.warnings]).toEqual([true, [another]]);
        const drawn = labeled + unanswered;
        const farthest = Math.max(
          value - (value * labeled) / drawn,
          (value * labeled + unanswered) / drawn - value,
        );
        if (claimed) expect(farthest).toBeLessThanOrEqual(half / 5 + 1e-12);
        if (farthest <= half / 5 - 1e-12 && unanswered / drawn <= half / 4 - 1e-12)
          expect(claimed).toBe(true);
      },
    ),
    { seed: 20261126, numRuns: 300 },
  );
  expect(withNonresponse(answerOf(0.5, NaN), pool(1000, 1), 'random').claimed).toBe(false);
});

/**
 * Rows of people and the judge, so many items of each pattern: `P,F/P` is two people and the judge. An empty
 * word is no row; X is an unusable answer.
 */
async function estimated(
  patterns: Readonly<Record<string, number>>,
  selection: 'random' | 'separate',
): Promise<EstimateAnalysis['rates'][number]> {
  const words: Readonly<Record<string, string>> = { P: 'Pass', F: 'Fail', X: 'X' };
  const rows = Object.entries(patterns).flatMap(([pattern, count]) => {
    const [people, judge] = pattern.split('/');
    return Array.from({ length: count }, (_, at) => {
      const item = `${pattern}-${at}`;
      const given = people
        .split(',')
        .flatMap((word, person) => (word === '' ? [] : [`"${item}",p${person},human,${words[word]}`]));
      return [...given, `"${item}",j,judge,${words[judge]}`];
    }).flat();
  });
  const study = await readStudy(
    [{ name: 'r.csv', open: () => [Buffer.from(`item,rater,kind,label\n${rows.join('\n')}\n`)] }],
    {
      selection,
      invalid: ['X'],
    },
  );
  return estimateRates(study, { version: 'test', pass: ['Pass'] }).rates[0];
}

test('what people left of a calibration set is no part of the target, and takes the claim', async () => {
  const patterns = { 'P/P': 60, 'P/F': 8, 'F/P': 10, 'F/F': 50, '/P': 180, '/F': 60 };
  const whole = await estimated(patterns, 'separate');
  const left = await estimated({ ...patterns, 'X/F': 40 }, 'separate');
  expect(whole.claimed).toBe(true);
  expect(left.counts).toMatchObject({ unlabeled: whole.counts.unlabeled, unanswered: 40 });
  expect(left.judgeOnly.value).toBe(whole.judgeOnly.value);
  expect(left.corrected.value).toBeCloseTo(whole.corrected.value, 12);
  expect(left.claimed).toBe(false);
  expect(left.corrected.warnings[0].text).toBe(
    '40 items of 168 that people were given got no label: if those were the hard ones, the judge ' +
      'errs more often than the labeled ones show',
  );
});

test('single labels that are missing beside others take the claim by their share, as whole items do', async () => {
  const rest = { '/P': 400, '/F': 100 };
  const some = await estimated({ 'P,P/P': 55, 'F,F/F': 20, 'P,X/P': 25, ...rest }, 'random');
  expect(some.claimed).toBe(false);
  expect(some.corrected.warnings[0].text).toMatch(
    /^25 labels of single people are missing on labeled items: had they all been no, or all yes, the rate would be \d+% or \d+%$/,
  );
  expect((await estimated({ 'P,P/P': 80, 'F,F/F': 20, ...rest }, 'random')).claimed).toBe(true);
});
