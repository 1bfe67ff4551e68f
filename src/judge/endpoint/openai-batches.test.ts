import { expect, test } from 'vitest';
import { judgeSchema } from '../../data/index.ts';
import { JudgeError } from './provider.ts';
import { openaiBatchProvider } from './openai-batches.ts';

const canary = 'sk-canary-0123456789abcdef';
const never = new AbortController().signal;

test('the key is in no name, status, reason or line that a batch API gives', async () => {
  const batch = {
    id: `batch-${canary}`,
    status: canary,
    output_file_id: canary,
    error_file_id: Buffer.from(canary).toString('base64'),
    errors: { data: [{ message: `no ${canary}` }] },
    metadata: { assize: 'n' },
  };
  const answer = (url: string): Response =>
    url.endsWith('/content')
      ? new Response(`{"custom_id":"k","error":{"message":"${canary}"}}\n${canary}\n`)
      : Response.json(
          url.includes('?') ? { data: [batch], has_more: false } : { ...batch, status: 'failed' },
        );
  const { endpoint } = judgeSchema.parse({
    model: 'm',
    prompt: 'pairwise',
    endpoint: { baseURL: 'https://llm.example.org/v1' },
  });
  const batches = await openaiBatchProvider({
    endpoint,
    key: canary,
    fetch: async (input) => answer(input instanceof Request ? input.url : new URL(input).href),
    now: () => 0,
  });
  const order = { input: 'f', api: 'chat', name: 'n' } as const;
  const told: unknown[] = [
    await batches.upload(['{}'], never),
    await batches.create(order, never),
    await batches.retrieve('b', never),
  ];
  told.push(await batches.find(order, never), await batches.cancel('b', never));
  for await (const line of batches.content('f', never)) told.push(line);
  expect(told).toHaveLength(7);
  const text = JSON.stringify(told);
  expect(text).not.toContain(canary.slice(0, 15));
  expect(text).not.toContain(Buffer.from(canary).toString('base64').slice(0, 15));
  expect(text).toContain('batch-***');
});

test.each([{}, { id: '' }, { id: 7 }, { id: 'x'.repeat(600) }, [], null])(
  'an answer with the id of %j is no batch',
  async (body) => {
    const { endpoint } = judgeSchema.parse({
      model: 'm',
      prompt: 'pairwise',
      endpoint: { baseURL: 'https://llm.example.org/v1' },
    });
    const batches = await openaiBatchProvider({
      endpoint,
      key: undefined,
      fetch: async () => Response.json(body),
      now: () => 0,
    });
    for (const begin of [() => batches.upload(['{}'], never), () => batches.retrieve('b', never)])
      await expect(begin()).rejects.toBeInstanceOf(JudgeError);
  },
);
