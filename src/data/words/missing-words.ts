/**
 * Words that programs, and people who fill in a sheet, write into a cell without an answer. By default they
 * are no labels: taken for labels, a `nan` of a data frame becomes a label of its own on which people seem to
 * agree or differ.
 */
import { byCodeUnit } from '../intake/dictionary.ts';

/**
 * As they are written, case included: `none` in lower case is a label of many codebooks, `None` is what
 * Python writes.
 */
export const missingWords: ReadonlySet<string> = new Set([
  ...(
    'nan NaN NAN -nan -NaN NaT None null NULL Null nil undefined NA <NA> N/A n/a n.a. #N/A #NA #n/a ' +
    '#VALUE! #REF! #DIV/0! #NAME? #NUM! #NULL! #ERROR! ' +
    'N.A. n/A na \\N (null) <null> #SPILL! #CALC! - -- — . * ? skip Skip SKIP skipped Skipped (blank)'
  ).split(' '),
  // As people write it in a sheet. `no answer` is a label where answers are judged.
  'k. A.',
  'k.A.',
  'keine Angabe',
  'Keine Angabe',
]);

/** Marks that are labels where their like is one: a minus beside a plus, one star beside two. */
export const marksWith: Readonly<Record<string, string>> = { '-': '+', '*': '**' };

/** What was found while the rows were read. */
export class FoundMissingWords {
  /** Codes of such words in `RatingRows.labels`, where the labels are to be proposed from what occurs. */
  readonly codes = new Set<number>();
  /** Codes of such words that some file gave as a label: mapped to, or left out of a list of its own. */
  readonly labels = new Set<number>();
  /** Cells of probabilities with such a word. */
  probabilities = 0;
  readonly #counts = new Map<string, number>();

  count(word: string): void {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  get counts(): { readonly word: string; readonly count: number }[] {
    return Array.from(this.#counts, ([word, count]) => ({ word, count })).sort(
      (a, b) => b.count - a.count || byCodeUnit(a.word, b.word),
    );
  }
}
