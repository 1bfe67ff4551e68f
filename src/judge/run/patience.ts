/** How long and how often something is tried again: the one rule for calls, batches and files. */
import { counted } from '../../data/index.ts';
import type { Clock } from '../clock.ts';
import { JudgeError } from '../endpoint/provider.ts';

export interface Patience {
  readonly clock: Clock;
  readonly tries: number;
  /** Aborted to end the waits. */
  readonly signal: AbortSignal;
}

/**
 * So many tries in a row without a connection, or with a body that is no answer: no such endpoint is there.
 */
export const deadTries = 5;
/** In milliseconds: doubled each time. */
const firstWait = 1000;
const longestWait = 60_000;
/** An endpoint that asks to wait for longer than this is left alone, in milliseconds. */
const longestPause = 600_000;

/**
 * Tries one request until it is answered. Throws the last failure where trying again cannot help, was tried
 * often enough, or is no longer wanted.
 */
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

/**
 * Waits as the number of tries and the endpoint ask. `part`: of the wait by the number of tries, in [0, 1];
 * drawn where many wait at once, so that they do not come back together. Throws JudgeError where the endpoint
 * asks for too long.
 */
export async function waitAfter(
  failure: JudgeError,
  tried: number,
  { clock, signal, part = 1 }: Pick<Patience, 'clock' | 'signal'> & { readonly part?: number },
): Promise<void> {
  const later = tooLongToWait(failure);
  if (later !== undefined) throw later;
  const { retryAfter } = failure;
  const wait = part * Math.min(longestWait, firstWait * 2 ** (tried - 1));
  await clock.sleep(Math.max(wait, Number.isNaN(retryAfter) ? 0 : retryAfter), signal);
}

/**
 * The end of a run whose endpoint asks to wait for so long that nobody would sit there; undefined for any
 * other failure.
 */
export function tooLongToWait({ message, retryAfter, status }: JudgeError): JudgeError | undefined {
  if (!(retryAfter > longestPause)) return undefined;
  return new JudgeError(`${message}; it asks to wait ${counted(Math.ceil(retryAfter / 60_000), 'minute')}`, {
    kind: 'run',
    status,
    hint: 'Run again after that: what is stored is not asked again.',
  });
}
