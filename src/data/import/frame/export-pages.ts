/**
 * Lists that come in pages: the entries of each page, and which pages are missing when all files have been
 * read.
 */
import type { RecordField } from './record-field.ts';

/** How one tool hands out a list. */
export interface Listed {
  /** What an entry is called, in the plural. */
  readonly entries: string;
  /** How to get what is missing, as one sentence. */
  readonly fetch: string;
  /**
   * Which list a page that only says "there is more" belongs to, by one of its entries. One list where not
   * given.
   */
  readonly listOf?: ((entry: RecordField) => string) | undefined;
}

/** A list whose pages have numbers. Two queries have two of them, even if both have as many pages. */
interface NumberedList {
  readonly limit: number | undefined;
  /**
   * By number: the page's first entry, which tells a copy of the page from the same number of another list.
   */
  readonly pages: Map<number, string>;
  readonly ids: Set<string>;
  last: number;
  total: number | undefined;
}

/** A list whose pages only say whether another one follows. */
interface OpenList {
  readonly ids: Set<string>;
  ended: boolean;
}

export class ExportPages {
  readonly #listed: Listed;
  readonly #numbered: NumberedList[] = [];
  readonly #open = new Map<string, OpenList>();
  #latest = '';
  #unnamed = 0;

  constructor(listed: Listed) {
    this.#listed = listed;
  }

  /** The entries of a page (`{ "data": […] }`), or the record itself. */
  entries(record: RecordField): RecordField[] {
    const data = record.maybe('data');
    if (data?.is('array') !== true) return [record];
    const entries = data.list();
    const meta = record.maybe('meta');
    const facts = meta?.is('object') === true ? meta : record;
    const [page, last] = [count(facts, 'page'), count(facts, 'totalPages')];
    if (page !== undefined && last !== undefined) this.#page(page, last, facts, entries);
    else if (facts.either('cursor', 'next_cursor') !== undefined || record.maybe('has_more')?.value === true)
      this.#openPage(entries, false);
    else if (meta !== undefined || record.maybe('has_more') !== undefined || 'next_cursor' in record.object())
      this.#openPage(entries, true);
    return entries;
  }

  /** A note for each list of which pages are missing. */
  notes(): string[] {
    const { entries, fetch } = this.#listed;
    const numbered = this.#numbered.flatMap(({ pages, last, total, ids: { size } }) => {
      if (total === undefined ? pages.size >= last : size >= total) return [];
      const which =
        pages.size === 1 ? `is page ${[...pages.keys()].join('')}` : `has pages ${ranges([...pages.keys()])}`;
      const of = total === undefined ? '' : ` of ${total}`;
      return [
        `The export ${which} of ${last}: ${size}${of} ${entries} ${size === 1 ? 'is' : 'are'} in ` +
          `these files. ${fetch}`,
      ];
    });
    const cut = [...this.#open].filter(([, { ended }]) => !ended);
    const open = cut.map(([list, { ids }]) => {
      const which = list === '' ? '' : ` of ${list}`;
      return (
        `The export${which} goes on after these files: its last page is not among them (${entries} ` +
        `read: ${ids.size}). ${fetch}`
      );
    });
    return [...numbered, ...open];
  }

  #page(page: number, last: number, facts: RecordField, entries: readonly RecordField[]): void {
    const ids = entries.map((entry) => this.#idOf(entry));
    const [first, limit, total] = [ids[0] ?? '', count(facts, 'limit'), count(facts, 'totalItems')];
    const fits = this.#numbered.filter(
      (list) => list.limit === limit && (list.pages.get(page) ?? first) === first,
    );
    // Entries that came or went while the pages were fetched change the total of a list a little.
    const near = fits.find((list) => Math.abs((list.total ?? NaN) - (total ?? NaN)) <= (limit ?? 1));
    const known = fits.find((list) => list.total === total && list.last === last) ?? near;
    const list = known ?? { limit, pages: new Map<number, string>(), ids: new Set<string>(), last, total };
    if (known === undefined) this.#numbered.push(list);
    list.pages.set(page, first);
    list.last = Math.max(list.last, last);
    if (total !== undefined) list.total = Math.min(list.total ?? total, total);
    for (const id of ids) list.ids.add(id);
  }

  #openPage(entries: readonly RecordField[], ended: boolean): void {
    // A last page without entries belongs to the page before it.
    const name = entries.length === 0 ? this.#latest : (this.#listed.listOf?.(entries[0]) ?? '');
    this.#latest = name;
    const list = this.#open.get(name) ?? { ids: new Set<string>(), ended: false };
    this.#open.set(name, list);
    list.ended ||= ended;
    for (const entry of entries) list.ids.add(this.#idOf(entry));
  }

  /** Pages may overlap, so entries are counted by id. */
  #idOf(entry: RecordField): string {
    const id = entry.is('object') ? entry.get('id') : undefined;
    return id === undefined || id.missing ? `without an id ${this.#unnamed++}` : `id ${id.cell()}`;
  }
}

/** A number of things; undefined where the field is anything else. */
function count(field: RecordField, key: string): number | undefined {
  const value = field.get(key).value;
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** `1 to 3, 5`. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const open = found.at(-1);
    if (open?.[1] === number - 1) open[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? from : `${from} to ${to}`)).join(', ');
}
