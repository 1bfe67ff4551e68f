/** Rows, clusters and carried columns of some of the items. */
import type { Study } from '../../data/index.ts';

/** The rows of [items × labels] that belong to `items`. */
export function rowsOf(matrix: Float64Array, items: ArrayLike<number>, labelCount: number): Float64Array {
  const rows = new Float64Array(items.length * labelCount);
  for (let row = 0; row < items.length; row++)
    for (let k = 0; k < labelCount; k++) rows[row * labelCount + k] = matrix[items[row] * labelCount + k];
  return rows;
}

/** Codes renumbered 0 … n−1 in order of first appearance, for clusters of a subset of the items. */
export function renumbered(codes: Int32Array, items: ArrayLike<number>): Int32Array {
  const seen = new Map<number, number>();
  return Int32Array.from(items, (i) => {
    const code = codes[i];
    if (!seen.has(code)) seen.set(code, seen.size);
    return seen.get(code)!;
  });
}

/** One for all: a million empty objects are not nothing. */
const noFields: Record<string, string> = Object.freeze({});

/** The carried columns of an item, as name and value. */
export function fieldsOf({ fields }: Study['items'], item: number): Record<string, string> {
  if (fields.length === 0) return noFields;
  return Object.fromEntries(
    fields.flatMap(({ name, values, code }) => (code[item] < 0 ? [] : [[name, values[code[item]]]])),
  );
}
