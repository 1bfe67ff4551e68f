/**
 * What the measures of agreement share: an estimate whose interval is asked for by naming the clusters, and
 * the counts of what was left out. A measure says what an item adds to its sums and how its numbers follow
 * from them; value, interval and jackknife all come from those sums.
 */
import { clusteredShare } from '../clusters/clustered-share.ts';
import { effectiveNumber, unequalClusters } from '../clusters/unequal-clusters.ts';
import type {
  AgreementEstimate,
  AgreementFacts,
  AgreementMeasure,
  CoefficientFacts,
  ContrastFacts,
  IntervalRequest,
  ShareFacts,
  ShareIntervalRequest,
} from './agreement-facts.ts';
import { jackknifeInterval } from './jackknife-interval.ts';
import { rarerSideClaims } from './rarer-side.ts';
import { fewClusters } from '../numeric/claims.ts';
import { type BootstrapEstimate, clusterBootstrap } from '../numeric/cluster-bootstrap.ts';
import { type ClusterSums, type Clusters, clusterSums, totalSums } from '../numeric/cluster-sums.ts';
import { type Estimate, type Notice, notice, unknownInterval } from '../numeric/estimate.ts';

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
  return estimatesOf(measure, facts, request, (sums, asked) => {
    const spread = facts.some(({ kind }) => kind === 'contrast')
      ? clusterBootstrap(sums, (totals) => measure.numbersOf(totals), asked)
      : [];
    return (value, fact, i) => {
      if (fact.kind === 'share') return shareWithInterval(value, fact, sums, asked);
      if (fact.kind === 'contrast')
        return contrastWithInterval(spread[i], fact, clustersOf(weightsOf(sums, fact.unitSum)), asked);
      return coefficientWithInterval(value, fact, sums, (totals) => measure.numbersOf(totals)[i], asked);
    };
  });
}

/** The estimates of a measure whose numbers are shares. */
export function estimateShares(
  measure: AgreementMeasure,
  facts: readonly ShareFacts[],
  request: ShareIntervalRequest | undefined,
): readonly AgreementEstimate[] {
  return estimatesOf(
    measure,
    facts,
    request,
    (sums, asked) => (value, fact) => shareWithInterval(value, fact, sums, asked),
  );
}

/** The estimate of a measure whose one number is a share. */
export function estimateShare(
  measure: AgreementMeasure,
  fact: ShareFacts,
  request: ShareIntervalRequest | undefined,
): AgreementEstimate {
  return estimateShares(measure, [fact], request)[0];
}

/** The estimate of a measure whose one number is a coefficient. */
export function estimateCoefficient(
  measure: AgreementMeasure,
  fact: CoefficientFacts,
  request: ShareIntervalRequest | undefined,
): AgreementEstimate {
  const valueOf = (totals: Float64Array): number => measure.numbersOf(totals)[0];
  return estimatesOf(
    measure,
    [fact],
    request,
    (sums, asked) => (value) => coefficientWithInterval(value, fact, sums, valueOf, asked),
  )[0];
}

/** The values alone where no interval was asked for; else `withIntervals` makes each estimate of the sums by cluster. */
function estimatesOf<Fact extends AgreementFacts, Request extends ShareIntervalRequest>(
  measure: AgreementMeasure,
  facts: readonly Fact[],
  request: Request | undefined,
  withIntervals: (
    sums: ClusterSums,
    request: Request,
  ) => (value: number, fact: Fact, at: number) => AgreementEstimate,
): readonly AgreementEstimate[] {
  if (request === undefined) {
    const values = measure.numbersOf(totalSums(measure));
    return facts.map((fact, i) => withoutInterval(values[i], fact));
  }
  const sums = clusterSums(measure, request.clusters);
  const values = measure.numbersOf(sums.total);
  const estimate = withIntervals(sums, request);
  return facts.map((fact, i) => estimate(values[i], fact, i));
}

function coefficientWithInterval(
  value: number,
  fact: CoefficientFacts,
  sums: ClusterSums,
  valueOf: (totals: Float64Array) => number,
  { clusters, level = 0.95 }: ShareIntervalRequest,
): AgreementEstimate {
  const weights = weightsOf(sums, fact.unitSum);
  const count = clustersOf(weights);
  const { standardError, interval, reason } = jackknifeInterval(sums, value, valueOf, {
    clusters: count,
    level,
  });
  const unknown = Number.isNaN(value);
  const unclaimed = [
    ...fewClusters(count, FEW_CLUSTERS['chance-corrected']),
    ...unequalClusters(count, effectiveNumber(weights)),
    ...(fact.rarer === undefined ? [] : rarerSideClaims(fact.rarer(clusters))),
  ];
  return estimateOf(value, fact, clusters, {
    clusterCount: count,
    standardError,
    interval,
    intervalReason: reason,
    warnings: unknown ? [] : unclaimed,
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

function clustersOf(weights: Float64Array): number {
  return weights.filter((weight) => weight > 0).length;
}

function shareWithInterval(
  value: number,
  fact: ShareFacts,
  sums: ClusterSums,
  { clusters, level = 0.95 }: ShareIntervalRequest,
): AgreementEstimate {
  const { part, whole } = shareByCluster(sums, fact);
  const share = clusteredShare(part, whole, { level });
  const { clusters: clusterCount, standardError, interval, intervalReason, unclaimed } = share;
  const warnings = Number.isNaN(value) ? [] : unclaimed;
  return estimateOf(value, fact, clusters, {
    clusterCount,
    standardError,
    interval,
    intervalReason,
    warnings,
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
  const { value, standardError, interval, replicates, undefinedReplicates, reason } = spread;
  const unknown = Number.isNaN(value);
  return estimateOf(value, fact, clusters, {
    clusterCount,
    standardError,
    interval: unknown ? unknownInterval(interval.level) : interval,
    intervalReason: reason,
    warnings: [
      ...(undefinedReplicates > 0
        ? [notice('undefined-resamples', { undefined: undefinedReplicates, replicates })]
        : []),
      ...(unknown ? [] : fewClusters(clusterCount, FEW_CLUSTERS.contrast)),
    ],
    replicates,
    undefinedReplicates,
  });
}

/** What makes an estimate with an interval; why it has none is said where there is a value alone. */
interface Spread {
  readonly clusterCount: number;
  readonly standardError: number;
  readonly interval: Estimate['interval'];
  readonly intervalReason?: Notice | undefined;
  readonly warnings: readonly Notice[];
  readonly replicates?: number;
  readonly undefinedReplicates?: number;
}

function estimateOf(
  value: number,
  fact: AgreementFacts,
  clusters: Clusters,
  spread: Spread,
): AgreementEstimate {
  const { clusterCount, standardError, interval, intervalReason, warnings } = spread;
  const { replicates = 0, undefinedReplicates = 0 } = spread;
  const unknown = Number.isNaN(value);
  return Object.freeze({
    value,
    standardError,
    interval,
    ...basis(fact, clusterCount),
    replicates,
    undefinedReplicates,
    assumptions: assumptionsOf(clusters),
    warnings: [...(fact.warnings ?? []), ...warnings],
    ...(unknown ? { reason: fact.reason } : {}),
    ...(unknown || intervalReason === undefined ? {} : { intervalReason }),
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
