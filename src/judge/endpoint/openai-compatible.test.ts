import { afterEach, describe, expect, test } from 'vitest';
import {
  type Reply,
  noCredit,
  refusedItem,
  sentOn,
  structuredVerdict,
  underSuccess,
  verdict,
  webPage,
} from '../../../test/judge-server/replies.ts';
import { type JudgeServer, type ServerScript, startJudgeServer } from '../../../test/judge-server/server.ts';
import { type JudgeDeclaration, judgeSchema } from '../../data/index.ts';
import { JudgeError, type ProviderRequest } from './provider.ts';
import { openaiCompatibleProvider } from './openai-compatible.ts';
import { retryAfter } from './openai-failure.ts';

const canary = 'sk-canary-0123456789abcdef';
const servers: JudgeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const chat: ProviderRequest = {
  api: 'chat',
  body: {
    model: 'm',
    messages: [{ role: 'user', content: 'A or B?' }],
    logprobs: true,
    top_logprobs: 5,
    max_tokens: 1,
  },
};
const responses: ProviderRequest = {
  api: 'responses',
  body: { model: 'm', input: 'A or B?', include: ['message.output_text.logprobs'], top_logprobs: 5 },
};

async function ask(
  script: Partial<ServerScript> | Reply,
  {
    request = chat,
    endpoint = {},
    key = canary,
    timeout = 2000,
  }: {
    request?: ProviderRequest;
    endpoint?: JudgeDeclaration['endpoint'];
    key?: string;
    timeout?: number;
  } = {},
): Promise<{ body: string; headers: Readonly<Record<string, string>>; server: JudgeServer }> {
  const whole: ServerScript =
    'kind' in script ? { reply: () => script } : { reply: () => verdict({ A: 0.7, B: 0.2 }), ...script };
  const server = await startJudgeServer(whole);
  servers.push(server);
  const config = judgeSchema.parse({
    model: 'm',
    prompt: 'pairwise',
    endpoint: { baseURL: server.url, key: 'OPENAI_API_KEY', ...endpoint },
  });
  const provider = await openaiCompatibleProvider({ endpoint: config.endpoint, key, fetch, now: () => 0 });
  return { ...(await provider.send(request, AbortSignal.timeout(timeout))), server };
}

/** What was thrown, after a look that no secret is in it, however deep. */
async function failure(...given: Parameters<typeof ask>): Promise<JudgeError> {
  const error: unknown = await ask(...given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(JudgeError);
  const texts: string[] = [];
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause)
    texts.push(inner.message, inner.stack ?? '', JSON.stringify(inner, Object.getOwnPropertyNames(inner)));
  expect(texts.join('\n')).not.toContain(canary);
  expect((error as JudgeError).message).not.toContain('\n');
  return error as JudgeError;
}

describe('openaiCompatibleProvider', () => {
  test('gives the body of a chat completion as it came, bytes of tokens and all', async () => {
    const { body, server } = await ask({});
    const { choices } = JSON.parse(body) as {
      choices: { logprobs: { content: { token: string; bytes: number[]; top_logprobs: unknown[] }[] } }[];
    };
    expect(choices[0].logprobs.content[0]).toMatchObject({ token: 'A', bytes: [65] });
    expect(choices[0].logprobs.content[0].top_logprobs).toHaveLength(2);
    expect([...server.asked.keys()].map((text) => JSON.parse(text) as unknown)).toEqual([chat.body]);
  });

  test('gives the body of a Response, where the verdict may stand inside a JSON object', async () => {
    const { body } = await ask(structuredVerdict('verdict', { A: 0.6, B: 0.3 }, { fused: true }), {
      request: responses,
    });
    const { output } = JSON.parse(body) as {
      output: { content: { text: string; logprobs: { token: string }[] }[] }[];
    };
    expect(output[0].content[0].text).toBe('{"verdict":"A"}');
    expect(output[0].content[0].logprobs.map(({ token }) => token)).toEqual([
      '{"',
      'verdict',
      '":',
      '"A',
      '"}',
    ]);
  });

  test('sends the key as a header and nothing of it anywhere else', async () => {
    const { body, headers, server } = await ask({ key: canary });
    expect(JSON.stringify([body, headers, server.lastHeaders, [...server.asked.keys()]])).not.toContain(
      canary,
    );
    expect(server.lastHeaders['openai-organization']).toBeUndefined();
  });

  test('takes the key out of an answer that repeats it, also where it is the name of a property', async () => {
    const extra = { debug: { authorization: `Bearer ${canary}`, quoted: `a "${canary}": b` }, [canary]: 1 };
    const { body } = await ask(verdict({ A: 0.7, B: 0.2 }, { extra }));
    expect(JSON.parse(body)).toMatchObject({
      debug: { authorization: 'Bearer ***', quoted: 'a "***": b' },
      '***': 1,
    });
    // Placeholders are no secret, and their letters are in every answer.
    const short = await ask({ key: 'content' }, { key: 'content' });
    expect(short.body).not.toContain('***');
  });

  test('hands on the headers about limits', async () => {
    const { headers } = await ask(verdict({ A: 1 }, { headers: { 'X-RateLimit-Remaining-Requests': '59' } }));
    expect(headers['x-ratelimit-remaining-requests']).toBe('59');
  });

  test('adds the query of the endpoint to the address', async () => {
    const { server } = await ask({}, { endpoint: { query: { 'api-version': '2024-10-21' } } });
    expect(server.asked.size).toBe(1);
  });
});

