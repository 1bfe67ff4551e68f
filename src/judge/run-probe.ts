/** Asks an endpoint what its probabilities are, under the limits of the judge. A setting that it refuses is an answer too. */
import type { CallRecord } from '../data/index.ts';
import type { PreparedJudge } from './prepare-judge.ts';
import type { StoredProbe } from './probe.ts';
import { probeCalls } from './probe-requests.ts';
import { JudgeError, type Provider } from './provider.ts';
import { type RunOptions, type RunSummary, runCalls } from './run.ts';

export interface RanProbe {
  /** Null where the run of it ended early: then nothing is known, and the next run asks again. */
  readonly probe: StoredProbe | null;
  readonly summary: RunSummary;
}

/** Throws only for a bug. */
export async function runProbe(
  judge: PreparedJudge,
  options: Pick<RunOptions, 'provider' | 'clock' | 'random' | 'signal' | 'abort' | 'price' | 'purse' | 'onInterrupted'>,
): Promise<RanProbe> {
  const records: CallRecord[] = [];
  const summary = await runCalls({
    ...options,
    provider: lenient(options.provider),
    limits: judge.config.limits,
    calls: probeCalls(judge),
    store: { put: (record) => void records.push(record) },
  });
  if (summary.stopped !== null) return { probe: null, summary };
  const answers = records.map(({ key, response, error }) => [
    key,
    response === null ? { refused: error ?? 'no answer' } : { body: response },
  ]);
  return { probe: { at: options.clock.timestamp(), answers: Object.fromEntries(answers) as StoredProbe['answers'] }, summary };
}

/** Refusing a setting would end a run of verdicts; here it concerns the one question that has it. */
function lenient(provider: Provider): Provider {
  return {
    async send(request, signal) {
      try {
        return await provider.send(request, signal);
      } catch (error) {
        if (error instanceof JudgeError && error.about === 'settings')
          throw new JudgeError(error.message, { kind: 'call', status: error.status, cause: error });
        throw error;
      }
    },
  };
}
