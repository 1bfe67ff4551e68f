/** What the first rows of a file show of its columns. */

import { answersIn } from '../intake/list-cell.ts';
import { missingWords } from '../words/missing-words.ts';

/** The first rows of a file, as text. */
export interface Sample {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ColumnProfile {
  readonly name: string;
  /** Distinct values among the rows looked at, in order of appearance, without words for no answer. */
  readonly values: readonly string[];
  readonly filled: number;
  /** Every value a number in [0, 1], some of them inside. */
  readonly probability: boolean;
  /** It holds objects or lists of objects. */
  readonly nested: boolean;
  /** Some of its cells hold lists of several answers. */
  readonly lists: boolean;
}

export function profileColumns({ header, rows }: Sample): ColumnProfile[] {
  return header.map((name, column) => {
    const filled = rows
      .map((row) => (row[column] ?? '').trim())
      .filter((value) => value !== '' && !missingWords.has(value));
    const values = [...new Set(filled)];
    const numbers = values.map((value) => Number(value.replace(',', '.')));
    const probability =
      numbers.length > 0 && numbers.every((p) => p >= 0 && p <= 1) && numbers.some((p) => p > 0 && p < 1);
    const nested = values.length > 0 && values.every((value) => /^(?:\{|\[\s*\{)/.test(value));
    const lists = values.some((value) => (answersIn(value)?.length ?? 0) > 1);
    return { name, values, filled: filled.length, probability, nested, lists };
  });
}

/** A label column has few values, and a table has room for no more. */
export const mostLabels = 12;

export function isSmall({ values, probability, nested }: ColumnProfile): boolean {
  return values.length > 0 && values.length <= mostLabels && !probability && !nested;
}

/** Whole grades from 0, 1 or 2 upwards: an ordered scale. */
export function isScale(values: readonly string[]): boolean {
  const grades = values.map(Number);
  return (
    grades.length >= 3 &&
    grades.every((grade) => Number.isInteger(grade) && grade >= 0 && grade <= 10) &&
    Math.min(...grades) <= 2 &&
    // 0, 1 and 2 are as often a tie and two sides.
    (grades.length > 3 || !grades.includes(0)) &&
    Math.max(...grades) - Math.min(...grades) <= 10
  );
}

/** Shared values as a part of all values of the two; numbers compare as numbers. */
export function overlap(first: ColumnProfile, second: ColumnProfile): number {
  const [a, b] = [first, second].map(({ values }) => new Set(values.map(asNumber)));
  const shared = [...a].filter((value) => b.has(value)).length;
  return a.size + b.size === 0 ? 0 : shared / (a.size + b.size - shared);
}

function asNumber(value: string): string {
  return value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : value;
}

/** A column of few values that tells rows of one key apart, where a tenth of the rows need it. */
export function columnApart(
  { header, rows }: Sample,
  keys: readonly string[],
  free: readonly ColumnProfile[],
): ColumnProfile | undefined {
  const known = keys.filter((name) => header.includes(name));
  const repeats = (names: readonly string[]): number =>
    rows.length -
    new Set(rows.map((row) => JSON.stringify(names.map((name) => row[header.indexOf(name)])))).size;
  const before = repeats(known);
  if (before === 0 || before < rows.length / 10) return undefined;
  return free
    .filter(isSmall)
    .find((column) => column.values.length > 1 && repeats([...known, column.name]) < before / 10);
}

/** In a wide table each row is an item: where `item` repeats, a column that has another value in each row. */
export function columnOfItems(
  columns: readonly ColumnProfile[],
  item: readonly string[] | undefined,
  raters: readonly string[],
  rows: number,
): ColumnProfile | undefined {
  const known = columns.find(({ name }) => name === item?.[0]);
  if (item?.length !== 1 || known === undefined || known.values.length === rows) return undefined;
  return columns.find(
    ({ name, values, probability }) => !raters.includes(name) && !probability && values.length === rows,
  );
}