describe('a failure says in a line what it means', () => {
  const error = (
    status: number,
    message: string,
    code?: string,
    headers: Record<string, string> = {},
  ): Reply => ({
    kind: 'error',
    status,
    message,
    headers,
    ...(code === undefined ? {} : { code }),
  });

  test.each([
    ['wrong key', { key: 'sk-another' }, 'run', 401, /rejected the key \(401\)/, /OPENAI_API_KEY/],
    ['wrong model', { models: ['other'] }, 'run', 404, /has no such model/, /"model"/],
    [
      'no credit',
      error(429, 'You exceeded your current quota', 'insufficient_quota'),
      'run',
      429,
      /cannot pay/,
      /stored/,
    ],
    [
      'too many requests',
      error(429, 'Slow down', 'rate_limit_exceeded'),
      'retry',
      429,
      /too many requests/,
      undefined,
    ],
    [
      'server error',
      error(500, 'oh no'),
      'retry',
      500,
      /fails for now \(500\): 500 oh no|fails for now \(500\): oh no/,
      undefined,
    ],
    ['overloaded', error(503, 'busy'), 'retry', 503, /fails for now \(503\)/, undefined],
    [
      'too long an item',
      error(400, 'maximum context length is 8192', 'context_length_exceeded'),
      'call',
      400,
      /refuses the request/,
      undefined,
    ],
    ['filtered item', error(400, 'flagged', 'content_filter'), 'call', 400, /refuses the request/, undefined],
    [
      'logprobs not taken',
      error(400, 'logprobs is not supported with this model', 'unsupported_parameter'),
      'run',
      400,
      /gives no token probabilities of this model \(400\): .*not supported/,
      /sources/,
    ],
    [
      'a page of a proxy',
      { kind: 'raw', status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' },
      'retry',
      502,
      /fails for now \(502\)/,
      undefined,
    ],
    ['a web page', webPage, 'retry', 200, /answers with text\/html, not JSON/, /\/v1/],
    [
      'cut JSON',
      { kind: 'raw', status: 200, contentType: 'application/json', body: '{"choices": [' },
      'retry',
      200,
      /JSON that breaks off/,
      undefined,
    ],
    ['JSON that is no answer', underSuccess({}), 'retry', 200, /JSON that holds no answer/, /baseURL/],
    ['an answer without choices', underSuccess({ choices: [] }), 'retry', 200, /holds no answer/, /baseURL/],
    [
      'an error under 200',
      underSuccess({ error: { message: 'upstream overloaded', code: 502 } }),
      'retry',
      502,
      /fails for now \(502\): upstream overloaded/,
      undefined,
    ],
    [
      'one without a number',
      underSuccess({ error: 'model is loading' }),
      'retry',
      200,
      /with an error: model is loading/,
      undefined,
    ],
    [
      'one of the choice',
      underSuccess({ choices: [{ error: { message: 'cut', code: 503 } }] }),
      'retry',
      503,
      /\(503\)/,
      undefined,
    ],
    [
      'one of the account',
      underSuccess({ error: { message: 'quota', code: 'insufficient_quota' } }),
      'run',
      200,
      /cannot pay/,
      /Add credit/,
    ],
    ['402', noCredit, 'run', 402, /cannot pay: .*Insufficient Balance/, /Add credit/],
    ['a wrong model, told by 400', error(400, 'Model Not Exist'), 'run', 400, /has no such model/, /"model"/],
    [
      'a wrong deployment',
      error(404, 'The API deployment does not exist.', 'DeploymentNotFound'),
      'run',
      404,
      /no such model/,
      /"model"/,
    ],
    [
      'a redirection',
      sentOn('http://localhost:1/v1/chat/completions'),
      'run',
      307,
      /on to http:\/\/localhost:1 \(307\)/,
      /baseURL/,
    ],
    [
      'an item flagged under 403',
      refusedItem('content_filter', 403),
      'call',
      403,
      /refuses the request \(403\)/,
      undefined,
    ],
    [
      'a forbidden key',
      error(403, 'not your project'),
      'run',
      403,
      /rejected the key \(403\)/,
      /OPENAI_API_KEY/,
    ],
    [
      'an item told to be by words',
      error(400, 'This content is not allowed'),
      'call',
      400,
      /refuses the request/,
      undefined,
    ],
  ] as const)('%s', async (_, script, kind, status, message, hint) => {
    const thrown = await failure(script);
    expect(thrown).toMatchObject({ kind, status });
    expect(thrown.message).toMatch(message);
    if (hint === undefined) expect(thrown.hint).toBeUndefined();
    else expect(thrown.hint).toMatch(hint);
  });

  test('an address without /v1', async () => {
    const server = await startJudgeServer({ reply: () => verdict({ A: 1 }) });
    servers.push(server);
    const thrown = await failure({}, { endpoint: { baseURL: server.url.replace('/v1', '') } });
    expect(thrown).toMatchObject({
      kind: 'run',
      status: 404,
      hint: expect.stringContaining('/v1') as string,
    });
  });

  test('a server that is down', async () => {
    const server = await startJudgeServer({ reply: () => verdict({ A: 1 }) });
    await server.close();
    const thrown = await failure({}, { endpoint: { baseURL: server.url } });
    expect(thrown).toMatchObject({ kind: 'retry', status: 0 });
    expect(thrown.message).toBe(`${server.url}: nothing listens there`);
  });

  test.each([
    ['silence', { kind: 'silence' }],
    ['a stall in mid-body', { kind: 'stall', answer: verdict({ A: 1 }) }],
  ] as const)('%s, ended by the signal', async (_, reply) => {
    const thrown = await failure(reply, { timeout: 150 });
    expect(thrown).toMatchObject({
      kind: 'retry',
      status: 0,
      message: 'the call was ended before its answer was whole',
    });
  });

  test.each([
    ['before the answer', { kind: 'reset' }],
    ['in mid-body', { kind: 'reset', answer: verdict({ A: 1 }) }],
  ] as const)('a connection that breaks %s', async (_, reply) => {
    const thrown = await failure(reply);
    expect(thrown.kind).toBe('retry');
    expect(thrown.message).toMatch(/the connection (?:broke|failed)/);
  });

  test('an endpoint that repeats the key in its error does not get it into ours', async () => {
    const thrown = await failure(error(401, `Incorrect API key provided: ${canary}`, 'invalid_api_key'));
    expect(thrown.message).toContain('***');
  });

  test.each([
    [refusedItem(), 'item'],
    [
      {
        kind: 'raw',
        status: 403,
        contentType: 'application/json',
        body: '{"error":{"code":403,"metadata":{"reasons":["x"]}}}',
      },
      'item',
    ],
    [error(413, 'too large'), 'item'],
    [error(400, 'logprobs is not supported with this model', 'unsupported_parameter'), 'settings'],
    [error(400, 'bad request'), undefined],
  ] as const)('what it is about: %j is %s', async (reply, about) => {
    expect((await failure(reply)).about).toBe(about);
  });

  test('a redirection is not followed', async () => {
    const other = await startJudgeServer({ reply: () => verdict({ A: 1 }) });
    servers.push(other);
    await failure(sentOn(`${other.url}/chat/completions`));
    expect([other.asked.size, other.lastHeaders]).toEqual([0, {}]);
  });

  test('how long to wait', async () => {
    const limited = (headers: Record<string, string>): Promise<JudgeError> =>
      failure(error(429, 'slow', 'rate_limit_exceeded', headers));
    expect((await limited({ 'retry-after': '2' })).retryAfter).toBe(2000);
    expect((await limited({ 'retry-after-ms': '150', 'retry-after': '2' })).retryAfter).toBe(150);
    expect((await limited({ 'retry-after': 'Thu, 01 Jan 1970 00:00:05 GMT' })).retryAfter).toBe(5000);
    expect((await limited({ 'retry-after': 'soon' })).retryAfter).toBeNaN();
    expect((await limited({})).retryAfter).toBeNaN();
    expect(retryAfter(new Headers({ 'retry-after': 'Thu, 01 Jan 1970 00:00:05 GMT' }), () => 9000)).toBe(0);
  });
});
