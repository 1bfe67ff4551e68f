/** What every step of `assize judge` works with, and what it wants to know of a judge before it asks. */
import { sayHint } from '../input/say-flag.ts';
import type { VerdictStore } from '../../data/index.ts';
import {
  type EndpointAccess,
  type JudgeItem,
  type PreparedJudge,
  type Price,
  type ProbabilitySource,
  type Purse,
  type RunSummary,
  costOf,
  isLoopback,
  openBatches,
  planCalls,
  probeCalls,
} from '../../judge/index.ts';
import type { Hosts } from './allowed-hosts.ts';
import type { JudgeCommandOptions } from './command.ts';
import { UsageError } from '../shell/failure.ts';
import type { PlannedCalls } from './print-judge.ts';
import { probeIsDue } from './probe-endpoint.ts';
import type { Progress } from '../shell/progress.ts';
import { type StudyJudge, sha256, sourceOfJudge } from './study-judges.ts';
import { systemClock } from '../shell/system-clock.ts';
import type { Terminal } from '../shell/terminal.ts';
import { quotedName } from '../shell/terminal-text.ts';
import type { World } from '../shell/world.ts';

export interface JudgeJob {
  readonly world: World;
  readonly options: JudgeCommandOptions;
  /** Those that are asked about, and all there are. */
  readonly items: readonly JudgeItem[];
  readonly everyItem: readonly JudgeItem[];
  readonly store: VerdictStore;
  readonly terminal: Terminal;
  readonly progress: Progress;
  readonly interrupts: Interrupts;
  /** What may be spent: one purse for everything that is asked. */
  readonly purse: Purse;
  /** Which hosts may be called, with which key. */
  readonly hosts: Hosts;
}

export interface JudgeOutcome {
  /** It did what it was to do: nothing stopped it early. */
  readonly ended: boolean;
  /** And nothing is left to ask or to collect. */
  readonly complete: boolean;
  /** What stopped it early, for each judge; `judge` is null where it was about all of them. */
  readonly stopped: readonly JudgeStop[];
  /** What each judge was to be asked, before it was. */
  readonly plan: readonly JudgePlan[];
}

export interface JudgeStop {
  readonly judge: string | null;
  readonly reason: string;
  readonly hint: string | null;
}

export interface JudgePlan extends PlannedCalls {
  readonly judge: string;
  readonly model: string;
  readonly prompt: string;
  readonly probSource: ProbabilitySource;
}

/** Why a run of a judge ended early, if it did. */
export function stopsOf({ name }: StudyJudge, summary: Pick<RunSummary, 'stopped'> | null): JudgeStop[] {
  const stopped = summary?.stopped ?? null;
  return stopped === null ? [] : [{ judge: name, reason: stopped.reason, hint: stopped.hint === undefined ? null : sayHint(stopped.hint) }];
}

/** Whether nothing is left to ask or to collect: every call of the plan was answered, and no batch is open. A call that failed is asked again. */
export function isComplete(judges: readonly StudyJudge[], job: JudgeJob): boolean {
  return everyCall(judges, job, (status) => status === 'answered');
}

/** Whether this run has done what it can: every call was answered or failed for good, and no batch is open. */
export function isSettled(judges: readonly StudyJudge[], job: JudgeJob): boolean {
  return everyCall(judges, job, (status) => status !== undefined);
}

function everyCall(
  judges: readonly StudyJudge[],
  { items, store }: JudgeJob,
  isDone: (status: ReturnType<VerdictStore['statusOf']>) => boolean,
): boolean {
  if (openBatches(store).length > 0) return false;
  for (const judge of judges)
    for (const { key } of planCalls(judge.prepared(sourceOfJudge(judge, store)), items, sha256))
      if (!isDone(store.statusOf(key))) return false;
  return true;
}

export interface Interrupts {
  /** Aborted when the user asks to stop, once and a second time. */
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** No longer listens. */
  end(): void;
}

/** Asking wants to end well; a command that only looks may be ended by the system. */
export function listenForInterrupts({ onInterrupt }: World, asks: boolean): Interrupts {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const end = asks ? onInterrupt(() => (stop.signal.aborted ? abort : stop).abort()) : () => {};
  return { stop: stop.signal, abort: abort.signal, end };
}

