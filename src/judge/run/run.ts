/**
 * Runs planned calls: many at a time, under limits, again where that can help, and no longer than it makes sense. An answer is stored
 * before it counts. What a run does not reach stays unasked, so that running again goes on where this one stopped.
 */
import type { CallRecord, JudgeConfig, VerdictStore } from '../../data/index.ts';
import type { Random } from '../../stats/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { tooLongToWait } from './patiently.ts';
import { type Price, costOf } from '../ask/prices.ts';
import { JudgeError, type Provider, type ProviderAnswer } from '../endpoint/provider.ts';
import { type Purse, createPurse, limitReached } from './purse.ts';
import { type Clock, type RateBudget, rateBudget } from './rate-budget.ts';
import { type RunProgress, type RunStop, type RunSummary, interrupted, stopBy } from '../verdict/run-summary.ts';
import { usageOf } from '../endpoint/usage.ts';

export interface RunOptions {
  /** Pulled as they are needed, never all at once. */
  readonly calls: Iterable<JudgeCall>;
  readonly provider: Provider;
  readonly store: Pick<VerdictStore, 'put'>;
  readonly limits: JudgeConfig['limits'];
  readonly clock: Clock;
  /** For the jitter of waits. */
  readonly random: Random;
  /** Looks at an answer that is stored already: a failure that it returns ends the run, such as an endpoint without token probabilities. */
  readonly inspect?: (answer: ProviderAnswer, call: JudgeCall) => JudgeError | undefined;
  /** What an answer lacks of what was asked for, in a line. It is stored as a call that failed, with its body, and asked again by a later run. */
  readonly lacks?: ((answer: ProviderAnswer) => string | undefined) | undefined;
  /** The run ends before a call that could exceed it. One with a limit needs a price. */
  readonly purse?: Purse;
  readonly price?: Price | undefined;
  /** Aborted to end the run: calls under way are still answered and stored. */
  readonly signal?: AbortSignal;
  /** Aborted to end those too. */
  readonly abort?: AbortSignal;
  /** Told once, at the interrupt: so many calls are under way, and awaited. */
  readonly onInterrupted?: (underWay: number) => void;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** So many tries in a row without a connection, or with a body that is no answer, and none that ever got one: no such endpoint is there. */
const deadEndpoint = 5;
/** Calls of so many items in a row given up: something is wrong with all of them. */
const failuresInARow = 20;
/** Waits between tries, in milliseconds: doubled each time from the first to the longest, each drawn between nothing and that. */
const firstWait = 500;
const longestWait = 60_000;

/** Runs until the calls are done or something ends it. Throws only for a bug or a store that fails. */
export async function runCalls(options: RunOptions): Promise<RunSummary> {
  const run = new Run(options);
  await run.whole();
  return run.summary();
}

class Run {
  readonly #options: RunOptions;
  readonly #calls: Iterator<JudgeCall>;
  readonly #budget: RateBudget;
  readonly #purse: Purse;
  readonly #stop = new AbortController();
  readonly #failures = new Map<string, number>();
  #stopped: RunSummary['stopped'] = null;
  #answered = 0;
  #failed = 0;
  #inFlight = 0;
  #retried = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #cost = 0;
  #deadTries = 0;
  /** Items of calls that were given up since the last answer. */
  readonly #failedInARow = new Set<string>();
  /** Calls that went out and have no answer yet. */
  #underWay = 0;
  #pausedUntil = -Infinity;
  /** How many calls may be under way: halved when the endpoint is overloaded, grown by one for each round of answers. */
  #width: number;
  #lastCut = -Infinity;
  #waiting: (() => void)[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
    this.#calls = options.calls[Symbol.iterator]();
    this.#budget = rateBudget(options.limits, options.clock);
    this.#purse = options.purse ?? createPurse();
    this.#width = options.limits.concurrency;
  }

