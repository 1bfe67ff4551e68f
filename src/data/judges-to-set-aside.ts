/**
 * Judges whose labels do not meet those of people are set aside before a label is coded: nothing later can hold a figure about them. Where it is
 * people who do not speak of the same labels, the reading stops and asks.
 */
import type { Codebook } from './codebook.ts';
import { byCodeUnit } from './dictionary.ts';
import { respelled } from './label-spelling.ts';
import { numericKey } from './number-text.ts';
import type { RatingRows } from './rating-rows.ts';
import { requireOneSpelling, requireOneVocabulary } from './people-vocabulary.ts';
import type { RaterKind, SetAsideJudge } from './study.ts';
import { type Vocabulary, VocabularyCounter, areTwoKinds, areTwoScales, byFrequency, isScore, meet } from './vocabularies.ts';

/** A column of free text has as many labels as rows. */
const labelsKept = 100;

export interface VocabularyOptions {
  /** Null where the labels are to be proposed from what occurs. */
  readonly codebook: Codebook | null;
  /** The kind of the rater with this code; undefined for one that is left out. */
  readonly kindOf: (rater: number) => RaterKind | undefined;
}

/**
 * The judges that cannot be compared, by rater code. Throws DataError where people spell one label in several ways and no codebook says
 * that these are several labels.
 */
export function judgesToSetAside(rows: RatingRows, { codebook, kindOf }: VocabularyOptions): Map<number, SetAsideJudge> {
  const words = codebook === null ? rows.labels.values.map(numericKey) : codebook.labels.map(({ name }) => name);
  const { people, references, judges } = vocabularies(rows, words, kindOf);
  if (codebook === null) {
    requireOneVocabulary(rows, { words, kindOf }, people);
    requireOneSpelling(references, 'the reference spells');
  }
  const found = new Map<number, SetAsideJudge>();
  for (const [rater, judge] of judges) {
    const fault = unlike(judge, people, 'people', codebook) ?? unlike(judge, references, 'reference', codebook);
    if (fault !== undefined) found.set(rater, Object.freeze({ judge: rows.raters.values[rater], ratings: judge.ratings, ...fault }));
  }
  return found;
}

type Fault = Omit<SetAsideJudge, 'judge' | 'ratings'>;

/** Why the judge cannot be compared with these raters; undefined where it can, or where one of the two said nothing. */
function unlike(judge: Vocabulary, side: Vocabulary, against: Fault['against'], codebook: Codebook | null): Fault | undefined {
  if (judge.ratings === 0 || side.ratings === 0) return undefined;
  const own = [...new Set([...byFrequency(judge).map(({ label }) => label), ...[...judge.columns].sort(byCodeUnit)])];
  const theirs = byFrequency(side).map(({ label }) => label);
  const fault = (code: Fault['code']): Fault => ({
    code,
    against,
    judgeLabels: Object.freeze(byFrequency(judge).slice(0, labelsKept)),
    labels: Object.freeze(byFrequency(side).slice(0, labelsKept)),
    map: Object.freeze(Object.fromEntries(respelled(own, theirs, true))),
  });
  if (codebook !== null) return meet(judge, side) || !areTwoKinds(own, theirs) ? undefined : fault('no shared label');
  if (respelled(own, theirs).size > 0) return fault('spelled differently');
  // One column of probabilities speaks of two labels: the other is the one it does not name.
  if (judge.columns.size === 1 && new Set([...own, ...theirs]).size === 2) return undefined;
  if (isScore(judge, side)) return fault('scores of the judge');
  if (isScore(side, judge)) return fault('scores of people');
  if (areTwoScales(judge, side)) return fault('two scales');
  if (meet(judge, side)) return undefined;
  return fault(own.some((word) => side.counts.has(word)) ? 'few shared labels' : 'no shared label');
}

interface Vocabularies {
  readonly people: Vocabulary;
  readonly references: Vocabulary;
  /** By rater code. */
  readonly judges: ReadonlyMap<number, Vocabulary>;
}

function vocabularies(rows: RatingRows, words: readonly string[], kindOf: VocabularyOptions['kindOf']): Vocabularies {
  const kinds = rows.raters.values.map((_, rater) => kindOf(rater));
  const counter = (): VocabularyCounter => new VocabularyCounter(words);
  const [people, references] = [counter(), counter()];
  const judges = new Map(kinds.flatMap((kind, rater) => (kind === 'judge' ? [[rater, counter()] as const] : [])));
  for (let row = 0; row < rows.length; row++) {
    const rater = rows.rater.at(row);
    if (rater < 0 || rows.status.at(row) > 0) continue;
    const label = rows.label.at(row);
    const judge = judges.get(rater);
    if (judge !== undefined) judge.addVerdict(rows, row, label);
    else if (kinds[rater] === 'human') people.add(label);
    else if (kinds[rater] === 'reference') references.add(label);
  }
  return {
    people: people.vocabulary(),
    references: references.vocabulary(),
    judges: new Map(Array.from(judges, ([rater, counted]) => [rater, counted.vocabulary()])),
  };
}
