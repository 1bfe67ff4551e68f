import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { betaQuantile } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { type LabeledSample, labeledSample } from './labeled-sample.ts';
import { rateDesign } from './rate-estimate.ts';
import { tenenbein, tenenbeinClaims } from './tenenbein.ts';

/** [judge's value, items in the pool, labeled ones, yes among those]. */
type Stratum = readonly [judge: number | null, total: number, labeled: number, yes: number];

function sampleOf(strata: readonly Stratum[]): LabeledSample<'random'> {
  const rows = strata.flatMap(([judge, , labeled, yes]) =>
    Array.from({ length: labeled }, (_, i) => ({ judge, outcome: i < yes ? 1 : 0 })),
  );
  return labeledSample({
    selection: 'random',
    outcome: rows.map(({ outcome }) => outcome),
    judge: rows.map(({ judge }) => judge),
    unlabeledJudge: strata.flatMap(([judge, total, labeled]) =>
      Array.from({ length: total - labeled }, () => judge),
    ),
    clusters: 'items',
  });
}

const random = createRandom('tenenbein');

test('tenenbein is the sum of shares of the whole pool times the rate of people in each', () => {
  const { value, strata, n, counts, unclaimed, warnings } = tenenbein(
    sampleOf([
      [1, 160, 41, 33],
      [0, 40, 9, 1],
    ]),
    { random },
  );
  expect(value).toBeCloseTo((160 / 200) * (33 / 41) + (40 / 200) * (1 / 9), 14);
  expect(strata).toEqual([
    { judge: 0, share: 0.2, labeled: 9, rate: 1 / 9 },
    { judge: 1, share: 0.8, labeled: 41, rate: 33 / 41 },
  ]);
  expect([n, counts]).toEqual([50, { items: 200, labels: 50, clusters: 200 }]);
  expect([unclaimed, warnings]).toEqual([[], []]);
});

describe('the interval is that of its distribution', () => {
  // Ends by numpy 2, ten million draws: known to 0.0002. Ours, of 40,000 draws, stray by 0.003 in the tails:
  // five standard errors of a quantile.
  test.each([
    [
      'three labels',
      [
        [0, 7, 2, 1],
        [1, 9, 4, 1],
        [2, 14, 6, 5],
      ],
      [0.33723, 0.79383, 0.1178],
      '1/3',
    ],
    [
      'two labels',
      [
        [0, 40, 9, 1],
        [1, 160, 31, 25],
      ],
      [0.53481, 0.7803, 0.06283],
      '½',
    ],
  ] as const)('%s', (_, strata, [lower, upper, deviation], prior) => {
    const { interval, standardError } = tenenbein(sampleOf(strata), { random, draws: 40_000 });
    expect(Math.abs(interval.lower - lower)).toBeLessThan(0.005);
    expect(Math.abs(interval.upper - upper)).toBeLessThan(0.005);
    expect(Math.abs(standardError / deviation - 1)).toBeLessThan(0.02);
    expect(interval).toMatchObject({ level: 0.95, method: `40000 draws, Beta(${prior}, ${prior}) prior` });
  });

  // Ends by a million draws of Python's random: known to 0.0005.
  test.each([
    [
      'two labels and silence',
      [
        [1, 660, 60, 52],
        [0, 275, 25, 5],
        [null, 165, 15, 6],
      ],
      [0.5527, 0.704, 0.03855],
      '1/3',
    ],
    [
      'three labels and silence',
      [
        [null, 18, 5, 1],
        [0, 22, 6, 5],
        [1, 30, 8, 2],
        [2, 40, 10, 9],
      ],
      [0.44595, 0.72844, 0.0721],
      '1/4',
    ],
  ] as const)('%s', (_, strata, [lower, upper, deviation], prior) => {
    const { interval, standardError, unclaimed } = tenenbein(sampleOf(strata), { random, draws: 40_000 });
    expect(Math.abs(interval.lower - lower)).toBeLessThan(0.004);
    expect(Math.abs(interval.upper - upper)).toBeLessThan(0.004);
    expect(Math.abs(standardError / deviation - 1)).toBeLessThan(0.02);
    expect(interval.method).toBe(`40000 draws, Beta(${prior}, ${prior}) prior`);
    expect(unclaimed.filter(({ code }) => code !== 'few-labeled-items')).toEqual([]);
  });

  test('a judge that says one thing adds nothing: the interval is that of Beta(1 + yes, 1 + no)', () => {
    const { interval } = tenenbein(sampleOf([[3, 500, 30, 12]]), { random, draws: 40_000, level: 0.8 });
    expect(Math.abs(interval.lower - betaQuantile(0.1, 13, 19))).toBeLessThan(0.004);
    expect(Math.abs(interval.upper - betaQuantile(0.9, 13, 19))).toBeLessThan(0.004);
    expect(interval.level).toBe(0.8);
  });

  test('a better judge makes it shorter, more unlabeled items too', () => {
    const width = (strata: readonly Stratum[]): number => {
      const { interval } = tenenbein(sampleOf(strata), { random });
      return interval.upper - interval.lower;
    };
    const good = width([
      [0, 500, 50, 3],
      [1, 500, 50, 47],
    ]);
    const bad = width([
      [0, 500, 50, 23],
      [1, 500, 50, 27],
    ]);
    const small = width([
      [0, 60, 50, 3],
      [1, 60, 50, 47],
    ]);
    expect(good).toBeLessThan(0.7 * bad);
    expect(good).toBeLessThan(0.7 * small);
  });

  test('it holds the value where people are of one mind, and is not of width 0', () => {
    const yes = tenenbein(
      sampleOf([
        [0, 50, 10, 10],
        [1, 60, 20, 20],
      ]),
      { random },
    );
    expect([yes.value, yes.interval.upper]).toEqual([1, 1]);
    expect(yes.interval.lower).toBeLessThan(0.97);
    expect(yes.standardError).toBeGreaterThan(0);
    const no = tenenbein(sampleOf([[0, 50, 10, 0]]), { random });
    expect([no.value, no.interval.lower]).toEqual([0, 0]);
    expect(no.interval.upper).toBeGreaterThan(0.1);
  });
});

