/**
 * Estimates of `stats` in the shape the Analysis writes: nothing added, extra fields left behind, a missing
 * interval explained.
 */
import { type Estimate, type Notice, noInterval } from '../../stats/index.ts';
import type { Analysis } from '../schema/analysis.ts';
import { said } from './notices.ts';

type Written = Analysis['people']['measures'][number]['estimate'];

/** Which figure it is, and in what unit: a share unless it is said. */
export interface Kind {
  readonly role: Written['role'];
  readonly unit?: Written['unit'];
}

export function estimateOf(
  estimate: Estimate & { readonly intervalReason?: Notice },
  { role, unit = 'share' }: Kind,
): Written {
  const { value, standardError, interval, n, counts, assumptions, warnings, reason, intervalReason } =
    estimate;
  const missing = intervalReason === undefined ? [] : [noInterval(intervalReason)];
  return {
    role,
    unit,
    value,
    standardError,
    interval: { ...interval },
    n,
    counts: { ...counts },
    assumptions: assumptions.map((assumption) => said(assumption)),
    warnings: [...warnings, ...missing].map((warning) => said(warning)),
    ...(reason === undefined ? {} : { reason: said(reason) }),
  };
}
