/**
 * A judge run as a process of its own, to be killed: `node run-judge.ts STORE URL ITEMS CONCURRENCY`. Goes on
 * where the store stands.
 */
import { createHash } from 'node:crypto';
import { systemClock } from '../../src/storage/index.ts';
import { judgeSchema } from '../../src/data/index.ts';
import type { JudgeItem } from '../../src/judge/ask/items.ts';
import { planOf, unansweredCalls } from '../../src/judge/ask/plan.ts';
import { prepareJudge } from '../../src/judge/ask/prepare-judge.ts';
import { openaiCompatibleProvider } from '../../src/judge/endpoint/openai-compatible.ts';
import { runCalls } from '../../src/judge/run/run-calls.ts';
import { createRandom } from '../../src/stats/index.ts';
import { openVerdictStore } from '../../src/storage/index.ts';

const [path, baseURL, items, concurrency] = process.argv.slice(2);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const config = judgeSchema.parse({
  model: 'm',
  prompt: 'pass-fail',
  endpoint: { baseURL, key: null },
  limits: { concurrency: Number(concurrency) },
});
const codebook = { scale: 'nominal' as const, labels: [{ name: 'A' }, { name: 'B' }] };
const judge = prepareJudge('judge', config, codebook, { hash });

function* everyItem(): Generator<JudgeItem> {
  for (let i = 0; i < Number(items); i++)
    yield { id: `item ${i}`, fields: { question: `question ${i}`, answer: `answer ${i}` } };
}

const store = openVerdictStore(path);
const provider = await openaiCompatibleProvider({
  endpoint: config.endpoint,
  key: undefined,
  fetch,
  now: () => systemClock.now(),
});
const calls = unansweredCalls(planOf(judge, everyItem(), hash), store);
process.stdout.write('asking\n');
const summary = await runCalls({
  calls,
  provider,
  store,
  limits: config.limits,
  clock: systemClock,
  random: createRandom(1),
});
store.close();
process.stdout.write(`${JSON.stringify(summary)}\n`);
