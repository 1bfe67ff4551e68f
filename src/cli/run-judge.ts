/** What `assize judge` does: plan, say what it will cost, ask under limits, store, and say how to go on. */
import { join } from 'node:path';
import { counted } from '../analysis/index.ts';
import type { VerdictStore } from '../data/index.ts';
import {
  type JudgeCall,
  JudgeError,
  type JudgeItem,
  type PreparedJudge,
  type RunSummary,
  costOf,
  openaiCompatibleProvider,
  planCalls,
  readVerdict,
  requireFields,
  runCalls,
  shuffledItems,
  unansweredCalls,
} from '../judge/index.ts';
import { renderJson } from '../report/index.ts';
import { createRandom } from '../stats/index.ts';
import { loadItems, loadStudyConfig, lockVerdictStore, openVerdictStore, verdictStoreName } from '../storage/index.ts';
import type { JudgeCommandOptions } from './commands/judge.ts';
import { exportVerdicts } from './export-verdicts.ts';
import { UsageError } from './failure.ts';
import { type Progress, createProgress } from './progress.ts';
import { type PlannedCalls, printNext, printPlan, printPrompt, printRuns, printSummary, progressLine } from './print-judge.ts';
import { pathIn } from './read-input.ts';
import type { Session } from './session.ts';
import { type StudyJudge, keepSourceOfJudge, sha256, sourceOfJudge, storedVerdicts, studyJudges } from './study-judges.ts';
import { systemClock } from './system-clock.ts';
import { type Terminal, createTerminal } from './terminal.ts';
import type { World } from './world.ts';

/** What every step of a run of this command needs. */
interface Job {
  readonly world: World;
  readonly options: JudgeCommandOptions;
  readonly items: readonly JudgeItem[];
  readonly store: VerdictStore;
  readonly terminal: Terminal;
  readonly progress: Progress;
}

export async function runJudge(named: string, options: JudgeCommandOptions, { world }: Session): Promise<number> {
  const folder = pathIn(world, named);
  const config = await loadStudyConfig(folder);
  const judges = await studyJudges(folder, config, options.judge);
  if (judges.length === 0)
    throw new UsageError(`the study declares no judge: ${join(named, 'assize.json')} has no "judges"`, 'docs/guides/judge.md shows one');
  const all = await loadItems(folder);
  const items = options.limit === undefined ? all : shuffledItems(all, sha256).slice(0, options.limit);
  const terminal = createTerminal(world, options.json === true ? world.stderr : world.stdout);
  const looksOnly = options.dryRun === true || options.status === true || options.export !== undefined;
  const release = looksOnly ? () => {} : lockVerdictStore(join(folder, verdictStoreName));
  const store = openVerdictStore(join(folder, verdictStoreName));
  const job: Job = { world, options, items, store, terminal, progress: createProgress(world) };
  try {
    // What is wrong with any judge is told before the first call of any.
    for (const judge of judges) requireFields(judge.prepared(sourceOfJudge(judge, store)), items);
    if (options.export !== undefined) {
      const rows = await exportVerdicts(pathIn(world, options.export), judges, items, store);
      terminal.paragraph(`${counted(rows, 'verdict')} written to ${options.export}`);
      return 0;
    }
    let complete = true;
    if (options.status !== true) for (const judge of judges) complete = (await judgeOne(judge, job)) && complete;
    const runs = judges.flatMap((judge) => storedVerdicts(judge, items, store)?.run ?? []);
    if (options.dryRun !== true) printRuns(runs, terminal);
    if (options.json === true) for (const piece of renderJson({ schema: 1, complete, runs })) world.stdout.write(piece);
    if (options.dryRun !== true && options.status !== true) printNext(complete, named, terminal);
    return complete ? 0 : 1;
  } finally {
    job.progress.end();
    store.close();
    release();
  }
}

/** Plans and runs one judge; a source that the endpoint does not give is followed by the next one the judge allows. False where it stopped early. */
async function judgeOne(judge: StudyJudge, job: Job): Promise<boolean> {
  const first = judge.config.sources.indexOf(sourceOfJudge(judge, job.store));
  for (const source of judge.config.sources.slice(first)) {
    const prepared = judge.prepared(source);
    printPlan(prepared, planned(judge, prepared, job), job.terminal);
    if (job.options.dryRun === true) {
      printPrompt(prepared, job.items[0], job.terminal);
      return true;
    }
    const { summary, noProbabilities } = await askAll(judge, prepared, job);
    job.progress.end();
    const next = judge.config.sources[judge.config.sources.indexOf(source) + 1];
    if (noProbabilities && next !== undefined) {
      job.terminal.paragraph(`the endpoint gives no token probabilities; ${judge.name} allows ${next} instead`, {
        lead: '! ',
        leadTone: 'yellow',
      });
      keepSourceOfJudge(judge, next, job.store);
      continue;
    }
    printSummary(judge, summary, job.terminal);
    return summary.stopped === null;
  }
  return false;
}