  async whole(): Promise<void> {
    const { signal, limits } = this.#options;
    const stop = (): void => {
      if (this.#stopped === null) this.#options.onInterrupted?.(this.#underWay);
      this.#end(interrupted);
    };
    if (signal?.aborted === true) this.#end(interrupted);
    signal?.addEventListener('abort', stop);
    try {
      // All of them settle before the store may be closed, also when one broke.
      const workers = await Promise.allSettled(Array.from({ length: limits.concurrency }, () => this.#worker()));
      const broken = workers.find((worker) => worker.status === 'rejected');
      if (broken !== undefined) throw broken.reason;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#calls.return?.();
    }
  }

  summary(): RunSummary {
    return { ...this.#progress(), failures: this.#failures, stopped: this.#stopped };
  }

  async #worker(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const next = this.#calls.next();
      if (next.done === true) return;
      try {
        await this.#untilSettled(next.value);
      } catch (error) {
        // A bug or a dead disk: the other workers must not go on asking what cannot be stored.
        this.#end({ reason: 'the run broke off', hint: undefined });
        throw error;
      }
    }
  }

  /** Tries a call until it is answered, given up, or the run ends. */
  async #untilSettled(call: JudgeCall): Promise<void> {
    const { limits, clock, random } = this.#options;
    for (let tried = 1; ; tried++) {
      await this.#place();
      await this.#budget.take(call.likelyInputTokens + call.outputTokens, this.#stop.signal);
      if (this.#stop.signal.aborted || !this.#affordable(call)) return this.#leave();
      const failure = await this.#try(call);
      this.#leave();
      if (failure === undefined) return;
      if (failure.kind === 'run') return this.#end(stopBy(failure));
      this.#noteFailure(failure);
      if (this.#stop.signal.aborted) return;
      if (failure.kind === 'call' || tried >= limits.tries) return this.#giveUp(call, failure);
      this.#retried++;
      const wait = random.fork(call.key).fork(tried).next() * Math.min(longestWait, firstWait * 2 ** tried);
      await clock.sleep(Math.max(wait, Number.isNaN(failure.retryAfter) ? 0 : failure.retryAfter), this.#stop.signal);
    }
  }

  /** Waits for a place among the calls under way. */
  async #place(): Promise<void> {
    while (!this.#stop.signal.aborted && this.#inFlight >= Math.max(1, Math.floor(this.#width)))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#inFlight++;
  }

  /** Wakes as many as there are places: of a width that grew meanwhile, one each time would leave the rest empty. */
  #leave(): void {
    this.#inFlight--;
    for (const wake of this.#waiting.splice(0, Math.max(0, Math.floor(this.#width) - this.#inFlight))) wake();
  }

  /** One try, whose cost is set aside. Undefined where it was answered and stored. */
  async #try(call: JudgeCall): Promise<JudgeError | undefined> {
    let spent = 0;
    try {
      const answer = await this.#send(call);
      spent = this.#keep(call, answer);
      const verdict = this.#options.inspect?.(answer, call);
      if (verdict !== undefined) this.#end(stopBy(verdict));
      return undefined;
    } catch (error) {
      if (error instanceof JudgeError) return error;
      throw error;
    } finally {
      this.#purse.settle(this.#mostOf(call), spent);
    }
  }

  async #send(call: JudgeCall): Promise<ProviderAnswer> {
    const { provider, limits, clock, abort } = this.#options;
    const controller = new AbortController();
    const kill = (): void => controller.abort();
    if (abort?.aborted === true) kill();
    abort?.addEventListener('abort', kill);
    const answered = new AbortController();
    let late = false;
    const watch = async (): Promise<void> => {
      await clock.sleep(limits.timeoutSeconds * 1000, answered.signal);
      late = !answered.signal.aborted;
      if (late) kill();
    };
    void watch();
    this.#underWay++;
    try {
      return await provider.send(call.request, controller.signal);
    } catch (error) {
      if (late) throw new JudgeError(`no whole answer within ${limits.timeoutSeconds} seconds`, { kind: 'retry', cause: error });
      throw error;
    } finally {
      this.#underWay--;
      // Given a reason, none is made up: an error with a stack for every call.
      answered.abort('answered');
      abort?.removeEventListener('abort', kill);
    }
  }

  /** Stores an answer. Returns what it cost. */
  #keep(call: JudgeCall, answer: ProviderAnswer): number {
    const used = usageOf(answer.value);
    const error = this.#options.lacks?.(answer) ?? null;
    const status = error === null ? 'answered' : 'failed';
    this.#options.store.put(this.#record(call, { status, response: answer.body, error, ...used }));
    if (error === null) this.#answered++;
    else this.#countFailure(error);
    this.#deadTries = -Infinity;
    this.#failedInARow.clear();
    this.#width = Math.min(this.#options.limits.concurrency, this.#width + 1 / this.#width);
    this.#inputTokens += used.inputTokens ?? 0;
    this.#outputTokens += used.outputTokens ?? 0;
    // What nobody counted costs an unknown amount; the purse takes the most it can be.
    this.#cost += this.#priceOf(used.inputTokens ?? NaN, used.outputTokens ?? NaN);
    this.#budget.learn(answer.headers);
    if (used.inputTokens !== null && used.outputTokens !== null)
      this.#budget.correct(call.likelyInputTokens + call.outputTokens, used.inputTokens + used.outputTokens);
    this.#options.onProgress?.(this.#progress());
    return this.#priceOf(used.inputTokens ?? call.inputTokens, used.outputTokens ?? call.outputTokens);
  }

  /** What a failure says about the endpoint: slow down, come back later, or nobody is there. */
  #noteFailure(failure: JudgeError): void {
    const { clock } = this.#options;
    const later = tooLongToWait(failure);
    if (later !== undefined) return this.#end(stopBy(later));
    if (failure.status === 429 || failure.status === 503) {
      // Calls that went out together fail together: that is one sign, not many.
      if (clock.now() - this.#lastCut > 1000) this.#width = Math.max(1, this.#width / 2);
      this.#lastCut = clock.now();
      if (!Number.isNaN(failure.retryAfter)) this.#pause(failure.retryAfter);
    }
    if (failure.status >= 300) this.#deadTries = -Infinity;
    else if (++this.#deadTries >= deadEndpoint) this.#end(stopBy(failure));
  }

  #pause(milliseconds: number): void {
    this.#budget.pause(milliseconds);
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.clock.now() + milliseconds);
    this.#options.onProgress?.(this.#progress());
  }

