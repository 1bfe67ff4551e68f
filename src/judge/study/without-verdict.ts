/** A run that ends without a verdict is no success: which judges have none, why, and what to do. */
import { type Hint, type JudgeRun, counted, hint, option } from '../../data/index.ts';
import type { Plan } from '../ask/plan.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import { openBatches } from '../batch/batch-notes.ts';
import { storedBody } from '../read/answer-text.ts';
import { type NoVerdict, noProbabilities, whyNoVerdict } from '../run/no-verdict.ts';
import { verdictsOf } from '../verdict/verdict-rows.ts';
import type { JudgeOutcome, JudgeStop } from './events.ts';
import { type StudyRun, planOfJudge } from './study-run.ts';

/**
 * One for each judge that was to give verdicts and has none, unless it is known already why it stopped, or
 * its batches are under way.
 */
export function judgesWithoutVerdict(
  runs: readonly JudgeRun[],
  { stopped }: Pick<JudgeOutcome, 'stopped'>,
  run: StudyRun,
): JudgeStop[] {
  const { batch, store, signal, judges } = run;
  const goesOn = batch !== null && (batch.cancel || !batch.wait);
  if (goesOn || signal.aborted || stopped.some(({ judge }) => judge === null)) return [];
  const known = new Set([...stopped, ...openBatches(store)].map(({ judge }) => judge));
  return judges
    .filter(({ name }) => !known.has(name) && (runs.find(({ judge }) => judge === name)?.verdicts ?? 0) === 0)
    .map((judge) => ({ judge: judge.name, ...whyWithoutVerdict(planOfJudge(judge, run), run) }));
}

/** What to look at where nothing more is known. */
export function checkHint({ name }: Pick<PreparedJudge, 'name'>): Hint {
  return hint`Check the prompt, "words" and "mode" of judge ${name}; ${option('dryRun')} shows what is sent.`;
}

/** The most frequent reason, by what is stored. */
export function whyWithoutVerdict(plan: Plan, { store }: Pick<StudyRun, 'store'>): Explained {
  const { judge: prepared } = plan;
  const [answers, failures] = [new Map<string, Counted>(), new Map<string, Counted>()];
  for (const { verdict, records } of verdictsOf(plan, store)) {
    for (const { status, error, response } of records)
      if (status === 'failed')
        count(failures, {
          kind: error ?? '',
          reason: error ?? 'no reason',
          hint: response === null ? undefined : noProbabilities(prepared).hint,
        });
    const answer = records.find(({ status }) => status === 'answered');
    if (verdict !== null && verdict.problem !== null && answer !== undefined)
      count(answers, explained(prepared, answer.response, verdict));
  }
  const [why, total] = mostFrequent(answers.size > 0 ? answers : failures);
  if (why === undefined) return { reason: 'no verdict: no call was answered', hint: 'Run it again.' };
  const share = why.count === total ? '' : ` (${counted(why.count)} of them)`;
  if (answers.size > 0)
    return {
      reason: `no verdict in ${counted(total, 'answer')}: ${why.reason}${share}`,
      hint: why.hint ?? checkHint(prepared),
    };
  return {
    reason: `no verdict: ${counted(total, 'call')} failed: ${why.reason}${share}`,
    hint: why.hint ?? 'Mend what it says and run again: calls that failed are asked once more.',
  };
}

function explained(
  prepared: PreparedJudge,
  response: string | null,
  { problem, detail }: { readonly problem: string | null; readonly detail: string },
): NoVerdict {
  const body = storedBody(response);
  return body.ok
    ? whyNoVerdict(prepared, body.value, { problem, detail })
    : { kind: body.problem, reason: body.detail, hint: undefined };
}

interface Explained {
  readonly reason: string;
  readonly hint: string | Hint;
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
