/**
 * People of one study give labels of one codebook. Two spellings of a label, or a person who gives words where the others give numbers, would
 * count as disagreement, so the reading stops with what settles it.
 */
import { DataError } from './data-error.ts';
import { pastedMap, pastedNames } from './label-map.ts';
import { folded, isYesOrNo, polarity } from './label-spelling.ts';
import { listed, quoted } from './nearest-word.ts';
import { isNumeric } from './number-text.ts';
import type { RatingRows } from './rating-rows.ts';
import type { RaterKind } from './study.ts';
import { type Vocabulary, VocabularyCounter, areTwoKinds, byFrequency, isScore, meet } from './vocabularies.ts';

/** A person with fewer ratings may have met the few items that want another label. */
const fewestRatings = 5;

export interface PeopleOptions {
  /** Words by label code. */
  readonly words: readonly string[];
  readonly kindOf: (rater: number) => RaterKind | undefined;
}

/** Throws DataError, one line with what settles it, where people do not speak of the same labels. `people`: all of them together. */
export function requireOneVocabulary(rows: RatingRows, options: PeopleOptions, people: Vocabulary): void {
  requireOneSpelling(people, 'people spell');
  const words = [...people.counts.keys()];
  // Most studies end here: a count for each person is made only where the labels are of two kinds.
  const numbers = words.filter(isNumeric);
  const mixed = numbers.length > 0 && numbers.length < words.length;
  const decimals = numbers.some((word) => !Number.isInteger(Number(word)));
  const sides = words.map((word) => polarity(word, true)).filter((side) => side !== 0);
  if (mixed || decimals || new Set(sides).size < sides.length) requireAlike(rows, options, people);
}

function requireAlike(rows: RatingRows, { words, kindOf }: PeopleOptions, people: Vocabulary): void {
  const counters = new Map<number, VocabularyCounter>();
  for (let row = 0; row < rows.length; row++) {
    const rater = rows.rater.at(row);
    if (kindOf(rater) !== 'human' || rows.status.at(row) > 0) continue;
    let counter = counters.get(rater);
    if (counter === undefined) counters.set(rater, (counter = new VocabularyCounter(words)));
    counter.add(rows.label.at(row));
  }
  for (const [rater, counter] of counters) {
    const own = counter.vocabulary();
    const others = without(people, own);
    if (own.ratings < fewestRatings || others.ratings < fewestRatings) continue;
    const score = isScore(own, others);
    const apart = !meet(own, others) && areTwoKinds([...own.counts.keys()], [...others.counts.keys()]);
    if (score || apart) throw unlikeTheOthers(rows.raters.values[rater], own, others, score);
  }
}

function without(all: Vocabulary, own: Vocabulary): Vocabulary {
  const counts = new Map(Array.from(all.counts, ([word, count]) => [word, count - (own.counts.get(word) ?? 0)]));
  for (const [word, count] of counts) if (count === 0) counts.delete(word);
  return { counts, ratings: all.ratings - own.ratings, columns: all.columns };
}

function unlikeTheOthers(name: string, own: Vocabulary, others: Vocabulary, score: boolean): DataError {
  const [mine, theirs] = [own, others].map((side) =>
    listed(
      byFrequency(side).map(({ label }) => label),
      6,
    ),
  );
  return new DataError(
    `${quoted(name)} counts as a person and gave ${score ? 'scores' : 'other labels'}: ${mine}; the other people gave ${theirs}`,
    {},
    `If it is a judge: --judge ${pastedNames([name])}. If it is a person: ${score ? 'turn the scores into labels' : 'map the words with --map WORD=LABEL (labels in assize.json)'}, or declare the codebook (--codebook).`,
  );
}

/** `who`: `people spell`, `the reference spells`. */
export function requireOneSpelling(side: Vocabulary, who: string): void {
  const words = byFrequency(side).map(({ label }) => label);
  const yesOrNo = words.length > 2 && isYesOrNo(words);
  const groups = Map.groupBy(words, (word) => (yesOrNo ? String(polarity(word)) : folded(word)));
  const alike = [...groups.values()].filter((group) => group.length > 1);
  if (alike.length === 0) return;
  const map = alike.flatMap(([kept, ...others]) => others.map((word) => [word, kept] as const));
  throw new DataError(
    `${who} one label in several ways: ${alike.map((group) => listed(group)).join('; ')}`,
    {},
    `If they mean the same, add ${pastedMap(map)} (labels in assize.json). If they are different labels, declare the codebook (--codebook).`,
  );
}
