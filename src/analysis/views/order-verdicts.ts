/** What a judge said in each of two presentation orders, by its labels. */
import type { Study } from '../../data/index.ts';

export interface OrderVerdicts {
  /** length items: its label in the one order and in the other; −1 where it has none. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /**
   * Codes of the labels that name the side shown first in each; null where the orders are not named by
   * labels.
   */
  readonly sides: readonly [number, number] | null;
}

/**
 * Null where the rows do not name two orders. `rows`: one for each item and order. `labelOf`: the label of a
 * row, negative where it has none.
 */
export function orderVerdicts(
  { ratings, codebook, items }: Study,
  rows: Int32Array,
  labelOf: (row: number) => number,
): OrderVerdicts | null {
  const codes = [...new Set(rows.map((row) => ratings.order[row]))].sort((a, b) => a - b);
  if (codes.length !== 2 || codes[0] < 0) return null;
  const [first, second] = codes.map(() => new Int32Array(items.ids.length).fill(-1));
  for (const row of rows)
    (ratings.order[row] === codes[0] ? first : second)[ratings.item[row]] = Math.max(-1, labelOf(row));
  const names = codebook.labels.map(({ name }) => name);
  const [one, other] = codes.map((code) => names.indexOf(ratings.orderNames[code]));
  return { first, second, sides: one < 0 || other < 0 ? null : [one, other] };
}
