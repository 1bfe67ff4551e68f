/** Which errors a judge makes: label by label, beside what people make of each other's labels. */
import type { Study } from '../../data/index.ts';
import { type IntervalRequest, labelAgreement } from '../../stats/index.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import type { JudgeView } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';
import { estimateOf } from '../words/estimates.ts';

type ByLabel = JudgeAnalysis['agreement']['byLabel'];

export function errorsByLabel(
  { codebook }: Study,
  { table }: PeopleView,
  { label, split }: JudgeView,
  interval: IntervalRequest,
): ByLabel {
  return labelAgreement(table, label, { interval, split }).map(({ judge, people, judgeAllItems }, code) => ({
    label: codebook.labels[code].name,
    judge: estimateOf(judge, { role: 'judge-with-people' }),
    people: estimateOf(people, { role: 'people-with-people' }),
    judgeAllItems: estimateOf(judgeAllItems, { role: 'judge-with-people' }),
  }));
}

/** A share so high, or so low, that a judge says one label whatever it sees. */
const nearlyAll = 0.9;
const nearlyNone = 0.25;

/**
 * The label that the judge says of nearly everything, where it finds hardly any of another that people find
 * in each other's: by the intervals, not the points. Undefined where it is no rubber stamp.
 */
export function stampOf(
  byLabel: ByLabel,
): { readonly label: string; readonly missed: ByLabel[number] } | undefined {
  const known = byLabel.filter(({ judgeAllItems }) => !Number.isNaN(judgeAllItems.interval.lower));
  const stamp = known.find(({ judgeAllItems }) => judgeAllItems.interval.lower >= nearlyAll);
  const missed = known.find(({ judgeAllItems }) => judgeAllItems.interval.upper <= nearlyNone);
  return stamp === undefined || missed === undefined ? undefined : { label: stamp.label, missed };
}
