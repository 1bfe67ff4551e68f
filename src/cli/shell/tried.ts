/** Work that may find input which cannot be read: then why, as a value. */
import { DataError } from '../../data/index.ts';
import { type Progress, createProgress } from './progress.ts';
import type { World } from './world.ts';

/**
 * What the work returns, or the DataError it throws; anything else it throws is a bug, and passes through.
 */
export async function tried<T>(
  world: World,
  work: (progress: Progress) => Promise<T>,
): Promise<T | DataError> {
  const progress = createProgress(world);
  try {
    return await work(progress);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  } finally {
    progress.end();
  }
}
