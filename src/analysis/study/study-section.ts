/**
 * What a study holds, counted, and what is assumed of it: the part of an Analysis that describes its data.
 */
import type { SayOption, Study } from '../../data/index.ts';
import { notice } from '../../stats/index.ts';
import { scoresBesideGrades } from '../ceiling/scores-beside-grades.ts';
import type { Context } from '../context.ts';
import type { Analysis } from '../schema/analysis.ts';
import { refusalOf } from '../views/set-aside.ts';
import { said } from '../words/notices.ts';

export function studySection(
  { study, people, judges }: Context,
  simulated: boolean,
  say: SayOption,
): Analysis['study'] {
  const labelCounts = study.codebook.labels.map(() => 0);
  for (const label of people.table.label) labelCounts[label]++;
  return {
    title: study.title,
    simulated,
    files: study.files.map((file) => ({ ...file })),
    codebook: study.codebook,
    codebookOrigin: study.codebookOrigin,
    selection: study.selection,
    items: study.items.ids.length,
    labeledItems: people.perItem.filter((count) => count > 0).length,
    overlapItems: people.perItem.filter((count) => count > 1).length,
    ratings: study.ratings.item.length,
    clusters: { count: study.items.clusterIds.length, column: study.items.clusterColumn },
    people: people.raters.length,
    judges: judges.length,
    setAside: setAsideSections({ study, people }, say),
    labelCounts,
    decisions: study.decisions.map((decision) => ({ ...said(decision, say), count: decision.count })),
  };
}

function setAsideSections(
  of: Pick<Context, 'study' | 'people'>,
  say: SayOption,
): Analysis['study']['setAside'] {
  return of.study.setAside.map((found) => {
    const { reason, fix } = refusalOf(found, scoresBesideGrades(of, found));
    const { rater, kind, ratings, code, against } = found;
    return {
      rater,
      kind,
      ratings,
      code,
      against,
      ownLabels: found.ownLabels.map((label) => ({ ...label })),
      labels: found.labels.map((label) => ({ ...label })),
      map: { ...found.map },
      reason: said(reason, say),
      fix: said(fix, say),
    };
  });
}

export function assumptionsOf({ items }: Study): Analysis['assumptions'] {
  const { clusterColumn: column } = items;
  const independent =
    column === null ? notice('independent-items') : notice('independent-column', { column });
  return [independent, notice('people-count'), notice('labeled-like-others')].map((assumption) =>
    said(assumption),
  );
}
