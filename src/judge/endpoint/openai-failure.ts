/**
 * What a failure of the `openai` package means for the call and for the run, in one line without any secret.
 */
import { JudgeError, type ProviderRequest } from './provider.ts';
import type { EndpointAccess } from './access.ts';
import { holdsKeyInAnyCase, textWithoutKey } from './hidden-key.ts';
import { whereOf } from './access.ts';
import { refusedSetting } from './refused-setting.ts';

interface ApiFailure {
  readonly status?: number;
  readonly code?: string | null;
  readonly message: string;
  readonly headers?: Headers;
  readonly error?: { readonly message?: unknown; readonly metadata?: { readonly reasons?: unknown } };
}

/** Codes of errors that every other call would meet too. */
const accountCodes = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'account_deactivated',
  'billing_not_active',
]);
/** Codes that are about one item. */
const itemCodes = new Set([
  'context_length_exceeded',
  'content_filter',
  'content_policy_violation',
  'data_inspection_failed',
  'moderation_blocked',
  'string_above_max_length',
  'invalid_prompt',
]);
/** Codes that are about a setting. */
const settingCodes = new Set(['unsupported_parameter', 'unsupported_value', 'unknown_parameter']);

/**
 * A JudgeError for whatever the package threw. A bug of ours goes through as it is. `body`: of the request,
 * where it was one of a call.
 */
export function failureOf(
  error: unknown,
  access: EndpointAccess,
  body: ProviderRequest['body'] = {},
): unknown {
  if (error instanceof JudgeError || !(error instanceof Error)) return error;
  // What our own way out refuses comes back as a connection that failed.
  if (error.cause instanceof JudgeError) return error.cause;
  const name = error.constructor.name;
  if (name === 'APIUserAbortError' || error.name === 'AbortError' || error.name === 'TimeoutError')
    return new JudgeError('the call was ended before its answer was whole', {
      kind: 'retry',
      cause: withoutSecrets(error, access),
    });
  const failure = error as Error & ApiFailure;
  if (typeof failure.status === 'number') return statusFailure(failure, failure.status, access, body);
  return connectionFailure(error, access);
}

/**
 * The failure of a body that is an error under a status of success, by the number it names; without one it
 * may pass.
 */
export function failureInBody(
  { message, code, status }: { readonly message: string; readonly code: string; readonly status: number },
  { headers, status: sent }: Response,
  access: EndpointAccess,
  body: ProviderRequest['body'],
): JudgeError {
  return statusFailure({ message, code, headers }, Number.isNaN(status) ? sent : status, access, body);
}

function statusFailure(
  failure: ApiFailure,
  status: number,
  access: EndpointAccess,
  body: ProviderRequest['body'],
): JudgeError {
  const where = whereOf(access);
  const said = cleaned(
    typeof failure.error?.message === 'string' ? failure.error.message : failure.message,
    access,
  );
  const code = typeof failure.code === 'string' ? failure.code : '';
  const facts = { status, retryAfter: retryAfter(failure.headers, access.now), cause: new Error(said) };
  const refused = `${where} refuses the request (${status}): ${said}`;
  // Routers say under many a status, 403 among them, that this input was flagged.
  if (itemCodes.has(code) || Array.isArray(failure.error?.metadata?.reasons) || status === 413)
    return new JudgeError(refused, { ...facts, kind: 'call', about: 'item' });
  if (status >= 300 && status < 400) return redirection(failure, facts, access);
  if (accountCodes.has(code) || status === 402)
    return new JudgeError(`${where} says the account cannot pay: ${said}`, {
      ...facts,
      kind: 'run',
      hint: 'Add credit or raise the limit, then run again: what is stored is not asked again.',
    });
  // Some say under 403 what others say under 400.
  const refusal = [400, 403, 422].includes(status) ? refusedSetting(said, body) : undefined;
  if (refusal !== undefined) {
    const { setting, words, hint } = refusal;
    return new JudgeError(`${where} ${words} (${status}): ${said}`, {
      ...facts,
      kind: 'run',
      about: 'settings',
      setting,
      hint,
    });
  }
  if (status === 401 || status === 403)
    return new JudgeError(`${where} rejected the key (${status}): ${said}`, {
      ...facts,
      kind: 'run',
      hint: keyHint(access),
    });
  const noModel =
    status === 404 ? /model|deployment/i : status === 400 ? /model[ _]not[ _](?:exist|found)/i : undefined;
  if (status === 404 || noModel?.test(`${code} ${said}`) === true)
    return noModel!.test(`${code} ${said}`)
      ? new JudgeError(`${where} has no such model: ${said}`, {
          ...facts,
          kind: 'run',
          hint: 'Check "model" of the judge, and whether the key may use it.',
        })
      : new JudgeError(`${where} has no such address (404): ${said}`, {
          ...facts,
          kind: 'run',
          hint: 'Check baseURL: most servers want it to end in /v1; "api" may be chat or responses.',
        });
  if (status < 300)
    return new JudgeError(`${where} answers with an error: ${said}`, { ...facts, kind: 'retry' });
  if (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500)
    return new JudgeError(
      status === 429
        ? `${where} says too many requests (429)`
        : `${where} fails for now (${status}): ${said}`,
      {
        ...facts,
        kind: 'retry',
      },
    );
  if (settingCodes.has(code) || refusesSetting(`${code} ${said}`))
    return new JudgeError(refused, {
      ...facts,
      kind: 'run',
      about: 'settings',
      hint:
        'The model or server does not take one of the settings of the judge: see its "sampling", ' +
        '"mode" and "sources".',
    });
  return new JudgeError(refused, { ...facts, kind: 'call' });
}

