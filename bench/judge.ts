/**
 * Calls a second of a judge run, with limits, retries and a store on disk, beside a bare loop of the `openai`
 * package against the same local server: 64 calls under way in both. Then 100,000 items, to see what memory
 * follows: the keys of the plan, and no body.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { OpenAI } from 'openai';
import { systemClock } from '../src/storage/index.ts';
import { judgeSchema } from '../src/data/index.ts';
import type { JudgeItem } from '../src/judge/ask/items.ts';
import { type Plan, callOf, planOf, unansweredCalls } from '../src/judge/ask/plan.ts';
import { prepareJudge } from '../src/judge/ask/prepare-judge.ts';
import type { ProviderRequest } from '../src/judge/endpoint/provider.ts';
import { openaiCompatibleProvider } from '../src/judge/endpoint/openai-compatible.ts';
import { runCalls } from '../src/judge/run/run-calls.ts';
import { createRandom } from '../src/stats/index.ts';
import { openVerdictStore } from '../src/storage/index.ts';

const inFlight = 64;
const rounds = 5;
/** Long enough that opening and closing the store, which is a part of a run, is a small one. */
const perRound = 10_000;
const many = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'assize-bench-judge-'));
const server = spawn(process.execPath, [join(import.meta.dirname, '../test/judge-server/main.ts')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { url } = JSON.parse(await firstLine(server)) as { url: string };
  const config = judgeSchema.parse({
    model: 'm',
    prompt: 'pass-fail',
    endpoint: { baseURL: url, key: null },
    limits: { concurrency: inFlight },
  });
  const judge = prepareJudge(
    'judge',
    config,
    { scale: 'nominal', labels: [{ name: 'A' }, { name: 'B' }] },
    { hash },
  );
  const provider = await openaiCompatibleProvider({
    endpoint: config.endpoint,
    key: undefined,
    fetch,
    now: () => systemClock.now(),
  });
  const client = new OpenAI({ apiKey: 'none', baseURL: url, maxRetries: 0 });

  const planned = (round: string, count: number): Plan => planOf(judge, items(round, count), hash);

  async function ours(round: string, count: number, onAnswer?: (answered: number) => void): Promise<number> {
    const store = openVerdictStore(join(folder, `${round}.sqlite`));
    const began = performance.now();
    const calls = unansweredCalls(planned(round, count), store);
    const { answered } = await runCalls({
      calls,
      provider,
      store,
      limits: config.limits,
      clock: systemClock,
      random: createRandom(1),
      ...(onAnswer === undefined ? {} : { onProgress: (progress) => onAnswer(progress.answered) }),
    });
    store.close();
    if (answered !== count) throw new Error(`${answered} of ${count} answered`);
    return count / ((performance.now() - began) / 1000);
  }

  async function bare(round: string, count: number): Promise<number> {
    const began = performance.now();
    const requests = requestsOf(planned(round, count));
    const worker = async (): Promise<void> => {
      for (const request of requests) await client.chat.completions.create(request.body as never);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    return count / ((performance.now() - began) / 1000);
  }

  await bare('warm', 500);
  await ours('warm', 500);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each goes first in turn: the second finds the server warm.
    const first = round % 2 === 0 ? bare : ours;
    const one = await first(`first ${round}`, perRound);
    const two = await (first === bare ? ours : bare)(`second ${round}`, perRound);
    const [loop, run] = first === bare ? [one, two] : [two, one];
    ratios.push(run / loop);
    console.log(
      `round ${round + 1}: bare loop ${loop.toFixed(0)} calls a second, a run ${run.toFixed(0)}: ` +
        `${(run / loop).toFixed(2)} of it`,
    );
  }
  ratios.sort((a, b) => a - b);
  console.log(`median of ${rounds}: ${ratios[rounds >> 1].toFixed(2)} (aim 0.8)`);

  const peaks = [0, 0];
  const speed = await ours('many', many, (answered) => {
    if (answered % 500 === 0)
      peaks[answered > many / 2 ? 1 : 0] = Math.max(peaks[answered > many / 2 ? 1 : 0], memory());
  });
  const size = statSync(join(folder, 'many.sqlite')).size / 1e6;
  console.log(
    `${many.toLocaleString('en-US')} items: ${speed.toFixed(0)} calls a second; peak memory ` +
      `${peaks[0].toFixed(0)} MB in the first half, ` +
      `${peaks[1].toFixed(0)} MB in the second; store ${size.toFixed(0)} MB`,
  );
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error('the server ended without a line');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function* requestsOf(plan: Plan): Generator<ProviderRequest> {
  for (const call of plan.calls) yield callOf(plan, call).request;
}

function* items(round: string, count: number): Generator<JudgeItem> {
  for (let i = 0; i < count; i++)
    yield { id: `${round} ${i}`, fields: { question: `question ${i} of ${round}?`, answer: `answer ${i}` } };
}

function memory(): number {
  return process.memoryUsage().rss / 1e6;
}
