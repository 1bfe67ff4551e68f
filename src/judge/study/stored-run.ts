/**
 * What the judges of a study have said so far, by what is stored: what it came to, and ratings like any
 * others.
 */
import type { EndpointProbe, JudgeRun, StudyInput } from '../../data/index.ts';
import type { Plan } from '../ask/plan.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import { type StoredProbe, readProbe } from '../probe/probe.ts';
import { probeKey } from '../probe/probe-requests.ts';
import {
  type VerdictRow,
  judgeRunCounter,
  verdictNotes,
  verdictRow,
  verdictsOf,
} from '../verdict/verdict-rows.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { StudyJudge } from './study-judge.ts';
import { type StudyRun, planOfJudge } from './study-run.ts';

/**
 * What a judge has done and cost so far; null where nothing is stored. `see` is shown each verdict on the
 * way.
 */
export function storedRun(
  judge: StudyJudge,
  run: StudyRun,
  see: (verdict: Verdict, plan: Plan) => void = () => {},
): JudgeRun | null {
  const { store } = run;
  const plan = planOfJudge(judge, run);
  const probe = probeOf(plan.judge, run);
  const mask = probe?.schemaMask.answer ?? 'unknown';
  const constrained = mask === 'unknown' ? undefined : mask === 'yes';
  const counter = judgeRunCounter(plan.judge, judge.statedPrice, probe);
  for (const settled of verdictsOf(plan, store, { constrained })) {
    counter.add(settled);
    if (settled.verdict !== null) see(settled.verdict, plan);
  }
  const result = counter.result();
  return result.calls === 0 ? null : result;
}

export interface StoredVerdicts {
  /** As a study reads them. */
  readonly file: StudyInput;
  readonly rows: readonly VerdictRow[];
  /** What the judge has done and cost. */
  readonly run: JudgeRun;
}

/** The stored verdicts of a judge as a file of ratings. Null where nothing is stored. */
export function storedVerdicts(judge: StudyJudge, run: StudyRun): StoredVerdicts | null {
  const rows: VerdictRow[] = [];
  const found = storedRun(judge, run, (verdict, plan) => rows.push(verdictRow(plan.judge, verdict)));
  if (found === null) return null;
  const encoder = new TextEncoder();
  const bytes = function* (): Generator<Uint8Array> {
    for (const row of rows) yield encoder.encode(`${JSON.stringify(row)}\n`);
  };
  // A field of the items may have the name of a column here: it stays the items'.
  const ignore = verdictNotes.filter((name) => run.items.some(({ fields }) => Object.hasOwn(fields, name)));
  return {
    file: { name: `verdicts of ${judge.name}`, format: 'jsonl', source: { ignore }, open: bytes },
    run: found,
    rows,
  };
}

/**
 * What was found when the endpoint was tried out; null where it was not, or other words are read than its
 * tokens.
 */
function probeOf(
  prepared: PreparedJudge,
  { store, hash }: Pick<StudyRun, 'store' | 'hash'>,
): EndpointProbe | null {
  const note = prepared.source === 'logprobs' ? store.note('probe', probeKey(prepared, hash)) : undefined;
  if (note === undefined) return null;
  try {
    return readProbe(prepared, JSON.parse(note.value) as StoredProbe);
  } catch {
    // A store that came from somebody else may hold anything: then nothing is known of the endpoint.
    return null;
  }
}
