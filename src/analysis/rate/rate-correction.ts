/** The estimators of question 4: which of them runs on a pool, and what each one says of itself. */
import type { Study } from '../../data/index.ts';
import {
  type Estimate,
  type LabeledSample,
  type NoVerdictBalance,
  type Notice,
  type Random,
  type RateEstimate,
  clusterFolds,
  clustersWith,
  labeledSample,
  noVerdictBalance,
  notice,
  predictionPoweredMean,
  roganGladen,
  tenenbein,
  unknownEstimate,
} from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import type { DrawCheck } from './draw-check.ts';
import { type FittedJudge, judgeCalls, judgeExpectations } from '../views/judge-values.ts';
import type { RateEvent } from '../views/rate-event.ts';
import type { RatePool } from './rate-pool.ts';
import { type Refusal, refusal } from '../questions.ts';
import type { JudgeView } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';

export interface RateContext {
  readonly study: Study;
  readonly people: PeopleView;
  readonly event: RateEvent;
  readonly random: Random;
  /** The stream of the folds by which items without a verdict get their value. */
  readonly folds: Random;
  readonly level: number;
}

/** The mean worth of the labels that an item's people gave. */
export function peopleOutcomes({ people: { table }, event }: RateContext, items: Int32Array): Float64Array {
  return Float64Array.from(items, (item) => {
    let sum = 0;
    for (let at = table.itemStart[item]; at < table.itemStart[item + 1]; at++)
      sum += event.worth(item, table.label[at]);
    return sum / (table.itemStart[item + 1] - table.itemStart[item]);
  });
}

/** What a correction came to, and why this one. */
export interface Corrected {
  readonly status: RateAnalysis['status'];
  readonly method: RateAnalysis['method'];
  readonly why: Notice;
  readonly estimate: Estimate;
  readonly claimed: boolean;
  readonly details: RateAnalysis['details'];
  readonly drawCheck?: DrawCheck;
  readonly reason?: Notice;
  readonly fix?: Notice;
}

/**
 * The rate of the pool by the estimator that the choice of the labeled items allows; by people alone where
 * there is nothing to correct.
 */
export function corrected(
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
      why: judge === undefined ? notice('nothing-to-correct-with') : notice('nothing-left-to-correct'),
      estimate: humanOnly,
      claimed: humanOnly.unclaimed.length === 0,
      details: [],
    };
  const calls = judgeCalls(context.study, judge, context.event);
  if (selection === 'separate') return byRoganGladen(context, sampleOf(context, pool, calls, 'separate'));
  const sample = sampleOf(context, pool, calls, 'random');
  return byRandomSample(context, judge, fitted, pool, sample);
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
  const why = isTwoValued(sample.outcome) ? notice('random-clusters') : notice('random-shares');
  const expectations = judgeExpectations(context.study, judge, fitted, context.event);
  return byPredictionPoweredMean(
    context,
    sampleOf(context, pool, expectations, 'random'),
    foldsOf(context, pool.labeled),
    why,
  );
}

/** Labels that do not look drawn at random carry no claim, whatever was declared. */
export function withCheck(answer: Corrected, drawCheck: DrawCheck | undefined): Corrected {
  if (drawCheck === undefined) return answer;
  const { doubt } = drawCheck;
  if (doubt === undefined) return { ...answer, drawCheck };
  const { estimate } = answer;
  return {
    ...answer,
    claimed: false,
    drawCheck,
    estimate: { ...estimate, warnings: [doubt, ...estimate.warnings] },
  };
}

/** `values`: length items, NaN where the judge gave no verdict. */
function sampleOf<S extends 'random' | 'separate'>(
  context: RateContext,
  { labeled, target }: Pick<RatePool, 'labeled' | 'target'>,
  values: Float64Array,
  selection: S,
): LabeledSample<S> {
  const valuesOf = (items: Int32Array): (number | null)[] =>
    Array.from(items, (item) => (Number.isNaN(values[item]) ? null : values[item]));
  return labeledSample({
    selection,
    outcome: peopleOutcomes(context, labeled),
    judge: valuesOf(labeled),
    unlabeledJudge: valuesOf(target),
    clusters: { labeled: clustersOf(context.study, labeled), unlabeled: clustersOf(context.study, target) },
  });
}

