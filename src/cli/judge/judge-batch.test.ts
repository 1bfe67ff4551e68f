import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { canary, judgeStudies, opinion } from '../../../test/fixtures/judge-study.ts';
import { verdict } from '../../../test/judge-server/replies.ts';
import type { JudgeServer } from '../../../test/judge-server/server.ts';
import type { CallRecord, JudgeRun } from '../../data/index.ts';
import { openVerdictStore, verdictStoreName } from '../../storage/index.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { run } from '../main.ts';

const line = commandLine({ TEST_KEY: canary });
const { read, write } = line;
const { servers, study, changePrompt } = judgeStudies(line);
const words = (text: string): string => text.replace(/\s+/g, ' ');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const batch = (...args: string[]): Promise<Ran> => line.assize('judge', '--batch', ...args);

function records(): CallRecord[] {
  const store = openVerdictStore(join(line.folder, verdictStoreName));
  try {
    return [...store.records()];
  } finally {
    store.close();
  }
}

async function runsOf(
  ran: Ran,
): Promise<{ complete: boolean; runs: JudgeRun[]; batches: Record<string, unknown>[] }> {
  return JSON.parse(ran.out) as never;
}

/** Every call went out once, by itself or in one batch. */
function eachOnce({ asked }: JudgeServer, count: number): void {
  expect([...asked.values()]).toEqual(Array.from({ length: count }, () => 1));
}

/** One error line with what to do, and no stack. */
function only({ out, err }: Ran): { error: string; hint: string } {
  const lines = `${out}\n${err}`.split('\n');
  expect(lines.filter((text) => text.startsWith('error:'))).toHaveLength(1);
  expect(`${out}${err}`).not.toMatch(/^\s+at /m);
  return {
    error: lines.find((text) => text.startsWith('error:'))!,
    hint: lines.find((text) => text.startsWith('hint:')) ?? '',
  };
}

