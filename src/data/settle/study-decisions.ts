/** What the reader decided about the data, with counts: printed before any answer. */
import type { Codebook } from '../study/codebook.ts';
import { byCodeUnit } from '../intake/dictionary.ts';
import type { Notice } from '../notice.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import { missingWordDecisions, missingWordWarnings } from './settle-missing-words.ts';
import type { SettledItems } from './settle-items.ts';
import type { SettledProbabilities } from './settle-probabilities.ts';
import type { SettledRows } from './settle-rows.ts';
import type { SettledLabels } from './settle-labels.ts';
import type { SettleOptions } from '../read-options.ts';
import { type Decision, type Ratings, type SetAside, ratingStatuses } from '../study/study.ts';

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
  const {
    rows,
    spellings,
    setAside,
    options,
    codebook,
    proposed,
    labels,
    probabilities,
    items,
    settled,
    empty,
    ratings,
  } = counted;
  const carried = [...items.items.fields, ...ratings.fields].map(({ name }) => name).sort(byCodeUnit);
  const trimmed = rows.items.trimmed + rows.raters.trimmed;
  const all: Decision[] = [
    ...options.reading,
    decision('codebook-proposed', proposed ? codebook.labels.length : 0, {
      labels: codebook.labels.map(({ name }) => name),
      scale: codebook.scale,
    }),
    decision('numeric-labels', proposed ? spellings - codebook.labels.length : 0),
    decision('one-in-list', rows.lists.one),
    decision('several-in-list', rows.lists.several),
    ...missingWordDecisions(rows),
    ...setAside.map(({ rater, against, ratings: count }) =>
      decision('set-aside-ratings', count, { rater, against }),
    ),
    decision('filtered', options.filtered),
    decision('no-label', empty),
    ...ratingStatuses.slice(1).map((name, at) =>
      decision(
        name,
        ratings.status.reduce((count, code) => count + (code === at + 1 ? 1 : 0), 0),
      ),
    ),
    decision('identical-duplicates', settled.identical),
    decision('conflicting-duplicates', settled.conflicting, { rule: options.duplicates ?? 'error' }),
    decision('renormalized', probabilities.counts.renormalized),
    decision('probabilities-dropped', probabilities.counts.dropped),
    decision('probabilities-of-people', probabilities.counts.ofPeople),
    decision('label-from-probabilities', labels.filled),
    decision('tied-probabilities', labels.tied),
    decision('own-cluster', items.withoutCluster, { column: options.clusterColumn }),
    decision('trimmed', trimmed),
    decision('carried', carried.length, { columns: carried }),
  ];
  return all.filter(({ count }) => count > 0);
}

/** Its facts hold the count too, so that its sentence can say it. */
export function decision(code: string, count: number, facts: Notice['facts'] = {}): Decision {
  return Object.freeze({ code, count, facts: Object.freeze({ ...facts, count }) });
}

export function studyWarnings({ rows, labels, noGrades }: Counted): Notice[] {
  const missing = missingWordWarnings(rows, noGrades);
  return labels.differing === 0
    ? missing
    : [...missing, { code: 'label-not-most-probable', facts: { rows: labels.differing } }];
}
