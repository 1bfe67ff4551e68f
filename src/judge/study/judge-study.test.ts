import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { judgeStudies } from '../../../test/fixtures/judge-study.ts';
import { examplesOf, fencedExamplesOf, runExample } from '../../../test/run-example.ts';
import { openStudy } from '../../storage/index.ts';
import { type JudgeEvent, allowedEndpoints, judgeStudy, planStudy, prepareRun } from '../index.ts';

const line = commandLine();
const { study } = judgeStudies(line);
const root = resolve(import.meta.dirname, '../../..');
/** The folder of the test stands for the one the examples name. */
const scope = { allowedEndpoints, judgeStudy, openStudy: () => openStudy(line.folder), fetch };
const here = { endpoint: { key: null } };

describe('the judges of a study, run from a program', { timeout: 30_000 }, () => {
  test('as the docstring shows', async () => {
    const server = await study({}, here);
    const [example] = examplesOf(
      'judge-study.ts',
      await readFile(join(import.meta.dirname, 'judge-study.ts'), 'utf8'),
    );
    await runExample(example, scope);
    expect(server.asked.size).toBe(20);
    const [opened] = examplesOf(
      'open-study.ts',
      await readFile(join(root, 'src/storage/open-study.ts'), 'utf8'),
    );
    await runExample(opened, scope);
  });

  test('as the guide shows: fourteen lines, its host named with its key', async () => {
    const server = await study({ key: 'secret' }, { endpoint: { key: 'TEST_KEY' } });
    const [example] = fencedExamplesOf(
      'judge.md',
      await readFile(join(root, 'docs/guides/judge.md'), 'utf8'),
    );
    expect(example.code.split('\n').length).toBeLessThanOrEqual(15);
    const printed: unknown[][] = [];
    const code = example.code.replace("'api.openai.com'", JSON.stringify(new URL(server.url).host));
    const process = { env: { OPENAI_API_KEY: 'secret' } };
    await runExample(
      { ...example, code },
      { ...scope, process, console: { log: (...line: unknown[]) => printed.push(line) } },
    );
    expect(printed).toEqual([['test judge', 60, expect.closeTo(0.0562, 4)]]);
  });

  test('a host that is not named is not called, whatever the study says', async () => {
    const server = await study(
      {},
      { endpoint: { baseURL: 'https://elsewhere.example.org/v1', key: 'OPENAI_API_KEY' } },
    );
    const opened = await openStudy(line.folder);
    const asked = judgeStudy(
      opened,
      allowedEndpoints({ 'api.openai.com': 'secret' }, { fetch, now: opened.clock.now }),
    );
    await expect(asked).rejects.toThrow(
      'judge "test judge" would call elsewhere.example.org, which is not allowed',
    );
    opened.close();
    expect(server.asked.size).toBe(0);
  });

  test('events tell what happens, in the order it does', async () => {
    await study({}, here);
    const opened = await openStudy(line.folder);
    const kinds: JudgeEvent['kind'][] = [];
    const onEvent = ({ kind }: JudgeEvent): void => void kinds.push(kind);
    await judgeStudy(opened, allowedEndpoints({}, { fetch, now: opened.clock.now }), { onEvent });
    expect(new Set(kinds)).toEqual(new Set(['planned', 'probing', 'probed', 'progress', 'asked']));
    expect(kinds.filter((kind) => kind === 'progress')).toHaveLength(60);
    // Nothing is left: a second run plans, and asks nothing.
    kinds.length = 0;
    const again = await judgeStudy(opened, allowedEndpoints({}, { fetch, now: opened.clock.now }), {
      onEvent,
    });
    expect([kinds, again.complete]).toEqual([['planned'], true]);
    opened.close();
  });

  test('a plan asks nothing, and every prompt is rendered once', async () => {
    const server = await study({}, here);
    const opened = await openStudy(line.folder, { looksOnly: true });
    let hashed = 0;
    const hash = (text: string): string => (hashed++, opened.hash(text));
    const { plan } = planStudy(prepareRun({ ...opened, hash }));
    expect(plan).toMatchObject([{ judge: 'test judge', items: 30, calls: 60, stored: 0, probeCalls: 7 }]);
    // One for each call, and a few for the versions of prompt and probe.
    expect(hashed).toBeGreaterThanOrEqual(60);
    expect(hashed).toBeLessThan(75);
    expect([server.asked.size, server.probed.size]).toEqual([0, 0]);
    opened.close();
  });
});
