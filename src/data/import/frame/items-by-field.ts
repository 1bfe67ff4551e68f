/**
 * Items under the id that other files know them by: a field of theirs, such as the ticket a trace is about.
 */
import { DataError } from '../../data-error.ts';
import { counted } from '../../words/number-text.ts';
import { listed, quoted } from '../../words/nearest-word.ts';
import type { Imported, ImportedItem } from './importer.ts';

/**
 * The same import with that field as the id; an item without it is left out and counted.
 *
 * Throws DataError where no item has the field, and where two items have one value: which of them another
 * file means cannot be known.
 */
export function itemsByField(imported: Imported, field: string): Imported {
  const { items, ratings, leftOut, notes } = imported;
  const ids = idsByItem(items, field);
  const kept = ratings.filter(({ item }) => ids.has(item));
  const lost = ratings.length - kept.length;
  return {
    ...imported,
    ratings: kept.map((rating) => ({ ...rating, item: ids.get(rating.item)! })),
    items: items.flatMap(({ item, fields }) => {
      const id = ids.get(item);
      return id === undefined ? [] : [{ item: id, fields }];
    }),
    leftOut:
      lost === 0 ? leftOut : [...leftOut, { reason: `ratings of items without ${field}`, count: lost }],
    notes: [...notes, `Items are known by ${field}.`],
  };
}

function idsByItem(items: readonly ImportedItem[], field: string): Map<string, string> {
  const ids = new Map<string, string>();
  const owner = new Map<string, string>();
  for (const { item, fields } of items) {
    const id = Object.hasOwn(fields, field) ? fields[field].trim() : '';
    if (id === '') continue;
    const other = owner.get(id);
    if (other !== undefined && other !== item)
      throw new DataError(
        `${field} does not tell items apart: ${quoted(other)} and ${quoted(item)} both have ${quoted(id)}`,
        {},
        'Name a field that differs from item to item.',
      );
    owner.set(id, item);
    ids.set(item, id);
  }
  if (ids.size > 0) return ids;
  const known = [...new Set(items.flatMap(({ fields }) => Object.keys(fields)))];
  throw new DataError(
    `no item has the field ${quoted(field)}; ` +
      (known.length === 0
        ? `the export says nothing of its ${counted(items.length, 'item')} but their ids`
        : `there are ${listed(known.slice(0, 12))}`),
  );
}

/**
 * The field of the items that holds most of these ids, and how many of them; undefined where none holds any.
 */
export function fieldWithIds(
  items: readonly ImportedItem[],
  ids: ReadonlySet<string>,
): { readonly field: string; readonly count: number } | undefined {
  const found = new Map<string, Set<string>>();
  for (const { fields } of items)
    for (const [field, value] of Object.entries(fields))
      if (ids.has(value.trim())) found.set(field, (found.get(field) ?? new Set()).add(value.trim()));
  const [best] = [...found].sort(([, a], [, b]) => b.size - a.size);
  return best === undefined ? undefined : { field: best[0], count: best[1].size };
}
