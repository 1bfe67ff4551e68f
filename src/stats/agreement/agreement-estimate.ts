/**
 * What the measures of agreement share: an estimate whose interval is asked for by naming the clusters, and
 * the counts of what was left out. A measure says what an item adds to its sums and how its numbers follow
 * from them; value, interval and jackknife all come from those sums.
 */
import { clopperPearson } from '../numeric/clopper-pearson.ts';
import {
  type BootstrapEstimate,
  type BootstrapOptions,
  clusterBootstrap,
} from '../numeric/cluster-bootstrap.ts';
import {
  type ClusterSums,
  type Clusters,
  type UnitSums,
  clusterSums,
  totalSums,
} from '../numeric/cluster-sums.ts';
import { type Estimate, type Notice, notice, unknownInterval } from '../numeric/estimate.ts';

/**
 * An interval has to be asked for, and asking means saying what varies together: a cluster code for each item
 * (the prompt, the conversation), or `'items'` for items that are independent of each other (docs/traps.md,
 * 6).
 */
export interface IntervalRequest extends BootstrapOptions {
  readonly clusters: Clusters;
}

/** An agreement with what it stands on. `counts.clusters` is NaN where no interval was asked for. */
export interface AgreementEstimate extends Estimate {
  /** Items that could not take part: too few ratings, or a missing one. */
  readonly excludedItems: number;
  /** Resamples drawn for the interval, and those among them in which the measure does not exist. */
  readonly replicates: number;
  readonly undefinedReplicates: number;
  /** Why a value that exists has no interval. */
  readonly intervalReason?: Notice;
}

/** Sums over items, and the numbers that follow from them: NaN where one does not exist. */
export interface AgreementMeasure extends UnitSums {
  numbersOf(sums: Float64Array): ArrayLike<number>;
}

/** What a caller knows of one number of its measure. */
export interface AgreementFacts {
  /** Units the value averages over. */
  readonly n: number;
  readonly items: number;
  readonly labels: number;
  readonly excludedItems: number;
  /**
   * A share has an exact interval where no resample differs; a chance-corrected measure and a contrast of
   * shares have none.
   */
  readonly kind: 'share' | 'chance-corrected' | 'contrast';
  /** Said only where the value is NaN. */
  readonly reason: Notice;
  readonly warnings?: readonly Notice[];
  /**
   * The sum that counts the units of this number. A cluster that adds nothing to it (its items have one
   * rating each and serve the margins only) is not one of the clusters the number stands on. Without it,
   * every cluster is.
   */
  readonly unitSum?: number;
}

/**
 * The number of clusters from which an interval is tested, set after simulating at nominal 0.95 in the world
 * of test/simulation/agreement-coverage; docs/validation.md and docs/methods/human-ceiling.md have the runs.
 * With 30 clusters percent agreement, alpha, AC1 and Fleiss' kappa keep above 0.93; Cohen's kappa, the judge
 * with one person and S2 gave 0.929, 0.925 and 0.929, so all claim from 60. A contrast (judge minus people)
 * is weaker: 0.93 lies within what 30 and 60 clusters gave from one set of seeds to the next, and clearly
 * below what 100 gave.
 */
export const FEW_CLUSTERS = { share: 60, 'chance-corrected': 60, contrast: 100 } as const;

/** One estimate for each number of the measure, all from the same resamples. */
export function estimateAgreement(
  measure: AgreementMeasure,
  facts: readonly AgreementFacts[],
  request: IntervalRequest | undefined,
): readonly AgreementEstimate[] {
  if (request === undefined) {
    const values = measure.numbersOf(totalSums(measure));
    return facts.map((fact, i) => withoutInterval(values[i], fact));
  }
  const sums = clusterSums(measure, request.clusters);
  const spread = clusterBootstrap(sums, (totals) => measure.numbersOf(totals), request);
  return facts.map((fact, i) =>
    withInterval(spread[i], fact, clustersOf(sums, fact.unitSum), request.clusters),
  );
}

