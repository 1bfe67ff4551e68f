/** An endpoint's answers in, label probabilities and verdicts out. */
export {
  type ExtractionFailure,
  type ExtractionProblem,
  extractionProblems,
} from './read/extraction-failure.ts';
export {
  type LabelProbabilities,
  type LabelProbabilityOptions,
  type VerdictWarning,
  labelProbabilities,
} from './read/label-probabilities.ts';
export { type LabelTokens, type Normalization, type Tokenization, labelTokens } from './ask/label-tokens.ts';
export { type OrdinalVerdict, ordinalVerdict } from './verdict/ordinal-verdict.ts';
export {
  type SampledProbabilities,
  type SampleOptions,
  sampledProbabilities,
} from './read/sampled-probabilities.ts';
export {
  type AnswerTokens,
  type TokenAlternative,
  type TokenLogprob,
  parseChatLogprobs,
  parseCompletionLogprobs,
  parseResponsesLogprobs,
} from './read/token-logprobs.ts';
export {
  type ConfidenceScale,
  type VerbalizedConfidence,
  parseVerbalizedConfidence,
} from './read/verbalized-confidence.ts';
export type { VerdictFormat } from './read/verdict-position.ts';

export { type SavedReading, savedAnswers } from './saved/saved-answers.ts';
export { lookAtAnswers } from './saved/words-in-answers.ts';

// The judges of a study.
export { askStudy, calledBy, judgeStudy, lookAtStudy, planStudy } from './study/judge-study.ts';
export {
  type AskingRun,
  type OpenStudy,
  type StudyRun,
  type StudyRunOptions,
  prepareRun,
} from './study/study-run.ts';
export type { JudgeEvent, JudgeOutcome, JudgePlan, JudgeStop, JudgedStudy } from './study/events.ts';
export { type StudyJudge } from './study/study-judge.ts';
export { type StoredVerdicts, storedVerdicts } from './study/stored-run.ts';
export { type Called, type Endpoints, allowedEndpoints, endpointsBy } from './study/endpoints.ts';
export type { VerdictRow } from './verdict/verdict-rows.ts';
export { type RunProgress, type RunStop, type RunSummary, interrupted } from './verdict/run-summary.ts';
export type { BatchNote } from './batch/batch-notes.ts';
export type { SeenBatch } from './batch/wait-for-batches.ts';

// One judge, its prompt and what it costs.
export { type PreparedJudge, type ProbabilitySource, prepareJudge } from './ask/prepare-judge.ts';
export { type JudgeItem, requireFields } from './ask/items.ts';
export { requestOf } from './ask/request.ts';
export { type PromptWords, type ReadyPrompt, ownLabelsPrompt, readyPrompt } from './ask/ready-prompts.ts';
export { type WordsForLabels, mostLabels, wordsForLabels } from './ask/words-for-labels.ts';
export { type Price, batchPrice, costOf } from './ask/prices.ts';

// Endpoints: who may be called, with which key.
export type { Clock } from './clock.ts';
export {
  type FailureKind,
  JudgeError,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
} from './endpoint/provider.ts';
export type { BatchProvider } from './endpoint/batch-provider.ts';
export type { EndpointAccess } from './endpoint/access.ts';
export { openaiCompatibleProvider, wholeAddressOf } from './endpoint/openai-compatible.ts';
export {
  type AllowedPair,
  type KeyPair,
  covers,
  isFreeOfAsking,
  isProviderKey,
  keyPairOf,
  parseAllowedPair,
} from './endpoint/key-pair.ts';
