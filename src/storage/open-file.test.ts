import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataError, readStudy, toParquet } from '../data/index.ts';
import { openFile } from './open-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assize-open-'));
  path = join(folder, 'ratings.parquet');
  await writeFile(
    path,
    await toParquet(
      ['item', 'rater', 'label'],
      [
        ['1', '2'],
        ['ann', 'ann'],
        ['Pass', 'Fail'],
      ],
    ),
  );
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

test('a Parquet file on the disk is read in parts', async () => {
  const study = await readStudy([await openFile(path)]);
  expect(study.items.ids).toEqual(['1', '2']);
  expect(study.files[0].format).toBe('parquet');
});

test('a file that becomes shorter while it is read is one DataError', async () => {
  const parts = await (await openFile(path)).access!();
  await truncate(path, 10);
  try {
    await expect(parts.slice(4, 10)).resolves.toHaveLength(6);
    const reading = parts.slice(0, parts.size);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow('the file became shorter while it was read');
  } finally {
    await parts.close();
  }
});

test('parts of a file that is gone are one DataError', async () => {
  const opened = await openFile(path);
  await rm(path);
  await expect(opened.access!()).rejects.toThrow(`${path}: there is no such file`);
});
