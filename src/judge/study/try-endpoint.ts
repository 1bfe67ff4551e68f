/**
 * Tries an endpoint out before the first call of a judge, once for its model, settings and words, and keeps
 * what it said.
 */
import { createRandom } from '../../stats/index.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import type { Provider } from '../endpoint/provider.ts';
import { probeKey } from '../probe/probe-requests.ts';
import { probeProblem, probeShowsNoProbabilities, readProbe } from '../probe/probe.ts';
import { runProbe } from '../probe/run-probe.ts';
import { noProbabilities } from '../run/no-verdict.ts';
import type { RunSummary } from '../verdict/run-summary.ts';
import type { StudyJudge } from './study-judge.ts';
import type { StudyRun } from './study-run.ts';

/** Why the calls of a judge do not go out. */
export interface NotAsked {
  readonly summary: RunSummary;
  /** The endpoint gives no token probabilities. */
  readonly noProbabilities: boolean;
}

/** Whether a run of this judge begins with a probe. */
export function probeIsDue(
  prepared: PreparedJudge,
  { store, probe, hash }: Pick<StudyRun, 'store' | 'probe' | 'hash'>,
): boolean {
  return (
    prepared.source === 'logprobs' && (probe || store.note('probe', probeKey(prepared, hash)) === undefined)
  );
}

/** Null where the calls of the judge may go out. */
export async function tryEndpoint(
  { name, price }: StudyJudge,
  prepared: PreparedJudge,
  provider: Provider,
  run: StudyRun,
): Promise<NotAsked | null> {
  if (!probeIsDue(prepared, run)) return null;
  const { store, hash, clock, purse, signal, abort, tell } = run;
  const key = probeKey(prepared, hash);
  tell({ kind: 'probing', judge: name });
  const { probe, failedForNow, summary } = await runProbe(prepared, {
    provider,
    price,
    purse,
    clock,
    random: createRandom(key),
    signal,
    abort,
    onInterrupted: (underWay) => tell({ kind: 'interrupted', underWay }),
  });
  if (probe === null) return { summary, noProbabilities: summary.stopped?.setting === 'logprobs' };
  if (probeShowsNoProbabilities(prepared, probe))
    return { summary: { ...summary, stopped: noProbabilities(prepared) }, noProbabilities: true };
  const problem = probeProblem(prepared, probe);
  // What failed for now, or came broken, may be mended tomorrow; what was refused will be refused again.
  if (failedForNow > 0 || (problem !== null && problem !== 'refusal')) {
    tell({ kind: 'probe put off', judge: name, failed: failedForNow, problem });
    return null;
  }
  store.putNote({ kind: 'probe', key, value: JSON.stringify(probe) });
  tell({ kind: 'probed', judge: name, probe: readProbe(prepared, probe), summary });
  return null;
}
