/**
 * Results to the disk, whole or not at all: a request to end the process waits until nothing half-written is
 * left.
 */
import { formatSchema } from '../../data/index.ts';
import { type OutputFile, writeOutput } from '../../storage/index.ts';
import { pathIn } from './read-input.ts';
import type { World } from '../shell/world.ts';

/**
 * Names of results, and of the files of a study that a command makes: a command removes of its own kind
 * alone.
 */
const kinds: Readonly<Record<'results' | 'study', ReadonlySet<string>>> = {
  results: new Set([
    'report.html',
    'results.json',
    'consensus.csv',
    'raters.csv',
    'calibrator.json',
    'codebook.json',
    'calibrated.csv',
    'estimate.json',
    'compare.json',
  ]),
  study: new Set([
    'assize.json',
    'ratings.csv',
    'ratings.parquet',
    'items.jsonl',
    ...formatSchema.options.map((format) => `people.${format}`),
  ]),
};

/** `folder` as it was named. `others: 'keep'` adds to the results of another command. */
export async function writeResults(
  world: World,
  folder: string,
  files: Readonly<Record<string, OutputFile>>,
  {
    kind = 'results',
    others = 'remove',
  }: { readonly kind?: keyof typeof kinds; readonly others?: 'keep' | 'remove' } = {},
): Promise<void> {
  const stray = Object.keys(files).find((name) => !kinds[kind].has(name));
  if (stray !== undefined) throw new Error(`a bug: ${stray} is missing from the names of ${kind}`);
  await world.undisturbed((stop) =>
    writeOutput(pathIn(world, folder), files, { others, mayRemove: kinds[kind], stop }),
  );
}
