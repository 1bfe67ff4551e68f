/**
 * A consensus that would be the judge alone is said first: it would mislead most. Then what a model says of
 * itself.
 */
import type { Notice } from '../../data/index.ts';
import { notice } from '../../stats/index.ts';
import type { ConsensusAnalysis } from '../schema/analysis.ts';

// docs/traps.md, 1, in its quiet form: a consensus that is the judge alone.
export function warnLabels({ collapse, method, notices }: ConsensusAnalysis): Notice[] {
  const ofModel = notices.map(({ code, facts }) => notice('consensus-model', { why: { code, facts } }));
  if (method !== 'refused' || collapse?.collapsed !== true) return ofModel;
  const why = collapse.reasons.map(({ code, facts }) => ({ code, facts }));
  return [notice('consensus-collapsed', { why })];
}
