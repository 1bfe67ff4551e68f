/** What the first answers of a judge show of its endpoint and its prompt, while it costs little to stop. */
import {
  type JudgeCall,
  JudgeError,
  type PreparedJudge,
  noProbabilities,
  planCalls,
  readVerdict,
  showsNoProbabilities,
  storedBody,
  whyNoVerdict,
} from '../../judge/index.ts';
import type { JudgeJob } from './judge-job.ts';
import { sha256 } from './study-judges.ts';
import { checkHint } from './without-verdict.ts';

/** So many answers without a verdict, all for one reason, and none with one: the next will have none either. */
const unusableAnswers = 20;
/** So many answers of a run without token probabilities, and none ever with them: the endpoint gives none. One may be a hiccup. */
export const answersWithoutProbabilities = 3;

export interface FirstAnswers {
  /** Looks at an answer that is stored; returns why no other is to be asked for. */
  inspect(answer: { readonly body: string }, call: JudgeCall): JudgeError | undefined;
  /** Some answer, now or earlier, had token probabilities. */
  readonly probabilities: boolean;
  /** The answers of this run show that the endpoint gives no token probabilities, and no other does them. */
  readonly noProbabilities: boolean;
}

export function firstAnswers(prepared: PreparedJudge, job: JudgeJob): FirstAnswers {
  const known = storedSigns(prepared, job);
  const problems = new Set<string>();
  let unusable = 0;
  let without = 0;
  // An answer that was under way when the run ended may have them after all.
  const noneHas = (): boolean => !known.probabilities && without >= answersWithoutProbabilities;
  return {
    get probabilities() {
      return known.probabilities;
    },
    get noProbabilities() {
      return noneHas();
    },
    inspect({ body }, call) {
      if (known.verdict) return undefined;
      const { problem, detail } = readVerdict(prepared, [recordOf(call, body)]);
      known.note(problem);
      if (problem === null) return undefined;
      if (prepared.source === 'logprobs' && showsNoProbabilities(problem)) {
        without++;
        if (noneHas()) return noProbabilitiesError(prepared);
      }
      problems.add(problem);
      if (++unusable < unusableAnswers || problems.size > 1) return undefined;
      const read = storedBody(body);
      const why = whyNoVerdict(prepared, read.ok ? read.value : undefined, { problem, detail });
      return new JudgeError(`the first ${unusable} answers give no verdict: ${why.reason}`, {
        kind: 'run',
        hint: why.hint ?? checkHint(prepared),
      });
    },
  };
}

export function noProbabilitiesError(prepared: PreparedJudge): JudgeError {
  const { reason, hint } = noProbabilities(prepared);
  return new JudgeError(reason, { kind: 'run', ...(hint === undefined ? {} : { hint }) });
}

interface Signs {
  /** Some answer gave a verdict. */
  readonly verdict: boolean;
  /** Some answer had token probabilities, of a verdict or of something else. A refusal says nothing of them. */
  readonly probabilities: boolean;
  note(problem: string | null): void;
}

/** What stored answers show: a verdict is enough, and as a rule the first answer is one. */
export function storedSigns(prepared: PreparedJudge, { items, store }: Pick<JudgeJob, 'items' | 'store'>): Signs {
  const signs = {
    verdict: false,
    probabilities: false,
    note(problem: string | null): void {
      this.verdict ||= problem === null;
      this.probabilities ||= problem === null || problem === 'off label';
    },
  };
  for (const { key } of planCalls(prepared, items, sha256)) {
    if (signs.verdict) break;
    const record = store.get(key);
    if (record?.status === 'answered') signs.note(readVerdict(prepared, [record]).problem);
  }
  return signs;
}

function recordOf(
  { key, judge, item, order, sample, model, prompt }: JudgeCall,
  response: string,
): Parameters<typeof readVerdict>[1][number] {
  const answer = { status: 'answered', response, error: null, inputTokens: null, outputTokens: null, batch: null, at: '' } as const;
  return { key, judge, item, order, sample, model, prompt, request: '', ...answer };
}
