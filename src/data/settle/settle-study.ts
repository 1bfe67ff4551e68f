/** All rows read: settles labels, raters, probabilities, keys and items, and makes the Study. */
import type { Codebook } from '../study/codebook.ts';
import { DataError } from '../data-error.ts';
import { byCodeUnit, sortedWords } from '../intake/dictionary.ts';
import { proposal } from './settle-codebook.ts';
import { settleLabels } from './settle-labels.ts';
import { removeMissingWords, removeNoGrade } from './settle-missing-words.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { SettleOptions } from '../read-options.ts';
import { ratingField, settleItems } from './settle-items.ts';
import { settleProbabilities } from './settle-probabilities.ts';
import { raterWarnings, settleRaters, takenOut, withoutRaters } from './settle-raters.ts';
import { type RowContent, settleRows } from './settle-rows.ts';
import { studyDecisions, studyWarnings } from './study-decisions.ts';
import type { RaterKind } from '../study/rater-kind.ts';
import {
  type CarriedField,
  type Ratings,
  type SetAside,
  type Study,
  ratingStatuses,
} from '../study/study.ts';
import { unusedConfidence } from './unused-confidence.ts';
import { ratersToSetAside, scoresByItem } from './raters-to-set-aside.ts';

export function settleStudy(rows: RatingRows, options: SettleOptions): Study {
  removeMissingWords(rows);
  const noGrade = options.codebook === null ? removeNoGrade(rows) : [];
  const all = settleRaters(rows, options);
  const setAside = ratersToSetAside(rows, {
    codebook: options.codebook,
    kindOf: (rater) => all.raters[all.newCode[rater]]?.kind,
  });
  // Before the labels are coded: these are none.
  const scores = new Map(
    [...setAside]
      .filter(([, { code, kind, against }]) => code === 'scores' && kind === 'judge' && against === 'people')
      .map(([rater]) => [rater, scoresByItem(rows, rater)]),
  );
  const raters = withoutRaters(all, new Set(setAside.keys()));
  const kindOf = (rater: number): RaterKind | undefined =>
    rater < 0 ? undefined : raters.raters[raters.newCode[rater]]?.kind;
  const proposed = options.codebook === null ? proposal(rows, kindOf, options, [...setAside.values()]) : null;
  const codebook = options.codebook ?? (proposed as NonNullable<typeof proposed>).codebook;
  const labelNames = codebook.labels.map(({ name }) => name);
  const labelCode = (code: number): number => (code < 0 || proposed === null ? code : proposed.codes[code]);

  const unused = unusedConfidence(rows, labelNames.length, kindOf);
  const probabilities = settleProbabilities(rows, labelNames, labelCode, kindOf);
  const labels = settleLabels(rows, labelNames, labelCode, probabilities);
  const items = settleItems(rows, options.clusterColumn);
  const orders = sortedWords(rows.orders.values);
  const aside = [...setAside]
    .map(([rater, one]) => withScores(one, scores.get(rater), items.newCode))
    .sort((a, b) => byCodeUnit(a.rater, b.rater));

  // From here on the columns belong to the content: ten million rows are not held twice.
  const content: RowContent = {
    item: placed(rows.item.take(), items.newCode),
    rater: placed(rows.rater.take(), raters.newCode),
    label: labels.label,
    status: statuses(rows, noGrade),
    order: placed(rows.order.toArray(), orders.newCode),
    repeat: rows.repeat.toArray(),
    probabilityRow: probabilities.row,
    probabilities: probabilities.probabilities,
    labelNames,
    itemIds: items.items.ids,
    raters: raters.raters,
  };
  const { kept, withoutRating } = keptRows(content);
  // A row of a file of items is none that lacks its rating.
  const missing = rows.missing.counts.reduce((sum, { count }) => sum + count, 0);
  const empty = Math.max(0, withoutRating - options.itemRows - missing);
  const settled = settleRows(rows, content, kept, options.duplicates ?? 'error');
  if (settled.rows.length === 0)
    throw new DataError(
      'no rating is left',
      {},
      `${empty} rows have no label, ${options.filtered} did not pass where, ${settled.conflicting} ` +
        'were conflicting duplicates.',
    );
  const fields = items.ratingFields
    .map((name) => ratingField(rows, name, settled.rows))
    .filter((field) => field !== null);
  const ratings = studyRatings(content, settled.rows, probabilities.missingMass, orders.values, fields);
  const spellings = proposed?.codes.filter((code) => code >= 0).length ?? 0;
  const counted = {
    rows,
    noGrades: noGrade.length,
    spellings,
    setAside: aside,
    options,
    codebook,
    proposed: proposed !== null,
    labels,
    probabilities,
    items,
    settled,
    empty,
    ratings,
  };
  return Object.freeze({
    title: options.title ?? options.files[0].name,
    files: Object.freeze([...options.files]),
    codebook: frozenCodebook(codebook),
    codebookOrigin: proposed === null ? 'declared' : 'proposed',
    items: items.items,
    raters: Object.freeze(raters.raters),
    setAside: Object.freeze(aside),
    ratings,
    selection:
      options.selection ??
      (items.items.fields.some(({ name }) => name === 'inclusion_probability') ? 'logged' : null),
    decisions: Object.freeze([...studyDecisions(counted), ...raters.decisions]),
    ...(options.judgeRuns === undefined ? {} : { judgeRuns: Object.freeze([...options.judgeRuns]) }),
    warnings: Object.freeze([
      ...(proposed?.warnings ?? []),
      ...raterWarnings(raters, options),
      ...unused,
      ...studyWarnings(counted),
    ]),
  });
}

