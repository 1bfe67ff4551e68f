/** What is in a study, which questions it can answer today, and what the others wait for. */
import { type Study, ratingStatuses } from '../data/index.ts';
import { fewestClusters } from '../stats/index.ts';
import {
  type Refusal,
  itemsToCalibrate,
  laterQuestion,
  questionTitles,
  recommendedLabels,
  recommendedOverlap,
  refuseCalibration,
  refuseCeiling,
  refuseConsensus,
  refuseRate,
  sharedItems,
} from './words/readiness.ts';
import { type RateEvent, type RateRequest, rateEvent } from './views/rate-event.ts';
import { ratePool } from './rate/rate-pool.ts';
import { judgeNames, refuseSetAside } from './words/set-aside.ts';
import { type JudgeView, type PeopleView, judgeViews, peopleView, referenceView, renumbered } from './views/views.ts';
import { counted } from './words/words.ts';

export interface RaterSummary {
  readonly id: string;
  readonly kind: string;
  readonly kindFrom: string;
  readonly ratings: number;
  readonly items: number;
  readonly given: number;
  readonly abstain: number;
  readonly invalid: number;
  readonly notAsked: number;
  readonly withProbabilities: number;
}

export interface QuestionSummary {
  readonly question: number;
  readonly title: string;
  readonly judge: string | null;
  readonly status: 'can be answered' | 'thin' | 'blocked';
  readonly text: string;
  /** What to do; empty where nothing is missing. */
  readonly fix: string;
  /** How many more labels by people are needed; 0 where none are, NaN where labels are not what is missing. */
  readonly labelsMissing: number;
}

export interface Diagnosis {
  readonly items: number;
  readonly labeledItems: number;
  readonly overlapItems: number;
  readonly clusters: number;
  readonly raters: readonly RaterSummary[];
  readonly questions: readonly QuestionSummary[];
  /** True where `calibrate` will answer something. */
  readonly ready: boolean;
}

/** Looks at a study without fitting anything. */
export function diagnose(study: Study, request: RateRequest = { pass: [], win: null }): Diagnosis {
  const people = peopleView(study);
  const judges = judgeViews(study);
  const event = rateEvent(study, request);
  const names = judgeNames(study);
  const each = (question: number, ask: (judge: JudgeView | undefined) => QuestionSummary): QuestionSummary[] =>
    names.map((name) => {
      const refusal = refuseSetAside(study, name);
      return refusal === undefined ? ask(judges.find((judge) => judge.name === name)) : blocked(question, name, refusal);
    });
  const questions = [
    ...each(1, (judge) => ceilingQuestion(people, judge)),
    consensusQuestion(people),
    ...each(3, (judge) => calibrationQuestion(study, people, judge)),
    ...each(4, (judge) => rateQuestion(study, people, event, judge)),
    blocked(5, null, laterQuestion),
  ];
  return Object.freeze({
    items: study.items.ids.length,
    labeledItems: people.perItem.filter((count) => count > 0).length,
    overlapItems: people.perItem.filter((count) => count > 1).length,
    clusters: study.items.clusterIds.length,
    raters: raterSummaries(study),
    questions,
    ready: questions.some((question) => question.status !== 'blocked') || canCompareWithReferences(study),
  });
}

/** A judge and a reference on one item: `calibrate` says how often they agree. */
function canCompareWithReferences(study: Study): boolean {
  const references = referenceView(study);
  if (references === null) return false;
  return judgeViews(study).some(({ label }) => label.some((code, item) => code >= 0 && references.perItem[item] > 0));
}

/** Ratings and statuses of every rater, in the order of `study.raters`. */
export function raterSummaries(study: Study): RaterSummary[] {
  const { item, rater, status, probabilityRow } = study.ratings;
  const sums = study.raters.map(() => ({ ratings: 0, items: 0, withProbabilities: 0, last: -1, status: ratingStatuses.map(() => 0) }));
  // Rows are sorted by item, so a rater's items are its changes of item.
  for (let row = 0; row < item.length; row++) {
    const sum = sums[rater[row]];
    sum.ratings++;
    sum.status[status[row]]++;
    if (probabilityRow[row] >= 0) sum.withProbabilities++;
    if (sum.last !== item[row]) sum.items++;
    sum.last = item[row]!;
  }
  return study.raters.map(({ id, kind, kindFrom }, code) => {
    const { ratings, items, withProbabilities, status: counts } = sums[code];
    const [given, abstain, invalid, notAsked] = counts as [number, number, number, number];
    return { id, kind, kindFrom, ratings, items, given, abstain, invalid, notAsked, withProbabilities };
  });
}

