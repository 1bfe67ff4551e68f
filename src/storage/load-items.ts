/** The items of a study folder with their fields, for a judge to be asked about. */
import { join } from 'node:path';
import { DataError, readRows } from '../data/index.ts';
import { openFile } from './open-file.ts';
import { pathInStudy } from './study-path.ts';

export interface StoredItem {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Reads `items.jsonl`: one object a line, with `item` and whatever fields the prompt names.
 *
 * Throws DataError for a file that is missing or broken, a line without an item, and an item that is there
 * twice.
 */
export async function loadItems(folder: string): Promise<StoredItem[]> {
  const path = join(folder, 'items.jsonl');
  const items = new Map<string, StoredItem>();
  let columns: readonly string[] = [];
  const file = await openFile(await pathInStudy(folder, 'items.jsonl'));
  await readRows(file, {
    columns: (names) => void (columns = names),
    row: (cells, line) => {
      const fields = Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']));
      const id = (fields['item'] ?? '').trim();
      if (id === '')
        throw new DataError(
          'no item',
          { file: path, line },
          'Every line needs the id of the item, as "item".',
        );
      if (items.has(id))
        throw new DataError(
          `item ${JSON.stringify(id)} is there twice`,
          { file: path, line },
          'Keep one line for each item.',
        );
      items.set(id, { id, fields });
    },
  });
  if (items.size === 0) throw new DataError('the file has no items', { file: path });
  return [...items.values()];
}
