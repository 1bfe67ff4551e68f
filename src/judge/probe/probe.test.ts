import { afterEach, describe, expect, test } from 'vitest';
import type { ProbeManners } from '../../../test/judge-server/probe-replies.ts';
import { type JudgeServer, type ServerScript, startJudgeServer } from '../../../test/judge-server/server.ts';
import { systemClock } from '../../storage/index.ts';
import { type EndpointProbe, type JudgeDeclaration, judgeSchema } from '../../data/index.ts';
import { createRandom } from '../../stats/index.ts';
import { prepareJudge } from '../ask/prepare-judge.ts';
import { type StoredProbe, probeShowsNoProbabilities, readProbe } from './probe.ts';
import { probeKey } from './probe-requests.ts';
import { openaiCompatibleProvider } from '../endpoint/openai-compatible.ts';
import { runProbe } from './run-probe.ts';

const servers: JudgeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const hash = (text: string): string => text;
const codebook = { scale: 'nominal' as const, labels: [{ name: 'Pass' }, { name: 'Fail' }] };

function judgeOf(declared: Partial<JudgeDeclaration> = {}) {
  return prepareJudge('j', judgeSchema.parse({ model: 'm', prompt: 'pass-fail', ...declared }), codebook, {
    hash,
  });
}

async function probed(
  manners: ProbeManners,
  declared: Partial<JudgeDeclaration> = {},
  script: Partial<ServerScript> = {},
) {
  const server = await startJudgeServer({
    reply: () => ({ kind: 'error', status: 500, message: 'not asked for' }),
    probe: manners,
    ...script,
  });
  servers.push(server);
  const judge = judgeOf({ ...declared, endpoint: { baseURL: server.url, key: null, ...declared.endpoint } });
  const provider = await openaiCompatibleProvider({
    endpoint: judge.config.endpoint,
    key: undefined,
    fetch,
    now: () => 0,
  });
  const ran = await runProbe(judge, { provider, clock: systemClock, random: createRandom(1) });
  return {
    ...ran,
    server,
    found:
      ran.probe === null ? null : readProbe(judge, JSON.parse(JSON.stringify(ran.probe)) as typeof ran.probe),
  };
}

async function foundBy(
  manners: ProbeManners,
  declared: Partial<JudgeDeclaration> = {},
): Promise<EndpointProbe> {
  const { found } = await probed(manners, declared);
  expect(found).not.toBeNull();
  return found!;
}

describe('the probe tells what an endpoint reports', () => {
  test.each(['chat', 'responses'] as const)('an endpoint as it should be, over %s', async (api) => {
    const found = await foundBy({ temperature: 'before', schema: 'before' }, { endpoint: { api } });
    expect(found).toMatchObject({
      alternatives: 7,
      repeatDifference: 0,
      temperature: { answer: 'no' },
      schemaMask: { answer: 'no' },
      words: [
        { word: 'Pass', tokens: 1 },
        { word: 'Fail', tokens: 1 },
      ],
      warnings: [],
    });
    expect(found.logitBias.answer).toBe(api === 'chat' ? 'yes' : 'unknown');
  });

  test.each([
    [{ temperature: 'after' }, 'temperature', { answer: 'yes' }],
    [{ temperature: 'before' }, 'temperature', { answer: 'no' }],
    // Repeats that differ by less than temperature does still show it; those that differ by more hide it.
    [{ temperature: 'after', noise: 0.05 }, 'temperature', { answer: 'yes' }],
    [{ temperature: 'before', noise: 0.05 }, 'temperature', { answer: 'no' }],
    [
      { temperature: 'before', noise: 0.4 },
      'temperature',
      { answer: 'unknown', reason: 'the same request asked twice gave other probabilities' },
    ],
    [
      { certain: true },
      'temperature',
      { answer: 'unknown', reason: 'the answer was certain, at any temperature' },
    ],
    [{ bias: 'after' }, 'logitBias', { answer: 'yes' }],
    [{ bias: 'before' }, 'logitBias', { answer: 'no' }],
    [{ bias: 'ignored' }, 'logitBias', { answer: 'unknown', reason: 'the endpoint passes over logit_bias' }],
    [{ schema: 'after' }, 'schemaMask', { answer: 'yes' }],
    [{ schema: 'before' }, 'schemaMask', { answer: 'no' }],
    [
      { schema: 'ignored' },
      'schemaMask',
      { answer: 'unknown', reason: expect.stringContaining('the schema was not followed') as string },
    ],
  ] as const)('%j', async (manners, question, finding) => {
    expect((await foundBy(manners))[question]).toEqual(finding);
  });

  test.each([
    ['temperature', 'temperature', /temperature/],
    ['bias', 'logitBias', /logit_bias/],
    ['schema', 'schemaMask', /response_format/],
  ] as const)(
    'a refused %s is an answer, and the other questions get theirs',
    async (setting, question, words) => {
      const found = await foundBy({ [setting]: 'refused' });
      expect(found[question]).toEqual({ answer: 'unknown', reason: expect.stringMatching(words) as string });
      expect(found.words.map(({ tokens }) => tokens)).toEqual([1, 1]);
    },
  );

  test('words of several tokens, few alternatives and unsteady probabilities are told', async () => {
    const found = await foundBy({ letters: 2, noise: 0.4, logprobs: 'fewer than asked' });
    expect(found.words).toEqual([
      { word: 'Pass', tokens: 2 },
      { word: 'Fail', tokens: 2 },
    ]);
    expect(found.alternatives).toBe(2);
    expect(found.repeatDifference).toBeGreaterThan(0.1);
    expect(found.warnings.join('\n')).toMatch(/"Pass" is 2 tokens, "Fail" is 2 tokens/);
    expect(found.warnings.join('\n')).toMatch(/lists 2 alternatives where 20 were asked/);
    expect(found.warnings.join('\n')).toMatch(/asked twice gave probabilities that differ by \d+%/);
  });

  test('a judge that is asked at another temperature than 1 is warned where that changes what is reported', async () => {
    const warned = async (manners: ProbeManners, temperature?: number): Promise<string> =>
      (await foundBy(manners, { sampling: temperature === undefined ? {} : { temperature } })).warnings.join(
        '\n',
      );
    expect(await warned({ temperature: 'after' }, 0.2)).toMatch(
      /asked at 0.2: they are sharper than the model's own/,
    );
    expect(await warned({ temperature: 'after' }, 1.5)).toMatch(/flatter/);
    expect(await warned({ temperature: 'after' })).toBe('');
    expect(await warned({ temperature: 'before' }, 0.2)).toBe('');
  });

  test('an endpoint without token probabilities leaves nothing known', async () => {
    const found = await foundBy({ logprobs: 'null' });
    expect(found).toMatchObject({ alternatives: NaN, repeatDifference: NaN, warnings: [] });
    for (const finding of [found.temperature, found.logitBias, found.schemaMask])
      expect(finding.answer).toBe('unknown');
  });
});