/**
 * A number on so few clusters that resampling them says nothing: its interval is unknown, with a reason.
 * Where all clusters agree alike, a share has the exact one.
 */
export function estimateOfFew(
  measure: AgreementMeasure,
  fact: AgreementFacts,
  clusters: number,
  { reason, interval }: { readonly reason: Notice; readonly interval: IntervalRequest },
): AgreementEstimate {
  const { level = 0.95 } = interval;
  const value = measure.numbersOf(totalSums(measure))[0];
  const few = withoutInterval(value, fact);
  const certain = value === 0 || value === 1;
  return Object.freeze({
    ...few,
    ...basis(fact, clusters),
    interval: certain ? exactOverClusters(value, clusters, level) : unknownInterval(level),
    assumptions: assumptionsOf(interval.clusters),
    warnings: Number.isNaN(value)
      ? few.warnings
      : [...few.warnings, notice('few-clusters', { clusters, from: FEW_CLUSTERS[fact.kind] })],
    ...(certain || Number.isNaN(value) ? {} : { intervalReason: reason }),
  });
}

function withoutInterval(value: number, fact: AgreementFacts): AgreementEstimate {
  return Object.freeze({
    value,
    standardError: NaN,
    interval: Object.freeze({ lower: NaN, upper: NaN, level: NaN, method: 'not requested' }),
    ...basis(fact, NaN),
    replicates: 0,
    undefinedReplicates: 0,
    assumptions: [],
    warnings: fact.warnings ?? [],
    ...(Number.isNaN(value) ? { reason: fact.reason } : {}),
  });
}

function withInterval(
  spread: BootstrapEstimate,
  fact: AgreementFacts,
  clusterCount: number,
  clusters: Clusters,
): AgreementEstimate {
  const { value, standardError, replicates, undefinedReplicates, reason } = spread;
  const unknown = Number.isNaN(value);
  const exact = !unknown && spread.allEqual && fact.kind === 'share';
  const warnings = [...(fact.warnings ?? [])];
  if (undefinedReplicates > 0)
    warnings.push(notice('undefined-resamples', { undefined: undefinedReplicates, replicates }));
  const few = FEW_CLUSTERS[fact.kind];
  if (!unknown && clusterCount < few)
    warnings.push(notice('few-clusters', { clusters: clusterCount, from: few }));
  return Object.freeze({
    value,
    standardError,
    interval: exact
      ? exactOverClusters(value, clusterCount, spread.interval.level)
      : unknown
        ? unknownInterval(spread.interval.level)
        : spread.interval,
    ...basis(fact, clusterCount),
    replicates,
    undefinedReplicates,
    assumptions: assumptionsOf(clusters),
    warnings,
    ...(unknown ? { reason: fact.reason } : {}),
    ...(unknown || exact || reason === undefined ? {} : { intervalReason: reason }),
  });
}

function assumptionsOf(clusters: Clusters): readonly Notice[] {
  return [
    clusters === 'items' ? notice('independent-items') : notice('independent-clusters'),
    notice('same-raters'),
  ];
}

function clustersOf({ clusterCount, column }: ClusterSums, unitSum: number | undefined): number {
  if (unitSum === undefined) return clusterCount;
  let clusters = 0;
  for (const sum of column) if (sum === unitSum) clusters++;
  return clusters;
}

/**
 * All clusters agree alike: the share is taken as that many successes in as many trials as there are
 * clusters.
 */
function exactOverClusters(
  value: number,
  clusterCount: number,
  level: number,
): AgreementEstimate['interval'] {
  const successes = Math.min(clusterCount, Math.max(0, value * clusterCount));
  return Object.freeze({
    ...clopperPearson(successes, clusterCount, level),
    method: 'Clopper-Pearson over clusters',
  });
}

function basis(
  fact: AgreementFacts,
  clusters: number,
): Pick<AgreementEstimate, 'n' | 'counts' | 'excludedItems'> {
  return {
    n: fact.n,
    counts: Object.freeze({ items: fact.items, labels: fact.labels, clusters }),
    excludedItems: fact.excludedItems,
  };
}
