/** The items with their clusters, and the columns that are only carried. */
import { type Dictionary, byCodeUnit, sortedWords } from '../intake/dictionary.ts';
import { quoted } from '../words/nearest-word.ts';
import type { RatingRows, TextColumn } from '../intake/rating-rows.ts';
import type { CarriedField, Items } from '../study/study.ts';

/** Columns that speak of the rating, even where each item happens to have one value. */
const ratingColumns: ReadonlySet<string> = new Set(['weight', 'at', 'note', 'prob_source']);
/** Those of a verdict, unless the items have a column of that name. */
const verdictColumns: ReadonlySet<string> = new Set([
  'samples',
  'warnings',
  'expected_score',
  'score_sd',
  'entropy',
]);

export interface SettledItems {
  readonly items: Items;
  /** Item code of the rows → code in `items.ids`. */
  readonly newCode: Int32Array;
  /** Names of the columns that vary within an item. */
  readonly ratingFields: readonly string[];
  /** Items without a cluster where others have one. */
  readonly withoutCluster: number;
}

export function settleItems(rows: RatingRows, clusterColumn: string): SettledItems {
  const { values: ids, newCode } = sortedWords(rows.items.values);
  const names = [...rows.carried.keys()].sort(byCodeUnit);
  const fields: CarriedField[] = [];
  const ratingFields: string[] = [];
  const addField = (name: string, byItem: Int32Array, dictionary: Dictionary): void => {
    const code = new Int32Array(ids.length).fill(-1);
    byItem.forEach((value, item) => (code[newCode[item]] = value));
    const field = carriedField(name, code, dictionary);
    if (field !== null) fields.push(field);
  };
  for (const name of names) {
    const column = rows.carried.get(name) as TextColumn;
    const ofItem = rows.itemColumns.has(name);
    const ofRating = ratingColumns.has(name) || (verdictColumns.has(name) && !ofItem);
    const byItem = ofRating ? null : onePerItem(rows, column, name, ofItem ? 'value' : null);
    if (byItem === null) ratingFields.push(name);
    else addField(name, byItem, column.dictionary);
  }
  const chance = rows.attributes.get('inclusion_probability');
  if (chance !== undefined) {
    const byItem = onePerItem(rows, chance, 'inclusion_probability', 'value') as Int32Array;
    addField('inclusion_probability', byItem, chance.dictionary);
  }
  const clusters = settleClusters(rows, ids, newCode, clusterColumn);
  const items = Object.freeze({ ids: Object.freeze(ids), ...clusters.part, fields: Object.freeze(fields) });
  return { items, newCode, ratingFields, withoutCluster: clusters.without };
}

/** A carried column over the ratings that stay. */
export function ratingField(rows: RatingRows, name: string, sorted: Int32Array): CarriedField | null {
  const column = rows.carried.get(name) as TextColumn;
  return carriedField(
    name,
    sorted.map((row) => column.at(row)),
    column.dictionary,
  );
}

/** Values that occur, sorted, and codes into them: the same whatever the order of the rows was. */
function carriedField(name: string, codes: Int32Array, dictionary: Dictionary): CarriedField | null {
  const used = [...new Set(codes)].filter((code) => code >= 0);
  if (used.length === 0) return null;
  const sorted = sortedWords(used.map((code) => dictionary.values[code]));
  const newCode = new Int32Array(dictionary.values.length);
  used.forEach((code, at) => (newCode[code] = sorted.newCode[at]));
  const code = codes.map((old) => (old < 0 ? -1 : newCode[old]));
  return Object.freeze({ name, values: Object.freeze(sorted.values), code });
}

/**
 * The column's one value for each item, −1 where none; null where an item has two, unless that is an error.
 */
function onePerItem(
  rows: RatingRows,
  column: TextColumn,
  name: string,
  required: 'value' | 'cluster' | null,
): Int32Array | null {
  const first = new Int32Array(rows.items.values.length).fill(-1);
  for (let row = 0; row < column.codes.length; row++) {
    const code = column.at(row);
    const item = rows.item.at(row);
    if (code < 0) continue;
    if (first[item] < 0) first[item] = row;
    if (column.at(first[item]) === code) continue;
    if (required === null) return null;
    const [here, there] = [column.dictionary.values[code], column.dictionary.values[column.at(first[item])]];
    const what = required === 'cluster' ? 'is in cluster' : `has the ${name}`;
    rows.fail(
      row,
      `item ${quoted(rows.items.values[item])} ${what} ${quoted(here)} here and ${quoted(there)} at ` +
        rows.where(first[item]),
      required === 'cluster' ? 'An item belongs to one cluster.' : 'An item has one value in this column.',
    );
  }
  return first.map((row) => (row < 0 ? -1 : column.at(row)));
}

function settleClusters(
  rows: RatingRows,
  ids: readonly string[],
  newCode: Int32Array,
  clusterColumn: string,
): { part: Pick<Items, 'cluster' | 'clusterIds' | 'clusterColumn'>; without: number } {
  const column = rows.attributes.get('cluster');
  if (column === undefined || column.dictionary.values.length === 0) {
    const cluster = Int32Array.from(ids.keys());
    return { part: { cluster, clusterIds: Object.freeze([...ids]), clusterColumn: null }, without: 0 };
  }
  const byItem = onePerItem(rows, column, 'cluster', 'cluster') as Int32Array;
  const named = column.dictionary.values;
  const taken = new Set(named);
  const words: string[] = Array.from({ length: ids.length });
  let without = 0;
  byItem.forEach((code, item) => {
    const id = rows.items.values[item];
    if (code < 0) without++;
    words[newCode[item]] = code >= 0 ? named[code] : freeWord(id, taken);
  });
  const clusterIds = [...new Set(words)].sort(byCodeUnit);
  const codes = new Map(clusterIds.map((id, code) => [id, code]));
  const cluster = Int32Array.from(words, (word) => codes.get(word) as number);
  return { part: { cluster, clusterIds: Object.freeze(clusterIds), clusterColumn }, without };
}

/** An item without a cluster is its own; its name must not fall together with a cluster that is there. */
function freeWord(id: string, taken: ReadonlySet<string>): string {
  let word = id;
  while (taken.has(word)) word += ' (item)';
  return word;
}