function byTenenbein({ random, level }: RateContext, sample: LabeledSample<'random'>): Corrected {
  const estimate = tenenbein(sample, { random, level });
  return {
    status: 'corrected',
    method: 'Tenenbein',
    why: notice('random-yes-or-no'),
    estimate,
    claimed: estimate.unclaimed.length === 0,
    details: [],
  };
}

/** For what people say where the judge is silent. Keyed to the clusters, and the same for every judge. */
function foldsOf({ study: { items }, folds }: RateContext, labeled: Int32Array): Int32Array {
  return clusterFolds(
    Array.from(labeled, (item) => items.clusterIds[items.cluster[item]]),
    { random: folds },
  );
}

function byPredictionPoweredMean(
  { level }: RateContext,
  sample: LabeledSample<'random'>,
  folds: Int32Array,
  why: Notice,
): Corrected {
  const estimate = predictionPoweredMean(sample, { level, folds });
  return {
    status: 'corrected',
    method: 'PPI++',
    why,
    estimate,
    claimed: estimate.unclaimed.length === 0,
    details: [
      {
        name: 'Weight of the judge (λ)',
        value: estimate.lambda,
        unit: 'coefficient',
        what: '0: people alone; 1: the judge’s rate moved by its mean error',
      },
      {
        name: 'Correlation of judge and people',
        value: estimate.correlation,
        unit: 'coefficient',
        what: 'on the labeled items; near 0 the judge saves nothing',
      },
    ],
  };
}

function byRoganGladen({ random, level }: RateContext, sample: LabeledSample<'separate'>): Corrected {
  const silence = noVerdictBalance(sample);
  if (silence.pValue < doubtful) return refusedAnswer(silentElsewhere(silence), level);
  const estimate = roganGladen(sample, { random, level });
  return {
    status: 'corrected',
    method: 'Rogan-Gladen',
    why: notice('set-of-its-own'),
    estimate,
    claimed: estimate.unclaimed.length === 0,
    details: [
      {
        name: 'Sensitivity',
        value: estimate.sensitivity,
        unit: 'share',
        what: 'of what people call yes, the share the judge calls yes',
      },
      {
        name: 'Specificity',
        value: estimate.specificity,
        unit: 'share',
        what: 'of what people call no, the share the judge calls no',
      },
      {
        name: 'Youden’s J',
        value: estimate.youden,
        unit: 'coefficient',
        what:
          'sensitivity + specificity − 1: 0 is a judge at chance, 1 one without error; near 0 the ' +
          'correction says little',
      },
      {
        name: 'Condition number',
        // Without end for a judge at chance, whose rate is refused.
        value: Number.isFinite(estimate.conditionNumber) ? estimate.conditionNumber : NaN,
        unit: 'factor',
        what:
          'how many times an error in the judge’s share may grow in the rate; above 50 the correction ' +
          'is worth nothing',
      },
      {
        name: 'Draws kept',
        value: estimate.keptShare,
        unit: 'share',
        what: 'share of draws in which the rate lies in [0, 1]; a low one speaks against the error rates',
      },
    ],
  };
}

/**
 * A set on which the judge is silent otherwise than on the target does not show how it errs there: one such
 * set in a thousand is refused by luck.
 */
const doubtful = 0.001;

function silentElsewhere({ yesShare: yes, noShare: no, unlabeledShare: target }: NoVerdictBalance): Refusal {
  return refusal(notice('silent-elsewhere', { target, yes, no }), notice('ask-about-all'));
}

export function refusedAnswer({ reason, fix }: Refusal, level: number): Corrected {
  return {
    status: 'refused',
    method: 'none',
    why: reason,
    estimate: unknownRate(reason, level),
    claimed: false,
    details: [],
    reason,
    fix,
  };
}

export function unknownRate(reason: Notice, level: number): RateEstimate {
  return { ...unknownEstimate(reason, { items: 0, labels: 0, clusters: 0 }, level), unclaimed: [reason] };
}

export function clustersOf({ items }: Study, of: Int32Array): Int32Array {
  return of.map((item) => items.cluster[item]);
}

export function clusterCount(study: Study, of: Int32Array): number {
  return clustersWith(clustersOf(study, of), study.items.clusterIds.length);
}

function singleItems({ items }: Study): boolean {
  return items.clusterIds.length === items.ids.length;
}

function isTwoValued(outcome: Float64Array): boolean {
  return outcome.every((value) => value === 0 || value === 1);
}
