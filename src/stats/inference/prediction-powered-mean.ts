import { InputError } from '../numeric/errors.ts';
import { type Interval, type Notice, fewerThan, notice, unknownInterval } from '../numeric/estimate.ts';
import { clusterVariance, isSpread, meanOf } from './cluster-variance.ts';
import { humanRate, isConstant } from './human-rate.ts';
import type { LabeledSample } from './labeled-sample.ts';
import {
  type RateDesign,
  type RateEstimate,
  ofThisPool,
  rateDesign,
  fewOnSmallerSide,
  unseenSilence,
} from './rate-estimate.ts';
import { type RateIntervalKind, rateInterval } from './rate-interval.ts';
import { expectedWithoutVerdict } from './without-verdict.ts';

/**
 * The rate among people, from labels on a random part of the items and the judge's values on all: PPI++,
 * prediction-powered inference with a tuned weight.
 *
 * For outcomes that are shares, for probabilities and scores of a judge, and for items in clusters; for yes
 * and no on single items `tenenbein` needs fewer labels to hold. It assumes that labeled items were drawn at
 * random, that clusters are independent, and that no judge's value comes from anything fitted to the item's
 * own outcome: cross-fit before. The judge may be as wrong as it likes; one whose correlation is below 1 /
 * sqrt(n − 2) costs a little more than it brings, since its weight has to be learned.
 *
 * value = mean outcome + lambda · (mean judge of unlabeled − mean judge of labeled)
 * lambda = covariance(outcome, judge) / ((1 + n / N) · variance(judge)), cut to [0, 1]
 * variance = variance of (outcome − lambda · judge) / n + lambda² · variance of the unlabeled judge / N on
 * single items; by cluster what the labeled and the unlabeled items of a cluster move is added up before it
 * is squared
 *
 * `sample`: n labeled items, N unlabeled. Items without a verdict get the value of `expectedWithoutVerdict`,
 * for which `folds` are required: length n, the fold of each labeled item, clusters whole. `lambda`:
 * `optimal`, or a number; 0 is people alone, 1 is PPI as first published. `interval`: `logit` (the default; t
 * where the value is not inside (0, 1)), `t`, cut at 0 and 1, or `normal`, which is the published form:
 * variances divided by n and N, normal quantile, nothing cut, no coverage claimed. t quantiles have the
 * labeled clusters − 1 degrees of freedom. `level` in (0, 1).
 *
 * Covariance and variance in lambda are those of ppi_py: the one over n, the other over n + N − 1 and all
 * items. It is tuned on the labels it is used with, for few labels too; by folds instead, the interval was 1%
 * to 7% longer and did not cover better throughout.
 *
 * Returns the rate with `lambda`, `correlation` of outcome and judge on the labeled items, and the counts; a
 * value outside [0, 1] is cut to it, with a warning, unless `normal`. Undefined: the standard error, with
 * fewer than two labeled clusters, and where nothing varies; where all outcomes are equal the interval is
 * that of people alone, else unknown, and `intervalReason` says why. The correlation is NaN where outcome or
 * judge is constant. Without unlabeled items, or with a constant judge, lambda is 0.
 *
 * Throws InputError for a sample whose labeled items are not declared random, items without a verdict and no
 * folds, a lambda that is not finite, and a level outside (0, 1).
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1, 1], judge: [0.9, 0.3, 0.6, 0.8], unlabeledJudge: [0.9, 0.2, 0.4, 0.8, 0.7, 0.6], clusters: 'items' });
 * predictionPoweredMean(sample, { lambda: 1 }).value; // 0.7
 * predictionPoweredMean(sample).lambda; // 0.84982
 *
 * Source: [angelopoulos-2023] for lambda 1; [angelopoulos-2023b] for the tuning; [mani-2025] for what a weak
 * judge costs; clusters by [liang-zeger-1986], t quantiles as [cameron-2015].
 */
