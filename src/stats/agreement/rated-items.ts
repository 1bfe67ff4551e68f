/** Walks over the ratings of an item that several measures share. */
import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';

/** How many people (or models) rated the item. */
export function ratingsOfItem(table: RatingTable, item: number): number {
  return table.itemStart[item + 1] - table.itemStart[item];
}

/**
 * Unordered pairs of ratings of the item with one and the same label. `scratch`: zeros, length labels; zeros
 * again after.
 */
export function agreeingPairs({ itemStart, label }: RatingTable, item: number, scratch: Int32Array): number {
  const end = itemStart[item + 1];
  let pairs = 0;
  for (let index = itemStart[item]; index < end; index++) pairs += scratch[label[index]]++;
  for (let index = itemStart[item]; index < end; index++) scratch[label[index]] = 0;
  return pairs;
}

/** Share of the item's pairs of ratings that agree; the item needs two ratings. */
export function pairwiseAgreement(table: RatingTable, item: number, scratch: Int32Array): number {
  return agreeingPairs(table, item, scratch) / pairCount(ratingsOfItem(table, item));
}

export function pairCount(ratings: number): number {
  return (ratings * (ratings - 1)) / 2;
}

/** Share of the item's ratings that carry this label; the item needs one rating. */
export function shareWithLabel(table: RatingTable, item: number, label: number): number {
  let same = 0;
  for (let index = table.itemStart[item]; index < table.itemStart[item + 1]; index++)
    if (table.label[index] === label) same++;
  return same / ratingsOfItem(table, item);
}

/** Items with at least `least` ratings, their ratings, and the items left out. */
export function countItems(
  table: RatingTable,
  least: number,
): { items: number; labels: number; excludedItems: number } {
  let items = 0;
  let labels = 0;
  for (let item = 0; item < table.itemCount; item++) {
    const ratings = ratingsOfItem(table, item);
    if (ratings < least) continue;
    items++;
    labels += ratings;
  }
  return { items, labels, excludedItems: table.itemCount - items };
}

/** A judge beside a table: one label code for each item, negative where it gave none. */
export function requireJudge(caller: string, judge: ArrayLike<number>, table: RatingTable): void {
  if (judge.length !== table.itemCount)
    throw new InputError(
      `${caller} requires one judge label for each item; received ${judge.length} labels for ` +
        `${table.itemCount} items`,
    );
  requireLabels(caller, judge, table.labelCount);
}

/** Label codes below labelCount, or negative for missing. */
export function requireLabels(caller: string, labels: ArrayLike<number>, labelCount: number): void {
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isInteger(labels[i]) || labels[i] >= labelCount)
      throw new InputError(
        `${caller} requires label codes below ${labelCount}; received ${labels[i]} at index ${i}`,
      );
  }
}
