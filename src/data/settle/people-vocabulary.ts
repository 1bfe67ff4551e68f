/**
 * People of one study give labels of one codebook, and so do references. Two spellings of a label, or one
 * person who gives words where the others give numbers, would count as disagreement, so the reading stops
 * with what settles it.
 */
import { hint, option, optionLike } from '../hint.ts';
import { DataError } from '../data-error.ts';
import { respelled, spelledTwice, spellingMap } from '../words/label-spelling.ts';
import { listed, quoted } from '../words/nearest-word.ts';
import { isNumeric } from '../words/number-text.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { RaterKind } from '../study/rater-kind.ts';
import {
  type Vocabulary,
  VocabularyCounter,
  areScores,
  areTwoScales,
  fewLabels,
  ownDecimals,
} from './vocabularies.ts';

/** With fewer ratings somebody may have met the few items that want another label. */
const fewestRatings = 5;
/** More grades than this are no scale that somebody had in mind. */
const mostGrades = 50;

export interface PeopleOptions {
  readonly kind: Exclude<RaterKind, 'judge'>;
  /** Words by label code. */
  readonly words: readonly string[];
  readonly kindOf: (rater: number) => RaterKind | undefined;
}

/**
 * Throws DataError, one line with what settles it, where raters of this kind do not speak of the same labels.
 * `all`: the labels of all of them.
 */
export function requireOneVocabulary(rows: RatingRows, options: PeopleOptions, all: Vocabulary): void {
  requireOneSpelling(all, options.kind);
  requireNoScores(rows, options, all);
  requireOneScale(rows, options, all);
  requireOneSet(rows, options);
}

function requireOneSpelling({ frequent }: Vocabulary, kind: PeopleOptions['kind']): void {
  const alike = spelledTwice(frequent.map(({ label }) => label));
  if (alike.length === 0) return;
  throw new DataError(
    `${kind === 'human' ? 'people spell' : 'the reference spells'} one label in several ways: ` +
      alike.map((group) => listed(group)).join('; '),
    {},
    hint`If they mean the same, add ${option('map', spellingMap(frequent.map(({ label }) => label)))} (labels in
      assize.json). If they are different labels, declare the codebook (${option('codebook')}).`,
  );
}

/** A column of scores counted as a person. */
function requireNoScores(rows: RatingRows, options: PeopleOptions, all: Vocabulary): void {
  if (!all.frequent.some(({ label }) => isNumeric(label) && !Number.isInteger(2 * Number(label)))) return;
  for (const [rater, own] of eachOf(rows, options)) {
    if (own.ratings < fewestRatings || all.ratings - own.ratings < fewestRatings) continue;
    // The others have at least as many labels as this: beside so many nothing is a score, and thousands of
    // people are not gone through.
    if (all.counts.size - own.counts.size > fewLabels) continue;
    const others = without(all, own);
    if (!areScores(ownDecimals(own, others), own.ratings, others.counts.size, true)) continue;
    const name = rows.raters.values[rater];
    throw new DataError(
      `${quoted(name)} counts as a person and gave scores: ${shown(own)}; the other people gave ` +
        shown(others),
      {},
      hint`If it is a judge: ${option('judge', [name])}. If it is a person, turn the scores into labels, or
        declare the codebook (${option('codebook')}).`,
    );
  }
}

/**
 * Somebody who grades up to another top than the others, as a model that grades from 1 to 10 among people who
 * grade from 1 to 5.
 */
function requireOneScale(rows: RatingRows, options: PeopleOptions, all: Vocabulary): void {
  const grades = all.frequent.filter(({ label }) => isNumeric(label)).map(({ label }) => Number(label));
  if (grades.length < 4 || grades.length > mostGrades) return;
  const each = [...eachOf(rows, options)].map(([rater, own]) => ({ rater, own, top: topOf(own) }));
  const middle = each.map(({ top }) => top).toSorted((a, b) => a - b)[Math.floor(each.length / 2)];
  // Whoever is farthest from the middle of all: beside one who grades to 10 everybody else seems to stand
  // apart.
  const farthest = each
    .filter(({ top }) => top > 0)
    .toSorted((a, b) => Math.abs(Math.log(b.top / middle)) - Math.abs(Math.log(a.top / middle)));
  for (const { rater, own } of farthest) {
    const others = without(all, own);
    if (own.ratings < fewestRatings || others.ratings < fewestRatings || !areTwoScales(own, others)) continue;
    const name = rows.raters.values[rater];
    throw new DataError(
      `${quoted(name)} counts as a person and seems to grade on another scale: ${shown(own)}; the ` +
        `other people gave ${shown(others)}`,
      {},
      hint`If it is a judge: ${option('judge', [name])}. If it is a person, bring all to one scale in the
        file, or declare the codebook with all of its grades (${option('codebook')}).`,
    );
  }
}

