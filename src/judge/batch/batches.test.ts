import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { virtualClock } from '../../../test/fixtures/virtual-clock.ts';
import { verdict } from '../../../test/judge-server/replies.ts';
import { type JudgeServer, type ServerScript, startJudgeServer } from '../../../test/judge-server/server.ts';
import { type CallRecord, type JudgeConfig, type VerdictStore, judgeSchema } from '../../data/index.ts';
import { memoryVerdictStore } from '../../storage/index.ts';
import { openBatches, waitingKeys } from './batch-notes.ts';
import type { BatchProvider } from '../endpoint/batch-provider.ts';
import type { BatchWork } from './batch-work.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { callOf, planOf, unanswered } from '../ask/plan.ts';
import { prepareJudge } from '../ask/prepare-judge.ts';
import { JudgeError } from '../endpoint/provider.ts';
import { openaiBatchProvider } from '../endpoint/openai-batches.ts';
import { createPurse } from '../run/purse.ts';
import type { Clock } from '../clock.ts';
import { type Submitted, findLostBatches, submitBatches } from './submit-batches.ts';
import { type SeenBatch, cancelBatches, waitForBatches } from './wait-for-batches.ts';

const servers: JudgeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const codebook = { scale: 'nominal' as const, labels: [{ name: 'A' }, { name: 'B' }] };

interface Bench {
  readonly server: JudgeServer;
  readonly config: JudgeConfig;
  readonly calls: readonly JudgeCall[];
  readonly store: VerdictStore;
  readonly clock: Clock;
  readonly provider: BatchProvider;
}

async function bench(
  batches: ServerScript['batches'] = {},
  {
    count = 10,
    script = {},
    api = 'chat',
  }: { count?: number; script?: Partial<ServerScript>; api?: 'chat' | 'responses' } = {},
): Promise<Bench> {
  const server = await startJudgeServer({
    reply: ({ body }) => verdict({ A: 0.6, B: 0.3, [hash(JSON.stringify(body)).slice(0, 4)]: 0.01 }),
    batches,
    ...script,
  });
  servers.push(server);
  const config = judgeSchema.parse({
    model: 'm',
    prompt: 'pass-fail',
    endpoint: { baseURL: server.url, key: null, api },
  });
  const judge = prepareJudge('j', config, codebook, { hash });
  const items = Array.from({ length: count }, (_, i) => ({
    id: `i${i}`,
    fields: { question: `question ${i}`, answer: `answer ${i}` },
  }));
  const provider = await openaiBatchProvider({
    endpoint: config.endpoint,
    key: undefined,
    fetch,
    now: () => 0,
  });
  return {
    server,
    config,
    calls: planOf(judge, items, hash).calls.map((call) => callOf({ judge }, call)),
    store: memoryVerdictStore(),
    clock: virtualClock(),
    provider,
  };
}

interface Ran {
  readonly submitted: Submitted;
  readonly seen: readonly SeenBatch[];
}

/**
 * A whole run: what broke off is found, what ended is collected, what is left is submitted and waited for.
 */
async function runOnce(
  { config, calls, store, clock, provider }: Bench,
  facts: Partial<BatchWork> & {
    readonly wait?: boolean;
    readonly requests?: number;
    readonly maxCost?: number;
    readonly plan?: readonly JudgeCall[];
  } = {},
): Promise<Ran> {
  const { wait = true, requests = 4, maxCost, plan = calls, ...changed } = facts;
  const never = new AbortController().signal;
  const requestsOf: BatchWork['requestsOf'] = (keys) =>
    new Map(
      plan.filter(({ key }) => keys.has(key)).map(({ key, request }) => [key, JSON.stringify(request.body)]),
    );
  const work: BatchWork = {
    store,
    clock,
    providerOf: () => Promise.resolve(provider),
    requestsOf,
    tries: 6,
    signal: never,
    abort: never,
    ...changed,
  };
  const seen: SeenBatch[] = [];
  const names = (): Set<string> => new Set(openBatches(work.store).map(({ name }) => name));
  const onCollected = (one: SeenBatch): void => void seen.push(one);
  await findLostBatches(openBatches(work.store), work);
  await waitForBatches({ names: names(), once: true, onCollected }, work);
  const left = unanswered(plan, work.store, waitingKeys(work.store));
  const submitted = await submitBatches(
    {
      calls: left,
      judge: { judge: 'j', endpoint: config.endpoint },
      hash,
      price: { input: 10, output: 40 },
      purse: createPurse(maxCost),
      limits: { requests, bytes: 1e9 },
    },
    work,
  );
  if (wait) await waitForBatches({ names: names(), onCollected }, work);
  return { submitted, seen };
}

