import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../test/fixtures/command-line.ts';
import { canary, judgeStudies, opinion } from '../../test/fixtures/judge-study.ts';
import { verdict } from '../../test/judge-server/replies.ts';
import { analysisSchema } from '../analysis/index.ts';

const line = commandLine({ TEST_KEY: canary });
const { write, read, list } = line;
const { servers, study, changePrompt } = judgeStudies(line);

const words = (text: string): string => text.replace(/\s+/g, ' ');

const peopleRows = [
  'item,rater,label',
  ...Array.from({ length: 24 }, (_, i) => `i${i},anna,${i % 2 === 0 ? 'A' : 'B'}\ni${i},bob,${i % 3 === 0 ? 'B' : 'A'}`),
];

// Each test starts a server and makes a hundred calls: a busy machine takes its time.
describe('assize judge', { timeout: 30_000 }, () => {
  test('asks each item in both orders, once; the verdicts are part of the study with no further step', async () => {
    const server = await study();
    const first = await line.assize('judge');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(words(first.out)).toContain('30 items, both orders: 60 calls, 0 of them stored already');
    expect(words(first.out)).toContain('60 calls answered, 0 failed');
    expect(words(first.out)).toMatch(/test judge: 60 verdicts from logprobs, 0 invalid; 2\.0% of the probability on no label; \$0\.\d+/);
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
    expect(judge.run).toMatchObject({ model: 'm', probSource: 'logprobs', calls: 60, failedCalls: 0, verdicts: 60 });
    expect(judge.run!.cost).toBeGreaterThan(0);
    expect(words(await read('out/report.html')).includes('60 verdicts from 60 calls, 0 of them failed')).toBe(true);
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
    expect(words(dry.out)).toMatch(/about [\d,]+ tokens, about \$0\.\d+, at most \$0\.\d+/);
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
    expect(rows[0]).toMatchObject({ rater: 'test judge', kind: 'judge', prob_source: 'logprobs', model: 'm', status: 'given' });
    const before = await read('verdicts.jsonl');
    expect((await line.assize('judge', '--export', 'verdicts.jsonl')).err).toContain('the file is there already');
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
    const server = await study({
      reply: (asked) => (asked.place < 3 ? { kind: 'error', status: 500, message: `oops ${canary}` } : opinion(asked)),
    });
    const { out, err } = await line.assize('judge', '--json');
    const paths = (await readdir(line.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const bytes = paths.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
    expect(out + err + bytes).not.toContain(canary);
    expect(server.asked.size, err).toBe(60);
    expect(await list()).toContain('verdicts.sqlite');
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
    return { error: lines.find((text) => text.startsWith('error:'))!, hint: lines.find((text) => text.startsWith('hint:')) ?? '' };
  };

  test('no key', async () => {
    const server = await study({}, { endpoint: { key: 'NO_SUCH_KEY' } });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran)).toEqual({
      error: 'error: judge test judge needs a key, and the environment variable NO_SUCH_KEY is empty',
      hint: 'hint:  export NO_SUCH_KEY=…, or "key": null in its endpoint for a server that wants none',
    });
    expect(server.asked.size).toBe(0);
  });

  test('a wrong key', async () => {
    await study({ key: 'another' });
    const ran = await line.assize('judge');
    expect(ran.code).toBe(1);
    expect(only(ran).error).toMatch(/stopped: .* refuses the key \(401\)/);
    expect(only(ran).hint).toContain('TEST_KEY');
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
    expect(server.asked.size).toBeLessThanOrEqual(16);
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
    const config = JSON.parse(await read('assize.json')) as { judges: Record<string, { endpoint: { key: string } }> };
    config.judges['test judge'].endpoint.key = canary;
    await write('assize.json', JSON.stringify(config));
    const ran = await line.assize('judge');
    expect(only(ran).error).toContain('endpoint.key requires the name of an environment variable');
    expect(ran.out + ran.err).not.toContain(canary);
  });

  test('a field that no item has', async () => {
    await study({}, { prompt: { file: 'p.txt' } });
    await write('p.txt', '{{first}} {{second}} {{qestion}}');
    expect(only(await line.assize('judge')).error).toContain('no item has the field "qestion"; the fields there are');
  });
});
