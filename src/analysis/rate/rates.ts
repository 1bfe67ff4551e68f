/**
 * Question 4: the true rate of an event among people, from all the judge's verdicts and the labels there are. How the labeled items were
 * chosen decides which estimator may run, and the shape of the data which of those does; the width of an answer never does.
 */
import { type Estimate, type RateEstimate, humanRate, labelsSaved, randomSampleAssumption, unknownInterval } from '../../stats/index.ts';
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
} from './rate-correction.ts';
import { withNonresponse } from './rate-nonresponse.ts';
import { type RatePool, ratePool } from './rate-pool.ts';
import { refuseRate, selectionOf } from '../words/readiness.ts';
import type { JudgeView } from '../views/views.ts';

/** One rate a judge; by people alone where there is no judge. */
export function analyzeRates(
  { random, ...given }: Omit<RateContext, 'folds'>,
  judges: readonly { readonly view: JudgeView; readonly fitted: FittedJudge | null }[],
): RateAnalysis[] {
  const context = { ...given, random, folds: random.fork('folds without verdict') };
  if (judges.length === 0) return [analyzeRate(context, undefined, null)];
  return judges.map(({ view, fitted }) => analyzeRate({ ...context, random: random.fork(view.name) }, view, fitted));
}

function analyzeRate(context: RateContext, judge: JudgeView | undefined, fitted: FittedJudge | null): RateAnalysis {
  const { study, people, event, level } = context;
  const pool = ratePool(people, event, judge, study.selection === 'separate');
  const outcome = peopleOutcomes(context, pool.labeled);
  const selection = selectionOf(study, pool.withoutLabel);
  const alone =
    pool.labeled.length === 0
      ? unknownRate('no item this rate is about has a label by a person', level)
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
      labeledWithoutVerdict: pool.labeledWithoutVerdict,
      withoutRow: pool.withoutRow,
      notAsked: pool.notAsked,
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
  if (answer.status === 'refused') return answer;
  if (Number.isNaN(estimate.value)) {
    const reason = estimate.reason ?? 'the correction gives no rate';
    const fix = 'label more items on both sides, or use a judge that tells them apart';
    return { ...answer, status: 'refused', method: 'none', why: reason, claimed: false, reason, fix };
  }
  return selection === 'random' || selection === 'separate' ? withNonresponse(answer, pool, selection) : answer;
}

/**
 * The mean of the judge's calls: what an uncorrected evaluation would report. It has no interval, because none covers the people's rate. `target`:
 * the items the rate is about, where that is not all.
 */
function judgeRate({ study, event, level }: RateContext, judge: JudgeView | undefined, target?: Int32Array): Estimate {
  if (judge === undefined) return unknownRate('there is no judge', level);
  const calls = judgeCalls(study, judge, event);
  const judged = (target ?? Int32Array.from(calls.keys())).filter((item) => !Number.isNaN(calls[item]));
  if (judged.length === 0) return unknownRate('the judge has no verdict on these items', level);
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
