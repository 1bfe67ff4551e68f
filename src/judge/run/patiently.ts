/** One request that may be made again: with growing waits, as long as it can help. */
import { JudgeError } from '../endpoint/provider.ts';
import type { Clock } from './rate-budget.ts';

export interface Patience {
  readonly clock: Clock;
  readonly tries: number;
  /** Aborted to end the waits. */
  readonly signal: AbortSignal;
}

/** In milliseconds: doubled each time. */
const firstWait = 1000;
const longestWait = 60_000;
/** An endpoint that asks to wait for longer than this is left alone, in milliseconds. */
const longestPause = 600_000;
/** Tries without any answer: then nobody is there. */
const deadTries = 4;

/** Throws the last failure where trying again cannot help, was tried often enough, or is no longer wanted. */
export async function patiently<T>(act: () => Promise<T>, patience: Patience): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof JudgeError) || error.kind !== 'retry') throw error;
      if (tried >= (error.status === 0 ? Math.min(deadTries, patience.tries) : patience.tries)) throw error;
      await waitAfter(error, tried, patience);
      if (patience.signal.aborted) throw error;
    }
  }
}

/** The end of a run whose endpoint asks to wait for so long that nobody would sit there; undefined for any other failure. */
export function tooLongToWait({ message, retryAfter, status }: JudgeError): JudgeError | undefined {
  if (!(retryAfter > longestPause)) return undefined;
  const minutes = Math.ceil(retryAfter / 60_000).toLocaleString('en-US');
  return new JudgeError(`${message}; it asks to wait ${minutes} minutes`, {
    kind: 'run',
    status,
    hint: 'Run again after that: what is stored is not asked again.',
  });
}

/** Waits as the number of tries and the endpoint ask. Throws JudgeError where that is too long. */
export async function waitAfter(failure: JudgeError, tried: number, { clock, signal }: Patience): Promise<void> {
  const later = tooLongToWait(failure);
  if (later !== undefined) throw later;
  const { retryAfter } = failure;
  const wait = Math.min(longestWait, firstWait * 2 ** (tried - 1));
  await clock.sleep(Math.max(wait, Number.isNaN(retryAfter) ? 0 : retryAfter), signal);
}
