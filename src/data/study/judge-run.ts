/**
 * What a judge that assize ran itself has done and cost: beside its verdicts, for whoever reads the report.
 */
export interface JudgeRun {
  readonly judge: string;
  readonly model: string;
  /** The version of its prompt: a hash. */
  readonly prompt: string;
  readonly probSource: 'logprobs' | 'samples' | 'verbalized';
  /** Items and orders with a label or probabilities. */
  readonly verdicts: number;
  /**
   * Those that were answered without a verdict: refused, cut, or with none of the words. A call that failed
   * is no answer.
   */
  readonly withoutVerdict: number;
  /** Items and orders of which some samples are still to be drawn: no verdict yet. */
  readonly unfinished: number;
  readonly calls: number;
  /** Neither answers nor verdicts: a later run asks them again. */
  readonly failedCalls: number;
  /** Why answers give no verdict, most frequent first. */
  readonly problems: readonly { readonly reason: string; readonly count: number }[];
  /** What verdicts are to be read with care for, most frequent first; one verdict may have several. */
  readonly warnings: readonly { readonly reason: string; readonly count: number }[];
  /** Mean probability outside the labels; NaN where the source does not show it, or a mask hides it. */
  readonly offLabelMass: number;
  /** NaN where the endpoint left an answer uncounted. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Dollars; NaN where the model has no price, or an answer was not counted. */
  readonly cost: number;
  /** What was tried out about the endpoint; null where nothing was. */
  readonly probe: EndpointProbe | null;
}

/** What the reported token probabilities of an endpoint are: tried once, before the first call. */
export interface EndpointProbe {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How many alternatives of a token are listed; NaN where that is not known. */
  readonly alternatives: number;
  /**
   * The part of the probability, 0 to 1, that is elsewhere when the same request is asked again; NaN where
   * that is not known.
   */
  readonly repeatDifference: number;
  /** Whether temperature, a bias on a token and a schema change what is reported. */
  readonly temperature: ProbeFinding;
  readonly logitBias: ProbeFinding;
  readonly schemaMask: ProbeFinding;
  /** Of how many tokens each word of the judge is made; NaN where that is not known. */
  readonly words: readonly { readonly word: string; readonly tokens: number }[];
  /** What this means for the probabilities of the judge, in words; none where all is well. */
  readonly warnings: readonly string[];
}

export type ProbeFinding =
  | { readonly answer: 'yes' | 'no' }
  | { readonly answer: 'unknown'; readonly reason: string };
