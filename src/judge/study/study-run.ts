/** What every step of a study's run works with, and what it wants to know before it asks. */
import type { StudyConfig, VerdictStore } from '../../data/index.ts';
import { type JudgeItem, requireFields, shuffledItems } from '../ask/items.ts';
import { type Plan, planOf } from '../ask/plan.ts';
import type { ProbabilitySource } from '../ask/prepare-judge.ts';
import { openBatches } from '../batch/batch-notes.ts';
import type { Clock } from '../clock.ts';
import { type Purse, createPurse } from '../run/purse.ts';
import type { Endpoints } from './endpoints.ts';
import type { JudgeEvent } from './events.ts';
import { sourceOfJudge } from './judge-source.ts';
import { type StudyJudge, studyJudges } from './study-judge.ts';

/** A study that can be judged, as `openStudy` of `assize/storage` gives it. */
export interface OpenStudy {
  readonly config: StudyConfig;
  readonly items: readonly JudgeItem[];
  /** Judge → the text of its prompt file. */
  readonly promptTexts: ReadonlyMap<string, string>;
  readonly store: VerdictStore;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  readonly clock: Clock;
}

export interface StudyRunOptions {
  /** Only these judges; all where none is named. */
  readonly judges?: readonly string[] | undefined;
  /** Only so many items: a random sample, the same each time. */
  readonly limit?: number | undefined;
  /** Dollars: the run ends before a call that could carry it past this. */
  readonly maxCost?: number | undefined;
  /** Try the endpoint out again. */
  readonly probe?: boolean | undefined;
  /**
   * Through the batch API. `wait`: until the batches have ended. `cancel`: end those that are open, and
   * submit nothing.
   */
  readonly batch?: { readonly wait?: boolean; readonly cancel?: boolean } | undefined;
  /** Only what is stored is read: fields that items lack are no reason to stop then. */
  readonly looksOnly?: boolean | undefined;
  /** Aborted to end the run: calls under way are still answered and stored. */
  readonly signal?: AbortSignal | undefined;
  /** Aborted to end those too. */
  readonly abort?: AbortSignal | undefined;
  readonly onEvent?: ((event: JudgeEvent) => void) | undefined;
}

export interface StudyRun extends OpenStudy {
  readonly judges: readonly StudyJudge[];
  /** Whether judges were named. */
  readonly named: boolean;
  /** Those that are asked about, and all there are. */
  readonly items: readonly JudgeItem[];
  readonly everyItem: readonly JudgeItem[];
  /** What may be spent: one purse for everything that is asked. */
  readonly purse: Purse;
  readonly probe: boolean;
  readonly batch: { readonly wait: boolean; readonly cancel: boolean } | null;
  readonly signal: AbortSignal;
  readonly abort: AbortSignal;
  readonly tell: (event: JudgeEvent) => void;
  /** Made once for a judge and a source. */
  readonly plan: (judge: StudyJudge, source: ProbabilitySource) => Plan;
}

/** A run that may ask. */
export interface AskingRun extends StudyRun {
  readonly endpoints: Endpoints;
}

/** Throws DataError for what is wrong with any judge, before the first call of any. */
export function prepareRun(study: OpenStudy, options: StudyRunOptions = {}): StudyRun {
  const { config, items: everyItem, hash } = study;
  const { judges: names = [], limit, maxCost, batch } = options;
  const judges = studyJudges(config, { ...study, names, pricedForLimit: maxCost !== undefined });
  const items = limit === undefined ? everyItem : shuffledItems(everyItem, hash).slice(0, limit);
  const plans = new Map<string, Plan>();
  const plan = (judge: StudyJudge, source: ProbabilitySource): Plan => {
    const key = JSON.stringify([judge.name, source]);
    const made = plans.get(key) ?? planOf(judge.prepared(source), items, hash);
    plans.set(key, made);
    return made;
  };
  const never = new AbortController().signal;
  const run: StudyRun = {
    ...study,
    judges,
    named: names.length > 0,
    items,
    everyItem,
    purse: createPurse(maxCost),
    probe: options.probe ?? false,
    batch: batch === undefined ? null : { wait: batch.wait ?? true, cancel: batch.cancel ?? false },
    signal: options.signal ?? never,
    abort: options.abort ?? never,
    tell: options.onEvent ?? (() => {}),
    plan,
  };
  if (options.looksOnly !== true)
    for (const judge of judges) requireFields(judge.prepared(sourceOfJudge(judge, study.store)), items);
  return run;
}

/** By the source that it uses now. */
export function planOfJudge(judge: StudyJudge, run: StudyRun): Plan {
  return run.plan(judge, sourceOfJudge(judge, run.store));
}

/**
 * Whether nothing is left to ask or to collect: every call of the plan was answered, and no batch is open. A
 * call that failed is asked again.
 */
export function isComplete(run: StudyRun): boolean {
  return everyCall(run, (status) => status === 'answered');
}

/**
 * Whether this run has done what it can: every call was answered or failed for good, and no batch is open.
 */
export function isSettled(run: StudyRun): boolean {
  return everyCall(run, (status) => status !== undefined);
}

function everyCall(
  run: StudyRun,
  isDone: (status: ReturnType<VerdictStore['statusOf']>) => boolean,
): boolean {
  const { store, judges } = run;
  if (openBatches(store).length > 0) return false;
  return judges.every((judge) =>
    planOfJudge(judge, run).calls.every(({ key }) => isDone(store.statusOf(key))),
  );
}
