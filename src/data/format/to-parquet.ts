/** Columns to the bytes of a Parquet file: smaller than CSV, and read without guessing what a cell means. */
import type { ColumnSource } from 'hyparquet-writer';
import { DataError } from '../data-error.ts';

/** Text, or numbers in a Float64Array. null and NaN are empty cells, as is the empty text. */
export type ParquetColumn = Float64Array | readonly (string | null)[];

/**
 * A header and columns of equal length as one Parquet file, packed with Snappy; texts that repeat are stored
 * once. The bytes are held whole.
 *
 * Rejects with DataError for columns of different lengths, and for two of one name.
 *
 * @example
 * const bytes = await toParquet(['item', 'prob_Pass'], [['1', '2'], Float64Array.of(0.9, NaN)]);
 * new TextDecoder().decode(bytes.subarray(0, 4)); // 'PAR1'
 */
export async function toParquet(
  header: readonly string[],
  columns: readonly ParquetColumn[],
): Promise<Uint8Array> {
  const rows = columns[0]?.length ?? 0;
  if (header.length !== columns.length)
    throw new DataError(
      `a Parquet file has one name for each column; received ${header.length} names and ` +
        `${columns.length} columns`,
    );
  const other = columns.findIndex((column) => column.length !== rows);
  if (other >= 0)
    throw new DataError(`columns have one length; received ${rows} and ${columns[other].length}`, {
      column: header[other],
    });
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new DataError('two columns have this name', { column: twice });
  // The writer is loaded by whoever writes: most runs only read.
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return new Uint8Array(
    parquetWriteBuffer({ columnData: header.map((name, at) => columnSource(name, columns[at])) }),
  );
}

function columnSource(name: string, column: ParquetColumn): ColumnSource {
  if (column instanceof Float64Array)
    return {
      name,
      type: 'DOUBLE',
      nullable: true,
      data: Array.from(column, (value) => (Number.isNaN(value) ? null : value)),
    };
  return { name, type: 'STRING', nullable: true, data: column.map((text) => (text === '' ? null : text)) };
}
