/**
 * The consensus: which method, who may enter it, and why. The judge enters only where it is one, gives
 * probabilities, and the collapse guard passes; in every other case the people's soft majority stands, and
 * the reason is said.
 */
import type { Notice, SayOption, Study } from '../../data/index.ts';
import {
  type Consensus,
  type CrowdlabResult,
  InputError,
  type OrdinalSummary,
  type Random,
  consensusStatuses,
  crowdlab,
  notice,
  ordinalSummary,
  ratingTable,
  softMajority,
} from '../../stats/index.ts';
import type { ConsensusAnalysis, ConsensusItem } from '../schema/analysis.ts';
import type { JudgeResult } from '../ceiling/analyze-judge.ts';
import { LazyList } from '../views/lazy-list.ts';
import type { ResolvedOptions } from '../options.ts';
import { itemsToCalibrate } from '../views/shared-items.ts';
import { type Said, said } from '../words/notices.ts';
import type { Context } from '../context.ts';
import { type PeopleView, fieldsOf, rowsOf } from '../views/views.ts';

export interface BuiltConsensus {
  readonly analysis: ConsensusAnalysis;
  /**
   * What CROWDLAB says of the people, in the order of `PeopleView.raters`; null where it did not make the
   * consensus.
   */
  readonly raters: CrowdlabResult | null;
}

/** CROWDLAB on the items it may run on, and how it is named. */
interface CrowdlabRun {
  readonly method: 'crowdlab' | 'crowdlab-calibrated';
  readonly judge: string;
  readonly items: readonly number[];
  readonly result: CrowdlabResult;
}

export interface ConsensusOptions extends Pick<ResolvedOptions, 'consensus' | 'judge'> {
  readonly say: SayOption;
}

export function buildConsensus(
  context: Context,
  judges: readonly JudgeResult[],
  { say, ...options }: ConsensusOptions,
  random: Random,
): BuiltConsensus {
  const { study, people } = context;
  const requested = options.consensus;
  const peopleAlone = { people: people.raters.length, judge: null };
  if (people.table.label.length === 0)
    return emptyConsensus(requested, 'none', said(notice('no-label-of-people')));
  if (requested === 'majority')
    return withItems(requested, notice('majority-as-asked'), peopleAlone, null, null);

  const candidate = judgeToEnter(study, judges, options);
  const obstacle = 'code' in candidate ? candidate : obstacleTo(study, people, candidate, requested);
  if ('code' in candidate || obstacle !== undefined) {
    const why = { ...obstacle! };
    if (requested !== 'auto')
      return emptyConsensus(
        requested,
        'refused',
        said(notice('crowdlab-cannot-run', { requested, why }), say),
      );
    return withItems(requested, notice('majority-because', { why }), peopleAlone, null, null);
  }
  const run = runCrowdlab(
    study,
    people,
    candidate,
    requested === 'crowdlab-calibrated' ? requested : 'crowdlab',
    random,
  );
  const { collapse } = run.result;
  const reasons = collapse.collapsed ? collapse.reasons : [notice('people-hold-their-weight')];
  const written = { ...collapse, reasons: reasons.map((reason) => said(reason)) };
  if (!collapse.collapsed)
    return withItems(
      requested,
      reasonFor(requested, run),
      { people: people.raters.length, judge: run.judge },
      written,
      run,
    );
  if (requested === 'auto')
    return withItems(
      requested,
      notice('majority-because', { why: { ...notice('crowdlab-is-the-judge') } }),
      peopleAlone,
      written,
      null,
    );
  const why = collapse.reasons.map((reason) => ({ ...reason }));
  const refused = emptyConsensus(requested, 'refused', said(notice('crowdlab-collapsed', { why })));
  return { ...refused, analysis: { ...refused.analysis, collapse: written } };

  function withItems(
    asked: ConsensusAnalysis['requested'],
    reason: Notice,
    contributors: ConsensusAnalysis['contributors'],
    guard: ConsensusAnalysis['collapse'],
    from: CrowdlabRun | null,
  ): BuiltConsensus {
    const items = consensusItems(study, people, from, shownJudge(judges, options));
    const analysis: ConsensusAnalysis = {
      requested: asked,
      method: from?.method ?? 'majority',
      reason: said(reason, say),
      contributors,
      collapse: guard,
      counts: countsOf(items),
      items,
    };
    return { analysis, raters: from?.result ?? null };
  }
}

