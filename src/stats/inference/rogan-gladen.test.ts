import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { type LabeledSample, type LabeledSampleInput, labeledSample } from './labeled-sample.ts';
import { langReiczigelInterval } from './lang-reiczigel.ts';
import { rateDesign } from './rate-estimate.ts';
import { roganGladen, roganGladenClaims } from './rogan-gladen.ts';

interface Counts {
  readonly positives: number;
  readonly total: number;
  readonly yes: number;
  readonly yesHit: number;
  readonly no: number;
  readonly noHit: number;
}

function calls(length: number, positives: number): number[] {
  return Array.from({ length }, (_, i) => (i < positives ? 1 : 0));
}

function sampleOf(
  { positives, total, yes, yesHit, no, noHit }: Counts,
  change: Partial<LabeledSampleInput<'separate'>> = {},
): LabeledSample<'separate'> {
  return labeledSample({
    selection: 'separate',
    outcome: calls(yes + no, yes),
    judge: [...calls(yes, yesHit), ...calls(no, no - noHit)],
    unlabeledJudge: calls(total, positives),
    clusters: 'items',
    ...change,
  });
}

const random = createRandom('rogan-gladen');
const example: Counts = { positives: 400, total: 1000, yes: 200, yesHit: 180, no: 200, noHit: 140 };

test('roganGladen corrects the published example of [lee-2025], by the unlabeled items alone', () => {
  const { value, sensitivity, specificity, youden, conditionNumber, n, counts, unclaimed, warnings } =
    roganGladen(sampleOf(example), {
      random,
    });
  expect(value).toBeCloseTo(1 / 6, 14);
  expect([sensitivity, specificity]).toEqual([0.9, 0.7]);
  expect(youden).toBeCloseTo(0.6, 14);
  // numpy.linalg.cond of [[0.9, 0.3], [0.1, 0.7]]
  expect(conditionNumber).toBeCloseTo(1.7675918792439977, 12);
  expect([n, counts]).toEqual([400, { items: 1400, labels: 400, clusters: 1400 }]);
  expect(unclaimed).toEqual([]);
  expect(warnings).toEqual([notice('errors-carried-over')]);
});

describe('the interval by draws is that of its distribution', () => {
  // Ends and kept shares by numpy 2, twenty million draws. Ours, of 40,000 draws, stray by four standard
  // errors of a quantile at most.
  test('error rates known well', () => {
    const { interval, standardError, keptShare } = roganGladen(sampleOf(example), { random, draws: 40_000 });
    expect(Math.abs(interval.lower - 0.051053)).toBeLessThan(0.003);
    expect(Math.abs(interval.upper - 0.259766)).toBeLessThan(0.003);
    expect(Math.abs(standardError / 0.052899 - 1)).toBeLessThan(0.02);
    expect(Math.abs(keptShare - 0.9964)).toBeLessThan(0.0013);
    expect(interval.method).toBe('40000 draws, Beta(½, ½) prior');
  });

  test('error rates known badly: a fifth of the draws is no rate, and those of a judge below chance widen it', () => {
    const sample = sampleOf({ positives: 60, total: 100, yes: 20, yesHit: 14, no: 12, noHit: 9 });
    const { interval, standardError, keptShare } = roganGladen(sample, { random, draws: 40_000 });
    expect(Math.abs(keptShare - 0.78886)).toBeLessThan(0.009);
    // Without the draws below chance it would be 0.283, without all that are no rate 0.303.
    expect(Math.abs(interval.lower - 0.22674)).toBeLessThan(0.012);
    expect(interval.upper).toBe(1);
    expect(Math.abs(standardError / 0.20449 - 1)).toBeLessThan(0.02);
  });

  test('a judge that so few labels do not tell from chance has the whole range, and a warning', () => {
    const { value, interval, warnings } = roganGladen(
      sampleOf({ positives: 50, total: 100, yes: 30, yesHit: 20, no: 30, noHit: 15 }),
      {
        random,
      },
    );
    expect(value).toBe(0);
    expect(interval).toMatchObject({ lower: 0, upper: 1 });
    expect(warnings).toContainEqual(notice('whole-range'));
  });
});

test('the interval in closed form is that of langReiczigelInterval, and holds the value', () => {
  const { interval, standardError, keptShare } = roganGladen(sampleOf(example), {
    random,
    interval: 'lang-reiczigel',
    level: 0.9,
  });
  const direct = langReiczigelInterval({
    positives: 400,
    total: 1000,
    specificity: 0.7,
    specificityTrials: 200,
    sensitivity: 0.9,
    sensitivityTrials: 200,
    level: 0.9,
  });
  expect(interval.lower).toBeCloseTo(direct.lower, 14);
  expect(interval.upper).toBeCloseTo(direct.upper, 14);
  expect(standardError).toBeCloseTo(direct.standardError, 14);
  expect(keptShare).toBeNaN();
});

