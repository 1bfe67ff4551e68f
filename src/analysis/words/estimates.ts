/** Estimates of `stats` in the shape the Analysis writes: nothing added, extra fields left behind, a missing interval explained. */
import type { Estimate } from '../../stats/index.ts';
import type { Analysis } from '../schema/analysis.ts';

type Written = Analysis['people']['measures'][number]['estimate'];

export function estimateOf(estimate: Estimate & { readonly intervalReason?: string }): Written {
  const { value, standardError, interval, n, counts, assumptions, warnings, reason, intervalReason } = estimate;
  return {
    value,
    standardError,
    interval: { ...interval },
    n,
    counts: { ...counts },
    assumptions: [...assumptions],
    warnings: intervalReason === undefined ? [...warnings] : [...warnings, `no interval: ${intervalReason}`],
    ...(reason === undefined ? {} : { reason }),
  };
}