export function predictionPoweredMean(
  given: LabeledSample<'random'>,
  options: PredictionPoweredOptions = {},
): PredictionPoweredMean {
  const { level = 0.95, lambda = 'optimal', interval = 'logit', folds } = options;
  requireSound(given, level, lambda, interval);
  const design = rateDesign(given);
  const sample = withoutGaps(given, design, folds);
  const { lambda: weight, warning } = tunedLambda(sample, lambda);
  const exact =
    meanOf(sample.outcome) +
    (weight === 0 ? 0 : weight * (meanOf(sample.unlabeled.judge) - meanOf(sample.judge)));
  const value = interval === 'normal' ? exact : Math.min(1, Math.max(0, exact));
  const spread = spreadOf(sample, design, exact, weight, { kind: interval, level });
  const unclaimed = predictionPoweredClaims(design);
  if (interval === 'normal') unclaimed.push(notice('normal-interval'));
  return Object.freeze({
    value,
    standardError: spread.standardError,
    interval: spread.interval,
    n: design.labeled,
    counts: Object.freeze({
      items: design.labeled + design.unlabeled,
      labels: design.labeled,
      clusters: sample.clusterCount,
    }),
    assumptions: Object.freeze([
      notice('random-labels'),
      design.singleItems ? notice('independent-items') : notice('independent-clusters'),
      notice('cross-fitted'),
    ]),
    warnings: Object.freeze([
      ...unclaimed,
      ...ofThisPool(design),
      ...(warning === undefined ? [] : [warning]),
      ...rangeWarnings(exact, interval),
    ]),
    unclaimed: Object.freeze(unclaimed),
    ...(spread.reason === undefined ? {} : { intervalReason: spread.reason }),
    lambda: weight,
    correlation: correlation(sample.outcome, sample.judge),
    labeledCount: design.labeled,
    unlabeledCount: design.unlabeled,
  });
}

export interface PredictionPoweredOptions {
  readonly level?: number;
  readonly lambda?: number | 'optimal';
  readonly interval?: RateIntervalKind;
  readonly folds?: ArrayLike<number>;
}

export interface PredictionPoweredMean extends RateEstimate {
  /** Weight of the judge: 0 is people alone. */
  readonly lambda: number;
  /** Pearson correlation of outcome and judge on the labeled items; NaN where either is constant. */
  readonly correlation: number;
  readonly labeledCount: number;
  readonly unlabeledCount: number;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is. The unlabeled clusters count too
 * where there are any: the spread of their mean is seen in them alone, and the degrees of freedom are those
 * of the labeled ones.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1], judge: [1, 0, 1], unlabeledJudge: [1, 0], clusters: 'items' });
 * predictionPoweredClaims(rateDesign(sample))[0].code; // 'few-labeled-items'
 */
export function predictionPoweredClaims(design: RateDesign): Notice[] {
  return [
    ...fewerThan(50, design.labeled, 'few-labeled-items'),
    ...fewOnSmallerSide(10, design),
    ...fewerThan(30, design.labeledClusters, 'few-labeled-clusters'),
    ...(design.unlabeled === 0 ? [] : fewerThan(20, design.unlabeledClusters, 'few-unlabeled-clusters')),
    ...unseenSilence(design.withoutVerdict.unlabeled / (design.labeled + design.unlabeled), design),
  ];
}

/**
 * No verdict is a value too: what people say where the judge is silent, learned from other labels than the
 * item's own.
 */
function withoutGaps(
  sample: LabeledSample<'random'>,
  { withoutVerdict }: RateDesign,
  folds: ArrayLike<number> | undefined,
): LabeledSample<'random'> {
  if (withoutVerdict.labeled + withoutVerdict.unlabeled === 0) return sample;
  if (folds === undefined)
    throw new InputError(
      'predictionPoweredMean requires folds where the judge gave no verdict on some items; received none',
    );
  const { labeled, unlabeled } = expectedWithoutVerdict(sample, folds);
  return {
    ...sample,
    judge: sample.judge.map((value, i) => (Number.isNaN(value) ? labeled[i] : value)),
    unlabeled: {
      ...sample.unlabeled,
      judge: sample.unlabeled.judge.map((value) => (Number.isNaN(value) ? unlabeled : value)),
    },
  };
}

interface Tuned {
  readonly lambda: number;
  /** Why the judge plays no part. */
  readonly warning?: Notice;
}

