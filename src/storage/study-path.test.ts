import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataError } from '../data/index.ts';
import { loadItems } from './load-items.ts';
import { loadStudyConfig, loadStudyFolder } from './load-study-folder.ts';
import { outputInStudy, pathInStudy, readStudyText } from './study-path.ts';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'assize-stranger-')));
const study = join(place, 'study');
beforeAll(() => {
  mkdirSync(join(study, 'deep'), { recursive: true });
  mkdirSync(join(place, 'study-2'));
  mkdirSync(join(place, 'home'));
  writeFileSync(join(place, 'home', 'id_rsa'), 'secret');
  writeFileSync(join(place, 'study-2', 'prompt.txt'), 'secret');
  writeFileSync(join(study, 'prompt.txt'), 'mine');
  writeFileSync(join(study, 'deep', 'prompt.txt'), 'mine');
  symlinkSync(join(place, 'home', 'id_rsa'), join(study, 'link.txt'));
  symlinkSync('../home', join(study, 'linked'));
  symlinkSync('deep/prompt.txt', join(study, 'inner.txt'));
  symlinkSync(study, join(place, 'by-link'));
  symlinkSync('loop', join(study, 'loop'));
  symlinkSync(join(place, 'not-yet'), join(study, 'out'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

async function errorOf(act: () => Promise<unknown>): Promise<string> {
  const error: unknown = await act().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).message;
}

test.each(['prompt.txt', './deep/prompt.txt', 'deep/../prompt.txt', 'inner.txt'])(
  '%s lies in the study, whatever way leads there',
  async (name) => {
    expect(await readStudyText(study, name)).toBe('mine');
    expect(await readStudyText(join(place, 'by-link'), name)).toBe('mine');
  },
);

test.each([
  '../home/id_rsa',
  'deep/../../home/id_rsa',
  '../study-2/prompt.txt',
  'link.txt',
  'linked/id_rsa',
  '/etc/hostname',
  '/dev/zero',
  '/dev/stdin',
  '/proc/self/environ',
  '..',
])('a study that names %s is refused: nothing is read outside it', async (name) => {
  expect(await errorOf(() => readStudyText(study, name))).toContain('outside the study folder');
});

test('a path that leads out is refused by its words, whether something is there or not', async () => {
  const messages = await Promise.all(
    ['../home/id_rsa', '../home/nobody'].map((name) => errorOf(() => pathInStudy(study, name))),
  );
  expect(new Set(messages.map((message) => message.replace(/^[^:]*: /, ''))).size).toBe(1);
});

test('no path of steps, however mixed, reaches a file outside', async () => {
  const step = fc.constantFrom(
    '..',
    '.',
    'deep',
    'linked',
    'home',
    'study',
    'study-2',
    'id_rsa',
    'prompt.txt',
    'link.txt',
    '',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const text = await readStudyText(study, steps.join('/')).catch(() => 'refused');
      expect(['mine', 'refused']).toContain(text);
    }),
    { seed: 10, numRuns: 300 },
  );
});

test('a link that leads in circles, and a file that is missing, are told in one line', async () => {
  expect(await errorOf(() => readStudyText(study, 'loop'))).toContain('loop: ');
  expect(await errorOf(() => readStudyText(study, 'none.txt'))).toContain('there is no such file');
});

test.skipIf(process.platform === 'win32')('a pipe in a study is refused and not waited for', async () => {
  expect(spawnSync('mkfifo', [join(study, 'pipe.txt')]).status).toBe(0);
  expect(await errorOf(() => readStudyText(study, 'pipe.txt'))).toContain('a device or a pipe');
});

test('a text of hundreds of megabytes is not read', async () => {
  writeFileSync(join(study, 'long.txt'), Buffer.alloc(9 * 2 ** 20));
  expect(await errorOf(() => readStudyText(study, 'long.txt'))).toContain(
    'this file has 9 MB; at most 8 are read',
  );
});

test('every file of a study is held to it: declarations, judges, items, ratings', async () => {
  const made = (name: string): string => {
    const folder = join(place, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'assize.json'), '{}');
    return folder;
  };
  const secret = join(place, 'home', 'id_rsa');
  const refused = 'outside the study folder';

  const items = made('items');
  symlinkSync(secret, join(items, 'items.jsonl'));
  expect(await errorOf(() => loadItems(items))).toContain(refused);
  writeFileSync(join(items, 'ratings.csv'), 'item,rater,label\na,b,c\n');
  expect(await errorOf(() => loadStudyFolder(items))).toContain(refused);

  const ratings = made('ratings');
  symlinkSync(secret, join(ratings, 'ratings.csv'));
  expect(await errorOf(() => loadStudyFolder(ratings))).toContain(refused);

  const inside = made('ratings-folder');
  symlinkSync(join(place, 'home'), join(inside, 'ratings'));
  expect(await errorOf(() => loadStudyFolder(inside))).toContain(refused);

  const judges = made('judges');
  symlinkSync(join(place, 'home'), join(judges, 'judges'));
  expect(await errorOf(() => loadStudyConfig(judges))).toContain(refused);

  const config = made('config');
  rmSync(join(config, 'assize.json'));
  symlinkSync(secret, join(config, 'assize.json'));
  expect(await errorOf(() => loadStudyConfig(config))).toContain(refused);

  const sources = made('sources');
  for (const path of ['../home/id_rsa', secret, '/dev/zero']) {
    writeFileSync(join(sources, 'assize.json'), JSON.stringify({ sources: [{ path, format: 'csv' }] }));
    expect(await errorOf(() => loadStudyFolder(sources))).toContain(refused);
  }
});

test('results are not written through a link of the study, also where it leads to what is not there yet', async () => {
  symlinkSync('.', join(study, 'itself'));
  symlinkSync('deep', join(study, 'beside'));
  for (const name of ['out', 'linked', 'itself', 'beside'])
    expect(await errorOf(() => outputInStudy(study, name))).toContain('this is a link');
  expect(await outputInStudy(study, 'deep')).toBe(join(study, 'deep'));
  expect(await outputInStudy(study, 'new')).toBe(join(study, 'new'));
});
