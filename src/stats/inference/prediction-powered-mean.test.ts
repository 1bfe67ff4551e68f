import { type Notice, notice } from '../numeric/estimate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { type Random, createRandom } from '../numeric/random.ts';
import { humanRate } from './human-rate.ts';
import { type LabeledSample, type LabeledSampleInput, labeledSample } from './labeled-sample.ts';
import { predictionPoweredClaims, predictionPoweredMean } from './prediction-powered-mean.ts';
import { expectedWithoutVerdict } from './without-verdict.ts';

type Given = Partial<LabeledSampleInput<'random'>>;

function sampleOf(given: Given = {}): LabeledSample<'random'> {
  return labeledSample({
    selection: 'random',
    outcome: [1, 0, 1, 0.5],
    judge: [0.9, 0.3, 0.6, 0.6],
    unlabeledJudge: [0.8, 0.2, 0.5, 0.7, 0.3],
    clusters: 'items',
    ...given,
  });
}

/** A judge and people who say yes half of the time and agree nine times in ten: their correlation is 0.8. */
function drawn(random: Random, labeled: number, unlabeled: number): LabeledSample<'random'> {
  const [outcome, judge]: [number[], number[]] = [[], []];
  for (let i = 0; i < labeled + unlabeled; i++) {
    outcome.push(Number(random.next() < 0.5));
    judge.push(random.next() < 0.9 ? outcome[i] : 1 - outcome[i]);
  }
  return sampleOf({
    outcome: outcome.slice(0, labeled),
    judge: judge.slice(0, labeled),
    unlabeledJudge: judge.slice(labeled),
  });
}

describe('the estimate', () => {
  test('predictionPoweredMean moves the people’s mean by lambda times how the judge differs between unlabeled and labeled items', () => {
    // People .625; the judge .5 on unlabeled and .6 on labeled items.
    expect(predictionPoweredMean(sampleOf(), { lambda: 0 }).value).toBeCloseTo(0.625, 12);
    expect(predictionPoweredMean(sampleOf(), { lambda: 1 }).value).toBeCloseTo(0.525, 12);
    expect(predictionPoweredMean(sampleOf(), { lambda: 0.5 }).value).toBeCloseTo(0.575, 12);
  });

  test('the standard error adds the variance of the labeled residual and of the unlabeled judge', () => {
    // Residuals at λ = 1: .1, −.3, .4, −.1; mean .025, squares about it .2675. Judge .8 .2 .5 .7 .3: squares
    // about .5 .26.
    const { standardError, interval } = predictionPoweredMean(sampleOf(), { lambda: 1, interval: 't' });
    expect(standardError).toBeCloseTo(Math.sqrt(0.2675 / 3 / 4 + 0.26 / 4 / 5), 12);
    // 3.182446: the t quantile of 0.975 with three degrees of freedom, one fewer than labeled items.
    expect(interval.lower).toBeCloseTo(Math.max(0, 0.525 - 3.182446305 * standardError), 9);
  });

  test('the tuned lambda is the covariance over (1 + n/N) variances of the judge', () => {
    // Outcome about .625 and judge about .6: (.375 · .3 + .625 · .3 + 0 + 0) / 4 = .075.
    const judge = [0.9, 0.3, 0.6, 0.6, 0.8, 0.2, 0.5, 0.7, 0.3];
    const center = judge.reduce((sum, value) => sum + value, 0) / 9;
    const variance = judge.reduce((sum, value) => sum + (value - center) ** 2, 0) / 8;
    expect(predictionPoweredMean(sampleOf()).lambda).toBeCloseTo(0.075 / (1.8 * variance), 12);
  });

  test('the logit interval is the t interval of the log odds', () => {
    const { value, standardError, interval } = predictionPoweredMean(sampleOf(), { lambda: 1 });
    const logit = (rate: number): number => Math.log(rate / (1 - rate));
    const reach = (3.182446305 * standardError) / (value * (1 - value));
    expect(logit(interval.lower)).toBeCloseTo(logit(value) - reach, 8);
    expect(logit(interval.upper)).toBeCloseTo(logit(value) + reach, 8);
    expect(interval.method).toBe('t on the logit scale');
  });

  test('the correlation and the counts are those of the sample', () => {
    const estimate = predictionPoweredMean(sampleOf());
    expect(estimate).toMatchObject({
      n: 4,
      labeledCount: 4,
      unlabeledCount: 5,
      counts: { items: 9, labels: 4, clusters: 9 },
    });
    expect(estimate.correlation).toBeCloseTo(0.3 / Math.sqrt(0.6875 * 0.18), 12);
  });
});

