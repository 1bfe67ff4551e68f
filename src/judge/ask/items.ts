/** What a judge is asked about, and whether every item has what the prompt shows. */
import { DataError, type JudgeConfig, listed } from '../../data/index.ts';
import type { PreparedJudge } from './prepare-judge.ts';

export interface JudgeItem {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Checks that every item has every field the prompt names; items with an empty one are told too, since a
 * judge would judge nothing.
 *
 * Throws DataError with the field, how many items lack it, and the fields there are.
 */
export function requireFields({ template, config }: PreparedJudge, items: readonly JudgeItem[]): void {
  const { sides } = config;
  for (const shown of template.fields) {
    const field = sideField(shown, sides);
    const lacking = items.filter((item) => textOf(item, field).trim() === '');
    if (lacking.length === 0) continue;
    const there = [...new Set(items.flatMap((item) => Object.keys(item.fields)))].toSorted();
    throw new DataError(
      lacking.length === items.length
        ? `no item has the field ${JSON.stringify(field)}; the fields there are ${listed(there, 20)}`
        : `${lacking.length} of ${items.length} items have no ${JSON.stringify(field)}, the first ` +
            listed(lacking.slice(0, 3).map(({ id }) => id)),
      { file: template.name },
      'Fill it in items.jsonl, or take the field out of the prompt.',
    );
  }
}

/** Empty where the item has no such field. A field may be called `constructor`. */
export function textOf({ fields }: JudgeItem, field: string): string {
  return Object.hasOwn(fields, field) ? fields[field] : '';
}

/** A field of the prompt as the field of the item it stands for, with the first side first. */
function sideField(shown: string, sides: JudgeConfig['sides']): string {
  if (sides === undefined) return shown;
  return shown === 'first' ? sides.a : shown === 'second' ? sides.b : shown;
}

/**
 * The items in an order that has nothing to do with them, so that the first few are a random sample, and the
 * same ones each time.
 */
export function shuffledItems(items: readonly JudgeItem[], hash: (text: string) => string): JudgeItem[] {
  const place = new Map(items.map((item) => [item, hash(`order of items ${item.id}`)]));
  return items.toSorted((a, b) => (place.get(a)! < place.get(b)! ? -1 : 1));
}