test('a label that no labeled item has rests on the prior, says for which share, and is not claimed', () => {
  const strata: Stratum[] = [
    [0, 100, 40, 10],
    [0.5, 50, 0, 0],
    [1, 50, 20, 18],
  ];
  const { value, interval, warnings, unclaimed, strata: shown } = tenenbein(sampleOf(strata), { random });
  expect(value).toBeCloseTo(0.5 * 0.25 + 0.25 * 0.5 + 0.25 * 0.9, 14);
  expect(interval.upper - interval.lower).toBeGreaterThan(0.24);
  expect(unclaimed).toHaveLength(1);
  expect(warnings[1]).toEqual(notice('rests-on-prior', { value: 0.5, share: 0.25 }));
  expect(shown[1]).toMatchObject({ judge: 1, rate: 0.9 });
  expect(shown[0].rate).toBeNaN();
});

describe('no verdict is a value of the judge', () => {
  const strata: Stratum[] = [
    [1, 660, 60, 52],
    [0, 275, 25, 5],
    [null, 165, 15, 6],
  ];

  test('silent items count with what people say of them, and show as a stratum', () => {
    const { value, counts, n, strata: shown } = tenenbein(sampleOf(strata), { random });
    expect(value).toBeCloseTo(0.6 * (52 / 60) + 0.25 * (5 / 25) + 0.15 * (6 / 15), 14);
    expect([n, counts.items]).toEqual([100, 1100]);
    expect(shown[0]).toEqual({ judge: NaN, share: 0.15, labeled: 15, rate: 0.4 });
    // Left out, the rate is another.
    expect(tenenbein(sampleOf(strata.slice(0, 2)), { random }).value).toBeCloseTo(0.6706, 4);
  });

  test('a name instead of silence gives the same numbers', () => {
    const named = tenenbein(sampleOf(strata.map(([judge, ...counts]) => [judge ?? 7, ...counts])), {
      random,
    });
    const { value, standardError, interval } = tenenbein(sampleOf(strata), { random });
    expect([value, standardError, interval]).toEqual([named.value, named.standardError, named.interval]);
  });

  test('silence that no labeled item shows takes the claim, unless it is less than half an item of the labeled', () => {
    const silent = (total: number): ReturnType<typeof tenenbein> =>
      tenenbein(
        sampleOf([
          [1, 660, 60, 52],
          [0, 340, 40, 5],
          [null, total, 0, 0],
        ]),
        { random },
      );
    expect(silent(5).unclaimed).toEqual([]);
    const { unclaimed, warnings } = silent(6);
    expect(unclaimed).toEqual([notice('unseen-answer', { share: 6 / 1006 })]);
    expect(warnings[1]).toEqual(notice('rests-on-prior', { value: null, share: 6 / 1006 }));
  });
});

