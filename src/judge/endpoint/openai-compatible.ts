/**
 * Endpoints that speak OpenAI's API, by OpenAI's own package: chat completions and Responses. Nothing is
 * retried here (the run does that, under its limits), the body of an answer is kept as it came, and every
 * failure says what to do about it.
 */
import type OpenAI from 'openai';
import { type JudgeConfig, isOpenaiAddress, openaiBaseURL } from '../../data/index.ts';
import { type EndpointAccess, whereOf } from './access.ts';
import { type ParsedJson, parseJson, readAnswerBody } from './answer-body.ts';
import { isLoopback } from './key-pair.ts';
import { limitHeaderNames } from '../run/rate-budget.ts';
import { JudgeError, type Provider, type ProviderAnswer, type ProviderRequest } from './provider.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { jsonWithoutKey } from './hidden-key.ts';
import { failureInBody, failureOf } from './openai-failure.ts';

/**
 * Loads the package and makes the provider of one endpoint. Makes no request.
 *
 * An endpoint that wants the newer name of `max_tokens` is sent that one from then on; what the request asks
 * for stays the same. `asGiven`: then it is refused, as a batch of such requests would be.
 */
export async function openaiCompatibleProvider(
  access: EndpointAccess,
  { asGiven = false } = {},
): Promise<Provider> {
  const client = await openaiClient(access);
  let newName = false;
  async function sent({ api, body }: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer> {
    try {
      const path = api === 'chat' ? '/chat/completions' : '/responses';
      const response = await client
        .post(path, { body: newName ? withNewName(body) : { ...body }, signal })
        .asResponse();
      return await wholeAnswer(response, access, body);
    } catch (error) {
      throw failureOf(error, access, body);
    }
  }
  return {
    async send(request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer> {
      const before = newName;
      try {
        return await sent(request, signal);
      } catch (error) {
        if (asGiven || before || !(error instanceof JudgeError) || error.setting !== 'maxTokens') throw error;
        newName = true;
        return sent(request, signal);
      }
    },
  };
}

function withNewName({ max_tokens, ...body }: ProviderRequest['body']): Record<string, unknown> {
  return max_tokens === undefined ? body : { ...body, max_completion_tokens: max_tokens };
}

/**
 * A client that keeps no log, retries nothing, and tells an endpoint of somebody else nothing about an
 * account at OpenAI.
 */
export async function openaiClient({ endpoint, key, fetch }: EndpointAccess): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai');
  const { baseURL } = endpoint;
  return new Client({
    apiKey: key ?? 'none',
    // Whatever is not said here the package takes from variables of the environment.
    adminAPIKey: null,
    webhookSecret: null,
    baseURL: baseURL ?? openaiBaseURL,
    ...(isOpenaiAddress(baseURL) ? {} : { organization: null, project: null }),
    ...(endpoint.query === undefined ? {} : { defaultQuery: endpoint.query }),
    maxRetries: 0,
    // The run ends a call by its signal; the package's own clock would call it something else.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    // Prompts go to the endpoint that the judge names and nowhere else.
    fetchOptions: { redirect: 'manual' },
    fetch: guardedFetch({ baseURL, key, fetch, where: whereOf({ endpoint }) }),
  });
}

async function wholeAnswer(
  response: Response,
  access: EndpointAccess,
  asked: ProviderRequest['body'],
): Promise<ProviderAnswer> {
  const { text, value } = parsedBody(await response.text(), response, access);
  const read = readAnswerBody(value);
  if (read.holds === 'error') throw failureInBody(read, response, access, asked);
  if (read.holds === 'nothing')
    throw new JudgeError(`${whereOf(access)} answers with JSON that holds no answer`, {
      kind: 'retry',
      status: response.status,
      hint: 'Check baseURL and "api": no server of this kind may be there.',
    });
  const body = jsonWithoutKey(text, access.key);
  return { body, value: body === text ? value : JSON.parse(body), headers: limitHeaders(response.headers) };
}

function parsedBody(body: string, response: Response, access: EndpointAccess): ParsedJson {
  const type = response.headers.get('content-type') ?? 'no content type';
  try {
    return parseJson(body);
  } catch (cause) {
    // A page of a proxy, or an answer that was cut: either may pass.
    throw type.includes('json')
      ? new JudgeError(`${whereOf(access)} sent JSON that breaks off`, {
          kind: 'retry',
          status: response.status,
          cause,
        })
      : new JudgeError(`${whereOf(access)} answers with ${type.split(';')[0]}, not JSON`, {
          kind: 'retry',
          status: response.status,
          cause,
          hint: 'Check baseURL: most servers want it to end in /v1.',
        });
  }
}

/**
 * The headers about limits, which are all that is looked at: going through all of them costs more than
 * reading the answer.
 */
function limitHeaders(headers: Headers): Record<string, string> {
  const limits: Record<string, string> = {};
  for (const name of limitHeaderNames) {
    const value = headers.get(name);
    if (value !== null) limits[name] = value;
  }
  return limits;
}

/**
 * Where the calls of a judge on this machine go, path and query included: nobody is asked about them. Of
 * other endpoints as `whereOf`.
 */
export function wholeAddressOf({ endpoint }: Pick<JudgeConfig, 'endpoint'>): string {
  const { baseURL, api, query = {} } = endpoint;
  if (baseURL === undefined || !isLoopback(new URL(baseURL))) return whereOf({ endpoint });
  if (!baseURL.includes('?') && Object.keys(query).length === 0) return baseURL;
  const url = new URL(`${baseURL.replace(/\/$/, '')}/${api === 'chat' ? 'chat/completions' : 'responses'}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
