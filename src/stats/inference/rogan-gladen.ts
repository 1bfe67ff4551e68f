import { drawBeta } from '../numeric/beta-draws.ts';
import { InputError } from '../numeric/errors.ts';
import { type Interval, type Notice, fewerThan, notice, unknownInterval } from '../numeric/estimate.ts';
import type { Random } from '../numeric/random.ts';
import { drawsInterval, drawsSpread, requireDraws } from './draws-interval.ts';
import { type CallCounts, type JudgeErrorRates, callCounts, errorRates } from './call-counts.ts';
import type { LabeledSample } from './labeled-sample.ts';
import { langReiczigelInterval } from './lang-reiczigel.ts';
import {
  type RateDesign,
  type RateEstimate,
  rateDesign,
  fewOnSmallerSide,
  unseenSilence,
} from './rate-estimate.ts';

/**
 * The rate among people in items nobody labeled, from the judge's calls there and its error rates on a
 * separate set: the Rogan-Gladen correction.
 *
 * For labeled items whose mix of yes and no may differ from the target's. It assumes that the judge errs on
 * the target as often as on the labeled items, of yes and of no each; labels drawn at random from the target
 * itself need no such assumption, and give shorter intervals with `tenenbein`. An outcome that is a share of
 * people counts as that share of an item that is yes, and the rest of it as no; the judge's error must then
 * carry over for single votes. A judge's value between 0 and 1 is split the same way.
 *
 * value = (positiveShare + specificity − 1) / youden, cut to [0, 1]
 * youden = sensitivity + specificity − 1
 * interval `draws`: quantiles of the value over draws of positiveShare, specificity and sensitivity, each
 * Beta(½ + hits, ½ + misses); a draw with youden ≤ 0 says nothing and counts as 0 for the lower end and 1 for
 * the upper; as far as the value where that lies outside interval `lang-reiczigel`: see
 * `langReiczigelInterval`
 *
 * `sample`: judge values are calls, 1 for yes; no verdict is a call that is not yes. positiveShare is that of
 * the unlabeled items alone. `draws`: a whole number from 100. `level` in (0, 1).
 *
 * Returns the rate of the unlabeled items with the error rates, `conditionNumber` of the table of calls by
 * outcomes, and `keptShare` of the draws; `standardError` is the standard deviation of those with youden > 0,
 * cut like the value. Undefined: the value is NaN without an unlabeled item, and NaN with the interval [0, 1]
 * where labeled items of one side are missing or the judge calls yes no more often on yes than on no. Where
 * the judge's calls do not fit its error rates (a keptShare below 0.05, or a published interval beyond [0,
 * 1]) the interval is [0, 1] too, and `intervalReason` says why. `keptShare` is NaN where nothing was drawn.
 *
 * Throws InputError for a sample that is not declared separate, judge values outside [0, 1], and draws or a
 * level out of range.
 *
 * @example
 * const sample = labeledSample({ selection: 'separate', outcome: [1, 1, 1, 1, 0, 0, 0, 0], judge: [1, 1, 1, 0, 0, 0, 0, 1], unlabeledJudge: [1, 1, 1, 0, 0], clusters: 'items' });
 * const rate = roganGladen(sample, { random: createRandom(1) });
 * rate.youden; // 0.5
 * rate.value; // 0.7
 *
 * Source: [rogan-gladen-1978], equation of the corrected prevalence; [lang-reiczigel-2014] and [lee-2025] for
 * the interval in closed form.
 */
