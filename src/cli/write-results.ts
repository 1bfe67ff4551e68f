/** Results to the disk, whole or not at all: a request to end the process waits until nothing half-written is left. */
import { type OutputFile, writeOutput } from '../storage/index.ts';
import { pathIn } from './read-input.ts';
import type { World } from './world.ts';

/** `folder` as it was named. `others: 'keep'` adds to the results of another command. */
export async function writeResults(
  world: World,
  folder: string,
  files: Readonly<Record<string, OutputFile>>,
  options: { readonly others?: 'keep' | 'remove' } = {},
): Promise<void> {
  await world.undisturbed((stop) => writeOutput(pathIn(world, folder), files, { ...options, stop }));
}
