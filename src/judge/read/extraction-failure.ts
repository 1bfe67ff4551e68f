/**
 * Why an answer gives no label probabilities. Endpoints break in many ways and none of them is the caller's
 * fault: a value, no exception.
 */

export const extractionProblems = [
  // The answer
  'refusal',
  'no text',
  // What came with it
  'logprobs absent',
  'logprobs null',
  'logprobs empty',
  'logprobs malformed',
  'logprob not a number',
  'logprob positive',
  'impossible sum',
  'no alternatives',
  'tokens differ from text',
  // Where the verdict is
  'no marker',
  'not JSON',
  'no key',
  'key twice',
  'cut short',
  // What it is
  'off label',
  'wrong tokenization',
  // What a judge says of itself
  'no confidence',
  'outside the scale',
] as const;
export type ExtractionProblem = (typeof extractionProblems)[number];

export interface ExtractionFailure {
  readonly ok: false;
  readonly problem: ExtractionProblem;
  /** One line: what was found, and where. */
  readonly detail: string;
  /** Of the problem `off label`: the mass that was on labels. */
  readonly labelMass?: number;
}

export function failure(problem: ExtractionProblem, detail: string): ExtractionFailure {
  return Object.freeze({ ok: false, problem, detail });
}

const withoutProbabilities: ReadonlySet<string> = new Set<ExtractionProblem>([
  'logprobs absent',
  'logprobs null',
  'logprobs empty',
  'no alternatives',
]);

/** Whether an answer came without token probabilities, whatever it said. */
export function showsNoProbabilities(problem: string | null): boolean {
  return problem !== null && withoutProbabilities.has(problem);
}
