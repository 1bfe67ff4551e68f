/** One run of judges into a store at a time. */
import { closeSync, openSync } from 'node:fs';
import { DataError } from '../../data/index.ts';
import { busy, sqlite, sqliteCode, storeError } from './sqlite.ts';
import { requireLockFile } from './store-files.ts';

/**
 * Makes sure that one process at a time runs judges into a store: two would pay for the same calls. The lock
 * goes with the process, however it ends. Reading needs none. Returns what releases it.
 *
 * Throws DataError where another process holds it.
 */
export function lockVerdictStore(path: string): () => void {
  const lock = `${path}-run`;
  requireLockFile(lock);
  try {
    closeSync(openSync(lock, 'a', 0o600));
    const database = new (sqlite().DatabaseSync)(lock, { timeout: 0 });
    try {
      // A journal on the disk would outlive a run that is killed.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      throw error;
    }
    return () => database.close();
  } catch (error) {
    if (sqliteCode(error) === busy)
      throw new DataError(
        'another run of assize is writing to this store',
        { file: path },
        'Wait until it ends, or end it.',
      );
    throw storeError(error, lock);
  }
}
