import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { canary, judgeStudies, opinion } from '../../../test/fixtures/judge-study.ts';
import {
  noCredit,
  overloaded,
  refusedItem,
  sentOn,
  structuredVerdict,
  underSuccess,
  verdict,
  webPage,
} from '../../../test/judge-server/replies.ts';
import { analysisSchema } from '../../analysis/index.ts';
import type { JudgeDeclaration } from '../../data/index.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { run } from '../main.ts';

const line = commandLine({ TEST_KEY: canary });
const { write, read, list } = line;
const { servers, study, changePrompt } = judgeStudies(line);

const words = (text: string): string => text.replace(/\s+/g, ' ');

const peopleRows = [
  'item,rater,label',
  ...Array.from(
    { length: 24 },
    (_, i) => `i${i},anna,${i % 2 === 0 ? 'A' : 'B'}\ni${i},bob,${i % 3 === 0 ? 'B' : 'A'}`,
  ),
];

// Each test starts a server and makes a hundred calls: a busy machine takes its time.
describe('assize judge', { timeout: 30_000 }, () => {
  test('asks each item in both orders, once; the verdicts are part of the study with no further step', async () => {
    const server = await study();
    const first = await line.assize('judge');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(words(first.out)).toContain('30 items, both orders: 60 calls, 0 of them stored already');
    expect(words(first.out)).toContain('60 calls answered, 0 failed');
    expect(words(first.out)).toMatch(
      /: 60 verdicts from logprobs, 0 answers without one; 2% of the probability on no label; \$0\.\d+/,
    );
    expect([...server.asked.values()]).toEqual(Array.from({ length: 60 }, () => 1));

    const again = await line.assize('judge');
    expect(words(again.out)).toContain('60 calls, 60 of them stored already');
    expect(words(again.out)).toContain('nothing left to ask');
    expect([...server.asked.values()].every((count) => count === 1)).toBe(true);

    await write('ratings.csv', peopleRows.join('\n'));
    const { code, err } = await line.assize('calibrate', '--replicates', '100');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const analysis = analysisSchema.parse(JSON.parse(await read('out/results.json')));
    const [judge] = analysis.judges;
    expect(judge).toMatchObject({ name: 'test judge', family: 'test', items: 30, labeledItems: 24 });
    expect(judge.orders).toMatchObject({ itemsWithBoth: 30 });
    // Half a logit toward the first side, found exactly: the server leans by that much on every item.
    expect(judge.orders!.bias.value).toBeCloseTo(0.5, 3);
    expect(judge.probabilities!.meanMissingMass).toBeCloseTo(0.02, 6);
    expect(judge.run).toMatchObject({
      model: 'm',
      probSource: 'logprobs',
      calls: 60,
      failedCalls: 0,
      verdicts: 60,
    });
    expect(judge.run!.cost).toBeGreaterThan(0);
    expect(words(await read('out/report.html')).includes('60 verdicts from 60 calls, 0 of them failed')).toBe(
      true,
    );
  });

  test('a changed prompt is a new verdict, and the old one stays', async () => {
    const server = await study();
    await line.assize('judge');
    await changePrompt();
    await line.assize('judge');
    expect(server.asked.size).toBe(120);
    expect(words((await line.assize('judge', '--status')).out)).toContain('60 verdicts');
  });

  test('--dry-run and --status ask nothing and need no key; --limit asks a part, the same each time', async () => {
    const server = await study();
    const dry = await line.assize('judge', '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('[Answer A]');
    expect(words(dry.out)).toMatch(
      /about [\d,]+ tokens, about \$0\.\d+, at most \$0\.\d+, by the price in assize\.json; before it the probe, 7 small calls, at most \$0\.\d+/,
    );
    expect(words((await line.assize('judge', '--status')).out)).toContain('none yet');
    expect((await line.assize('judge', '--export', 'v.csv')).err).toContain('no verdict is stored yet');
    expect(server.asked.size).toBe(0);
    // Nor do they make anything.
    expect(await list()).toEqual(['assize.json', 'items.jsonl']);
    await line.assize('judge', '--limit', '5');
    expect(server.asked.size).toBe(10);
    await line.assize('judge', '--limit', '5');
    await line.assize('judge');
    expect([...server.asked.values()]).toEqual(Array.from({ length: 60 }, () => 1));
  });

  test('--export writes rating rows that any study reads, and overwrites nothing', async () => {
    await study();
    await line.assize('judge');
    expect((await line.assize('judge', '--export', 'verdicts.jsonl')).code).toBe(0);
    const rows = (await read('verdicts.jsonl'))
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(rows).toHaveLength(60);
    expect(rows[0]).toMatchObject({
      rater: 'test judge',
      kind: 'judge',
      prob_source: 'logprobs',
      model: 'm',
      status: 'given',
    });
    const before = await read('verdicts.jsonl');
    expect((await line.assize('judge', '--export', 'verdicts.jsonl')).err).toContain(
      'the file is there already',
    );
    expect(await read('verdicts.jsonl')).toBe(before);
  });

  test('--export as CSV, JSONL and Parquet reads as one and the same study; another ending is refused by name', async () => {
    await study({ reply: (asked) => (asked.place < 3 ? verdict({ 'Well, "A': 1 }) : opinion(asked)) });
    await line.assize('judge');
    const read = async (name: string): Promise<unknown> => {
      expect((await line.assize('judge', '--export', name)).err).toBe('');
      // Without people no question can be answered, which is 3; what was read is told all the same.
      const { code, out } = await line.assize('doctor', name, '--json');
      expect(code).toBe(3);
      return JSON.parse(out.replaceAll(name, 'FILE'));
    };
    const jsonl = await read('v.jsonl');
    expect(await read('v.csv')).toEqual(jsonl);
    expect(await read('v.parquet')).toEqual(jsonl);
    const { code, err } = await line.assize('judge', '--export', 'v.xlsx');
    expect(code).toBe(1);
    expect(err).toContain('.csv, .jsonl and .parquet; received v.xlsx');
    expect(await list()).not.toContain('v.xlsx');
  });

  test('the key is in no file, no line and no error', async () => {
    // The endpoint repeats it in errors, in answers, and in those of the probe.
    const extra = { debug: { authorization: `Bearer ${canary}` } };
    const server = await study({
      reply: (asked) =>
        asked.place < 3
          ? { kind: 'error', status: 500, message: `oops ${canary}` }
          : { ...opinion(asked), extra },
      probe: { instead: verdict({ Cat: 0.6, Dog: 0.4 }, { extra }) },
    });
    const { out, err } = await line.assize('judge', '--json');
    const paths = (await readdir(line.folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const bytes = paths.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
    expect(out + err + bytes).not.toContain(canary);
    expect(server.asked.size, err).toBe(60);
    expect(await list()).toContain('verdicts.sqlite');
  });

  test('--max-cost is one purse for the probe and all judges of a run', async () => {
    await study();
    const config = JSON.parse(await read('assize.json')) as { judges: Record<string, JudgeDeclaration> };
    const [judge] = Object.values(config.judges);
    config.judges = {
      one: judge,
      two: { ...judge, sampling: { seed: 2 } },
      three: { ...judge, sampling: { seed: 3 } },
    };
    await write('assize.json', JSON.stringify(config));
    const { code, out } = await line.assize('judge', '--max-cost', '0.08', '--json');
    expect(code).toBe(1);
    const { runs, stopped } = JSON.parse(out) as {
      runs: { cost: number }[];
      stopped: { judge: string; reason: string }[];
    };
    expect(stopped.at(-1)!.reason).toContain('could cost more than the 0.08 dollars allowed');
    expect(runs.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(0.08);
    expect(runs.reduce((sum, { cost }) => sum + cost, 0)).toBeGreaterThan(0.03);
  });

  test('an endpoint that gave token probabilities to nothing but its probe stops each run, not only the first', async () => {
    const server = await study({ reply: () => verdict({ A: 1 }, { logprobs: 'null' }) });
    await line.assize('judge');
    const asked = server.asked.size;
    const again = await line.assize('judge');
    expect(again.code).toBe(1);
    expect(again.out).toContain('m gives no token probabilities at this endpoint');
    expect(server.asked.size - asked).toBeLessThanOrEqual(18);
  });

  test('the first Ctrl-C says what is awaited, is no error, and asks no further judge', async () => {
    let interrupt = (): void => {};
    let pressed = false;
    const press = (): void => {
      if (!pressed) interrupt();
      pressed = true;
    };
    await study({ reply: (asked) => (setImmediate(press), { ...opinion(asked), delay: 30 }) });
    const config = JSON.parse(await read('assize.json')) as { judges: Record<string, JudgeDeclaration> };
    config.judges['another'] = { ...config.judges['test judge'], sampling: { seed: 2 } };
    await write('assize.json', JSON.stringify(config));
    const world = {
      ...fakeWorld(line.folder, { env: { TEST_KEY: canary } }),
      onInterrupt: (listener: () => void) => ((interrupt = listener), () => {}),
    };
    expect(await run(['judge', '--judge', 'test judge', '--judge', 'another'], world)).toBe(1);
    expect(words(world.out())).toMatch(
      /! stopping: \d+ calls? (is|are) under way and awaited; Ctrl-C again ends at once/,
    );
    expect(world.out()).not.toContain('error:');
    expect(world.out()).not.toContain('judge another');
  });

  test('--max-cost stops before it is exceeded, and says how to go on', async () => {
    const server = await study();
    const { code, out } = await line.assize('judge', '--max-cost', '0.05');
    expect(code).toBe(1);
    expect(out).toContain('could cost more than the 0.05 dollars allowed');
    expect(words(out)).toContain('To go on where this stopped');
    expect(server.asked.size).toBeGreaterThan(0);
    expect(server.asked.size).toBeLessThan(60);
  });
});

describe('a newcomer with trouble gets one line and what to do', { timeout: 30_000 }, () => {
  const only = ({ out, err }: { out: string; err: string }): { error: string; hint: string } => {
    const lines = `${out}\n${err}`.split('\n');
    expect(lines.filter((text) => text.startsWith('error:'))).toHaveLength(1);
    expect(`${out}${err}`).not.toMatch(/^\s+at /m);
    return {
      error: lines.find((text) => text.startsWith('error:'))!,
      hint: lines.find((text) => text.startsWith('hint:')) ?? '',
    };
  };

  test('no key', async () => {
    const server = await study({}, { endpoint: { key: 'NO_SUCH_KEY' } });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran)).toEqual({
      error: 'error: judge "test judge" needs a key, and the environment variable NO_SUCH_KEY is empty',
      hint: 'hint:  export NO_SUCH_KEY=…, or "key": null in its endpoint for a server that needs none',
    });
    expect(server.asked.size).toBe(0);
  });

  test('a wrong key', async () => {
    await study({ key: 'another' });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran).error).toMatch(/stopped: .* rejected the key \(401\)/);
    expect(only(ran).hint).toContain('TEST_KEY');
  });

  test.each([
    ['{} to everything', underSuccess({}), 'JSON that holds no answer'],
    ['a web page', webPage, 'answers with text/html, not JSON'],
  ])(
    'an endpoint that is none and answers with %s: at its first answers, and nothing of it counts',
    async (_, reply, said) => {
      const server = await study({ reply: () => reply, probe: { instead: reply } });
      const ran = await line.assize('judge');
      expect(ran.code).toBe(1);
      expect(only(ran).error).toContain(said);
      expect(only(ran).hint).toContain('Check baseURL');
      // The probe is seven questions. One that was on its way when another failed may be asked once more.
      const probed = (): number => [...server.probed.values()].reduce((sum, count) => sum + count, 0);
      const first = probed();
      expect(server.asked.size).toBe(0);
      expect([7, 8]).toContain(first);
      // Mended, it is probed and asked as if nothing had been.
      await line.assize('judge');
      expect([7, 8]).toContain(probed() - first);
    },
  );

  test('an error under 200 is none of the answers, and is asked again', async () => {
    let broken = true;
    const error = underSuccess({ error: { message: 'upstream overloaded', code: 502 } });
    const server = await study(
      { reply: (asked) => (broken && asked.place % 2 === 0 ? error : opinion(asked)) },
      { limits: { tries: 1 } },
    );
    const ran = await line.assize('judge');
    expect(words(ran.out)).toMatch(/fails for now \(502\): upstream overloaded \(\d+\)/);
    broken = false;
    const again = await line.assize('judge');
    expect(words(again.out)).toContain('60 verdicts from logprobs, 0 answers without one');
    expect(server.asked.size).toBe(60);
  });

  test('answers that are all no verdict for one reason', async () => {
    const server = await study({ reply: () => verdict({ Sure: 0.9, A: 0.05, B: 0.05 }) });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('the first 20 answers give no verdict: off label');
    expect(only(ran).hint).toContain('--dry-run');
    expect(server.asked.size).toBeLessThanOrEqual(36);
  });

  test('a probe whose answers cannot be read is asked again, and nothing else depends on it', async () => {
    const server = await study({ probe: { logprobs: 'positive' } });
    expect(words((await line.assize('judge')).out)).toContain(
      'the answers to the probe cannot be read (logprob positive)',
    );
    expect(server.asked.size).toBe(60);
    expect(words((await line.assize('judge', '--dry-run', '--probe')).out)).toMatch(
      /nothing left to ask; before it the probe, 7 small calls/,
    );
  });

  test('items that can never be answered stop nothing, and come last', async () => {
    let index = 0;
    const server = await study(
      { reply: (asked) => (index++ < 50 ? refusedItem() : opinion(asked)) },
      { limits: { concurrency: 1 } },
    );
    const ran = await line.assize('judge');
    expect(ran.code).toBe(0);
    expect(words(ran.out)).toContain('10 calls answered, 50 failed');
    await line.assize('judge');
    expect([...server.asked.values()].filter((count) => count === 2)).toHaveLength(50);
  });

  test('no credit', async () => {
    const server = await study({ reply: () => noCredit }, { limits: { concurrency: 1 } });
    const ran = await line.assize('judge');
    expect(only(ran).error).toContain('says the account cannot pay');
    expect(only(ran).hint).toContain('Add credit');
    expect(server.asked.size).toBe(1);
  });

  test('an endpoint that sends its calls on', async () => {
    const other = await study();
    const server = await study({ reply: () => sentOn(`${other.url}/chat/completions`) });
    const ran = await line.assize('judge');
    expect(only(ran).error).toContain(`sends its calls on to ${new URL(other.url).origin} (307)`);
    expect([other.asked.size, server.asked.size > 0]).toEqual([0, true]);
  });

  test('a key that cannot be sent', async () => {
    await study();
    const world = fakeWorld(line.folder, { env: { TEST_KEY: `${canary}\nand more` } });
    expect(await run(['judge'], world)).toBe(1);
    expect(only({ out: world.out(), err: world.err() }).error).toContain(
      'the environment variable TEST_KEY holds a line break or characters',
    );
    expect(world.out() + world.err()).not.toContain(canary);
  });

  test('an endpoint that asks to wait for an hour is not waited for', async () => {
    await study({ reply: () => overloaded(3600) });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('it asks to wait 60 minutes');
    expect(only(ran).hint).toContain('what is stored is not asked again');
  });

  test('a wrong model name', async () => {
    await study({ models: ['another'] });
    const ran = await line.assize('judge');
    expect(only(ran).error).toContain('has no such model');
    expect(only(ran).hint).toContain('"model"');
  });

  test('an endpoint without token probabilities stops at the first answers, unless other sources are allowed', async () => {
    const server = await study({ reply: () => verdict({ A: 1 }, { logprobs: 'null' }) });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('m gives no token probabilities at this endpoint');
    expect(only(ran).hint).toContain('"sources": ["logprobs", "samples"]');
    expect(server.asked.size).toBeLessThanOrEqual(18);
  });

  test('with samples allowed they are drawn instead, it is said, and every row says so', async () => {
    await study(
      { reply: ({ before }) => verdict({ [before % 3 === 2 ? 'B' : 'A']: 1 }, { logprobs: 'null' }) },
      { sources: ['logprobs', 'samples'], samples: 3 },
    );
    const { code, out } = await line.assize('judge');
    expect(code).toBe(0);
    expect(words(out)).toContain('gives no token probabilities; test judge allows samples instead');
    await line.assize('judge', '--export', 'v.jsonl');
    const rows = (await read('v.jsonl'))
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(new Set(rows.map((row) => row['prob_source']))).toEqual(new Set(['samples']));
    expect(rows).toHaveLength(60);
  });

  test('an endpoint that is down', async () => {
    const server = await study();
    await server.close();
    servers.length = 0;
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran).error).toContain('nothing listens there');
    expect(only(ran).hint).toContain('Start the server');
  });

  test('a key in place of its name is refused and not shown', async () => {
    await study();
    const config = JSON.parse(await read('assize.json')) as {
      judges: Record<string, { endpoint: { key: string } }>;
    };
    config.judges['test judge'].endpoint.key = canary;
    await write('assize.json', JSON.stringify(config));
    const ran = await line.assize('judge');
    expect(only(ran).error).toContain('endpoint.key requires the name of an environment variable');
    expect(ran.out + ran.err).not.toContain(canary);
  });

  test('a field that no item has', async () => {
    await study({}, { prompt: { file: 'p.txt' } });
    await write('p.txt', '{{first}} {{second}} {{qestion}}');
    expect(only(await line.assize('judge')).error).toContain(
      'no item has the field "qestion"; the fields there are',
    );
  });
});

