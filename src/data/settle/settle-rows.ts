/**
 * The rows in their lasting order, each key once: identical duplicates collapse, conflicting ones are an
 * error or a choice.
 */
import { hint, option, optionLike } from '../hint.ts';
import { DataError } from '../data-error.ts';
import { byCodeUnit } from '../intake/dictionary.ts';
import { quoted } from '../words/nearest-word.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { Rater } from '../study/study.ts';

export type DuplicatePolicy = 'error' | 'first' | 'drop';

/** What a row says, once labels, raters and probabilities are settled. */
export interface RowContent {
  /** length rows, final codes. */
  readonly item: Int32Array;
  readonly rater: Int32Array;
  readonly label: Int32Array;
  readonly status: Uint8Array;
  /** −1 where no order was said. */
  readonly order: Int32Array;
  readonly repeat: Int32Array;
  readonly probabilityRow: Int32Array;
  readonly probabilities: Float64Array;
  readonly labelNames: readonly string[];
  /** Names by final code. */
  readonly itemIds: readonly string[];
  readonly raters: readonly Pick<Rater, 'id' | 'kind'>[];
}

export interface SettledRows {
  /** Rows that stay, sorted by item, rater, order, repeat. */
  readonly rows: Int32Array;
  readonly identical: number;
  readonly conflicting: number;
}

export function settleRows(
  rows: RatingRows,
  content: RowContent,
  kept: Int32Array,
  policy: DuplicatePolicy,
): SettledRows {
  const sorted = byItem(kept, content);
  sortWithinItems(sorted, content);
  const stay = new Int32Array(sorted.length);
  let count = 0;
  let identical = 0;
  const conflicts: number[] = [];
  let conflicting = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const first = sorted[start];
    end = start + 1;
    while (end < sorted.length && sameKey(content, first, sorted[end])) end++;
    if (end === start + 1) {
      stay[count++] = first;
      continue;
    }
    const group = sorted.subarray(start, end);
    const other = group.findIndex((row) => !sameContent(content, first, row));
    if (other < 0) {
      identical += group.length - 1;
      stay[count++] = leastText(rows, group);
      continue;
    }
    conflicting += policy === 'first' ? group.length - 1 : group.length;
    conflicts.push(start, start + other);
    if (policy === 'first') stay[count++] = first;
  }
  if (policy === 'error' && conflicts.length > 0) conflict(rows, content, sorted, conflicts);
  return { rows: stay.subarray(0, count), identical, conflicting };
}

/** Up to so many rows are sorted by putting each in its place. */
const shortRun = 32;

/** By rater, order and repeat, the rows of an item among themselves: those lie near each other as a rule. */
function sortWithinItems(sorted: Int32Array, { item, rater, order, repeat }: RowContent): void {
  const compare = (a: number, b: number): number =>
    rater[a] - rater[b] || order[a] - order[b] || repeat[a] - repeat[b];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    end = start + 1;
    while (end < sorted.length && item[sorted[end]] === item[sorted[start]]) end++;
    if (end - start > shortRun) {
      sorted.subarray(start, end).sort(compare);
      continue;
    }
    for (let at = start + 1; at < end; at++) {
      const row = sorted[at];
      let to = at;
      for (; to > start && compare(sorted[to - 1], row) > 0; to--) sorted[to] = sorted[to - 1];
      sorted[to] = row;
    }
  }
}

/** A stable counting sort. */
function byItem(positions: Int32Array, { item, itemIds }: RowContent): Int32Array {
  const next = new Int32Array(itemIds.length + 1);
  for (const row of positions) next[item[row] + 1]++;
  for (let code = 0; code < itemIds.length; code++) next[code + 1] += next[code];
  const sorted = new Int32Array(positions.length);
  for (const row of positions) sorted[next[item[row]]++] = row;
  return sorted;
}

function sameKey({ item, rater, order, repeat }: RowContent, a: number, b: number): boolean {
  return item[a] === item[b] && rater[a] === rater[b] && order[a] === order[b] && repeat[a] === repeat[b];
}

function sameContent(
  { label, status, probabilityRow, probabilities, labelNames }: RowContent,
  a: number,
  b: number,
): boolean {
  if (label[a] !== label[b] || status[a] !== status[b]) return false;
  const [p, q] = [probabilityRow[a], probabilityRow[b]];
  if (p < 0 || q < 0) return p === q;
  for (let k = 0; k < labelNames.length; k++)
    if (probabilities[p * labelNames.length + k] !== probabilities[q * labelNames.length + k]) return false;
  return true;
}

