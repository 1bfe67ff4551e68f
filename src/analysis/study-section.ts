/** What a study holds, counted: the part of an Analysis that describes its data. */
import type { Study } from '../data/index.ts';
import type { Analysis } from './analysis.ts';
import type { PeopleView } from './views.ts';

export function studySection(study: Study, people: PeopleView, judgeCount: number, simulated: boolean): Analysis['study'] {
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
    judges: judgeCount,
    labelCounts,
    decisions: study.decisions.map((decision) => ({ ...decision })),
  };
}
