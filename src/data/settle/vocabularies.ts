/**
 * Which labels raters gave, counted, and whether two sides speak of the same ones. Where they do not, every
 * comparison of the two is a falsehood: `PASS` never equals `Pass`, and a score of 4.81 equals no grade.
 */
import { byCodeUnit } from '../intake/dictionary.ts';
import type { GrowableFloat64 } from '../intake/growable.ts';
import { isNumeric } from '../words/number-text.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import { smallestSum } from './settle-probabilities.ts';
import type { LabelCount } from '../study/study.ts';

export interface Vocabulary {
  /** Word → how many ratings carry it. */
  readonly counts: ReadonlyMap<string, number>;
  /** The same, most frequent first. */
  readonly frequent: readonly LabelCount[];
  /** Ratings with a label, that of a column that nobody named included. */
  readonly ratings: number;
  /** Rows of ratings, those without a label included. */
  readonly rows: number;
  /** Words that name a judge's columns of probabilities besides. */
  readonly columns: ReadonlySet<string>;
}

/**
 * The shared labels must carry this part of the ratings of one side, and of the other at least so much that
 * no slip explains it.
 */
const sharedShare = 0.5;
const leastShare = 0.05;
export const nearlyAll = 0.95;

/**
 * Whether the labels that both sides gave carry half of the ratings of one side, and some of the other's. A
 * judge that has a column of probabilities for nearly every label of the others speaks of the same labels,
 * whichever it gave.
 */
export function meet(one: Vocabulary, other: Vocabulary): boolean {
  if (shareNamed(other, one) >= nearlyAll) return true;
  const shares = [shareCarried(one, other), shareCarried(other, one)];
  return Math.max(...shares) >= sharedShare && Math.min(...shares) >= leastShare;
}

function shareNamed({ counts, ratings }: Vocabulary, { columns }: Vocabulary): number {
  let sum = 0;
  for (const [word, count] of counts) if (columns.has(word)) sum += count;
  return sum / ratings;
}

/** The part of the ratings of `one` that carry a label of `other`. */
export function shareCarried(one: Vocabulary, other: Vocabulary): number {
  let sum = 0;
  for (const [word, count] of one.counts) if (other.counts.has(word) || other.columns.has(word)) sum += count;
  return sum / one.ratings;
}

/**
 * Decimals that the other side does not have are scores, and no labels, from this many different ones or this
 * share of the ratings.
 */
const scoreWords = 3;
const scoreShare = 0.1;
/**
 * Up to this many labels are a codebook somebody could have had in mind; beside more, decimals are nothing
 * special.
 */
export const fewLabels = 20;

/**
 * Whether these decimals, which the other side does not have, are scores beside its `labels` labels. Halves,
 * as in 3.5, are grades of a finer scale: alone they are scores only where they are many, and nowhere where
 * `halvesAreGrades`.
 */
export function areScores(
  decimals: readonly LabelCount[],
  ratings: number,
  labels: number,
  halvesAreGrades: boolean,
): boolean {
  if (labels > fewLabels) return false;
  const fine = decimals.filter((decimal) => !isHalf(decimal));
  if (fine.length >= scoreWords || sumOf(fine) > scoreShare * ratings) return true;
  return !halvesAreGrades && sumOf(decimals) > scoreShare * ratings;
}

function isHalf({ label }: LabelCount): boolean {
  return Number.isInteger(2 * Number(label));
}

/** The decimals of `one` that `other` does not have. */
export function ownDecimals(one: Vocabulary, other: Pick<Vocabulary, 'counts'>): LabelCount[] {
  return one.frequent.filter(
    ({ label }) => isNumeric(label) && !Number.isInteger(Number(label)) && !other.counts.has(label),
  );
}

/** From here on the top of one scale is another top than that of the other: 7 beside 5, 10 beside 5. */
const topRatio = 1.4;

