import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';

/**
 * What predictions are scored against: the labels people gave, as shares of each item. A 2-1 split stays a
 * 2-1 split; a majority vote would turn it into certainty.
 */
export interface SoftLabels {
  /** [rows × labels], row-major: the share of the item's people who gave each label; rows sum to 1. */
  readonly shares: Float64Array;
  /** length rows: how many people labeled the item; the weight of the row where labels, not items, count. */
  readonly counts: Float64Array;
  readonly rowCount: number;
  readonly labelCount: number;
}

/**
 * Soft labels from how many people gave each label to each item.
 *
 * For the targets of calibration and of every metric here. It assumes the counts hold people only: a judge
 * among them would be scored against itself.
 *
 * share = labelCounts[row, label] / Σ labelCounts[row, ·]
 *
 * `labelCounts`: [rows × labels], row-major, not negative. Rows are labeled items only: an unlabeled one has
 * no target, and leaving it out is the caller's step.
 *
 * Throws InputError for fewer than 2 labels, a size that is no multiple of them, a negative or missing count,
 * and a row without labels.
 *
 * @example
 * softLabels([2, 1, 0, 4], 2).shares; // [0.6667, 0.3333, 0, 1]
 */
export function softLabels(labelCounts: ArrayLike<number>, labelCount: number): SoftLabels {
  if (!Number.isInteger(labelCount) || labelCount < 2 || labelCounts.length % labelCount !== 0)
    throw new InputError(
      'softLabels requires [rows × labels] counts with at least 2 labels; received ' +
        `${labelCounts.length} numbers and ${labelCount} labels`,
    );
  const rowCount = labelCounts.length / labelCount;
  const shares = new Float64Array(labelCounts.length);
  const counts = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const start = row * labelCount;
    let total = 0;
    for (let at = start; at < start + labelCount; at++) {
      const count = labelCounts[at];
      if (!(count >= 0 && count < Infinity))
        throw new InputError(`softLabels requires counts of 0 or more; received ${count} at index ${at}`);
      total += count;
    }
    if (total === 0)
      throw new InputError(`softLabels requires at least one label in each row; received none at row ${row}`);
    counts[row] = total;
    for (let at = start; at < start + labelCount; at++) shares[at] = labelCounts[at] / total;
  }
  return Object.freeze({ shares, counts, rowCount, labelCount });
}

/**
 * Soft labels of chosen items of a table of people's ratings, in the order of `items`.
 *
 * `table`: people only. `items`: codes of the items to score, each with at least one rating.
 *
 * Throws InputError for an item code out of range and an item without ratings.
 *
 * @example
 * const people = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1], rater: [0, 1, 0], label: [0, 1, 1] });
 * softLabelsOf(people, [1, 0]).shares; // [0, 1, 0.5, 0.5]
 */
export function softLabelsOf(table: RatingTable, items: ArrayLike<number>): SoftLabels {
  const { itemStart, label, labelCount } = table;
  const labelCounts = new Float64Array(items.length * labelCount);
  for (let row = 0; row < items.length; row++) {
    const item = items[row];
    if (!(Number.isInteger(item) && item >= 0 && item < table.itemCount))
      throw new InputError(
        `softLabelsOf requires item codes below ${table.itemCount}; received ${item} at row ${row}`,
      );
    if (itemStart[item] === itemStart[item + 1])
      throw new InputError(
        `softLabelsOf requires items with at least one rating; received item ${item} without one at ` +
          `row ${row}`,
      );
    for (let at = itemStart[item]; at < itemStart[item + 1]; at++)
      labelCounts[row * labelCount + label[at]]++;
  }
  return softLabels(labelCounts, labelCount);
}
