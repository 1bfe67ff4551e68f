/**
 * Parquet to rows of cells: a window of rows at a time, each column of it decoded at once, so that memory
 * follows the window and not the file. Only columns that somebody wants are decoded.
 */
import {
  type AsyncBuffer,
  type FileMetaData,
  type RowGroup,
  type SchemaTree,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../data-error.ts';
import { listed, quoted } from '../../words/nearest-word.ts';
import { type ColumnReading, columnReading, textParsers } from './parquet-cells.ts';
import { requireSoundPages } from './parquet-pages.ts';
import type { ByteAccess } from '../byte-source.ts';
import type { RowSink } from '../row-sink.ts';

/** Rows decoded at once. Pages before the window are skipped without being unpacked. */
const windowRows = 1 << 18;

interface Column extends ColumnReading {
  readonly name: string;
  /** Position among all columns of the file. */
  readonly at: number;
  readonly flat: boolean;
  /** Paths of the physical columns it is made of, as JSON. */
  readonly leaves: string;
}

/**
 * Reads the file to its end, putting its columns and rows to the sink. `line` of a row is its number, counted
 * from 1.
 */
export async function readParquetRows(
  name: string,
  access: ByteAccess,
  sink: RowSink,
  onProgress: (bytes: number) => void = () => {},
): Promise<void> {
  const metadata = await fileMetadata(name, access);
  const { names, columns } = planned(name, metadata);
  sink.columns(names);
  const wanted = columns.filter(({ at }) => sink.wants?.(at) !== false);
  let line = 1;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const chunks = await readChunks(name, access, group, wanted);
    onProgress(chunks.reduce((sum, { size }) => sum + size, 0));
    for (let start = 0; start < rows; start += windowRows) {
      const end = Math.min(rows, start + windowRows);
      const values: ArrayLike<unknown>[] = [];
      for (const chunk of chunks) values.push(await windowOf(name, chunk, metadata, group, start, end));
      line = putRows(sink, name, names.length, wanted, values, end - start, line);
    }
  }
}

async function fileMetadata(name: string, access: ByteAccess): Promise<FileMetaData> {
  const { size } = access;
  const tail = size < 12 ? '' : new TextDecoder('latin1').decode(await access.slice(size - 4, size));
  if (tail === 'PARE')
    throw new DataError(
      'the Parquet file is encrypted',
      { file: name },
      'Write it again without encryption.',
    );
  if (tail !== 'PAR1')
    throw new DataError(
      'is not a whole Parquet file: it does not end with PAR1',
      { file: name },
      'The file may be cut, or be of another format: name that with format in sources, or by the ' +
        'ending of its name.',
    );
  const file = {
    byteLength: size,
    slice: async (start: number, end = size) => bufferOf(await access.slice(start, end)),
  };
  return guarded(name, undefined, () =>
    parquetMetadataAsync(file, { parsers: noParsers, geoparquet: false }),
  );
}

/** Bounds of columns are cut and may be no text at all: nobody asks for them here. */
const noParsers = Object.fromEntries(Object.keys(textParsers).map((part) => [part, () => undefined]));

/** The columns by name, and how each is read; the schema of `metadata` is set to that reading. */
function planned(name: string, metadata: FileMetaData): { names: string[]; columns: Column[] } {
  const { children } = guardedNow(name, () => {
    for (const { num_rows: rows, columns } of metadata.row_groups)
      if (!(rows >= 0n && rows <= 2 ** 31 && Array.isArray(columns)))
        throw new Error(`a row group of ${rows} rows`);
    const known = metadata.row_groups.flatMap(({ columns }) =>
      columns.flatMap(({ meta_data: meta }) => meta ?? []),
    );
    if (!known.every(({ path_in_schema: path }) => Array.isArray(path)))
      throw new Error('a column without a path');
    const tree = parquetSchema(metadata);
    if (!tree.children.every(({ element }) => typeof element.name === 'string'))
      throw new Error('a column without a name');
    return tree;
  });
  const names = children.map((child) => child.element.name);
  const twice = names.find((column, at) => names.indexOf(column) !== at);
  if (names.length === 0) throw new DataError('the Parquet file has no columns', { file: name });
  if (twice !== undefined)
    throw new DataError(
      `two columns are called ${quoted(twice)}; the columns are ${listed(names)}`,
      { file: name },
      'Rename one of the two.',
    );
  const columns = children.map((child, at) => {
    const reading = columnReading(child);
    metadata.schema = metadata.schema.map((element) =>
      element === child.element ? reading.element : element,
    );
    return {
      ...reading,
      name: names[at],
      at,
      leaves: JSON.stringify(leavesOf(child)),
      flat: child.children.length === 0 && child.element.repetition_type !== 'REPEATED',
    };
  });
  return { names, columns };
}

function leavesOf({ children, path }: SchemaTree): string[][] {
  return children.length === 0 ? [path] : children.flatMap(leavesOf);
}

/** The bytes of one column in one row group: held packed while its windows are decoded. */
interface Chunk {
  readonly column: Column;
  readonly size: number;
  readonly file: AsyncBuffer;
}

