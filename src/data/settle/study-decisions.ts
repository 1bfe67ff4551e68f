/** What the reader decided about the data, in words with counts: printed before any answer. */
import type { Codebook } from '../study/codebook.ts';
import { byCodeUnit } from '../intake/dictionary.ts';
import { listed, quoted } from '../words/nearest-word.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import { missingWordDecisions, missingWordWarnings } from './settle-missing-words.ts';
import type { SettledItems } from './settle-items.ts';
import type { SettledProbabilities } from './settle-probabilities.ts';
import type { SettledRows } from './settle-rows.ts';
import type { SettledLabels } from './settle-labels.ts';
import type { SettleOptions } from '../read-options.ts';
import { type Decision, type Ratings, type SetAside, type StudyWarning, ratingStatuses } from '../study/study.ts';

export interface Counted {
  readonly rows: RatingRows;
  /** Ratings of −1 that stand for no grade. */
  readonly noGrades: number;
  /** Words that became labels of a proposed codebook. */
  readonly spellings: number;
  readonly setAside: readonly SetAside[];
  readonly options: SettleOptions;
  readonly codebook: Codebook;
  readonly proposed: boolean;
  readonly labels: SettledLabels;
  readonly probabilities: SettledProbabilities;
  readonly items: SettledItems;
  readonly settled: SettledRows;
  readonly empty: number;
  readonly ratings: Ratings;
}

export function studyDecisions(counted: Counted): Decision[] {
  const { rows, spellings, setAside, options, codebook, proposed, labels, probabilities, items, settled, empty, ratings } = counted;
  const names = listed(codebook.labels.map(({ name }) => name));
  const carried = [...items.items.fields, ...ratings.fields].map(({ name }) => name).sort(byCodeUnit);
  const trimmed = rows.items.trimmed + rows.raters.trimmed;
  const all: Decision[] = [
    {
      code: 'codebook proposed',
      text: `proposed codebook: ${names} (${codebook.scale}), ${codebook.labels.length} labels`,
      count: proposed ? codebook.labels.length : 0,
    },
    {
      code: 'numeric labels',
      text: 'spellings of a number were read as the same label as another (3 and 3.0)',
      count: proposed ? spellings - codebook.labels.length : 0,
    },
    ...missingWordDecisions(rows),
    ...setAside.map(({ rater, against, ratings: count }) => ({
      code: 'set aside',
      text: `ratings of ${quoted(rater)} are left out: its labels are not those of ${against === 'people' ? 'people' : 'the reference'}`,
      count,
    })),
    { code: 'filtered', text: 'rows did not pass where and were left out', count: options.filtered },
    { code: 'no label', text: 'rows have no label, no status and no probabilities: no ratings', count: empty },
    ...statusDecisions(ratings.status),
    { code: 'identical duplicates', text: 'rows repeat another row and were merged with it', count: settled.identical },
    {
      code: 'conflicting duplicates',
      text: `rows rate the same item by the same rater in another way and were left out (duplicates: ${options.duplicates})`,
      count: settled.conflicting,
    },
    {
      code: 'renormalized',
      text: 'rows of probabilities did not sum to 1 and were renormalized; the missing mass is kept',
      count: probabilities.counts.renormalized,
    },
    {
      code: 'probabilities dropped',
      text: 'rows of probabilities sum to less than 0.5 and were not used',
      count: probabilities.counts.dropped,
    },
    {
      code: 'probabilities of people',
      text: 'rows of people have probabilities, which were not used',
      count: probabilities.counts.ofPeople,
    },
    { code: 'label from probabilities', text: 'judge rows without a label took that of their highest probability', count: labels.filled },
    {
      code: 'tied probabilities',
      text: 'judge rows without a label have two highest probabilities and stay without one',
      count: labels.tied,
    },
    { code: 'own cluster', text: `items have no ${options.clusterColumn} and are clusters of their own`, count: items.withoutCluster },
    { code: 'trimmed', text: 'names of items or raters had white space around them, which was cut off', count: trimmed },
    { code: 'carried', text: `columns are carried along: ${listed(carried)}`, count: carried.length },
  ];
  return all.filter(({ count }) => count > 0).map((decision) => Object.freeze(decision));
}

function statusDecisions(status: Uint8Array): Decision[] {
  return ratingStatuses.slice(1).map((name, at) => ({
    code: name,
    text: `ratings have the status ${name}: counted, and no label`,
    count: status.reduce((count, code) => count + (code === at + 1 ? 1 : 0), 0),
  }));
}

export function studyWarnings({ rows, labels, noGrades }: Counted): StudyWarning[] {
  if (labels.differing === 0) return missingWordWarnings(rows, noGrades);
  return [
    ...missingWordWarnings(rows, noGrades),
    {
      code: 'label is not the most probable',
      text: `${labels.differing} judge rows have a label that is not the one of their highest probability`,
      meaning:
        'The label was sampled, or comes from another call than the probabilities. assize takes the most probable label everywhere; the one written decides an exact tie only.',
    },
  ];
}
