/** One file of the disk, for the room that reads bytes it is handed. */
import { constants, createReadStream } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { type ByteAccess, DataError, type StudyInput } from '../data/index.ts';
import { diskError } from './disk-error.ts';

export interface OpenedFile extends StudyInput {
  /** The path as it was given. */
  readonly name: string;
  /** In bytes, for a progress bar. */
  readonly size: number;
}

/**
 * Makes sure that a file can be read, and hands it over by its path as given. It is opened when its bytes are
 * asked for.
 *
 * Throws DataError for a file that is missing, is a folder, or may not be read.
 */
export async function openFile(path: string): Promise<OpenedFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new DataError(
        'this is a folder, not a file',
        { file: path },
        'A study folder is handed over alone; otherwise name its files.',
      );
    await access(path, constants.R_OK);
    // A pipe has no parts: it is read from front to end, whatever its format.
    const parts = found.isFile() ? { access: () => accessTo(path) } : {};
    return { name: path, size: found.size, open: () => bytesOf(path), ...parts };
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

async function accessTo(path: string): Promise<ByteAccess> {
  try {
    const file = await open(path);
    const { size } = await file.stat();
    return { size, slice: (start, end) => partOf(path, file, start, end), close: () => file.close() };
  } catch (error) {
    throw diskError(error, path);
  }
}

async function partOf(
  path: string,
  file: Awaited<ReturnType<typeof open>>,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let done = 0;
  try {
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
      if (bytesRead === 0) throw new DataError('the file became shorter while it was read', { file: path });
      done += bytesRead;
    }
  } catch (error) {
    throw diskError(error, path);
  }
  return bytes;
}
