/** The label of every row: as it was given, or that of a judge's highest probability. */
import { DataError } from '../data-error.ts';
import { hint, optionLike } from '../hint.ts';
import { counted } from '../words/number-text.ts';
import { quoted } from '../words/nearest-word.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { SettledProbabilities } from './settle-probabilities.ts';

export interface SettledLabels {
  /** length rows, final codes. */
  readonly label: Int32Array;
  /**
   * Judge rows whose label is that of the highest probability; those with two highest, left without; those
   * with another label.
   */
  readonly filled: number;
  readonly tied: number;
  readonly differing: number;
}

/**
 * Final label codes. A judge's row without a label has the label of its highest probability; of two highest
 * it has neither.
 */
export function settleLabels(
  rows: RatingRows,
  labelNames: readonly string[],
  labelCode: (code: number) => number,
  settled: SettledProbabilities,
): SettledLabels {
  const labelCount = labelNames.length;
  const label = rows.label.take();
  for (let row = 0; row < label.length; row++) label[row] = labelCode(label[row]);
  const { probabilities } = settled;
  const counts = { filled: 0, tied: 0, differing: 0 };
  const sides = new OneColumnVerdicts(rows);
  const doubted = new DoubtedLabels(rows);
  for (let row = 0; row < label.length; row++) {
    const start = settled.row[row] * labelCount;
    if (start < 0 || rows.status.at(row) > 0) continue;
    let best = 0;
    let ties = 1;
    for (let k = 1; k < labelCount; k++) {
      const difference = probabilities[start + k] - probabilities[start + best];
      if (Math.abs(difference) <= 1e-12) ties++;
      else if (difference > 0) [best, ties] = [k, 1];
    }
    if (label[row] >= 0) {
      const differs = probabilities[start + best] - probabilities[start + label[row]] > 1e-12;
      if (differs) counts.differing++;
      if (rows.hasConfidence(row)) doubted.add(row, differs);
      else if (labelCount === 2) sides.add(row, label[row], differs);
    } else if (ties > 1) counts.tied++;
    else {
      label[row] = best;
      counts.filled++;
    }
  }
  sides.requireOwnMeaning(labelNames);
  doubted.requireConfidence(labelNames);
  return { label, ...counts };
}

/** With fewer verdicts for a label chance or a threshold may explain that all of them differ. */
const fewestVerdicts = 5;

/**
 * Two labels and one column of probabilities: does it hold the probability of its label, or that of the label
 * given? The second turns every verdict for the other label around. It shows: all verdicts for one label
 * differ from the column, and none for the other.
 */
class OneColumnVerdicts {
  readonly #rows: RatingRows;
  /** By rater code: verdicts and differing ones, for the first label and for the second. */
  readonly #counts = new Map<number, [number, number, number, number]>();

  constructor(rows: RatingRows) {
    this.#rows = rows;
  }

  add(row: number, label: number, differs: boolean): void {
    if (this.#rows.sets[this.#rows.probabilitySet.at(row)].labels.length !== 1) return;
    const rater = this.#rows.rater.at(row);
    let counts = this.#counts.get(rater);
    if (counts === undefined) this.#counts.set(rater, (counts = [0, 0, 0, 0]));
    counts[2 * label]++;
    if (differs) counts[2 * label + 1]++;
  }

  requireOwnMeaning(names: readonly string[]): void {
    for (const [rater, counts] of this.#counts)
      for (const label of [0, 1] as const) {
        const [verdicts, differing] = counts.slice(2 * label);
        const [others, othersDiffering] = counts.slice(2 * (1 - label));
        if (verdicts < fewestVerdicts || differing < verdicts || others === 0 || othersDiffering > 0)
          continue;
        throw new DataError(
          `all ${counted(verdicts)} verdicts ${quoted(names[label])} of ` +
            `${quoted(this.#rows.raters.values[rater])} come with a probability of ` +
            `${quoted(names[1 - label])} above one half, so the column seems to hold the probability ` +
            'of the label given',
          {},
          hint`If it does: ${optionLike('confidence', 'COLUMN')} in place of what reads it now. If the labels
            were made by a threshold, leave the labels out or the column.`,
        );
      }
  }
}

/** Of two labels, a judge gives the one it finds the more probable: so many times at most it is a slip. */
const doubtedShare = 0.1;

/** Labels that come with a confidence below one half. */
class DoubtedLabels {
  readonly #rows: RatingRows;
  /** By rater code. */
  readonly #counts = new Map<number, { all: number; doubted: number }>();

  constructor(rows: RatingRows) {
    this.#rows = rows;
  }

  add(row: number, differs: boolean): void {
    const rater = this.#rows.rater.at(row);
    const counts = this.#counts.get(rater) ?? { all: 0, doubted: 0 };
    this.#counts.set(rater, counts);
    counts.all++;
    if (differs) counts.doubted++;
  }

  requireConfidence(names: readonly string[]): void {
    for (const [rater, { all, doubted }] of this.#counts)
      if (doubted >= fewestVerdicts && doubted > doubtedShare * all)
        throw new DataError(
          `${counted(doubted)} of ${counted(all)} labels of ${quoted(this.#rows.raters.values[rater])} have ` +
            'a confidence below one half, and of two labels the other one was then more probable',
          {},
          hint`If the column is the probability of one label: ${optionLike('probs', `${names[1]}=COLUMN`)}.`,
        );
  }
}