/** `scores`: by item code of the rows. */
function withScores(one: SetAside, scores: Float64Array | undefined, newCode: Int32Array): SetAside {
  if (scores === undefined) return one;
  const byItem = new Float64Array(scores.length);
  scores.forEach((score, item) => (byItem[newCode[item]] = score));
  return Object.freeze({ ...one, scores: byItem });
}

function statuses(rows: RatingRows, noGrade: readonly number[]): Uint8Array {
  const status = Uint8Array.from(rows.status.toArray());
  for (const row of noGrade) status[row] = ratingStatuses.indexOf('invalid');
  return status;
}

/** Rows that are ratings: of a rater that stays, with a label, a status or probabilities. */
function keptRows({ label, status, probabilityRow, rater }: RowContent): {
  kept: Int32Array;
  withoutRating: number;
} {
  const kept = new Int32Array(label.length);
  let count = 0;
  let withoutRating = 0;
  for (let row = 0; row < label.length; row++) {
    if (rater[row] === takenOut) continue;
    if (label[row] < 0 && status[row] === 0 && probabilityRow[row] < 0) withoutRating++;
    else if (rater[row] >= 0) kept[count++] = row;
  }
  return { kept: kept.subarray(0, count), withoutRating };
}

function studyRatings(
  content: RowContent,
  sorted: Int32Array,
  missing: Float64Array,
  orderNames: readonly string[],
  fields: readonly CarriedField[],
): Ratings {
  const labelCount = content.labelNames.length;
  const rowsWith = sorted.filter((row) => content.probabilityRow[row] >= 0);
  const probabilities = new Float64Array(rowsWith.length * labelCount);
  const missingMass = new Float64Array(rowsWith.length);
  rowsWith.forEach((row, at) => {
    const from = content.probabilityRow[row];
    probabilities.set(
      content.probabilities.subarray(from * labelCount, (from + 1) * labelCount),
      at * labelCount,
    );
    missingMass[at] = missing[from];
  });
  let next = 0;
  return Object.freeze({
    item: sorted.map((row) => content.item[row]),
    rater: sorted.map((row) => content.rater[row]),
    label: sorted.map((row) => content.label[row]),
    status: statusOf(sorted, content.status),
    order: sorted.map((row) => content.order[row]),
    orderNames: Object.freeze([...orderNames]),
    repeat: sorted.map((row) => content.repeat[row]),
    probabilityRow: sorted.map((row) => (content.probabilityRow[row] >= 0 ? next++ : -1)),
    probabilities,
    missingMass,
    fields: Object.freeze(fields),
  });
}

function statusOf(sorted: Int32Array, status: Uint8Array): Uint8Array {
  const taken = new Uint8Array(sorted.length);
  for (let at = 0; at < taken.length; at++) taken[at] = status[sorted[at]];
  return taken;
}

/** Writes to `codes`. */
function placed(codes: Int32Array, newCode: Int32Array): Int32Array {
  for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) codes[row] = newCode[codes[row]];
  return codes;
}

function frozenCodebook(codebook: Codebook): Codebook {
  const labels = codebook.labels.map((label) => Object.freeze({ ...label }));
  return Object.freeze({ ...codebook, labels: Object.freeze(labels) as Codebook['labels'] });
}