const answersOf = ({ store }: Bench): CallRecord[] =>
  [...store.records()].filter(({ status }) => status === 'answered');
const keysOf = (calls: readonly { readonly key: string }[]): string[] =>
  calls.map(({ key }) => key).toSorted();
/** No call is in two batches of the server. */
const once = ({ server }: Bench): void =>
  expect(new Set(server.shelf.requests.flat()).size).toBe(server.shelf.requests.flat().length);

describe('a run in batches', () => {
  test.each(['chat', 'responses'] as const)(
    'stores every answer as a plain call would, with the batch it came in: %s',
    async (api) => {
      const here = await bench({}, { api });
      const { submitted, seen } = await runOnce(here);
      expect(submitted.stopped).toBeNull();
      expect(here.server.shelf).toMatchObject({ uploads: 3, made: 3 });
      expect(keysOf(answersOf(here))).toEqual(keysOf(here.calls));
      for (const call of here.calls) {
        const { response, request, batch, item, inputTokens } = here.store.get(call.key)!;
        expect(batch).toMatch(/^batch_[123]$/);
        expect(request).toBe(JSON.stringify(call.request.body));
        expect(item).toBe(call.item);
        expect(inputTokens).toBeGreaterThan(0);
        // The answer is the one to this question: the server writes a hash of it into each.
        expect(response).toContain(hash(request).slice(0, 4));
      }
      expect(seen.map(({ merged }) => merged!.answered).toSorted((a, b) => a - b)).toEqual([2, 4, 4]);
      expect(openBatches(here.store)).toEqual([]);
      await runOnce(here);
      expect(here.server.shelf.made).toBe(3);
      expect([...here.server.asked.values()]).toEqual(Array.from({ length: 10 }, () => 1));
    },
  );

  test.each([
    ['reversed', 10, {}],
    ['doubled', 10, { doubled: 10 }],
    ['one foreign', 10, { foreign: 1 }],
    ['one missing', 9, { unanswered: 1 }],
    ['last cut', 9, { unreadable: 1, unanswered: 1 }],
  ] as const)(
    'output lines %s: what can be read counts, once, and the rest is asked again',
    async (lines, answered, odd) => {
      const here = await bench({ lines });
      const { seen } = await runOnce(here, { requests: 100 });
      expect(seen[0].merged).toMatchObject({
        answered,
        failed: 0,
        doubled: 0,
        foreign: 0,
        unreadable: 0,
        unanswered: 0,
        ...odd,
      });
      expect(answersOf(here)).toHaveLength(answered);
      const again = await runOnce(here, { requests: 100 });
      expect(again.submitted.batches.map(({ calls }) => calls)).toEqual(answered === 10 ? [] : [1]);
    },
  );

  test('an expired batch keeps its first half; the second is asked again, the first never', async () => {
    const here = await bench({ end: ['expired', 'completed'] });
    const { seen } = await runOnce(here, { requests: 100 });
    expect(seen[0]).toMatchObject({
      note: { status: 'expired' },
      merged: { answered: 5, failed: 0, unanswered: 5 },
    });
    await runOnce(here, { requests: 100 });
    expect(keysOf(answersOf(here))).toEqual(keysOf(here.calls));
    expect(here.server.shelf.requests.map((keys) => keys.length)).toEqual([10, 5]);
    const [whole, rest] = here.server.shelf.requests;
    expect(rest.toSorted()).toEqual(whole.slice(5).toSorted());
    expect([...here.server.asked.values()]).toEqual(Array.from({ length: 10 }, () => 1));
  });

  test('a batch that the endpoint refuses as a whole says why, and its calls are asked again', async () => {
    const here = await bench({ end: ['failed', 'completed'] });
    const { seen } = await runOnce(here, { requests: 100 });
    expect(seen[0]).toMatchObject({
      note: { status: 'failed', reason: 'the file has a wrong line' },
      merged: { answered: 0, unanswered: 10 },
    });
    expect([...here.store.records()]).toEqual([]);
    await runOnce(here, { requests: 100 });
    expect(answersOf(here)).toHaveLength(10);
  });

  test('a request that is refused is a failed call with its reason, and the next run asks it again', async () => {
    let refusing = true;
    const reply: ServerScript['reply'] = ({ body }) =>
      refusing && JSON.stringify(body).includes('question 3')
        ? {
            kind: 'error',
            status: 400,
            code: 'context_length_exceeded',
            message: 'maximum context length is 8192',
          }
        : verdict({ A: 0.9 });
    const here = await bench({}, { script: { reply } });
    await runOnce(here, { requests: 100 });
    const failed = [...here.store.records()].filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([
      {
        item: 'i3',
        batch: 'batch_1',
        response: null,
        error: 'failed in a batch (context_length_exceeded): maximum context length is 8192',
      },
    ]);
    refusing = false;
    await runOnce(here, { requests: 100 });
    expect(here.store.get(failed[0].key)).toMatchObject({
      status: 'answered',
      batch: 'batch_2',
      error: null,
    });
    expect(here.server.shelf.requests.map((keys) => keys.length)).toEqual([10, 1]);
  });

  test('waits grow from a second to a minute; results that come after days are collected', async () => {
    let done = false;
    const here = await bench({ isDone: () => done });
    const began = here.clock.now();
    const days = 3 * 86_400_000;
    const slept: number[] = [];
    const clock: Clock = {
      ...here.clock,
      sleep: (milliseconds, signal) => {
        slept.push(milliseconds);
        // After an hour of looks, days go by.
        return here.clock.sleep(here.clock.now() - began > 3_600_000 ? days : milliseconds, signal);
      },
    };
    const timestamps = { ...clock, now: () => ((done = here.clock.now() - began > days), here.clock.now()) };
    await runOnce({ ...here, clock: timestamps }, { requests: 100 });
    expect(answersOf(here)).toHaveLength(10);
    expect(here.server.shelf.made).toBe(1);
    expect(slept.slice(0, 3)).toEqual([1000, 1500, 2250]);
    expect(Math.max(...slept)).toBe(60_000);
    expect(here.store.get(here.calls[0].key)!.at > new Date(began + days).toISOString()).toBe(true);
  });

  test('a run that does not wait leaves its calls in an open batch, and no other run asks them', async () => {
    let done = false;
    const here = await bench({ isDone: () => done });
    await runOnce(here, { wait: false });
    expect(waitingKeys(here.store)).toEqual(new Set(keysOf(here.calls)));
    const second = await runOnce(here, { wait: false });
    expect(second.submitted.batches).toEqual([]);
    done = true;
    await runOnce(here);
    expect(waitingKeys(here.store).size).toBe(0);
    expect(answersOf(here)).toHaveLength(10);
    expect(here.server.shelf.made).toBe(3);
    once(here);
  });

  test('an endpoint that asks to wait for an hour is not waited for', async () => {
    const here = await bench();
    const busy = new JudgeError('too many requests (429)', {
      kind: 'retry',
      status: 429,
      retryAfter: 3_600_000,
    });
    const provider: BatchProvider = { ...here.provider, upload: () => Promise.reject(busy) };
    const began = here.clock.now();
    const { submitted } = await runOnce({ ...here, provider }, { wait: false });
    expect(submitted.stopped!.reason).toBe('too many requests (429); it asks to wait 60 minutes');
    expect(here.clock.now() - began).toBeLessThan(1000);
  });

  test('calls that could exceed the cost together stay unasked', async () => {
    const here = await bench();
    const most = here.calls.map(
      ({ inputTokens, outputTokens }) => (10 * inputTokens + 40 * outputTokens) / 1e6,
    );
    const five = most.slice(0, 5).reduce((sum, cost) => sum + cost, 0);
    const { submitted } = await runOnce(here, { requests: 3, maxCost: five + 1e-9 });
    expect(submitted.batches.map(({ calls }) => calls)).toEqual([3, 2]);
    expect(submitted.stopped!.reason).toMatch(/more calls could cost more than the .* dollars allowed/);
    expect((await runOnce(here, { maxCost: 1e-9 })).submitted).toMatchObject({ batches: [] });
  });
});