function countsOf(items: LazyList<ConsensusItem>): ConsensusAnalysis['counts'] {
  const counts = { items: items.length, tied: 0, single: 0, crowdlab: 0, majority: 0, unsaid: 0 };
  for (const { label, status, ratings, method, agreement } of items) {
    if (label !== null && agreement === 0) counts.unsaid++;
    if (status === 'tied') counts.tied++;
    if (ratings === 1) counts.single++;
    if (method === 'majority') counts.majority++;
    else counts.crowdlab++;
  }
  return counts;
}

function emptyConsensus(
  requested: ConsensusAnalysis['requested'],
  method: 'refused' | 'none',
  reason: Said,
): BuiltConsensus {
  const counts = { items: 0, tied: 0, single: 0, crowdlab: 0, majority: 0, unsaid: 0 };
  return {
    analysis: {
      requested,
      method,
      reason,
      contributors: { people: 0, judge: null },
      collapse: null,
      counts,
      items: [],
    },
    raters: null,
  };
}

/** The judge that may enter, or why none may. At most one, until judges of one family can be told apart. */
function judgeToEnter(
  { setAside }: Study,
  judges: readonly JudgeResult[],
  { judge }: Pick<ResolvedOptions, 'judge'>,
): JudgeResult | Notice {
  const named = shownJudge(judges, { judge });
  if (named === undefined) {
    const aside = setAside.find(({ rater, kind }) => kind === 'judge' && (judge === null || rater === judge));
    if (aside !== undefined && (judge !== null || judges.length === 0))
      return notice('judge-set-aside', { judge: aside.rater });
    if (judge !== null) return notice('judge-unknown', { judge });
    return judges.length === 0
      ? notice('no-judge-in-data')
      : notice('several-judges', { judges: judges.length });
  }
  return named.view.probabilities === null
    ? notice('judge-without-probabilities', { judge: named.view.name })
    : named;
}

function shownJudge(
  judges: readonly JudgeResult[],
  { judge }: Pick<ResolvedOptions, 'judge'>,
): JudgeResult | undefined {
  if (judge !== null) return judges.find((result) => result.view.name === judge);
  return judges.length === 1 ? judges[0] : undefined;
}

function obstacleTo(
  study: Study,
  people: PeopleView,
  judge: JudgeResult,
  requested: ConsensusAnalysis['requested'],
): Notice | undefined {
  const items = itemsToCalibrate(people, judge.view);
  if (requested === 'auto' && study.codebook.scale !== 'nominal') return notice('order-unknown-to-crowdlab');
  if (!items.some((i) => people.perItem[i] > 1)) return notice('no-overlap-with-probabilities');
  if (requested === 'crowdlab-calibrated' && judge.calibration === null)
    return notice('judge-not-calibrated', { judge: judge.view.name });
  return undefined;
}

function runCrowdlab(
  study: Study,
  people: PeopleView,
  judge: JudgeResult,
  method: CrowdlabRun['method'],
  random: Random,
): CrowdlabRun {
  const items = itemsToCalibrate(people, judge.view);
  const labelCount = study.codebook.labels.length;
  const probabilities =
    method === 'crowdlab-calibrated'
      ? calibratedRows(judge, items)
      : rowsOf(judge.view.probabilities!, items, labelCount);
  const result = crowdlab({
    table: tableOf(people, items),
    probabilities,
    judge: judge.view.name,
    random: random.fork('crowdlab'),
    itemIds: items.map((i) => study.items.ids[i]),
  });
  return { method, judge: judge.view.name, items, result };
}

/** Out-of-fold probabilities: a map fitted to an item's own labels would count them twice. */
function calibratedRows({ calibration }: JudgeResult, items: readonly number[]): Float64Array {
  if (calibration === null || calibration.items.length !== items.length)
    throw new InputError('the calibrated consensus requires calibrated probabilities of the same items');
  return calibration.fit.predictions.probabilities;
}

