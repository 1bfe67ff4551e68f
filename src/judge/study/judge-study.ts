/** Runs the judges of a study: what would be asked, whom it would call, and the run itself. */
import type { JudgeRun } from '../../data/index.ts';
import { unanswered, unansweredCalls } from '../ask/plan.ts';
import { openBatches, waitingKeys } from '../batch/batch-notes.ts';
import { askCalls, bySource, stopsOf } from './ask-judge.ts';
import { askInBatches, calledForBatches } from './ask-in-batches.ts';
import type { Called, Endpoints } from './endpoints.ts';
import type { JudgeOutcome, JudgePlan, JudgeStop, JudgedStudy } from './events.ts';
import { requirePriceForLimit, toldPlan } from './judge-plan.ts';
import { storedRun } from './stored-run.ts';
import type { StudyJudge } from './study-judge.ts';
import {
  type AskingRun,
  type OpenStudy,
  type StudyRun,
  type StudyRunOptions,
  isComplete,
  planOfJudge,
  prepareRun,
} from './study-run.ts';
import { judgesWithoutVerdict } from './without-verdict.ts';

/**
 * Asks every judge of a study about every item, stores each answer before it counts, and pays for none twice:
 * run again, it goes on where it stopped.
 *
 * Throws DataError for what is wrong with a judge, before the first call of any; what an endpoint does is no
 * error, but told in `stopped`.
 *
 * @example
 * const study = await openStudy('study');
 * const endpoints = allowedEndpoints({}, { fetch, now: study.clock.now }); // servers of this machine alone
 * const { complete, runs } = await judgeStudy(study, endpoints, { limit: 10 });
 * complete; // true
 * runs[0].verdicts; // 20
 * study.close();
 */
export async function judgeStudy(
  study: OpenStudy,
  endpoints: Endpoints,
  options: StudyRunOptions = {},
): Promise<JudgedStudy> {
  return askStudy({ ...prepareRun(study, options), endpoints });
}

/** The run of a study that is prepared. */
export async function askStudy(run: AskingRun): Promise<JudgedStudy> {
  const outcome = await (run.batch === null ? askEach(run) : askInBatches(run));
  return withStored(run, outcome, judgesWithoutVerdict);
}

/** What a run would do, by what is stored: the plan of each judge, told as it is made. Nothing is asked. */
export function planStudy(run: StudyRun): JudgedStudy {
  const plan = run.judges.map((judge) => toldPlan(judge, planOfJudge(judge, run), run));
  return withStored(run, { ended: true, complete: isComplete(run), stopped: [], plan });
}

/** What is stored, and nothing of what would be asked. */
export function lookAtStudy(run: StudyRun): JudgedStudy {
  return withStored(run, { ended: true, complete: isComplete(run), stopped: [], plan: [] });
}

/** Whom this run would call: judges that have something left to ask, and batches under way. */
export function calledBy(run: StudyRun): readonly Called[] {
  const asking = run.judges
    .filter((judge) => hasCallsLeft(judge, run))
    .map(({ name, config }) => ({ judge: name, endpoint: config.endpoint }));
  return run.batch === null ? asking : [...asking, ...calledForBatches(run)];
}

function withStored(
  run: StudyRun,
  outcome: JudgeOutcome,
  without: (runs: readonly JudgeRun[], outcome: JudgeOutcome, run: StudyRun) => JudgeStop[] = () => [],
): JudgedStudy {
  const runs = run.judges.flatMap((judge) => storedRun(judge, run) ?? []);
  const silent = without(runs, outcome, run);
  const ended = outcome.ended && silent.length === 0;
  return {
    ended,
    complete: outcome.complete && ended,
    stopped: [...outcome.stopped, ...silent],
    silent,
    plan: outcome.plan,
    runs,
    batches: openBatches(run.store),
  };
}

function hasCallsLeft(judge: StudyJudge, run: StudyRun): boolean {
  const { store, probe, batch } = run;
  if (probe) return true;
  if (batch?.cancel === true) return false;
  return unanswered(planOfJudge(judge, run).calls, store, waitingKeys(store)).next().done !== true;
}

async function askEach(run: AskingRun): Promise<JudgeOutcome> {
  const { judges, signal } = run;
  const stopped: JudgeStop[] = [];
  const plan: JudgePlan[] = [];
  for (const judge of judges) requirePriceForLimit(judge, run);
  for (const judge of judges) {
    if (signal.aborted) break;
    const one = await askOne(judge, run);
    stopped.push(...one.stopped);
    plan.push(one.plan);
  }
  const ended = stopped.length === 0;
  return { ended, complete: ended && isComplete(run), stopped, plan };
}

async function askOne(judge: StudyJudge, run: AskingRun): Promise<{ stopped: JudgeStop[]; plan: JudgePlan }> {
  const { store, tell } = run;
  const { summary, planned } = await bySource(judge, run, async (plan) => {
    const planned = toldPlan(judge, plan, run);
    const total = planned.calls - planned.stored - planned.waiting;
    if (total === 0 && !run.probe) return { summary: null, noProbabilities: false, planned };
    const calls = unansweredCalls(plan, store, waitingKeys(store));
    const asked = await askCalls(
      judge,
      plan,
      { calls, onProgress: (progress) => tell({ kind: 'progress', judge: judge.name, total, progress }) },
      run,
    );
    return { ...asked, planned };
  });
  if (summary !== null) tell({ kind: 'asked', judge: judge.name, summary });
  return { stopped: stopsOf(judge, summary), plan: planned };
}
