/**
 * What `assize import` does: read the export of another tool, write a study, say what was read, what was left
 * out and what to do next.
 */
import { counted } from '../../analysis/index.ts';
import { printJson, terminalFor } from '../input/printing.ts';
import { join } from 'node:path';
import {
  type ImportOptions,
  type Importer,
  type ReadImport,
  importedCsv,
  importedParquet,
  importedStudy,
  importerNamed,
  readImport,
} from '../../data/index.ts';
import { renderJson } from '../../report/index.ts';
import { openFile } from '../../storage/index.ts';
import { type Progress, createProgress } from '../shell/progress.ts';
import { pathIn } from '../input/read-input.ts';
import { type PeopleFile, type JoinedCounts, joinedCounts, readPeopleFile } from './people-file.ts';
import { importSummary, printImport } from './print-import.ts';
import { type SavedOptions, refuseSavedOptions, savedFormat, savedImporter } from './saved-importer.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { Session, World } from '../shell/world.ts';
import { writeResults } from '../input/write-results.ts';

export interface ImportCommandOptions extends SavedOptions {
  readonly out: string;
  readonly title?: string;
  readonly question?: string;
  readonly judgeQuestion?: string;
  readonly turn?: '1' | '2';
  readonly humans?: readonly string[];
  readonly judges?: readonly string[];
  readonly item?: string;
  readonly people?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly parquet?: boolean;
  readonly json?: boolean;
}

export async function runImport(
  format: string,
  files: readonly string[],
  options: ImportCommandOptions,
  { world }: Session,
): Promise<number> {
  const progress = createProgress(world);
  const terminal = terminalFor(world, options);
  try {
    const { importer, imported, people, joined } = await readExport(format, files, options, world, progress);
    const title = options.title ?? importer.title;
    progress.step('writing');
    const written = await studyTexts(imported, title, options.parquet === true, people);
    await writeResults(world, options.out, written, { kind: 'study' });
    progress.end();

    printImport(importer, imported, terminal);
    if (joined !== undefined) printJoined(joined, people!, terminal);
    terminal.blank();
    for (const name of Object.keys(written))
      terminal.whole(join(options.out, name), { lead: 'written: ', leadTone: 'bold' });
    terminal.blank();
    terminal.paragraph('Next:', { tone: 'bold' });
    terminal.command(['assize', 'doctor', options.out]);
    if (options.json === true) printJson(importSummary(importer, imported, options.out), world);
    return 0;
  } finally {
    progress.end();
  }
}

export interface ReadExport {
  readonly importer: Importer;
  readonly imported: ReadImport;
  readonly people: PeopleFile | undefined;
  readonly joined: JoinedCounts | undefined;
}

/**
 * All of an import but the writing. Throws for files that cannot be read, and for people that do not join.
 */
export async function readExport(
  format: string,
  files: readonly string[],
  options: Omit<ImportCommandOptions, 'out'>,
  world: World,
  progress: Progress,
): Promise<ReadExport> {
  const importer = await importerOf(format, options, world);
  const people =
    options.people === undefined ? undefined : await readPeopleFile(options.people, world, options.map);
  const imported = await readFiles(importer, files, options, world, progress);
  const study = importedStudy(imported, { title: importer.title });
  const joined = people === undefined ? undefined : await joinedCounts(imported, study, people);
  return { importer, imported, people, joined };
}

async function studyTexts(
  imported: ReadImport,
  title: string,
  parquet: boolean,
  people: PeopleFile | undefined,
): Promise<Record<string, string | Uint8Array | Iterable<string>>> {
  const table = parquet ? 'ratings.parquet' : 'ratings.csv';
  const study = importedStudy(imported, { title, table });
  const items = [...study.items];
  const config =
    people === undefined
      ? study.config
      : { ...study.config, sources: [...study.config.sources!, people.source] };
  return {
    'assize.json': renderJson(config),
    // A file without a line would be no file of items.
    ...(items.length === 0 ? {} : { 'items.jsonl': items }),
    [table]: parquet ? await importedParquet(study) : importedCsv(study),
    ...(people === undefined ? {} : { [people.source.path]: people.bytes }),
  };
}

async function importerOf(format: string, options: SavedOptions, world: World): Promise<Importer> {
  if (format === savedFormat) return savedImporter(options, world);
  const importer = importerNamed(format, [savedFormat]);
  refuseSavedOptions(format, options);
  return importer;
}

function printJoined({ both, people, judges }: JoinedCounts, { file }: PeopleFile, terminal: Terminal): void {
  const text =
    `${counted(both, 'item')} with labels of people in ${file} and a verdict of a judge; ` +
    `${counted(people - both)} with people alone, ${counted(judges - both)} with a judge alone`;
  terminal.paragraph(text, { lead: 'joined:   ', leadTone: 'bold' });
}

async function readFiles(
  importer: Importer,
  files: readonly string[],
  options: Omit<ImportCommandOptions, 'out'>,
  world: World,
  progress: Progress,
): Promise<ReadImport> {
  const opened = await Promise.all(
    files.map(async (file) => ({ ...(await openFile(pathIn(world, file))), name: file })),
  );
  let total = 0;
  const onProgress = (bytes: number): void => {
    total += bytes;
    progress.step(`reading files: ${Math.round(total / 1e6)} MB`);
  };
  return readImport(importer, opened, importOptions(options), { onProgress });
}

function importOptions({
  question,
  judgeQuestion,
  turn,
  humans,
  judges,
  item,
  map,
}: Omit<ImportCommandOptions, 'out'>): ImportOptions {
  return {
    question,
    judgeQuestion,
    turn: turn === undefined ? undefined : turn === '1' ? 1 : 2,
    humans,
    judges,
    item,
    map,
  };
}
