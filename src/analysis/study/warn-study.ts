/** What a reader should know of the data, whatever is estimated from them. */
import type { Notice } from '../../data/index.ts';
import { notice } from '../../stats/index.ts';
import type { Context } from '../context.ts';
import { type RaterSummary, raterSummaries } from './rater-summaries.ts';
import { setAsideWarnings } from '../views/set-aside.ts';

export function warnStudy({ study, people }: Context): Notice[] {
  const labeled = people.perItem.filter((count) => count > 0).length;
  const isUndeclared = study.selection === null && labeled > 0 && labeled < study.items.ids.length;
  return [
    ...setAsideWarnings(study),
    // docs/traps.md, 6: rows that belong together are not independent.
    ...(study.items.clusterColumn === null ? [notice('no-clusters')] : []),
    ...(isUndeclared ? [notice('selection-unknown', { items: labeled })] : []),
    ...silentRaters(raterSummaries(study)),
    ...study.warnings,
  ];
}

/** Raters that are named one by one. */
const ratersNamed = 5;

// docs/traps.md, 14: what was not answered stands in every report.
function silentRaters(summaries: readonly RaterSummary[]): Notice[] {
  const silent = summaries.filter((rater) => rater.abstain + rater.invalid > 0);
  if (silent.length === 0) return [];
  const raters = silent
    .slice(0, ratersNamed)
    .map((rater) => `${rater.id} ${rater.abstain + rater.invalid} of ${rater.ratings}`);
  return [notice('not-answered', { raters, more: Math.max(0, silent.length - ratersNamed) })];
}
