import { InputError } from '../../numeric/errors.ts';
import type { Emissions } from './emissions.ts';
import type { DawidSkeneState } from './steps.ts';

export interface DawidSkeneRaters {
  /** length raters: ratings. */
  readonly ratings: Int32Array;
  /** length raters: expected share of its ratings that are right, by the model; NaN without ratings. */
  readonly accuracy: Float64Array;
  /** length raters: 1 where it seems to give two labels for one another. */
  readonly maySwitchLabels: Uint8Array;
  readonly confusion: ConfusionCounts;
}

/** What `confusionMatrix` reads: a column is one label that one rater has given. */
export interface ConfusionCounts {
  readonly labelCount: number;
  /** length raters + 1: a rater's columns. */
  readonly raterStart: Int32Array;
  /** length columns. */
  readonly columnLabel: Int32Array;
  /** [columns × labels]: how often the rater gave the label of the column, by true label, expected. */
  readonly counts: Float64Array;
  /** [labels × labels], true × given: pseudo-counts added to every rater. */
  readonly prior: Float64Array;
}

/** The judge as a rater. */
export interface DawidSkeneJudge {
  /** Verdicts. */
  readonly ratings: number;
  readonly accuracy: number;
  readonly maySwitchLabels: boolean;
  /** [labels × cells], row-major: the chance of each cell by true label; 0 / 0 is NaN. */
  readonly emission: Float64Array;
}

/**
 * A rater's chance to give each label, by true label.
 *
 * For looking at a rater whom `dawidSkene` has fitted: which labels it takes for which.
 *
 * chance_kl = (count_kl + prior_kl) / Σ_l (count_kl + prior_kl)
 *
 * `raters`: of the result of `dawidSkene`. `rater`: its code.
 *
 * Returns [labels × labels], true × given, row-major; NaN for a rater without ratings, and in the row of a
 * label that the rater never met, where there is no prior (`maximum-likelihood`).
 *
 * Throws InputError for a code out of range.
 *
 * @example
 * const table = ratingTable({ itemCount: 3, raterCount: 3, labelCount: 2, item: [0, 0, 0, 1, 1, 1, 2, 2], rater: [0, 1, 2, 0, 1, 2, 0, 1], label: [0, 0, 1, 1, 1, 1, 0, 0] });
 * const { raters } = dawidSkene(table);
 * Array.from(confusionMatrix(raters, 2)); // [0.5458, 0.4542, 0.0162, 0.9838]
 */
export function confusionMatrix({ confusion }: DawidSkeneRaters, rater: number): Float64Array {
  const { labelCount, raterStart, columnLabel, counts, prior } = confusion;
  if (!(Number.isInteger(rater) && rater >= 0 && rater < raterStart.length - 1))
    throw new InputError(
      `confusionMatrix requires a rater code below ${raterStart.length - 1}; received ${rater}`,
    );
  if (raterStart[rater] === raterStart[rater + 1]) return new Float64Array(prior.length).fill(NaN);
  const matrix = prior.slice();
  for (let c = raterStart[rater]; c < raterStart[rater + 1]; c++)
    for (let k = 0; k < labelCount; k++)
      matrix[k * labelCount + columnLabel[c]] += counts[c * labelCount + k];
  normalizeRows(matrix, labelCount);
  return matrix;
}

/** What the last step says of each rater: the counts are those that made the posterior. */
export function ratersOf(
  emissions: Emissions,
  state: DawidSkeneState,
): { raters: DawidSkeneRaters; judge: DawidSkeneJudge | undefined } {
  const { labelCount, raterCount, peopleCount, raterStart, columnLabel, columnRater } = emissions;
  const { counts, met, prior } = state;
  const right = new Float64Array(raterCount);
  for (let c = 0; c < columnLabel.length; c++)
    right[columnRater[c]] += counts[c * labelCount + columnLabel[c]];
  const given = new Int32Array(raterCount);
  for (const c of emissions.column) given[columnRater[c]]++;
  const accuracy = right.map((count, j) => {
    let all = 0;
    for (let k = 0; k < labelCount; k++) all += met[j * labelCount + k];
    return count / all;
  });
  const maySwitch = Uint8Array.from(given, (_, j) => Number(seemsToSwitch(emissions, counts, j)));
  const people = raterStart[peopleCount];
  const raters = Object.freeze({
    ratings: given.slice(0, peopleCount),
    accuracy: accuracy.slice(0, peopleCount),
    maySwitchLabels: maySwitch.slice(0, peopleCount),
    confusion: Object.freeze({
      labelCount,
      raterStart: raterStart.slice(0, peopleCount + 1),
      columnLabel: columnLabel.slice(0, people),
      counts: counts.slice(0, people * labelCount),
      prior: prior.slice(),
    }),
  });
  if (raterCount === peopleCount) return { raters, judge: undefined };
  const judge = Object.freeze({
    ratings: given[peopleCount],
    accuracy: accuracy[peopleCount],
    maySwitchLabels: maySwitch[peopleCount] === 1,
    emission: emissionOfJudge(emissions, state),
  });
  return { raters, judge };
}

function emissionOfJudge(emissions: Emissions, { counts, prior }: DawidSkeneState): Float64Array {
  const { labelCount, raterStart, peopleCount, columnCount, columnLabel, columnShare } = emissions;
  const first = raterStart[peopleCount];
  const cells = columnCount - first;
  const emission = new Float64Array(labelCount * cells);
  for (let c = 0; c < cells; c++)
    for (let k = 0; k < labelCount; k++)
      emission[k * cells + c] =
        counts[(first + c) * labelCount + k] +
        prior[k * labelCount + columnLabel[first + c]] * columnShare[first + c];
  normalizeRows(emission, cells);
  return emission;
}

function normalizeRows(matrix: Float64Array, width: number): void {
  for (let row = 0; row < matrix.length; row += width) {
    let sum = 0;
    for (let at = row; at < row + width; at++) sum += matrix[at];
    for (let at = row; at < row + width; at++) matrix[at] /= sum;
  }
}

/** Standard errors that the log odds ratio of two labels lies below 0 before a rater is named. */
const clearly = 3;

/**
 * Whether there are two labels that the rater gives for one another: mostly the second where the first is
 * true, mostly the first where the second is, by three standard errors of the log odds ratio (half a count
 * added).
 */
function seemsToSwitch(
  { labelCount, raterStart, columnLabel }: Emissions,
  counts: Float64Array,
  rater: number,
): boolean {
  const byLabel = new Map<number, Float64Array>();
  for (let c = raterStart[rater]; c < raterStart[rater + 1]; c++) {
    const sum = byLabel.get(columnLabel[c]) ?? new Float64Array(labelCount);
    for (let k = 0; k < labelCount; k++) sum[k] += counts[c * labelCount + k];
    byLabel.set(columnLabel[c], sum);
  }
  const given = [...byLabel];
  return given.some(([k, saidK], at) =>
    given.slice(at + 1).some(([l, saidL]) => {
      if (!(saidL[k] > saidK[k] && saidK[l] > saidL[l])) return false;
      const cells = [saidK[k], saidL[l], saidL[k], saidK[l]].map((count) => count + 0.5);
      const logOdds = Math.log((cells[0] * cells[1]) / (cells[2] * cells[3]));
      return logOdds < -clearly * Math.sqrt(cells.reduce((sum, count) => sum + 1 / count, 0));
    }),
  );
}