describe('a batch is made once', () => {
  test('the connection breaks after it was made: it is found by its name, on whatever page of the list', async () => {
    const here = await bench({ breakAfterCreate: true, page: 1 });
    await runOnce(here);
    expect(here.server.shelf.made).toBe(3);
    expect(answersOf(here)).toHaveLength(10);
    once(here);
  });

  test('the connection breaks before it was made: it is looked for, and asked for again', async () => {
    const here = await bench({ breakBeforeCreate: true });
    const began = here.clock.now();
    await runOnce(here, { requests: 100 });
    expect(here.server.shelf.made).toBe(1);
    expect(here.clock.now() - began).toBeGreaterThanOrEqual(30_000);
    once(here);
  });

  test('one that the endpoint refuses to make leaves its calls free', async () => {
    const here = await bench({ mostLines: 5 });
    const { submitted } = await runOnce(here, { requests: 100 });
    expect(submitted.stopped!.reason).toContain('refuses the request (400): The file has 10 requests');
    expect(waitingKeys(here.store).size).toBe(0);
    await runOnce(here);
    expect(answersOf(here)).toHaveLength(10);
  });

  test('a server without batches is told in one line', async () => {
    const here = await bench({ none: true });
    const { submitted } = await runOnce(here);
    expect(submitted.stopped).toEqual({
      reason: `${here.server.url} has no batch API (404)`,
      hint: ['Run the judge without ', { option: 'batch' }, ', or name an endpoint that has one.'],
    });
    expect(waitingKeys(here.store).size).toBe(0);
  });
});

