/**
 * The pages of one column chunk, looked over before they are decoded. A page says how many values it has and
 * how large they are unpacked, and a decoder believes it: one flipped bit there would ask for gigabytes, or
 * for a loop of a billion steps.
 */
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** A page is a megabyte as a rule. A dictionary page may hold the texts of a whole row group. */
const largestPage = 1 << 29;

/**
 * Throws for pages that cannot be as they say. `rows` is the number of rows of the row group, `flat` false
 * for lists and structs.
 */
export function requireSoundPages(
  chunk: ArrayBuffer,
  column: ColumnMetaData,
  rows: number,
  flat: boolean,
): void {
  const reader = { view: new DataView(chunk), offset: 0 };
  const declared = Number(column.num_values);
  if (flat && declared !== rows) throw new Error(`its values are ${declared}, its rows ${rows}`);
  let values = 0;
  while (values < declared) {
    if (reader.offset >= chunk.byteLength) throw new Error(`its pages hold ${values} of ${declared} values`);
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!(packed >= 0 && packed <= chunk.byteLength - reader.offset))
      throw new Error('a page ends behind its column');
    if (!(unpacked >= 0 && unpacked <= largestPage)) throw new Error(`a page of ${unpacked} bytes`);
    const count = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      if (!(count >= 0 && count <= declared - values))
        throw new Error('a page has more values than its column');
      requireLevels(header, count);
      values += count;
    } else if (header.type === 'DICTIONARY_PAGE')
      requireDictionary(header.dictionary_page_header?.num_values, unpacked);
    reader.offset += packed;
  }
}

/** The second version of a page says how many of its values are null, and where its levels end. */
function requireLevels(
  { data_page_header_v2: second, compressed_page_size: packed }: PageHeader,
  count: number,
): void {
  if (second === undefined) return;
  const {
    num_nulls: nulls,
    definition_levels_byte_length: definition,
    repetition_levels_byte_length: repetition,
  } = second;
  if (!(nulls >= 0 && nulls <= count)) throw new Error('a page has more nulls than values');
  if (!(definition >= 0 && repetition >= 0 && definition + repetition <= packed))
    throw new Error('the levels of a page are longer than it');
}

/** Every entry of a dictionary takes a byte at least, but for booleans, which have none. */
function requireDictionary(entries: number | undefined, bytes: number): void {
  if (entries === undefined || !(entries >= 0 && entries <= bytes))
    throw new Error('a dictionary has more entries than bytes');
}
