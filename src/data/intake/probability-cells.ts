/** A row's label probabilities, from their cells: numbers in range, or an error with line and column. */
import { hint, option } from '../hint.ts';
import type { ProbabilityColumn } from './probability-columns.ts';
import { DataError, type Place } from '../data-error.ts';
import { type LabelWords, abstainWord, invalidWord, noLabel } from './label-words.ts';
import { quoted } from '../words/nearest-word.ts';
import { parseNumber } from '../words/number-text.ts';
import type { RatingRows } from './rating-rows.ts';

/** Rounded files sum to a little more than 1; more than this is no rounding. */
export const largestSum = 1.01;

/**
 * Notes which labels the columns are for, and returns the code of that set; −1 where there are no columns.
 */
export function registerProbabilitySet(
  rows: RatingRows,
  words: LabelWords,
  file: string,
  names: readonly string[],
  columns: readonly ProbabilityColumn[],
): number {
  if (columns.length === 0) return -1;
  const labels = columns.map(({ label, column }) => {
    const code = words.columnCode(label, () => ({ file, column: names[column] }));
    if (code === noLabel)
      throw new DataError(`probabilities for ${quoted(label)}, which means that there is no label`, {
        file,
        column: names[column],
      });
    return code === abstainWord || code === invalidWord ? -1 : code;
  });
  return rows.sets.push({ file, labels }) - 1;
}

/**
 * Appends the row's values to `rows.probability` and returns where they start; −1 where all cells are empty.
 * An empty cell among others is NaN.
 */
export function readProbabilities(
  rows: RatingRows,
  words: LabelWords,
  columns: readonly ProbabilityColumn[],
  cells: readonly string[],
  names: readonly string[],
  place: () => Place,
): number {
  const values = rows.probability;
  const start = values.length;
  let sum = 0;
  let found = false;
  for (const { column, log } of columns) {
    const text = cells[column] ?? '';
    if (text === '' || words.isMissing(text)) {
      values.push(NaN);
      continue;
    }
    const number = parseNumber(text);
    // Providers round: a log probability may come out a hair above 0.
    if (!(log ? number <= 1e-6 : number >= 0))
      wrongNumber(text, number, log, { ...place(), column: names[column] });
    const value = log ? Math.min(1, Math.exp(number)) : number;
    values.push(value);
    sum += value;
    found = true;
  }
  if (sum > largestSum)
    throw new DataError(
      `the probabilities sum to ${Number(sum.toPrecision(6))}; at most 1 is possible`,
      place(),
      'Probabilities stand between 0 and 1, not in percent; natural logs belong to logprob_ columns.',
    );
  if (found) return start;
  values.length = start;
  return -1;
}

/** Appends how sure the rater was of its label; −1 where the cell is empty. */
export function readConfidence(
  rows: RatingRows,
  words: LabelWords,
  text: string,
  place: () => Place,
): number {
  if (text.trim() === '' || words.isMissing(text)) return -1;
  const number = parseNumber(text);
  if (!(number >= 0)) wrongNumber(text, number, false, place());
  if (number > largestSum)
    throw new DataError(
      `a confidence is a probability, between 0 and 1; received ${text.trim()}`,
      place(),
      'Divide percents by 100 in the file. Grades of confidence are no probabilities: leave them out.',
    );
  rows.probability.push(Math.min(1, number));
  return rows.probability.length - 1;
}

function wrongNumber(text: string, number: number, log: boolean, place: Place): never {
  if (Number.isNaN(number))
    throw new DataError(
      `${quoted(text)} is not a number`,
      place,
      hint`Use a decimal point; declare other words for an empty cell by ${option('missing')}.`,
    );
  if (log) throw new DataError(`a log probability is at most 0; received ${text.trim()}`, place);
  throw new DataError(
    `a probability is at least 0; received ${text.trim()}`,
    place,
    'Natural log probabilities belong to logprob_ columns.',
  );
}
