/** What `assize judge` does: plan, say what it will cost, ask under limits, store, and say how to go on. */
import { join } from 'node:path';
import { counted } from '../../analysis/index.ts';
import type { VerdictStore } from '../../data/index.ts';
import { createPurse, openBatches, planCalls, requireFields, shuffledItems, unansweredCalls, waitingKeys } from '../../judge/index.ts';
import { renderJson } from '../../report/index.ts';
import { loadItems, loadStudyConfig, lockVerdictStore, openVerdictStore, readVerdictStore, verdictStoreName } from '../../storage/index.ts';
import { type Called, knownHosts } from './allowed-hosts.ts';
import { askCalls, bySource } from './ask-judge.ts';
import type { JudgeCommandOptions } from './command.ts';
import { exportVerdicts } from './export-verdicts.ts';
import { UsageError } from '../shell/failure.ts';
import {
  type JudgeJob,
  type JudgeOutcome,
  type JudgePlan,
  type JudgeStop,
  isComplete,
  keyOf,
  listenForInterrupts,
  plannedCalls,
  requirePriceForLimit,
  stopsOf,
} from './judge-job.ts';
import { flagsToGoOn, requireOneMode } from './judge-modes.ts';
import { batchesJson, printBatches, printWaiting } from './print-batch.ts';
import { printNext, printPlan, printPrompt, printRuns, printStop, printSummary, progressLine } from './print-judge.ts';
import { createProgress } from '../shell/progress.ts';
import { pathIn } from '../input/read-input.ts';
import { calledForBatches, judgeInBatches } from './run-batch.ts';
import type { Session } from '../shell/session.ts';
import { type StudyJudge, pricedForLimit, sha256, sourceOfJudge, storedRun, studyJudges } from './study-judges.ts';
import { createTerminal } from '../shell/terminal.ts';
import { judgesWithoutVerdict } from './without-verdict.ts';
import type { World } from '../shell/world.ts';

export async function runJudge(named: string, options: JudgeCommandOptions, { world }: Session): Promise<number> {
  requireOneMode(options);
  const folder = pathIn(world, named);
  const config = await loadStudyConfig(folder);
  const judges = await studyJudges(folder, config, options.judge);
  if (judges.length === 0)
    throw new UsageError(`the study declares no judge: ${join(named, 'assize.json')} has no "judges"`, 'docs/guides/judge.md shows one');
  const limited = options.maxCost === undefined ? judges : judges.map((judge) => pricedForLimit(judge, config));
  const all = await loadItems(folder);
  const items = options.limit === undefined ? all : shuffledItems(all, sha256).slice(0, options.limit);
  const terminal = createTerminal(world, options.json === true ? world.stderr : world.stdout);
  const looksOnly = options.dryRun === true || options.status === true || options.export !== undefined;
  const hosts = knownHosts(options, world, terminal);
  const path = join(folder, verdictStoreName);
  const release = looksOnly ? () => {} : lockVerdictStore(path);
  const store = openStore(path, looksOnly, release);
  const interrupts = listenForInterrupts(world, !looksOnly);
  const purse = createPurse(options.maxCost);
  const job: JudgeJob = {
    world,
    options,
    items,
    everyItem: all,
    store,
    terminal,
    progress: createProgress(world),
    interrupts,
    purse,
    hosts,
  };
  try {
    // What is wrong with any judge is told before the first call of any.
    for (const judge of judges) requireFields(judge.prepared(sourceOfJudge(judge, store)), items);
    if (options.export !== undefined) {
      const written = await exportVerdicts(pathIn(world, options.export), judges, items, store);
      const without = written.withoutVerdict === 0 ? '' : ` and ${counted(written.withoutVerdict, 'answer')} without one`;
      terminal.paragraph(`${counted(written.verdicts, 'verdict')}${without} written to ${options.export}`);
      if (options.json === true) printJson({ schema: 1, file: options.export, ...written }, world);
      return 0;
    }
    if (!looksOnly) await hosts.allow(calledBy(judges, job));
    const outcome =
      options.status === true
        ? { ended: true, complete: isComplete(judges, job), stopped: [], plan: [] }
        : await (options.batch === true ? judgeInBatches(limited, job) : judgeEach(limited, job));
    const runs = judges.flatMap((judge) => storedRun(judge, items, store) ?? []);
    const batches = openBatches(store);
    if (options.dryRun !== true) {
      printRuns(runs, terminal);
      printBatches(batches, terminal);
    }
    const without = judgesWithoutVerdict(judges, runs, outcome, job);
    for (const { judge, reason, hint } of without) printStop(`judge ${judge}: ${reason}`, hint, terminal);
    const ended = outcome.ended && without.length === 0;
    const complete = outcome.complete && ended;
    const { plan } = outcome;
    const stopped = [...outcome.stopped, ...without];
    const planned = options.dryRun === true ? { plan } : {};
    if (options.json === true) printJson({ schema: 1, complete, stopped, ...planned, runs, batches: batchesJson(batches) }, world);
    if (options.dryRun !== true && options.status !== true)
      printNext(
        { ended, complete },
        { batch: options.batch === true, waiting: batches.length > 0, flags: flagsToGoOn(options) },
        named,
        terminal,
      );
    return ended ? 0 : 1;
  } finally {
    interrupts.end();
    job.progress.end();
    store.close();
    release();
  }
}