/**
 * Whole grades up to two different tops, as of one who grades from 1 to 5 and one who grades from 1 to 10:
 * the lower labels are shared, and mean other things. A tenth of the ratings must lie above the lower top.
 */
export function areTwoScales(one: Vocabulary, other: Vocabulary): boolean {
  const [first, second] = [grades(one), grades(other)];
  if (!isScale(first) || !isScale(second)) return false;
  const tops = [Math.max(...first), Math.max(...second)];
  const [larger, top] = tops[0] >= tops[1] ? [one, tops[1]] : [other, tops[0]];
  if (top <= 0 || Math.max(...tops) < topRatio * top) return false;
  return sumOf(larger.frequent.filter(({ label }) => Number(label) > top)) >= scoreShare * larger.ratings;
}

/** The grades of a side whose labels are nearly all whole numbers. */
function grades({ frequent, ratings }: Vocabulary): number[] {
  const whole = frequent.filter(({ label }) => isNumeric(label) && Number.isInteger(Number(label)));
  return sumOf(whole) >= 0.9 * ratings ? whole.map(({ label }) => Number(label)) : [];
}

/** Three grades, or 0 and 1. */
function isScale(found: readonly number[]): boolean {
  return found.length > 2 || (found.length === 2 && found.includes(0) && found.includes(1));
}

function sumOf(labels: readonly LabelCount[]): number {
  return labels.reduce((sum, { count }) => sum + count, 0);
}

/** Counts the labels of one side, row by row. */
export class VocabularyCounter {
  readonly #words: readonly string[];
  readonly #counts = new Map<number, number>();
  readonly #sets = new Set<number>();
  readonly #columns = new Set<string>();
  #rows = 0;
  /** Verdicts against the one label that has a column. */
  #others = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** A row without a label: abstained, or unusable. */
  addWithout(): void {
    this.#rows++;
  }

  add(label: number): void {
    if (label < 0) return;
    this.#rows++;
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  /** A verdict with probabilities says its most probable label: that is the one everything later reads. */
  addVerdict(rows: RatingRows, row: number, label: number): void {
    const start = rows.probabilityStart.at(row);
    if (start < 0 || rows.hasConfidence(row)) return this.add(label);
    const set = rows.probabilitySet.at(row);
    const { labels } = rows.sets[set];
    if (!this.#sets.has(set)) {
      this.#sets.add(set);
      for (const code of labels) if (code >= 0) this.#columns.add(this.#words[code]);
    }
    if (label >= 0 && this.#columns.size < 1000) this.#columns.add(this.#words[label]);
    const most = mostProbable(labels, rows.probability, start);
    if (most === notNamed) {
      this.#rows++;
      this.#others++;
    } else this.add(most === unknown ? label : most);
  }

  vocabulary(): Vocabulary {
    const counts = new Map<string, number>();
    for (const [code, count] of this.#counts)
      counts.set(this.#words[code], (counts.get(this.#words[code]) ?? 0) + count);
    const frequent = Array.from(counts, ([label, count]) => Object.freeze({ label, count })).sort(
      (a, b) => b.count - a.count || byCodeUnit(a.label, b.label),
    );
    return {
      counts,
      frequent: Object.freeze(frequent),
      ratings: sumOf(frequent) + this.#others,
      rows: this.#rows,
      columns: this.#columns,
    };
  }
}

/** Too little is said of any label; and: the one label that has a column is not it. */
const unknown = -1;
const notNamed = -2;

function mostProbable(labels: readonly number[], values: GrowableFloat64, start: number): number {
  let best = unknown;
  let highest = -1;
  let sum = 0;
  for (let column = 0; column < labels.length; column++) {
    const value = values.at(start + column);
    if (labels[column] < 0 || Number.isNaN(value)) continue;
    sum += value;
    if (value > highest) [best, highest] = [labels[column], value];
  }
  if (labels.length === 1 && best >= 0) return highest >= 0.5 ? best : notNamed;
  return sum < smallestSum ? unknown : best;
}
