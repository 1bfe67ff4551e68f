/** CROWDLAB: whether it may run, on which items, and what it comes to. */
import type { Notice, Study } from '../../data/index.ts';
import {
  type CrowdlabResult,
  InputError,
  type Random,
  crowdlab,
  notice,
  ratingTable,
} from '../../stats/index.ts';
import type { JudgeResult } from '../ceiling/analyze-judge.ts';
import type { ResolvedOptions } from '../options.ts';
import { itemsToCalibrate } from '../views/shared-items.ts';
import type { PeopleView } from '../views/people-view.ts';
import { rowsOf } from '../views/item-rows.ts';

/** CROWDLAB on the items it may run on, and how it is named. */
export interface CrowdlabRun {
  readonly method: 'crowdlab' | 'crowdlab-calibrated';
  readonly judge: string;
  readonly items: readonly number[];
  readonly result: CrowdlabResult;
}

/**
 * The run, or what stands in its way. `method`: with the judge's probabilities as they are, or calibrated.
 */
export function crowdlabOf(
  study: Study,
  people: PeopleView,
  judges: readonly JudgeResult[],
  { judge, method }: Pick<ResolvedOptions, 'judge'> & { readonly method: CrowdlabRun['method'] },
  random: Random,
): CrowdlabRun | Notice {
  const candidate = judgeToEnter(study, judges, judge);
  if ('code' in candidate) return candidate;
  return obstacleTo(people, candidate, method) ?? runCrowdlab(study, people, candidate, method, random);
}

/** The judge that may enter, or why none may. At most one, until judges of one family can be told apart. */
function judgeToEnter(
  { setAside }: Study,
  judges: readonly JudgeResult[],
  judge: string | null,
): JudgeResult | Notice {
  const named = shownJudge(judges, judge);
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

/** The judge that was named, or the only one. */
export function shownJudge(judges: readonly JudgeResult[], judge: string | null): JudgeResult | undefined {
  if (judge !== null) return judges.find((result) => result.view.name === judge);
  return judges.length === 1 ? judges[0] : undefined;
}

function obstacleTo(
  people: PeopleView,
  judge: JudgeResult,
  method: CrowdlabRun['method'],
): Notice | undefined {
  const items = itemsToCalibrate(people, judge.view);
  if (!items.some((i) => people.perItem[i] > 1)) return notice('no-overlap-with-probabilities');
  if (method === 'crowdlab-calibrated' && judge.calibration === null)
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
