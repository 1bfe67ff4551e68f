/** What `assize judge --batch` does: collect what has ended, submit what is left, wait for it, and leave nothing behind that a later run would not find. */
import { sayHint } from '../input/say-flag.ts';
import { counted } from '../../analysis/index.ts';
import type { VerdictStore } from '../../data/index.ts';
import {
  type BatchNote,
  type BatchProvider,
  type BatchWork,
  type JudgeCall,
  JudgeError,
  type PreparedJudge,
  type RunSummary,
  batchPrice,
  cancelBatches,
  findLostBatches,
  interrupted,
  openBatches,
  openaiBatchProvider,
  planCalls,
  readVerdict,
  submitBatches,
  unansweredCalls,
  waitForBatches,
  waitingKeys,
} from '../../judge/index.ts';
import { type Called, checkedEndpoint } from './allowed-hosts.ts';
import { askCalls, bySource } from './ask-judge.ts';
import { answersWithoutProbabilities, storedSigns } from './first-answers.ts';
import {
  type JudgeJob,
  type JudgeOutcome,
  type JudgePlan,
  type JudgeStop,
  accessOf,
  isComplete,
  isSettled,
  plannedCalls,
  requirePriceForLimit,
  stopsOf,
} from './judge-job.ts';
import { pricedInBatches, printCollected, printSubmitted, waitingLine } from './print-batch.ts';
import { fact, printPlan, printPrompt, printStop, printSummary } from './print-judge.ts';
import { type StudyJudge, sha256, sourceOfJudge } from './study-judges.ts';
import { systemClock } from '../shell/system-clock.ts';
import { whyWithoutVerdict } from './without-verdict.ts';

export async function judgeInBatches(judges: readonly StudyJudge[], job: JudgeJob): Promise<JudgeOutcome> {
  const { options, interrupts, progress, terminal } = job;
  if (options.dryRun === true) {
    const plan = judges.map((judge) => dryRun(judge, job));
    return { ended: true, complete: isComplete(judges, job), stopped: [], plan };
  }
  for (const judge of judges) requirePriceForLimit(judge, job);
  const work = workOf(judges, job);
  const plan: JudgePlan[] = [];
  const stopped: JudgeStop[] = [];
  try {
    stopped.push(...(await settleEarlier(judges, work, job)));
    let submitted = true;
    if (options.cancel !== true)
      for (const judge of judges) {
        const stops = await submitJudge(judge, work, job, plan);
        submitted &&= stops.length === 0;
        stopped.push(...stops);
      }
    if (options.wait) stopped.push(...(await waitForAll(judges, work, job)));
    if (!interrupts.stop.aborted) {
      const complete = submitted && isComplete(judges, job);
      const settled = submitted && isSettled(judges, job);
      return { ended: submitted && (settled || !options.wait || options.cancel === true), complete, stopped, plan };
    }
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    progress.end();
    if (!interrupts.stop.aborted) {
      printStop(error.message, error.hint, terminal);
      stopped.push({ judge: null, reason: error.message, hint: error.hint === undefined ? null : sayHint(error.hint) });
      return { ended: false, complete: false, stopped, plan };
    }
  }
  progress.end();
  const open = openOf(judges, job).length;
  const goesOn = open === 0 ? 'nothing is under way' : `${counted(open, 'batch goes', 'batches go')} on at the endpoint`;
  terminal.paragraph(`the run was interrupted; ${goesOn}`, { lead: '! ', leadTone: 'yellow' });
  return { ended: false, complete: false, stopped: [{ judge: null, ...interrupted, hint: null }], plan };
}

function dryRun(judge: StudyJudge, job: JudgeJob): JudgePlan {
  const prepared = judge.prepared(sourceOfJudge(judge, job.store));
  const planned = plannedCalls(prepared, job, waitingKeys(job.store), batchPrice(judge.price), judge.price);
  printPlan(prepared, planned, job.terminal, `${pricedInBatches(judge.price)}${judge.pricedBy}`);
  printPrompt(prepared, job.items[0], job.terminal);
  return planned;
}