/** What is left of a run or a look for programs. */
interface Told {
  readonly complete: boolean;
  readonly stopped: readonly {
    readonly judge: string | null;
    readonly reason: string;
    readonly hint: string | null;
  }[];
  readonly plan?: readonly Record<string, unknown>[];
  readonly runs: readonly Record<string, unknown>[];
}

describe('options', { timeout: 30_000 }, () => {
  const told = async (...args: string[]): Promise<Told> =>
    JSON.parse((await line.assize('judge', '--json', ...args)).out) as Told;

  test('--json says what is planned, what stopped a run, and whether anything is left', async () => {
    const server = await study();
    const dry = await told('--dry-run');
    expect(dry).toMatchObject({ complete: false, stopped: [], runs: [] });
    expect(dry.plan).toEqual([
      expect.objectContaining({
        judge: 'test judge',
        model: 'm',
        probSource: 'logprobs',
        items: 30,
        calls: 60,
        stored: 0,
        waiting: 0,
      }),
    ]);
    expect(Number(dry.plan![0]['mostCost'])).toBeGreaterThan(Number(dry.plan![0]['cost']));
    expect(await told('--dry-run', '--batch')).toMatchObject({ complete: false, plan: [{ calls: 60 }] });
    expect(await told('--status')).toMatchObject({ complete: false, stopped: [], runs: [] });

    await line.assize('judge', '--limit', '5');
    expect(await told('--status')).toMatchObject({ complete: false, runs: [{ verdicts: 10 }] });
    expect(await told('--status', '--limit', '5')).toMatchObject({ complete: true });
    await server.close();
    servers.length = 0;
    const { complete, stopped } = await told();
    expect({ complete, stopped }).toEqual({
      complete: false,
      stopped: [
        {
          judge: 'test judge',
          reason: expect.stringContaining('nothing listens there') as string,
          hint: expect.stringContaining('Start') as string,
        },
      ],
    });
    const exported = JSON.parse((await line.assize('judge', '--export', 'v.csv', '--json')).out) as unknown;
    expect(exported).toEqual({ schema: 1, file: 'v.csv', verdicts: 10, withoutVerdict: 0 });
  });

  test.each([
    ['--status', '--dry-run'],
    ['--export', 'v.csv', '--status'],
    ['--export', 'v.csv', '--dry-run'],
    ['--batch', '--status'],
    ['--batch', '--export', 'v.csv'],
    ['--batch', '--cancel', '--no-wait'],
    ['--batch', '--cancel', '--dry-run'],
    ['--status', '--probe'],
  ])('%s %s %s: one of the two would be passed over, so both are refused', async (...args) => {
    const server = await study();
    const { code, err } = await line.assize('judge', ...args);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error: --[a-z-]+ and --[a-z-]+ exclude each other\nhint: {2}give one of the two\n$/,
    );
    expect(server.asked.size).toBe(0);
  });

  test('the command to go on is the one that was given', async () => {
    await study({ key: 'another' });
    const { out } = await line.assize('judge', '--judge', 'test judge', '--limit', '20', '--max-cost', '0.5');
    expect(words(out)).toContain("assize judge --judge 'test judge' --limit 20 --max-cost 0.5");
  });

  test('what stands in for token probabilities is found out for each endpoint, said on every run, and tried again by --probe', async () => {
    let shown = false;
    const reply = (asked: Parameters<typeof opinion>[0]): ReturnType<typeof opinion> => ({
      ...opinion(asked),
      ...(shown ? {} : { logprobs: 'null' }),
    });
    const declared = { sources: ['logprobs', 'samples'], samples: 2 } as const;
    await study({ reply }, { ...declared, sources: [...declared.sources] });
    expect(words((await line.assize('judge', '--limit', '5')).out)).toContain('allows samples instead');
    const again = words((await line.assize('judge', '--limit', '5')).out);
    expect(again).toContain(
      'probabilities from samples: the endpoint gave no token probabilities. --probe asks it for ' +
        'them again',
    );
    shown = true;
    expect((await told('--limit', '5')).runs).toMatchObject([{ probSource: 'samples' }]);
    expect((await told('--limit', '5', '--probe')).runs).toMatchObject([
      { probSource: 'logprobs', verdicts: 10 },
    ]);
    expect((await told('--status', '--limit', '5')).runs).toMatchObject([{ probSource: 'logprobs' }]);

    shown = false;
    await study({ reply }, { ...declared, sources: [...declared.sources] });
    await line.assize('judge', '--limit', '5');
    expect((await told('--status', '--limit', '5')).runs).toMatchObject([{ probSource: 'samples' }]);
    // Another endpoint, with the same judge and model.
    await study({}, { ...declared, sources: [...declared.sources] });
    expect((await told('--limit', '5')).runs).toMatchObject([{ probSource: 'logprobs' }]);
  });
});

