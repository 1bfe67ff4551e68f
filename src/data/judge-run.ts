/** What a judge that assize ran itself has done and cost: beside its verdicts, for whoever reads the report. */
export interface JudgeRun {
  readonly judge: string;
  readonly model: string;
  /** The version of its prompt: a hash. */
  readonly prompt: string;
  readonly probSource: 'logprobs' | 'samples' | 'verbalized';
  /** One for each item and order that was asked. */
  readonly verdicts: number;
  readonly calls: number;
  readonly failedCalls: number;
  /** Why verdicts are invalid, most frequent first. */
  readonly problems: readonly { readonly reason: string; readonly count: number }[];
  /** Mean probability outside the labels; NaN where the source does not show it. */
  readonly offLabelMass: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Dollars; NaN where the model has no price. */
  readonly cost: number;
}
