/** What the first answers of a judge show of its endpoint and its prompt, while it costs little to stop. */
import type { VerdictStore } from '../../data/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import type { Plan } from '../ask/plan.ts';
import { JudgeError } from '../endpoint/provider.ts';
import { storedBody } from '../read/answer-text.ts';
import { showsNoProbabilities } from '../read/extraction-failure.ts';
import { noProbabilities, whyNoVerdict } from '../run/no-verdict.ts';
import { readVerdict } from '../verdict/verdict.ts';
import { checkHint } from './without-verdict.ts';

/**
 * So many answers without a verdict, all for one reason, and none with one: the next will have none either.
 */
const unusableAnswers = 20;
/**
 * So many answers of a run without token probabilities, and none ever with them: the endpoint gives none. One
 * may be a hiccup.
 */
export const answersWithoutProbabilities = 3;

export interface FirstAnswers {
  /** Looks at an answer that is stored; returns why no other is to be asked for. */
  inspect(answer: { readonly body: string }, call: JudgeCall): JudgeError | undefined;
  /** Some answer, now or earlier, had token probabilities. */
  readonly probabilities: boolean;
  /** The answers of this run show that the endpoint gives no token probabilities, and no other does them. */
  readonly noProbabilities: boolean;
}

export function firstAnswers(plan: Plan, store: Pick<VerdictStore, 'get'>): FirstAnswers {
  const { judge } = plan;
  const known = storedSigns(plan, store);
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
    inspect({ body }, { item, order }) {
      if (known.verdict) return undefined;
      const { problem, detail } = readVerdict(judge, [
        { item, order, status: 'answered', response: body, error: null },
      ]);
      known.note(problem);
      if (problem === null) return undefined;
      if (judge.source === 'logprobs' && showsNoProbabilities(problem)) {
        without++;
        if (noneHas()) return noProbabilitiesError(plan);
      }
      problems.add(problem);
      if (++unusable < unusableAnswers || problems.size > 1) return undefined;
      const read = storedBody(body);
      const why = whyNoVerdict(judge, read.ok ? read.value : undefined, { problem, detail });
      return new JudgeError(`the first ${unusable} answers give no verdict: ${why.reason}`, {
        kind: 'run',
        hint: why.hint ?? checkHint(judge),
      });
    },
  };
}

function noProbabilitiesError({ judge }: Plan): JudgeError {
  const { reason, hint } = noProbabilities(judge);
  return new JudgeError(reason, { kind: 'run', ...(hint === undefined ? {} : { hint }) });
}

interface Signs {
  /** Some answer gave a verdict. */
  readonly verdict: boolean;
  /**
   * Some answer had token probabilities, of a verdict or of something else. A refusal says nothing of them.
   */
  readonly probabilities: boolean;
  note(problem: string | null): void;
}

/** What stored answers show: a verdict is enough, and as a rule the first answer is one. */
export function storedSigns({ judge, calls }: Plan, store: Pick<VerdictStore, 'get'>): Signs {
  const signs = {
    verdict: false,
    probabilities: false,
    note(problem: string | null): void {
      this.verdict ||= problem === null;
      this.probabilities ||= problem === null || problem === 'off label';
    },
  };
  for (const { key } of calls) {
    if (signs.verdict) break;
    const record = store.get(key);
    if (record?.status === 'answered') signs.note(readVerdict(judge, [record]).problem);
  }
  return signs;
}