async function readChunks(
  name: string,
  access: ByteAccess,
  group: RowGroup,
  wanted: readonly Column[],
): Promise<Chunk[]> {
  if (group.columns.some(({ meta_data: meta }) => meta === undefined))
    throw new DataError(
      'the Parquet file has encrypted columns',
      { file: name },
      'Write it again without encryption.',
    );
  const chunks: Chunk[] = [];
  for (const column of wanted) {
    const parts = group.columns.filter(({ meta_data: meta }) => meta?.path_in_schema[0] === column.name);
    // The library would start on each chunk of that name; where one goes astray, nobody waits for it, and its
    // failure ends the process.
    if (JSON.stringify(parts.map(({ meta_data: meta }) => meta?.path_in_schema)) !== column.leaves)
      broken({ file: name, column: column.name }, 'a row group has other columns than the file');
    const held: { start: number; bytes: ArrayBuffer }[] = [];
    for (const { meta_data: meta, file_path: elsewhere, crypto_metadata: locked } of parts) {
      const place = { file: name, column: column.name };
      if (locked !== undefined || meta === undefined)
        throw new DataError(
          'the column is encrypted',
          place,
          'Write it again without encryption, or list the column under ignore in sources.',
        );
      if (elsewhere !== undefined)
        throw new DataError(`the values are in another file, ${quoted(elsewhere)}`, place);
      requireCodec(meta.codec, place);
      const start = chunkStart(meta);
      const end = start + Number(meta.total_compressed_size);
      if (!(start >= 4 && end >= start && end <= access.size))
        broken(place, 'its bytes lie outside the file');
      const bytes = bufferOf(await access.slice(start, end));
      await guarded(name, column.name, () =>
        requireSoundPages(bytes, meta, Number(group.num_rows), column.flat),
      );
      held.push({ start, bytes });
    }
    chunks.push({
      column,
      size: held.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
      file: heldFile(access.size, held),
    });
  }
  return chunks;
}

function chunkStart({
  dictionary_page_offset: dictionary,
  data_page_offset: data,
}: {
  dictionary_page_offset?: bigint;
  data_page_offset: bigint;
}) {
  return Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
}

function requireCodec(codec: string | undefined, place: { file: string; column: string }): void {
  if (codec === 'UNCOMPRESSED' || (codec !== undefined && codec in compressors)) return;
  const known = ['UNCOMPRESSED', ...Object.keys(compressors)];
  throw new DataError(
    `the compression ${codec ?? 'of an unknown kind'} is not read; those read are ${listed(known)}`,
    place,
    'Write the file again with ZSTD or SNAPPY.',
  );
}

/**
 * The file as far as it is held. The library asks for neighboring chunks of a nested column at once, gaps
 * included: those it does not look at.
 */
function heldFile(byteLength: number, held: readonly { start: number; bytes: ArrayBuffer }[]): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      const whole = held.find((part) => part.start === start && part.bytes.byteLength === end - start);
      if (whole !== undefined) return whole.bytes;
      if (!(start >= 0 && end >= start && end <= byteLength))
        throw new Error('it asks for bytes outside the file');
      const joined = new Uint8Array(end - start);
      for (const part of held) {
        const [from, to] = [Math.max(start, part.start), Math.min(end, part.start + part.bytes.byteLength)];
        if (to > from) joined.set(new Uint8Array(part.bytes, from - part.start, to - from), from - start);
      }
      return joined.buffer;
    },
  };
}

async function windowOf(
  name: string,
  { column, file }: Chunk,
  metadata: FileMetaData,
  group: RowGroup,
  start: number,
  end: number,
): Promise<ArrayLike<unknown>> {
  return guarded(name, column.name, async () => {
    // Only this group: the library would plan, and look up, all groups of the file for every window.
    const alone = { ...metadata, row_groups: [group], num_rows: group.num_rows };
    const options = {
      file,
      metadata: alone,
      columns: [column.name],
      compressors,
      parsers: textParsers,
      useOffsetIndex: false,
    };
    const values = await (
      await parquetScan({ ...options, rowStart: start, rowEnd: end })
    ).readColumn({
      column: column.name,
      rowStart: start,
      rowEnd: end,
    });
    if (values.length !== end - start) throw new Error(`${values.length} values for ${end - start} rows`);
    return values;
  });
}

/** Puts the rows of one window to the sink and returns the number of the next row. */
function putRows(
  sink: RowSink,
  name: string,
  width: number,
  columns: readonly Column[],
  values: readonly ArrayLike<unknown>[],
  rows: number,
  first: number,
): number {
  const empty = Array.from({ length: width }, () => '');
  for (let row = 0; row < rows; row++) {
    const cells = empty.slice();
    for (let c = 0; c < columns.length; c++) {
      const value = values[c][row];
      if (value === null || value === undefined) continue;
      cells[columns[c].at] =
        typeof value === 'string' ? value : cellText(name, columns[c], value, first + row);
    }
    sink.row(cells, first + row);
  }
  return first + rows;
}

function cellText(name: string, { name: column, text }: Column, value: unknown, row: number): string {
  try {
    return text(value);
  } catch (error) {
    throw unreadable(error, { file: name, row, column });
  }
}

/** The library throws whatever a broken file leads it to: here it becomes one line. */
async function guarded<T>(name: string, column: string | undefined, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw unreadable(error, { file: name, ...(column === undefined ? {} : { column }) });
  }
}

function guardedNow<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw unreadable(error, { file: name });
  }
}

type ParquetPlace = { readonly file: string; readonly column?: string; readonly row?: number };

function unreadable(error: unknown, place: ParquetPlace): unknown {
  // What the disk refuses is no fault of the file; storage has words for it.
  if (error instanceof DataError || (error instanceof Error && 'syscall' in error)) return error;
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new DataError(
      'holds bytes that are not UTF-8 text',
      place,
      'List the column under ignore in sources, or write it as text.',
    );
  const what = error instanceof Error ? error.message.replace(/^parquet /, '') : String(error);
  return new DataError(`the Parquet file cannot be read: ${what}`, place, brokenHint);
}

const brokenHint = 'The file may be damaged: write it again, or export it as CSV.';

function broken(place: ParquetPlace, what: string): never {
  throw new DataError(`the Parquet file cannot be read: ${what}`, place, brokenHint);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  return (
    byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
  ) as ArrayBuffer;
}
