/** What a judge will be asked: one call for each item, order and sample, each with the key it is stored under. */
import { DataError, type JudgeConfig, type VerdictStore, listed } from '../../data/index.ts';
import type { JudgeCall } from './judge-call.ts';
import type { PreparedJudge } from './prepare-judge.ts';
import type { ProviderRequest } from '../endpoint/provider.ts';
import { renderTemplate } from './template.ts';

export interface JudgeItem {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Checks that every item has every field the prompt names; items with an empty one are told too, since a judge would judge nothing.
 *
 * Throws DataError with the field, how many items lack it, and the fields there are.
 */
export function requireFields({ template, config }: PreparedJudge, items: readonly JudgeItem[]): void {
  const { sides } = config;
  for (const shown of template.fields) {
    const field = sideField(shown, sides);
    const lacking = items.filter((item) => textOf(item, field).trim() === '');
    if (lacking.length === 0) continue;
    const there = [...new Set(items.flatMap((item) => Object.keys(item.fields)))].toSorted();
    throw new DataError(
      lacking.length === items.length
        ? `no item has the field ${JSON.stringify(field)}; the fields there are ${listed(there, 20)}`
        : `${lacking.length} of ${items.length} items have no ${JSON.stringify(field)}, the first ${listed(lacking.slice(0, 3).map(({ id }) => id))}`,
      { file: template.name },
      'Fill it in items.jsonl, or take the field out of the prompt.',
    );
  }
}

/** Empty where the item has no such field. A field may be called `constructor`. */
function textOf({ fields }: JudgeItem, field: string): string {
  return Object.hasOwn(fields, field) ? fields[field] : '';
}

/** A field of the prompt as the field of the item it stands for, with the first side first. */
function sideField(shown: string, sides: JudgeConfig['sides']): string {
  if (sides === undefined) return shown;
  return shown === 'first' ? sides.a : shown === 'second' ? sides.b : shown;
}

/** The items in an order that has nothing to do with them, so that the first few are a random sample, and the same ones each time. */
export function shuffledItems(items: readonly JudgeItem[], hash: (text: string) => string): JudgeItem[] {
  const place = new Map(items.map((item) => [item, hash(`order of items ${item.id}`)]));
  return items.toSorted((a, b) => (place.get(a)! < place.get(b)! ? -1 : 1));
}

/** Every call of a judge, made as it is pulled. The same judge and items give the same calls with the same keys. */
export function* planCalls(judge: PreparedJudge, items: Iterable<JudgeItem>, hash: (text: string) => string): Generator<JudgeCall> {
  const { config, source, orders, name, version } = judge;
  const samples = source === 'samples' ? config.samples : 1;
  const { api, baseURL, query } = config.endpoint;
  const asked = canonicalJson({ api, baseURL: baseURL ?? null, query: query ?? null, version });
  for (const item of items) {
    for (const order of orders) {
      const request = requestOf(judge, item, order);
      const text = canonicalJson(request.body);
      for (let sample = 0; sample < samples; sample++) {
        const key = hash(JSON.stringify([asked, text, item.id, order, sample]));
        yield {
          key,
          judge: name,
          item: item.id,
          order,
          sample,
          model: config.model,
          prompt: version,
          request,
          ...mostTokens(request, text),
        };
      }
    }
  }
}

/**
 * The calls nobody has paid for yet: a run goes on where the last one stopped. Those that failed before come last, so that what can never
 * be answered stands in nobody's way. `waiting`: keys of calls in a batch that is under way.
 */
export function* unansweredCalls(
  calls: Iterable<JudgeCall>,
  store: Pick<VerdictStore, 'statusOf'>,
  waiting: ReadonlySet<string> = new Set(),
): Generator<JudgeCall> {
  const failed: JudgeCall[] = [];
  for (const call of calls) {
    if (waiting.has(call.key)) continue;
    const status = store.statusOf(call.key);
    if (status === undefined) yield call;
    else if (status === 'failed') failed.push(call);
  }
  yield* failed;
}

/**
 * What a request can come to before the endpoint has counted. No token is less than a byte, and the body as JSON (`text`) has more bytes
 * than what a model sees of it; few are less than three bytes.
 */
export function mostTokens(
  { api, body }: ProviderRequest,
  text: string,
): Pick<JudgeCall, 'inputTokens' | 'outputTokens' | 'likelyInputTokens'> {
  const bytes = Buffer.byteLength(text);
  const most = api === 'responses' ? body['max_output_tokens'] : (body['max_tokens'] ?? body['max_completion_tokens']);
  return { inputTokens: bytes, outputTokens: Number(most), likelyInputTokens: Math.ceil(bytes / 3) };
}

/** The body for one item with one side shown first. */
export function requestOf(judge: PreparedJudge, item: JudgeItem, order: string | null): ProviderRequest {
  const { config, system } = judge;
  const user = renderTemplate(judge.template, valuesOf(config.sides, item, order));
  return requestWith(judge, [...(system === undefined ? [] : [{ role: 'system', content: system }]), { role: 'user', content: user }]);
}

/** The body for these messages, with everything the judge declares beside them. */
export function requestWith(judge: PreparedJudge, messages: readonly Message[]): ProviderRequest {
  const { api } = judge.config.endpoint;
  return { api, body: api === 'chat' ? chatRequest(judge, messages) : responsesRequest(judge, messages) };
}

function valuesOf(sides: JudgeConfig['sides'], item: JudgeItem, order: string | null): Record<string, string> {
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
      ? { response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema: schemaOf(judge) } } }
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
    ...(judge.source === 'logprobs' ? { include: ['message.output_text.logprobs'], top_logprobs: sampling.topLogprobs } : {}),
    // Less than this is refused there.
    max_output_tokens: Math.max(16, sampling.maxTokens),
    ...samplingOf(judge),
    ...(sampling.reasoningEffort === undefined ? {} : { reasoning: { effort: sampling.reasoningEffort } }),
    ...(mode === 'structured' ? { text: { format: { type: 'json_schema', name: 'verdict', strict: true, schema: schemaOf(judge) } } } : {}),
  };
}

/** Samples are drawn at temperature 1 unless the judge says otherwise; nothing else is sent that was not asked for. */
function samplingOf({ source, config: { sampling } }: PreparedJudge): Body {
  const temperature = sampling.temperature ?? (source === 'samples' ? 1 : undefined);
  return { ...(temperature === undefined ? {} : { temperature }), ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }) };
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