function topOf({ frequent }: Vocabulary): number {
  return frequent.reduce((top, { label }) => (isNumeric(label) ? Math.max(top, Number(label)) : top), 0);
}

function without(all: Vocabulary, own: Vocabulary): Vocabulary {
  const frequent = all.frequent
    .map(({ label, count }) => ({ label, count: count - (own.counts.get(label) ?? 0) }))
    .filter(({ count }) => count > 0);
  return {
    ...all,
    frequent,
    counts: new Map(frequent.map(({ label, count }) => [label, count])),
    ratings: all.ratings - own.ratings,
  };
}

/** The labels of each rater of the kind, by rater code. */
function eachOf(rows: RatingRows, { kind, words, kindOf }: PeopleOptions): Map<number, Vocabulary> {
  const counters = new Map<number, VocabularyCounter>();
  for (let row = 0; row < rows.length; row++) {
    const rater = rows.rater.at(row);
    if (kindOf(rater) !== kind || rows.status.at(row) > 0) continue;
    let counter = counters.get(rater);
    if (counter === undefined) counters.set(rater, (counter = new VocabularyCounter(words)));
    counter.add(rows.label.at(row));
  }
  return new Map(Array.from(counters, ([rater, counter]) => [rater, counter.vocabulary()]));
}

/** Throws DataError for two sets of labels that nobody mixes: what one person gave belongs together. */
export function requireOneSet(rows: RatingRows, { kind, words, kindOf }: PeopleOptions): void {
  // Two sets of two labels each, or there is nothing to tell apart.
  if (new Set(words).size < 4) return;
  const sets = new WordSets(words.length);
  const firstWord = new Int32Array(rows.raters.values.length).fill(-1);
  const codes = byWord(words);
  eachLabel((rater, code) => {
    if (firstWord[rater] < 0) firstWord[rater] = codes[code];
    else sets.join(firstWord[rater], codes[code]);
  });
  const found = new Map<
    number,
    { readonly words: Set<number>; readonly raters: Set<number>; ratings: number }
  >();
  eachLabel((rater, code) => {
    const set = sets.find(codes[code]);
    let part = found.get(set);
    if (part === undefined) found.set(set, (part = { words: new Set(), raters: new Set(), ratings: 0 }));
    part.words.add(codes[code]);
    part.raters.add(rater);
    part.ratings++;
  });
  const parts = [...found.values()].filter((part) => part.words.size > 1 && part.ratings >= fewestRatings);
  if (parts.length < 2) return;
  const [most, other] = parts.sort((a, b) => b.ratings - a.ratings);
  const labels = [most, other].map((part) => Array.from(part.words, (code) => words[code]));
  const names = [most, other].map((part) => Array.from(part.raters, (rater) => rows.raters.values[rater]));
  const map = [...respelled(labels[1], labels[0], true)];
  const who = kind === 'human' ? 'people' : 'references';
  throw new DataError(
    `${who} use two sets of labels that nobody mixes: ${listed(labels[0], 6)} ` +
      `(${listed(names[0], 4)}) and ${listed(labels[1], 6)} (${listed(names[1], 4)})`,
    {},
    map.length > 1
      ? hint`If they mean the same, add ${option('map', Object.fromEntries(map))} (labels in assize.json). If
        one of them is a judge: ${optionLike('judge', 'NAME')}.`
      : hint`If they mean the same, map the words with ${optionLike('map', 'WORD=LABEL')} (labels in
        assize.json). If one of them is a judge: ${optionLike('judge', 'NAME')}. If all are labels of one
        question, declare the codebook (${option('codebook')}).`,
  );

  function eachLabel(see: (rater: number, code: number) => void): void {
    for (let row = 0; row < rows.length; row++) {
      const [rater, code] = [rows.rater.at(row), rows.label.at(row)];
      if (code >= 0 && rows.status.at(row) === 0 && kindOf(rater) === kind) see(rater, code);
    }
  }
}

/** For each label code the first code of the same word. */
function byWord(words: readonly string[]): Int32Array {
  const first = new Map<string, number>();
  return Int32Array.from(words, (word, code) => {
    if (!first.has(word)) first.set(word, code);
    return first.get(word) as number;
  });
}

/** Sets of words that grow together: union by path halving. */
class WordSets {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, word) => word);
  }

  find(word: number): number {
    const parent = this.#parent;
    let at = word;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  }

  join(first: number, second: number): void {
    const [a, b] = [this.find(first), this.find(second)];
    this.#parent[Math.max(a, b)] = Math.min(a, b);
  }
}

function shown({ frequent }: Vocabulary): string {
  return listed(
    frequent.map(({ label }) => label),
    6,
  );
}