export function roganGladen(
  sample: LabeledSample<'separate'>,
  options: RoganGladenOptions,
): RoganGladenEstimate {
  const { random, draws = 4000, level = 0.95, interval = 'draws' } = options;
  requireDraws('roganGladen', draws, level);
  requireSound(sample, interval);
  const design = rateDesign(sample);
  const calls = callCounts(sample);
  const rates = errorRates(calls);
  const answer = answerOf(calls, rates, { random, draws, level, interval });
  const unclaimed = [...roganGladenClaims(design), ...sampleClaims(sample), ...answer.failed];
  return Object.freeze({
    value: answer.value,
    standardError: answer.standardError,
    interval: answer.interval,
    n: design.labeled,
    counts: Object.freeze({
      items: design.labeled + design.unlabeled,
      labels: design.labeled,
      clusters: sample.clusterCount,
    }),
    assumptions: Object.freeze([
      notice('same-errors'),
      design.singleItems ? notice('independent-items') : notice('independent-clusters'),
    ]),
    warnings: Object.freeze([...unclaimed, ...answer.warnings, transport]),
    unclaimed: Object.freeze(unclaimed),
    ...(Number.isNaN(answer.value) ? { reason: answer.failed[0] } : {}),
    ...(!Number.isNaN(answer.value) && answer.failed.length > 0 ? { intervalReason: answer.failed[0] } : {}),
    ...rates,
    keptShare: answer.keptShare,
  });
}

export interface RoganGladenOptions {
  readonly random: Random;
  readonly draws?: number;
  readonly level?: number;
  readonly interval?: 'draws' | 'lang-reiczigel';
}

export interface RoganGladenEstimate extends RateEstimate, JudgeErrorRates {
  /** Share of the draws in which the judge is better than chance and the rate lies in [0, 1]. */
  readonly keptShare: number;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1], judge: [1, 0, 1], unlabeledJudge: [1, 0], clusters: 'items' });
 * roganGladenClaims(rateDesign(sample))[0].code; // 'few-on-smaller-side'
 */
export function roganGladenClaims(design: RateDesign): Notice[] {
  return [
    ...(design.singleItems ? [] : [notice('items-in-clusters')]),
    ...fewOnSmallerSide(10, design),
    ...fewerThan(20, design.unlabeled, 'few-unlabeled-items'),
    ...unseenSilence(design.withoutVerdict.unlabeled / design.unlabeled, design),
  ];
}

const transport = notice('errors-carried-over');

interface Answer {
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly keptShare: number;
  /** Why there is no value, or no interval but the whole range. */
  readonly failed: readonly Notice[];
  readonly warnings: readonly Notice[];
}

function answerOf(
  calls: CallCounts,
  { sensitivity, specificity, youden }: JudgeErrorRates,
  options: Required<RoganGladenOptions>,
): Answer {
  const { level } = options;
  const none = { value: NaN, standardError: NaN, keptShare: NaN, warnings: [] };
  if (calls.total === 0)
    return { ...none, interval: unknownInterval(level), failed: [notice('no-unlabeled-item')] };
  const missing =
    sideMissing(calls) ?? (youden > chance ? undefined : noBetterThanChance(sensitivity, specificity));
  if (missing !== undefined) return { ...none, interval: wholeRange(level), failed: [missing] };
  const exact = (calls.positives / calls.total + specificity - 1) / youden;
  const value = cut(exact);
  const spread =
    options.interval === 'draws' ? byDraws(calls, value, options) : byLangReiczigel(calls, value, level);
  const warnings = value === exact ? [] : [beyond(exact)];
  const { lower, upper } = spread.interval;
  if (lower === 0 && upper === 1 && spread.failed.length === 0) warnings.push(saysNothing);
  return { value, warnings, ...spread };
}

/** Equal rates may differ by a rounding error, which is no better than chance either. */
const chance = 1e-12;

const saysNothing = notice('whole-range');

