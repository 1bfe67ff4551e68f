/** Files or a folder on the command line → one Study. */
import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import {
  type Codebook,
  DataError,
  type JudgeRun,
  type ReadStudyOptions,
  type Study,
  type StudyConfig,
  type StudyInput,
  codebookSchema,
  readStudy,
} from '../../data/index.ts';
import { loadStudyFolder, openFile, openStudy, verdictStoreName } from '../../storage/index.ts';
import { UsageError } from '../shell/failure.ts';
import { type FileMapping, type InputOptions, fileMapping, given } from './options.ts';
import { sourceOf } from './source-of.ts';
import type { Progress } from '../shell/progress.ts';
import type { World } from '../shell/world.ts';

export interface Input {
  readonly study: Study;
  /** The study folder, as it was named; null for bare files. */
  readonly folder: string | null;
}

/** Reads what the command line names: files, one study folder, or the study in the working folder. */
export async function readInput(
  files: readonly string[],
  options: InputOptions,
  world: World,
  progress: Progress,
): Promise<Input> {
  const folder = await studyFolder(files, world);
  progress.step('reading files');
  const given = await readOptions(options, world);
  let total = 0;
  const onProgress = (bytes: number): void => {
    total += bytes;
    progress.step(`reading files: ${Math.round(total / 1e6)} MB`);
  };
  if (folder !== null) {
    const loaded = await loadStudyFolder(pathIn(world, folder));
    refuseColumnFlags(options, folder);
    const { files: verdicts, runs } = await storedVerdictFiles(pathIn(world, folder), loaded.config);
    const judged = runs.length === 0 ? {} : { judgeRuns: runs };
    return {
      study: await readStudy([...loaded.files, ...verdicts], {
        ...loaded.options,
        ...given,
        ...judged,
        onProgress,
      }),
      folder,
    };
  }
  const mapped = await Promise.all(files.map((file) => mappingOf(file, world)));
  const opened = await Promise.all(
    mapped.map(async ({ file, options: own }) => {
      const source = { ...sourceOf({ ...options, ...own }) };
      return { ...(await openFile(pathIn(world, file))), name: file, source };
    }),
  );
  const title = titleOf([...new Set(mapped.map(({ file }) => file))]);
  return { study: await readStudy(opened, { title, ...given, onProgress }), folder };
}

/**
 * What the judges of the study have said so far: ratings like any others. The rooms for it are loaded where
 * there is a store.
 */
async function storedVerdictFiles(
  folder: string,
  config: StudyConfig,
): Promise<{ files: StudyInput[]; runs: JudgeRun[] }> {
  if (Object.keys(config.judges ?? {}).length === 0 || !(await isFile(join(folder, verdictStoreName))))
    return { files: [], runs: [] };
  const { prepareRun, storedVerdicts } = await import('../../judge/index.ts');
  const study = await openStudy(folder, { looksOnly: true });
  try {
    const run = prepareRun(study, { looksOnly: true });
    const found = run.judges.flatMap((judge) => storedVerdicts(judge, run) ?? []);
    // Where every call failed there is a run and no rating.
    return {
      files: found.filter(({ rows }) => rows.length > 0).map(({ file }) => file),
      runs: found.map(({ run }) => run),
    };
  } finally {
    study.close();
  }
}

/** A file of that whole name wins: a name may have colons in it. Throws UsageError for a wrong mapping. */
export async function mappingOf(text: string, world: World): Promise<FileMapping> {
  if (await isFile(pathIn(world, text))) return { file: text, options: {} };
  try {
    return fileMapping(text);
  } catch (error) {
    throw new UsageError(
      `the mapping in ${text} cannot be read: ${(error as Error).message.replace(/^error: /, '')}`,
      'such as people.csv:item=id:rater=who:label=answer',
    );
  }
}

/** Without its folder: where a file lies is nobody's business in a report that is passed on. */
function titleOf(files: readonly string[]): string {
  return files.length > 1 ? `${basename(files[0])} and ${files.length - 1} more` : basename(files[0]);
}

/**
 * A path of the command line, seen from the folder of this world. As it was typed where that is the folder of
 * the process.
 */
export function pathIn(world: World, path: string): string {
  return isAbsolute(path) || world.cwd === process.cwd() ? path : join(world.cwd, path);
}

async function studyFolder(files: readonly string[], world: World): Promise<string | null> {
  if (files.length === 0) {
    if (await isFile(join(world.cwd, 'assize.json'))) return '.';
    throw new UsageError(
      'a rating file or a study folder is required; this folder has no assize.json',
      'assize calibrate ratings.csv, or assize demo',
    );
  }
  const folders: string[] = [];
  for (const file of files) if (await isFolder(pathIn(world, file))) folders.push(file);
  if (folders.length > 0 && files.length > 1)
    throw new UsageError(
      `a study folder stands alone; received ${files.join(', ')}`,
      'name the folder only, or the files only',
    );
  return folders[0] ?? null;
}

/**
 * In a study the columns of each file are written down; a flag on top would be a second, unwritten mapping.
 */
function refuseColumnFlags(options: InputOptions, folder: string): void {
  const { columns, ...rest } = sourceOf(options);
  const flags = [...Object.keys(columns ?? {}), ...Object.keys(rest)];
  if (flags.length === 0) return;
  const flag = flags[0] === 'probabilities' ? 'probs' : flags[0] === 'labels' ? 'map' : flags[0];
  if (flag === 'map' || flag === 'missing')
    throw new UsageError(
      `--${flag} is for bare files; ${folder} is a study folder`,
      `write "${flags[0]}" into ${join(folder, 'assize.json')}`,
    );
  const what = Object.keys(columns ?? {}).includes(flag) ? 'the column' : `"${flag}"`;
  throw new UsageError(
    `--${flag} is for bare files; ${folder} is a study folder`,
    `write ${what} into "sources" of ${join(folder, 'assize.json')}`,
  );
}

async function readOptions(options: InputOptions, world: World): Promise<ReadStudyOptions> {
  const {
    judge,
    human,
    reference,
    scale,
    duplicates,
    abstain,
    invalid,
    pass,
    selection,
    excludeGroup,
    title,
  } = options;
  return given<ReadStudyOptions>({
    codebook: options.codebook === undefined ? undefined : await loadCodebook(options.codebook, world),
    judges: judge,
    humans: human,
    references: reference,
    scale: scale as Codebook['scale'] | undefined,
    duplicates: duplicates as ReadStudyOptions['duplicates'],
    abstain,
    invalid,
    pass,
    selection: selection as ReadStudyOptions['selection'],
    excludeGroups: excludeGroup,
    title,
  });
}

/** A codebook as `codebook.json` holds it, so that a proposed one, corrected by hand, can be handed back. */
async function loadCodebook(file: string, world: World): Promise<Codebook> {
  let text: string;
  try {
    text = await readFile(pathIn(world, file), 'utf8');
  } catch {
    throw new DataError('the codebook cannot be read', { file }, 'check the path after --codebook');
  }
  const example = '{ "scale": "nominal", "labels": [{ "name": "Pass", "pass": true }, { "name": "Fail" }] }';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError('the codebook is not JSON', { file }, `it looks like ${example}`);
  }
  const parsed = codebookSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataError(
    `the codebook is wrong at ${issue.path.join('.') || 'the top'}: ${issue.message}`,
    { file },
    `it looks like ${example}`,
  );
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