/** By the words alone, where no code says it. "This content is not allowed" is about one item. */
function refusesSetting(said: string): boolean {
  const ofContent = /\b(?:content|flagged|moderation|policy|safety)\b/i;
  return /unsupported|unknown|unrecognized|not (?:supported|allowed)/i.test(said) && !ofContent.test(said);
}

function redirection(
  { headers }: ApiFailure,
  facts: { readonly status: number; readonly cause: Error },
  access: EndpointAccess,
): JudgeError {
  const place = headers?.get('location') ?? '';
  const base = access.endpoint.baseURL ?? 'https://api.openai.com/v1';
  const origin = URL.canParse(place, base) ? new URL(place, base).origin : '';
  const to = origin === '' || holdsKeyInAnyCase(origin, access.key) ? 'another address' : origin;
  return new JudgeError(
    `${whereOf(access)} sends its calls on to ${to} (${facts.status}), and prompts go nowhere else ` +
      'by themselves',
    {
      ...facts,
      kind: 'run',
      hint: 'Put the address that is meant into baseURL.',
    },
  );
}

const connectionWords: Readonly<Record<string, readonly [words: string, hint: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'Start the server, or check host and port in baseURL.'],
  ENOTFOUND: ['there is no such host', 'Check baseURL and the network.'],
  EAI_AGAIN: ['the name of the host cannot be looked up', 'Check the network.'],
  ECONNRESET: ['the connection broke', 'Run again: what is stored is not asked again.'],
  UND_ERR_SOCKET: ['the connection broke', 'Run again: what is stored is not asked again.'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'Ask whoever runs the server.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'its certificate is self-signed',
    'Name the certificate in NODE_EXTRA_CA_CERTS.',
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: ['it does not speak https', 'Try http:// in baseURL.'],
};

function connectionFailure(error: Error, access: EndpointAccess): JudgeError {
  const code = codeOf(error);
  const [words, hint] = connectionWords[code] ?? [
    `the connection failed${code === '' ? '' : ` (${code})`}`,
    'Check baseURL and the network.',
  ];
  return new JudgeError(`${whereOf(access)}: ${words}`, {
    kind: 'retry',
    hint,
    cause: withoutSecrets(error, access),
  });
}

/** The code of the innermost cause that has one. */
function codeOf(error: unknown): string {
  let code = '';
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    const own = (inner as { code?: unknown }).code;
    if (typeof own === 'string') code = own;
  }
  return code;
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; NaN where neither is there. */
export function retryAfter(headers: Headers | undefined, now: () => number): number {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? 'none');
  if (milliseconds >= 0) return milliseconds;
  const text = headers?.get('retry-after');
  if (text === null || text === undefined) return NaN;
  const seconds = Number(text);
  return Number.isNaN(seconds) ? Math.max(0, Date.parse(text) - now()) : Math.max(0, seconds * 1000);
}

function keyHint({ endpoint }: EndpointAccess): string {
  return endpoint.key === null
    ? 'The endpoint needs a key: name its environment variable in "key" of the endpoint.'
    : `Put a valid key into the environment variable ${endpoint.key}.`;
}

/** One line, at most 300 characters, in which nothing looks like a key. */
export function cleaned(text: string, { key }: EndpointAccess): string {
  const line = textWithoutKey(text, key)
    .replace(/\b(?:sk|key|Bearer)[-_ ][A-Za-z0-9_*.-]{6,}/g, '***')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** The package hangs the request, with its headers, on some errors: only the words go on. */
function withoutSecrets(error: Error, access: EndpointAccess): Error {
  return new Error(cleaned(`${error.name}: ${error.message} ${codeOf(error)}`, access));
}
