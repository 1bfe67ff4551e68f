/** `--people`: a table of people's labels that goes into the study beside the import, joined by item. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import {
  type ByteSource,
  type Codebook,
  DataError,
  type ImportedStudyFiles,
  type ReadImport,
  type Source,
  type StudyInput,
  counted,
  fieldWithIds,
  formatSchema,
  hint,
  importedCsv,
  listed,
  option,
  quoted,
  readStudy,
  respelled,
  sourceSchema,
} from '../../data/index.ts';
import { mappingOf, pathIn } from '../input/read-input.ts';
import { sourceOf } from '../input/source-of.ts';
import { UsageError } from '../shell/failure.ts';
import type { World } from '../shell/world.ts';

/** The endings a copy may keep; anything else is a CSV by its content. */
const endings: ReadonlySet<string> = new Set(formatSchema.options.map((format) => `.${format}`));

export interface PeopleFile {
  /** As it was named. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Its entry in `assize.json`; the path is its name in the study. */
  readonly source: Source;
}

/**
 * Reads the file once; throws UsageError for a mapping that cannot be read, DataError where there is no file.
 */
export async function readPeopleFile(
  text: string,
  world: World,
  map: Readonly<Record<string, string>> = {},
): Promise<PeopleFile> {
  const { file, options } = await mappingOf(text, world);
  const ending = extname(file).toLowerCase();
  const path = `people${endings.has(ending) ? ending : '.csv'}`;
  const parsed = sourceSchema.safeParse({
    kind: 'human',
    ...sourceOf({
      ...options,
      ...(Object.keys(map).length === 0 ? {} : { map: { ...map, ...options.map } }),
    }),
    path,
  });
  if (!parsed.success)
    throw new UsageError(
      `the mapping in ${text} cannot be read: ${parsed.error.issues[0].message}`,
      'such as people.csv:item=id:rater=who:label=answer',
    );
  try {
    return { file, bytes: await readFile(pathIn(world, file)), source: parsed.data };
  } catch {
    throw new DataError('the file cannot be read', { file }, 'Check the path after --people.');
  }
}

/**
 * How many items both have. The study is read as it will be, so that labels which do not fit are found before
 * anything is written.
 *
 * Throws DataError where no item is in both files, with the field of the items that people's ids are in.
 */
export async function joinedCounts(
  imported: ReadImport,
  { ratings, config }: ImportedStudyFiles,
  people: PeopleFile,
): Promise<JoinedCounts> {
  const files = [
    { ...textSource('ratings.csv', importedCsv({ ratings, config, items: [] })), source: {} },
    { ...byteSource(people.file, people.bytes), source: people.source },
  ];
  const options = { codebook: config.codebook, raters: config.raters };
  if (config.codebook !== undefined) await requireSameSpelling(files[1], config.codebook);
  const together = await readStudy(files, options);
  for (const { rater, code, map } of together.setAside)
    if (code === 'spelled differently') throw otherwiseSpelled(quoted(rater), map);
  const own = await readStudy([files[1]], options);
  const [ofPeople, ofJudges] = [new Set(own.items.ids), judged(imported)];
  const both = [...ofPeople].filter((id) => ofJudges.has(id)).length;
  if (both > 0) return { people: ofPeople.size, judges: ofJudges.size, both };
  const field = fieldWithIds(imported.items, ofPeople);
  throw new DataError(
    `no item is both in ${people.file} (such as ${shown(ofPeople)}) and in the import (such as ` +
      `${shown(ofJudges)})`,
    {},
    field === undefined
      ? 'The ids have to be the same in both.'
      : hint`The field ${quoted(field.field)} of the imported items has ${counted(field.count)} of them: add
        ${option('item', field.field)}.`,
  );
}

/** Items. */
export interface JoinedCounts {
  readonly people: number;
  readonly judges: number;
  readonly both: number;
}

function judged({ ratings }: ReadImport): Set<string> {
  return new Set(ratings.flatMap(({ item, kind }) => (kind === 'judge' ? [item] : [])));
}

function shown(ids: ReadonlySet<string>): string {
  return listed([...ids].slice(0, 2));
}

function textSource(name: string, text: Iterable<string>): ByteSource {
  return { name, open: () => encoded(text) };
}

function* encoded(text: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const part of text) yield encoder.encode(part);
}

function byteSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, open: () => [bytes] };
}

/** People's words that are other spellings of the codebook's labels: all at once, and not the first alone. */
async function requireSameSpelling(people: StudyInput, codebook: Codebook): Promise<void> {
  const names = codebook.labels.map(({ name }) => name);
  const own = await readStudy([people]).catch((error: unknown) => {
    if (error instanceof DataError) return undefined;
    throw error;
  });
  // What else is wrong with the file is said when it is read with the codebook.
  const words = own?.codebook.labels.map(({ name }) => name).filter((name) => !names.includes(name)) ?? [];
  const map = respelled(words, names);
  if (words.length > 0 && map.size === words.length)
    throw otherwiseSpelled('the import', Object.fromEntries(map));
}

function otherwiseSpelled(who: string, map: Readonly<Record<string, string>>): DataError {
  const [words, labels] = [Object.keys(map), Object.values(map)].map((names) =>
    listed([...new Set(names)], 6),
  );
  return new DataError(
    `people and ${who} spell labels differently: ${words} beside ${labels}`,
    {},
    hint`If they mean the same, add ${option('map', map)}.`,
  );
}
