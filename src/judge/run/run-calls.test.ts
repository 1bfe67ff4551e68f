import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../../test/fixtures/virtual-clock.ts';
import { type CallRecord, judgeSchema } from '../../data/index.ts';
import { createRandom } from '../../stats/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { JudgeError } from '../endpoint/provider.ts';
import { createPurse } from './purse.ts';
import { type RunOptions, runCalls } from './run-calls.ts';
import { type RunSummary, interrupted } from '../verdict/run-summary.ts';
import {
  type ScriptedProvider,
  type ScriptedReply,
  scriptedProvider,
} from '../endpoint/scripted-provider.ts';

const answer = JSON.stringify({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 1 } });
const limitsOf = judgeSchema.parse({ model: 'm', prompt: 'pairwise' }).limits;

function call(index: number, facts: Partial<JudgeCall> = {}): JudgeCall {
  const key = `call ${index}`;
  const request = { api: 'chat', body: { key } } as const;
  return {
    key,
    judge: 'j',
    item: key,
    order: null,
    sample: 0,
    model: 'm',
    prompt: 'p',
    request,
    inputTokens: 100,
    outputTokens: 10,
    likelyInputTokens: 100,
    ...facts,
  };
}

function* calls(count: number): Generator<JudgeCall> {
  for (let index = 0; index < count; index++) yield call(index);
}

interface Ran {
  readonly summary: RunSummary;
  readonly provider: ScriptedProvider;
  readonly stored: readonly CallRecord[];
  readonly seconds: number;
}

/**
 * Also checks what holds for every run: no call asked again once answered, every stored key once answered,
 * never too many under way.
 */
async function run(
  script: (key: string, before: number) => ScriptedReply,
  {
    count = 40,
    limits = {},
    ...options
  }: Partial<Omit<RunOptions, 'limits'>> & { count?: number; limits?: Partial<typeof limitsOf> } = {},
): Promise<Ran> {
  const clock = virtualClock();
  const began = clock.now();
  const stored: CallRecord[] = [];
  const provider = scriptedProvider(({ body }, before) => script(String(body['key']), before), clock);
  const whole = { ...limitsOf, ...limits };
  const summary = await runCalls({
    calls: calls(count),
    provider,
    store: { put: (record) => void stored.push(record) },
    limits: whole,
    clock,
    random: createRandom(1),
    ...options,
  });
  expect(provider.mostInFlight).toBeLessThanOrEqual(whole.concurrency);
  expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length);
  expect(stored.filter(({ status }) => status === 'answered')).toHaveLength(summary.answered);
  expect(summary.inFlight).toBe(0);
  return { summary, provider, stored, seconds: (clock.now() - began) / 1000 };
}

const gives = (after = 100): ScriptedReply => ({ gives: answer, after });
const fails = (
  kind: 'retry' | 'call' | 'run',
  status: number,
  message = 'no',
  { retryAfter = NaN, about }: { retryAfter?: number; about?: 'item' | 'settings' } = {},
): ScriptedReply => ({
  gives: new JudgeError(message, { kind, status, retryAfter, about, hint: 'do this' }),
  after: 10,
});