/** A store that cannot be opened is left unlocked. */
function openStore(path: string, looksOnly: boolean, release: () => void): VerdictStore {
  try {
    return looksOnly ? readVerdictStore(path) : openVerdictStore(path);
  } catch (error) {
    release();
    throw error;
  }
}

/** Whom this run would call: judges that have something left to ask, and batches under way. A key that is missing is told before anybody is asked. */
function calledBy(judges: readonly StudyJudge[], job: JudgeJob): readonly Called[] {
  const asking = judges.filter((judge) => hasCallsLeft(judge, job)).map(({ name, config }) => ({ judge: name, endpoint: config.endpoint }));
  const called = job.options.batch === true ? [...asking, ...calledForBatches(judges, job)] : asking;
  for (const { judge, endpoint } of called) keyOf(judge, endpoint, job.world.env);
  return called;
}

function hasCallsLeft(judge: StudyJudge, { options, items, store }: JudgeJob): boolean {
  if (options.probe === true) return true;
  if (options.cancel === true) return false;
  const calls = planCalls(judge.prepared(sourceOfJudge(judge, store)), items, sha256);
  return !unansweredCalls(calls, store, waitingKeys(store)).next().done;
}

async function judgeEach(judges: readonly StudyJudge[], job: JudgeJob): Promise<JudgeOutcome> {
  const stopped: JudgeStop[] = [];
  const plan: JudgePlan[] = [];
  if (job.options.dryRun !== true) for (const judge of judges) requirePriceForLimit(judge, job);
  for (const judge of judges) {
    if (job.interrupts.stop.aborted) break;
    const one = await judgeOne(judge, job);
    stopped.push(...one.stopped);
    plan.push(one.plan);
  }
  const ended = stopped.length === 0;
  return { ended, complete: ended && isComplete(judges, job), stopped, plan };
}

/** Plans and runs one judge. */
async function judgeOne(judge: StudyJudge, job: JudgeJob): Promise<{ stopped: JudgeStop[]; plan: JudgePlan }> {
  const { store, items, terminal, progress, options } = job;
  const waiting = waitingKeys(store);
  const { summary, planned: plan } = await bySource(judge, job, async (prepared) => {
    const planned = plannedCalls(prepared, job, waiting, judge.price);
    const nothing = { summary: null, noProbabilities: false, planned };
    printPlan(prepared, planned, terminal, judge.pricedBy);
    if (options.dryRun === true) {
      printPrompt(prepared, job.items[0], terminal);
      return nothing;
    }
    printWaiting(planned.waiting, terminal);
    const left = planned.calls - planned.stored - planned.waiting;
    if (left === 0 && options.probe !== true) return nothing;
    const calls = unansweredCalls(planCalls(prepared, items, sha256), store, waiting);
    const onProgress = progressLine(progress, judge.name, left);
    const asked = await askCalls(judge, prepared, { calls, onProgress }, job);
    progress.end();
    return { ...asked, planned };
  });
  if (summary !== null) printSummary(judge, summary, terminal);
  return { stopped: stopsOf(judge, summary), plan };
}

function printJson(value: object, world: World): void {
  for (const piece of renderJson(value)) world.stdout.write(piece);
}
