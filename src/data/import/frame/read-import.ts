/**
 * The frame of all importers: the export of another tool in, record by record; ratings, items, and a count of
 * everything left out, out.
 */
import { hint } from '../../hint.ts';
import type { ByteSource } from '../../format/byte-source.ts';
import { DataError } from '../../data-error.ts';
import { itemsByField } from './items-by-field.ts';
import { listed } from '../../words/nearest-word.ts';
import type {
  Importer,
  ImportLimits,
  ImportOptionName,
  ImportOptions,
  LeftOut,
  ReadImport,
} from './importer.ts';
import { readRecords } from './read-records.ts';
import type { RecordField } from './record-field.ts';
import { mappedLabels, settleImport } from './settle-import.ts';

/**
 * Reads the export of another tool. JSONL, JSON arrays and Parquet are read record by record; a JSON file
 * that is one object is held whole.
 *
 * Throws DataError, one line with file, record and path, for files that cannot be read as the format; and
 * where nothing in them is a rating.
 *
 * @example
 * const lines = '{"question_id":81,"model_a":"x","model_b":"y","winner":"model_a","judge":"expert_1","turn":1}\n';
 * const file = { name: 'human.jsonl', open: () => [new TextEncoder().encode(lines)] };
 * const { ratings } = await readImport(importerNamed('mt-bench'), [file]);
 * ratings[0].label; // 'model_a'
 */
export async function readImport(
  importer: Importer,
  files: readonly ByteSource[],
  options: ImportOptions = {},
  limits: ImportLimits = {},
): Promise<ReadImport> {
  if (files.length === 0) throw new DataError('no file to import');
  refuseOptions(importer, options);
  const reader = importer.start(options);
  const read: { name: string; records: number }[] = [];
  for (const file of files) {
    let records = 0;
    const take = (record: RecordField): void => {
      records++;
      reader.record(record);
    };
    await readRecords(file, take, limits);
    read.push({ name: file.name, records });
  }
  const imported = reader.end();
  if (imported.ratings.length === 0) nothingFound(importer, files, imported.leftOut);
  const { item, map } = options;
  // A format that takes it has read the ids from there itself.
  const named =
    item === undefined || importer.options.includes('item') ? imported : itemsByField(imported, item);
  const meant = map === undefined ? named : mappedLabels(named, map);
  return Object.freeze({ ...settleImport(meant), files: Object.freeze(read) });
}

/** Options of every format. */
const ofAll: readonly ImportOptionName[] = ['item', 'map'];

function refuseOptions(importer: Importer, options: ImportOptions): void {
  for (const name of Object.keys(options) as ImportOptionName[]) {
    if (options[name] === undefined || ofAll.includes(name) || importer.options.includes(name)) continue;
    const taken = listed([...new Set<ImportOptionName>([...importer.options, ...ofAll])]);
    throw new DataError(`${importer.name} takes ${taken}; received ${name}`);
  }
}

function nothingFound(importer: Importer, files: readonly ByteSource[], leftOut: readonly LeftOut[]): never {
  const reasons = leftOut.map(({ reason, count }) => `${reason} (${count})`).join('; ');
  throw new DataError(
    `no rating of ${importer.title} was found${reasons === '' ? '' : `; left out: ${reasons}`}`,
    files.length === 1 ? { file: files[0].name } : {},
    hint`${leftOut.flatMap(({ fix = [] }) => (fix.length === 0 ? [] : [...fix, '. ']))}${importer.name} reads
      ${importer.reads}: ${importer.from}.`,
  );
}
