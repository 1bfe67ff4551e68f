/** One new file, whole or not at all: for a result that goes where the user says. */
import { randomUUID } from 'node:crypto';
import { chmod, lstat, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError } from '../data/index.ts';
import { diskError } from './disk-error.ts';
import { type OutputFile, writeOne } from './write-output.ts';

/**
 * Writes a file that only its owner may read: it may hold what people and models wrote. It gets its name when
 * it is complete.
 *
 * Throws DataError where the file is there already, which stays as it is, and where the disk does not take
 * it.
 */
export async function writeNewFile(path: string, content: OutputFile): Promise<void> {
  if ((await lstat(path).catch(() => null)) !== null)
    throw new DataError('the file is there already', { file: path }, 'Choose another name, or move it away.');
  const part = join(dirname(path), `.${basename(path)}-${randomUUID()}`);
  try {
    await writeOne(part, content);
    await chmod(part, 0o600);
    await rename(part, path);
  } catch (error) {
    throw diskError(error, path);
  } finally {
    await rm(part, { force: true });
  }
}
