import { type Notice, notice } from '../numeric/estimate.ts';
import { studentCdf } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import { clustersWith } from '../numeric/numbered-clusters.ts';
import { clusterVariance } from './cluster-variance.ts';
import { hypergeometricTail } from './hypergeometric-tail.ts';
import type { LabeledSample } from './labeled-sample.ts';

/**
 * Whether the judge's values on the labeled items look like those of a random part of the pool.
 *
 * For catching labels that were declared random and were not: the uncertain items, the failures, the first
 * page. It compares how many items have a value above a bound. It sees a choice only where the judge's values
 * tell of it: a large p-value is no proof of a random draw.
 *
 * pValue = min(1, 2 · min(P(H ≤ h), P(H ≥ h))), h the labeled items above the bound, H hypergeometric:
 * labeled draws from the pool without replacement in clusters: the larger of that and 2 · P(t <
 * −|labeledShare − unlabeledShare| / standardError), the standard error by cluster and t with the clusters of
 * the side that has fewer, less one, as degrees of freedom. Which of the two holds depends on whether items
 * or whole clusters were drawn, and nobody says.
 *
 * `sample`: labeled and unlabeled items with the judge's value; no verdict is not above the bound. `above`:
 * the bound.
 *
 * Returns the two shares and the p-value: how often a random draw differs at least so much. pValue is NaN,
 * with a `reason`, without unlabeled items, and where clusters of several items are fewer than 10 on either
 * side.
 *
 * Throws InputError for a bound that is not finite.
 *
 * @example
 * const judge = [1, 1, 1, 1, 1, 1, 1, 1];
 * const sample = labeledSample({ selection: 'random', outcome: judge, judge, unlabeledJudge: [1, 1, 0, 0, 0, 0, 0, 0], clusters: 'items' });
 * selectionBalance(sample, { above: 0.5 }).pValue; // 0.00699
 *
 * Source: [hansen-bowers-2008], section 2, for the comparison with what the design would draw; [liang-zeger-1986] for clusters.
 */
export function selectionBalance(
  sample: LabeledSample,
  { above }: { readonly above: number },
): SelectionBalance {
  if (!Number.isFinite(above))
    throw new InputError(`selectionBalance requires a finite bound; received ${above}`);
  const labeled = marksOf(sample.judge, above);
  const unlabeled = marksOf(sample.unlabeled.judge, above);
  const [labeledShare, unlabeledShare] = [
    labeled.sum / labeled.marks.length,
    unlabeled.sum / unlabeled.marks.length,
  ];
  const found = (pValue: number, reason?: Notice): SelectionBalance =>
    Object.freeze({ labeledShare, unlabeledShare, pValue, ...(reason === undefined ? {} : { reason }) });
  if (unlabeled.marks.length === 0) return found(NaN, notice('no-unlabeled-item'));
  const byItems = hypergeometricTail(
    labeled.sum,
    labeled.marks.length,
    labeled.sum + unlabeled.sum,
    labeled.marks.length + unlabeled.marks.length,
  );
  const { cluster, clusterCount } = sample;
  if (clusterCount === labeled.marks.length + unlabeled.marks.length) return found(byItems);
  const fewest = Math.min(
    clustersWith(cluster, clusterCount),
    clustersWith(sample.unlabeled.cluster, clusterCount),
  );
  if (fewest < 10) return found(NaN, notice('few-clusters-to-compare', { clusters: fewest, from: 10 }));
  const parts = [
    { values: labeled.marks, clusters: cluster },
    { values: unlabeled.marks.map((mark) => -mark), clusters: sample.unlabeled.cluster },
  ];
  const difference = Math.abs(labeledShare - unlabeledShare);
  const standardError = Math.sqrt(clusterVariance(parts, clusterCount));
  return found(
    difference === 0 ? 1 : Math.max(byItems, 2 * studentCdf(-difference / standardError, fewest - 1)),
  );
}

export interface SelectionBalance {
  /** Share of labeled items with a value above the bound, and of unlabeled ones. */
  readonly labeledShare: number;
  readonly unlabeledShare: number;
  readonly pValue: number;
  readonly reason?: Notice;
}

function marksOf(values: Float64Array, above: number): { marks: Float64Array; sum: number } {
  const marks = values.map((value) => (value > above ? 1 : 0));
  return { marks, sum: marks.reduce((sum, mark) => sum + mark, 0) };
}
