/** Words for no answer, once all files are read: taken out of the labels, counted, and said. */
import { marksWith } from '../words/missing-words.ts';
import { isNumeric } from '../words/number-text.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { Notice } from '../notice.ts';
import type { Decision } from '../study/study.ts';

/**
 * Takes these words out of the label column, but for those that are labels all the same: named by a column of
 * probabilities as in `prob_None`, mapped to, or given by a file that has a list of its own. Writes to
 * `rows.label`.
 */
export function removeMissingWords(rows: RatingRows): void {
  const { codes } = rows.missing;
  for (const { labels } of rows.sets) for (const code of labels) codes.delete(code);
  for (const code of rows.missing.labels) codes.delete(code);
  for (const code of codes) {
    const like = marksWith[rows.labels.values[code]];
    if (like !== undefined && rows.labels.find(like) >= 0) codes.delete(code);
  }
  if (codes.size === 0) return;
  for (let row = 0; row < rows.length; row++) {
    const code = rows.label.at(row);
    if (!codes.has(code)) continue;
    rows.missing.count(rows.labels.values[code]);
    rows.label.set(row, -1);
  }
}

/**
 * −1 where programs write it for a grade that they did not find: all labels are numbers, it is the only
 * negative one, and two or more are above 1. Elsewhere, as with −1, 0 and 1, it is a label. Takes it out of
 * the label column, writes to `rows.label`, and returns the rows, whose status is to be `invalid`.
 */
export function removeNoGrade(rows: RatingRows): readonly number[] {
  const { values } = rows.labels;
  if (!values.some((word) => isNumeric(word) && Number(word) === -1)) return [];
  const used = new Set<number>();
  for (let row = 0; row < rows.length; row++) if (rows.label.at(row) >= 0) used.add(rows.label.at(row));
  for (const { labels } of rows.sets) for (const code of labels) if (code >= 0) used.add(code);
  const grades = new Set(Array.from(used, (code) => (isNumeric(values[code]) ? Number(values[code]) : NaN)));
  const isLone = grades.has(-1) && [...grades].every((grade) => grade >= 0 || grade === -1);
  if (!isLone || [...grades].filter((grade) => grade > 1).length < 2) return [];
  const found: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    const code = rows.label.at(row);
    if (code < 0 || Number(values[code]) !== -1) continue;
    rows.label.set(row, -1);
    if (rows.status.at(row) === 0 && rows.probabilityStart.at(row) < 0) found.push(row);
  }
  return found;
}

export function missingWordDecisions({ missing }: RatingRows): Decision[] {
  const { counts, probabilities } = missing;
  return [
    missingWords(counts),
    { code: 'missing-probabilities', facts: { count: probabilities }, count: probabilities },
  ];
}

/** `noGrades`: how many ratings were −1. */
export function missingWordWarnings({ missing }: RatingRows, noGrades: number): Notice[] {
  return [
    ...(missing.counts.length === 0 ? [] : [missingWords(missing.counts)]),
    ...(noGrades === 0 ? [] : [{ code: 'no-grade', facts: { ratings: noGrades } }]),
  ];
}

function missingWords(counts: RatingRows['missing']['counts']): Decision {
  const count = counts.reduce((sum, found) => sum + found.count, 0);
  return { code: 'missing-words', facts: { words: counts.map((found) => ({ ...found })), count }, count };
}
