/** One request, whose answer comes in time or not at all. */
import type { Clock } from '../clock.ts';
import {
  JudgeError,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
} from '../endpoint/provider.ts';

export interface InTime {
  readonly provider: Provider;
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  /** Aborted to end the request. */
  readonly abort?: AbortSignal | undefined;
}

/** Throws what the provider throws, and JudgeError where no whole answer came in time. */
export async function sendInTime(
  request: ProviderRequest,
  { provider, timeoutSeconds, clock, abort }: InTime,
): Promise<ProviderAnswer> {
  const controller = new AbortController();
  const kill = (): void => controller.abort();
  if (abort?.aborted === true) kill();
  abort?.addEventListener('abort', kill);
  const answered = new AbortController();
  let late = false;
  const watch = async (): Promise<void> => {
    await clock.sleep(timeoutSeconds * 1000, answered.signal);
    late = !answered.signal.aborted;
    if (late) kill();
  };
  void watch();
  try {
    return await provider.send(request, controller.signal);
  } catch (error) {
    if (late)
      throw new JudgeError(`no whole answer within ${timeoutSeconds} seconds`, {
        kind: 'retry',
        cause: error,
      });
    throw error;
  } finally {
    // Given a reason, none is made up: an error with a stack for every call.
    answered.abort('answered');
    abort?.removeEventListener('abort', kill);
  }
}