/** The people's ratings of some items, the items renumbered. */
function tableOf({ table }: PeopleView, items: readonly number[]): ReturnType<typeof ratingTable> {
  let ratings = 0;
  for (const i of items) ratings += table.itemStart[i + 1] - table.itemStart[i];
  const [item, rater, label] = [new Int32Array(ratings), new Int32Array(ratings), new Int32Array(ratings)];
  let to = 0;
  items.forEach((i, row) => {
    const [from, end] = [table.itemStart[i], table.itemStart[i + 1]];
    item.fill(row, to, to + end - from);
    rater.set(table.rater.subarray(from, end), to);
    label.set(table.label.subarray(from, end), to);
    to += end - from;
  });
  return ratingTable({
    itemCount: items.length,
    raterCount: table.raterCount,
    labelCount: table.labelCount,
    item,
    rater,
    label,
  });
}

function reasonFor(requested: ConsensusAnalysis['requested'], { method, judge }: CrowdlabRun): Notice {
  return requested === 'auto'
    ? notice('crowdlab-fits', { judge })
    : notice('crowdlab-as-asked', { requested: method, judge });
}

/** Every item with a person's label, worst first: ascending quality, equal quality by name. */
function consensusItems(
  study: Study,
  people: PeopleView,
  run: CrowdlabRun | null,
  judge: JudgeResult | undefined,
): LazyList<ConsensusItem> {
  const majority = softMajority(people.table);
  const crowd = run?.result.consensus ?? null;
  const rowOf = new Int32Array(people.perItem.length).fill(-1);
  run?.items.forEach((item, row) => (rowOf[item] = row));
  const quality = majority.quality.map((share, item) =>
    rowOf[item] < 0 ? share : crowd!.quality[rowOf[item]],
  );
  // Items are coded in the order of their names.
  const worstFirst = rowOf
    .map((_, item) => item)
    .filter((item) => people.perItem[item] > 0)
    .sort((a, b) => quality[a] - quality[b] || a - b);
  return listOf({
    items: study.items,
    labels: study.codebook.labels.map((label) => label.name),
    worstFirst,
    perItem: people.perItem,
    majority,
    crowd,
    rowOf,
    method: run?.method ?? 'majority',
    quality,
    summary: study.codebook.scale === 'nominal' ? null : ordinalSummary(majority, labelValues(study)),
    judgeLabel: judge?.view.label ?? null,
  });
}

/** What the items of the consensus are made of, by item code. */
interface ConsensusColumns {
  readonly items: Study['items'];
  readonly labels: readonly string[];
  /** Item codes. */
  readonly worstFirst: Int32Array;
  readonly perItem: Int32Array;
  readonly majority: Consensus<'people'>;
  readonly crowd: Consensus | null;
  /** The row of an item in `crowd`; −1 where the majority stands. */
  readonly rowOf: Int32Array;
  readonly method: ConsensusItem['method'];
  readonly quality: Float64Array;
  readonly summary: OrdinalSummary | null;
  readonly judgeLabel: Int32Array | null;
}

/** A function of its own, so that the list holds on to these columns and to nothing else of the study. */
function listOf(columns: ConsensusColumns): LazyList<ConsensusItem> {
  const { items, labels, worstFirst, perItem, majority, crowd, rowOf, method, quality, summary, judgeLabel } =
    columns;
  return new LazyList(worstFirst.length, (index) => {
    const i = worstFirst[index];
    const [source, at] = rowOf[i] < 0 ? [majority, i] : [crowd!, rowOf[i]];
    const label = source.label[at];
    const judged = judgeLabel === null ? -1 : judgeLabel[i];
    return {
      item: items.ids[i],
      label: label < 0 ? null : labels[label],
      status: consensusStatuses[source.status[at]] === 'tied' ? 'tied' : 'given',
      method: rowOf[i] < 0 ? 'majority' : method,
      quality: quality[i],
      agreement: label < 0 ? majority.quality[i] : majority.numbers[i * labels.length + label],
      ratings: perItem[i],
      numbers: Array.from(source.numbers.subarray(at * labels.length, (at + 1) * labels.length)),
      ...(summary === null ? {} : { median: summary.median[i], mean: summary.mean[i] }),
      judgeLabel: judged < 0 ? null : labels[judged],
      fields: fieldsOf(items, i),
    };
  });
}

/** What the labels stand for in numbers: their declared values, or their places from 1. */
function labelValues({ codebook }: Study): number[] {
  const values = codebook.labels.map((label) => label.value ?? NaN);
  const ascending = values.every((value, k) => Number.isFinite(value) && (k === 0 || value > values[k - 1]));
  return ascending ? values : codebook.labels.map((_, k) => k + 1);
}
