/** What a run has come to so far: answers, failures, tokens and dollars. */
import { type Price, costOf } from '../ask/prices.ts';
import type { RunProgress, RunSummary } from '../verdict/run-summary.ts';

/** Tokens of an answer; null where the endpoint did not count. */
export interface Usage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export interface Tally {
  answered(used: Usage): void;
  /**
   * A call that failed for good. `used`: of an answer that lacks what was asked for, which was paid for all
   * the same.
   */
  failed(message: string, used?: Usage): void;
  triedAgain(): void;
  progress(): Omit<RunProgress, 'inFlight' | 'pausedUntil'>;
  readonly failures: RunSummary['failures'];
}

export function createTally(price: Price | undefined): Tally {
  const failures = new Map<string, number>();
  const sum = { answered: 0, failed: 0, retried: 0, inputTokens: 0, outputTokens: 0, cost: 0 };
  const pay = ({ inputTokens, outputTokens }: Usage): void => {
    sum.inputTokens += inputTokens ?? 0;
    sum.outputTokens += outputTokens ?? 0;
    // What nobody counted costs an unknown amount.
    sum.cost += costOf(price, inputTokens ?? NaN, outputTokens ?? NaN);
  };
  return {
    failures,
    answered(used) {
      sum.answered++;
      pay(used);
    },
    failed(message, used) {
      sum.failed++;
      failures.set(message, (failures.get(message) ?? 0) + 1);
      if (used !== undefined) pay(used);
    },
    triedAgain: () => void sum.retried++,
    progress: () => ({ ...sum, cost: price === undefined ? NaN : sum.cost }),
  };
}
