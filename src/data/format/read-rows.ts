/** Files of rows in any of the formats: looked at, and their rows put to a sink. */
import type { ByteAccess, ByteSource } from './byte-source.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { JsonArrayRows, JsonLinesRows } from './json-rows.ts';
import { JsonTable } from './json-tables.ts';
import { type Declared, type FileTraits, formatByName, lookAt, sampleBytes } from './look-at.ts';
import type { RowSink } from './row-sink.ts';
import { type RecordSplitter, readTextBlocks } from './text-blocks.ts';
import { inUtf8 } from './transcode.ts';

export interface ReadOptions {
  /** The longest record in characters; 16 Mi where not given. */
  readonly maxRecord?: number | undefined;
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

export interface ReadRowsOptions extends ReadOptions, Declared {}

/** A file whose beginning was looked at: what it holds is known, and its rows can be read, once. */
export interface OpenedRows {
  readonly traits: FileTraits;
  read(sink: RowSink, options?: ReadOptions): Promise<void>;
}

/** Reads a file to its end, putting its columns and rows to the sink as they come. */
export async function readRows(
  file: ByteSource,
  sink: RowSink,
  options: ReadRowsOptions = {},
): Promise<void> {
  const opened = await openRows(file, options);
  await opened.read(sink, options);
}

/**
 * Throws DataError where neither name nor content tells a format. The file is opened once: it may be a pipe.
 */
export async function openRows(file: ByteSource, declared: Declared = {}): Promise<OpenedRows> {
  const byName = declared.format ?? formatByName(file.name);
  if (byName === 'parquet' && file.access !== undefined)
    return {
      traits: lookAt({ name: file.name, bytes: new Uint8Array(0), whole: true }, declared),
      read: (sink, { onProgress } = {}) => readParquet(file, [], sink, onProgress),
    };
  const begun = await begin(file);
  try {
    const traits = lookAt({ name: file.name, ...begun }, declared);
    return { traits, read: (sink, options) => readOpened(file, traits, begun.all(), sink, options) };
  } catch (error) {
    await begun.leave();
    throw error;
  }
}

interface Begun {
  readonly bytes: Uint8Array;
  readonly whole: boolean;
  /** From the first byte on; what was looked at is not read again. */
  all(): AsyncIterable<Uint8Array>;
  leave(): Promise<void>;
}

async function begin(file: ByteSource): Promise<Begun> {
  const opened = file.open();
  const chunks = Symbol.asyncIterator in opened ? opened[Symbol.asyncIterator]() : opened[Symbol.iterator]();
  const held: Uint8Array[] = [];
  let [length, whole] = [0, false];
  while (length < sampleBytes && !whole) {
    const next = await chunks.next();
    if (next.done === true) whole = true;
    else {
      held.push(next.value);
      length += next.value.length;
    }
  }
  return {
    bytes: joined(held).subarray(0, sampleBytes),
    whole: whole && length <= sampleBytes,
    async *all() {
      try {
        yield* held.splice(0);
        for (
          let next = whole ? undefined : await chunks.next();
          next?.done === false;
          next = await chunks.next()
        )
          yield next.value;
      } finally {
        await chunks.return?.();
      }
    },
    async leave() {
      await chunks.return?.();
    },
  };
}

async function readOpened(
  file: ByteSource,
  traits: FileTraits,
  bytes: AsyncIterable<Uint8Array>,
  sink: RowSink,
  { maxRecord = 1 << 24, onProgress }: ReadOptions = {},
): Promise<void> {
  const { format, encoding, layout } = traits;
  if (format === 'parquet') return readParquet(file, bytes, sink, onProgress);
  const text = encoding === 'utf-8' ? bytes : inUtf8(file.name, bytes, encoding);
  // A table is held as a whole.
  const limits = { maxRecord: layout === 'rows' ? maxRecord : Math.max(maxRecord, longestTable), onProgress };
  await readTextBlocks(file.name, text, splitterOf(file.name, traits, sink, maxRecord), limits);
}

/** In characters: half of the longest text that JavaScript can hold. */
const longestTable = 1 << 28;

function splitterOf(
  name: string,
  { format, layout, delimiter }: FileTraits,
  sink: RowSink,
  maxRecord: number,
): RecordSplitter {
  if (layout !== 'rows') return new JsonTable(name, sink);
  if (format === 'jsonl') return new JsonLinesRows(name, sink, { maxRecord });
  if (format === 'json') return new JsonArrayRows(name, sink, { maxRecord });
  return new DelimitedRows(name, sink, { delimiter, maxRecord });
}

async function readParquet(
  file: ByteSource,
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  sink: RowSink,
  onProgress: ReadOptions['onProgress'],
): Promise<void> {
  // Loaded on demand: its unpackers are compiled when they are loaded, and most files are text.
  const { readParquetRows } = await import('./parquet/parquet-rows.ts');
  const access = file.access === undefined ? await heldWhole(bytes) : await file.access();
  try {
    await readParquetRows(file.name, access, sink, onProgress);
  } finally {
    await access.close();
  }
}

async function heldWhole(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<ByteAccess> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  const bytes = joined(chunks);
  return {
    size: bytes.length,
    slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    close: () => Promise.resolve(),
  };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