function ceilingQuestion(people: PeopleView, judge: JudgeView | undefined): QuestionSummary {
  const refusal = refuseCeiling(people, judge);
  if (refusal !== undefined || judge === undefined) return blocked(1, judge?.name ?? null, refusal!);
  const { overlap } = sharedItems(people, judge);
  const missing = Math.max(0, recommendedOverlap - overlap);
  return {
    question: 1,
    title: questionTitles[1],
    judge: judge.name,
    status: missing > 0 ? 'thin' : 'can be answered',
    text: `${counted(overlap, 'item')} with a verdict and labels by two people`,
    fix: missing > 0 ? `have a second person label about ${missing} more: the interval will be wide` : '',
    labelsMissing: missing,
  };
}

function consensusQuestion(people: PeopleView): QuestionSummary {
  const refusal = refuseConsensus(people);
  if (refusal !== undefined) return blocked(2, null, refusal);
  const labeled = people.perItem.filter((count) => count > 0).length;
  const single = people.perItem.filter((count) => count === 1).length;
  return {
    question: 2,
    title: questionTitles[2],
    judge: null,
    status: single === labeled ? 'thin' : 'can be answered',
    text: `${counted(labeled, 'labeled item')}, ${counted(single, 'of them by one person only', 'of them by one person only')}`,
    fix:
      single === labeled
        ? `have a second person label ${Math.min(labeled, recommendedOverlap)} of them: one label cannot check itself`
        : '',
    labelsMissing: single === labeled ? Math.min(labeled, recommendedOverlap) : 0,
  };
}

function calibrationQuestion(study: Study, people: PeopleView, judge: JudgeView | undefined): QuestionSummary {
  const refusal = refuseCalibration(study, people, judge);
  if (refusal !== undefined || judge === undefined) return blocked(3, judge?.name ?? null, refusal!);
  const items = itemsToCalibrate(study, people, judge);
  const clusters = new Set(renumbered(study.items.cluster, items)).size;
  const missing = Math.max(0, fewestClusters - clusters);
  return {
    question: 3,
    title: questionTitles[3],
    judge: judge.name,
    status: missing > 0 ? 'thin' : 'can be answered',
    text: `${counted(items.length, 'item')} with a label and probabilities, in ${counted(clusters, 'cluster')}`,
    fix: missing > 0 ? `label items of ${counted(missing, 'more cluster')}: below ${fewestClusters} nothing is fitted` : '',
    labelsMissing: missing,
  };
}

function rateQuestion(study: Study, people: PeopleView, event: RateEvent | undefined, judge: JudgeView | undefined): QuestionSummary {
  const refusal = refuseRate(study, people, event, judge);
  if (refusal !== undefined || event === undefined) return blocked(4, judge?.name ?? null, refusal!);
  const { compared, unlabeled, labeled, withoutVerdict } = ratePool(people, event, judge, study.selection === 'separate');
  const missing = Math.max(0, recommendedLabels - labeled.length);
  return {
    question: 4,
    title: questionTitles[4],
    judge: judge?.name ?? null,
    status: missing > 0 ? 'thin' : 'can be answered',
    text: `${event.words}: ${counted(labeled.length, 'labeled item')}, ${compared.length} with a verdict; ${counted(unlabeled.length, 'item')} with a verdict alone${withoutVerdict === 0 ? '' : `; ${counted(withoutVerdict, 'item')} without a verdict`}`,
    fix: missing > 0 ? `label ${counted(missing, 'more random item')}: below ${recommendedLabels} no interval is promised` : '',
    labelsMissing: missing,
  };
}

function blocked(question: number, judge: string | null, { reason, fix, labelsMissing }: Refusal): QuestionSummary {
  return { question, title: questionTitles[question], judge, status: 'blocked', text: reason, fix, labelsMissing };
}
