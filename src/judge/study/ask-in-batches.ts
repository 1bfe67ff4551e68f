/**
 * Through the batch API: collect what has ended, submit what is left, wait for it, and leave nothing behind
 * that a later run would not find.
 */
import type { VerdictStore } from '../../data/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { type Plan, callOf, planOf, unansweredCalls } from '../ask/plan.ts';
import { batchPrice } from '../ask/prices.ts';
import { type BatchNote, openBatches, waitingKeys } from '../batch/batch-notes.ts';
import type { BatchWork } from '../batch/batch-work.ts';
import { findLostBatches, submitBatches } from '../batch/submit-batches.ts';
import { cancelBatches, waitForBatches } from '../batch/wait-for-batches.ts';
import type { BatchProvider } from '../endpoint/batch-provider.ts';
import { JudgeError } from '../endpoint/provider.ts';
import { type RunSummary, interrupted } from '../verdict/run-summary.ts';
import { readVerdict } from '../verdict/verdict.ts';
import { askCalls, bySource, stopsOf } from './ask-judge.ts';
import { type Called, checkedEndpoint } from './endpoints.ts';
import type { JudgeOutcome, JudgePlan, JudgeStop } from './events.ts';
import { answersWithoutProbabilities, storedSigns } from './first-answers.ts';
import { requirePriceForLimit, toldPlan } from './judge-plan.ts';
import type { StudyJudge } from './study-judge.ts';
import { type AskingRun, type StudyRun, isComplete, isSettled } from './study-run.ts';
import { whyWithoutVerdict } from './without-verdict.ts';

export async function askInBatches(run: AskingRun): Promise<JudgeOutcome> {
  const { judges, signal, tell } = run;
  const { wait, cancel } = run.batch!;
  for (const judge of judges) requirePriceForLimit(judge, run);
  const work = workOf(run);
  const plan: JudgePlan[] = [];
  const stopped: JudgeStop[] = [];
  try {
    stopped.push(...(await settleEarlier(work, run)));
    let submitted = true;
    if (!cancel)
      for (const judge of judges) {
        const stops = await submitJudge(judge, work, run, plan);
        submitted &&= stops.length === 0;
        stopped.push(...stops);
      }
    if (wait) stopped.push(...(await waitForAll(work, run)));
    if (!signal.aborted) {
      const complete = submitted && isComplete(run);
      const settled = submitted && isSettled(run);
      return { ended: submitted && (settled || !wait || cancel), complete, stopped, plan };
    }
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    if (!signal.aborted) {
      const stop: JudgeStop = { judge: null, reason: error.message, hint: error.hint ?? null };
      tell({ kind: 'stopped', stop });
      return { ended: false, complete: false, stopped: [...stopped, stop], plan };
    }
  }
  tell({ kind: 'batches go on', batches: openOf(run).length });
  return { ended: false, complete: false, stopped: [{ judge: null, ...interrupted, hint: null }], plan };
}

/** Whom this run would call about batches of earlier ones. */
export function calledForBatches(run: StudyRun): Called[] {
  return openOf(run).map((note) => endpointOfBatch(note, run));
}

function workOf(run: AskingRun): BatchWork {
  const { store, everyItem, items, judges, clock, hash, signal, abort } = run;
  const providers = new Map<string, Promise<BatchProvider>>();
  const providerOf = (note: Pick<BatchNote, 'judge' | 'endpoint'>): Promise<BatchProvider> => {
    const called = endpointOfBatch(note, run);
    const key = JSON.stringify(called.endpoint);
    const provider = providers.get(key) ?? run.endpoints.batches(called);
    providers.set(key, provider);
    return provider;
  };
  // A batch of an earlier run may be about items that this one leaves out.
  const wholePlan = (judge: StudyJudge, source: StudyJudge['config']['sources'][number]): Plan =>
    items === everyItem ? run.plan(judge, source) : planOf(judge.prepared(source), everyItem, hash);
  const requestsOf = (keys: ReadonlySet<string>): ReadonlyMap<string, string> => {
    const requests = new Map<string, string>();
    for (const judge of judges)
      for (const source of judge.config.sources) {
        const plan = wholePlan(judge, source);
        for (const call of plan.calls)
          if (keys.has(call.key)) requests.set(call.key, JSON.stringify(callOf(plan, call).request.body));
      }
    return requests;
  };
  const tries = Math.max(...judges.map(({ config }) => config.limits.tries));
  return { store, clock, providerOf, requestsOf, tries, signal, abort };
}

/**
 * Where a batch is: the same server, by the key that is declared for it now. What no judge declares any more
 * is known from the store alone.
 */
function endpointOfBatch(
  { judge, endpoint }: Pick<BatchNote, 'judge' | 'endpoint'>,
  { judges }: StudyRun,
): Called {
  const kept = checkedEndpoint({ judge, endpoint });
  return {
    judge,
    endpoint: judges.find(({ config }) => sameServer(config.endpoint, kept))?.config.endpoint ?? kept,
  };
}

function sameServer(a: BatchNote['endpoint'], b: BatchNote['endpoint']): boolean {
  return a.baseURL === b.baseURL && JSON.stringify(a.query) === JSON.stringify(b.query);
}

/** The batches under way that this run is about: those of the judges that were named, or all. */
function openOf({ judges, named, store }: StudyRun): BatchNote[] {
  return openBatches(store).filter(({ judge }) => !named || judges.some(({ name }) => name === judge));
}