  #giveUp(call: JudgeCall, failure: JudgeError): void {
    this.#options.store.put(
      this.#record(call, { status: 'failed', response: null, error: failure.message, inputTokens: null, outputTokens: null }),
    );
    this.#countFailure(failure.message);
    // What is wrong with an item says nothing of the others.
    if (failure.about !== 'item') this.#failedInARow.add(call.item);
    if (this.#failedInARow.size >= failuresInARow)
      this.#end({ reason: `${failuresInARow} items in a row failed, the last with: ${failure.message}`, hint: failure.hint });
    this.#options.onProgress?.(this.#progress());
  }

  #countFailure(message: string): void {
    this.#failed++;
    this.#failures.set(message, (this.#failures.get(message) ?? 0) + 1);
  }

  /** Sets aside what a call may cost at most, or ends the run. */
  #affordable(call: JudgeCall): boolean {
    if (this.#purse.reserve(this.#mostOf(call))) return true;
    this.#end(limitReached(this.#purse, 'the next call'));
    return false;
  }

  #mostOf({ inputTokens, outputTokens }: JudgeCall): number {
    return this.#priceOf(inputTokens, outputTokens);
  }

  #end(why: RunStop): void {
    this.#stopped ??= why;
    this.#stop.abort();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #priceOf(inputTokens: number, outputTokens: number): number {
    return costOf(this.#options.price, inputTokens, outputTokens);
  }

  #record(
    { key, judge, item, order, sample, model, prompt, request }: JudgeCall,
    outcome: Pick<CallRecord, 'status' | 'response' | 'error' | 'inputTokens' | 'outputTokens'>,
  ): CallRecord {
    const at = this.#options.clock.timestamp();
    return { key, judge, item, order, sample, model, prompt, request: JSON.stringify(request.body), ...outcome, batch: null, at };
  }

  #progress(): RunProgress {
    return {
      answered: this.#answered,
      failed: this.#failed,
      inFlight: this.#inFlight,
      retried: this.#retried,
      pausedUntil: this.#pausedUntil,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      cost: this.#options.price === undefined ? NaN : this.#cost,
    };
  }
}
