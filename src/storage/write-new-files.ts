/** The first files of a folder, all or none, over nothing that is there. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError } from '../data/index.ts';
import { diskError } from './disk-error.ts';
import { type OutputFile, writeOne } from './write-output.ts';

/**
 * Checks that the folder has none of these files, before anybody is asked what they should hold.
 *
 * Throws DataError with the first that is there, and for a file in place of the folder.
 */
export async function requireNoFiles(folder: string, names: readonly string[]): Promise<void> {
  try {
    const found = await foundAt(folder);
    if (found === null) return;
    // A link to a folder is as good as the folder.
    if (found.isFile())
      throw new DataError('a file is in the way of the folder', { file: folder }, 'Choose another folder.');
    for (const name of names)
      if ((await foundAt(join(folder, name))) !== null)
        throw new DataError(
          'the file is there already, and nothing is written over it',
          { file: join(folder, name) },
          'Choose another folder, or move the file away.',
        );
  } catch (error) {
    throw diskError(error, folder);
  }
}

/**
 * Writes the files into the folder, which is made if need be. They are complete before the first of them gets
 * its name; a new folder gets its name last. Where one cannot be put in its place, those before it are taken
 * away again.
 *
 * Throws DataError where a file is there already, and where the disk does not take them.
 */
export async function writeNewFiles(
  folder: string,
  files: Readonly<Record<string, OutputFile>>,
): Promise<void> {
  const names = Object.keys(files);
  await requireNoFiles(folder, names);
  const target = resolve(folder);
  let beside: string | undefined;
  try {
    const isNew = (await foundAt(target)) === null;
    await mkdir(dirname(target), { recursive: true });
    // Inside a folder that is there: the one above it may be another disk, or not ours to write.
    beside = join(isNew ? dirname(target) : target, `.${basename(target)}-${randomUUID()}`);
    await mkdir(beside);
    for (const name of names) await writeOne(join(beside, name), files[name]);
    if (isNew) await rename(beside, target);
    else await moveAll(beside, target, names);
  } catch (error) {
    throw diskError(error, folder);
  } finally {
    if (beside !== undefined) await rm(beside, { recursive: true, force: true });
  }
}

async function moveAll(from: string, to: string, names: readonly string[]): Promise<void> {
  const moved: string[] = [];
  try {
    for (const name of names) {
      await requireNoFiles(to, [name]);
      await rename(join(from, name), join(to, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) await rm(join(to, name), { force: true });
    throw error;
  }
}

/** What has this name, a link that leads nowhere included; null where nothing has. */
async function foundAt(path: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
