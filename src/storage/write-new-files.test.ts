import { mkdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataError } from '../data/index.ts';
import { requireNoFiles, writeNewFiles } from './write-new-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assize-new-'));
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

function* failing(): Generator<string> {
  yield 'x'.repeat(2 << 20);
  throw new Error('a bug');
}

test('writeNewFiles makes the folder and those above it, with the rights any new folder has', async () => {
  const study = join(folder, 'deep', 'study');
  await writeNewFiles(study, { 'a.json': '{}\n', 'b.txt': ['é', '\n'] });
  expect((await readdir(study)).sort()).toEqual(['a.json', 'b.txt']);
  expect(await readFile(join(study, 'b.txt'), 'utf8')).toBe('é\n');
  expect((await stat(study)).mode & 0o777).toBe(0o777 & ~process.umask());
  expect(await readdir(join(folder, 'deep'))).toEqual(['study']);
});

test('writeNewFiles adds to a folder that is there, through a link too, and leaves what is in it', async () => {
  await mkdir(join(folder, 'real'));
  await writeFile(join(folder, 'real', 'notes.txt'), 'mine');
  await symlink(join(folder, 'real'), join(folder, 'link'));
  await writeNewFiles(join(folder, 'link'), { 'a.json': '1' });
  expect((await readdir(join(folder, 'real'))).sort()).toEqual(['a.json', 'notes.txt']);
  expect(await readFile(join(folder, 'real', 'notes.txt'), 'utf8')).toBe('mine');
});

test.each([
  ['a file', (path: string) => writeFile(path, 'precious')],
  ['a folder', (path: string) => mkdir(path)],
  ['a link that leads nowhere', (path: string) => symlink('nowhere', path)],
])('writeNewFiles refuses where %s has one of the names, and writes none', async (_, make) => {
  await make(join(folder, 'b.txt'));
  const writing = writeNewFiles(folder, { 'a.json': '1', 'b.txt': '2' });
  await expect(writing).rejects.toThrow(DataError);
  await expect(writing).rejects.toThrow('b.txt: the file is there already');
  expect(await readdir(folder)).toEqual(['b.txt']);
});

test('writeNewFiles leaves nothing when a text fails on the way, in a new folder and in an old one', async () => {
  await expect(writeNewFiles(join(folder, 'new'), { 'a.json': '1', 'b.txt': failing() })).rejects.toThrow(
    'a bug',
  );
  await expect(writeNewFiles(folder, { 'a.json': '1', 'b.txt': failing() })).rejects.toThrow('a bug');
  expect(await readdir(folder)).toEqual([]);
});

test('writeNewFiles takes back what it has put in place when a name is taken meanwhile', async () => {
  function* slow(): Generator<string> {
    // Somebody else is quicker: after the check, before the files get their names.
    yield 'x';
    mkdirSync(join(folder, 'b.txt'));
  }
  await expect(writeNewFiles(folder, { 'a.json': '1', 'b.txt': slow() })).rejects.toThrow(
    'b.txt: the file is there already',
  );
  expect(await readdir(folder)).toEqual(['b.txt']);
});

test('a file in place of the folder, and a folder that may not be written, are one line', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(requireNoFiles(join(folder, 'file'), ['a'])).rejects.toThrow(
    'file: a file is in the way of the folder',
  );
  await expect(writeNewFiles(join(folder, 'file', 'deeper'), { a: '' })).rejects.toThrow(DataError);
  await mkdir(join(folder, 'closed'));
  await chmod(join(folder, 'closed'), 0o500);
  // Whoever may do everything is not stopped by rights.
  if (process.getuid?.() !== 0)
    await expect(writeNewFiles(join(folder, 'closed'), { a: '' })).rejects.toThrow(
      'may not be read or written',
    );
});
