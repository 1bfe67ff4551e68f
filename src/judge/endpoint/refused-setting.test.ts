import { afterEach, describe, expect, test } from 'vitest';
import { type Reply, verdict } from '../../../test/judge-server/replies.ts';
import { type JudgeServer, startJudgeServer } from '../../../test/judge-server/server.ts';
import { judgeSchema } from '../../data/index.ts';
import { JudgeError, type Provider } from './provider.ts';
import { openaiCompatibleProvider } from './openai-compatible.ts';
import { refusedSetting } from './refused-setting.ts';

const servers: JudgeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const body = {
  model: 'm',
  messages: [{ role: 'user', content: 'A or B?' }],
  logprobs: true,
  top_logprobs: 20,
  max_tokens: 16,
};

async function providerAt(
  refuse: (body: Readonly<Record<string, unknown>>) => Reply | undefined,
  asGiven = false,
) {
  const server = await startJudgeServer({ reply: () => verdict({ A: 0.7, B: 0.2 }), refuse });
  servers.push(server);
  const { endpoint } = judgeSchema.parse({
    model: 'm',
    prompt: 'pairwise',
    endpoint: { baseURL: server.url, key: null },
  });
  return {
    server,
    provider: await openaiCompatibleProvider({ endpoint, key: undefined, fetch, now: () => 0 }, { asGiven }),
  };
}

async function failureOf(provider: Provider): Promise<JudgeError> {
  const error: unknown = await provider
    .send({ api: 'chat', body }, AbortSignal.timeout(10_000))
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(JudgeError);
  return error as JudgeError;
}

describe('refusedSetting', () => {
  test.each([
    ["Invalid value for 'top_logprobs': must be less than or equal to 5.", 5],
    ['Requested sample logprobs of 20, which is greater than max allowed: 5', 5],
    ['top_logprobs must be between 0 and 8', 8],
    ['`top_logprobs` exceeds the maximum of 10', 10],
    ['The value of top_logprobs is out of range', undefined],
  ])('%s: so many are given', (said, most) => {
    expect(refusedSetting(said, body)).toMatchObject({
      setting: 'topLogprobs',
      hint: `Set sampling.topLogprobs of the judge to ${most ?? 'what the endpoint allows'}.`,
    });
  });

  test.each([
    'You are not allowed to request logprobs from this model',
    "Unsupported parameter: 'logprobs' is not supported with this model.",
    "Unsupported parameter: 'top_logprobs' is not supported with this model.",
    'This model does not return log probabilities',
  ])('%s: none are given', (said) => {
    expect(refusedSetting(said, body)).toMatchObject({ setting: 'logprobs' });
  });

  test('speaks of settings that were sent alone, and not of a request that is repeated', () => {
    expect(
      refusedSetting(
        'Input should be less than 2: {"temperature": 7, "logprobs": true, "top_logprobs": 20}',
        body,
      ),
    ).toBeUndefined();
    expect(refusedSetting('logprobs are not allowed', { model: 'm' })).toBeUndefined();
    expect(
      refusedSetting('Use max_completion_tokens, not max_tokens', { max_completion_tokens: 1 }),
    ).toBeUndefined();
    expect(refusedSetting('maximum context length is 8192', body)).toBeUndefined();
  });
});

test.each([400, 403, 422])(
  'token probabilities refused under %d are no matter of the key',
  async (status) => {
    const { provider } = await providerAt(() => ({
      kind: 'error',
      status,
      message: 'You are not allowed to request logprobs from this model',
    }));
    expect(await failureOf(provider)).toMatchObject({
      kind: 'run',
      about: 'settings',
      setting: 'logprobs',
      message: expect.stringContaining(`gives no token probabilities of this model (${status}): `) as string,
      hint: expect.stringContaining('"sources": ["logprobs", "samples"]') as string,
    });
  },
);

describe('an endpoint that wants max_completion_tokens', () => {
  const message =
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
    "'max_completion_tokens' instead.";
  const refuse = (asked: Readonly<Record<string, unknown>>): Reply | undefined =>
    'max_tokens' in asked
      ? { kind: 'error', status: 400, code: 'unsupported_parameter', message }
      : undefined;

  test('is asked that way, and from then on at once', async () => {
    const { provider, server } = await providerAt(refuse);
    for (let i = 0; i < 3; i++) await provider.send({ api: 'chat', body }, AbortSignal.timeout(10_000));
    expect(server.refused).toBe(1);
    const { max_tokens, ...rest } = body;
    expect([...server.asked].map(([text, times]) => [JSON.parse(text), times])).toEqual([
      [{ ...rest, max_completion_tokens: max_tokens }, 3],
    ]);
  });

  test('is asked that way where many calls are refused at once', async () => {
    const { provider } = await providerAt(refuse);
    await Promise.all(
      Array.from({ length: 8 }, () => provider.send({ api: 'chat', body }, AbortSignal.timeout(10_000))),
    );
  });

  test('is told once where it refuses that too', async () => {
    const { provider, server } = await providerAt(() => ({ kind: 'error', status: 400, message }));
    expect(await failureOf(provider)).toMatchObject({ kind: 'run', setting: 'maxTokens' });
    expect(server.refused).toBe(2);
  });

  test('refuses a request that must go out as it is', async () => {
    const { provider } = await providerAt(refuse, true);
    const { message: said, hint } = await failureOf(provider);
    expect(said).toContain('wants max_completion_tokens instead of max_tokens (400)');
    expect(hint).toContain('without batches');
  });
});
