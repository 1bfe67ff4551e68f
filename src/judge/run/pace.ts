/**
 * How many calls may be under way at once, and when the next may go: by the limits of the judge and by what
 * the endpoint says.
 */
import type { JudgeConfig } from '../../data/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import type { Clock } from '../clock.ts';
import type { JudgeError } from '../endpoint/provider.ts';
import { rateBudget } from './rate-budget.ts';

export interface Pace {
  /** Calls that have a place. */
  readonly inFlight: number;
  /** Until when the endpoint asks to wait, in milliseconds since 1970; −∞ where it never did. */
  readonly pausedUntil: number;
  /** Resolves when a call may go, or when the signal is aborted; either way it has a place, to be left. */
  enter(call: JudgeCall, signal: AbortSignal): Promise<void>;
  leave(): void;
  /** Wakes all who wait for a place, to see that the run has ended. */
  wakeAll(): void;
  /** An answer came: the next may be asked a little faster. `used`: tokens, null where nobody counted. */
  answered(call: JudgeCall, headers: Readonly<Record<string, string>>, used: number | null): void;
  /** A failure came: slower, if it asks for that. Returns whether it asks to wait. */
  failed(failure: JudgeError): boolean;
}

/** Calls that went out together fail together: within this, in milliseconds, that is one sign. */
const oneSign = 1000;

export function createPace(limits: JudgeConfig['limits'], clock: Clock): Pace {
  const budget = rateBudget(limits, clock);
  /** Halved when the endpoint is overloaded, grown by one for each round of answers. */
  let width = limits.concurrency;
  let inFlight = 0;
  let pausedUntil = -Infinity;
  let lastCut = -Infinity;
  let waiting: (() => void)[] = [];
  const wake = (count: number): void => {
    for (const go of waiting.splice(0, Math.max(0, count))) go();
  };
  return {
    get inFlight() {
      return inFlight;
    },
    get pausedUntil() {
      return pausedUntil;
    },
    async enter(call, signal) {
      while (!signal.aborted && inFlight >= Math.max(1, Math.floor(width)))
        await new Promise<void>((resolve) => waiting.push(resolve));
      inFlight++;
      await budget.take(tokensOf(call), signal);
    },
    leave() {
      inFlight--;
      // Of a width that grew meanwhile, waking one each time would leave the rest empty.
      wake(Math.floor(width) - inFlight);
    },
    wakeAll() {
      const all = waiting;
      waiting = [];
      for (const go of all) go();
    },
    answered(call, headers, used) {
      width = Math.min(limits.concurrency, width + 1 / width);
      budget.learn(headers);
      if (used !== null) budget.correct(tokensOf(call), used);
    },
    failed({ status, retryAfter }) {
      if (status !== 429 && status !== 503) return false;
      if (clock.now() - lastCut > oneSign) width = Math.max(1, width / 2);
      lastCut = clock.now();
      if (Number.isNaN(retryAfter)) return false;
      budget.pause(retryAfter);
      pausedUntil = Math.max(pausedUntil, clock.now() + retryAfter);
      return true;
    },
  };
}

function tokensOf({ likelyInputTokens, outputTokens }: JudgeCall): number {
  return likelyInputTokens + outputTokens;
}
