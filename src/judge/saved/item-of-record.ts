/** Which item a saved answer is about. */
import type { RecordField } from '../../data/index.ts';

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
  const [first, ...others] = usual.filter((name) => record.maybe(name) !== undefined);
  return first === 'custom_id' || others.length === 0 ? first : undefined;
}