/**
 * Of rows that say the same, the one whose carried text comes first: which row stays must not hang on the
 * order of rows.
 */
function leastText(rows: RatingRows, group: Int32Array): number {
  const columns = [...rows.carried.entries()]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, column]) => column);
  return [...group].reduce((best, row) => {
    for (const column of columns) {
      const [a, b] = [column.at(best), column.at(row)];
      if (a === b) continue;
      const values = column.dictionary.values;
      return byCodeUnit(values[a] ?? '', values[b] ?? '') <= 0 ? best : row;
    }
    return best;
  });
}

function conflict(
  rows: RatingRows,
  content: RowContent,
  sorted: Int32Array,
  conflicts: readonly number[],
): never {
  // The pair that comes first in the files is the one reported.
  const later = conflicts.filter((_, at) => at % 2 === 1).map((at) => sorted[at]);
  const at = later.indexOf(Math.min(...later.slice(0, 10_000)));
  const [first, second] = [sorted[conflicts[2 * at]], later[at]];
  const said = (row: number): string =>
    content.label[row] >= 0 ? quoted(content.labelNames[content.label[row]]) : 'no label';
  const same = content.label[first] === content.label[second];
  const how = same
    ? `with other ${content.label[first] < 0 ? 'contents' : 'probabilities'}`
    : `as ${said(second)}`;
  const more = later.length > 1 ? ` (and ${later.length - 1} more such pairs)` : '';
  const item = quoted(content.itemIds[content.item[first]]);
  const rater = quoted(content.raters[content.rater[first]].id);
  const part = columnBetween(
    rows,
    later.map((row, index) => [sorted[conflicts[2 * index]], row] as const),
  );
  const rules = hint`${option('duplicates', 'first')} or ${option('duplicates', 'drop')}`;
  if (isOneNameOfFile(rows, content, first) && isOneNameOfFile(rows, content, second))
    throw new DataError(
      `item ${item} is labeled ${said(first)} (${rows.where(first)}) and again ${said(second)}` +
        `${same ? ' otherwise' : ''}, both by ${rater}${more}: are several people behind that one name?`,
      rows.place(second),
      part === undefined
        ? hint`If so, name the column that says who: ${optionLike('rater', 'COLUMN')}. If it is one person who
          answered twice, number the rows in a column repeat, or choose ${rules}.`
        : hint`If the column ${quoted(part)} says who: ${option('rater', part)}. If it is part of what was
          rated: ${option('item', ['ITEM', part])}. If it is one person who answered twice: ${rules}.`,
    );
  throw new DataError(
    `item ${item} is rated again by rater ${rater}, ${how}; ${rows.where(first)} has ${said(first)}${more}`,
    rows.place(second),
    part === undefined
      ? hint`Correct the file, number intended repeats in a column repeat, or choose ${rules}.`
      : hint`The rows differ in the column ${quoted(part)}. If that is part of what was rated, it belongs to
        the item: ${option('item', ['ITEM', part])} (columns.item in sources). If not, number repeats in a
        column repeat, or choose ${rules}.`,
  );
}

/**
 * A person, and the file of this row knows no other rater: nobody said who rated, or one name stands for all.
 */
function isOneNameOfFile(rows: RatingRows, { rater, raters }: RowContent, row: number): boolean {
  if (raters[rater[row]].kind !== 'human') return false;
  const file = rows.file.at(row);
  return rater.every((other, at) => other === -1 || other === rater[row] || rows.file.at(at) !== file);
}

/**
 * The column that tells all these rows apart, of several the one with the fewest values: an item may be named
 * by two columns.
 */
function columnBetween(rows: RatingRows, pairs: readonly (readonly [number, number])[]): string | undefined {
  const looked = pairs.slice(0, 1000);
  const columns = [...rows.carried, ...rows.attributes].filter(([, column]) =>
    looked.every(
      ([first, second]) =>
        column.at(first) >= 0 && column.at(second) >= 0 && column.at(first) !== column.at(second),
    ),
  );
  // A time or a number of the row differs everywhere, and says nothing.
  const few = columns.filter(([, { dictionary }]) => dictionary.values.length <= rows.length / 3);
  return few.sort(
    ([a, first], [b, second]) =>
      first.dictionary.values.length - second.dictionary.values.length || byCodeUnit(a, b),
  )[0]?.[0];
}