/**
 * What is left to ask, and what it may cost: NaN where the model has no price. `waiting`: keys of calls in open batches. `fullPrice`: of a
 * probe, which no batch has.
 */
export function plannedCalls(
  prepared: PreparedJudge,
  job: JudgeJob,
  waiting: ReadonlySet<string>,
  price: Price | undefined,
  fullPrice: Price | undefined = price,
): JudgePlan {
  const { items, store, options } = job;
  const sum = { calls: 0, stored: 0, waiting: 0, likelyInput: 0, input: 0, output: 0 };
  for (const { key, likelyInputTokens, inputTokens, outputTokens } of planCalls(prepared, items, sha256)) {
    sum.calls++;
    if (store.statusOf(key) === 'answered') sum.stored++;
    else if (waiting.has(key)) sum.waiting++;
    else {
      sum.likelyInput += likelyInputTokens;
      sum.input += inputTokens;
      sum.output += outputTokens;
    }
  }
  const { calls, stored, likelyInput, input, output } = sum;
  const asks = calls > stored + sum.waiting || options.probe === true;
  const probe = asks && probeIsDue(prepared, job) ? probeCalls(prepared) : [];
  return {
    judge: prepared.name,
    model: prepared.config.model,
    prompt: prepared.version,
    probSource: prepared.source,
    items: items.length,
    calls,
    stored,
    waiting: sum.waiting,
    tokens: likelyInput + output,
    cost: costOf(price, likelyInput, output),
    mostCost: costOf(price, input, output),
    probeCalls: probe.length,
    mostProbeCost: probe.reduce((total, call) => total + costOf(fullPrice, call.inputTokens, call.outputTokens), costOf(fullPrice, 0, 0)),
  };
}

/** A limit in dollars means nothing where nobody knows what a call costs, or where a study says that calls elsewhere are free. */
export function requirePriceForLimit({ config, price }: StudyJudge, { options }: JudgeJob): void {
  if (options.maxCost === undefined) return;
  const { model, endpoint } = config;
  if (price === undefined)
    throw new UsageError(
      `--max-cost needs a price for ${model}`,
      'add it to "prices" in assize.json: { "input": dollars, "output": dollars } for a million tokens',
    );
  const isHere = endpoint.baseURL !== undefined && isLoopback(new URL(endpoint.baseURL));
  if ((price.input === 0 || price.output === 0) && !isHere)
    throw new UsageError(
      `--max-cost limits nothing where assize.json says that ${model} costs 0`,
      'write what it costs into "prices" of assize.json',
    );
}

/** Throws UsageError where the environment lacks the key, and where the user has not allowed the host. */
export function accessOf(
  judge: string,
  endpoint: EndpointAccess['endpoint'],
  { world, hosts }: Pick<JudgeJob, 'world' | 'hosts'>,
): EndpointAccess {
  hosts.require({ judge, endpoint });
  return { endpoint, key: keyOf(judge, endpoint, world.env), fetch: world.fetch, now: () => systemClock.now() };
}

/** Throws UsageError where the environment lacks the key. */
export function keyOf(judge: string, endpoint: EndpointAccess['endpoint'], env: World['env']): string | undefined {
  const { key: variable } = endpoint;
  if (variable === null) return undefined;
  const key = env[variable]?.trim();
  if (key !== undefined && key !== '') {
    // Files are copied and shared; the address is shown, and kept in the store.
    if (key.length >= 8 && JSON.stringify([endpoint.baseURL, endpoint.query]).includes(key))
      throw new UsageError(
        `the endpoint of judge ${quotedName(judge)} holds the key itself, in "baseURL" or "query"`,
        `take it out of the file: it is sent from the environment variable ${variable}`,
      );
    if (isHeaderValue(key)) return key;
    throw new UsageError(
      `the environment variable ${variable} holds something that cannot be sent as a key: a line break, or letters that no key has`,
      'copy the key again, and put it there alone',
    );
  }
  throw new UsageError(
    `judge ${quotedName(judge)} needs a key, and the environment variable ${variable} is empty`,
    `export ${variable}=…, or "key": null in its endpoint for a server that wants none`,
  );
}

/** Checked here, since a request that fails of it names the whole header. */
function isHeaderValue(key: string): boolean {
  try {
    return new Headers({ authorization: `Bearer ${key}` }).has('authorization');
  } catch {
    return false;
  }
}