function workOf(judges: readonly StudyJudge[], job: JudgeJob): BatchWork {
  const { store, everyItem, interrupts } = job;
  const providers = new Map<string, Promise<BatchProvider>>();
  const providerOf = ({ judge, endpoint }: Pick<BatchNote, 'judge' | 'endpoint'>): Promise<BatchProvider> => {
    const declared = endpointOfBatch(judges, { judge, endpoint });
    const place = JSON.stringify(declared);
    const provider = providers.get(place) ?? openaiBatchProvider(accessOf(judge, declared, job));
    providers.set(place, provider);
    return provider;
  };
  const requestsOf = (keys: ReadonlySet<string>): ReadonlyMap<string, string> => {
    const requests = new Map<string, string>();
    for (const judge of judges)
      for (const source of judge.config.sources)
        for (const { key, request } of planCalls(judge.prepared(source), everyItem, sha256))
          if (keys.has(key)) requests.set(key, JSON.stringify(request.body));
    return requests;
  };
  const tries = Math.max(...judges.map(({ config }) => config.limits.tries));
  return { store, clock: systemClock, providerOf, requestsOf, tries, signal: interrupts.stop, abort: interrupts.abort };
}

/** Where a batch is: the same server, by the key that is declared for it now. What no judge declares any more is known from the store alone. */
function endpointOfBatch(judges: readonly StudyJudge[], note: Pick<BatchNote, 'judge' | 'endpoint'>): BatchNote['endpoint'] {
  const endpoint = checkedEndpoint(note);
  return judges.find(({ config }) => sameServer(config.endpoint, endpoint))?.config.endpoint ?? endpoint;
}

/** Whom this run would call about batches of earlier ones. */
export function calledForBatches(judges: readonly StudyJudge[], job: Pick<JudgeJob, 'options' | 'store'>): Called[] {
  return openOf(judges, job).map((note) => ({ judge: note.judge, endpoint: endpointOfBatch(judges, note) }));
}

function sameServer(a: BatchNote['endpoint'], b: BatchNote['endpoint']): boolean {
  return a.baseURL === b.baseURL && JSON.stringify(a.query) === JSON.stringify(b.query);
}

/** The batches under way that this run is about: those of the judges it was told to run, or all. */
function openOf(judges: readonly StudyJudge[], { options, store }: Pick<JudgeJob, 'options' | 'store'>): BatchNote[] {
  const named = options.judge !== undefined && options.judge.length > 0;
  return openBatches(store).filter(({ judge }) => !named || judges.some(({ name }) => name === judge));
}

/** Of earlier runs: finds what broke off, ends what the user wants ended, collects what is done. */
async function settleEarlier(judges: readonly StudyJudge[], work: BatchWork, job: JudgeJob): Promise<JudgeStop[]> {
  await findLostBatches(openOf(judges, job), work);
  if (job.options.cancel === true) await cancelBatches(openOf(judges, job), work);
  return collect(judges, { once: true }, work, job);
}

async function waitForAll(judges: readonly StudyJudge[], work: BatchWork, job: JudgeJob): Promise<JudgeStop[]> {
  const open = openOf(judges, job).length;
  if (open === 0 || work.signal.aborted) return [];
  const what =
    open === 1 ? 'for the batch. Ctrl-C ends the waiting, not the batch' : `for ${open} batches. Ctrl-C ends the waiting, not the batches`;
  job.terminal.paragraph(`waiting ${what}: the same command goes on, now or in some days`, { tone: 'dim' });
  return collect(judges, { once: false }, work, job);
}

/** Returns the batches that the endpoint refused as a whole. */
async function collect(
  judges: readonly StudyJudge[],
  { once }: { readonly once: boolean },
  work: BatchWork,
  job: JudgeJob,
): Promise<JudgeStop[]> {
  const { options, progress, terminal } = job;
  const refused: JudgeStop[] = [];
  await waitForBatches(
    {
      names: new Set(openOf(judges, job).map(({ name }) => name)),
      once,
      giveUp: options.cancel === true,
      onLook: waitingLine(progress),
      onCollected: (seen) => {
        progress.end();
        const { note, hint } = seen;
        if (note.reason !== null) refused.push({ judge: note.judge, reason: note.reason, hint: hint === null ? null : sayHint(hint) });
        printCollected(seen, judges.find(({ name }) => name === seen.note.judge)?.price, terminal);
      },
    },
    work,
  );
  return refused;
}