describe('assize judge --batch', { timeout: 30_000 }, () => {
  test('gives the verdicts of a plain run, at half the price but for the first call', async () => {
    await study();
    const plain = await runsOf(await line.assize('judge', '--json'));
    await line.assize('judge', '--export', 'plain.jsonl');
    const server = await study({ batches: { polls: 0 } });
    const first = await batch();
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(words(first.out)).toMatch(/at most \$0\.\d+, half the full price/);
    expect(words(first.out)).toContain('first: 1 call asked by itself: token probabilities are there');
    expect(words(first.out)).toContain('batch_1 submitted: 59 calls');
    expect(words(first.out)).toMatch(/batch_1 completed: 59 calls answered, 0 failed, \$0\.\d+/);
    expect(first.out).toContain('assize calibrate');
    eachOnce(server, 60);

    const { runs, complete, batches } = await runsOf(await batch('--json'));
    expect({ complete, batches, made: server.shelf.made }).toEqual({ complete: true, batches: [], made: 1 });
    await line.assize('judge', '--export', 'batch.jsonl');
    expect(await read('batch.jsonl')).toBe(await read('plain.jsonl'));
    const inBatch = records().filter(({ batch }) => batch === 'batch_1');
    expect(inBatch).toHaveLength(59);
    const alone = records().find(({ batch, request }) => batch === null && server.asked.has(request))!;
    const full = plain.runs[0].cost;
    const one = (10 * alone.inputTokens! + 40 * alone.outputTokens!) / 1e6;
    expect(runs[0].cost).toBeCloseTo((full - one) / 2 + one, 12);
  });

  test('--no-wait submits and leaves; --status shows what is open; a plain run leaves its calls alone; days later they are collected', async () => {
    let done = false;
    const server = await study({ batches: { isDone: () => done } });
    const submitted = await batch('--no-wait');
    expect(submitted.code).toBe(0);
    expect(words(submitted.out)).toContain(
      'To collect what is in the batches, now or in some days: assize judge --batch',
    );
    const status = await line.assize('judge', '--status');
    expect(words(status.out)).toMatch(
      /Open batches .* batch_1 test judge 59 20\d\d-\d\d-\d\d \d\d:\d\dZ validating/,
    );
    expect((await runsOf(await line.assize('judge', '--status', '--json'))).batches).toMatchObject([
      { batch: 'batch_1', calls: 59 },
    ]);

    const plain = await line.assize('judge');
    expect(plain.code).toBe(0);
    expect(words(plain.out)).toContain('59 calls not asked: in open batches, which --batch collects');
    expect(server.asked.size).toBe(1);

    expect((await batch('--no-wait')).code).toBe(0);
    expect(server.shelf.made).toBe(1);
    done = true;
    const collected = await batch();
    expect(collected.code).toBe(0);
    expect(words(collected.out)).toContain('60 verdicts from logprobs');
    eachOnce(server, 60);
  });

  test('what expired is asked again by the next run, after what was answered is stored', async () => {
    const server = await study({ batches: { polls: 0, end: ['expired', 'completed'] } });
    const first = await batch();
    expect(first.code).toBe(1);
    expect(words(first.out)).toContain('batch_1 expired: 30 calls answered, 0 failed, 29 without an answer');
    expect(words(first.out)).toContain(
      'To go on where this stopped (what is stored is not asked again): assize judge --batch',
    );
    const second = await batch();
    expect(second.code).toBe(0);
    expect(words(second.out)).toContain('batch_2 completed: 29 calls answered');
    eachOnce(server, 60);
  });

  test('a changed prompt is a new batch, and the one under way is collected all the same', async () => {
    let done = false;
    const server = await study({ batches: { isDone: () => done } });
    await batch('--no-wait');
    await changePrompt();
    await batch('--no-wait');
    done = true;
    expect((await batch()).code).toBe(0);
    expect(server.shelf.requests.map((keys) => keys.length)).toEqual([59, 59]);
    expect(
      records().filter(({ status, request }) => status === 'answered' && request !== 'null'),
    ).toHaveLength(120);
    eachOnce(server, 120);
  });

  test('samples: the same question many times over is as many requests of one batch', async () => {
    const server = await study(
      { reply: ({ before }) => verdict({ [before % 3 === 2 ? 'B' : 'A']: 1 }), batches: { polls: 0 } },
      { sources: ['samples'], samples: 3 },
    );
    expect((await batch()).code).toBe(0);
    expect(server.shelf.requests.map((keys) => new Set(keys).size)).toEqual([180]);
    expect([...server.asked.values()]).toEqual(Array.from({ length: 60 }, () => 3));
  });

  test('--dry-run asks nothing; --limit submits a part; --max-cost as much as it allows', async () => {
    const server = await study({ batches: { polls: 0 } });
    expect(words((await batch('--dry-run')).out)).toContain('half the full price');
    expect(server.asked.size + server.shelf.uploads).toBe(0);
    await batch('--limit', '5');
    expect(server.shelf.requests.map((keys) => keys.length)).toEqual([9]);
    // The call that is asked before counts too.
    const other = await study({ batches: { polls: 0 } });
    const limited = await batch('--max-cost', '0.06');
    expect(limited.code).toBe(1);
    expect(only(limited).error).toContain('more calls could cost more than the 0.06 dollars allowed');
    const size = other.shelf.requests[0].length;
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(50);
    const spent = records()
      .filter(({ request }) => other.asked.has(request))
      .reduce(
        (sum, { inputTokens, outputTokens, batch }) =>
          sum + ((10 * inputTokens! + 40 * outputTokens!) / 1e6) * (batch === null ? 1 : 0.5),
        0,
      );
    expect(spent).toBeLessThanOrEqual(0.06);
  });

  test('Ctrl-C ends the waiting at once, and the same command goes on', async () => {
    let done = false;
    const server = await study({ batches: { isDone: () => done } });
    const listeners: (() => void)[] = [];
    const world = {
      ...fakeWorld(line.folder, { env: { TEST_KEY: canary } }),
      onInterrupt: (listener: () => void) => (listeners.push(listener), () => {}),
    };
    const running = run(['judge', '--batch'], world);
    while (server.shelf.looks === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const interrupt of listeners) interrupt();
    expect(await running).toBe(1);
    expect(words(world.out())).toContain('the run was interrupted; 1 batch goes on at the endpoint');
    expect(words(world.out())).toContain('assize judge --batch');
    done = true;
    expect((await batch()).code).toBe(0);
    expect(server.shelf.made).toBe(1);
    eachOnce(server, 60);
  });

  test('--cancel ends the open batches, keeps what they answered and submits nothing', async () => {
    const server = await study({ batches: { isDone: () => false } });
    await batch('--no-wait');
    const cancelled = await batch('--cancel');
    expect(cancelled.code).toBe(0);
    expect(words(cancelled.out)).toContain(
      'batch_1 cancelled: 30 calls answered, 0 failed, 29 without an answer',
    );
    expect(server.shelf.made).toBe(1);
    await line.assize('judge');
    eachOnce(server, 60);
  });

  test('the key is in no file, no line and no error, also where the endpoint repeats it', async () => {
    const reply = (
      asked: Parameters<typeof opinion>[0],
    ): ReturnType<typeof opinion> | { kind: 'error'; status: number; message: string } =>
      asked.place > 3 && asked.place < 6
        ? { kind: 'error', status: 400, message: `refused for ${canary}` }
        : { ...opinion(asked), extra: { debug: canary } };
    await study({ reply, batches: { polls: 0 } });
    const { out, err } = await batch('--json');
    expect(err).toContain('2 failed');
    const files = (await readdir(line.folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
    expect(out + err + bytes).not.toContain(canary);
  });
});

describe('trouble with batches gets one line and what to do', { timeout: 30_000 }, () => {
  test('an endpoint without batches: one call was asked, and a plain run goes on from it', async () => {
    const server = await study({ batches: { none: true } });
    const ran = await batch();
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('has no batch API (404)');
    expect(only(ran).hint).toContain('without --batch');
    await line.assize('judge');
    eachOnce(server, 60);
  });

  test('no token probabilities: the three calls asked before say so', async () => {
    const server = await study({ reply: () => verdict({ A: 1 }, { logprobs: 'null' }) });
    const ran = await batch();
    expect(only(ran).error).toContain('m gives no token probabilities at this endpoint');
    expect({ asked: server.asked.size, uploads: server.shelf.uploads }).toEqual({ asked: 3, uploads: 0 });
  });

  test('no token probabilities, and samples allowed: the batch is one of samples', async () => {
    const server = await study(
      { reply: () => verdict({ A: 1 }, { logprobs: 'null' }), batches: { polls: 0 } },
      { sources: ['logprobs', 'samples'], samples: 2 },
    );
    const ran = await batch();
    expect(ran.code).toBe(0);
    expect(words(ran.out)).toContain('test judge allows samples instead');
    expect(server.shelf.requests.map((keys) => keys.length)).toEqual([120]);
  });

  test('a wrong key', async () => {
    await study({ key: 'another' });
    const ran = await batch();
    expect(only(ran).error).toMatch(/stopped: .* rejected the key \(401\)/);
    expect(only(ran).hint).toContain('TEST_KEY');
  });

  test('no key, and a batch is open', async () => {
    await study({ batches: { isDone: () => false } });
    await batch('--no-wait');
    await write('assize.json', (await read('assize.json')).replaceAll('TEST_KEY', 'NO_SUCH_KEY'));
    expect(only(await batch()).error).toContain('the environment variable NO_SUCH_KEY is empty');
  });

  test('an endpoint that is down', async () => {
    const server = await study({}, { limits: { tries: 2 } });
    await server.close();
    servers.length = 0;
    const ran = await batch();
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('nothing listens there');
  });

  test('a batch that the endpoint refuses', async () => {
    const server = await study({ batches: { polls: 0, end: ['failed', 'completed'] } });
    const ran = await batch();
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('the endpoint refused batch batch_1: the file has a wrong line');
    expect((await batch()).code).toBe(0);
    expect(server.shelf.made).toBe(2);
    eachOnce(server, 60);
  });

  test('a batch that the endpoint no longer knows blocks its calls until the user gives it up', async () => {
    const server = await study({ batches: { isDone: () => false } });
    await batch('--no-wait');
    server.shelf.forget();
    const ran = await batch();
    expect(only(ran)).toMatchObject({
      error: expect.stringContaining('knows no batch_1 (404)') as string,
      hint: expect.stringContaining('--cancel') as string,
    });
    expect(server.shelf.made).toBe(1);
    const given = await batch('--cancel');
    expect(words(given.out)).toContain('batch_1 given up: its 59 calls can be asked again');
    expect((await batch('--no-wait')).code).toBe(0);
    expect(server.shelf.made).toBe(2);
  });

  test.each([['--no-wait'], ['--cancel']])('%s without --batch', async (flag) => {
    await study();
    expect(only(await line.assize('judge', flag)).error).toContain(`${flag} belongs to --batch`);
  });
});
