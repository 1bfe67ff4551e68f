/** What the first answers of a judge show of its endpoint and its prompt, while it costs little to stop. */
import { type JudgeCall, JudgeError, type PreparedJudge, planCalls, readVerdict } from '../judge/index.ts';
import type { JudgeJob } from './judge-job.ts';
import { noProbabilitiesError, showsNoProbabilities } from './probe-endpoint.ts';
import { sha256 } from './study-judges.ts';

/** So many answers without a verdict, all for one reason, and none with one: the next will have none either. */
const unusableAnswers = 20;

export interface FirstAnswers {
  /** Looks at an answer that is stored; returns why no other is to be asked for. */
  inspect(answer: { readonly body: string }, call: JudgeCall): JudgeError | undefined;
  /** It ended the run because the endpoint gives no token probabilities. */
  readonly noProbabilities: boolean;
}

export function firstAnswers(prepared: PreparedJudge, job: JudgeJob): FirstAnswers {
  const known = storedSigns(prepared, job);
  const problems = new Set<string>();
  let unusable = 0;
  let noProbabilities = false;
  return {
    get noProbabilities() {
      return noProbabilities;
    },
    inspect({ body }, call) {
      if (known.verdict) return undefined;
      const { problem, detail } = readVerdict(prepared, [recordOf(call, body)]);
      known.note(problem);
      if (problem === null) return undefined;
      // One answer without them may be a hiccup; as long as none had any, the endpoint does not give them.
      if (prepared.source === 'logprobs' && !known.probabilities && showsNoProbabilities(problem)) {
        noProbabilities = true;
        return noProbabilitiesError(prepared);
      }
      problems.add(problem);
      if (++unusable < unusableAnswers || problems.size > 1) return undefined;
      return new JudgeError(`the first ${unusable} answers give no verdict, the last because of ${problem}: ${detail}`, {
        kind: 'run',
        hint: `Check the prompt, "words" and "mode" of judge ${prepared.name}; assize judge --dry-run shows what is sent.`,
      });
    },
  };
}

interface Signs {
  /** Some answer gave a verdict. */
  readonly verdict: boolean;
  /** Some answer had token probabilities, of a verdict or of something else. A refusal says nothing of them. */
  readonly probabilities: boolean;
  note(problem: string | null): void;
}

/** What stored answers show: a verdict is enough, and as a rule the first answer is one. */
function storedSigns(prepared: PreparedJudge, { items, store }: JudgeJob): Signs {
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
