/**
 * The program itself at the end of a pipe whose reader leaves. Every command, and more ends of an output, are
 * in test/pipes.
 */
import { type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../test/fixtures/command-line.ts';
import { canary, judgeStudies } from '../../test/fixtures/judge-study.ts';
import { contents, ended, judgedRatings, noise, startNode, unread } from '../../test/fixtures/pipes.ts';
import { openVerdictStore, verdictStoreName, writeOutput } from '../storage/index.ts';

const line = commandLine({ TEST_KEY: canary });
const { assize, write, list } = line;
const { study } = judgeStudies(line);

describe('the reader leaves at once', () => {
  test('calibrate writes what it writes for a reader who stays, and ends with the same code', async () => {
    await write('ratings.csv', judgedRatings(60));
    const argv = ['calibrate', 'ratings.csv', '--replicates', '100'];
    expect((await assize(...argv)).code).toBe(0);
    const out = join(line.folder, 'assize-out');
    const wanted = await contents(out);
    expect(Object.keys(wanted).length).toBe(7);
    await rm(out, { recursive: true });
    expect(await unread(line.folder, argv)).toEqual({ code: 0, err: '' });
    expect(await contents(out)).toEqual(wanted);
    // No folder that was meant to be renamed, either.
    expect(await list()).toEqual(['assize-out', 'ratings.csv']);
  });

  test('of both outputs: a file that is not there ends with 1', async () => {
    expect(await unread(line.folder, ['calibrate', 'nothing.csv'], 'both')).toEqual({ code: 1, err: '' });
    const { err } = await unread(line.folder, ['calibrate', 'nothing.csv']);
    expect(err).toMatch(/^error: .*nothing\.csv: there is no such file/);
    expect(err).not.toMatch(noise);
  });

  test('judge goes on asking: what was asked is paid for, and stored', async () => {
    const server = await study();
    expect(
      await unread(line.folder, ['judge', '--allow-host', `${new URL(server.url).host}=TEST_KEY`]),
    ).toEqual({ code: 0, err: '' });
    const store = openVerdictStore(join(line.folder, verdictStoreName));
    expect([...store.records()].filter(({ status }) => status === 'answered').length).toBe(60);
    store.close();
    expect([...server.asked.values()]).toEqual(Array.from({ length: 60 }, () => 1));
  });
});

describe.skipIf(process.platform === 'win32')('the process is told to end', () => {
  /** Writes ten megabytes over results that are there, and is told to end by itself once it is under way. */
  const writer = (signal: string): string => `
    import { processWorld } from ${JSON.stringify(new URL('./shell/world.ts', import.meta.url).href)};
    import { writeResults } from ${JSON.stringify(new URL('./input/write-results.ts', import.meta.url).href)};
    function* pieces() {
      for (let piece = 0; piece < 10; piece++) {
        yield 'x'.repeat(2 ** 20 + 1);
        if (piece === 2) process.kill(process.pid, '${signal}');
      }
    }
    await writeResults(processWorld(), 'out', { 'raters.csv': 'new', 'consensus.csv': pieces() });
    console.log('written');
  `;

  test.each(['SIGINT', 'SIGTERM'])(
    'by %s while it writes: it ends by it, and what was there stays, with nothing beside it',
    async (signal) => {
      await writeOutput(join(line.folder, 'out'), { 'raters.csv': 'old' });
      const child: ChildProcess = startNode(line.folder, ['--input-type=module', '--eval', writer(signal)]);
      const out = text(child.stdout!);
      expect(await ended(child)).toEqual({ code: null, signal });
      expect(await out).toBe('');
      expect(await list()).toEqual(['out']);
      expect(await list('out')).toEqual(['manifest.json', 'raters.csv']);
      expect(await readFile(join(line.folder, 'out', 'raters.csv'), 'utf8')).toBe('old');
    },
  );
});
