/** What a run says of itself, on the way and at its end. */
import type { Hint } from '../../data/index.ts';
import type { JudgeError, RefusedSetting } from '../endpoint/provider.ts';

export interface RunProgress {
  readonly answered: number;
  readonly failed: number;
  readonly inFlight: number;
  /** Tries that came to nothing and were made again. */
  readonly retried: number;
  /**
   * Until when the endpoint asks to wait, in milliseconds since 1970; in the past or −∞ where it does not.
   */
  readonly pausedUntil: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Dollars; NaN without a price, and where the endpoint did not count. */
  readonly cost: number;
}

export interface RunSummary extends RunProgress {
  /** Why calls failed for good → how many. */
  readonly failures: ReadonlyMap<string, number>;
  /** Why the run ended before its calls did; null where it did not. */
  readonly stopped: RunStop | null;
}

export interface RunStop {
  readonly reason: string;
  readonly hint: string | Hint | undefined;
  /** The setting that the endpoint does not take, where that is why. */
  readonly setting?: RefusedSetting | undefined;
}

/** Why a run ended that the user ended: no failure. */
export const interrupted: RunStop = Object.freeze({ reason: 'the run was interrupted', hint: undefined });

/** A run that ends by this failure. */
export function stopBy({ message, hint, setting }: JudgeError): RunStop {
  return { reason: message, hint, ...(setting === undefined ? {} : { setting }) };
}
