/**
 * A provider that answers from a script, on a clock that is handed in: the first implementation, and the one
 * tests run on.
 */
import { parseJson } from './answer-body.ts';
import { JudgeError, type Provider, type ProviderAnswer, type ProviderRequest } from './provider.ts';
import type { Clock } from '../clock.ts';

export interface ScriptedReply {
  /** The body of the answer, or the failure. */
  readonly gives: string | JudgeError;
  /** Milliseconds until then. */
  readonly after?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ScriptedProvider extends Provider {
  /** How often each body was asked, and when the calls went out. */
  readonly asked: ReadonlyMap<string, number>;
  readonly sentAt: readonly number[];
  /** The most calls that were under way at once. */
  readonly mostInFlight: number;
}

/** `script` hears the request and how often that very request came before. */
export function scriptedProvider(
  script: (request: ProviderRequest, before: number) => ScriptedReply,
  clock: Clock,
): ScriptedProvider {
  const asked = new Map<string, number>();
  const sentAt: number[] = [];
  const inFlight = { now: 0, most: 0 };
  return {
    asked,
    sentAt,
    get mostInFlight() {
      return inFlight.most;
    },
    async send(request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer> {
      const text = JSON.stringify(request.body);
      const before = asked.get(text) ?? 0;
      asked.set(text, before + 1);
      sentAt.push(clock.now());
      inFlight.now++;
      inFlight.most = Math.max(inFlight.most, inFlight.now);
      try {
        const { gives, after = 0, headers = {} } = script(request, before);
        if (after > 0) await clock.sleep(after, signal);
        if (signal.aborted)
          throw new JudgeError('the call was ended before its answer was whole', { kind: 'retry' });
        if (gives instanceof JudgeError) throw gives;
        const { text, value } = parseJson(gives);
        return { body: text, value, headers };
      } finally {
        inFlight.now--;
      }
    },
  };
}
