/** What a study holds, counted: the part of an Analysis that describes its data. */
import type { SetAside, Study } from '../../data/index.ts';
import type { Analysis } from '../schema/analysis.ts';
import { refusalOf } from './set-aside.ts';
import type { PeopleView } from '../views/views.ts';

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
    setAside: study.setAside.map(setAsideSection),
    labelCounts,
    decisions: study.decisions.map((decision) => ({ ...decision })),
  };
}

function setAsideSection(rater: SetAside): Analysis['study']['setAside'][number] {
  const { reason, fix } = refusalOf(rater);
  const copies = { ownLabels: rater.ownLabels.map((label) => ({ ...label })), labels: rater.labels.map((label) => ({ ...label })) };
  return { ...rater, ...copies, map: { ...rater.map }, reason, fix };
}
