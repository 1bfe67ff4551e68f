/** The stored verdicts of judges as a file of ratings, in the format its name asks for. */
import { basename } from 'node:path';
import {
  type Cell,
  DataError,
  type ParquetColumn,
  listed,
  nearestWord,
  toCsv,
  toParquet,
} from '../../data/index.ts';
import { type StudyRun, type VerdictRow, storedVerdicts } from '../../judge/index.ts';
import { type OutputFile, writeNewFile } from '../../storage/index.ts';
import { UsageError } from '../shell/failure.ts';

/**
 * Writes a row for each verdict and each answer without one, and returns how many there are of both. A file
 * that is there already stays as it is.
 */
export async function exportVerdicts(
  path: string,
  run: StudyRun,
): Promise<{ readonly verdicts: number; readonly withoutVerdict: number }> {
  const toFile = formatOf(path);
  const rows = run.judges.flatMap((judge) => storedVerdicts(judge, run)?.rows ?? []);
  if (rows.length === 0) throw new DataError('no verdict is stored yet', {}, 'Run assize judge first.');
  await writeNewFile(path, await toFile(rows));
  const verdicts = rows.filter(({ status }) => status === 'given').length;
  return { verdicts, withoutVerdict: rows.length - verdicts };
}

type ToFile = (rows: readonly VerdictRow[]) => OutputFile | Promise<OutputFile>;

const formats: Readonly<Record<string, ToFile>> = {
  jsonl: (rows) => jsonLines(rows),
  ndjson: (rows) => jsonLines(rows),
  csv: (rows) => {
    const header = columnsOf(rows);
    return toCsv(header, cellsOf(rows, header));
  },
  parquet: (rows) => {
    const header = columnsOf(rows);
    return toParquet(
      header,
      header.map((name) => parquetColumn(rows, name)),
    );
  },
};

function formatOf(path: string): ToFile {
  const ending = /\.([^./\\]*)$/.exec(path)?.[1].toLowerCase() ?? '';
  if (Object.hasOwn(formats, ending)) return formats[ending];
  const nearest = nearestWord(ending, Object.keys(formats));
  throw new UsageError(
    '--export knows the format by the ending of the file, one of .csv, .jsonl and .parquet; received ' +
      basename(path),
    nearest === undefined ? 'name the file verdicts.csv' : `did you mean ${listed([`.${nearest}`])}?`,
  );
}

function* jsonLines(rows: readonly VerdictRow[]): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** In the order in which they come up: one judge may have sides or problems where another has none. */
function columnsOf(rows: readonly VerdictRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function* cellsOf(rows: readonly VerdictRow[], header: readonly string[]): Generator<Cell[]> {
  for (const row of rows) yield header.map((name) => row[name]);
}

/** Probabilities as numbers, everything else as text. */
function parquetColumn(rows: readonly VerdictRow[], name: string): ParquetColumn {
  const cells = rows.map((row) => row[name] ?? '');
  const isNumbers =
    cells.some((cell) => typeof cell === 'number') &&
    cells.every((cell) => typeof cell === 'number' || cell === '');
  return isNumbers
    ? Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : NaN))
    : cells.map(String);
}
