import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type LabeledSample, labeledSample } from '../inference/labeled-sample.ts';
import { noVerdictBalance } from './no-verdict-balance.ts';

/** [silent, items] of what people call yes, of what they call no, and of the unlabeled. */
type Sides = readonly [
  yes: readonly [number, number],
  no: readonly [number, number],
  unlabeled: readonly [number, number],
];

function sampleOf(
  [yes, no, unlabeled]: Sides,
  clusters: 'items' | 'pairs' = 'items',
): LabeledSample<'separate'> {
  const values = ([silent, items]: readonly [number, number]): (number | null)[] =>
    Array.from({ length: items }, (_, i) => (i < silent ? null : 1));
  const codes = (items: number, from: number): number[] =>
    Array.from({ length: items }, (_, i) => from + (i >> 1));
  return labeledSample({
    selection: 'separate',
    outcome: [...values(yes).map(() => 1), ...values(no).map(() => 0)],
    judge: [...values(yes), ...values(no)],
    unlabeledJudge: values(unlabeled),
    clusters:
      clusters === 'items'
        ? 'items'
        : { labeled: codes(yes[1] + no[1], 0), unlabeled: codes(unlabeled[1], 1000) },
  });
}

test('a share between those of the two sides is what any mix of yes and no may give', () => {
  const found = noVerdictBalance(
    sampleOf([
      [1, 20],
      [8, 20],
      [150, 1000],
    ]),
  );
  expect(found).toEqual({ yesShare: 0.05, noShare: 0.4, unlabeledShare: 0.15, pValue: 1 });
});

describe('a share outside is held against the nearer side', () => {
  // Doubled tails of the hypergeometric distribution, by exact fractions of binomial coefficients.
  test.each([
    // 2 · C(10, 0) C(10, 5) / C(20, 5)
    [
      'below both',
      [
        [5, 10],
        [9, 10],
        [0, 10],
      ],
      2 * (252 / 15504),
    ],
    [
      'above both',
      [
        [0, 10],
        [5, 10],
        [10, 10],
      ],
      2 * (252 / 15504),
    ],
    [
      'none where the set has none',
      [
        [0, 10],
        [0, 10],
        [0, 30],
      ],
      1,
    ],
  ] as const satisfies readonly (readonly [string, Sides, number])[])('%s', (_, sides, pValue) => {
    expect(noVerdictBalance(sampleOf(sides)).pValue).toBeCloseTo(pValue, 12);
  });
});

test('a judge that is silent by outcome alone is hardly ever doubted, whatever the two mixes', () => {
  let doubted = 0;
  for (let run = 0; run < 2000; run++) {
    const random = createRandom('no verdict balance').fork(run);
    const silent = (items: number, chance: number): readonly [number, number] => {
      let count = 0;
      for (let i = 0; i < items; i++) if (random.next() < chance) count++;
      return [count, items];
    };
    // The target holds yes alone: the very end of what the set allows.
    if (noVerdictBalance(sampleOf([silent(40, 0.2), silent(40, 0.25), silent(400, 0.2)])).pValue < 0.05)
      doubted++;
  }
  expect(doubted / 2000).toBeLessThan(0.05);
});

test('unknown without items of a side, without unlabeled ones, and in clusters', () => {
  expect(
    noVerdictBalance(
      sampleOf([
        [0, 0],
        [3, 10],
        [1, 10],
      ]),
    ),
  ).toMatchObject({ yesShare: NaN, pValue: NaN });
  expect(
    noVerdictBalance(
      sampleOf([
        [1, 10],
        [3, 10],
        [0, 0],
      ]),
    ),
  ).toMatchObject({ unlabeledShare: NaN, pValue: NaN });
  expect(
    noVerdictBalance(
      sampleOf(
        [
          [5, 10],
          [9, 10],
          [0, 10],
        ],
        'pairs',
      ),
    ).pValue,
  ).toBeNaN();
});
