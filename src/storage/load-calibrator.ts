/** `calibrator.json` from the disk. */
import { readFile } from 'node:fs/promises';
import { DataError } from '../data/index.ts';
import { diskError } from './disk-error.ts';

/**
 * The value in a `calibrator.json`, unchecked: `savedCalibratorSchema` of the room analysis says whether it
 * is one.
 *
 * Throws DataError for a file that cannot be read or is not JSON.
 */
export async function loadCalibrator(path: string): Promise<unknown> {
  let text;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw diskError(error, path);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError(
      'this is not JSON',
      { file: path },
      'A calibrator is the calibrator.json that assize calibrate wrote.',
    );
  }
}