describe('coverage, where each term matters', () => {
  const runs = 2000;
  const covered = { one: 0, tuned: 0 };
  let narrower = 0;
  for (let run = 0; run < runs; run++) {
    const sample = drawn(createRandom('coverage').fork(run), 400, 800);
    const [one, tuned] = [predictionPoweredMean(sample, { lambda: 1 }), predictionPoweredMean(sample)];
    if (one.interval.lower <= 0.5 && 0.5 <= one.interval.upper) covered.one++;
    if (tuned.interval.lower <= 0.5 && 0.5 <= tuned.interval.upper) covered.tuned++;
    if (tuned.standardError < one.standardError && tuned.standardError < humanRate(sample).standardError)
      narrower++;
  }

  // Monte-Carlo standard error .005: three of them each side. Without the variance of the unlabeled judge, or
  // of the labeled residual, λ = 1 covers .80 or .85.
  test.each(['one', 'tuned'] as const)(
    'predictionPoweredMean covers at lambda %s, with 400 labeled and 800 unlabeled items',
    (key) => {
      expect(covered[key] / runs).toBeGreaterThan(0.934);
      expect(covered[key] / runs).toBeLessThan(0.966);
    },
  );

  test('the tuned lambda has a smaller standard error than lambda 1 and than people alone', () => {
    expect(narrower / runs).toBeGreaterThan(0.99);
  });
});

test('the tuned lambda is where the standard error is least', () => {
  const sample = drawn(createRandom('least'), 500, 700);
  const { lambda, standardError } = predictionPoweredMean(sample);
  for (const other of [lambda - 0.1, lambda + 0.1, 0, 1])
    expect(predictionPoweredMean(sample, { lambda: other }).standardError).toBeGreaterThan(
      standardError * 1.001,
    );
});

describe('clusters', () => {
  test('what the labeled and the unlabeled items of a cluster move is added up before it is squared', () => {
    const sample = sampleOf({ clusters: { labeled: [0, 0, 1, 1], unlabeled: [1, 1, 2, 2, 2] } });
    // Labeled residuals at λ = 1 about .025: (.075 − .325) / 4 in cluster 0 and (.375 − .125) / 4 in 1; two
    // clusters, so times √2. Unlabeled judge about .5: (.3 − .3) / 5 in cluster 1 and (0 + .2 − .2) / 5 in 2.
    const { standardError } = predictionPoweredMean(sample, { lambda: 1 });
    expect(standardError).toBeCloseTo(Math.sqrt(2 * (0.0625 ** 2 + 0.0625 ** 2)), 12);
    const moved = sampleOf({
      unlabeledJudge: [0.8, 0.8, 0.5, 0.2, 0.2],
      clusters: { labeled: [0, 0, 1, 1], unlabeled: [1, 1, 2, 2, 2] },
    });
    // Now cluster 1 moves (.3 + .3) / 5 · √2 more, and cluster 2 the same the other way.
    const [first, second, third] = [-0.0625, 0.0625 + 0.12, -0.12].map((movement) => 2 * movement ** 2);
    expect(predictionPoweredMean(moved, { lambda: 1 }).standardError).toBeCloseTo(
      Math.sqrt(first + second + third),
      12,
    );
  });

  test('every item twice in a cluster of its own changes nothing but the counts', () => {
    const sample = drawn(createRandom('twice'), 60, 90);
    const twice = (values: ArrayLike<number>): number[] =>
      Array.from(values).flatMap((value) => [value, value]);
    const doubled = sampleOf({
      outcome: twice(sample.outcome),
      judge: twice(sample.judge),
      unlabeledJudge: twice(sample.unlabeled.judge),
      clusters: { labeled: twice(sample.cluster), unlabeled: twice(sample.unlabeled.cluster) },
    });
    const [once, both] = [sample, doubled].map((given) => predictionPoweredMean(given, { lambda: 0.6 }));
    expect(both.value).toBeCloseTo(once.value, 12);
    expect(both.standardError).toBeCloseTo(once.standardError, 12);
    expect(both.interval.lower).toBeCloseTo(once.interval.lower, 12);
    expect(both.interval.method).toBe('t on the logit scale, by cluster');
    // As items of their own they would look like twice as many.
    const forgotten = predictionPoweredMean(sampleOf({ ...columnsOf(doubled), clusters: 'items' }), {
      lambda: 0.6,
    });
    expect(forgotten.standardError).toBeLessThan(0.72 * once.standardError);
  });
});

