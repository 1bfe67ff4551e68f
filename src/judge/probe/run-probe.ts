/**
 * Asks an endpoint what its probabilities are, under the limits of the judge. A setting that it refuses is an
 * answer too.
 */
import type { CallRecord } from '../../data/index.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import type { StoredProbe } from './probe.ts';
import { probeCalls } from './probe-requests.ts';
import { JudgeError, type Provider, type ProviderRequest } from '../endpoint/provider.ts';
import { type RunOptions, runCalls } from '../run/run-calls.ts';
import type { RunSummary } from '../verdict/run-summary.ts';

export interface RanProbe {
  /** Null where the run of it ended early: then nothing is known, and the next run asks again. */
  readonly probe: StoredProbe | null;
  /**
   * Questions that failed for a reason that may pass, such as an overloaded server: what they would have
   * shown is not known for good.
   */
  readonly failedForNow: number;
  readonly summary: RunSummary;
}

/** Throws only for a bug. */
export async function runProbe(
  judge: PreparedJudge,
  options: Pick<
    RunOptions,
    'provider' | 'clock' | 'random' | 'signal' | 'abort' | 'price' | 'purse' | 'onInterrupted'
  >,
): Promise<RanProbe> {
  const records: CallRecord[] = [];
  const failedForNow = new Set<ProviderRequest>();
  const summary = await runCalls({
    ...options,
    provider: lenient(options.provider, failedForNow),
    limits: judge.config.limits,
    calls: probeCalls(judge),
    store: { put: (record) => void records.push(record) },
  });
  if (summary.stopped !== null) return { probe: null, failedForNow: failedForNow.size, summary };
  const answers = records.map(({ key, response, error }) => [
    key,
    response === null ? { refused: error ?? 'no answer' } : { body: response },
  ]);
  const probe = {
    at: options.clock.timestamp(),
    answers: Object.fromEntries(answers) as StoredProbe['answers'],
  };
  return { probe, failedForNow: failedForNow.size, summary };
}

/**
 * Refusing a setting would end a run of verdicts; here it concerns the one question that has it, unless all
 * of them do. `failedForNow`: requests whose last try may pass.
 */
function lenient(provider: Provider, failedForNow: Set<ProviderRequest>): Provider {
  return {
    async send(request, signal) {
      failedForNow.delete(request);
      try {
        return await provider.send(request, signal);
      } catch (error) {
        if (error instanceof JudgeError && error.kind === 'retry') failedForNow.add(request);
        if (
          error instanceof JudgeError &&
          error.about === 'settings' &&
          !(error.setting !== undefined && isPlain(request))
        )
          throw new JudgeError(error.message, { kind: 'call', status: error.status, cause: error });
        throw error;
      }
    },
  };
}

/** Nothing is in it that the other questions have not. */
function isPlain({ body }: ProviderRequest): boolean {
  return ['response_format', 'text', 'logit_bias'].every((name) => !(name in body));
}