describe('order and names play no part', () => {
  const strata: Stratum[] = [
    [0, 70, 12, 5],
    [1, 90, 15, 11],
    [2, 90, 15, 11],
  ];
  const base = tenenbein(sampleOf(strata), { random });

  test('items in another order give the same result', () => {
    expect(tenenbein(sampleOf(strata.toReversed()), { random })).toEqual(base);
  });

  test('renamed labels give the same numbers', () => {
    const renamed = tenenbein(sampleOf(strata.map(([judge, ...counts]) => [10 - 3 * judge!, ...counts])), {
      random,
    });
    expect([renamed.value, renamed.standardError, renamed.interval]).toEqual([
      base.value,
      base.standardError,
      base.interval,
    ]);
  });

  test('another seed moves the interval a little, and the value not at all', () => {
    const other = tenenbein(sampleOf(strata), { random: createRandom('other') });
    expect(other.value).toBe(base.value);
    expect(other.interval.lower).not.toBe(base.interval.lower);
    expect(Math.abs(other.interval.lower - base.interval.lower)).toBeLessThan(0.02);
  });
});

test('tenenbein leaves its sample as it was', () => {
  const sample = sampleOf([
    [0, 40, 9, 1],
    [1, 160, 31, 25],
  ]);
  const copy = structuredClone(sample);
  tenenbein(sample, { random });
  expect(sample).toEqual(copy);
});

test('without unlabeled items it is the rate of people, for Tenenbein has nothing to add', () => {
  const sample = labeledSample({
    selection: 'random',
    outcome: [1, 0, 0, 1, 1],
    judge: [1, 1, 0, 0, 1],
    unlabeledJudge: [],
    clusters: 'items',
  });
  expect(tenenbein(sample, { random }).value).toBeCloseTo(0.6, 14);
});

test('tenenbeinClaims names each reason with its number', () => {
  const design = rateDesign(
    sampleOf([
      [0, 40, 9, 1],
      [1, 160, 41, 33],
    ]),
  );
  expect(tenenbeinClaims(design, 2)).toEqual([]);
  expect(tenenbeinClaims({ ...design, labeled: 49 }, 2)).toEqual([
    notice('few-labeled-items', { count: 49, from: 50 }),
  ]);
  expect(tenenbeinClaims({ ...design, smallerSide: 9 }, 3)).toEqual([]);
  expect(tenenbeinClaims({ ...design, smallerSide: 10 }, 4)).toEqual([]);
  expect(tenenbeinClaims({ ...design, smallerSide: 9 }, 4)).toEqual([
    notice('four-answers', { items: 9, from: 10 }),
  ]);
  expect(tenenbeinClaims({ ...design, singleItems: false, unseenShare: 0.02 }, 5)).toHaveLength(3);
  // Half an item of fifty.
  expect(tenenbeinClaims({ ...design, unseenShare: 0.01 }, 3)).toEqual([]);
  expect(tenenbeinClaims({ ...design, unseenShare: 0.0101 }, 3)).toEqual([
    notice('unseen-answer', { share: 0.0101 }),
  ]);
});

describe('tenenbein refuses', () => {
  const refused = (change: Partial<Parameters<typeof labeledSample>[0]>, message: string): void => {
    const sample = labeledSample({
      selection: 'random',
      outcome: [1, 0],
      judge: [1, 0],
      unlabeledJudge: [1, 0],
      clusters: 'items',
      ...change,
    });
    expect(() => tenenbein(sample as LabeledSample<'random'>, { random })).toThrow(new InputError(message));
  };

  test('shares of people', () =>
    refused({ outcome: [1, 0.5] }, 'tenenbein requires outcomes that are 0 or 1; received 0.5 at index 1'));
  test('clusters, also one of a labeled and an unlabeled item', () =>
    refused(
      { clusters: { labeled: [0, 1], unlabeled: [2, 1] } },
      'tenenbein requires clusters of one item each; received clusters with several',
    ));
  test('a sample that is not random', () =>
    refused(
      { selection: 'separate' },
      'tenenbein requires labeled items drawn at random; received a sample declared separate',
    ));
  test('draws and levels out of range', () => {
    const sample = sampleOf([[0, 5, 2, 1]]);
    expect(() => tenenbein(sample, { random, draws: 99 })).toThrow(
      'tenenbein requires a whole number of draws from 100; received 99',
    );
    expect(() => tenenbein(sample, { random, level: 1 })).toThrow(
      'tenenbein requires a level in (0, 1); received 1',
    );
  });
});