function columnsOf(
  sample: LabeledSample,
): Pick<LabeledSampleInput<'random'>, 'outcome' | 'judge' | 'unlabeledJudge'> {
  return { outcome: sample.outcome, judge: sample.judge, unlabeledJudge: sample.unlabeled.judge };
}

describe('a judge that says nothing', () => {
  test.each([
    [
      'the same value everywhere',
      { judge: [0.4, 0.4, 0.4, 0.4], unlabeledJudge: [0.4, 0.4] },
      'constant-values',
      NaN,
    ],
    [
      'values that fall where outcomes rise',
      { judge: [0.1, 0.9, 0.3, 0.4] },
      'opposed-values',
      -0.4625 / Math.sqrt(0.6875 * 0.3475),
    ],
    ['no unlabeled item', { unlabeledJudge: [] }, 'no-unlabeled-item', 0.3 / Math.sqrt(0.6875 * 0.18)],
    [
      'one unlabeled item',
      { unlabeledJudge: [0.3] },
      'one-unlabeled-cluster',
      0.3 / Math.sqrt(0.6875 * 0.18),
    ],
    ['values that do not go with outcomes', { judge: [0.5, 0.5, 0.5, 0.5] }, 'unrelated-values', NaN],
  ] as const)('%s leaves people alone, and says so', (_, given, why, correlation) => {
    const estimate = predictionPoweredMean(sampleOf(given));
    expect([estimate.lambda, estimate.value]).toEqual([0, 0.625]);
    expect(estimate.warnings).toContainEqual(notice('judge-unused', { why }));
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(0.6875 / 3 / 4), 12);
    if (Number.isNaN(correlation)) expect(estimate.correlation).toBeNaN();
    else expect(estimate.correlation).toBeCloseTo(correlation, 12);
  });

  test('a negative lambda is used when asked for', () => {
    const estimate = predictionPoweredMean(sampleOf(), { lambda: -0.5 });
    expect(estimate.value).toBeCloseTo(0.675, 12);
  });
});

