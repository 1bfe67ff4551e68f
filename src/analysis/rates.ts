/**
 * Question 4: the true rate of an event among people, from all the judge's verdicts and the labels there are. How the labeled items were
 * chosen decides which estimator may run, and the shape of the data which of those does; the width of an answer never does.
 */
import type { Study } from '../data/index.ts';
import {
  type Estimate,
  type LabeledSample,
  type Random,
  type RateEstimate,
  clustersWith,
  humanRate,
  labeledSample,
  labelsSaved,
  predictionPoweredMean,
  randomSampleAssumption,
  roganGladen,
  tenenbein,
  unknownEstimate,
  unknownInterval,
} from '../stats/index.ts';
import type { RateAnalysis } from './analysis.ts';
import { isConstant, withoutInformation } from './constant-judge.ts';
import { type DrawCheck, checkDraw } from './draw-check.ts';
import { estimateOf } from './estimates.ts';
import { type FittedJudge, judgeCalls, judgeExpectations } from './judge-values.ts';
import type { RateEvent } from './rate-event.ts';
import { type RatePool, ratePool } from './rate-pool.ts';
import { type Refusal, refuseRate, selectionOf } from './readiness.ts';
import type { JudgeView, PeopleView } from './views.ts';
import { counted, percent } from './words.ts';

export interface RateContext {
  readonly study: Study;
  readonly people: PeopleView;
  readonly event: RateEvent;
  readonly random: Random;
  readonly level: number;
}

/** One rate a judge; by people alone where there is no judge. */
export function analyzeRates(
  context: RateContext,
  judges: readonly { readonly view: JudgeView; readonly fitted: FittedJudge | null }[],
): RateAnalysis[] {
  if (judges.length === 0) return [analyzeRate(context, undefined, null)];
  return judges.map(({ view, fitted }) => analyzeRate({ ...context, random: context.random.fork(view.name) }, view, fitted));
}

function analyzeRate(context: RateContext, judge: JudgeView | undefined, fitted: FittedJudge | null): RateAnalysis {
  const { study, people, event, level } = context;
  const pool = ratePool(people, event, judge);
  const outcome = peopleOutcomes(context, pool.labeled);
  const selection = selectionOf(study, pool.withoutLabel);
  const alone =
    pool.labeled.length === 0
      ? unknown('no item this rate is about has a label by a person', level)
      : humanRate({ outcome, cluster: clustersOf(study, pool.labeled) }, { level });
  const humanOnly = selection.how === 'separate' ? ofCalibrationSet(alone) : alone;
  const refusal = refuseRate(study, people, event, judge);
  const answer =
    refusal === undefined
      ? answerOf(corrected(context, judge, fitted, pool, selection.how, humanOnly), pool, selection.how)
      : refusedAnswer(refusal, level);
  const comparable = answer.status === 'corrected' && selection.how !== 'separate';
  const constant = comparable && judge !== undefined && isConstant(study, event, judge, pool, answer.method === 'Tenenbein');
  const saved = !comparable ? NaN : constant ? 0 : labelsSaved(answer.estimate, humanOnly, pool.labeled.length);
  return {
    kind: event.kind,
    event: event.words,
    pass: [...event.pass],
    model: event.model,
    judge: judge?.name ?? null,
    selection: selection.how,
    selectionDeclared: selection.declared,
    ...(answer.drawCheck === undefined ? {} : { drawCheck: answer.drawCheck }),
    status: answer.status,
    method: answer.method,
    methodReason: answer.why,
    ...(answer.status === 'refused' ? { reason: answer.reason, fix: answer.fix } : {}),
    counts: {
      labeled: pool.labeled.length,
      compared: pool.compared.length,
      unlabeled: pool.unlabeled.length,
      withoutVerdict: pool.withoutVerdict,
      unanswered: pool.unanswered,
      labeledClusters: clusterCount(study, pool.labeled),
    },
    corrected: estimateOf(constant ? withoutInformation(answer.estimate) : answer.estimate),
    humanOnly: estimateOf(
      answer.drawCheck?.doubt === undefined ? humanOnly : { ...humanOnly, warnings: [answer.drawCheck.doubt, ...humanOnly.warnings] },
    ),
    judgeOnly: estimateOf(judgeRate(context, judge, selection.how === 'separate' ? pool.unlabeled : undefined)),
    claimed: answer.claimed,
    labelsSaved: saved,
    details: answer.details,
  };
}

/** The rate of a calibration set is that of the set, which was chosen for what it teaches about the judge. */
function ofCalibrationSet(alone: RateEstimate): RateEstimate {
  return { ...alone, assumptions: alone.assumptions.filter((text) => text !== randomSampleAssumption), warnings: [], unclaimed: [] };
}

