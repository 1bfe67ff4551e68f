/** Where results go: where the user says, else into the study, else beside the working folder. */
import { join } from 'node:path';
import { outputInStudy } from '../../storage/index.ts';
import { pathIn } from './read-input.ts';
import type { World } from '../shell/world.ts';

export interface OutputNames {
  /** In a study folder, and where there is none. */
  readonly inStudy: string;
  readonly alone: string;
}

/**
 * The folder as it is shown to the user. `given`: the one that the user named, which may be anywhere;
 * `folder`: of the study, if it is one.
 * Throws DataError where a link in the study leads elsewhere.
 */
export async function outputFolder(
  given: string | undefined,
  folder: string | null,
  { inStudy, alone }: OutputNames,
  world: World,
): Promise<string> {
  if (given !== undefined) return given;
  if (folder === null) return alone;
  await outputInStudy(pathIn(world, folder), inStudy);
  return join(folder, inStudy);
}