/** Of earlier runs: finds what broke off, ends what the user wants ended, collects what is done. */
async function settleEarlier(work: BatchWork, run: AskingRun): Promise<JudgeStop[]> {
  await findLostBatches(openOf(run), work);
  if (run.batch!.cancel) await cancelBatches(openOf(run), work);
  return collect({ once: true }, work, run);
}

async function waitForAll(work: BatchWork, run: AskingRun): Promise<JudgeStop[]> {
  const open = openOf(run).length;
  if (open === 0 || work.signal.aborted) return [];
  run.tell({ kind: 'waiting', batches: open });
  return collect({ once: false }, work, run);
}

/** Returns the batches that the endpoint refused as a whole. */
async function collect(
  { once }: { readonly once: boolean },
  work: BatchWork,
  run: AskingRun,
): Promise<JudgeStop[]> {
  const { judges, tell } = run;
  const refused: JudgeStop[] = [];
  await waitForBatches(
    {
      names: new Set(openOf(run).map(({ name }) => name)),
      once,
      giveUp: run.batch!.cancel,
      onLook: (open, wait) => tell({ kind: 'looked', open, wait }),
      onCollected: (seen) => {
        const { note, hint } = seen;
        if (note.reason !== null) refused.push({ judge: note.judge, reason: note.reason, hint });
        tell({ kind: 'collected', seen, judge: judges.find(({ name }) => name === note.judge) });
      },
    },
    work,
  );
  return refused;
}

/**
 * Submits what is left of one judge, after one call that shows what the endpoint gives. Returns why calls
 * were left out, if any were.
 */
async function submitJudge(
  judge: StudyJudge,
  work: BatchWork,
  run: AskingRun,
  planned: JudgePlan[],
): Promise<JudgeStop[]> {
  if (work.signal.aborted) return stopsOf(judge, { stopped: interrupted });
  const { store, hash, purse, tell } = run;
  const first = await bySource(judge, run, async (plan) => {
    const whole = toldPlan(judge, plan, run);
    return { ...(await firstAlone(judge, plan, whole, run)), plan, whole };
  });
  planned.push(first.whole);
  const { summary } = first;
  if (summary !== null && summary.stopped !== null) {
    if (!work.signal.aborted) tell({ kind: 'asked', judge: judge.name, summary });
    return stopsOf(judge, summary);
  }
  const submitted = await submitBatches(
    {
      calls: unansweredCalls(first.plan, store, waitingKeys(store)),
      judge: { judge: judge.name, endpoint: judge.config.endpoint },
      hash,
      price: batchPrice(judge.price),
      purse,
      onSubmitted: (note) => tell({ kind: 'submitted', note }),
    },
    work,
  );
  const stops = stopsOf(judge, submitted);
  if (!work.signal.aborted) for (const stop of stops) tell({ kind: 'stopped', stop });
  return stops;
}

interface First {
  readonly noProbabilities: boolean;
  /** What it came to; null where none was needed. */
  readonly summary: RunSummary | null;
}

/**
 * A batch is paid for as a whole. So the first calls of a judge go out by themselves, until one gives a
 * verdict, and are stored like any other: where the endpoint gives no token probabilities, or no verdict,
 * they are all that was paid for.
 */
async function firstAlone(
  judge: StudyJudge,
  plan: Plan,
  { calls, stored, waiting }: JudgePlan,
  run: AskingRun,
): Promise<First> {
  const { store, tell } = run;
  const { judge: prepared } = plan;
  const known = ((stored > 0 && storedSigns(plan, store).verdict) || waiting > 0) && !run.probe;
  if (prepared.source !== 'logprobs' || known || calls === 0)
    return { noProbabilities: false, summary: null };
  const seen = { answers: 0, verdict: false };
  const first = untilVerdict(unansweredCalls(plan, store, waitingKeys(store)), plan, store, seen);
  const { summary, noProbabilities } = await askCalls(
    judge,
    plan,
    { calls: first, concurrency: 1, asGiven: true },
    run,
  );
  if (summary.stopped === null && seen.verdict)
    tell({ kind: 'first verdict', judge: judge.name, answers: seen.answers });
  // What is left would be paid for, and have no verdict either.
  const left = calls - stored - summary.answered;
  const stopped =
    summary.stopped ??
    (seen.answers >= answersAlone && !seen.verdict && left > 0 ? beforeBatch(plan, run) : null);
  return { noProbabilities, summary: { ...summary, stopped } };
}

function beforeBatch(plan: Plan, run: StudyRun): NonNullable<RunSummary['stopped']> {
  const { reason, hint } = whyWithoutVerdict(plan, run);
  return { reason: `${reason}; no batch was made`, hint };
}

/** So many answers without a verdict, and no batch is made. */
const answersAlone = answersWithoutProbabilities;

/** One call after another, until an answer gives a verdict or so many did not. */
function* untilVerdict(
  calls: Iterable<JudgeCall>,
  { judge }: Plan,
  store: Pick<VerdictStore, 'get'>,
  seen: { answers: number; verdict: boolean },
): Generator<JudgeCall> {
  for (const call of calls) {
    yield call;
    const record = store.get(call.key);
    if (record?.status !== 'answered') continue;
    seen.answers++;
    seen.verdict = readVerdict(judge, [record]).status === 'given';
    if (seen.verdict || seen.answers >= answersAlone) return;
  }
}
