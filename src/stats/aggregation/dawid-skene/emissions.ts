import type { RatingTable } from '../../numeric/rating-table.ts';
import type { JudgeCells } from './judge-cells.ts';

/**
 * Everything that was said, by items. A column is one answer of one rater that was given at least once, so
 * that memory follows the ratings: a matrix of labels × labels a rater would not.
 */
export interface Emissions {
  readonly itemCount: number;
  readonly labelCount: number;
  /** People, and the judge as the last rater if there is one. */
  readonly raterCount: number;
  /** Of these, people: they are alike and have a pool. */
  readonly peopleCount: number;
  /** length items + 1: the answers about item i are at itemStart[i] … itemStart[i + 1] − 1. */
  readonly itemStart: Int32Array;
  /** length answers: column codes. */
  readonly column: Int32Array;
  readonly columnCount: number;
  /** length raters + 1: a rater's columns. */
  readonly raterStart: Int32Array;
  /** length columns. */
  readonly columnRater: Int32Array;
  /** length columns: the label said. */
  readonly columnLabel: Int32Array;
  /** length columns: share of the rater's answers with this label that are in this column; 1 for a person. */
  readonly columnShare: Float64Array;
}

/** People's labels, and behind them the judge's cells. O(ratings + raters + labels) */
export function emissionsOf(table: RatingTable, judge?: JudgeCells): Emissions {
  const { itemCount, raterCount: peopleCount, labelCount } = table;
  const raterCount = peopleCount + (judge === undefined ? 0 : 1);
  const people = personColumns(table);
  const cellCount = judge?.cellLabel.length ?? 0;
  const firstCell = people.label.length;
  const columnCount = firstCell + cellCount;

  const columnRater = new Int32Array(columnCount).fill(peopleCount);
  const columnLabel = new Int32Array(columnCount);
  const columnShare = new Float64Array(columnCount).fill(1);
  columnLabel.set(people.label);
  for (let j = 0; j < peopleCount; j++) columnRater.fill(j, people.start[j], people.start[j + 1]);
  const raterStart = new Int32Array(raterCount + 1);
  raterStart.set(people.start);
  raterStart[raterCount] = columnCount;
  if (judge !== undefined) {
    columnLabel.set(judge.cellLabel, firstCell);
    columnShare.set(sharesInLabel(judge), firstCell);
  }

  const answers = judge === undefined ? people.ofRating : new Int32Array(table.label.length + given(judge));
  const itemStart = judge === undefined ? table.itemStart : new Int32Array(itemCount + 1);
  if (judge !== undefined) {
    let at = 0;
    for (let i = 0; i < itemCount; i++) {
      for (let r = table.itemStart[i]; r < table.itemStart[i + 1]; r++) answers[at++] = people.ofRating[r];
      if (judge.cell[i] >= 0) answers[at++] = firstCell + judge.cell[i];
      itemStart[i + 1] = at;
    }
  }
  return {
    itemCount,
    labelCount,
    raterCount,
    peopleCount,
    itemStart,
    column: answers,
    columnCount,
    raterStart,
    columnRater,
    columnLabel,
    columnShare,
  };
}

interface PersonColumns {
  /** length raters + 1 */
  readonly start: Int32Array;
  /** length columns: ascending within a rater. */
  readonly label: Int32Array;
  /** length ratings */
  readonly ofRating: Int32Array;
}

/** Sorts the ratings by rater and label, so that columns do not depend on the order of items. */
function personColumns({ raterCount, labelCount, rater, label }: RatingTable): PersonColumns {
  // Two lists of row numbers are all it takes: there may be ten million.
  const sorted = label.map((_, row) => row);
  const ofRating = new Int32Array(label.length);
  sortInto(ofRating, sorted, label, labelCount);
  sortInto(sorted, ofRating, rater, raterCount);
  const opens = (at: number): boolean =>
    at === 0 || rater[sorted[at - 1]] !== rater[sorted[at]] || label[sorted[at - 1]] !== label[sorted[at]];
  const start = new Int32Array(raterCount + 1);
  for (let at = 0; at < sorted.length; at++) if (opens(at)) start[rater[sorted[at]] + 1]++;
  for (let j = 0; j < raterCount; j++) start[j + 1] += start[j];
  const labels = new Int32Array(start[raterCount]);
  let columns = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (opens(at)) labels[columns++] = label[sorted[at]];
    ofRating[sorted[at]] = columns - 1;
  }
  return { start, label: labels, ofRating };
}

/** `rows` by ascending code, equal ones in the order they come. */
function sortInto(into: Int32Array, rows: Int32Array, codes: Int32Array, count: number): void {
  const next = new Int32Array(count + 1);
  for (const code of codes) next[code + 1]++;
  for (let k = 0; k < count; k++) next[k + 1] += next[k];
  for (const row of rows) into[next[codes[row]]++] = row;
}

function sharesInLabel({ cellLabel, verdicts, labelCount }: JudgeCells): Float64Array {
  const said = new Float64Array(labelCount);
  for (let c = 0; c < cellLabel.length; c++) said[cellLabel[c]] += verdicts[c];
  return Float64Array.from(verdicts, (count, c) => count / said[cellLabel[c]]);
}

function given({ verdicts }: JudgeCells): number {
  return verdicts.reduce((sum, count) => sum + count, 0);
}
