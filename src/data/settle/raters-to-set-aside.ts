/**
 * Judges whose labels do not meet those of people are set aside before a label is coded: nothing later can
 * take their words for labels. So are references. Where it is people who do not speak of the same labels, the
 * reading stops and asks.
 */
import type { Codebook } from '../study/codebook.ts';
import { byCodeUnit } from '../intake/dictionary.ts';
import { answersTwice, polarity, respelled } from '../words/label-spelling.ts';
import { numericKey, parseNumber } from '../words/number-text.ts';
import { requireOneSet, requireOneVocabulary } from './people-vocabulary.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { RaterKind } from '../study/rater-kind.ts';
import type { SetAside } from '../study/study.ts';
import {
  type Vocabulary,
  VocabularyCounter,
  areScores,
  areTwoScales,
  meet,
  nearlyAll,
  ownDecimals,
  shareCarried,
} from './vocabularies.ts';

/** A column of free text has as many labels as rows. */
const labelsKept = 100;

export interface VocabularyOptions {
  /** Null where the labels are to be proposed from what occurs. */
  readonly codebook: Codebook | null;
  /** The kind of the rater with this code; undefined for one that is left out. */
  readonly kindOf: (rater: number) => RaterKind | undefined;
}

/**
 * The judges and references that cannot be compared, by rater code. Throws DataError where people, or
 * references, do not speak of the same labels among themselves and no codebook says that these are labels of
 * one question.
 */
export function ratersToSetAside(
  rows: RatingRows,
  { codebook, kindOf }: VocabularyOptions,
): Map<number, SetAside> {
  const words =
    codebook === null ? rows.labels.values.map(numericKey) : codebook.labels.map(({ name }) => name);
  const { people, references, others } = vocabularies(rows, words, kindOf);
  if (codebook === null) {
    requireOneVocabulary(rows, { kind: 'human', words, kindOf }, people);
    requireOneVocabulary(rows, { kind: 'reference', words, kindOf }, references);
  } else if (answersTwice(words) > 1) {
    // Declared side by side they are labels; used side by side by people who never mix them, two vocabularies
    // all the same.
    requireOneSet(rows, { kind: 'human', words, kindOf });
    requireOneSet(rows, { kind: 'reference', words, kindOf });
  }
  const found = new Map<number, SetAside>();
  for (const [rater, { kind, vocabulary }] of others) {
    // With people there, references are held to their labels as judges are; without, judges to those of the
    // references.
    const against = people.ratings > 0 ? 'people' : 'reference';
    if (against === 'reference' && kind === 'reference') continue;
    const fault = unlike(vocabulary, against === 'people' ? people : references, against, codebook);
    if (fault !== undefined)
      found.set(
        rater,
        Object.freeze({ rater: rows.raters.values[rater], kind, ratings: vocabulary.rows, ...fault }),
      );
  }
  return found;
}

/** length items of the rows: the mean of the rater's scores of each, NaN where it gave none. */
export function scoresByItem(rows: RatingRows, rater: number): Float64Array {
  const values = rows.labels.values.map(parseNumber);
  const sum = new Float64Array(rows.items.values.length);
  const count = new Int32Array(sum.length);
  for (let row = 0; row < rows.length; row++) {
    if (rows.rater.at(row) !== rater || rows.label.at(row) < 0 || rows.status.at(row) > 0) continue;
    const score = values[rows.label.at(row)];
    if (!Number.isFinite(score)) continue;
    sum[rows.item.at(row)] += score;
    count[rows.item.at(row)]++;
  }
  return sum.map((total, item) => total / count[item]);
}

type Fault = Omit<SetAside, 'rater' | 'kind' | 'ratings'>;

/**
 * Why these labels cannot be compared with those of the others; undefined where they can, or where one of the
 * two said nothing.
 */
function unlike(
  own: Vocabulary,
  side: Vocabulary,
  against: Fault['against'],
  codebook: Codebook | null,
): Fault | undefined {
  if (own.ratings === 0 || side.ratings === 0) return undefined;
  const mine = [
    ...new Set([...own.frequent.map(({ label }) => label), ...[...own.columns].sort(byCodeUnit)]),
  ];
  const theirs = side.frequent.map(({ label }) => label);
  const fault = (code: Fault['code']): Fault => ({
    code,
    against,
    ownLabels: Object.freeze(own.frequent.slice(0, labelsKept)),
    labels: Object.freeze(side.frequent.slice(0, labelsKept)),
    map: Object.freeze(Object.fromEntries(respelled(mine, theirs, true))),
  });
  if (codebook !== null)
    return meet(own, side) || answersTwice(theirs.concat(mine)) < 2 ? undefined : fault('no shared label');
  if (respelled(mine, theirs).size > 0 || respelled(theirs, mine).size > 0)
    return fault('spelled differently');
  if (isTheOther(mine, theirs, own)) return undefined;
  if (areScores(ownDecimals(own, side), own.ratings, side.counts.size, false)) return fault('scores');
  // It gives hardly a label that people do not: then they use a finer scale, and it a part of that.
  const isPart = shareCarried(own, side) >= nearlyAll;
  if (areScores(ownDecimals(side, own), side.ratings, own.counts.size, isPart))
    return fault('scores of the others');
  if (areTwoScales(own, side)) return fault('two scales');
  if (meet(own, side)) return undefined;
  return fault(mine.some((word) => side.counts.has(word)) ? 'few shared labels' : 'no shared label');
}

/**
 * One column of probabilities speaks of two labels, the one it names and the one it does not: the others gave
 * that, and it is no other word for the first.
 */
function isTheOther(mine: readonly string[], theirs: readonly string[], { columns }: Vocabulary): boolean {
  if (columns.size !== 1 || new Set([...mine, ...theirs]).size > 2) return false;
  const [column] = columns;
  const side = polarity(column, true);
  return theirs.includes(column) || side === 0 || theirs.every((word) => polarity(word, true) !== side);
}

interface Vocabularies {
  readonly people: Vocabulary;
  readonly references: Vocabulary;
  /** Judges and references one by one, by rater code. */
  readonly others: ReadonlyMap<
    number,
    { readonly kind: Exclude<RaterKind, 'human'>; readonly vocabulary: Vocabulary }
  >;
}

function vocabularies(
  rows: RatingRows,
  words: readonly string[],
  kindOf: VocabularyOptions['kindOf'],
): Vocabularies {
  const kinds = rows.raters.values.map((_, rater) => kindOf(rater));
  const [people, references] = [new VocabularyCounter(words), new VocabularyCounter(words)];
  const others = kinds.map((kind) =>
    kind === 'judge' || kind === 'reference' ? new VocabularyCounter(words) : undefined,
  );
  for (let row = 0; row < rows.length; row++) {
    const rater = rows.rater.at(row);
    if (rater < 0) continue;
    const label = rows.label.at(row);
    const own = others[rater];
    if (rows.status.at(row) > 0) own?.addWithout();
    else if (kinds[rater] === 'judge') own?.addVerdict(rows, row, label);
    else if (kinds[rater] === 'human') people.add(label);
    else if (kinds[rater] === 'reference') {
      own?.add(label);
      references.add(label);
    }
  }
  const counted = others.flatMap((counter, rater) =>
    counter === undefined
      ? []
      : [[rater, { kind: kinds[rater] as 'judge' | 'reference', vocabulary: counter.vocabulary() }] as const],
  );
  return { people: people.vocabulary(), references: references.vocabulary(), others: new Map(counted) };
}
