/** The tokens of an answer, as its endpoint counted them. */

export interface Usage {
  /** Null where the endpoint did not count, or sent what no count can be. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** No model reads or writes so many: a larger number is no count, and would use up every limit of a run. */
const mostTokens = 100_000_000;

/** What the endpoint counted, under the names of both APIs. */
export function usageOf(answer: unknown): Usage {
  const usage = (answer as { usage?: unknown } | null | undefined)?.usage;
  const fields =
    typeof usage === 'object' && usage !== null ? (usage as Readonly<Record<string, unknown>>) : {};
  const count = (...names: string[]): number | null =>
    names.map((name) => fields[name]).find(isCount) ?? null;
  return {
    inputTokens: count('prompt_tokens', 'input_tokens'),
    outputTokens: count('completion_tokens', 'output_tokens'),
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= mostTokens;
}
