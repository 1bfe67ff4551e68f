/**
 * Real conversations through the whole way: imported from MT-Bench, judged in both orders by a server of our
 * own, into a report.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analysisSchema } from '../../src/analysis/index.ts';
import type { StudyConfig } from '../../src/data/index.ts';
import { commandLine } from '../fixtures/command-line.ts';
import { verdict } from '../judge-server/replies.ts';
import { type JudgeServer, startJudgeServer } from '../judge-server/server.ts';

const folder = resolve(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'mt-bench-subset');
const present = existsSync(folder);
if (!present) console.warn(`skipped: ${folder} is not there`);

const { assize, read, write } = commandLine();
const servers: JudgeServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

describe.skipIf(!present)('mt-bench-subset', () => {
  test('import, judge, calibrate: 120 comparisons in both orders, beside the people', async () => {
    // A judge that prefers the longer answer and the one shown first: what people complain of.
    const server = await startJudgeServer({
      reply({ body }) {
        const text = (body['messages'] as { content: string }[])[0].content;
        const [first, second] = [text.indexOf('[Answer A]'), text.indexOf('[Answer B]')];
        const longer = Math.log((second - first) / (text.length - second));
        const p = 0.9 / (1 + Math.exp(-(2 * longer + 0.8)));
        return verdict({ A: p, B: 0.9 - p, C: 0.08, The: 0.02 });
      },
    });
    servers.push(server);
    expect((await assize('import', 'mt-bench', join(folder, 'human.jsonl'), '--out', 'study')).code).toBe(0);
    const config = JSON.parse(await read('study/assize.json')) as StudyConfig;
    const labels = config.codebook!.labels.map(({ name }) => name);
    expect(labels).toEqual(['model_a', 'tie', 'model_b']);
    const judge = {
      model: 'local',
      family: 'local',
      endpoint: { baseURL: server.url, key: null },
      prompt: 'pairwise' as const,
      sides: { a: 'answer_a', b: 'answer_b', labelA: 'model_a', labelB: 'model_b', tie: 'tie' },
      words: { model_a: 'A', model_b: 'B', tie: 'C' },
    };
    await write('study/assize.json', JSON.stringify({ ...config, judges: { 'long answers': judge } }));

    const run = await assize('judge', 'study');
    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: '' });
    expect([...server.asked.values()].reduce((sum, count) => sum + count, 0)).toBe(240);

    const { code, err } = await assize('calibrate', 'study', '--replicates', '200');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { judges, study } = analysisSchema.parse(JSON.parse(await read('study/out/results.json')));
    expect(study).toMatchObject({ items: 120, people: 3, judges: 1 });
    const [analyzed] = judges;
    // Two answers are the same word for word: this judge prefers neither, and has no label there.
    expect(analyzed).toMatchObject({ name: 'long answers', items: 120, labeledItems: 119 });
    expect(analyzed.run).toMatchObject({ calls: 240, failedCalls: 0, problems: [], probSource: 'logprobs' });
    expect(analyzed.orders).toMatchObject({ itemsWithBoth: 120 });
    expect(analyzed.probabilities!.meanMissingMass).toBeCloseTo(0.02, 6);
    expect(analyzed.agreement.judgeWithPerson.value).toBeGreaterThan(0.3);
    expect((await read('study/out/report.html')).includes('240 verdicts from 240 calls')).toBe(true);
  });
});
