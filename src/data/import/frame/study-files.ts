/** An import as the files of a study: `ratings.csv`, `items.jsonl`, `assize.json`. */
import { type StudyConfig, forbiddenName } from '../../config/study-config.ts';
import { type Cell, toCsv } from '../../format/to-csv.ts';
import { toParquet } from '../../format/to-parquet.ts';
import type { Imported, ImportedItem, ImportedRating } from './importer.ts';

export interface ImportedTable {
  readonly header: readonly string[];
  /** The columns are those of `header`; an empty cell is ''. */
  readonly rows: Iterable<readonly Cell[]>;
}

export interface ImportedStudyFiles {
  readonly ratings: ImportedTable;
  readonly items: Iterable<string>;
  readonly config: StudyConfig;
}

/** What a rater is called in `assize.json`, unless it differs from rating to rating: then it is a column. */
const raterParts = ['family', 'group', 'model', 'prompt'] as const;
type RaterPart = (typeof raterParts)[number];

/** For each part the raters for whom it differs from rating to rating. */
type Varying = ReadonlyMap<RaterPart, ReadonlySet<string>>;

/** Names that mean something in a table of ratings. */
const reserved = new Set([
  forbiddenName,
  'item',
  'rater',
  'kind',
  'label',
  'status',
  'order',
  'repeat',
  'cluster',
  'inclusion_probability',
  'weight',
  'at',
  'note',
  'score',
  'prob_source',
  ...raterParts,
]);

/**
 * The files of a study, as text to be written. The same import gives the same bytes.
 *
 * @param table the name of the file of ratings, listed under `sources`.
 */
export function importedStudy(
  imported: Imported,
  { title, table = 'ratings.csv' }: { title: string; table?: string },
): ImportedStudyFiles {
  const { ratings, items, codebook } = imported;
  const varying = new Map(raterParts.map((part) => [part, varyingRaters(ratings, part)]));
  const columns = ratingColumns(ratings, varying);
  const header = columns.map(({ name }) => name);
  const taken = new Set([...header, ...reserved]);
  return {
    ratings: { header, rows: tableRows(ratings, columns) },
    items: itemLines(items, taken),
    config: {
      schema: 1,
      title,
      ...(codebook === undefined ? {} : { codebook }),
      raters: raterDeclarations(ratings, varying),
      sources: [{ path: table }],
    },
  };
}

/** The texts of a study whose ratings are CSV. */
export function importedCsv({ ratings }: ImportedStudyFiles): Iterable<string> {
  return toCsv(ratings.header, ratings.rows, { exact: true });
}

/**
 * The ratings as Parquet: probabilities and scores as numbers, everything else as text. The bytes are held
 * whole.
 */
export async function importedParquet({
  ratings: { header, rows },
}: ImportedStudyFiles): Promise<Uint8Array> {
  const cells = header.map((): Cell[] => []);
  for (const row of rows) row.forEach((cell, column) => cells[column].push(cell));
  const columns = cells.map((column, at) =>
    isNumberColumn(header[at])
      ? Float64Array.from(column, (cell) => (typeof cell === 'number' ? cell : NaN))
      : column.map((cell) => String(cell ?? '')),
  );
  return toParquet(header, columns);
}

function isNumberColumn(name: string): boolean {
  return name === 'score' || (name.startsWith('prob_') && name !== 'prob_source');
}

interface Column {
  readonly name: string;
  cell(rating: ImportedRating): Cell;
}