describe('trouble on the way', () => {
  test('failures that pass are tried again, at every step', async () => {
    const here = await bench();
    const flaky = new Map<string, number>();
    const failing = (name: string): void => {
      const before = flaky.get(name) ?? 0;
      flaky.set(name, before + 1);
      if (before < 2) throw new JudgeError(`${name} fails for now`, { kind: 'retry', status: 503 });
    };
    const provider = wrapped(here.provider, (name, when) => {
      if (when === 'before') failing(name);
    });
    await runOnce({ ...here, provider });
    expect(answersOf(here)).toHaveLength(10);
    expect(here.server.shelf.made).toBe(3);
    once(here);
  });

  test('a batch that the endpoint no longer knows keeps its calls until it is given up, and the others are collected', async () => {
    let done = false;
    const here = await bench({ isDone: () => done });
    await runOnce(here, { wait: false, requests: 5 });
    done = true;
    const [first] = openBatches(here.store);
    const provider: BatchProvider = {
      ...here.provider,
      retrieve: (id, signal) =>
        id === first.id
          ? Promise.reject(new JudgeError(`no ${id}`, { kind: 'call', status: 404 }))
          : here.provider.retrieve(id, signal),
    };
    await expect(runOnce({ ...here, provider })).rejects.toThrow(`no ${first.id}`);
    expect(answersOf(here)).toHaveLength(5);
    expect(waitingKeys(here.store).size).toBe(5);
    const never = new AbortController().signal;
    const work: BatchWork = {
      ...here,
      providerOf: () => Promise.resolve(provider),
      requestsOf: () => new Map(),
      tries: 1,
      signal: never,
      abort: never,
    };
    await cancelBatches(openBatches(here.store), work);
    await waitForBatches({ names: new Set([first.name]), giveUp: true }, work);
    expect(waitingKeys(here.store).size).toBe(0);
  });

  test('a batch that is cancelled keeps what it answered', async () => {
    const here = await bench({ polls: 1000 });
    await runOnce(here, { wait: false, requests: 100 });
    await here.provider.cancel('batch_1', new AbortController().signal);
    const { seen } = await runOnce(here, { wait: false, requests: 100 });
    expect(seen).toMatchObject([
      {
        note: { status: 'cancelled', state: 'collected' },
        merged: { answered: 5, failed: 0, unanswered: 5 },
      },
    ]);
  });

  test('a batch of an earlier plan is collected, its requests read from its file', async () => {
    const here = await bench();
    await runOnce(here, { wait: false });
    await runOnce(here, { plan: [] });
    expect(new Map(answersOf(here).map(({ key, request }) => [key, request]))).toEqual(
      new Map(here.calls.map(({ key, request }) => [key, JSON.stringify(request.body)])),
    );
  });

  test('an interrupt ends the waiting at once, and the next run goes on', async () => {
    const here = await bench({ polls: 3 });
    const stop = new AbortController();
    const clock: Clock = { ...here.clock, sleep: async () => stop.abort() };
    await runOnce({ ...here, clock }, { signal: stop.signal });
    expect(openBatches(here.store)).toHaveLength(3);
    await runOnce(here);
    expect(answersOf(here)).toHaveLength(10);
    once(here);
  });
});

