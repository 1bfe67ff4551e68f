/**
 * Question 4: the true rate of an event among people, from all the judge's verdicts and the labels there are.
 * How the labeled items were chosen decides which estimator may run, and the shape of the data which of those
 * does; the width of an answer never does.
 */
import type { SayOption, Study } from '../../data/index.ts';
import {
  type Estimate,
  type Random,
  type RateEstimate,
  humanRate,
  labelsSaved,
  notice,
  unknownInterval,
} from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import { isConstant, withoutInformation } from './constant-judge.ts';
import { estimateOf } from '../words/estimates.ts';
import { type FittedJudge, judgeCalls } from '../views/judge-values.ts';
import {
  type Corrected,
  type RateContext,
  clusterCount,
  clustersOf,
  corrected,
  peopleOutcomes,
  refusedAnswer,
  unknownRate,
  withCheck,
} from './rate-correction.ts';
import { otherPeople } from './other-people.ts';
import { withNonresponse } from './rate-nonresponse.ts';
import type { RatePool } from './rate-pool.ts';
import { refuseRate, selectionOf } from './refuse-rate.ts';
import { said } from '../words/notices.ts';
import { type DrawCheck, checkDraw } from './draw-check.ts';
import type { Context } from '../context.ts';
import type { JudgeView } from '../views/judge-view.ts';
import type { Refusal } from '../questions.ts';

export interface RateOptions {
  readonly random: Random;
  readonly level: number;
  readonly say: SayOption;
}

/** One rate a judge; by people alone where there is no judge; none where nothing says what to count. */
export function analyzeRates(
  context: Context,
  judges: readonly { readonly view: JudgeView; readonly fitted: FittedJudge | null }[],
  { random, level, say }: RateOptions,
): RateAnalysis[] {
  const { study, people, event } = context;
  if (event === undefined) return [];
  const given = { study, people, event, level, random, folds: random.fork('folds without verdict') };
  const basisOf = (judge?: JudgeView, fitted: FittedJudge | null = null): Basis => {
    const pool = context.pool(event, judge);
    const selection = selectionOf(study, pool.withoutLabel);
    return { judge, fitted, pool, selection, refused: refuseRate(context, judge) };
  };
  if (judges.length === 0) return [analyzeRate(given, basisOf(), undefined, say)];
  const bases = judges.map(({ view, fitted }) => basisOf(view, fitted));
  const checks = checkDraw(given, bases.flatMap(declaredDraw), random.fork('draw check'));
  return bases.map((basis) => analyzeRate(given, basis, checks.get(basis.judge!.name), say));
}

/** What the rate of a judge, or of people alone, is made from. */
interface Basis {
  readonly judge: JudgeView | undefined;
  readonly fitted: FittedJudge | null;
  readonly pool: RatePool;
  readonly selection: ReturnType<typeof selectionOf>;
  readonly refused: Refusal | undefined;
}

/**
 * A rate that rests on labels declared random, with items left to correct: whether they look it is checked.
 */
function declaredDraw({ judge, pool, selection, refused }: Basis): { judge: JudgeView; pool: RatePool }[] {
  const rests = selection.how === 'random' && pool.unlabeled.length > 0 && refused === undefined;
  return rests && judge !== undefined ? [{ judge, pool }] : [];
}

