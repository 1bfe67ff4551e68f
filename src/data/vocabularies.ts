/**
 * Which labels raters gave, counted, and whether two sides speak of the same ones. Where they do not, every comparison of the two is a
 * falsehood: `PASS` never equals `Pass`, and a score of 4.81 equals no grade.
 */
import { byCodeUnit } from './dictionary.ts';
import type { GrowableFloat64 } from './growable.ts';
import { respelled } from './label-spelling.ts';
import { isNumeric } from './number-text.ts';
import type { RatingRows } from './rating-rows.ts';
import type { LabelCount } from './study.ts';

/** Decimals that the other side does not have are scores, and no labels, from this many different ones or this share of the ratings. */
const scoreWords = 3;
const scoreShare = 0.1;
/** Up to this many labels are a codebook somebody could have had in mind; beside more, decimals are nothing special. */
const fewLabels = 20;

export interface Vocabulary {
  /** Word → how many ratings carry it. */
  readonly counts: ReadonlyMap<string, number>;
  readonly ratings: number;
  /** Words that name a judge's columns of probabilities besides. */
  readonly columns: ReadonlySet<string>;
}

/** At least half of the judge's ratings carry a label that the others gave, or half of theirs one that the judge gave or has a probability for. */
export function meet(judge: Vocabulary, side: Vocabulary): boolean {
  return carrying(judge, side) >= judge.ratings / 2 || carrying(side, judge) >= side.ratings / 2;
}

function carrying(one: Vocabulary, other: Vocabulary): number {
  let sum = 0;
  for (const [word, count] of one.counts) if (other.counts.has(word) || other.columns.has(word)) sum += count;
  return sum;
}

/** Labels that may stand side by side and are two sets all the same: words beside numbers, or two spellings. */
export function areTwoKinds(own: readonly string[], theirs: readonly string[]): boolean {
  const map = respelled(own, theirs, true);
  if (own.every((word) => map.has(word))) return true;
  const numbers = [own.every(isNumeric), theirs.every(isNumeric)];
  const words = [!own.some(isNumeric), !theirs.some(isNumeric)];
  return (numbers[0] && words[1]) || (words[0] && numbers[1]);
}

/** Decimals where the other side has a few labels and none of these. */
export function isScore(one: Vocabulary, other: Vocabulary): boolean {
  if (other.counts.size > fewLabels) return false;
  const decimals = [...one.counts].filter(([word]) => isNumeric(word) && !Number.isInteger(Number(word)) && !other.counts.has(word));
  const ratings = decimals.reduce((sum, [, count]) => sum + count, 0);
  return decimals.length >= scoreWords || ratings > scoreShare * one.ratings;
}

/** From here on the top of one scale is another top than that of the other: 7 beside 5, 10 beside 5. */
const topRatio = 1.4;
const fewestGrades = 3;

/**
 * Whole grades up to two different tops, as of one who grades from 1 to 5 and one who grades from 1 to 10: the lower labels are shared, and mean other
 * things. A tenth of the ratings must lie above the lower top.
 */
export function areTwoScales(one: Vocabulary, other: Vocabulary): boolean {
  const [first, second] = [grades(one), grades(other)];
  if (first.length < fewestGrades || second.length < fewestGrades) return false;
  const tops = [Math.max(...first), Math.max(...second)];
  const [larger, top] = tops[0] >= tops[1] ? [one, tops[1]] : [other, tops[0]];
  if (top <= 0 || Math.max(...tops) < topRatio * top) return false;
  let above = 0;
  for (const [word, count] of larger.counts) if (Number(word) > top) above += count;
  return above >= scoreShare * larger.ratings;
}

/** The grades of a side whose labels are nearly all whole numbers. */
function grades({ counts, ratings }: Vocabulary): number[] {
  const whole = [...counts].filter(([word]) => isNumeric(word) && Number.isInteger(Number(word)));
  const count = whole.reduce((sum, [, times]) => sum + times, 0);
  return count >= 0.9 * ratings ? whole.map(([word]) => Number(word)) : [];
}

/** Most frequent first. */
export function byFrequency({ counts }: Vocabulary): readonly LabelCount[] {
  const sorted = Array.from(counts, ([label, count]) => ({ label, count })).sort(
    (a, b) => b.count - a.count || byCodeUnit(a.label, b.label),
  );
  return Object.freeze(sorted.map((entry) => Object.freeze(entry)));
}

/** Counts the labels of one side, row by row. */
export class VocabularyCounter {
  readonly #words: readonly string[];
  readonly #counts = new Map<number, number>();
  readonly #sets = new Set<number>();
  #columns = new Set<string>();

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  add(label: number): void {
    if (label >= 0) this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  /** A verdict with probabilities says its most probable label: that is the one everything later reads. */
  addVerdict(rows: RatingRows, row: number, label: number): void {
    const start = rows.probabilityStart.at(row);
    if (start < 0) return this.add(label);
    const set = rows.probabilitySet.at(row);
    const { labels } = rows.sets[set];
    if (!this.#sets.has(set)) {
      this.#sets.add(set);
      for (const code of labels) if (code >= 0) this.#columns.add(this.#words[code]);
      if (label >= 0) this.#columns.add(this.#words[label]);
    } else if (label >= 0 && this.#columns.size < 1000) this.#columns.add(this.#words[label]);
    this.add(mostProbable(labels, rows.probability, start) ?? label);
  }

  vocabulary(): Vocabulary {
    const counts = new Map<string, number>();
    for (const [code, count] of this.#counts) counts.set(this.#words[code], (counts.get(this.#words[code]) ?? 0) + count);
    return { counts, ratings: Array.from(counts.values()).reduce((sum, count) => sum + count, 0), columns: this.#columns };
  }
}

/** The label of the largest value; undefined where no column has one, or where the one column there is speaks against its label. */
function mostProbable(labels: readonly number[], values: GrowableFloat64, start: number): number | undefined {
  let best: number | undefined;
  let highest = labels.length === 1 ? 0.5 : 0;
  for (let column = 0; column < labels.length; column++) {
    const value = values.at(start + column);
    if (labels[column] < 0 || !(value >= highest) || (best !== undefined && value === highest)) continue;
    [best, highest] = [labels[column], value];
  }
  return best;
}
