/** One file of the disk, for the room that reads bytes it is handed. */
import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { DataError, type StudyInput } from '../data/index.ts';
import { diskError } from './disk-error.ts';

export interface OpenedFile extends StudyInput {
  /** The path as it was given. */
  readonly name: string;
  /** In bytes, for a progress bar. */
  readonly size: number;
}

/**
 * Makes sure that a file can be read, and hands it over by its path as given. It is opened when its bytes are asked for.
 *
 * Throws DataError for a file that is missing, is a folder, or may not be read.
 */
export async function openFile(path: string): Promise<OpenedFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new DataError('this is a folder, not a file', { file: path }, 'A study folder is handed over alone; otherwise name its files.');
    await access(path, constants.R_OK);
    return { name: path, size: found.size, open: () => bytesOf(path) };
  } catch (error) {
    throw diskError(error, path);
  }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw diskError(error, path);
  } finally {
    stream.destroy();
  }
}
