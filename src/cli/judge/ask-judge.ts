/** Asks the calls of one judge, call by call, and falls back to another source only where the judge allows it. */
import {
  type JudgeCall,
  type PreparedJudge,
  type RunProgress,
  type RunSummary,
  missingProbabilities,
  openaiCompatibleProvider,
  runCalls,
} from '../../judge/index.ts';
import { createRandom } from '../../stats/index.ts';
import { firstAnswers } from './first-answers.ts';
import { type JudgeJob, accessOf } from './judge-job.ts';
import { probeEndpoint } from './probe-endpoint.ts';
import { printInterrupted } from './print-judge.ts';
import { type StudyJudge, keepSourceOfJudge, sourceOfJudge } from './study-judges.ts';
import { systemClock } from '../shell/system-clock.ts';

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
  /** The requests are to go out as they are, since a batch of their like will. */
  readonly asGiven?: boolean;
  readonly onProgress?: (progress: RunProgress) => void;
}

export async function askCalls(judge: StudyJudge, prepared: PreparedJudge, options: AskOptions, job: JudgeJob): Promise<Asked> {
  const { config } = prepared;
  const provider = await openaiCompatibleProvider(accessOf(judge.name, config.endpoint, job), options);
  const stopped = await probeEndpoint(prepared, provider, judge.price, job);
  if (stopped !== null) return stopped;
  const first = firstAnswers(prepared, job);
  const summary = await runCalls({
    calls: options.calls,
    provider,
    store: job.store,
    limits: { ...config.limits, concurrency: options.concurrency ?? config.limits.concurrency },
    clock: systemClock,
    random: createRandom(judge.name),
    inspect: first.inspect,
    lacks: ({ value }) => missingProbabilities(prepared, value),
    price: judge.price,
    signal: job.interrupts.stop,
    abort: job.interrupts.abort,
    purse: job.purse,
    onInterrupted: (underWay) => printInterrupted(underWay, job.progress, job.terminal),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  const refused = summary.stopped?.setting === 'logprobs' && !first.probabilities;
  return { summary, noProbabilities: first.noProbabilities || refused };
}
