import { hypergeometricTail } from './hypergeometric-tail.ts';
import type { LabeledSample } from '../inference/labeled-sample.ts';
import { rateDesign } from '../inference/rate-estimate.ts';

/**
 * Whether a judge is silent on the target as often as a calibration set lets expect.
 *
 * For error rates that are carried over from a set of its own (`roganGladen`). If the judge is silent as
 * often on the target as on the set, of yes and of no each, then its share of silence on the target lies
 * between its shares on the set's yes and on its no, whatever the target's mix. A share outside says that the
 * error rates do not carry over: as a rule the judge was never asked about some of the items.
 *
 * pValue = 1 where unlabeledShare lies between yesShare and noShare; else the larger of two exact tests, of
 * unlabeledShare against each
 *
 * `sample`: judge values are NaN where there is no verdict. An outcome of at least ½ counts as yes.
 *
 * Returns the three shares of items without a verdict, and the p-value. NaN: the share of a side that no
 * labeled item has, or of unlabeled items where there are none; the p-value then, and in clusters of several
 * items, which the exact test does not know.
 *
 * @example
 * const outcome = [1, 1, 1, 0, 0, 0];
 * const sample = labeledSample({ selection: 'separate', outcome, judge: [1, 1, 1, 0, 0, null], unlabeledJudge: [1, 1, 0, null], clusters: 'items' });
 * noVerdictBalance(sample).pValue; // 1
 *
 * Source: [rogan-gladen-1978] for the assumption; the exact test is Fisher's, [hansen-bowers-2008], section
 * 2.
 */
export function noVerdictBalance(sample: LabeledSample): NoVerdictBalance {
  const { outcome, judge, unlabeled } = sample;
  const yes = silence(judge.filter((_, i) => outcome[i] >= 0.5));
  const no = silence(judge.filter((_, i) => outcome[i] < 0.5));
  const target = silence(unlabeled.judge);
  const shares = { yesShare: yes.share, noShare: no.share, unlabeledShare: target.share };
  if (!rateDesign(sample).singleItems || [yes, no, target].some(({ items }) => items === 0))
    return Object.freeze({ ...shares, pValue: NaN });
  const between = (target.share - yes.share) * (target.share - no.share) <= 0;
  return Object.freeze({
    ...shares,
    pValue: between ? 1 : Math.max(difference(target, yes), difference(target, no)),
  });
}

export interface NoVerdictBalance {
  /**
   * Of the labeled items that people call yes, the share without a verdict; of those they call no; and of the
   * unlabeled.
   */
  readonly yesShare: number;
  readonly noShare: number;
  readonly unlabeledShare: number;
  readonly pValue: number;
}

interface Silence {
  readonly silent: number;
  readonly items: number;
  readonly share: number;
}

function silence(judge: Float64Array): Silence {
  const silent = judge.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  return { silent, items: judge.length, share: silent / judge.length };
}

function difference(a: Silence, b: Silence): number {
  return hypergeometricTail(a.silent, a.items, a.silent + b.silent, a.items + b.items);
}