describe('what is unknown', () => {
  test('all labeled items of one cluster leave a value without an interval', () => {
    const estimate = predictionPoweredMean(
      sampleOf({ clusters: { labeled: [3, 3, 3, 3], unlabeled: [0, 1, 2, 4, 5] } }),
    );
    expect(estimate.standardError).toBeNaN();
    expect(estimate.interval.lower).toBeNaN();
    expect(estimate.intervalReason).toEqual(notice('one-labeled-cluster'));
    expect(estimate.value).toBeGreaterThan(0.5);
    expect(estimate.unclaimed).toContainEqual(notice('few-labeled-clusters', { count: 1, from: 30 }));
  });

  test('a lambda on unlabeled items of one cluster leaves the interval unknown', () => {
    const estimate = predictionPoweredMean(
      sampleOf({ clusters: { labeled: [0, 1, 2, 3], unlabeled: [4, 4, 4, 4, 4] } }),
      { lambda: 1 },
    );
    expect([estimate.standardError, estimate.intervalReason]).toEqual([NaN, notice('one-unlabeled-cluster')]);
  });

  test('equal outcomes have no standard error, and the interval of people alone', () => {
    const estimate = predictionPoweredMean(sampleOf({ outcome: [1, 1, 1, 1] }));
    expect([estimate.value, estimate.lambda]).toEqual([1, 0]);
    expect(estimate.standardError).toBeNaN();
    expect(estimate.correlation).toBeNaN();
    expect(estimate.interval).toEqual(humanRate({ outcome: [1, 1, 1, 1], cluster: 'items' }).interval);
    expect(estimate.interval.lower).toBeLessThan(0.6);
  });

  test('residuals without any spread leave the interval unknown, not empty', () => {
    const given = {
      outcome: [0.1, 0.3, 0.7, 0.9],
      judge: [0.1, 0.3, 0.7, 0.9],
      unlabeledJudge: [0.6, 0.6, 0.6],
    };
    const estimate = predictionPoweredMean(sampleOf(given), { lambda: 1 });
    expect(estimate.value).toBeCloseTo(0.6, 12);
    expect(estimate.standardError).toBeNaN();
    expect(estimate.intervalReason).toEqual(notice('no-spread'));
  });

  test('a correction beyond 1 is cut to it, and the logit gives way to t, both with a warning', () => {
    const given = {
      outcome: [1, 1, 1, 0],
      judge: [0.2, 0.3, 0.1, 0.2],
      unlabeledJudge: [0.9, 0.8, 0.9, 0.7],
    };
    const estimate = predictionPoweredMean(sampleOf(given), { lambda: 1 });
    expect(estimate.value).toBe(1);
    expect(estimate.interval).toMatchObject({ upper: 1, method: 't, cut at 0 and 1' });
    expect(estimate.warnings).toContainEqual(notice('beyond-range', { value: expect.closeTo(1.375, 12) }));
    expect(estimate.warnings).toContainEqual(notice('cut-interval'));
    const published = predictionPoweredMean(sampleOf(given), { lambda: 1, interval: 'normal' });
    expect(published.value).toBeCloseTo(1.375, 12);
    expect(published.interval.upper).toBeGreaterThan(1.375);
  });
});

const claimed = {
  labeled: 50,
  unlabeled: 100,
  smallerSide: 10,
  labeledClusters: 30,
  unlabeledClusters: 100,
  effectiveClusters: 30,
  singleItems: false,
  unseenShare: 0,
  withoutVerdict: { labeled: 0, unlabeled: 0 },
};

describe('claims', () => {
  const sound = claimed;

  test('predictionPoweredClaims asks for 50 labeled items, 10 on each side, 30 labeled clusters and 20 unlabeled ones', () => {
    expect(predictionPoweredClaims(sound)).toEqual([]);
    for (const [name, value, code] of [
      ['labeled', 49, 'few-labeled-items'],
      ['smallerSide', 9, sound.singleItems ? 'few-on-smaller-side' : 'few-clusters-on-smaller-side'],
      ['labeledClusters', 29, 'few-labeled-clusters'],
      ['unlabeledClusters', 19, 'few-unlabeled-clusters'],
    ] as const)
      expect(predictionPoweredClaims({ ...sound, [name]: value })).toEqual([
        notice(code, { count: value, from: value + 1 }),
      ]);
  });

  test('what is not claimed stands in the warnings, and the normal interval never is', () => {
    const { unclaimed, warnings } = predictionPoweredMean(sampleOf());
    expect(unclaimed.length).toBe(4);
    expect(warnings).toEqual(expect.arrayContaining([...unclaimed]));
    const large = drawn(createRandom('claims'), 100, 100);
    expect(predictionPoweredMean(large).unclaimed).toEqual([]);
    expect(predictionPoweredMean(large, { interval: 'normal' }).unclaimed.length).toBe(1);
  });
});