function tunedLambda({ outcome, judge, unlabeled }: LabeledSample, asked: number | 'optimal'): Tuned {
  if (unlabeled.judge.length === 0) return alone('no-unlabeled-item');
  if (asked !== 'optimal') return { lambda: asked };
  if (isConstant(unlabeled.cluster)) return alone('one-unlabeled-cluster');
  const [n, N] = [judge.length, unlabeled.judge.length];
  const everyJudge = new Float64Array(n + N);
  everyJudge.set(judge);
  everyJudge.set(unlabeled.judge, n);
  if (isConstant(everyJudge)) return alone('constant-values');
  const variance = sumOfProducts(everyJudge, everyJudge) / (n + N - 1);
  const optimum = sumOfProducts(outcome, judge) / n / ((1 + n / N) * variance);
  if (optimum < 0) return alone('opposed-values');
  return optimum > 0 ? { lambda: Math.min(1, optimum) } : alone('unrelated-values');
}

/** `why`: a code. */
function alone(why: string): Tuned {
  return { lambda: 0, warning: notice('judge-unused', { why }) };
}

interface Spread {
  readonly standardError: number;
  readonly interval: Interval;
  readonly reason?: Notice;
}

function spreadOf(
  { outcome, judge, cluster, clusterCount, unlabeled }: LabeledSample,
  { labeledClusters, singleItems }: RateDesign,
  value: number,
  lambda: number,
  { kind, level }: { readonly kind: RateIntervalKind; readonly level: number },
): Spread {
  if (lambda === 0 && isConstant(outcome)) {
    const { standardError, interval } = humanRate({ outcome, cluster }, { level });
    return { standardError, interval };
  }
  const parts = [{ values: outcome.map((people, i) => people - lambda * judge[i]), clusters: cluster }];
  if (lambda !== 0)
    parts.push({ values: unlabeled.judge.map((score) => lambda * score), clusters: unlabeled.cluster });
  const variance = clusterVariance(parts, clusterCount, kind !== 'normal');
  if (!isSpread(variance))
    return {
      standardError: NaN,
      interval: unknownInterval(level),
      reason: reasonFor(variance, labeledClusters),
    };
  const standardError = Math.sqrt(variance);
  const interval = rateInterval(value, standardError, { kind, level, degreesOfFreedom: labeledClusters - 1 });
  return {
    standardError,
    interval: singleItems
      ? interval
      : Object.freeze({ ...interval, method: `${interval.method}, by cluster` }),
  };
}

function reasonFor(variance: number, labeledClusters: number): Notice {
  if (labeledClusters < 2) return notice('one-labeled-cluster');
  return Number.isNaN(variance) ? notice('one-unlabeled-cluster') : notice('no-spread');
}

function rangeWarnings(exact: number, interval: RateIntervalKind): Notice[] {
  if (interval === 'normal' || (exact > 0 && exact < 1)) return [];
  const warnings = exact < 0 || exact > 1 ? [notice('beyond-range', { value: exact })] : [];
  if (interval === 'logit') warnings.push(notice('cut-interval'));
  return warnings;
}

/** NaN where either is constant. */
function correlation(a: Float64Array, b: Float64Array): number {
  if (isConstant(a) || isConstant(b)) return NaN;
  return sumOfProducts(a, b) / Math.sqrt(sumOfProducts(a, a) * sumOfProducts(b, b));
}

/** Σ (a − mean a) (b − mean b). */
function sumOfProducts(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - meanA) * (b[i] - meanB);
  return sum;
}

function requireSound(
  { selection }: LabeledSample,
  level: number,
  lambda: number | 'optimal',
  interval: RateIntervalKind,
): void {
  // A caller in plain JavaScript is not held by the type; a sample that is not random has no correction here.
  if (selection !== 'random')
    throw new InputError(
      `predictionPoweredMean requires labeled items drawn at random; received a sample declared ${selection}`,
    );
  if (!(level > 0 && level < 1))
    throw new InputError(`predictionPoweredMean requires a level in (0, 1); received ${level}`);
  if (lambda !== 'optimal' && !Number.isFinite(lambda))
    throw new InputError(`predictionPoweredMean requires a finite lambda; received ${lambda}`);
  if (!['logit', 't', 'normal'].includes(interval))
    throw new InputError(
      `predictionPoweredMean requires interval logit, t or normal; received ${JSON.stringify(interval)}`,
    );
}