function ratingColumns(ratings: readonly ImportedRating[], varying: Varying): Column[] {
  const always: Column[] = [
    { name: 'item', cell: ({ item }) => item },
    { name: 'rater', cell: ({ rater }) => rater },
    { name: 'kind', cell: ({ kind }) => kind },
    { name: 'label', cell: ({ label }) => label },
  ];
  const optional: Column[] = [
    { name: 'status', cell: ({ status }) => status },
    { name: 'order', cell: ({ order }) => order },
    { name: 'repeat', cell: ({ repeat }) => repeat },
    { name: 'cluster', cell: ({ cluster }) => cluster },
    { name: 'score', cell: ({ score }) => score },
    { name: 'prob_source', cell: ({ probSource }) => probSource },
    { name: 'at', cell: ({ at }) => at },
    { name: 'note', cell: ({ note }) => note },
    ...raterParts.map((part): Column => ({
      name: part,
      cell: (rating) => (varying.get(part)?.has(rating.rater) === true ? rating[part] : undefined),
    })),
  ];
  const labels = namesIn(ratings, ({ probabilities }) => probabilities);
  const fields = namesIn(ratings, ({ fields: found }) => found);
  const named = new Set(reserved);
  return [
    ...always,
    ...optional.filter(({ cell }) => ratings.some((rating) => cell(rating) !== undefined)),
    ...labels.map((label): Column => ({
      name: `prob_${label}`,
      cell: ({ probabilities }) => own(probabilities, label),
    })),
    ...fields.map((field): Column => ({
      name: freeName(field, 'rating', named),
      cell: (rating) => own(rating.fields, field),
    })),
  ];
}

function* tableRows(ratings: readonly ImportedRating[], columns: readonly Column[]): Generator<Cell[]> {
  for (const rating of ratings) yield columns.map(({ cell }) => cell(rating) ?? '');
}

/** In the order in which the names came up. */
function namesIn(
  ratings: readonly ImportedRating[],
  part: (rating: ImportedRating) => Readonly<Record<string, unknown>> | undefined,
): string[] {
  const names = new Set<string>();
  for (const rating of ratings) for (const name of Object.keys(part(rating) ?? {})) names.add(name);
  return [...names];
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * A field of the export may be called `label` or `prob_A`: its column gets another name, so that it stays
 * what it is.
 */
function freeName(field: string, prefix: string, taken: Set<string>): string {
  let name =
    field.trim() === '' || taken.has(field) || /^(?:log)?prob_/.test(field)
      ? `${prefix}_${field.trim()}`
      : field;
  while (taken.has(name)) name += '_';
  taken.add(name);
  return name;
}

/** An item's field with the name of a rating's column would be one column with two meanings. */
function* itemLines(items: readonly ImportedItem[], taken: ReadonlySet<string>): Generator<string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const { item, fields } of items) {
    const line: Record<string, string> = { item };
    for (const [field, value] of Object.entries(fields)) {
      let name = names.get(field);
      if (name === undefined) names.set(field, (name = freeName(field, 'item', used)));
      if (value !== '') line[name] = value;
    }
    yield `${JSON.stringify(line)}\n`;
  }
}

/**
 * The raters that have two different values of the part, or have it in some ratings only; and one that
 * `assize.json` cannot name.
 */
function varyingRaters(ratings: readonly ImportedRating[], part: RaterPart): Set<string> {
  const first = new Map<string, string | undefined>();
  const varying = new Set<string>();
  for (const rating of ratings) {
    if (rating.rater === forbiddenName) varying.add(forbiddenName);
    else if (!first.has(rating.rater)) first.set(rating.rater, rating[part]);
    else if (first.get(rating.rater) !== rating[part]) varying.add(rating.rater);
  }
  return varying;
}

function raterDeclarations(
  ratings: readonly ImportedRating[],
  varying: Varying,
): NonNullable<StudyConfig['raters']> {
  const found = new Map<string, NonNullable<StudyConfig['raters']>[string]>();
  for (const rating of ratings) {
    if (found.has(rating.rater) || rating.rater === forbiddenName) continue;
    const parts = raterParts.filter(
      (part) =>
        varying.get(part)?.has(rating.rater) !== true && rating[part] !== undefined && rating[part] !== '',
    );
    found.set(rating.rater, {
      kind: rating.kind,
      ...Object.fromEntries(parts.map((part) => [part, rating[part]])),
    });
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
