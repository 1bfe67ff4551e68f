/** An endpoint's answers in, label probabilities and verdicts out. */
export { storedBody } from './read/answer-text.ts';
export { type ExtractionFailure, type ExtractionProblem, extractionProblems, showsNoProbabilities } from './read/extraction-failure.ts';
export { type NoVerdict, missingProbabilities, noProbabilities, whyNoVerdict } from './run/no-verdict.ts';
export {
  type LabelProbabilities,
  type LabelProbabilityOptions,
  type VerdictWarning,
  labelProbabilities,
} from './read/label-probabilities.ts';
export { type LabelTokens, type Normalization, type Tokenization, labelTokens } from './ask/label-tokens.ts';
export { type OrdinalVerdict, ordinalVerdict } from './verdict/ordinal-verdict.ts';
export { type SampledProbabilities, type SampleOptions, sampledProbabilities } from './read/sampled-probabilities.ts';
export {
  type AnswerTokens,
  type TokenAlternative,
  type TokenLogprob,
  parseChatLogprobs,
  parseCompletionLogprobs,
  parseResponsesLogprobs,
} from './read/token-logprobs.ts';
export { type ConfidenceScale, type VerbalizedConfidence, parseVerbalizedConfidence } from './read/verbalized-confidence.ts';
export type { VerdictFormat } from './read/verdict-position.ts';
export { type BatchNote, openBatches, waitingKeys } from './batch/batch-notes.ts';
export type { BatchProvider } from './endpoint/batch-provider.ts';
export type { BatchWork } from './batch/batch-work.ts';
export type { MergedBatch } from './batch/merge-batch.ts';
export { type Submitted, findLostBatches, submitBatches } from './batch/submit-batches.ts';
export { type SeenBatch, cancelBatches, waitForBatches } from './batch/wait-for-batches.ts';
export { openaiBatchProvider } from './endpoint/openai-batches.ts';
export { type StoredProbe, probeProblem, probeShowsNoProbabilities, readProbe } from './probe/probe.ts';
export { probeCalls, probeKey } from './probe/probe-requests.ts';
export { type FailureKind, JudgeError, type Provider, type ProviderAnswer, type ProviderRequest } from './endpoint/provider.ts';
export type { JudgeCall } from './ask/judge-call.ts';
export { type JudgeItem, planCalls, requestOf, requireFields, shuffledItems, unansweredCalls } from './ask/plan-calls.ts';
export { type PreparedJudge, type ProbabilitySource, prepareJudge } from './ask/prepare-judge.ts';
export { type Price, batchPrice, costOf, limitPriceOf, priceOf } from './ask/prices.ts';
export {
  type AllowedPair,
  type KeyPair,
  covers,
  isFreeOfAsking,
  isLoopback,
  isProviderKey,
  keyPairOf,
  parseAllowedPair,
} from './endpoint/key-pair.ts';
export { type EndpointAccess, whereOf } from './endpoint/access.ts';
export { openaiCompatibleProvider, wholeAddressOf } from './endpoint/openai-compatible.ts';
export type { Clock } from './run/rate-budget.ts';
export { type PromptWords, type ReadyPrompt, ownLabelsPrompt, readyPrompt } from './ask/ready-prompts.ts';
export { type Purse, createPurse } from './run/purse.ts';
export { type RunOptions, runCalls } from './run/run.ts';
export { type RunProgress, type RunStop, type RunSummary, interrupted } from './verdict/run-summary.ts';
export { type RanProbe, runProbe } from './probe/run-probe.ts';
export { type Verdict, readVerdict } from './verdict/verdict.ts';
export { type SettledCalls, type VerdictRow, judgeRunCounter, verdictNotes, verdictRow, verdictsOf } from './verdict/verdict-rows.ts';
export { type WordsForLabels, mostLabels, wordsForLabels } from './ask/words-for-labels.ts';
