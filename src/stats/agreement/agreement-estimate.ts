/**
 * What the measures of agreement share: an estimate whose interval is asked for by naming the clusters, and
 * the counts of what was left out. A measure says what an item adds to its sums and how its numbers follow
 * from them; value, interval and jackknife all come from those sums.
 */
import { clusteredShare } from './clustered-share.ts';
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
 * 6). That is all a share needs; nothing is drawn.
 */
export interface ShareIntervalRequest {
  readonly clusters: Clusters;
  /** Nominal coverage in (0, 1): 0.95 where nothing is said. */
  readonly level?: number;
}

/** What a measure that is no share needs: its interval is made of resamples. */
export interface IntervalRequest extends ShareIntervalRequest, BootstrapOptions {}

/** An agreement with what it stands on. `counts.clusters` is NaN where no interval was asked for. */
export interface AgreementEstimate extends Estimate {
  /** Items that could not take part: too few ratings, or a missing one. */
  readonly excludedItems: number;
  /**
   * Resamples drawn for the interval, and those among them in which the measure does not exist; none for a
   * share.
   */
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
export type AgreementFacts = ShareFacts | OtherFacts;

interface Facts {
  /** Units the value averages over. */
  readonly n: number;
  readonly items: number;
  readonly labels: number;
  readonly excludedItems: number;
  /** Said only where the value is NaN. */
  readonly reason: Notice;
  readonly warnings?: readonly Notice[];
}

/** One sum over another: its interval follows from what the clusters add to the two. */
export interface ShareFacts extends Facts {
  readonly kind: 'share';
  readonly part: number;
  readonly whole: number;
}

interface OtherFacts extends Facts {
  readonly kind: 'chance-corrected' | 'contrast';
  /**
   * The sum that counts the units of this number. A cluster that adds nothing to it (its items have one
   * rating each and serve the margins only) is not one of the clusters the number stands on. Without it,
   * every cluster is.
   */
  readonly unitSum?: number;
}

/**
 * The number of clusters from which a bootstrap interval is tested, set after simulating at nominal 0.95 in
 * the world of test/simulation/agreement-coverage; docs/validation.md and docs/methods/human-ceiling.md have
 * the runs. With 30 clusters alpha, AC1 and Fleiss' kappa keep above 0.93; Cohen's kappa gave 0.929, so all
 * claim from 60. A contrast (judge minus people) is weaker: 0.93 lies within what 30 and 60 clusters gave
 * from one set of seeds to the next, and clearly below what 100 gave. Shares have their own claims
 * (`clusteredShareClaims`).
 */
const FEW_CLUSTERS = { 'chance-corrected': 60, contrast: 100 } as const;

/**
 * One estimate for each number of the measure. Shares need no resample; all others come from the same
 * resamples.
 */
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
  const values = measure.numbersOf(sums.total);
  const spread = facts.some(({ kind }) => kind !== 'share')
    ? clusterBootstrap(sums, (totals) => measure.numbersOf(totals), request)
    : [];
  return facts.map((fact, i) =>
    fact.kind === 'share'
      ? shareWithInterval(values[i], fact, sums, request)
      : withInterval(spread[i], fact, clustersOf(sums, fact.unitSum), request.clusters),
  );
}

/** The estimates of a measure whose numbers are shares. */
export function estimateShares(
  measure: AgreementMeasure,
  facts: readonly ShareFacts[],
  request: ShareIntervalRequest | undefined,
): readonly AgreementEstimate[] {
  if (request === undefined) {
    const values = measure.numbersOf(totalSums(measure));
    return facts.map((fact, i) => withoutInterval(values[i], fact));
  }
  const sums = clusterSums(measure, request.clusters);
  const values = measure.numbersOf(sums.total);
  return facts.map((fact, i) => shareWithInterval(values[i], fact, sums, request));
}

/** The estimate of a measure whose one number is a share. */
export function estimateShare(
  measure: AgreementMeasure,
  fact: ShareFacts,
  request: ShareIntervalRequest | undefined,
): AgreementEstimate {
  return estimateShares(measure, [fact], request)[0];
}

function shareWithInterval(
  value: number,
  fact: ShareFacts,
  sums: ClusterSums,
  { clusters, level = 0.95 }: ShareIntervalRequest,
): AgreementEstimate {
  const { part, whole } = shareByCluster(sums, fact);
  const share = clusteredShare(part, whole, { level });
  const unknown = Number.isNaN(value);
  return Object.freeze({
    value,
    standardError: share.standardError,
    interval: share.interval,
    ...basis(fact, share.clusters),
    replicates: 0,
    undefinedReplicates: 0,
    assumptions: assumptionsOf(clusters),
    warnings: [...(fact.warnings ?? []), ...(unknown ? [] : share.unclaimed)],
    ...(unknown ? { reason: fact.reason } : {}),
    ...(unknown || share.intervalReason === undefined ? {} : { intervalReason: share.intervalReason }),
  });
}

/** length clusters: what each adds to the two sums of a share. */
function shareByCluster(
  { clusterCount, start, column, value }: ClusterSums,
  fact: ShareFacts,
): { readonly part: Float64Array; readonly whole: Float64Array } {
  const [part, whole] = [new Float64Array(clusterCount), new Float64Array(clusterCount)];
  for (let cluster = 0; cluster < clusterCount; cluster++)
    for (let entry = start[cluster]; entry < start[cluster + 1]; entry++) {
      if (column[entry] === fact.part) part[cluster] = value[entry];
      if (column[entry] === fact.whole) whole[cluster] = value[entry];
    }
  return { part, whole };
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
  fact: OtherFacts,
  clusterCount: number,
  clusters: Clusters,
): AgreementEstimate {
  const { value, standardError, replicates, undefinedReplicates, reason } = spread;
  const unknown = Number.isNaN(value);
  const warnings = [...(fact.warnings ?? [])];
  if (undefinedReplicates > 0)
    warnings.push(notice('undefined-resamples', { undefined: undefinedReplicates, replicates }));
  const few = FEW_CLUSTERS[fact.kind];
  if (!unknown && clusterCount < few)
    warnings.push(notice('few-clusters', { clusters: clusterCount, from: few }));
  return Object.freeze({
    value,
    standardError,
    interval: unknown ? unknownInterval(spread.interval.level) : spread.interval,
    ...basis(fact, clusterCount),
    replicates,
    undefinedReplicates,
    assumptions: assumptionsOf(clusters),
    warnings,
    ...(unknown ? { reason: fact.reason } : {}),
    ...(unknown || reason === undefined ? {} : { intervalReason: reason }),
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