describe('a value beyond [0, 1]', () => {
  test('is cut, said, and inside its interval', () => {
    const below = roganGladen(
      sampleOf({ positives: 5, total: 100, yes: 40, yesHit: 36, no: 40, noHit: 36 }),
      { random },
    );
    expect([below.value, below.interval.lower]).toEqual([0, 0]);
    expect(below.warnings[0]).toEqual(notice('beyond-range', { value: expect.closeTo(-0.0625, 12) }));
    const above = roganGladen(
      sampleOf({ positives: 95, total: 100, yes: 40, yesHit: 36, no: 40, noHit: 36 }),
      { random },
    );
    expect([above.value, above.interval.upper]).toEqual([1, 1]);
  });

  test('with hardly a draw inside has the whole range as its interval, with a reason, and not one point', () => {
    const far = roganGladen(
      sampleOf({ positives: 0, total: 400, yes: 200, yesHit: 180, no: 200, noHit: 140 }),
      { random },
    );
    expect(far.value).toBe(0);
    expect(far.interval).toMatchObject({ lower: 0, upper: 1, method: 'whole range' });
    expect(far.standardError).toBeNaN();
    expect(far.keptShare).toBeLessThan(0.025);
    expect(far.intervalReason).toEqual(notice('misfit-draws', { share: far.keptShare }));
    expect(far.unclaimed).toEqual([far.intervalReason]);
    expect(far).not.toHaveProperty('reason');
  });
});

describe('there is no value', () => {
  const whole = { lower: 0, upper: 1, level: 0.95, method: 'whole range' };
  test.each([
    ['without a labeled yes', { ...example, yes: 0, yesHit: 0 }, notice('one-side', { missing: 'yes' })],
    ['without a labeled no', { ...example, no: 0, noHit: 0 }, notice('one-side', { missing: 'no' })],
    [
      'where the judge calls yes at random',
      { ...example, yesHit: 60 },
      notice('judge-at-chance', { ofYes: expect.closeTo(0.3, 12), ofNo: expect.closeTo(0.3, 12) }),
    ],
    [
      'where the judge is worse than chance',
      { ...example, yesHit: 20 },
      notice('judge-at-chance', { ofYes: expect.closeTo(0.1, 12), ofNo: expect.closeTo(0.3, 12) }),
    ],
  ] as const)('%s, and the interval is the whole range', (_, counts, reason) => {
    const estimate = roganGladen(sampleOf(counts), { random });
    expect([estimate.value, estimate.standardError, estimate.keptShare]).toEqual([NaN, NaN, NaN]);
    expect(estimate.interval).toEqual(whole);
    expect(estimate.reason).toEqual(reason);
    expect(estimate.unclaimed).toContain(estimate.reason);
    expect(estimate.warnings).toContain(estimate.reason);
  });

  test('where the judge gives every item one value, whose error rates add up to 1 but for rounding', () => {
    let above = 0;
    for (let tenth = 1; tenth < 10; tenth++) {
      for (let labeled = 12; labeled < 40; labeled++) {
        const outcome = Array.from({ length: labeled }, (_, i) => (i % 4) / 3);
        const judge = outcome.map(() => tenth / 10);
        const sample = sampleOf(example, { outcome, judge, unlabeledJudge: judge });
        for (const interval of ['draws', 'lang-reiczigel'] as const) {
          const { value, youden } = roganGladen(sample, { random, interval });
          expect(value).toBeNaN();
          if (youden > 0) above++;
        }
      }
    }
    expect(above).toBeGreaterThan(0);
  });

  test('without an unlabeled item, and no interval either', () => {
    const estimate = roganGladen(sampleOf({ ...example, total: 0, positives: 0 }), { random });
    expect([estimate.value, estimate.interval.lower, estimate.interval.upper]).toEqual([NaN, NaN, NaN]);
    expect(estimate.reason).toEqual(notice('no-unlabeled-item'));
    expect(estimate.sensitivity).toBe(0.9);
  });

  test('the condition number is Infinity at chance, and 1 for a judge that never errs', () => {
    expect(roganGladen(sampleOf({ ...example, yesHit: 100, noHit: 100 }), { random }).conditionNumber).toBe(
      Infinity,
    );
    expect(roganGladen(sampleOf({ ...example, yesHit: 200, noHit: 200 }), { random }).conditionNumber).toBe(
      1,
    );
  });
});

