/**
 * The files of the store and of its lock, looked at before SQLite opens any: a study that comes from a
 * stranger may have any file of these names.
 */
import { lstatSync } from 'node:fs';
import { DataError } from '../../data/index.ts';
import { requireOrdinaryFile } from '../study-path.ts';

/**
 * Throws DataError where the store, or what SQLite keeps beside it, is no ordinary file, and for a journal.
 */
export function requireStoreFiles(path: string): void {
  for (const end of ['', '-wal', '-shm']) requireOrdinaryFile(`${path}${end}`);
  refuseBeside(path, ['-journal']);
}

/** Throws DataError where the lock is anything but an empty file, or has something beside it. */
export function requireLockFile(path: string): void {
  requireOrdinaryFile(path);
  refuseBeside(path, ['-journal', '-wal', '-shm']);
  if ((lstatSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0 && !lstatSync(path).isDirectory())
    throw new DataError(
      'this file locks the store, and assize never writes into it',
      { file: path },
      whatToDo,
    );
}

/**
 * SQLite deletes a file that a journal names, wherever it lies. assize keeps a log (WAL) and has no journal.
 */
function refuseBeside(path: string, ends: readonly string[]): void {
  for (const end of ends)
    if (lstatSync(`${path}${end}`, { throwIfNoEntry: false }) !== undefined)
      throw new DataError(
        'assize never makes this file, and opening the store would run what it says',
        { file: `${path}${end}` },
        whatToDo,
      );
}

const whatToDo = 'Delete it. If the study is not yours, do not use its verdicts.';
