/**
 * Asks the calls of one judge, call by call, and falls back to another source only where the judge allows it.
 */
import { createRandom } from '../../stats/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import type { Plan } from '../ask/plan.ts';
import { missingProbabilities } from '../run/no-verdict.ts';
import { runCalls } from '../run/run-calls.ts';
import type { RunProgress, RunSummary } from '../verdict/run-summary.ts';
import type { JudgeStop } from './events.ts';
import { firstAnswers } from './first-answers.ts';
import { keepSourceOfJudge, sourceOfJudge } from './judge-source.ts';
import type { StudyJudge } from './study-judge.ts';
import type { AskingRun } from './study-run.ts';
import { type NotAsked, tryEndpoint } from './try-endpoint.ts';

/**
 * Asks by the first source that the judge allows, or by the one that was found to work; one that the endpoint
 * does not give is followed by the next. A run that probes begins with the first again.
 */
export async function bySource<
  T extends { readonly noProbabilities: boolean; readonly summary: RunSummary | null },
>(judge: StudyJudge, run: AskingRun, ask: (plan: Plan) => Promise<T>): Promise<T> {
  const { store, probe, tell } = run;
  const { sources } = judge.config;
  for (let at = probe ? 0 : sources.indexOf(sourceOfJudge(judge, store)); ; at++) {
    const asked = await ask(run.plan(judge, sources[at]));
    const next = sources[at + 1];
    if (!asked.noProbabilities || next === undefined) {
      const works = asked.summary !== null && (asked.summary.answered > 0 || asked.summary.stopped === null);
      if (works && sourceOfJudge(judge, store) !== sources[at]) keepSourceOfJudge(judge, sources[at], store);
      return asked;
    }
    tell({ kind: 'fell back', judge: judge.name, source: next });
    keepSourceOfJudge(judge, next, store);
  }
}

export interface AskOptions {
  readonly calls: Iterable<JudgeCall>;
  readonly concurrency?: number;
  /** The requests are to go out as they are, since a batch of their like will. */
  readonly asGiven?: boolean;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

export async function askCalls(
  judge: StudyJudge,
  plan: Plan,
  options: AskOptions,
  run: AskingRun,
): Promise<NotAsked> {
  const { calls, asGiven = false, onProgress } = options;
  const { judge: prepared } = plan;
  const { limits, endpoint } = prepared.config;
  const provider = await run.endpoints.provider({ judge: judge.name, endpoint }, { asGiven });
  const stopped = await tryEndpoint(judge, prepared, provider, run);
  if (stopped !== null) return stopped;
  const first = firstAnswers(plan, run.store);
  const summary = await runCalls({
    calls,
    provider,
    store: run.store,
    limits: { ...limits, concurrency: options.concurrency ?? limits.concurrency },
    clock: run.clock,
    random: createRandom(judge.name),
    inspect: first.inspect,
    lacks: ({ value }) => missingProbabilities(prepared, value),
    price: judge.price,
    signal: run.signal,
    abort: run.abort,
    purse: run.purse,
    onInterrupted: (underWay) => run.tell({ kind: 'interrupted', underWay }),
    onProgress,
  });
  const refused = summary.stopped?.setting === 'logprobs' && !first.probabilities;
  return { summary, noProbabilities: first.noProbabilities || refused };
}

/** Why a run of a judge ended early, if it did. */
export function stopsOf(
  { name }: Pick<StudyJudge, 'name'>,
  summary: Pick<RunSummary, 'stopped'> | null,
): JudgeStop[] {
  const stopped = summary?.stopped ?? null;
  return stopped === null ? [] : [{ judge: name, reason: stopped.reason, hint: stopped.hint ?? null }];
}
