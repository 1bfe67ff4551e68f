/**
 * Runs planned calls: many at a time, under limits, again where that can help, and no longer than it makes
 * sense. An answer is stored before it counts. What a run does not reach stays unasked, so that running again
 * goes on where this one stopped.
 */
import type { CallRecord, JudgeConfig, VerdictStore } from '../../data/index.ts';
import type { Random } from '../../stats/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { type Price, costOf } from '../ask/prices.ts';
import type { Clock } from '../clock.ts';
import { JudgeError, type Provider, type ProviderAnswer } from '../endpoint/provider.ts';
import { usageOf } from '../endpoint/usage.ts';
import {
  type RunProgress,
  type RunStop,
  type RunSummary,
  interrupted,
  stopBy,
} from '../verdict/run-summary.ts';
import { createHope } from './hope.ts';
import { createPace } from './pace.ts';
import { tooLongToWait, waitAfter } from './patience.ts';
import { type Purse, createPurse, limitReached } from './purse.ts';
import { sendInTime } from './send-in-time.ts';
import { createTally } from './tally.ts';

export interface RunOptions {
  /** Pulled as they are needed, never all at once. */
  readonly calls: Iterable<JudgeCall>;
  readonly provider: Provider;
  readonly store: Pick<VerdictStore, 'put'>;
  readonly limits: JudgeConfig['limits'];
  readonly clock: Clock;
  /** For the jitter of waits. */
  readonly random: Random;
  /**
   * Looks at an answer that is stored already: a failure that it returns ends the run, such as an endpoint
   * without token probabilities.
   */
  readonly inspect?: (answer: ProviderAnswer, call: JudgeCall) => JudgeError | undefined;
  /**
   * What an answer lacks of what was asked for, in a line. It is stored as a call that failed, with its body,
   * and asked again by a later run.
   */
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
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

/** Runs until the calls are done or something ends it. Throws only for a bug or a store that fails. */
export async function runCalls(options: RunOptions): Promise<RunSummary> {
  const run = new Run(options);
  await run.whole();
  return run.summary();
}

class Run {
  readonly #options: RunOptions;
  readonly #calls: Iterator<JudgeCall>;
  readonly #purse: Purse;
  readonly #pace;
  readonly #tally;
  readonly #hope = createHope();
  readonly #stop = new AbortController();
  #stopped: RunStop | null = null;
  /** Calls that went out and have no answer yet. */
  #underWay = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#calls = options.calls[Symbol.iterator]();
    this.#purse = options.purse ?? createPurse();
    this.#pace = createPace(options.limits, options.clock);
    this.#tally = createTally(options.price);
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
      const workers = await Promise.allSettled(
        Array.from({ length: limits.concurrency }, () => this.#worker()),
      );
      const broken = workers.find((worker) => worker.status === 'rejected');
      if (broken !== undefined) throw broken.reason;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#calls.return?.();
    }
  }

  summary(): RunSummary {
    return { ...this.#progress(), failures: this.#tally.failures, stopped: this.#stopped };
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
      const failure = await this.#tryInTurn(call);
      if (failure === undefined) return;
      if (failure.kind === 'run') return this.#end(stopBy(failure));
      this.#noteFailure(failure);
      if (this.#stop.signal.aborted) return;
      if (failure.kind === 'call' || tried >= limits.tries) return this.#giveUp(call, failure);
      this.#tally.triedAgain();
      // Calls that failed together do not come back together.
      const part = random.fork(call.key).fork(tried).next();
      await waitAfter(failure, tried, { clock, signal: this.#stop.signal, part });
    }
  }

  /**
   * One try, when it may go. Undefined where it was answered and stored, and where the run ended before it.
   */
  async #tryInTurn(call: JudgeCall): Promise<JudgeError | undefined> {
    await this.#pace.enter(call, this.#stop.signal);
    try {
      if (this.#stop.signal.aborted || !this.#affordable(call)) return undefined;
      return await this.#try(call);
    } finally {
      this.#pace.leave();
    }
  }

  /** One try, whose cost is set aside. Undefined where it was answered and stored. */
  async #try(call: JudgeCall): Promise<JudgeError | undefined> {
    const { inspect, provider, limits, clock, abort } = this.#options;
    let spent = 0;
    this.#underWay++;
    try {
      const answer = await sendInTime(call.request, {
        provider,
        timeoutSeconds: limits.timeoutSeconds,
        clock,
        abort,
      });
      spent = this.#keep(call, answer);
      const problem = inspect?.(answer, call);
      if (problem !== undefined) this.#end(stopBy(problem));
      return undefined;
    } catch (error) {
      if (error instanceof JudgeError) return error;
      throw error;
    } finally {
      this.#underWay--;
      this.#purse.settle(this.#mostOf(call), spent);
    }
  }

  /** Stores an answer. Returns what it cost, at most. */
  #keep(call: JudgeCall, answer: ProviderAnswer): number {
    const used = usageOf(answer.value);
    const { inputTokens, outputTokens } = used;
    const error = this.#options.lacks?.(answer) ?? null;
    this.#options.store.put(
      this.#record(call, {
        status: error === null ? 'answered' : 'failed',
        response: answer.body,
        error,
        ...used,
      }),
    );
    if (error === null) this.#tally.answered(used);
    else this.#tally.failed(error, used);
    this.#hope.answered();
    this.#pace.answered(
      call,
      answer.headers,
      inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
    );
    this.#tell();
    return costOf(this.#options.price, inputTokens ?? call.inputTokens, outputTokens ?? call.outputTokens);
  }

  /** What a failure says about the endpoint: slow down, come back later, or nobody is there. */
  #noteFailure(failure: JudgeError): void {
    const later = tooLongToWait(failure);
    if (later !== undefined) return this.#end(stopBy(later));
    if (this.#pace.failed(failure)) this.#tell();
    const hopeless = this.#hope.tryFailed(failure);
    if (hopeless !== undefined) this.#end(hopeless);
  }

  #giveUp(call: JudgeCall, failure: JudgeError): void {
    const { message } = failure;
    this.#options.store.put(
      this.#record(call, {
        status: 'failed',
        response: null,
        error: message,
        inputTokens: null,
        outputTokens: null,
      }),
    );
    this.#tally.failed(message);
    const hopeless = this.#hope.callFailed(call.item, failure);
    if (hopeless !== undefined) this.#end(hopeless);
    this.#tell();
  }

  /** Sets aside what a call may cost at most, or ends the run. */
  #affordable(call: JudgeCall): boolean {
    if (this.#purse.reserve(this.#mostOf(call))) return true;
    this.#end(limitReached(this.#purse, 'the next call'));
    return false;
  }

  #mostOf({ inputTokens, outputTokens }: JudgeCall): number {
    return costOf(this.#options.price, inputTokens, outputTokens);
  }

  #end(why: RunStop): void {
    this.#stopped ??= why;
    this.#stop.abort();
    this.#pace.wakeAll();
  }

  #record(
    { key, judge, item, order, sample, model, prompt, request }: JudgeCall,
    outcome: Pick<CallRecord, 'status' | 'response' | 'error' | 'inputTokens' | 'outputTokens'>,
  ): CallRecord {
    const at = this.#options.clock.timestamp();
    return {
      key,
      judge,
      item,
      order,
      sample,
      model,
      prompt,
      request: JSON.stringify(request.body),
      ...outcome,
      batch: null,
      at,
    };
  }

  #tell(): void {
    this.#options.onProgress?.(this.#progress());
  }

  #progress(): RunProgress {
    const { inFlight, pausedUntil } = this.#pace;
    return { ...this.#tally.progress(), inFlight, pausedUntil };
  }
}
