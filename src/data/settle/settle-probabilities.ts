/**
 * Probabilities to the codebook's labels: renormalized, completed or dropped, and every such step counted.
 */
import { hint, option } from '../hint.ts';
import { DataError } from '../data-error.ts';
import { GrowableFloat64 } from '../intake/growable.ts';
import { quoted } from '../words/nearest-word.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { RaterKind } from '../study/rater-kind.ts';

/** Below this sum too much is missing to say what the judge thought. */
export const smallestSum = 0.5;

/** Sums nearer to 1 than this are rounding, not missing mass. */
const rounding = 1e-6;

export interface SettledProbabilities {
  /** length rows: row in `probabilities`, −1 where none. */
  readonly row: Int32Array;
  readonly probabilities: Float64Array;
  readonly missingMass: Float64Array;
  readonly counts: { readonly renormalized: number; readonly dropped: number; readonly ofPeople: number };
}

export function settleProbabilities(
  rows: RatingRows,
  labelNames: readonly string[],
  labelCode: (code: number) => number,
  kindOf: (rater: number) => RaterKind | undefined,
): SettledProbabilities {
  const labelCount = labelNames.length;
  // The columns of JSON come object by object: what a file has is in the last of its sets.
  const most = new Map(rows.sets.map(({ file, labels }) => [file, labels.length] as const));
  const layouts = rows.sets.map(({ file, labels, ofLabelGiven }) =>
    layout(file, labels, labels.map(labelCode), labelNames, {
      isWhole: most.get(file) === labels.length,
      ofLabelGiven: ofLabelGiven === true,
    }),
  );
  // The starts are looked at once: their place is taken by the rows they become.
  const row = rows.probabilityStart.take();
  const probabilities = new GrowableFloat64();
  const missingMass = new GrowableFloat64();
  const counts = { renormalized: 0, dropped: 0, ofPeople: 0 };
  const values = new Float64Array(labelCount);
  for (let r = 0; r < row.length; r++) {
    const start = row[r];
    if (start < 0) continue;
    row[r] = -1;
    const kind = kindOf(rows.rater.at(r));
    if (kind !== 'judge') {
      if (kind !== undefined) counts.ofPeople++;
      continue;
    }
    const { sum, beside } = laidOut(
      rows.probability.view(),
      start,
      layouts[rows.probabilitySet.at(r)],
      values,
    );
    if (sum < smallestSum) {
      counts.dropped++;
      continue;
    }
    row[r] = missingMass.length;
    for (const value of values) probabilities.push(value / sum);
    const missing = Math.max(0, 1 - sum, beside);
    missingMass.push(missing > rounding ? missing : 0);
    if (Math.abs(1 - sum) > rounding) counts.renormalized++;
  }
  return { row, probabilities: probabilities.view(), missingMass: missingMass.view(), counts };
}

/** The place of each column's value among the labels; −1 for an abstain or invalid word. */
function layout(
  file: string,
  columns: readonly number[],
  labels: readonly number[],
  names: readonly string[],
  { isWhole, ofLabelGiven }: { readonly isWhole: boolean; readonly ofLabelGiven: boolean },
): readonly number[] {
  // Columns that only judges set aside have filled: their labels are not all in the codebook, and nobody
  // reads them.
  if (columns.some((code, at) => code >= 0 && labels[at] < 0)) return labels.map(() => -1);
  const given = labels.filter((code) => code >= 0);
  const twice = given.find((code, at) => given.indexOf(code) !== at);
  if (twice !== undefined)
    throw new DataError(`two columns hold probabilities for the label ${quoted(names[twice])}`, { file });
  if (ofLabelGiven && names.length > 2)
    throw new DataError(
      `a confidence says how sure a judge is of the label it gave, and of ${names.length} labels nothing ` +
        'about the others',
      { file },
      hint`Two labels are needed for it, or a column of probabilities for each label (${option('probs')}).
        Without ${option('confidence')} the labels are read alone.`,
    );
  if (isWhole && given.length === 1 && names.length > 2)
    throw new DataError(
      `one probability column, for ${quoted(names[given[0]])}, and ${names.length} labels`,
      { file },
      'One column is enough for two labels only: give a column for each label.',
    );
  return labels;
}

/**
 * Fills `values` and returns their sum, and the mass kept beside the labels. With two labels one value says
 * both.
 */
function laidOut(
  all: Float64Array,
  start: number,
  places: readonly number[],
  values: Float64Array,
): { sum: number; beside: number } {
  values.fill(0);
  let sum = 0;
  let beside = 0;
  let given = 0;
  let last = 0;
  for (let c = 0; c < places.length; c++) {
    const value = all[start + c];
    if (Number.isNaN(value)) continue;
    if (places[c] < 0) {
      beside += value;
      continue;
    }
    values[places[c]] = value;
    sum += value;
    given++;
    last = places[c];
  }
  if (values.length === 2 && given === 1) {
    const rest = Math.max(0, 1 - beside - values[last]);
    values[1 - last] = rest;
    sum += rest;
  }
  return { sum, beside };
}
