/** A study folder: `assize.json`, `items.jsonl` and rating files, as what `readStudy` takes. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  DataError,
  type ReadStudyOptions,
  type Source,
  type StudyConfig,
  type StudyInput,
  parseJudgeConfig,
  parseStudyConfig,
  quoted,
} from '../data/index.ts';
import { diskError } from './disk-error.ts';
import { openFile } from './open-file.ts';
import { pathInStudy, readStudyText } from './study-path.ts';
import { verdictStoreName } from './store/verdict-store.ts';

export interface LoadedStudyFolder {
  readonly config: StudyConfig;
  readonly files: readonly StudyInput[];
  readonly options: ReadStudyOptions;
}

const ratingFile = /\.(?:csv|tsv|tab|jsonl|ndjson|json|parquet)$/i;

/**
 * Finds the files of a study: those of `sources` in `assize.json`, or without `sources` every `ratings*` file
 * of the folder and every file of its folder `ratings`; and `items.jsonl`, whose other columns describe the
 * items.
 *
 * Throws DataError for what is no folder, an `assize.json` that breaks its schema, a folder without rating
 * files, and a file that lies elsewhere.
 */
export async function loadStudyFolder(folder: string): Promise<LoadedStudyFolder> {
  const names = await namesIn(folder);
  const config = names.includes('assize.json') ? await loadStudyConfig(folder) : {};
  const ratings =
    config.sources === undefined
      ? await foundFiles(folder, names)
      : await listedFiles(folder, config.sources);
  // The verdicts of its judges are ratings too.
  if (ratings.length === 0 && !names.includes(verdictStoreName))
    throw new DataError(
      'the folder has no rating files',
      { file: folder },
      'Put ratings.csv there, or list the files under sources in assize.json.',
    );
  const items = names.includes('items.jsonl')
    ? [{ ...(await openFile(await pathInStudy(folder, 'items.jsonl'))), itemsOnly: true }]
    : [];
  const common = { labels: config.labels, missing: config.missing };
  const files = [
    ...ratings.map((file) => ({ ...file, source: withCommon(file.source ?? {}, common) })),
    ...items,
  ];
  const { codebook, raters, abstain, invalid, selection } = config;
  const title = config.title ?? basename(resolve(folder));
  return { config, files, options: { codebook, raters, abstain, invalid, selection, title } };
}

/** What `assize.json` says for all sources, under what a source says itself. */
function withCommon(
  source: Partial<Source>,
  { labels, missing }: Pick<Source, 'labels' | 'missing'>,
): Partial<Source> {
  return {
    ...(missing === undefined ? {} : { missing }),
    ...source,
    ...(labels === undefined ? {} : { labels: { ...labels, ...source.labels } }),
  };
}

/**
 * The `assize.json` of a folder, with the judges that have their own file: `judges/NAME.json` declares the
 * judge NAME.
 *
 * Throws DataError where there is no `assize.json`, where a file breaks its schema, and for a judge that is
 * declared in both places.
 */
export async function loadStudyConfig(folder: string): Promise<StudyConfig> {
  const path = join(folder, 'assize.json');
  const config = parseStudyConfig(await readStudyText(folder, 'assize.json'), path);
  const inside = join(folder, judgeFolder);
  const files = (await isFolder(inside))
    ? (await namesIn(await pathInStudy(folder, judgeFolder))).filter((name) => name.endsWith('.json'))
    : [];
  const judges = new Map(Object.entries(config.judges ?? {}));
  for (const file of files) {
    const name = basename(file, '.json');
    if (judges.has(name))
      throw new DataError(
        `judge ${quoted(name)} is declared in ${path} too`,
        { file: join(inside, file) },
        'Keep one of the two.',
      );
    judges.set(
      name,
      parseJudgeConfig(name, await readStudyText(folder, join(judgeFolder, file)), join(inside, file)),
    );
  }
  return files.length === 0 ? config : { ...config, judges: Object.fromEntries(judges) };
}

const judgeFolder = 'judges';

async function listedFiles(
  folder: string,
  sources: NonNullable<StudyConfig['sources']>,
): Promise<StudyInput[]> {
  return Promise.all(
    sources.map(async (source) => {
      const path = await pathInStudy(folder, source.path);
      return { ...(await openFile(path)), name: path, source };
    }),
  );
}

async function foundFiles(folder: string, names: readonly string[]): Promise<StudyInput[]> {
  const beside = names.filter((name) => name.startsWith('ratings') && ratingFile.test(name));
  const inside =
    names.includes('ratings') && (await isFolder(join(folder, 'ratings')))
      ? await namesIn(await pathInStudy(folder, 'ratings'))
      : [];
  const paths = [
    ...beside,
    ...inside.filter((name) => ratingFile.test(name)).map((name) => join('ratings', name)),
  ];
  return Promise.all(paths.map(async (path) => openFile(await pathInStudy(folder, path))));
}

/** Sorted, so that the order in which a disk lists its files changes nothing. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw diskError(error, folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
