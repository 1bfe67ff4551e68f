import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataError } from '../data/index.ts';
import { manifestName, writeOutput } from './write-output.ts';

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assize-storage-'));
  out = join(folder, 'deep', 'out');
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

const read = (name: string): Promise<string> => readFile(join(out, name), 'utf8');
const names = async (): Promise<string[]> =>
  (await readdir(out)).filter((name) => name !== manifestName).sort();
/** Nothing but the output folder itself may be left beside it. */
const beside = (): Promise<string[]> => readdir(join(folder, 'deep'));

test('writeOutput makes the folder and writes texts and pieces', async () => {
  await writeOutput(out, { 'a.csv': ['x,y\n', '1,é\n'], 'b.json': '{}\n' });
  expect(await names()).toEqual(['a.csv', 'b.json']);
  expect(await read('a.csv')).toBe('x,y\n1,é\n');
  expect(await beside()).toEqual(['out']);
});

test('writeOutput gives the same bytes for pieces of any size', async () => {
  const line = `${'é'.repeat(1000)}\n`;
  await writeOutput(out, { 'a.txt': Array.from({ length: 3000 }, () => line) });
  expect(await read('a.txt')).toBe(line.repeat(3000));
});

test('writeOutput replaces its own files, and a file that is no longer a result does not stay', async () => {
  await writeOutput(out, { 'consensus.csv': 'old', 'results.json': 'old' });
  await writeOutput(out, { 'results.json': 'new' });
  expect(await names()).toEqual(['results.json']);
  expect(await read('results.json')).toBe('new');
});

test('writeOutput leaves nothing half-written when a text fails on the way', async () => {
  function* failing(): Generator<string> {
    yield 'x'.repeat(2 << 20);
    throw new Error('a bug');
  }
  await expect(writeOutput(out, { 'a.csv': 'ok', 'b.csv': failing() })).rejects.toThrow('a bug');
  expect(await beside()).toEqual([]);
  await writeOutput(out, { 'a.csv': 'first' });
  await expect(writeOutput(out, { 'a.csv': 'second', 'b.csv': failing() })).rejects.toThrow('a bug');
  expect(await names()).toEqual(['a.csv']);
  expect(await read('a.csv')).toBe('first');
  expect(await beside()).toEqual(['out']);
});

test('writeOutput keeps what others put beside its files, folders too', async () => {
  await writeOutput(out, { 'a.csv': '1', 'old.csv': '1' });
  await writeFile(join(out, 'notes.txt'), 'mine');
  await mkdir(join(out, 'plots'));
  await writeOutput(out, { 'a.csv': '2' });
  expect(await names()).toEqual(['a.csv', 'notes.txt', 'plots']);
  expect([await read('a.csv'), await read('notes.txt')]).toEqual(['2', 'mine']);
  await writeOutput(out, { 'a.csv': '3' });
  expect(await read('a.csv')).toBe('3');
});

test('writeOutput refuses to replace a file that it did not write, and changes nothing', async () => {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'results.json'), 'precious');
  const writing = writeOutput(out, { 'a.csv': '1', 'results.json': 'new' });
  await expect(writing).rejects.toThrow(DataError);
  await expect(writing).rejects.toThrow(
    'results.json: this file was not written by assize, and would be replaced',
  );
  expect(await names()).toEqual(['results.json']);
  expect(await read('results.json')).toBe('precious');
});

test('writeOutput refuses to replace a file that was changed since it wrote it', async () => {
  await writeOutput(out, { 'codebook.json': '{}', 'a.csv': '1' });
  await writeFile(join(out, 'codebook.json'), '{"edited":true}');
  await expect(writeOutput(out, { 'codebook.json': '{}', 'a.csv': '2' })).rejects.toThrow(
    'this file was changed since assize wrote it',
  );
  expect(await read('a.csv')).toBe('1');
  // Where the run does not write that file, it stays as it was edited.
  await writeOutput(out, { 'a.csv': '2' });
  expect([await read('a.csv'), await read('codebook.json')]).toEqual(['2', '{"edited":true}']);
});

test('writeOutput refuses a link in place of a result, a foreign manifest, and names that are paths', async () => {
  await mkdir(out, { recursive: true });
  await writeFile(join(folder, 'elsewhere'), 'precious');
  await symlink(join(folder, 'elsewhere'), join(out, 'a.csv'));
  await expect(writeOutput(out, { 'a.csv': '1' })).rejects.toThrow('not written by assize');
  expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('precious');
  await rm(join(out, 'a.csv'));
  await writeFile(join(out, manifestName), '{"name":"a web app"}');
  await expect(writeOutput(out, { 'a.csv': '1' })).rejects.toThrow(
    'manifest.json: this file was not written by assize',
  );
  await expect(writeOutput(out, { '../a.csv': '1' })).rejects.toThrow('is not a valid output file name');
});

test('writeOutput says in a line that a file is in the way', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeOutput(join(folder, 'file'), { a: '' })).rejects.toThrow(
    'file: a file is in the way of the output folder',
  );
  await expect(writeOutput(join(folder, 'file', 'deeper'), { a: '' })).rejects.toThrow(DataError);
});

test('writeOutput goes through a link to the folder behind it, and a folder keeps its rights', async () => {
  await mkdir(join(folder, 'real'));
  await mkdir(join(folder, 'deep'));
  await symlink(join(folder, 'real'), out);
  await writeOutput(out, { 'a.csv': '1' });
  await writeOutput(out, { 'a.csv': '2' });
  expect((await lstat(out)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(folder, 'real', 'a.csv'), 'utf8')).toBe('2');

  const other = join(folder, 'other');
  await writeOutput(other, { 'a.csv': '1' });
  expect((await stat(other)).mode & 0o777).toBe(0o777 & ~process.umask());
  await chmod(other, 0o750);
  await writeOutput(other, { 'a.csv': '2' });
  expect((await stat(other)).mode & 0o777).toBe(0o750);
});

test("writeOutput with others: 'keep' adds to the results of another command, and each can still replace its own", async () => {
  await writeOutput(out, { 'estimate.json': '1' }, { others: 'keep' });
  await writeOutput(out, { 'report.html': 'page' }, { others: 'keep' });
  expect(await names()).toEqual(['estimate.json', 'report.html']);
  await writeOutput(out, { 'estimate.json': '2' }, { others: 'keep' });
  expect([await read('estimate.json'), await read('report.html')]).toEqual(['2', 'page']);
  await writeFile(join(out, 'report.html'), 'edited');
  await writeOutput(out, { 'estimate.json': '3' }, { others: 'keep' });
  await expect(writeOutput(out, { 'report.html': 'new' })).rejects.toThrow(
    'was changed since assize wrote it',
  );
  expect(await read('report.html')).toBe('edited');
});

test('writeOutput writes bytes as they are, and knows them for its own', async () => {
  const bytes = Uint8Array.of(0x50, 0x41, 0x52, 0x31, 0xff, 0x00, 0x0a);
  await writeOutput(out, { 'ratings.parquet': bytes });
  expect(new Uint8Array(await readFile(join(out, 'ratings.parquet')))).toEqual(bytes);
  await writeOutput(out, { 'ratings.parquet': bytes.slice(0, 3) });
  expect(await readFile(join(out, 'ratings.parquet'), 'latin1')).toBe('PAR');
});
