import { afterEach } from 'vitest';
import { systemClock } from '../../src/storage/index.ts';
import { judgeSchema } from '../../src/data/index.ts';
import { JudgeError, type Provider } from '../../src/judge/endpoint/provider.ts';
import { openaiCompatibleProvider } from '../../src/judge/endpoint/openai-compatible.ts';
import { type ScriptedReply, scriptedProvider } from '../../src/judge/endpoint/scripted-provider.ts';
import { type Reply, verdict } from '../judge-server/replies.ts';
import { type JudgeServer, startJudgeServer } from '../judge-server/server.ts';
import { type EndpointMood, providerContract } from './providers.ts';

const servers: JudgeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function moodAt(moods: readonly EndpointMood[], index: number): EndpointMood {
  return moods[Math.min(index, moods.length - 1)];
}

const withNaN = '{"choices":[{"logprobs":NaN}],"output":[]}';

const replies: Readonly<Record<EndpointMood, Reply>> = {
  answer: verdict({ A: 0.7, B: 0.2 }, { headers: { 'X-RateLimit-Remaining-Requests': '7' } }),
  overloaded: { kind: 'error', status: 429, code: 'rate_limit_exceeded', message: 'Slow down.' },
  'refuse this item': { kind: 'error', status: 400, code: 'context_length_exceeded', message: 'Too long.' },
  'refuse the key': { kind: 'error', status: 401, code: 'invalid_api_key', message: 'Wrong key.' },
  'never answer': { kind: 'silence' },
  'answer with NaN': { kind: 'raw', status: 200, contentType: 'application/json', body: withNaN },
};

async function overHttp(moods: readonly EndpointMood[]): Promise<Provider> {
  const server = await startJudgeServer({ reply: ({ place }) => replies[moodAt(moods, place)] });
  servers.push(server);
  const { endpoint } = judgeSchema.parse({
    model: 'm',
    prompt: 'pairwise',
    endpoint: { baseURL: server.url, key: null },
  });
  return openaiCompatibleProvider({ endpoint, key: undefined, fetch, now: () => Date.now() });
}

const scripted: Readonly<Record<EndpointMood, ScriptedReply>> = {
  answer: { gives: '{"choices":[]}', headers: { 'x-ratelimit-remaining-requests': '7' } },
  overloaded: { gives: new JudgeError('slow down', { kind: 'retry', status: 429 }) },
  'refuse this item': { gives: new JudgeError('too long', { kind: 'call', status: 400 }) },
  'refuse the key': { gives: new JudgeError('wrong key', { kind: 'run', status: 401 }) },
  'never answer': { gives: '{}', after: 60_000 },
  'answer with NaN': { gives: withNaN },
};

const asked = {
  model: 'm',
  messages: [{ role: 'user', content: 'A or B?' }],
  logprobs: true,
  top_logprobs: 5,
};

providerContract({
  name: 'scripted',
  request: { api: 'chat', body: asked },
  provider: async (moods) => scriptedProvider((_, before) => scripted[moodAt(moods, before)], systemClock),
});
providerContract({
  name: 'chat completions over HTTP',
  request: { api: 'chat', body: asked },
  provider: overHttp,
});
providerContract({
  name: 'Responses over HTTP',
  request: {
    api: 'responses',
    body: { model: 'm', input: 'A or B?', include: ['message.output_text.logprobs'], top_logprobs: 5 },
  },
  provider: overHttp,
});
