/**
 * What the measures of agreement share: an estimate whose interval is asked for by naming the clusters, and
 * the counts of what was left out. A measure says what an item adds to its sums and how its numbers follow
 * from them; value, interval and jackknife all come from those sums.
 */
import { clusteredShare } from '../clusters/clustered-share.ts';
import { unequalClusters } from '../clusters/unequal-clusters.ts';
import { jackknifeInterval } from './jackknife-interval.ts';
import { type RarerSide, fewClusters, rarerSideClaims } from './rarer-side.ts';
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

/** What a contrast needs: its interval is made of resamples. */
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
export type AgreementFacts = ShareFacts | CoefficientFacts | ContrastFacts;

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

/** Alpha, kappa, AC1: their interval is a jackknife's, on Fisher's scale. */
export interface CoefficientFacts extends Facts {
  readonly kind: 'chance-corrected';
  /**
   * The sum that counts the units of this number. A cluster that adds nothing to it (its items have one
   * rating each and serve the margins only) is not one of the clusters the number stands on. Without it,
   * every cluster is, by all it adds.
   */
  readonly unitSum?: number;
  /** Of a number that is hardly known where one label is common: what shows of the others. */
  readonly rarer?: (clusters: Clusters) => RarerSide;
}

/** Judge minus people, or the ratio: its interval is made of resamples. */
interface ContrastFacts extends Facts {
  readonly kind: 'contrast';
  /** As for a coefficient. */
  readonly unitSum?: number;
}

/**
 * The numbers of clusters from which intervals are tested. Coefficients: set before the run that
 * test/simulation/results/kappa-coverage.json records. A contrast (judge minus people): after simulating in the
 * world of test/simulation/agreement-coverage, where .93 lies within what 30 and 60 clusters gave from one set of
 * seeds to the next, and clearly below what 100 gave; docs/methods/human-ceiling.md has the runs. Shares have
 * their own claims (`clusteredShareClaims`).
 */
const FEW_CLUSTERS = { 'chance-corrected': 30, contrast: 100 } as const;

/** One estimate for each number of the measure. Contrasts come from the same resamples; nothing else is drawn. */
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
  const spread = facts.some(({ kind }) => kind === 'contrast')
    ? clusterBootstrap(sums, (totals) => measure.numbersOf(totals), request)
    : [];
  return facts.map((fact, i) => {
    if (fact.kind === 'share') return shareWithInterval(values[i], fact, sums, request);
    if (fact.kind === 'contrast')
      return contrastWithInterval(spread[i], fact, clustersOf(sums, fact.unitSum), request);
    return coefficientWithInterval(values[i], fact, sums, (totals) => measure.numbersOf(totals)[i], request);
  });
}

/** The estimate of a measure whose one number is a coefficient. */
export function estimateCoefficient(
  measure: AgreementMeasure,
  fact: CoefficientFacts,
  request: ShareIntervalRequest | undefined,
): AgreementEstimate {
  if (request === undefined) return withoutInterval(measure.numbersOf(totalSums(measure))[0], fact);
  const sums = clusterSums(measure, request.clusters);
  const [value] = Array.from(measure.numbersOf(sums.total));
  return coefficientWithInterval(value, fact, sums, (totals) => measure.numbersOf(totals)[0], request);
}

function coefficientWithInterval(
  value: number,
  fact: CoefficientFacts,
  sums: ClusterSums,
  valueOf: (totals: Float64Array) => number,
  { clusters, level = 0.95 }: ShareIntervalRequest,
): AgreementEstimate {
  const weights = weightsOf(sums, fact.unitSum);
  const count = clustersOf(sums, fact.unitSum);
  const { standardError, interval, reason } = jackknifeInterval(sums, value, valueOf, {
    clusters: count,
    level,
  });
  const unknown = Number.isNaN(value);
  const unclaimed = [
    ...fewClusters(count, FEW_CLUSTERS['chance-corrected']),
    ...unequalClusters(count, effectiveOf(weights)),
    ...(fact.rarer === undefined ? [] : rarerSideClaims(fact.rarer(clusters))),
  ];
  return Object.freeze({
    value,
    standardError,
    interval,
    ...basis(fact, count),
    replicates: 0,
    undefinedReplicates: 0,
    assumptions: assumptionsOf(clusters),
    warnings: [...(fact.warnings ?? []), ...(unknown ? [] : unclaimed)],
    ...(unknown ? { reason: fact.reason } : {}),
    ...(unknown || reason === undefined ? {} : { intervalReason: reason }),
  });
}

/** length clusters: what each adds to the units of a number. */
function weightsOf(
  { clusterCount, start, column, value }: ClusterSums,
  unitSum: number | undefined,
): Float64Array {
  const weights = new Float64Array(clusterCount);
  for (let cluster = 0; cluster < clusterCount; cluster++)
    for (let entry = start[cluster]; entry < start[cluster + 1]; entry++)
      if (unitSum === undefined || column[entry] === unitSum) weights[cluster] += value[entry];
  return weights;
}

function clustersOf(sums: ClusterSums, unitSum: number | undefined): number {
  return weightsOf(sums, unitSum).filter((weight) => weight > 0).length;
}

/** Clusters of equal weight that would tell as much. */
function effectiveOf(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum ** 2 / weights.reduce((total, weight) => total + weight ** 2, 0);
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

function contrastWithInterval(
  spread: BootstrapEstimate,
  fact: ContrastFacts,
  clusterCount: number,
  { clusters }: IntervalRequest,
): AgreementEstimate {
  const { value, standardError, replicates, undefinedReplicates, reason } = spread;
  const unknown = Number.isNaN(value);
  const warnings = [...(fact.warnings ?? [])];
  if (undefinedReplicates > 0)
    warnings.push(notice('undefined-resamples', { undefined: undefinedReplicates, replicates }));
  if (!unknown) warnings.push(...fewClusters(clusterCount, FEW_CLUSTERS.contrast));
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
