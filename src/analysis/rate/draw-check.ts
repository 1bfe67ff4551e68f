/**
 * Whether labels that were declared random look it: the verdicts of every judge and its confidence on the
 * drawn items, beside those on the others. A doubt is one of the labels, so it is raised once, for all
 * judges.
 */
import type { Study } from '../../data/index.ts';
import {
  type Notice,
  type Random,
  type SelectionBalance,
  notice,
  selectionBalance,
} from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import { judgeCalls } from '../views/judge-values.ts';
import type { RateEvent } from '../views/rate-event.ts';
import { type JudgeView, hasProbabilities, hasVerdict, saidPart } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';
import type { RatePool } from './rate-pool.ts';

type Compared = NonNullable<RateAnalysis['drawCheck']>['compared'][number];

/** As `RateAnalysis.drawCheck` has it, its notices not yet said. */
export interface DrawCheck {
  readonly compared: readonly Compared[];
  /** What speaks against a random draw. */
  readonly doubt?: Notice;
  /** Why nothing was compared. */
  readonly reason?: Notice;
}

/** Of random draws, all comparisons of all judges together doubt about one in a thousand. */
const doubtedDraws = 0.001;

interface Comparison {
  readonly judge: string;
  readonly what: Compared;
  /** Of verdicts: the label that is counted, or what counts. */
  readonly of: string | null;
  readonly found: SelectionBalance;
}

/** `judges`: those with a pool in which somebody labeled some items and not others. */
export function checkDraw(
  { study, people, event }: { readonly study: Study; readonly people: PeopleView; readonly event: RateEvent },
  judges: readonly { readonly judge: JudgeView; readonly pool: RatePool }[],
  random: Random,
): ReadonlyMap<string, DrawCheck> {
  const comparisons = judges.flatMap(({ judge, pool }) =>
    valuesOf(study, event, judge, pool).map(({ items, value, ...rest }): Comparison => {
      const drawn = items.map((item) => Number(people.perItem[item] > 0 || people.skipped[item] > 0));
      const clusters = items.map((item) => study.items.cluster[item]);
      return { judge: judge.name, ...rest, found: selectionBalance({ value, drawn, clusters }, { random }) };
    }),
  );
  const known = comparisons.filter(({ found }) => found.reason === undefined);
  const doubtful = doubtedDraws / Math.max(1, known.length);
  const first = known.find(({ found }) => found.pValue < doubtful);
  const doubt = first === undefined ? {} : { doubt: doubtOf(first, event) };
  return new Map(
    judges.map(({ judge: { name } }): [string, DrawCheck] => {
      const own = comparisons.filter(({ judge }) => judge === name);
      const compared = [...new Set(own.filter((one) => known.includes(one)).map(({ what }) => what))];
      const [reason] = own.flatMap(({ found }) => found.reason ?? []);
      return [
        name,
        { compared, ...doubt, ...(compared.length > 0 || reason === undefined ? {} : { reason }) },
      ];
    }),
  );
}

function doubtOf({ judge, what, of, found }: Comparison, event: RateEvent): Notice {
  const { drawnMean: labeled, othersMean: others } = found;
  return notice('doubted-draw', { judge, compared: what, of, model: event.model, labeled, others });
}

interface Values {
  readonly what: Compared;
  readonly of: string | null;
  readonly items: Int32Array;
  readonly value: Float64Array;
}

/**
 * Whether it gave a verdict comes first: where it is silent on one side alone, its verdicts differ too. Of
 * labels each is a mark of its own, but of two only one; of wins and losses what the verdict is worth.
 */
function valuesOf(study: Study, event: RateEvent, judge: JudgeView, { labeled, target }: RatePool): Values[] {
  const labelCount = study.codebook.labels.length;
  const items = Int32Array.from([...labeled, ...target]);
  const isJudged = (item: number): boolean =>
    hasVerdict(judge, item) || hasProbabilities(judge, item, labelCount);
  const judged = items.filter(isJudged);
  const silence: Values[] =
    judged.length === items.length
      ? []
      : [{ what: 'silence', of: null, items, value: marks(items, isJudged) }];
  return [...silence, ...verdictsOf(study, event, judge, items), ...confidenceOf(judge, judged, labelCount)];
}

function verdictsOf(study: Study, event: RateEvent, judge: JudgeView, items: Int32Array): Values[] {
  if (event.kind === 'win') {
    const calls = judgeCalls(study, judge, event);
    const value = Float64Array.from(items, (item) => (Number.isNaN(calls[item]) ? 0 : calls[item]));
    return [{ what: 'verdicts', of: event.words, items, value }];
  }
  const { labels } = study.codebook;
  const counted =
    labels.length === 2 ? [labels.findIndex(({ name }) => event.pass.includes(name))] : [...labels.keys()];
  return counted.map((code) => ({
    what: 'verdicts',
    of: labels[code].name,
    items,
    value: Float64Array.from(items, (item) => saidPart(judge, item, code)),
  }));
}

/** The judge's highest probability of each item with a verdict; nothing where one of these has none. */
function confidenceOf(judge: JudgeView, judged: Int32Array, labelCount: number): Values[] {
  const { probabilities } = judge;
  if (probabilities === null || !judged.every((item) => hasProbabilities(judge, item, labelCount))) return [];
  const value = Float64Array.from(judged, (item) =>
    probabilities
      .subarray(item * labelCount, (item + 1) * labelCount)
      .reduce((most, p) => Math.max(most, p), 0),
  );
  return [{ what: 'confidence', of: null, items: judged, value }];
}

function marks(items: Int32Array, is: (item: number) => boolean): Float64Array {
  return Float64Array.from(items, (item) => Number(is(item)));
}
