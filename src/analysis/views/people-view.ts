/**
 * The people's ratings as one table over all items of the study, so that item codes mean the same everywhere.
 */
import { type Rater, type Study, ratingStatuses } from '../../data/index.ts';
import { type RatingTable, ratingTable } from '../../stats/index.ts';

export interface PeopleView {
  /** Rater codes of the people in `study.raters`; position is the rater code in `table`. */
  readonly raters: readonly number[];
  /** One rating per person and item: the first of a person's repeats. */
  readonly table: RatingTable;
  /** length items: how many people labeled each. */
  readonly perItem: Int32Array;
  /**
   * Items that somebody was given and nobody labeled: abstained, or with an answer that is none. Ascending.
   */
  readonly unanswered: Int32Array;
  /** length items: how many people were given each and left it without a label. */
  readonly skipped: Int32Array;
}

/** The people's labels as one table over all items. References and judges are not people. */
export function peopleView(study: Study): PeopleView {
  return ratersView(study, 'human');
}

/** The adjudicated or gold labels, in the shape of the people's; null where the study has none. */
export function referenceView(study: Study): PeopleView | null {
  return study.raters.some(({ kind }) => kind === 'reference') ? ratersView(study, 'reference') : null;
}

function ratersView(study: Study, kind: Rater['kind']): PeopleView {
  const raters = study.raters.flatMap((rater, code) => (rater.kind === kind ? [code] : []));
  const position = new Int32Array(study.raters.length).fill(-1);
  raters.forEach((code, index) => (position[code] = index));

  const { item, rater, label, status } = study.ratings;
  const [abstain, invalid] = [ratingStatuses.indexOf('abstain'), ratingStatuses.indexOf('invalid')];
  const skipped = new Int32Array(study.items.ids.length);
  const kept = new Int32Array(item.length);
  let count = 0;
  let previous = -1;
  let silent = -1;
  const isSame = (row: number, other: number): boolean =>
    other >= 0 && item[other] === item[row] && rater[other] === rater[row];
  // Rows are sorted by item, rater, order and repeat: the first given row of a run is the person's rating of
  // the item.
  for (let row = 0; row < item.length; row++) {
    if (position[rater[row]] < 0) continue;
    if (
      (status[row] === abstain || status[row] === invalid) &&
      !isSame(row, silent) &&
      !isSame(row, previous)
    ) {
      skipped[item[row]]++;
      silent = row;
    }
    if (label[row] < 0) continue;
    // Who abstained first and labeled in the end has labeled.
    if (isSame(row, silent)) {
      skipped[item[row]]--;
      silent = -1;
    }
    if (isSame(row, previous)) continue;
    kept[count++] = row;
    previous = row;
  }
  const rows = kept.subarray(0, count);
  const table = ratingTable({
    itemCount: study.items.ids.length,
    raterCount: raters.length,
    labelCount: study.codebook.labels.length,
    item: rows.map((row) => item[row]),
    rater: rows.map((row) => position[rater[row]]),
    label: rows.map((row) => label[row]),
  });
  const perItem = new Int32Array(table.itemCount);
  for (let i = 0; i < perItem.length; i++) perItem[i] = table.itemStart[i + 1] - table.itemStart[i];
  const unanswered = Int32Array.from(skipped.keys()).filter((i) => skipped[i] > 0 && perItem[i] === 0);
  return { raters, table, perItem, unanswered, skipped };
}
