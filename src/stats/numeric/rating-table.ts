/**
 * Ratings as compressed rows by item: the one shape every method over ratings takes. Memory follows the
 * ratings: eight bytes each, and four an item.
 */
import { InputError } from './errors.ts';

export interface RatingTable {
  readonly itemCount: number;
  readonly raterCount: number;
  readonly labelCount: number;
  /** length items + 1: the ratings of item i are at itemStart[i] … itemStart[i + 1] − 1. */
  readonly itemStart: Int32Array;
  /** length ratings: rater codes, ascending within an item. */
  readonly rater: Int32Array;
  /** length ratings: label codes, 0 … labelCount − 1. Missing ratings are not in the table. */
  readonly label: Int32Array;
}

export interface RatingColumns {
  readonly itemCount: number;
  readonly raterCount: number;
  readonly labelCount: number;
  /** length rows: item codes. */
  readonly item: ArrayLike<number>;
  /** length rows: rater codes. */
  readonly rater: ArrayLike<number>;
  /** length rows: label codes; any negative code is missing and left out. */
  readonly label: ArrayLike<number>;
}

/**
 * Builds the table from three columns in any order. Rows with a negative label are missing and are left out;
 * a caller that needs their number counts them before.
 *
 * Throws InputError for columns of unequal length, a code out of range, and a rater who rates an item twice.
 *
 * @example
 * ratingTable({ itemCount: 2, raterCount: 2, labelCount: 3, item: [1, 0, 0], rater: [0, 1, 0], label: [2, 1, -1] });
 */
export function ratingTable(columns: RatingColumns): RatingTable {
  const { itemCount, raterCount, labelCount, item, rater, label } = columns;
  if (item.length !== rater.length || item.length !== label.length)
    throw new InputError(
      `ratingTable requires columns of equal length; received ${item.length}, ${rater.length} and ` +
        `${label.length}`,
    );

  // Two stable counting sorts, by rater and then by item, leave the raters ascending within each item;
  // columns that lie so already need none.
  const { kept, isSorted } = countGiven(columns);
  const inOrder = isSorted ? givenRows(columns, kept) : sortedPositions(columns, kept);
  const itemStart = new Int32Array(itemCount + 1);
  for (const row of inOrder) itemStart[item[row] + 1]++;
  for (let i = 0; i < itemCount; i++) itemStart[i + 1] += itemStart[i];

  const next = itemStart.slice(0, itemCount);
  const raters = new Int32Array(kept);
  const labels = new Int32Array(kept);
  for (const row of inOrder) {
    const i = item[row];
    const index = next[i]++;
    raters[index] = rater[row]!;
    labels[index] = label[row]!;
    if (index > itemStart[i] && raters[index - 1] === raters[index])
      throw new InputError(
        `ratingTable requires one rating per item and rater; received two of item ${i} by rater ` +
          `${rater[row]}`,
      );
  }
  return Object.freeze({ itemCount, raterCount, labelCount, itemStart, rater: raters, label: labels });
}

/**
 * The item code of every rating, for methods that walk the ratings.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1], rater: [0, 1, 0], label: [1, 1, 0] });
 * itemOfRating(table); // [0, 0, 1]
 */
export function itemOfRating(table: RatingTable): Int32Array {
  const items = new Int32Array(table.label.length);
  for (let i = 0; i < table.itemCount; i++) items.fill(i, table.itemStart[i], table.itemStart[i + 1]);
  return items;
}

function countGiven({ item, rater, label, itemCount, raterCount, labelCount }: RatingColumns): {
  kept: number;
  /** By item, then by rater. */
  isSorted: boolean;
} {
  let kept = 0;
  let isSorted = true;
  for (let row = 0; row < label.length; row++) {
    requireCode('item', item[row], itemCount, row);
    requireCode('rater', rater[row], raterCount, row);
    if (row > 0 && isSorted)
      isSorted = item[row] > item[row - 1] || (item[row] === item[row - 1] && rater[row] >= rater[row - 1]);
    if (label[row] < 0) continue;
    requireCode('label', label[row], labelCount, row);
    kept++;
  }
  return { kept, isSorted };
}

function givenRows({ label }: RatingColumns, kept: number): Int32Array {
  const rows = new Int32Array(kept);
  for (let row = 0, to = 0; row < label.length; row++) if (label[row] >= 0) rows[to++] = row;
  return rows;
}

function sortedPositions({ rater, label, raterCount }: RatingColumns, kept: number): Int32Array {
  const start = new Int32Array(raterCount + 1);
  for (let row = 0; row < label.length; row++) if (label[row] >= 0) start[rater[row] + 1]++;
  for (let j = 0; j < raterCount; j++) start[j + 1] += start[j];
  const positions = new Int32Array(kept);
  for (let row = 0; row < label.length; row++) if (label[row] >= 0) positions[start[rater[row]]++] = row;
  return positions;
}

function requireCode(what: string, code: number, count: number, row: number): void {
  if (!Number.isInteger(code) || code >= count || (code < 0 && what !== 'label'))
    throw new InputError(`ratingTable requires ${what} codes below ${count}; received ${code} at row ${row}`);
}
