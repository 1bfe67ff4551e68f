/**
 * What an endpoint may say: whole answers in the exact shapes of the two APIs, and every kind of trouble on
 * the way.
 */

/**
 * One token of an answer with the alternatives the model weighed there: token → probability, the chosen one
 * among them or not.
 */
export interface TokenStep {
  readonly token: string;
  readonly distribution: Readonly<Record<string, number>>;
}

export type Reply =
  | AnswerReply
  /** An error in the shape of the API. `headers`: such as `retry-after`. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code?: string;
      readonly message: string;
      readonly headers?: Headers;
    }
  /** Bytes as they are: an HTML page, cut JSON, a wrong content type. */
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
      readonly headers?: Headers;
    }
  /** Sends the headers and the first half of an answer, and then nothing more. */
  | { readonly kind: 'stall'; readonly answer: AnswerReply }
  /** Breaks the connection, before anything was sent or in the middle. */
  | { readonly kind: 'reset'; readonly answer?: AnswerReply }
  /** Sends nothing at all. */
  | { readonly kind: 'silence' };

type ErrorReply = Extract<Reply, { kind: 'error' }>;
type RawReply = Extract<Reply, { kind: 'raw' }>;

/**
 * JSON under a status of success, whatever it is: `{}` of a server that is no endpoint, an error of the
 * server behind a proxy.
 */
export function underSuccess(body: unknown): RawReply {
  return { kind: 'raw', status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

/** The page of whatever else answers at an address. */
export const webPage: RawReply = {
  kind: 'raw',
  status: 200,
  contentType: 'text/html',
  body: '<!doctype html>',
};

export const noCredit: ErrorReply = {
  kind: 'error',
  status: 402,
  message: 'Insufficient Balance',
  code: 'invalid_request_error',
};

export function sentOn(location: string): RawReply {
  return { kind: 'raw', status: 307, contentType: 'text/plain', body: '', headers: { location } };
}

/** This item is refused, by a code. */
export function refusedItem(code = 'content_filter', status = 400): ErrorReply {
  return { kind: 'error', status, message: 'flagged', code };
}

export function overloaded(retryAfterSeconds: number): ErrorReply {
  return {
    kind: 'error',
    status: 429,
    message: 'slow down',
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}

export interface AnswerReply {
  readonly kind: 'answer';
  readonly steps: readonly TokenStep[];
  readonly finish?: 'stop' | 'length' | 'content_filter';
  readonly refusal?: string;
  /** What the model thought, in a field of its own; `alone`: the content is null. */
  readonly reasoning?: { readonly text: string; readonly alone?: boolean };
  /** Before the first byte, in milliseconds. */
  readonly delay?: number;
  readonly headers?: Headers;
  /** The endpoint gives no token probabilities, or gives them in one of the ways they come broken. */
  readonly logprobs?: LogprobTrouble;
  /** Fields of its own that the endpoint adds to the body. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

type Headers = Readonly<Record<string, string>>;

export const logprobTroubles = [
  'none',
  'null',
  'empty',
  'sentinel',
  'chosen missing',
  'no alternatives',
  'duplicates',
  'no bytes',
  'text instead of numbers',
  'positive',
  'fewer than asked',
] as const;
export type LogprobTrouble = (typeof logprobTroubles)[number];

/** A verdict of one token. The most probable token is said, unless `said` names another. */
export function verdict(
  distribution: Readonly<Record<string, number>>,
  facts: Partial<AnswerReply> & { readonly said?: string } = {},
): AnswerReply {
  const { said = mostProbable(distribution), ...rest } = facts;
  return { kind: 'answer', steps: [{ token: said, distribution }], ...rest };
}

/**
 * A verdict inside a JSON object, the opening quotation mark fused with the label where `fused`. `masked`:
 * the endpoint lists what its schema lets through and nothing else.
 */
export function structuredVerdict(
  key: string,
  distribution: Readonly<Record<string, number>>,
  {
    fused = false,
    masked = false,
    ...facts
  }: Partial<AnswerReply> & { readonly fused?: boolean; readonly masked?: boolean } = {},
): AnswerReply {
  const said = mostProbable(distribution);
  const certain = (token: string): TokenStep => ({
    token,
    distribution: masked ? { [token]: 1 } : { [token]: 0.9999, '\n': 5e-5, ' the': 3e-5 },
  });
  const quoted = Object.fromEntries(Object.entries(distribution).map(([token, p]) => [`"${token}`, p]));
  const value = fused
    ? [{ token: `"${said}`, distribution: quoted }]
    : [certain('"'), { token: said, distribution }];
  return {
    kind: 'answer',
    steps: [certain('{"'), certain(key), certain('":'), ...value, certain('"}')],
    ...facts,
  };
}

export function textOf({ steps }: AnswerReply): string {
  return steps.map(({ token }) => token).join('');
}

/** The body of a chat completion. */
export function chatBody(
  answer: AnswerReply,
  request: Readonly<Record<string, unknown>>,
  id: string,
): unknown {
  const { finish = 'stop', refusal, reasoning } = answer;
  const content = refusal === undefined && reasoning?.alone !== true ? textOf(answer) : null;
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: 1_790_000_000,
    model: request['model'],
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content,
          refusal: refusal ?? null,
          annotations: [],
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning.text }),
        },
        logprobs: chatLogprobs(answer, request),
        finish_reason: finish,
      },
    ],
    usage: usageOf(answer, request),
    service_tier: 'default',
    ...answer.extra,
  };
}