function analyzeRate(
  given: RateContext,
  { judge, fitted, pool, selection, refused }: Basis,
  drawCheck: DrawCheck | undefined,
  say: SayOption,
): RateAnalysis {
  const { study, event, level } = given;
  const outcome = peopleOutcomes(given, pool.labeled);
  const alone =
    pool.labeled.length === 0
      ? unknownRate(notice('no-labeled-item-in-pool'), level)
      : humanRate({ outcome, cluster: clustersOf(study, pool.labeled) }, { level });
  const humanOnly = selection.how === 'separate' ? ofCalibrationSet(alone) : alone;
  const answer =
    refused === undefined
      ? answerOf(
          withCheck(corrected(given, judge, fitted, pool, selection.how, humanOnly), drawCheck),
          pool,
          selection.how,
        )
      : refusedAnswer(refused, level);
  const comparable = answer.status === 'corrected' && selection.how !== 'separate';
  const constant =
    comparable && judge !== undefined && isConstant(study, event, judge, pool, answer.method === 'Tenenbein');
  const saved = !comparable
    ? NaN
    : constant
      ? 0
      : labelsSaved(answer.estimate, humanOnly, pool.labeled.length);
  const doubt = answer.drawCheck?.doubt;
  return {
    kind: event.kind,
    event: event.words,
    pass: [...event.pass],
    model: event.model,
    judge: judge?.name ?? null,
    selection: selection.how,
    selectionDeclared: selection.declared,
    ...(answer.drawCheck === undefined ? {} : { drawCheck: saidCheck(answer.drawCheck) }),
    status: answer.status,
    method: answer.method,
    methodReason: said(answer.why, say),
    ...(answer.status === 'refused'
      ? { reason: said(answer.reason!, say), fix: said(answer.fix!, say) }
      : {}),
    counts: countsOf(study, pool),
    corrected: estimateOf(constant ? withoutInformation(answer.estimate) : answer.estimate, {
      role: 'rate-corrected',
    }),
    humanOnly: estimateOf(
      doubt === undefined ? humanOnly : { ...humanOnly, warnings: [doubt, ...humanOnly.warnings] },
      {
        role: 'rate-by-people',
      },
    ),
    otherPeople: selection.how === 'separate' ? null : otherPeople(given, pool.labeled),
    judgeOnly: estimateOf(
      judgeRate(given, judge, selection.how === 'separate' ? pool.unlabeled : undefined),
      { role: 'rate-by-judge' },
    ),
    claimed: answer.claimed,
    labelsSaved: saved,
    details: answer.details,
  };
}

function countsOf(
  study: Study,
  { labeled, compared, unlabeled, ...counts }: RatePool,
): RateAnalysis['counts'] {
  const { withoutVerdict, labeledWithoutVerdict, withoutRow, notAsked, unanswered } = counts;
  return {
    labeled: labeled.length,
    compared: compared.length,
    unlabeled: unlabeled.length,
    withoutVerdict,
    labeledWithoutVerdict,
    withoutRow,
    notAsked,
    unanswered,
    labeledClusters: clusterCount(study, labeled),
  };
}

function saidCheck({ compared, doubt, reason }: DrawCheck): NonNullable<RateAnalysis['drawCheck']> {
  return {
    compared: [...compared],
    ...(doubt === undefined ? {} : { doubt: said(doubt) }),
    ...(reason === undefined ? {} : { reason: said(reason) }),
  };
}

/** The rate of a calibration set is that of the set, which was chosen for what it teaches about the judge. */
function ofCalibrationSet(alone: RateEstimate): RateEstimate {
  return {
    ...alone,
    assumptions: alone.assumptions.filter(({ code }) => code !== 'random-labels'),
    warnings: [],
    unclaimed: [],
  };
}

/** What no estimator sees: a correction that came to nothing, and items that were drawn and not answered. */
function answerOf(answer: Corrected, pool: RatePool, selection: RateAnalysis['selection']): Corrected {
  const { estimate } = answer;
  if (answer.status === 'refused') return answer;
  if (Number.isNaN(estimate.value)) {
    const reason = estimate.reason ?? notice('no-rate');
    const fix = notice('label-both-sides');
    return { ...answer, status: 'refused', method: 'none', why: reason, claimed: false, reason, fix };
  }
  return selection === 'random' || selection === 'separate'
    ? withNonresponse(answer, pool, selection)
    : answer;
}

/**
 * The mean of the judge's calls: what an uncorrected evaluation would report. It has no interval, because
 * none covers the people's rate. `target`: the items the rate is about, where that is not all.
 */
function judgeRate(
  { study, event, level }: RateContext,
  judge: JudgeView | undefined,
  target?: Int32Array,
): Estimate {
  if (judge === undefined) return unknownRate(notice('no-judge'), level);
  const calls = judgeCalls(study, judge, event);
  const judged = (target ?? Int32Array.from(calls.keys())).filter((item) => !Number.isNaN(calls[item]));
  if (judged.length === 0) return unknownRate(notice('no-verdict-here'), level);
  return {
    value: judged.reduce((sum, item) => sum + calls[item], 0) / judged.length,
    standardError: NaN,
    interval: unknownInterval(level),
    n: judged.length,
    counts: { items: judged.length, labels: 0, clusters: clusterCount(study, judged) },
    assumptions: [],
    warnings: [notice('judge-own-rate')],
  };
}
