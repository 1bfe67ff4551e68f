/**
 * A judge that says the same of every item: it knows nothing of any, and an interval that is shorter beside
 * it is so by its method alone.
 */
import type { Study } from '../../data/index.ts';
import { type Estimate, notice } from '../../stats/index.ts';
import { judgeCalls } from '../views/judge-values.ts';
import type { RateEvent } from '../views/rate-event.ts';
import type { RatePool } from './rate-pool.ts';
import type { JudgeView } from '../views/judge-view.ts';

/** Whether all items of the pool have one call and, where `byCalls` is false, one set of probabilities. */
export function isConstant(
  study: Study,
  event: RateEvent,
  judge: JudgeView,
  pool: RatePool,
  byCalls: boolean,
): boolean {
  const calls = judgeCalls(study, judge, event);
  const labels = byCalls || judge.probabilities === null ? [] : [...study.codebook.labels.keys()];
  const valuesOf = (item: number): number[] => [
    calls[item],
    ...labels.map((label) => judge.probabilities![item * study.codebook.labels.length + label]),
  ];
  const items = [...pool.compared, ...pool.unlabeled];
  const first = valuesOf(items[0]);
  return items.every((item) =>
    valuesOf(item).every((value, at) => Object.is(value, first[at]) || Math.abs(value - first[at]) <= 1e-12),
  );
}

export function withoutInformation<Given extends Estimate>(estimate: Given): Given {
  return { ...estimate, warnings: [...estimate.warnings, notice('constant-judge')] };
}
