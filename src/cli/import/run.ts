/**
 * What `assize import` does: read the export of another tool, write a study, say what was read, what was left
 * out and what to do next.
 */
import { counted } from '../../analysis/index.ts';
import { printJson, terminalFor } from '../input/printing.ts';
import { sayHint } from '../input/say-flag.ts';
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
import { someNames } from '../input/print-study.ts';
import { type Progress, createProgress } from '../shell/progress.ts';
import { pathIn } from '../input/read-input.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { Session, World } from '../shell/world.ts';
import { writeResults } from '../input/write-results.ts';

export interface ImportCommandOptions {
  readonly out: string;
  readonly title?: string;
  readonly question?: string;
  readonly judgeQuestion?: string;
  readonly turn?: '1' | '2';
  readonly humans?: readonly string[];
  readonly judges?: readonly string[];
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
    const importer = importerNamed(format);
    const imported = await readFiles(importer, files, options, world, progress);
    progress.step('writing');
    const written = studyTexts(imported, options.title ?? importer.title, options.parquet === true);
    await writeResults(world, options.out, written, { kind: 'study' });
    progress.end();

    printImport(importer, imported, terminal);
    terminal.blank();
    for (const name of Object.keys(written))
      terminal.whole(join(options.out, name), { lead: 'written: ', leadTone: 'bold' });
    terminal.blank();
    terminal.paragraph('Next:', { tone: 'bold' });
    terminal.command(['assize', 'doctor', options.out]);
    if (options.json === true) printJson(summary(importer, imported, options.out), world);
    return 0;
  } finally {
    progress.end();
  }
}

function studyTexts(
  imported: ReadImport,
  title: string,
  parquet: boolean,
): Record<string, string | Uint8Array | Iterable<string>> {
  const table = parquet ? 'ratings.parquet' : 'ratings.csv';
  const study = importedStudy(imported, { title, table });
  const items = [...study.items];
  return {
    'assize.json': renderJson(study.config),
    // A file without a line would be no file of items.
    ...(items.length === 0 ? {} : { 'items.jsonl': items }),
    [table]: parquet ? importedParquet(study) : importedCsv(study),
  };
}

async function readFiles(
  importer: Importer,
  files: readonly string[],
  options: ImportCommandOptions,
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
}: ImportCommandOptions): ImportOptions {
  return {
    question,
    judgeQuestion,
    turn: turn === undefined ? undefined : turn === '1' ? 1 : 2,
    humans,
    judges,
  };
}

function printImport(
  importer: Importer,
  { files, ratings, items, leftOut, notes }: ReadImport,
  terminal: Terminal,
): void {
  const read = files.map(({ name, records }) => `${name} (${counted(records, 'record')})`);
  terminal.paragraph(`${importer.title}: ${someNames(read, 8, 80)}`, {
    lead: 'read:     ',
    leadTone: 'bold',
  });
  for (const [lead, kind] of kinds) {
    const names = namesOf(ratings, kind);
    const count = ratings.filter((rating) => rating.kind === kind).length;
    if (kind === 'reference' && count === 0) continue;
    const text =
      count === 0 ? 'none' : `${counted(count, 'rating')} by ${names.length} (${someNames(names)})`;
    terminal.paragraph(text, { lead: `${lead}:`.padEnd(10), leadTone: 'bold' });
  }
  terminal.paragraph(counted(new Set([...ratings, ...items].map(({ item }) => item)).size, 'item'), {
    lead: 'items:    ',
    leadTone: 'bold',
  });
  terminal.paragraph(leftOut.length === 0 ? 'nothing' : '', { lead: 'left out: ', leadTone: 'bold' });
  for (const { reason, count, fix } of leftOut)
    terminal.paragraph(`${reason} (${counted(count)})${fix === undefined ? '' : `: ${sayHint(fix)}`}`, {
      lead: '- ',
      indent: 10,
    });
  for (const note of notes) terminal.paragraph(note, { lead: 'note:     ', tone: 'dim' });
}

const kinds = [
  ['people', 'human'],
  ['judges', 'judge'],
  ['gold', 'reference'],
] as const;

function namesOf(ratings: ReadImport['ratings'], kind: (typeof kinds)[number][1]): string[] {
  return [...new Set(ratings.flatMap((rating) => (rating.kind === kind ? [rating.rater] : [])))].sort();
}

function summary(
  importer: Importer,
  { files, ratings, items, leftOut, notes, codebook }: ReadImport,
  out: string,
): unknown {
  const raters = Map.groupBy(ratings, ({ rater }) => rater);
  return {
    schema: 1,
    format: importer.name,
    out,
    files,
    ratings: ratings.length,
    items: new Set([...ratings, ...items].map(({ item }) => item)).size,
    raters: [...raters]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([rater, own]) => ({ rater, kind: own[0].kind, ratings: own.length })),
    leftOut: leftOut.map(({ reason, count, fix }) => ({
      reason,
      count,
      ...(fix === undefined ? {} : { fix: sayHint(fix) }),
    })),
    notes,
    codebook: codebook ?? null,
  };
}