describe('of an answer that thinks first', () => {
  const think = ['<think>', 'Pass', '?', ' no', '</think>'].map((token) => ({
    token,
    bytes: null,
    logprob: 0,
    top_logprobs: [],
  }));
  const said = {
    token: 'Fail',
    bytes: null,
    logprob: -0.5,
    top_logprobs: [
      { token: 'Fail', logprob: -0.5 },
      { token: 'Pass', logprob: -1 },
    ],
  };
  const body = JSON.stringify({
    choices: [
      {
        message: { content: 'Fail', reasoning_content: 'Pass? no' },
        logprobs: { content: [...think, said] },
      },
    ],
  });

  test('only the tokens of the text are counted and read', () => {
    const { words, alternatives } = readProbe(judgeOf(), {
      at: '',
      answers: { first: { body }, 'word Fail': { body } },
    });
    expect({ words, alternatives }).toEqual({ words: [{ word: 'Fail', tokens: 1 }], alternatives: 2 });
  });
});

describe('that an endpoint gives no token probabilities', () => {
  const withThem = {
    body: JSON.stringify({ choices: [{ message: { content: 'Cat' }, logprobs: { content: [listed()] } }] }),
  };
  const without = { body: JSON.stringify({ choices: [{ message: { content: 'Cat' }, logprobs: null }] }) };
  function listed(): object {
    return {
      token: 'Cat',
      logprob: -0.1,
      top_logprobs: [
        { token: 'Cat', logprob: -0.1 },
        { token: 'Dog', logprob: -3 },
      ],
    };
  }
  const shown = (answers: StoredProbe['answers']): boolean =>
    probeShowsNoProbabilities(judgeOf(), { at: '', answers });

  test('is known by several answers, none of which has any', () => {
    expect(shown({ first: without, again: without, cooler: { refused: 'no' } })).toBe(true);
    expect(shown({ first: without, again: withThem, cooler: without })).toBe(false);
    expect(shown({ first: without, again: without, schema: withThem })).toBe(false);
    expect(shown({ first: without, again: { refused: 'no' } })).toBe(false);
    expect(shown({ schema: without, biased: without })).toBe(false);
    expect(shown({})).toBe(false);
  });
});

describe('runProbe', () => {
  test('asks nothing of the items, and each question once', async () => {
    const { server } = await probed({});
    // `first` and `again` are one body, asked twice.
    expect([...server.probed.values()].toSorted((a, b) => a - b)).toEqual([1, 1, 1, 1, 1, 2]);
    expect(server.asked.size).toBe(0);
  });

  test('a wrong model ends it, with the line a run would end with', async () => {
    const { probe, summary } = await probed({}, {}, { models: ['another'] });
    expect(probe).toBeNull();
    expect(summary.stopped?.reason).toContain('has no such model');
  });
});

test('another model, endpoint or word is another probe; another prompt is not', () => {
  const key = (declared: Partial<JudgeDeclaration>): string => probeKey(judgeOf(declared), hash);
  const keys = [
    {},
    { model: 'n' },
    { endpoint: { baseURL: 'http://127.0.0.1:1/v1' } },
    { words: { Pass: 'Yes' } },
    { endpoint: { api: 'responses' } },
  ].map((declared) => key(declared as Partial<JudgeDeclaration>));
  expect(new Set(keys).size).toBe(keys.length);
  expect(key({ sampling: { temperature: 0 } })).toBe(keys[0]);
});