/** What no estimator sees: a correction that came to nothing, and items that were drawn and not answered. */
function answerOf(answer: Corrected, pool: RatePool, selection: RateAnalysis['selection']): Corrected {
  const { estimate } = answer;
  if (Number.isNaN(estimate.value)) {
    const reason = estimate.reason ?? 'the correction gives no rate';
    const fix = 'label more items on both sides, or use a judge that tells them apart';
    return { ...answer, status: 'refused', method: 'none', why: reason, claimed: false, reason, fix };
  }
  if (selection !== 'random' || pool.unanswered === 0) return answer;
  const warning = nonresponse(pool, estimate);
  return { ...answer, claimed: false, estimate: { ...estimate, warnings: [warning, ...estimate.warnings] } };
}

/** Drawn and not labeled: the others are a random sample only of what people are willing to label. */
function nonresponse({ unanswered, labeled }: RatePool, { value }: Estimate): string {
  const drawn = labeled.length + unanswered;
  const [least, most] = [0, unanswered].map((yes) => percent((value * labeled.length + yes) / drawn));
  return (
    `${counted(unanswered, 'item')} of ${drawn.toLocaleString('en-US')} that people were given got no label: ` +
    `had they all been no, or all yes, the rate would be ${least} or ${most}`
  );
}

/** The mean worth of the labels that an item's people gave. */
function peopleOutcomes({ people: { table }, event }: RateContext, items: Int32Array): Float64Array {
  return Float64Array.from(items, (item) => {
    let sum = 0;
    for (let at = table.itemStart[item]; at < table.itemStart[item + 1]; at++) sum += event.worth(item, table.label[at]);
    return sum / (table.itemStart[item + 1] - table.itemStart[item]);
  });
}

interface Corrected {
  readonly status: RateAnalysis['status'];
  readonly method: RateAnalysis['method'];
  readonly why: string;
  readonly estimate: Estimate;
  readonly claimed: boolean;
  readonly details: RateAnalysis['details'];
  readonly drawCheck?: DrawCheck;
  readonly reason?: string;
  readonly fix?: string;
}

function corrected(
  context: RateContext,
  judge: JudgeView | undefined,
  fitted: FittedJudge | null,
  pool: RatePool,
  selection: RateAnalysis['selection'],
  humanOnly: RateEstimate,
): Corrected {
  if (judge === undefined || selection === 'all' || pool.unlabeled.length === 0)
    return {
      status: 'people alone',
      method: 'people alone',
      why: judge === undefined ? 'there is no judge to correct' : 'no item has a verdict alone: nothing is left to correct',
      estimate: humanOnly,
      claimed: humanOnly.unclaimed.length === 0,
      details: [],
    };
  const calls = judgeCalls(context.study, judge, context.event);
  if (selection === 'separate') return byRoganGladen(context, sampleOf(context, pool, calls, 'separate'));
  const sample = sampleOf(context, pool, calls, 'random');
  const answer = byRandomSample(context, judge, fitted, pool, sample);
  return withCheck(answer, checkDraw(sample, confidenceSample(context, pool, judge), context.event));
}

/** From labels drawn at random: the shape of the data decides. */
function byRandomSample(
  context: RateContext,
  judge: JudgeView,
  fitted: FittedJudge | null,
  pool: RatePool,
  sample: LabeledSample<'random'>,
): Corrected {
  if (isTwoValued(sample.outcome) && singleItems(context.study)) return byTenenbein(context, sample);
  const why = isTwoValued(sample.outcome)
    ? 'several items belong to one cluster'
    : 'people differ on single items, so an outcome is a share and not yes or no';
  const expectations = judgeExpectations(context.study, judge, fitted, context.event);
  return byPredictionPoweredMean(context, sampleOf(context, pool, expectations, 'random'), why);
}

/** The judge's highest probability of each item; null where an item has none. */
function confidenceSample(context: RateContext, pool: RatePool, { probabilities }: JudgeView): LabeledSample<'random'> | null {
  if (probabilities === null) return null;
  const labelCount = context.study.codebook.labels.length;
  const confidence = new Float64Array(probabilities.length / labelCount);
  for (let at = 0; at < probabilities.length; at++) {
    const item = Math.floor(at / labelCount);
    confidence[item] = Math.max(confidence[item], probabilities[at]);
  }
  const known = [pool.compared, pool.unlabeled].every((items) => items.every((item) => !Number.isNaN(confidence[item])));
  return known ? sampleOf(context, pool, confidence, 'random') : null;
}

/** Labels that do not look drawn at random carry no claim, whatever was declared. */
function withCheck(answer: Corrected, drawCheck: DrawCheck): Corrected {
  const { doubt } = drawCheck;
  if (doubt === undefined) return { ...answer, drawCheck };
  const { estimate } = answer;
  return { ...answer, claimed: false, drawCheck, estimate: { ...estimate, warnings: [doubt, ...estimate.warnings] } };
}