test('an outcome that is a share of people counts on both sides, and a judge between 0 and 1 too', () => {
  const halves = labeledSample({
    selection: 'separate',
    outcome: [1, 0.75, 0.25, 0],
    judge: [1, 1, 0, 0.5],
    unlabeledJudge: [1, 1, 0.5, 0],
    clusters: 'items',
  });
  const { sensitivity, specificity, value, unclaimed } = roganGladen(halves, { random });
  expect(sensitivity).toBeCloseTo(1.75 / 2, 14);
  expect(specificity).toBeCloseTo((0.75 + 0.5) / 2, 14);
  expect(value).toBeCloseTo((0.625 + 0.625 - 1) / 0.5, 14);
  expect(unclaimed.slice(2)).toEqual([notice('split-outcomes'), notice('split-calls')]);
});

test('clusters of several items are not claimed, and a warning says so', () => {
  const sample = sampleOf(example, {
    clusters: {
      labeled: Array.from({ length: 400 }, (_, i) => i >> 1),
      unlabeled: Array.from({ length: 1000 }, (_, i) => 200 + i),
    },
  });
  const { unclaimed, warnings, counts } = roganGladen(sample, { random });
  expect(unclaimed).toEqual([notice('items-in-clusters')]);
  expect(warnings).toContain(unclaimed[0]);
  expect(counts.clusters).toBe(1200);
});

test('the order of items plays no part, and the sample stays as it was', () => {
  const sample = sampleOf(example);
  const copy = structuredClone(sample);
  const base = roganGladen(sample, { random });
  expect(sample).toEqual(copy);
  const turned = labeledSample({
    selection: 'separate',
    outcome: sample.outcome.toReversed(),
    judge: sample.judge.toReversed(),
    unlabeledJudge: sample.unlabeled.judge.toReversed(),
    clusters: 'items',
  });
  expect(roganGladen(turned, { random })).toEqual(base);
});

describe('no verdict is a call that is not yes', () => {
  // Of 20 yes and 20 no the judge calls 14 and 3 yes, and is silent on 4 and 10.
  const calls = (yes: number, silent: number, all: number): (number | null)[] =>
    Array.from({ length: all }, (_, i) => (i < yes ? 1 : i < yes + silent ? null : 0));
  const input = {
    selection: 'separate',
    outcome: Array.from({ length: 40 }, (_, i) => Number(i < 20)),
    judge: [...calls(14, 4, 20), ...calls(3, 10, 20)],
    unlabeledJudge: calls(30, 25, 100),
    clusters: 'items',
  } as const;

  test('silent items stay, and count among the misses of yes and the hits of no', () => {
    const rate = roganGladen(labeledSample(input), { random });
    expect([rate.sensitivity, rate.specificity]).toEqual([14 / 20, 17 / 20]);
    expect(rate.value).toBeCloseTo((0.3 + 0.85 - 1) / 0.55, 14);
    expect([rate.n, rate.counts.items, rate.unclaimed]).toEqual([40, 140, []]);
    const no = (judge: readonly (number | null)[]): number[] => judge.map((call) => call ?? 0);
    const told = labeledSample({
      ...input,
      judge: no(input.judge),
      unlabeledJudge: no(input.unlabeledJudge),
    });
    expect(rate).toEqual(roganGladen(told, { random }));
  });

  test('silence on the target alone takes the claim', () => {
    const judge = input.judge.map((call) => call ?? 0);
    expect(roganGladen(labeledSample({ ...input, judge }), { random }).unclaimed).toEqual([
      notice('unseen-silence', { share: 0.25 }),
    ]);
  });
});

test('roganGladenClaims names each reason with its number', () => {
  const design = rateDesign(sampleOf(example));
  expect(roganGladenClaims(design)).toEqual([]);
  expect(roganGladenClaims({ ...design, smallerSide: 9 })).toEqual([
    notice('few-on-smaller-side', { count: 9, from: 10 }),
  ]);
  expect(roganGladenClaims({ ...design, singleItems: false, unlabeled: 5 })).toHaveLength(2);
});

test('roganGladen refuses other samples, calls outside [0, 1], and draws or levels out of range', () => {
  const sample = sampleOf(example);
  const random50 = labeledSample({
    selection: 'random',
    outcome: [1],
    judge: [1],
    unlabeledJudge: [1],
    clusters: 'items',
  });
  expect(() => roganGladen(random50 as unknown as typeof sample, { random })).toThrow(
    new InputError(
      'roganGladen requires labeled items apart from the target; received a sample declared random',
    ),
  );
  expect(() => roganGladen(sampleOf(example, { unlabeledJudge: [0, 1.5] }), { random })).toThrow(
    'judge values in [0, 1]; received 1.5 at index 1',
  );
  expect(() => roganGladen(sample, { random, draws: 10 })).toThrow(
    'roganGladen requires a whole number of draws from 100; received 10',
  );
  expect(() => roganGladen(sample, { random, level: 0 })).toThrow(
    'roganGladen requires a level in (0, 1); received 0',
  );
  expect(() => roganGladen(sample, { random, interval: 'exact' as 'draws' })).toThrow(
    'interval draws or lang-reiczigel; received "exact"',
  );
});