/** What the calls cost at most: NaN where the model has no price. */
function planned(judge: StudyJudge, prepared: PreparedJudge, { items, store }: Job): PlannedCalls {
  const sum = { calls: 0, stored: 0, input: 0, output: 0 };
  for (const { key, inputTokens, outputTokens } of planCalls(prepared, items, sha256)) {
    sum.calls++;
    if (store.isAnswered(key)) sum.stored++;
    else {
      sum.input += inputTokens;
      sum.output += outputTokens;
    }
  }
  return {
    items: items.length,
    calls: sum.calls,
    stored: sum.stored,
    tokens: sum.input + sum.output,
    cost: costOf(judge.price, sum.input, sum.output),
  };
}

/** Problems of an answer that mean that the endpoint gives no token probabilities at all. */
const withoutProbabilities: ReadonlySet<string> = new Set(['logprobs absent', 'logprobs null', 'logprobs empty', 'no alternatives']);

async function askAll(judge: StudyJudge, prepared: PreparedJudge, job: Job): Promise<{ summary: RunSummary; noProbabilities: boolean }> {
  const { world, options, items, store, progress } = job;
  const { config } = prepared;
  if (options.maxCost !== undefined && judge.price === undefined)
    throw new UsageError(
      `--max-cost needs a price for ${config.model}`,
      'add it to "prices" in assize.json: { "input": dollars, "output": dollars } for a million tokens',
    );
  const provider = await openaiCompatibleProvider({
    endpoint: config.endpoint,
    key: keyOf(judge, world),
    fetch: globalThis.fetch,
    now: () => systemClock.now(),
  });
  const { calls: total, stored } = planned(judge, prepared, job);
  // One answer without them may be a hiccup; as long as none had any, the endpoint does not give them.
  let withProbabilities = stored;
  let noProbabilities = false;
  const inspect = ({ body }: { body: string }, call: JudgeCall): JudgeError | undefined => {
    if (prepared.source !== 'logprobs') return undefined;
    const { problem } = readVerdict(prepared, [recordOf(call, body)]);
    if (problem === null || !withoutProbabilities.has(problem)) withProbabilities++;
    if (withProbabilities > 0) return undefined;
    noProbabilities = true;
    return new JudgeError(`${config.model} gives no token probabilities at this endpoint`, {
      kind: 'run',
      hint: `Use a model that does, or allow other sources: "sources": ["logprobs", "samples"] in judge ${judge.name}.`,
    });
  };
  const [stop, abort] = [new AbortController(), new AbortController()];
  const off = world.onInterrupt(() => (stop.signal.aborted ? abort : stop).abort());
  try {
    const summary = await runCalls({
      calls: unansweredCalls(planCalls(prepared, items, sha256), store),
      provider,
      store,
      limits: config.limits,
      clock: systemClock,
      random: createRandom(judge.name),
      inspect,
      price: judge.price,
      signal: stop.signal,
      abort: abort.signal,
      onProgress: progressLine(progress, judge.name, total - stored),
      ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
    });
    return { summary, noProbabilities };
  } finally {
    off();
  }
}

function recordOf(
  { key, judge, item, order, sample, model, prompt }: JudgeCall,
  response: string,
): Parameters<typeof readVerdict>[1][number] {
  const answer = { status: 'answered', response, error: null, inputTokens: null, outputTokens: null, batch: null, at: '' } as const;
  return { key, judge, item, order, sample, model, prompt, request: '', ...answer };
}

function keyOf({ name, config }: StudyJudge, { env }: World): string | undefined {
  const variable = config.endpoint.key;
  if (variable === null) return undefined;
  const key = env[variable]?.trim();
  if (key !== undefined && key !== '') return key;
  throw new UsageError(
    `judge ${name} needs a key, and the environment variable ${variable} is empty`,
    `export ${variable}=…, or "key": null in its endpoint for a server that wants none`,
  );
}