describe('properties', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const rows = fc.array(fc.record({ outcome: unit, judge: unit, cluster: fc.nat(9) }), {
    minLength: 4,
    maxLength: 40,
  });
  const others = fc.array(fc.record({ judge: unit, cluster: fc.nat(15) }), { minLength: 3, maxLength: 40 });
  const samples = fc.tuple(rows, others).map(([labeled, unlabeled]) =>
    sampleOf({
      outcome: labeled.map(({ outcome }) => outcome),
      judge: labeled.map(({ judge }) => judge),
      unlabeledJudge: unlabeled.map(({ judge }) => judge),
      clusters: {
        labeled: labeled.map(({ cluster }) => cluster),
        unlabeled: unlabeled.map(({ cluster }) => cluster),
      },
    }),
  );
  const settings = { seed: 20231102, numRuns: 200 };

  /** Both unknown is the same, too. */
  function same(ours: number, wanted: number, digits: number): void {
    if (Number.isNaN(wanted)) expect(ours).toBeNaN();
    else expect(ours).toBeCloseTo(wanted, digits);
  }

  test('lambda 0 is the classical estimate of people alone', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const [powered, people] = [predictionPoweredMean(sample, { lambda: 0 }), humanRate(sample)];
        expect(powered.value).toBeCloseTo(people.value, 12);
        // Of clusters of one size the sandwich and the jackknife are one.
        if (people.counts.clusters < sample.outcome.length) return;
        same(powered.standardError, people.standardError, 12);
        if (people.interval.method !== 'Wilson') same(powered.interval.lower, people.interval.lower, 12);
      }),
      settings,
    );
  });

  test('the lambda is in [0, 1], the interval in [0, 1] and around the value, and nothing is written to', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const before = JSON.stringify(sample);
        const { lambda, value, interval } = predictionPoweredMean(sample);
        expect(JSON.stringify(sample)).toBe(before);
        expect(lambda >= 0 && lambda <= 1).toBe(true);
        if (Number.isNaN(interval.lower)) return;
        expect(
          interval.lower >= 0 &&
            interval.lower <= value + 1e-12 &&
            value <= interval.upper + 1e-12 &&
            interval.upper <= 1,
        ).toBe(true);
      }),
      settings,
    );
  });

  test('the order of rows changes nothing, and neither do a shift of the judge and new names of clusters', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const estimate = predictionPoweredMean(sample);
        const turned = sampleOf({
          outcome: sample.outcome.toReversed(),
          judge: sample.judge.toReversed().map((value) => value - 0.25),
          unlabeledJudge: sample.unlabeled.judge.toReversed().map((value) => value - 0.25),
          clusters: {
            labeled: sample.cluster.toReversed().map((code) => 7 * code + 3),
            unlabeled: sample.unlabeled.cluster.toReversed().map((code) => 7 * code + 3),
          },
        });
        const other = predictionPoweredMean(turned);
        // Tuning amplifies rounding where the judge hardly varies.
        expect(other.value).toBeCloseTo(estimate.value, 9);
        same(other.standardError, estimate.standardError, 9);
      }),
      settings,
    );
  });

  test('counting the other side gives the complement', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const complement = (values: Float64Array): Float64Array => values.map((value) => 1 - value);
        const mirrored = sampleOf({
          outcome: complement(sample.outcome),
          judge: complement(sample.judge),
          unlabeledJudge: complement(sample.unlabeled.judge),
          clusters: { labeled: sample.cluster, unlabeled: sample.unlabeled.cluster },
        });
        const [estimate, other] = [predictionPoweredMean(sample), predictionPoweredMean(mirrored)];
        expect(other.value).toBeCloseTo(1 - estimate.value, 9);
        if (estimate.value > 0.001 && estimate.value < 0.999)
          same(other.interval.upper, 1 - estimate.interval.lower, 6);
      }),
      settings,
    );
  });
});

