/** What is in a study, which questions it can answer today, and what the others wait for. */
import { type SayOption, type Study, plainOption } from '../data/index.ts';
import { fewestClusters } from '../stats/index.ts';
import { type Context, contextOf } from './context.ts';
import {
  type QuestionName,
  questionNames,
  questions,
  recommendedLabels,
  recommendedOverlap,
} from './questions.ts';
import { refuse } from './refuse.ts';
import { type RaterSummary, raterSummaries } from './study/rater-summaries.ts';
import type { RateRequest } from './views/rate-event.ts';
import { itemsToCalibrate, sharedItems } from './views/shared-items.ts';
import type { JudgeView } from './views/judge-view.ts';
import { renumbered } from './views/item-rows.ts';
import { counted } from './words/figures.ts';
import { said } from './words/notices.ts';

export interface QuestionSummary {
  readonly question: number;
  readonly title: string;
  readonly judge: string | null;
  readonly status: 'can be answered' | 'thin' | 'blocked';
  /** What is there, or why the question is blocked. */
  readonly text: string;
  /** What to do; empty where nothing is missing. */
  readonly fix: string;
  /**
   * How many more labels by people are needed; 0 where none are, NaN where labels are not what is missing.
   */
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

/**
 * Looks at a study without fitting anything. `say`: how options are said in what is to be done.
 *
 * @example
 * const rows = 'item,rater,label\n1,ann,A\n1,bob,A\n2,ann,B\n2,bob,A\n';
 * const study = await readStudy([{ name: 'ratings.csv', open: () => [new TextEncoder().encode(rows)] }]);
 * diagnose(study).questions.length; // 5
 */
export function diagnose(
  study: Study,
  request: RateRequest = { pass: [], win: null },
  say: SayOption = plainOption,
): Diagnosis {
  const context = contextOf(study, request);
  const { people, judgeNames } = context;
  const summaries = questionNames.flatMap((question) =>
    (questions[question].ofJudge ? judgeNames : [null]).map((judge) =>
      summaryOf(context, question, judge, say),
    ),
  );
  return Object.freeze({
    items: study.items.ids.length,
    labeledItems: people.perItem.filter((count) => count > 0).length,
    overlapItems: people.perItem.filter((count) => count > 1).length,
    clusters: study.items.clusterIds.length,
    raters: raterSummaries(study),
    questions: summaries,
    ready: summaries.some(({ status }) => status !== 'blocked') || canCompareWithReferences(context),
  });
}

/** A judge and a reference on one item: `calibrate` says how often they agree. */
function canCompareWithReferences({ references, judges }: Context): boolean {
  return (
    references !== null &&
    judges.some(({ label }) => label.some((code, item) => code >= 0 && references.perItem[item] > 0))
  );
}

function summaryOf(
  context: Context,
  question: QuestionName,
  judge: string | null,
  say: SayOption,
): QuestionSummary {
  const { number, title } = questions[question];
  const refused = refuse(context, question, judge);
  if (refused === undefined && question !== 'next') {
    const { text, missing, fix } = found[question](context, context.judge(judge)!);
    return {
      question: number,
      title,
      judge,
      status: missing > 0 ? 'thin' : 'can be answered',
      text,
      fix: missing > 0 ? fix : '',
      labelsMissing: missing,
    };
  }
  const { reason, fix, labelsMissing } = refused!;
  return {
    question: number,
    title,
    judge,
    status: 'blocked',
    text: said(reason, say).text,
    fix: said(fix, say).text,
    labelsMissing,
  };
}

/** What a question that can be answered has to stand on. */
interface Found {
  readonly text: string;
  /** How many labels are missing until it stands well; then `fix` says which. */
  readonly missing: number;
  readonly fix: string;
}

const found: Readonly<Record<Exclude<QuestionName, 'next'>, (context: Context, judge: JudgeView) => Found>> =
  {
    ceiling: ({ people }, judge) => {
      const { overlap } = sharedItems(people, judge);
      const missing = Math.max(0, recommendedOverlap - overlap);
      return {
        text: `${counted(overlap, 'item')} with a verdict and labels by two people`,
        missing,
        fix: `have a second person label about ${missing} more: the interval will be wide`,
      };
    },
    labels: ({ people }) => {
      const labeled = people.perItem.filter((count) => count > 0).length;
      const single = people.perItem.filter((count) => count === 1).length;
      const missing = single === labeled ? Math.min(labeled, recommendedOverlap) : 0;
      return {
        text: `${counted(labeled, 'labeled item')}, ${counted(single)} of them by one person only`,
        missing,
        fix: `have a second person label ${missing} of them: one label cannot check itself`,
      };
    },
    confidence: ({ study, people }, judge) => {
      const items = itemsToCalibrate(people, judge);
      const clusters = new Set(renumbered(study.items.cluster, items)).size;
      const missing = Math.max(0, fewestClusters - clusters);
      return {
        text:
          `${counted(items.length, 'item')} with a label and probabilities, in ` +
          counted(clusters, 'cluster'),
        missing,
        fix: `label items of ${counted(missing, 'more cluster')}: below ${fewestClusters} nothing is fitted`,
      };
    },
    rate: ({ event, pool }, judge) => {
      const { compared, unlabeled, labeled, withoutVerdict } = pool(event!, judge);
      const missing = Math.max(0, recommendedLabels - labeled.length);
      const silent = withoutVerdict === 0 ? '' : `; ${counted(withoutVerdict, 'item')} without a verdict`;
      return {
        text:
          `${event!.words}: ${counted(labeled.length, 'labeled item')}, ${counted(compared.length)} ` +
          `with a verdict; ${counted(unlabeled.length, 'item')} with a verdict alone${silent}`,
        missing,
        fix:
          `label ${counted(missing, 'more random item')}: below ${recommendedLabels} no interval is ` +
          'promised',
      };
    },
  };