class Killed extends Error {}

/** The provider with something before and after each of its steps, each line of a file among them. */
function wrapped(
  provider: BatchProvider,
  step: (name: string, when: 'before' | 'after') => void,
): BatchProvider {
  const around = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    step(name, 'before');
    const result = await act();
    step(name, 'after');
    return result;
  };
  return {
    upload: (...given) => around('upload', () => provider.upload(...given)),
    create: (...given) => around('create', () => provider.create(...given)),
    retrieve: (...given) => around('retrieve', () => provider.retrieve(...given)),
    find: (...given) => around('find', () => provider.find(...given)),
    cancel: (...given) => around('cancel', () => provider.cancel(...given)),
    async *content(...given) {
      step('content', 'before');
      for await (const line of provider.content(...given)) {
        yield line;
        step('content', 'after');
      }
    },
  };
}

describe('a kill at any step', () => {
  test('loses no batch, makes none twice, and leaves each call with its one answer', async () => {
    let kills = 0;
    for (let at = 1; ; at++) {
      const here = await bench({ polls: 1, page: 1 }, { count: 5 });
      let step = 0;
      const tick = (): void => {
        if (++step === at) throw new Killed(`at step ${at}`);
      };
      const store: VerdictStore = {
        ...here.store,
        put: (record) => (tick(), here.store.put(record), tick()),
        putNote: (note) => (tick(), here.store.putNote(note), tick()),
      };
      const sleep: Clock['sleep'] = async (...given) => {
        tick();
        await here.clock.sleep(...given);
      };
      const clock: Clock = { ...here.clock, sleep };
      const killed = await runOnce(
        { ...here, store, clock, provider: wrapped(here.provider, tick) },
        { requests: 3 },
      ).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Killed) return true;
          throw error;
        },
      );
      if (!killed) break;
      kills++;
      await runOnce(here, { requests: 3 });
      const place = `killed at step ${at}`;
      expect(keysOf(answersOf(here)), place).toEqual(keysOf(here.calls));
      expect([...here.server.asked.values()], place).toEqual(Array.from({ length: 5 }, () => 1));
      expect(new Set(here.server.shelf.requests.flat()).size, place).toBe(
        here.server.shelf.requests.flat().length,
      );
      expect(openBatches(here.store), place).toEqual([]);
      await here.server.close();
    }
    // Two batches with five lines: every step of each was a place to die.
    expect(kills).toBeGreaterThan(40);
  });
});