function sampleOf<S extends 'random' | 'separate'>(
  context: RateContext,
  pool: RatePool,
  values: Float64Array,
  selection: S,
): LabeledSample<S> {
  const valuesOf = (items: Int32Array): Float64Array => Float64Array.from(items, (item) => values[item]);
  return labeledSample({
    selection,
    outcome: peopleOutcomes(context, pool.compared),
    judge: valuesOf(pool.compared),
    unlabeledJudge: valuesOf(pool.unlabeled),
    clusters: { labeled: clustersOf(context.study, pool.compared), unlabeled: clustersOf(context.study, pool.unlabeled) },
  });
}

function byTenenbein({ random, level }: RateContext, sample: LabeledSample<'random'>): Corrected {
  const estimate = tenenbein(sample, { random, level });
  return {
    status: 'corrected',
    method: 'Tenenbein',
    why: 'labeled items are declared drawn at random, every label is yes or no, and items are independent',
    estimate,
    claimed: estimate.unclaimed.length === 0,
    details: [],
  };
}

function byPredictionPoweredMean({ level }: RateContext, sample: LabeledSample<'random'>, why: string): Corrected {
  const estimate = predictionPoweredMean(sample, { level });
  return {
    status: 'corrected',
    method: 'PPI++',
    why: `labeled items are declared drawn at random, and ${why}`,
    estimate,
    claimed: estimate.unclaimed.length === 0,
    details: [
      { name: 'Weight of the judge (λ)', value: estimate.lambda, what: '0: people alone; 1: the judge’s rate moved by its mean error' },
      {
        name: 'Correlation of judge and people',
        value: estimate.correlation,
        what: 'on the labeled items; near 0 the judge saves nothing',
      },
    ],
  };
}

function byRoganGladen({ random, level }: RateContext, sample: LabeledSample<'separate'>): Corrected {
  const estimate = roganGladen(sample, { random, level });
  return {
    status: 'corrected',
    method: 'Rogan-Gladen',
    why: 'labeled items are a set of their own, whose mix may differ, so only the judge’s error rates carry over',
    estimate,
    claimed: estimate.unclaimed.length === 0,
    details: [
      { name: 'Sensitivity', value: estimate.sensitivity, what: 'of what people call yes, the share the judge calls yes' },
      { name: 'Specificity', value: estimate.specificity, what: 'of what people call no, the share the judge calls no' },
      {
        name: 'Youden’s J',
        value: estimate.youden,
        what: 'sensitivity + specificity − 1: 0 is a judge at chance, 1 one without error; near 0 the correction says little',
      },
      {
        name: 'Condition number',
        // Without end for a judge at chance, whose rate is refused.
        value: Number.isFinite(estimate.conditionNumber) ? estimate.conditionNumber : NaN,
        what: 'how many times an error in the judge’s share may grow in the rate; above 50 the correction is worth nothing',
      },
      {
        name: 'Draws kept',
        value: estimate.keptShare,
        what: 'share of draws in which the rate lies in [0, 1]; a low one speaks against the error rates',
      },
    ],
  };
}

function refusedAnswer({ reason, fix }: Refusal, level: number): Corrected {
  return { status: 'refused', method: 'none', why: reason, estimate: unknown(reason, level), claimed: false, details: [], reason, fix };
}

/**
 * The mean of the judge's calls: what an uncorrected evaluation would report. It has no interval, because none covers the people's rate. `target`:
 * the items the rate is about, where that is not all.
 */
function judgeRate({ study, event, level }: RateContext, judge: JudgeView | undefined, target?: Int32Array): Estimate {
  if (judge === undefined) return unknown('there is no judge', level);
  const calls = judgeCalls(study, judge, event);
  const judged = (target ?? Int32Array.from(calls.keys())).filter((item) => !Number.isNaN(calls[item]));
  if (judged.length === 0) return unknown('the judge has no verdict on these items', level);
  return {
    value: judged.reduce((sum, item) => sum + calls[item], 0) / judged.length,
    standardError: NaN,
    interval: unknownInterval(level),
    n: judged.length,
    counts: { items: judged.length, labels: 0, clusters: clusterCount(study, judged) },
    assumptions: [],
    warnings: ['no interval: the judge’s own rate is off by its errors, which more verdicts do not remove'],
  };
}

function unknown(reason: string, level: number): RateEstimate {
  return { ...unknownEstimate(reason, { items: 0, labels: 0, clusters: 0 }, level), unclaimed: [reason] };
}

function clustersOf({ items }: Study, of: Int32Array): Int32Array {
  return of.map((item) => items.cluster[item]);
}

function clusterCount(study: Study, of: Int32Array): number {
  return clustersWith(clustersOf(study, of), study.items.clusterIds.length);
}

function singleItems({ items }: Study): boolean {
  return items.clusterIds.length === items.ids.length;
}

function isTwoValued(outcome: Float64Array): boolean {
  return outcome.every((value) => value === 0 || value === 1);
}