describe('items without a verdict', () => {
  const outcome = [1, 0, 1, 1 / 3, 0, 1, 0, 2 / 3];
  const judge = [0.9, null, 0.7, null, 0.2, null, 0.4, 0.6];
  const unlabeledJudge = [0.8, null, 0.3, null, null, 0.9, 0.1, 0.5, 0.6, 0.2];
  const folds = [0, 1, 2, 3, 0, 1, 2, 3];
  const silent = sampleOf({ outcome, judge, unlabeledJudge });

  test('get what people say of the silent items of other folds, and are then items like others', () => {
    const expected = expectedWithoutVerdict(silent, folds);
    const filled = sampleOf({
      outcome,
      judge: judge.map((value, i) => value ?? expected.labeled[i]),
      unlabeledJudge: unlabeledJudge.map((value) => value ?? expected.unlabeled),
    });
    const [ours, byHand] = [predictionPoweredMean(silent, { folds }), predictionPoweredMean(filled)];
    expect([ours.value, ours.standardError, ours.lambda]).toEqual([
      byHand.value,
      byHand.standardError,
      byHand.lambda,
    ]);
    expect([ours.labeledCount, ours.unlabeledCount, ours.counts.items]).toEqual([8, 10, 18]);
  });

  test('change nothing where there are none, with folds or without', () => {
    expect(predictionPoweredMean(sampleOf(), { folds: sampleOf().outcome.map(() => 0) })).toEqual(
      predictionPoweredMean(sampleOf()),
    );
  });

  test('need folds', () => {
    const onTheOtherSide = sampleOf({ outcome, judge: outcome, unlabeledJudge });
    for (const sample of [silent, onTheOtherSide])
      expect(() => predictionPoweredMean(sample)).toThrow(
        new InputError(
          'predictionPoweredMean requires folds where the judge gave no verdict on some items; received none',
        ),
      );
  });

  test('take the claim where no labeled item shows what silence means, unless they are less than half an item of the labeled', () => {
    const design = { ...claimed, labeled: 100, unlabeled: 900 };
    const at = (labeled: number, unlabeled: number): Notice[] =>
      predictionPoweredClaims({ ...design, withoutVerdict: { labeled, unlabeled } });
    expect([at(1, 300), at(0, 0), at(0, 5)]).toEqual([[], [], []]);
    expect(at(0, 6)).toEqual([notice('unseen-silence', { share: 0.006 })]);
  });
});

describe('what throws', () => {
  test('a sample that was not drawn at random, which plain JavaScript can pass', () => {
    const separate = labeledSample({
      selection: 'separate',
      outcome: [1],
      judge: [1],
      unlabeledJudge: [0],
      clusters: 'items',
    });
    expect(() => predictionPoweredMean(separate as unknown as LabeledSample<'random'>)).toThrow(
      new InputError(
        'predictionPoweredMean requires labeled items drawn at random; received a sample declared separate',
      ),
    );
    // @ts-expect-error A sample of another selection does not compile.
    expect(() => predictionPoweredMean(separate)).toThrow(InputError);
  });

  test('a level, a lambda and an interval that are none', () => {
    expect(() => predictionPoweredMean(sampleOf(), { level: 95 })).toThrow(
      'requires a level in (0, 1); received 95',
    );
    expect(() => predictionPoweredMean(sampleOf(), { lambda: NaN })).toThrow(
      'requires a finite lambda; received NaN',
    );
    expect(() => predictionPoweredMean(sampleOf(), { interval: 'wald' as 't' })).toThrow(
      'requires interval logit, t or normal; received "wald"',
    );
  });
});