function cut(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

function sideMissing({ yes, no }: CallCounts): Notice | undefined {
  if (yes === 0) return notice('one-side', { missing: 'yes' });
  return no === 0 ? notice('one-side', { missing: 'no' }) : undefined;
}

function noBetterThanChance(sensitivity: number, specificity: number): Notice {
  return notice('judge-at-chance', { ofYes: sensitivity, ofNo: 1 - specificity });
}

function beyond(exact: number): Notice {
  return notice('beyond-range', { value: exact });
}

type Spread = Pick<Answer, 'standardError' | 'interval' | 'keptShare' | 'failed'>;

/** With fewer draws in [0, 1] the data speak against the error rates, whatever level is asked for. */
const leastKept = 0.05;

function byDraws(
  calls: CallCounts,
  value: number,
  { random, draws, level }: Required<RoganGladenOptions>,
): Spread {
  const { rates, keptShare } = drawRates(calls, random, draws);
  if (keptShare < leastKept) {
    const reason = notice('misfit-draws', { share: keptShare });
    return { standardError: NaN, interval: wholeRange(level), keptShare, failed: [reason] };
  }
  const [lowest, highest] = [0, 1].map((end) => rates.map((rate) => (Number.isNaN(rate) ? end : rate)));
  const spread = drawsSpread(rates.filter((rate) => !Number.isNaN(rate)));
  return {
    standardError: spread,
    interval: drawsInterval(lowest, highest, value, level),
    keptShare,
    failed: [],
  };
}

/** Rates cut to [0, 1], as the value is; NaN where the drawn judge is no better than chance. */
function drawRates(
  calls: CallCounts,
  random: Random,
  draws: number,
): { readonly rates: Float64Array; readonly keptShare: number } {
  const { positives, total, yes, yesHit, no, noHit } = calls;
  const [shares, specificities, sensitivities] = ['positive share', 'specificity', 'sensitivity'].map(
    (name) => random.fork(name),
  );
  let kept = 0;
  const rates = new Float64Array(draws).map(() => {
    const share = drawBeta(shares, 0.5 + positives, 0.5 + total - positives);
    const specificity = drawBeta(specificities, 0.5 + noHit, 0.5 + no - noHit);
    const youden = drawBeta(sensitivities, 0.5 + yesHit, 0.5 + yes - yesHit) + specificity - 1;
    if (!(youden > 0)) return NaN;
    const rate = (share + specificity - 1) / youden;
    if (rate >= 0 && rate <= 1) kept++;
    return cut(rate);
  });
  return { rates, keptShare: kept / draws };
}

function byLangReiczigel(
  { positives, total, yes, yesHit, no, noHit }: CallCounts,
  value: number,
  level: number,
): Spread {
  const trials = {
    positives,
    total,
    specificity: noHit / no,
    specificityTrials: no,
    sensitivity: yesHit / yes,
    sensitivityTrials: yes,
    level,
  };
  const { standardError, reason, ...interval } = langReiczigelInterval(trials);
  const stretched = {
    ...interval,
    lower: Math.min(value, interval.lower),
    upper: Math.max(value, interval.upper),
  };
  return {
    standardError,
    interval: Object.freeze(stretched),
    keptShare: NaN,
    failed: reason === undefined ? [] : [reason],
  };
}

function wholeRange(level: number): Interval {
  return Object.freeze({ lower: 0, upper: 1, level, method: 'whole range' });
}

/** What the design does not show of a sample. */
function sampleClaims({ outcome, judge, unlabeled }: LabeledSample): Notice[] {
  const reasons: Notice[] = [];
  if (isSplit(outcome)) reasons.push(notice('split-outcomes'));
  if (isSplit(judge) || isSplit(unlabeled.judge)) reasons.push(notice('split-calls'));
  return reasons;
}

function isSplit(values: Float64Array): boolean {
  return values.some((value) => value !== 0 && value !== 1 && !Number.isNaN(value));
}

function requireSound({ selection, judge, unlabeled }: LabeledSample, interval: string): void {
  // A caller in plain JavaScript is not held by the type.
  if (selection !== 'separate')
    throw new InputError(
      `roganGladen requires labeled items apart from the target; received a sample declared ${selection}`,
    );
  if (interval !== 'draws' && interval !== 'lang-reiczigel')
    throw new InputError(
      `roganGladen requires interval draws or lang-reiczigel; received ${JSON.stringify(interval)}`,
    );
  for (const calls of [judge, unlabeled.judge]) {
    const wrong = calls.findIndex((call) => call < 0 || call > 1);
    if (wrong >= 0)
      throw new InputError(
        `roganGladen requires judge values in [0, 1]; received ${calls[wrong]} at index ${wrong}`,
      );
  }
}
