/** Files of rows in any of the formats: which format it is, and its rows put to a sink. */
import { DataError } from './data-error.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { JsonArrayRows, JsonLinesRows } from './json-rows.ts';
import { quoted } from './nearest-word.ts';
import type { RowSink } from './row-sink.ts';
import { type Format, formatSchema } from './source.ts';
import { type RecordSplitter, readTextBlocks } from './text-blocks.ts';

/** A file that somebody opens when it is asked for: the room reads the bytes it is handed and never the disk. */
export interface ByteSource {
  readonly name: string;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

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
};

/** The format of a file by the ending of its name. Throws DataError for an ending that names none. */
export function formatOf(name: string): Format {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? '';
  const format = Object.hasOwn(formatsByEnding, ending) ? formatsByEnding[ending] : undefined;
  if (format !== undefined) return format;
  const hint = ending === 'parquet' ? 'Export it as CSV or JSONL.' : `Name the format: ${formatSchema.options.join(', ')}.`;
  throw new DataError(
    ending === '' ? 'the name has no ending to tell its format' : `the ending ${quoted(`.${ending}`)} is of no format that is read`,
    { file: name },
    hint,
  );
}

/** Reads a file to its end, putting its columns and rows to the sink as they come. */
export async function readRows(file: ByteSource, sink: RowSink, options: ReadRowsOptions = {}): Promise<void> {
  const format = options.format ?? formatOf(file.name);
  const maxRecord = options.maxRecord ?? 1 << 24;
  const limits = { maxRecord, onProgress: options.onProgress };
  await readTextBlocks(file.name, file.open(), splitterOf(format, file.name, sink, maxRecord, options.delimiter), limits);
}

function splitterOf(format: Format, name: string, sink: RowSink, maxRecord: number, delimiter: string | undefined): RecordSplitter {
  if (format === 'jsonl') return new JsonLinesRows(name, sink, { maxRecord });
  if (format === 'json') return new JsonArrayRows(name, sink, { maxRecord });
  return new DelimitedRows(name, sink, { delimiter: delimiter ?? (format === 'tsv' ? '\t' : ','), maxRecord });
}
