/**
 * When the next call may go: under the requests and tokens a minute of the judge, what the headers of the
 * endpoint say is left, and the waits it asks for. Calls get their places in the order they ask.
 */

import type { Clock } from '../clock.ts';

export interface RateLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

export interface RateBudget {
  /** Resolves when a call of so many tokens may go, or when the signal is aborted. */
  take(tokens: number, signal: AbortSignal): Promise<void>;
  /** Gives back what an estimate was too high by, or takes what it was too low by. */
  correct(estimated: number, used: number): void;
  /** No call goes for so long. */
  pause(milliseconds: number): void;
  /** Learns from `x-ratelimit-…` headers. */
  learn(headers: Readonly<Record<string, string>>): void;
}

const kinds = ['requests', 'tokens'] as const;
const remaining = (kind: (typeof kinds)[number]): string => `x-ratelimit-remaining-${kind}`;
const reset = (kind: (typeof kinds)[number]): string => `x-ratelimit-reset-${kind}`;

/** What `learn` looks at. */
export const limitHeaderNames: readonly string[] = kinds.flatMap((kind) => [remaining(kind), reset(kind)]);

const minute = 60_000;
/** How much of a minute may go at once: limits are counted over shorter spans than they are named by. */
const burst = 1 / 60;

export function rateBudget(
  { requestsPerMinute = Infinity, tokensPerMinute = Infinity }: RateLimits,
  clock: Clock,
): RateBudget {
  const requests = bucket(requestsPerMinute, clock);
  const tokens = bucket(tokensPerMinute, clock);
  let pausedUntil = -Infinity;
  return {
    async take(needed, signal) {
      const wait = Math.max(requests.take(1), tokens.take(needed));
      if (wait > 0) await clock.sleep(wait, signal);
      // The pause may have grown while we slept.
      while (!signal.aborted && clock.now() < pausedUntil)
        await clock.sleep(pausedUntil - clock.now(), signal);
    },
    correct(estimated, used) {
      tokens.give(estimated - used);
    },
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, clock.now() + milliseconds);
    },
    learn(headers) {
      for (const kind of kinds) {
        const left = headers[remaining(kind)];
        if (left === undefined || left.trim() === '' || Number(left) > 0) continue;
        const wait = durationOf(headers[reset(kind)] ?? '');
        if (wait > 0) this.pause(Math.min(wait, minute));
      }
    },
  };
}

/** A bucket that fills evenly. What is taken beyond its content is owed, and waited for. */
function bucket(
  perMinute: number,
  clock: Clock,
): { take(amount: number): number; give(amount: number): void } {
  if (perMinute === Infinity) return { take: () => 0, give: () => {} };
  const perMillisecond = perMinute / minute;
  const most = Math.max(1, perMinute * burst);
  let level = most;
  let at = clock.now();
  const fill = (): void => {
    const now = clock.now();
    level = Math.min(most, level + (now - at) * perMillisecond);
    at = now;
  };
  return {
    take(amount) {
      fill();
      level -= amount;
      return level >= 0 ? 0 : -level / perMillisecond;
    },
    give(amount) {
      fill();
      level = Math.min(most, level + amount);
    },
  };
}

/** Milliseconds of `1s`, `6m0s`, `250ms`, or a bare number of seconds; NaN for anything else. */
export function durationOf(text: string): number {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== trimmed) return NaN;
  const units: Readonly<Record<string, number>> = {
    ms: 1,
    s: 1000,
    m: minute,
    h: 60 * minute,
    d: 1440 * minute,
  };
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit], 0);
}
