/** An endpoint's answers in, label probabilities and verdicts out. */
export { storedBody } from './answer-text.ts';
export { type ExtractionFailure, type ExtractionProblem, extractionProblems, showsNoProbabilities } from './extraction-failure.ts';
export { type NoVerdict, missingProbabilities, noProbabilities, whyNoVerdict } from './no-verdict.ts';
export { type LabelProbabilities, type LabelProbabilityOptions, type VerdictWarning, labelProbabilities } from './label-probabilities.ts';
export { type LabelTokens, type Normalization, type Tokenization, labelTokens } from './label-tokens.ts';
export { type OrdinalVerdict, ordinalVerdict } from './ordinal-verdict.ts';
export { type SampledProbabilities, type SampleOptions, sampledProbabilities } from './sampled-probabilities.ts';
export {
  type AnswerTokens,
  type TokenAlternative,
  type TokenLogprob,
  parseChatLogprobs,
  parseCompletionLogprobs,
  parseResponsesLogprobs,
} from './token-logprobs.ts';
export { type ConfidenceScale, type VerbalizedConfidence, parseVerbalizedConfidence } from './verbalized-confidence.ts';
export type { VerdictFormat } from './verdict-position.ts';
export { type BatchNote, openBatches, waitingKeys } from './batch-notes.ts';
export type { BatchProvider } from './batch-provider.ts';
export type { BatchWork } from './batch-work.ts';
export type { MergedBatch } from './merge-batch.ts';
export { type Submitted, findLostBatches, submitBatches } from './submit-batches.ts';
export { type SeenBatch, cancelBatches, waitForBatches } from './wait-for-batches.ts';
export { openaiBatchProvider } from './providers/openai-batches.ts';
export { type StoredProbe, probeProblem, probeShowsNoProbabilities, readProbe } from './probe.ts';
export { probeCalls, probeKey } from './probe-requests.ts';
export { type FailureKind, JudgeError, type Provider, type ProviderAnswer, type ProviderRequest } from './provider.ts';
export type { JudgeCall } from './judge-call.ts';
export { type JudgeItem, planCalls, requestOf, requireFields, shuffledItems, unansweredCalls } from './plan-calls.ts';
export { type PreparedJudge, type ProbabilitySource, prepareJudge } from './prepare-judge.ts';
export { type Price, batchPrice, costOf, limitPriceOf, priceOf } from './prices.ts';
export {
  type AllowedPair,
  type KeyPair,
  covers,
  isFreeOfAsking,
  isLoopback,
  isProviderKey,
  keyPairOf,
  parseAllowedPair,
} from './key-pair.ts';
export { type EndpointAccess, openaiCompatibleProvider, whereOf, wholeAddressOf } from './providers/openai-compatible.ts';
export type { Clock } from './rate-budget.ts';
export { type PromptWords, type ReadyPrompt, ownLabelsPrompt, readyPrompt } from './ready-prompts.ts';
export { type Purse, createPurse } from './purse.ts';
export { type RunOptions, runCalls } from './run.ts';
export { type RunProgress, type RunStop, type RunSummary, interrupted } from './run-summary.ts';
export { type RanProbe, runProbe } from './run-probe.ts';
export { type Verdict, readVerdict } from './verdict.ts';
export { type SettledCalls, type VerdictRow, judgeRunCounter, verdictNotes, verdictRow, verdictsOf } from './verdict-rows.ts';
export { type WordsForLabels, mostLabels, wordsForLabels } from './words-for-labels.ts';
