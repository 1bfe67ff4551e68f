/** Asks the calls of one judge, call by call, and falls back to another source only where the judge allows it. */
import {
  type JudgeCall,
  type JudgeError,
  type PreparedJudge,
  type RunProgress,
  type RunSummary,
  openaiCompatibleProvider,
  planCalls,
  readVerdict,
  runCalls,
} from '../judge/index.ts';
import { createRandom } from '../stats/index.ts';
import { type JudgeJob, accessOf } from './judge-job.ts';
import { noProbabilitiesError, probeEndpoint, showsNoProbabilities } from './probe-endpoint.ts';
import { printInterrupted } from './print-judge.ts';
import { type StudyJudge, keepSourceOfJudge, sha256, sourceOfJudge } from './study-judges.ts';
import { systemClock } from './system-clock.ts';

export interface Asked {
  readonly summary: RunSummary;
  /** It stopped because the endpoint gives no token probabilities. */
  readonly noProbabilities: boolean;
}

/**
 * Asks by the first source that the judge allows, or by the one that was found to work; one that the endpoint does not give is followed
 * by the next. `--probe` begins with the first again.
 */
export async function bySource<T extends { readonly noProbabilities: boolean; readonly summary: RunSummary | null }>(
  judge: StudyJudge,
  { store, terminal, options }: JudgeJob,
  ask: (prepared: PreparedJudge) => Promise<T>,
): Promise<T> {
  const { sources } = judge.config;
  for (let place = options.probe === true ? 0 : sources.indexOf(sourceOfJudge(judge, store)); ; place++) {
    const asked = await ask(judge.prepared(sources[place]));
    const next = sources[place + 1];
    if (!asked.noProbabilities || next === undefined) {
      const works = asked.summary !== null && (asked.summary.answered > 0 || asked.summary.stopped === null);
      if (works && sourceOfJudge(judge, store) !== sources[place]) keepSourceOfJudge(judge, sources[place], store);
      return asked;
    }
    terminal.paragraph(`the endpoint gives no token probabilities; ${judge.name} allows ${next} instead`, {
      lead: '! ',
      leadTone: 'yellow',
    });
    keepSourceOfJudge(judge, next, store);
  }
}

export interface AskOptions {
  readonly calls: Iterable<JudgeCall>;
  readonly concurrency?: number;
  readonly onProgress?: (progress: RunProgress) => void;
}

export async function askCalls(judge: StudyJudge, prepared: PreparedJudge, options: AskOptions, job: JudgeJob): Promise<Asked> {
  const { config } = prepared;
  const provider = await openaiCompatibleProvider(accessOf(judge.name, config.endpoint, job.world));
  const stopped = await probeEndpoint(prepared, provider, judge.price, job);
  if (stopped !== null) return stopped;
  // One answer without them may be a hiccup; as long as none had any, the endpoint does not give them.
  let withProbabilities = prepared.source === 'logprobs' && anyStoredProbabilities(prepared, job) ? 1 : 0;
  let noProbabilities = false;
  const inspect = ({ body }: { body: string }, call: JudgeCall): JudgeError | undefined => {
    if (prepared.source !== 'logprobs') return undefined;
    const { problem } = readVerdict(prepared, [recordOf(call, body)]);
    if (!showsNoProbabilities(problem)) withProbabilities++;
    if (withProbabilities > 0) return undefined;
    noProbabilities = true;
    return noProbabilitiesError(prepared);
  };
  const summary = await runCalls({
    calls: options.calls,
    provider,
    store: job.store,
    limits: { ...config.limits, concurrency: options.concurrency ?? config.limits.concurrency },
    clock: systemClock,
    random: createRandom(judge.name),
    inspect,
    price: judge.price,
    signal: job.interrupts.stop,
    abort: job.interrupts.abort,
    purse: job.purse,
    onInterrupted: (underWay) => printInterrupted(underWay, job.progress, job.terminal),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return { summary, noProbabilities };
}

/** Whether a stored answer of this judge shows token probabilities: one is enough, and as a rule it is the first. */
function anyStoredProbabilities(prepared: PreparedJudge, { items, store }: JudgeJob): boolean {
  for (const { key } of planCalls(prepared, items, sha256)) {
    const record = store.get(key);
    if (record?.status === 'answered' && !showsNoProbabilities(readVerdict(prepared, [record]).problem)) return true;
  }
  return false;
}

function recordOf(
  { key, judge, item, order, sample, model, prompt }: JudgeCall,
  response: string,
): Parameters<typeof readVerdict>[1][number] {
  const answer = { status: 'answered', response, error: null, inputTokens: null, outputTokens: null, batch: null, at: '' } as const;
  return { key, judge, item, order, sample, model, prompt, request: '', ...answer };
}
