/**
 * The body of a request, as the judge declares it, and what it can come to before the endpoint has counted.
 */
import type { JudgeConfig } from '../../data/index.ts';
import type { ProviderRequest } from '../endpoint/provider.ts';
import { bytesOfText } from './byte-strings.ts';
import { type JudgeItem, textOf } from './items.ts';
import type { JudgeCall } from './judge-call.ts';
import type { PreparedJudge } from './prepare-judge.ts';
import { renderTemplate } from './template.ts';

/**
 * What a request can come to before the endpoint has counted. No token is less than a byte, and the body as
 * JSON (`text`) has more bytes than what a model sees of it; few are less than three bytes.
 */
export function mostTokens(
  { api, body }: ProviderRequest,
  text: string,
): Pick<JudgeCall, 'inputTokens' | 'outputTokens' | 'likelyInputTokens'> {
  const bytes = bytesOfText(text).length;
  const most =
    api === 'responses' ? body['max_output_tokens'] : (body['max_tokens'] ?? body['max_completion_tokens']);
  return { inputTokens: bytes, outputTokens: Number(most), likelyInputTokens: Math.ceil(bytes / 3) };
}

/** The body for one item with one side shown first. */
export function requestOf(judge: PreparedJudge, item: JudgeItem, order: string | null): ProviderRequest {
  const { config, system } = judge;
  const user = renderTemplate(judge.template, valuesOf(config.sides, item, order));
  return requestWith(judge, [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: user },
  ]);
}

/** The body for these messages, with everything the judge declares beside them. */
export function requestWith(judge: PreparedJudge, messages: readonly Message[]): ProviderRequest {
  const { api } = judge.config.endpoint;
  return { api, body: api === 'chat' ? chatRequest(judge, messages) : responsesRequest(judge, messages) };
}

function valuesOf(
  sides: JudgeConfig['sides'],
  item: JudgeItem,
  order: string | null,
): Record<string, string> {
  if (sides === undefined) return { ...item.fields };
  const [first, second] = order === sides.labelA ? [sides.a, sides.b] : [sides.b, sides.a];
  return { ...item.fields, first: textOf(item, first), second: textOf(item, second) };
}

export type Message = { readonly role: string; readonly content: string };
type Body = Record<string, unknown>;

function chatRequest(judge: PreparedJudge, messages: readonly Message[]): Body {
  const { model, endpoint, mode, sampling } = judge.config;
  // OpenAI's own models take the new name alone; servers that follow it late, the old one.
  const length = endpoint.baseURL === undefined ? 'max_completion_tokens' : 'max_tokens';
  return {
    model,
    messages,
    ...(judge.source === 'logprobs' ? { logprobs: true, top_logprobs: sampling.topLogprobs } : {}),
    [length]: sampling.maxTokens,
    ...samplingOf(judge),
    ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
    ...(sampling.reasoningEffort === undefined ? {} : { reasoning_effort: sampling.reasoningEffort }),
    ...(mode === 'structured'
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'verdict', strict: true, schema: schemaOf(judge) },
          },
        }
      : {}),
  };
}

function responsesRequest(judge: PreparedJudge, messages: readonly Message[]): Body {
  const { model, mode, sampling } = judge.config;
  return {
    model,
    input: messages,
    // The endpoint need not keep what it was asked.
    store: false,
    ...(judge.source === 'logprobs'
      ? { include: ['message.output_text.logprobs'], top_logprobs: sampling.topLogprobs }
      : {}),
    // Less than this is refused there.
    max_output_tokens: Math.max(16, sampling.maxTokens),
    ...samplingOf(judge),
    ...(sampling.reasoningEffort === undefined ? {} : { reasoning: { effort: sampling.reasoningEffort } }),
    ...(mode === 'structured'
      ? { text: { format: { type: 'json_schema', name: 'verdict', strict: true, schema: schemaOf(judge) } } }
      : {}),
  };
}

/**
 * Samples are drawn at temperature 1 unless the judge says otherwise; nothing else is sent that was not asked
 * for.
 */
function samplingOf({ source, config: { sampling } }: PreparedJudge): Body {
  const temperature = sampling.temperature ?? (source === 'samples' ? 1 : undefined);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
  };
}

function schemaOf({ config, words, source }: PreparedJudge): Body {
  const verdict = { type: 'string', enum: [...words] };
  const confidence = { type: 'integer', description: 'how sure you are that the verdict is right, 0 to 100' };
  const properties = { [config.verdictKey]: verdict, ...(source === 'verbalized' ? { confidence } : {}) };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** JSON with sorted keys: the same value is the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
