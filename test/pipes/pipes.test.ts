/**
 * Every command at the end of a pipe whose reader leaves, stalls or is a full disk, and of a signal at any
 * moment. Run by `npm run test:crash`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../fixtures/command-line.ts';
import { resultsFile, rows } from '../fixtures/import/promptfoo.ts';
import { contents, ended, judgedRatings, noise, program, startNode, unread } from '../fixtures/pipes.ts';

const line = commandLine();
const { assize, write, list } = line;

describe('the reader leaves at once', () => {
  test.each([
    ['calibrate', 'assize-out', ['calibrate', 'ratings.csv', '--replicates', '100']],
    ['calibrate --json', 'assize-out', ['calibrate', 'ratings.csv', '--replicates', '100', '--json']],
    ['estimate', 'assize-out', ['estimate', 'ratings.csv', '--pass', 'Pass', '--selection', 'random']],
    ['demo', 'assize-demo', ['demo']],
    ['import', 'study', ['import', 'promptfoo', 'results.json', '--out', 'study']],
    ['init', 'study', ['init', 'study', '--yes', '--kind', 'pass-fail', '--model', 'm']],
  ])(
    '%s writes what it writes for a reader who stays, and ends with the same code',
    async (name, folder, argv) => {
      await write('ratings.csv', judgedRatings(60));
      await write('results.json', JSON.stringify(resultsFile(rows)));
      const { code } = await assize(...argv);
      expect(code).toBe(0);
      const wanted = await contents(join(line.folder, folder));
      expect(Object.keys(wanted).length).toBeGreaterThan(1);
      const names = await list();
      // Of a message on the other output it is the same; once will do.
      for (const leaves of name.startsWith('calibrate')
        ? (['stdout', 'both'] as const)
        : (['stdout'] as const)) {
        await rm(join(line.folder, folder), { recursive: true });
        const { code: ended, err } = await unread(line.folder, argv, leaves);
        expect(ended).toBe(0);
        if (!argv.includes('--json')) expect(err).toBe('');
        expect(err).not.toMatch(noise);
        expect(await contents(join(line.folder, folder))).toEqual(wanted);
        // No folder that was meant to be renamed, either.
        expect(await list()).toEqual(names);
      }
    },
  );

  test.each([
    ['doctor of a study that is ready', 0, ['doctor', 'ratings.csv']],
    ['doctor --json', 0, ['doctor', 'ratings.csv', '--json']],
    ['doctor of one that is not', 3, ['doctor', 'lonely.csv']],
    ['calibrate where nothing can be answered', 3, ['calibrate', 'lonely.csv']],
    ['estimate that refuses', 3, ['estimate', 'lonely.csv']],
    ['a file that is not there', 1, ['calibrate', 'nothing.csv']],
    ['the help', 0, ['--help']],
  ])('%s ends with %i', async (_, wanted, argv) => {
    await write('ratings.csv', judgedRatings(60));
    await write('lonely.csv', 'item,rater,label,prob_Pass,prob_Fail\na,gpt,Pass,0.9,0.1\n');
    expect((await assize(...argv)).code).toBe(wanted);
    const { code, err } = await unread(line.folder, argv);
    expect(code).toBe(wanted);
    expect(err).not.toMatch(noise);
    if (wanted === 1) {
      expect(err).toMatch(/^error: .*nothing\.csv: there is no such file/);
      expect((await unread(line.folder, argv, 'both')).code).toBe(wanted);
    } else if (!argv.includes('--json')) expect(err).toBe('');
  });

  test('a reader who leaves in the middle of a megabyte of JSON costs nothing but the rest of it', async () => {
    await write('ratings.csv', judgedRatings(3000));
    const child = startNode(
      line.folder,
      [program, 'calibrate', 'ratings.csv', '--replicates', '100', '--json'],
      ['ignore', 'pipe', 'ignore'],
    );
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    expect(await ended(child)).toEqual({ code: 0, signal: null });
    const results = await readFile(join(line.folder, 'assize-out', 'results.json'), 'utf8');
    expect(results.length).toBeGreaterThan(1e6);
    expect(JSON.parse(results)).toHaveProperty('schema', 2);
  });
});

describe('other ends of an output', () => {
  test('a reader who is slow gets every byte of a megabyte', async () => {
    await write('ratings.csv', judgedRatings(3000));
    const child = startNode(
      line.folder,
      [program, 'calibrate', 'ratings.csv', '--replicates', '100', '--json'],
      ['ignore', 'pipe', 'ignore'],
    );
    const exit = ended(child);
    let out = '';
    for await (const piece of child.stdout!.setEncoding('utf8')) {
      out += piece;
      if (out.length < 4e5) await sleep(20);
    }
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(out.length).toBeGreaterThan(1e6);
    expect(out).toBe(await readFile(join(line.folder, 'assize-out', 'results.json'), 'utf8'));
  });

  test.runIf(existsSync('/dev/full'))(
    'a full disk under the output is said in a line, and is no success; the results are written',
    async () => {
      await write('ratings.csv', judgedRatings(60));
      const full = openSync('/dev/full', 'w');
      const child = startNode(
        line.folder,
        [program, 'calibrate', 'ratings.csv', '--replicates', '100', '--json'],
        ['ignore', full, 'pipe'],
      );
      closeSync(full);
      const err = text(child.stderr!);
      expect(await ended(child)).toEqual({ code: 1, signal: null });
      expect((await err).trimEnd().split('\n').at(-1)).toMatch(
        /^error: the output could not be written: .*no space left/,
      );
      expect(await err).not.toContain('    at ');
      expect(await list('assize-out')).toContain('results.json');
    },
  );

  test.skipIf(process.platform === 'win32')(
    'an output that was closed from the start is no reason to fail',
    async () => {
      await write('ratings.csv', judgedRatings(60));
      const shell = spawn(
        'sh',
        [
          '-c',
          `exec "$0" "$@" >&- 2>&-`,
          process.execPath,
          program,
          'calibrate',
          'ratings.csv',
          '--replicates',
          '100',
        ],
        {
          cwd: line.folder,
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      expect(await ended(shell)).toEqual({ code: 0, signal: null });
      expect(await list('assize-out')).toContain('report.html');
    },
  );
});

describe.skipIf(process.platform === 'win32')('the process is told to end', () => {
  test('while its files are written: nothing is left of them, and what was there stays', async () => {
    await write('ratings.csv', judgedRatings(3000));
    const argv = ['calibrate', 'ratings.csv', '--replicates', '100'];
    await ended(startNode(line.folder, [program, ...argv], 'ignore'));
    const wanted = await contents(join(line.folder, 'assize-out'));
    for (const [attempt, signal] of (['SIGTERM', 'SIGINT', 'SIGTERM'] as const).entries()) {
      const child = startNode(line.folder, [program, ...argv], 'ignore');
      const exit = ended(child);
      // The folder that is to be renamed: at once, then a little later.
      while (child.exitCode === null && !(await list()).some((name) => name.startsWith('.'))) await sleep(1);
      await sleep(3 * attempt);
      child.kill(signal);
      // A signal that came when everything was in place may be too late.
      expect([signal, null]).toContain((await exit).signal);
      expect(await list()).toEqual(['assize-out', 'ratings.csv']);
      expect(await contents(join(line.folder, 'assize-out'))).toEqual(wanted);
    }
  });
});
