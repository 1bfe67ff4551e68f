import { expect, test } from 'vitest';
import { virtualClock } from '../../../test/fixtures/virtual-clock.ts';
import { type CallRecord, judgeSchema } from '../../data/index.ts';
import { memoryVerdictStore } from '../../storage/store/memory-verdict-store.ts';
import { createRandom } from '../../stats/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { createPurse } from './purse.ts';
import { runCalls } from './run-calls.ts';
import { scriptedProvider } from '../endpoint/scripted-provider.ts';

const { limits } = judgeSchema.parse({ model: 'm', prompt: 'pairwise' });

function calls(count: number): JudgeCall[] {
  return Array.from({ length: count }, (_, index) => {
    const about = {
      key: `k${index}`,
      judge: 'j',
      item: `i${index}`,
      order: null,
      sample: 0,
      model: 'm',
      prompt: 'p',
    } as const;
    return {
      ...about,
      request: { api: 'chat', body: { place: index } },
      inputTokens: 100,
      outputTokens: 10,
      likelyInputTokens: 100,
    } as const;
  });
}

test('an answer that lacks what was asked for is a call that failed: paid for, kept for whoever asks why, and asked again', async () => {
  const clock = virtualClock();
  const store = memoryVerdictStore();
  const answer = JSON.stringify({ choices: [{}], usage: { prompt_tokens: 10, completion_tokens: 1 } });
  let whole = false;
  const provider = scriptedProvider(() => ({ gives: answer }), clock);
  const purse = createPurse(1);
  const run = () =>
    runCalls({
      calls: calls(4).filter(({ key }) => store.statusOf(key) !== 'answered'),
      provider,
      store,
      limits,
      clock,
      random: createRandom(1),
      lacks: () => (whole ? undefined : 'it lacks something'),
      price: { input: 1, output: 1 },
      purse,
    });
  const summary = await run();
  expect(summary).toMatchObject({
    answered: 0,
    failed: 4,
    stopped: null,
    inputTokens: 40,
    cost: expect.closeTo(44e-6, 12) as number,
  });
  expect([...summary.failures]).toEqual([['it lacks something', 4]]);
  const lacking: Partial<CallRecord> = {
    status: 'failed',
    response: answer,
    error: 'it lacks something',
    inputTokens: 10,
    outputTokens: 1,
  };
  for (const record of store.records()) expect(record).toMatchObject(lacking);
  whole = true;
  expect(await run()).toMatchObject({ answered: 4, failed: 0 });
  expect([...store.records()].map(({ status, error }) => [status, error])).toEqual(
    Array.from({ length: 4 }, () => ['answered', null]),
  );
});