describe('runCalls', () => {
  test('asks every call once, as many at a time as it may', async () => {
    const { summary, provider, seconds } = await run(() => gives(), { limits: { concurrency: 8 } });
    expect(summary).toMatchObject({
      answered: 40,
      failed: 0,
      retried: 0,
      stopped: null,
      inputTokens: 4000,
      outputTokens: 40,
    });
    expect(summary.cost).toBeNaN();
    expect([...provider.asked.values()]).toEqual(Array.from({ length: 40 }, () => 1));
    expect(provider.mostInFlight).toBe(8);
    expect(seconds).toBeCloseTo(0.5, 6);
  });

  test('an answer is stored before it counts', async () => {
    const order: string[] = [];
    const clock = virtualClock();
    await runCalls({
      calls: calls(3),
      provider: scriptedProvider(() => gives(), clock),
      store: { put: () => void order.push('stored') },
      limits: limitsOf,
      clock,
      random: createRandom(1),
      onProgress: ({ answered }) => order.push(`counted ${answered}`),
    });
    expect(order).toEqual(['stored', 'counted 1', 'stored', 'counted 2', 'stored', 'counted 3']);
  });

  test('calls are pulled as they are needed', async () => {
    let pulled = 0;
    const most: number[] = [];
    function* counted(): Generator<JudgeCall> {
      for (let index = 0; index < 200; index++) {
        pulled++;
        yield call(index);
      }
    }
    await run(() => gives(), {
      calls: counted(),
      limits: { concurrency: 4 },
      onProgress: ({ answered }) => most.push(pulled - answered),
    });
    expect(Math.max(...most)).toBeLessThanOrEqual(4);
  });

  test('tries again what can pass, and stores no failure of a call that was answered in the end', async () => {
    const { summary, stored } = await run((_, before) => (before < 2 ? fails('retry', 500) : gives()));
    expect(summary).toMatchObject({ answered: 40, failed: 0, retried: 80, stopped: null });
    expect(stored.every(({ status }) => status === 'answered')).toBe(true);
  });

  test('gives up what cannot pass at once, and what does not pass after its tries', async () => {
    const { summary, provider, stored } = await run((key, before) => {
      if (key === 'call 3') return fails('call', 400, 'too long');
      return key === 'call 7' ? fails('retry', 500, 'broken') : gives(before);
    });
    expect(summary).toMatchObject({ answered: 38, failed: 2, stopped: null });
    expect(Object.fromEntries(summary.failures)).toEqual({ 'too long': 1, broken: 1 });
    expect(provider.asked.get('{"key":"call 3"}')).toBe(1);
    expect(provider.asked.get('{"key":"call 7"}')).toBe(limitsOf.tries);
    expect(stored.find(({ key }) => key === 'call 3')).toMatchObject({
      status: 'failed',
      error: 'too long',
      response: null,
    });
  });

  test('waits as long as the endpoint asks, with every call', async () => {
    const { provider, seconds } = await run(
      (key, before) =>
        key === 'call 0' && before === 0 ? fails('retry', 429, 'slow', { retryAfter: 30_000 }) : gives(),
      {
        limits: { concurrency: 4 },
      },
    );
    const gap = provider.sentAt.map((at, index) => at - (provider.sentAt[index - 1] ?? at));
    expect(Math.max(...gap)).toBeGreaterThan(29_000);
    expect(seconds).toBeGreaterThan(30);
  });

  test('has fewer calls under way while the endpoint is overloaded, and more again afterwards', async () => {
    const widths: number[] = [];
    const { summary } = await run(
      (key, before) => (Number(key.slice(5)) < 16 && before === 0 ? fails('retry', 429) : gives()),
      {
        count: 200,
        onProgress: ({ inFlight }) => widths.push(inFlight),
      },
    );
    expect(summary.answered).toBe(200);
    expect(widths[0]).toBeLessThanOrEqual(8);
    expect(Math.max(...widths.slice(100))).toBeGreaterThan(12);
  });

  test('has as many under way as it may again, also when no call is left to begin', async () => {
    // Cut down to one at a time by five rounds of failures. Each answer lets one more go for each round: 1,
    // 2, 2, 3, 3, 4 and the last, not 9 rounds.
    const { seconds } = await run((_, before) => (before < 5 ? fails('retry', 429) : gives(20_000)), {
      count: 16,
    });
    const failures = await run((_, before) => (before < 5 ? fails('retry', 429) : gives(0)), { count: 16 });
    expect((seconds - failures.seconds) / 20).toBeLessThan(7.5);
  });

  test('says until when the endpoint asks to wait', async () => {
    const told: number[] = [];
    const began = Date.UTC(2026, 0, 1);
    await run(
      (key, before) =>
        key === 'call 0' && before === 0 ? fails('retry', 429, 'slow', { retryAfter: 300_000 }) : gives(),
      {
        onProgress: ({ pausedUntil }) => void told.push((pausedUntil - began) / 1000),
      },
    );
    expect(told[0]).toBeCloseTo(300, 0);
  });

  test('keeps to requests and tokens a minute, whichever is less', async () => {
    const requests = await run(() => gives(1), { count: 120, limits: { requestsPerMinute: 60 } });
    expect(requests.seconds).toBeCloseTo(119, 0);
    // Estimated at 110 tokens and used 101: the difference is given back.
    const tokens = await run(() => gives(1), { count: 120, limits: { tokensPerMinute: 6060 } });
    expect(tokens.seconds).toBeGreaterThan(115);
    expect(tokens.seconds).toBeLessThan(123);
  });

  test('pauses when the endpoint says that nothing is left', async () => {
    const { seconds } = await run(
      (key) =>
        key === 'call 0'
          ? {
              ...gives(1),
              headers: { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m2s' },
            }
          : gives(1),
      {
        limits: { concurrency: 1 },
      },
    );
    expect(seconds).toBeGreaterThan(59);
  });

  test('a call without an answer is ended after its time and tried again', async () => {
    const { summary, seconds } = await run((_, before) => (before === 0 ? gives(1e9) : gives()), {
      count: 4,
      limits: { timeoutSeconds: 5 },
    });
    expect(summary).toMatchObject({ answered: 4, retried: 4 });
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThan(8);
  });
});

describe('a run ends early', () => {
  test('when the key is wrong: after no more calls than were under way, with the line and the hint', async () => {
    const { summary, provider, stored } = await run(() => fails('run', 401, 'rejected the key'), {
      count: 10_000,
      limits: { concurrency: 16 },
    });
    expect(summary.stopped).toEqual({ reason: 'rejected the key', hint: 'do this' });
    expect(provider.sentAt.length).toBeLessThanOrEqual(16);
    // Nothing was given up: with a right key every call is asked.
    expect(stored).toEqual([]);
  });

  test('when nobody is there', async () => {
    const { summary, provider, seconds } = await run(() => fails('retry', 0, 'nothing listens'), {
      count: 10_000,
    });
    expect(summary.stopped?.reason).toBe('nothing listens');
    expect(provider.sentAt.length).toBeLessThanOrEqual(16);
    expect(seconds).toBeLessThan(1);
  });

  test('but not when the connection breaks for a while after there were answers', async () => {
    const { summary } = await run(
      (key, before) => (Number(key.slice(5)) > 20 && before < 3 ? fails('retry', 0, 'broke') : gives()),
      {
        count: 60,
      },
    );
    expect(summary).toMatchObject({ answered: 60, stopped: null });
  });

  test('when twenty calls in a row fail, each by itself', async () => {
    const { summary, provider } = await run(
      (key) => (Number(key.slice(5)) < 30 ? gives() : { ...fails('call', 400, 'bad request'), after: 100 }),
      {
        count: 10_000,
        limits: { concurrency: 4 },
      },
    );
    expect(summary.answered).toBe(30);
    expect(summary.stopped?.reason).toBe('20 items in a row failed, the last with: bad request');
    expect(provider.sentAt.length).toBeLessThanOrEqual(54);
  });

  test('not by what is wrong with items, however many they are, nor by many calls of one item', async () => {
    const item = await run(
      (key) => (Number(key.slice(5)) < 60 ? fails('call', 400, 'flagged', { about: 'item' }) : gives()),
      {
        count: 80,
      },
    );
    expect(item.summary).toMatchObject({ answered: 20, failed: 60, stopped: null });
    const samples = Array.from({ length: 30 }, (_, index) => call(index, { item: 'one' }));
    const one = await run(() => fails('call', 400, 'bad request'), { calls: samples });
    expect(one.summary).toMatchObject({ failed: 30, stopped: null });
  });

  test('when what is there answers, and none of it is an answer', async () => {
    const { summary, provider, seconds } = await run(() => fails('retry', 200, 'not JSON'), {
      count: 10_000,
    });
    expect(summary.stopped).toEqual({ reason: 'not JSON', hint: 'do this' });
    expect(provider.sentAt.length).toBeLessThanOrEqual(16);
    expect(seconds).toBeLessThan(1);
  });

  test('when the endpoint asks to wait for longer than ten minutes', async () => {
    const { summary, provider, stored, seconds } = await run(
      (key) => (Number(key.slice(5)) < 30 ? gives() : fails('retry', 429, 'slow', { retryAfter: 3_600_000 })),
      { count: 10_000, limits: { concurrency: 4 } },
    );
    expect(summary.stopped!.reason).toBe('slow; it asks to wait 60 minutes');
    expect(summary.stopped!.hint).toContain('Run again');
    expect([summary.answered, summary.failed, stored.length]).toEqual([30, 0, 30]);
    expect(provider.sentAt.length).toBeLessThanOrEqual(34);
    expect(seconds).toBeLessThan(2);
  });

  test('when an answer shows that none will do; that answer is kept, since it is paid for', async () => {
    const { summary, stored, provider } = await run(() => gives(), {
      count: 1000,
      limits: { concurrency: 2 },
      inspect: () => new JudgeError('no token probabilities', { kind: 'run', hint: 'allow samples' }),
    });
    expect(summary.stopped).toEqual({ reason: 'no token probabilities', hint: 'allow samples' });
    expect(provider.sentAt.length).toBeLessThanOrEqual(2);
    expect(stored).toHaveLength(provider.sentAt.length);
  });

  test('before a call that could cost more than is allowed', async () => {
    const price = { input: 10, output: 100 };
    // Each call is at most 100 × 10 + 10 × 100 = 2000 millionths, and is 1100 in the end.
    const { summary } = await run(() => gives(), {
      count: 1000,
      price,
      purse: createPurse(0.05),
      limits: { concurrency: 4 },
    });
    expect(summary.stopped?.reason).toContain('could cost more than the 0.05 dollars allowed');
    expect(summary.cost).toBeLessThanOrEqual(0.05);
    expect(summary.cost).toBeGreaterThan(0.04);
    expect(summary.cost).toBeCloseTo((summary.answered * 1100) / 1e6, 12);
  });

  test('before all that share a purse could cost more than it holds', async () => {
    const purse = createPurse(0.05);
    const price = { input: 10, output: 100 };
    const both = [0, 1].map(() =>
      run(() => gives(), { count: 1000, price, purse, limits: { concurrency: 4 } }),
    );
    const costs = (await Promise.all(both)).map(({ summary }) => summary.cost);
    expect(costs[0] + costs[1]).toBeLessThanOrEqual(0.05);
    expect(costs[0] + costs[1]).toBeGreaterThan(0.04);
    // One after the other too.
    expect((await run(() => gives(), { price, purse })).summary.answered).toBeLessThanOrEqual(1);
  });

  test('when it is interrupted: what is under way is still answered and stored, the rest stays unasked', async () => {
    const signal = new AbortController();
    const told: number[] = [];
    const { summary, provider } = await run(() => gives(), {
      count: 1000,
      signal: signal.signal,
      onInterrupted: (underWay) => void told.push(underWay),
      onProgress: ({ answered }) => {
        if (answered === 5) signal.abort();
      },
    });
    expect(summary.stopped?.reason).toBe('the run was interrupted');
    expect(summary.stopped).toBe(interrupted);
    expect(summary.answered).toBe(provider.sentAt.length);
    expect(summary.answered).toBeLessThan(40);
    expect(told).toHaveLength(1);
    expect(told[0]).toBeGreaterThan(0);
    expect(told[0]).toBeLessThanOrEqual(16);
  });

  test('at once when it is told so twice', async () => {
    const [signal, abort] = [new AbortController(), new AbortController()];
    const { summary, seconds } = await run((key) => gives(key === 'call 0' ? 1 : 50_000), {
      signal: signal.signal,
      abort: abort.signal,
      onProgress: () => {
        signal.abort();
        abort.abort();
      },
    });
    expect(summary).toMatchObject({ answered: 1, failed: 0 });
    expect(seconds).toBeLessThan(1);
  });

  test('when the store fails: the error comes out, and nothing more is asked', async () => {
    let sent = 0;
    const stored = new Error('the disk is full');
    const running = run(
      () => {
        sent++;
        return gives();
      },
      {
        count: 1000,
        limits: { concurrency: 4 },
        store: {
          put: () => {
            throw stored;
          },
        },
      },
    );
    await expect(running).rejects.toBe(stored);
    expect(sent).toBeLessThanOrEqual(4);
  });
});

test('whatever fails in whatever order, every call is answered once or failed once, or the run says why it ended', async () => {
  const kinds = fc.constantFrom('ok', 'retry 500', 'retry 429', 'retry 0', 'call 400');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(kinds, { maxLength: 4 }), { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 9 }),
      async (plans, concurrency) => {
        const { summary, stored, provider } = await run(
          (key, before) => {
            const [kind, status] = (plans[Number(key.slice(5))][before] ?? 'ok').split(' ');
            return kind === 'ok' ? gives(1 + (before % 3)) : fails(kind as 'retry' | 'call', Number(status));
          },
          { count: plans.length, limits: { concurrency } },
        );
        if (summary.stopped === null) expect(stored).toHaveLength(plans.length);
        const answered = new Set(stored.filter(({ status }) => status === 'answered').map(({ key }) => key));
        // Once answered, never asked again: the last time a call was asked is the time it was answered.
        for (const key of answered) {
          const tries = plans[Number(key.slice(5))].findIndex((kind) => kind === 'ok');
          const expected = tries < 0 ? plans[Number(key.slice(5))].length + 1 : tries + 1;
          expect(provider.asked.get(JSON.stringify({ key }))).toBe(expected);
        }
      },
    ),
    { numRuns: 150, seed: 7 },
  );
});
