/** `assize import responses`: what the command line says of saved answers, as an importer of them. */
import { DataError, type Importer, listed, readRows } from '../../data/index.ts';
import type { SavedReading } from '../../judge/index.ts';
import { openFile } from '../../storage/index.ts';
import { flagOf, given } from '../input/options.ts';
import { mappingOf, pathIn } from '../input/read-input.ts';
import { splitList } from '../input/lists.ts';
import { declaredOf } from '../input/source-of.ts';
import { UsageError } from '../shell/failure.ts';
import type { World } from '../shell/world.ts';

export const savedFormat = 'responses';

/** Of `assize import`, what saved answers alone need. */
export interface SavedOptions {
  readonly labels?: readonly string[];
  readonly words?: Readonly<Record<string, string>>;
  readonly scale?: string;
  readonly pass?: readonly string[];
  readonly marker?: string;
  readonly jsonKey?: string;
  readonly items?: string;
  readonly first?: boolean;
  readonly order?: string;
  readonly rater?: string;
}

const names: readonly (keyof SavedOptions)[] = [
  'labels',
  'words',
  'scale',
  'pass',
  'marker',
  'jsonKey',
  'items',
  'first',
  'order',
  'rater',
];

/** Throws UsageError for options that say nothing of another format. */
export function refuseSavedOptions(format: string, options: SavedOptions): void {
  const found = names.find((name) => options[name] !== undefined);
  if (found !== undefined)
    throw new UsageError(`${flagOf(found)} is for saved answers; ${format} says it itself`, 'leave it away');
}

/** The room for it is loaded here alone. */
export async function savedImporter(options: SavedOptions, world: World): Promise<Importer> {
  const { labels, words, scale, pass, marker, jsonKey, items, first, order, rater } = options;
  const { savedAnswers } = await import('../../judge/index.ts');
  return savedAnswers(
    given<SavedReading>({
      labels,
      words,
      scale: scale as SavedReading['scale'],
      pass,
      marker,
      verdictKey: jsonKey,
      items: items === undefined ? undefined : await itemsIn(items, world),
      first,
      order,
      rater,
    }),
  );
}

/** The ids of the items in the order in which they first come in the file. */
async function itemsIn(text: string, world: World): Promise<string[]> {
  const { file, options } = await mappingOf(text, world);
  const wanted = splitList(options.item ?? 'item');
  const found = new Set<string>();
  let at: number[] | undefined;
  let known: readonly string[] = [];
  await readRows(
    { ...(await openFile(pathIn(world, file))), name: file },
    {
      columns(header) {
        known = [...header];
        const places = wanted.map((name) => known.indexOf(name));
        at = places.includes(-1) ? undefined : places;
      },
      row(cells) {
        const id = at?.map((column) => (cells[column] ?? '').trim()).join(' | ');
        if (id !== undefined && id !== '') found.add(id);
      },
    },
    declaredOf(options),
  );
  if (found.size > 0) return [...found];
  throw new DataError(
    `no column ${listed(wanted)} with the ids of items; the columns are ${listed(known)}`,
    { file },
    `Name it: --items ${file}:item=${known[0] ?? 'COLUMN'}`,
  );
}
