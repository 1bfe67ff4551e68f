/** Files of rows in any of the formats: which format it is, and its rows put to a sink. */
import type { ByteAccess, ByteSource } from './byte-source.ts';
import { DataError } from '../data-error.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { JsonArrayRows, JsonLinesRows } from './json-rows.ts';
import { quoted } from '../words/nearest-word.ts';
import type { RowSink } from './row-sink.ts';
import { type Format, formatSchema } from '../config/source.ts';
import { type RecordSplitter, readTextBlocks } from './text-blocks.ts';

export interface ReadRowsOptions {
  readonly format?: Format | undefined;
  /** One character; `,` for CSV, a tab for TSV. */
  readonly delimiter?: string | undefined;
  /** The longest record in characters; 16 Mi where not given. */
  readonly maxRecord?: number | undefined;
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

const formatsByEnding: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  parquet: 'parquet',
};

/**
 * The format of a file by the ending of its name. Throws DataError for an ending that names none.
 *
 * @example
 * formatOf('ratings.csv'); // 'csv'
 */
export function formatOf(name: string): Format {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? '';
  const format = Object.hasOwn(formatsByEnding, ending) ? formatsByEnding[ending] : undefined;
  if (format !== undefined) return format;
  throw new DataError(
    ending === ''
      ? 'the file name has no ending that tells its format'
      : `unsupported file type ${quoted(`.${ending}`)}`,
    { file: name },
    `Name the format: ${formatSchema.options.join(', ')}.`,
  );
}

/** Reads a file to its end, putting its columns and rows to the sink as they come. */
export async function readRows(
  file: ByteSource,
  sink: RowSink,
  options: ReadRowsOptions = {},
): Promise<void> {
  const format = options.format ?? formatOf(file.name);
  if (format === 'parquet') return readParquet(file, sink, options.onProgress);
  const maxRecord = options.maxRecord ?? 1 << 24;
  const limits = { maxRecord, onProgress: options.onProgress };
  await readTextBlocks(
    file.name,
    file.open(),
    splitterOf(format, file.name, sink, maxRecord, options.delimiter),
    limits,
  );
}

async function readParquet(
  file: ByteSource,
  sink: RowSink,
  onProgress: ReadRowsOptions['onProgress'],
): Promise<void> {
  // Loaded on demand: its unpackers are compiled when they are loaded, and most files are text.
  const { readParquetRows } = await import('./parquet-rows.ts');
  const access = file.access === undefined ? await heldWhole(file) : await file.access();
  try {
    await readParquetRows(file.name, access, sink, onProgress);
  } finally {
    await access.close();
  }
}

async function heldWhole(file: ByteSource): Promise<ByteAccess> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  const bytes = chunks.length === 1 ? chunks[0] : joined(chunks);
  return {
    size: bytes.length,
    slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    close: () => Promise.resolve(),
  };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

type TextFormat = Exclude<Format, 'parquet'>;

function splitterOf(
  format: TextFormat,
  name: string,
  sink: RowSink,
  maxRecord: number,
  delimiter: string | undefined,
): RecordSplitter {
  if (format === 'jsonl') return new JsonLinesRows(name, sink, { maxRecord });
  if (format === 'json') return new JsonArrayRows(name, sink, { maxRecord });
  return new DelimitedRows(name, sink, {
    delimiter: delimiter ?? (format === 'tsv' ? '\t' : ','),
    maxRecord,
  });
}