/** The body of a Response. */
export function responsesBody(
  answer: AnswerReply,
  request: Readonly<Record<string, unknown>>,
  id: string,
): unknown {
  const { finish = 'stop', refusal, reasoning } = answer;
  const asked =
    Array.isArray(request['include']) && request['include'].includes('message.output_text.logprobs');
  const logprobs =
    answer.logprobs === 'null' || answer.logprobs === 'none' ? undefined : tokenLogprobs(answer, request);
  const content =
    refusal === undefined
      ? {
          type: 'output_text',
          text: textOf(answer),
          annotations: [],
          ...(asked && logprobs !== undefined ? { logprobs } : {}),
        }
      : { type: 'refusal', refusal };
  const usage = usageOf(answer, request);
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: 1_790_000_000,
    status: finish === 'stop' ? 'completed' : 'incomplete',
    error: null,
    incomplete_details:
      finish === 'stop' ? null : { reason: finish === 'length' ? 'max_output_tokens' : 'content_filter' },
    model: request['model'],
    output: [
      ...(reasoning === undefined
        ? []
        : [
            {
              id: `rs_${id}`,
              type: 'reasoning',
              content: [{ type: 'reasoning_text', text: reasoning.text }],
            },
          ]),
      ...(reasoning?.alone === true
        ? []
        : [{ id: `msg_${id}`, type: 'message', status: 'completed', role: 'assistant', content: [content] }]),
    ],
    usage: {
      input_tokens: usage.prompt_tokens,
      output_tokens: usage.completion_tokens,
      total_tokens: usage.total_tokens,
    },
    ...answer.extra,
  };
}

function chatLogprobs(answer: AnswerReply, request: Readonly<Record<string, unknown>>): unknown {
  if (request['logprobs'] !== true || answer.logprobs === 'null') return null;
  if (answer.logprobs === 'none') return undefined;
  const tokens = tokenLogprobs(answer, request);
  return answer.refusal === undefined
    ? { content: tokens, refusal: null }
    : { content: null, refusal: tokens };
}

interface WrittenLogprob {
  token: string;
  bytes: number[] | null;
  logprob: unknown;
}

function tokenLogprobs(
  { steps, logprobs: trouble }: AnswerReply,
  request: Readonly<Record<string, unknown>>,
): unknown[] {
  if (trouble === 'empty') return [];
  const asked = typeof request['top_logprobs'] === 'number' ? request['top_logprobs'] : 0;
  return steps.map(({ token, distribution }) => {
    const ranked = Object.entries(distribution).sort(([a, p], [b, q]) => q - p || (a < b ? -1 : 1));
    const kept = ranked
      .slice(0, trouble === 'fewer than asked' ? Math.min(2, asked) : asked)
      .map(([word, p]) => written(word, p, trouble));
    const top =
      trouble === 'chosen missing'
        ? kept.filter((entry) => entry.token !== token)
        : trouble === 'no alternatives'
          ? []
          : kept;
    if (trouble === 'duplicates' && top.length > 0) top.push({ ...top[0] });
    return { ...written(token, distribution[token] ?? 0, trouble), top_logprobs: top };
  });
}

function written(token: string, probability: number, trouble: LogprobTrouble | undefined): WrittenLogprob {
  const logprob = probability > 0 ? Math.log(probability) : -9999;
  return {
    token,
    bytes: trouble === 'no bytes' ? null : [...Buffer.from(token)],
    logprob:
      trouble === 'text instead of numbers'
        ? String(logprob)
        : trouble === 'positive'
          ? 0.5
          : trouble === 'sentinel'
            ? -9999
            : logprob,
  };
}

function usageOf(
  answer: AnswerReply,
  request: Readonly<Record<string, unknown>>,
): { prompt_tokens: number; completion_tokens: number; total_tokens: number } {
  const input = Math.ceil(JSON.stringify(request['messages'] ?? request['input'] ?? '').length / 4);
  return {
    prompt_tokens: input,
    completion_tokens: answer.steps.length,
    total_tokens: input + answer.steps.length,
  };
}

function mostProbable(distribution: Readonly<Record<string, number>>): string {
  return Object.entries(distribution).reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