/** Submits what is left of one judge, after one call that shows what the endpoint gives. Returns why calls were left out, if any were. */
async function submitJudge(judge: StudyJudge, work: BatchWork, job: JudgeJob, plan: JudgePlan[]): Promise<JudgeStop[]> {
  if (work.signal.aborted) return stopsOf(judge, { stopped: interrupted });
  const { store, items, terminal } = job;
  const price = batchPrice(judge.price);
  const { prepared, summary, planned } = await bySource(judge, job, async (prepared) => {
    const planned = plannedCalls(prepared, job, waitingKeys(store), price, judge.price);
    printPlan(prepared, planned, terminal, `${pricedInBatches(judge.price)}${judge.pricedBy}`);
    return { ...(await firstAlone(judge, prepared, job)), planned };
  });
  plan.push(planned);
  if (summary !== null && summary.stopped !== null) {
    if (!work.signal.aborted) printSummary(judge, summary, terminal);
    return stopsOf(judge, summary);
  }
  const submitted = await submitBatches(
    {
      calls: unansweredCalls(planCalls(prepared, items, sha256), store, waitingKeys(store)),
      judge: { judge: judge.name, endpoint: judge.config.endpoint },
      hash: sha256,
      price,
      purse: job.purse,
      onSubmitted: (note) => printSubmitted(note, terminal),
    },
    work,
  );
  if (submitted.stopped !== null && !work.signal.aborted)
    printStop(`judge ${judge.name} stopped: ${submitted.stopped.reason}`, submitted.stopped.hint, terminal);
  return stopsOf(judge, submitted);
}

interface First {
  readonly prepared: PreparedJudge;
  readonly noProbabilities: boolean;
  /** What it came to; null where none was needed. */
  readonly summary: RunSummary | null;
}

/**
 * A batch is paid for as a whole. So the first calls of a judge go out by themselves, until one gives a verdict, and are stored like any
 * other: where the endpoint gives no token probabilities, or no verdict, they are all that was paid for.
 */
async function firstAlone(judge: StudyJudge, prepared: PreparedJudge, job: JudgeJob): Promise<First> {
  const { store, terminal } = job;
  const waiting = waitingKeys(store);
  const { calls, stored, waiting: asked } = plannedCalls(prepared, job, waiting, undefined);
  const known = ((stored > 0 && storedSigns(prepared, job).verdict) || asked > 0) && job.options.probe !== true;
  if (prepared.source !== 'logprobs' || known || calls === 0) return { prepared, noProbabilities: false, summary: null };
  const seen = { answers: 0, verdict: false };
  const first = untilVerdict(unansweredCalls(planCalls(prepared, job.items, sha256), store, waiting), prepared, store, seen);
  const { summary, noProbabilities } = await askCalls(judge, prepared, { calls: first, concurrency: 1, asGiven: true }, job);
  if (summary.stopped === null && seen.verdict)
    fact('first', `${counted(seen.answers, 'call asked by itself', 'calls asked by themselves')}: token probabilities are there`, terminal);
  // What is left would be paid for, and have no verdict either.
  const left = calls - stored - summary.answered;
  const stopped = summary.stopped ?? (seen.answers >= answersAlone && !seen.verdict && left > 0 ? beforeBatch(prepared, job) : null);
  return { prepared, noProbabilities, summary: { ...summary, stopped } };
}

function beforeBatch(prepared: PreparedJudge, job: JudgeJob): NonNullable<RunSummary['stopped']> {
  const { reason, hint } = whyWithoutVerdict(prepared, job);
  return { reason: `${reason}; no batch was made`, hint };
}

/** So many answers without a verdict, and no batch is made. */
const answersAlone = answersWithoutProbabilities;

/** One call after another, until an answer gives a verdict or so many did not. */
function* untilVerdict(
  calls: Iterable<JudgeCall>,
  prepared: PreparedJudge,
  store: Pick<VerdictStore, 'get'>,
  seen: { answers: number; verdict: boolean },
): Generator<JudgeCall> {
  for (const call of calls) {
    yield call;
    const record = store.get(call.key);
    if (record?.status !== 'answered') continue;
    seen.answers++;
    seen.verdict = readVerdict(prepared, [record]).status === 'given';
    if (seen.verdict || seen.answers >= answersAlone) return;
  }
}
