/** What a reader should know of a judge before believing a figure about it. */
import { counted } from '../words/figures.ts';
import type { Notice, Study } from '../../data/index.ts';
import { notice } from '../../stats/index.ts';
import type { JudgeResult } from './analyze-judge.ts';
import { stampOf } from './errors-by-label.ts';
import type { PeopleView } from '../views/people-view.ts';

export function warnJudge(study: Study, people: PeopleView, { view, analysis }: JudgeResult): Notice[] {
  const judge = view.name;
  const unshared = labelsOfJudgeAlone(study, people, view);
  return [
    ...(view.split.size > 0 ? [notice('order-inconsistent', { judge, items: view.split.size })] : []),
    ...(unshared.length > 0 ? [notice('labels-of-judge-alone', { judge, labels: unshared })] : []),
    ...stampWarning(judge, analysis),
    ...(view.tied > 0 ? [notice('judge-tied', { judge, items: view.tied })] : []),
    ...(view.meanMissingMass > mostMissing
      ? [notice('off-label-mass', { judge, share: view.meanMissingMass })]
      : []),
    ...(view.orders !== null && view.orders.itemsWithOne > 0
      ? [notice('one-order', { judge, items: view.orders.itemsWithOne })]
      : []),
    ...analysis.agreement.difference.warnings.map(({ code, facts }) =>
      notice('thin-evidence', { judge, why: { code, facts } }),
    ),
    ...sideBias(judge, analysis.orders),
    ...(analysis.calibration?.notes ?? []).map(({ code, facts }) =>
      notice('calibration', { judge, why: { code, facts } }),
    ),
  ];
}

/** Of a judge's probability, the mean share outside the labels that is still no reason to doubt it. */
const mostMissing = 0.1;

function stampWarning(judge: string, { agreement: { byLabel } }: JudgeResult['analysis']): Notice[] {
  const stamp = stampOf(byLabel);
  if (stamp === undefined) return [];
  const { label, judgeAllItems, people } = stamp.missed;
  return [
    notice('rubber-stamp', {
      judge,
      says: stamp.label,
      missed: label,
      found: judgeAllItems.value,
      people: Number.isNaN(people.value) ? null : people.value,
    }),
  ];
}

/** By probabilities where there are any: they show a lean that no verdict does. */
function sideBias(judge: string, orders: JudgeResult['analysis']['orders']): Notice[] {
  if (orders === null || orders.itemsWithBoth === 0) return [];
  const { bias, flips } = orders;
  if (!Number.isNaN(bias.value)) {
    if (!(bias.interval.lower > 0 || bias.interval.upper < 0)) return [];
    return [notice('side-bias', { judge, side: bias.value > 0 ? 'first' : 'second' })];
  }
  if (flips === null || flips.leanToFirst.warnings.length > 0) return [];
  const { value, interval } = flips.leanToFirst;
  if (!(interval.lower > 0.5 || interval.upper < 0.5)) return [];
  const side = value > 0.5 ? 'first' : 'second';
  return [notice('side-bias-of-labels', { judge, side, share: Math.max(value, 1 - value) })];
}

/** Labels with their counts, on the items that people labeled. */
function labelsOfJudgeAlone(
  { codebook }: Study,
  { table, perItem }: PeopleView,
  { label }: JudgeResult['view'],
): string[] {
  const given = new Set(table.label);
  const counts = codebook.labels.map(() => 0);
  label.forEach((code, item) => {
    if (code >= 0 && perItem[item] > 0 && !given.has(code)) counts[code]++;
  });
  return counts
    .flatMap((count, code) => (count === 0 ? [] : [`${codebook.labels[code].name} (${counted(count)})`]))
    .slice(0, 10);
}
