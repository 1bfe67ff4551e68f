/** A run that ends without a verdict is no success: which judges have none, why, and what to do. */
import { counted } from '../../analysis/index.ts';
import type { JudgeRun } from '../../data/index.ts';
import {
  type NoVerdict,
  type PreparedJudge,
  noProbabilities,
  openBatches,
  planCalls,
  storedBody,
  verdictsOf,
  whyNoVerdict,
} from '../../judge/index.ts';
import type { JudgeJob, JudgeOutcome, JudgeStop } from './judge-job.ts';
import { type StudyJudge, sha256, sourceOfJudge } from './study-judges.ts';

/** One for each judge that was to give verdicts and has none, unless it is known already why it stopped, or its batches are under way. */
export function judgesWithoutVerdict(
  judges: readonly StudyJudge[],
  runs: readonly JudgeRun[],
  { stopped }: Pick<JudgeOutcome, 'stopped'>,
  job: JudgeJob,
): JudgeStop[] {
  const { options, store, interrupts } = job;
  const only = options.dryRun === true || options.status === true || options.cancel === true || !options.wait;
  if (only || interrupts.stop.aborted || stopped.some(({ judge }) => judge === null)) return [];
  const known = new Set([...stopped, ...openBatches(store)].map(({ judge }) => judge));
  return judges
    .filter(({ name }) => !known.has(name) && (runs.find(({ judge }) => judge === name)?.verdicts ?? 0) === 0)
    .map((judge) => ({ judge: judge.name, ...whyWithoutVerdict(judge.prepared(sourceOfJudge(judge, store)), job) }));
}

/** What to look at where nothing more is known. */
export function checkHint({ name }: Pick<StudyJudge, 'name'>): string {
  return `Check the prompt, "words" and "mode" of judge ${name}; assize judge --dry-run shows what is sent.`;
}

/** The most frequent reason, by what is stored. */
export function whyWithoutVerdict(prepared: PreparedJudge, { items, store }: Pick<JudgeJob, 'items' | 'store'>): Explained {
  const [answers, failures] = [new Map<string, Counted>(), new Map<string, Counted>()];
  for (const { verdict, records } of verdictsOf(prepared, planCalls(prepared, items, sha256), store)) {
    for (const { status, error, response } of records)
      if (status === 'failed')
        count(failures, {
          kind: error ?? '',
          reason: error ?? 'no reason',
          hint: response === null ? undefined : noProbabilities(prepared).hint,
        });
    const answer = records.find(({ status }) => status === 'answered');
    if (verdict !== null && verdict.problem !== null && answer !== undefined) count(answers, explained(prepared, answer.response, verdict));
  }
  const [why, total] = mostFrequent(answers.size > 0 ? answers : failures);
  if (why === undefined) return { reason: 'no verdict: no call was answered', hint: 'Run it again.' };
  const share = why.count === total ? '' : ` (${counted(why.count)} of them)`;
  if (answers.size > 0)
    return { reason: `no verdict in ${counted(total, 'answer')}: ${why.reason}${share}`, hint: why.hint ?? checkHint(prepared) };
  const hint = why.hint ?? 'Mend what it says and run again: calls that failed are asked once more.';
  return { reason: `no verdict: ${counted(total, 'call')} failed: ${why.reason}${share}`, hint };
}

function explained(
  prepared: PreparedJudge,
  response: string | null,
  { problem, detail }: { readonly problem: string | null; readonly detail: string },
): NoVerdict {
  const body = storedBody(response);
  return body.ok ? whyNoVerdict(prepared, body.value, { problem, detail }) : { kind: body.problem, reason: body.detail, hint: undefined };
}

interface Explained {
  readonly reason: string;
  readonly hint: string;
}

interface Counted extends NoVerdict {
  readonly count: number;
}

function count(counts: Map<string, Counted>, why: NoVerdict): void {
  const before = counts.get(why.kind) ?? { ...why, count: 0 };
  counts.set(why.kind, { ...before, count: before.count + 1 });
}

function mostFrequent(counts: ReadonlyMap<string, Counted>): [Counted | undefined, number] {
  const all = [...counts.values()];
  return [all.toSorted((a, b) => b.count - a.count)[0], all.reduce((sum, { count }) => sum + count, 0)];
}