test(
  'what a mask hides is unknown in the results, and a field of the items keeps its name',
  { timeout: 30_000 },
  async () => {
    const masked = (p: number): ReturnType<typeof verdict> =>
      structuredVerdict('verdict', { A: p, B: 1 - p }, { masked: true, fused: true });
    await study(
      { reply: ({ place }) => masked(0.2 + (place % 7) / 10) },
      { mode: 'structured', sampling: { maxTokens: 32, topLogprobs: 2 } },
    );
    const items = (await read('items.jsonl')).trim().split('\n');
    await write(
      'items.jsonl',
      items
        .map(
          (text, i) =>
            `${JSON.stringify({ ...(JSON.parse(text) as object), problem: `p${i}`, warnings: 'mild' })}\n`,
        )
        .join(''),
    );
    await write('ratings.csv', peopleRows.join('\n'));
    const status = await line.assize('judge');
    expect(words(status.out)).toContain('an unknown part of the probability on no label');
    expect(words(status.out)).toContain('take care, constrained: 60');
    const { code, err } = await line.assize('calibrate', '--replicates', '100');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [judge] = analysisSchema.parse(JSON.parse(await read('out/results.json'))).judges;
    expect(judge.probabilities!.meanMissingMass).toBeNaN();
    expect(judge.run).toMatchObject({
      offLabelMass: NaN,
      warnings: expect.arrayContaining([{ reason: 'constrained', count: 60 }]) as object,
    });
    expect(words(await read('out/report.html'))).toContain(
      'How much of the probability was outside the labels is not known',
    );

    await line.assize('judge', '--export', 'v.csv');
    await line.assize('calibrate', 'v.csv', 'ratings.csv', '--replicates', '100', '--out', 'from-file');
    const [same] = analysisSchema.parse(JSON.parse(await read('from-file/results.json'))).judges;
    expect(same).toMatchObject({ run: null, items: 30, probabilities: { meanMissingMass: NaN } });
  },
);
