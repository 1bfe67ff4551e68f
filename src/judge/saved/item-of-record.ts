/** Which item a saved answer is about. */
import { type RecordField, hint, option, quoted } from '../../data/index.ts';

/** A field by its name, or by the way to it: `metadata.question_id`. A name that has dots in it wins. */
export function fieldAt(record: RecordField, path: string): RecordField {
  if (Object.hasOwn(record.object(), path)) return record.get(path);
  return path.split('.').reduce((field, name) => (field.missing ? field : field.get(name)), record);
}

/** What people call an item; `id` is the answer's own. */
const usual = [
  'custom_id',
  'item',
  'item_id',
  'question_id',
  'prompt_id',
  'example_id',
  'sample_id',
  'task_id',
  'row_id',
];

/** The field that names the item, where it has a usual name; undefined where there is none, or several. */
export function idBeside(record: RecordField): string | undefined {
  const [first, ...others] = idsBeside(record);
  return first === 'custom_id' || others.length === 0 ? first : undefined;
}

function idsBeside(record: RecordField): string[] {
  return usual.filter((name) => record.maybe(name) !== undefined);
}

/**
 * Records beside a list of all items: joined by the id that a record holds under a usual name, where that is
 * one of the items; by order where the first record holds none of them.
 */
export class ListedItems {
  readonly #items: readonly string[];
  readonly #known: ReadonlySet<string>;
  /** The field; null for order; undefined before the first record. */
  joinedBy: string | null | undefined;
  /** A field of a usual name whose ids are others, where the records are joined by order. */
  passedOver: string | undefined;

  constructor(items: readonly string[]) {
    this.#items = items;
    this.#known = new Set(items);
  }

  /** `at`: how many records came before. Throws DataError for a record that says otherwise than the first. */
  itemOf(record: RecordField, at: number): string {
    const found = idsBeside(record).map((name) => [name, fieldAt(record, name).id()] as const);
    const field = found.find(([, id]) => this.#known.has(id))?.[0];
    if (this.joinedBy === undefined) {
      if (field === undefined && found[0]?.[0] === 'custom_id')
        record.fail(
          'a line of a batch names its item in custom_id, and comes in any order',
          'Leave the list of items away, or list the items by these ids.',
        );
      this.joinedBy = field ?? null;
      this.passedOver = field === undefined ? found[0]?.[0] : undefined;
    }
    const { joinedBy } = this;
    if (joinedBy === null && field === undefined) return this.#items[at] ?? '';
    const [, id] = found.find(([name]) => name === joinedBy) ?? [];
    if (id !== undefined && this.#known.has(id)) return id;
    return record.fail(
      joinedBy === null
        ? `${field} names one of the items, and the records before it name none`
        : `no item ${id === undefined ? 'is named' : quoted(id)} by ${joinedBy}, as the records before it have it`,
      hint`Give every record the id of its item, or none; another field is named by ${option('item')}.`,
    );
  }
}
