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
  Share,
  ShareFacts,
  ShareIntervalRequest,
} from './agreement-facts.ts';
import { jackknifeInterval } from './jackknife-interval.ts';
import { rarerSideClaims } from './rarer-side.ts';
import { type ClusterSums, type Clusters, clusterSums, totalSums } from '../numeric/cluster-sums.ts';
import { type Estimate, type Notice, fewClusters, fewerThan, notice } from '../numeric/estimate.ts';

/**
 * One estimate for each number of the measure: its interval follows from the sums by cluster, and nothing is
 * drawn.
 */
export function estimateAgreement(
  measure: AgreementMeasure,
  facts: readonly AgreementFacts[],
  request: ShareIntervalRequest | undefined,
): readonly AgreementEstimate[] {
  if (request === undefined) {
    const values = measure.numbersOf(totalSums(measure));
    return facts.map((fact, i) => withoutInterval(values[i], fact));
  }
  const sums = clusterSums(measure, request.clusters);
  const values = measure.numbersOf(sums.total);
  return facts.map((fact, i) => {
    const valueOf = (totals: Float64Array): number => measure.numbersOf(totals)[i];
    if (fact.kind === 'share') return shareWithInterval(values[i], fact, sums, request);
    return fact.kind === 'contrast'
      ? contrastWithInterval(values[i], fact, sums, valueOf, request)
      : coefficientWithInterval(values[i], fact, sums, valueOf, request);
  });
}

/** The estimate of a measure with one number. */
export function estimateOne(
  measure: AgreementMeasure,
  fact: AgreementFacts,
  request: ShareIntervalRequest | undefined,
): AgreementEstimate {
  return estimateAgreement(measure, [fact], request)[0];
}

/**
 * From so many clusters coefficients are tested, set before the run that
 * test/simulation/results/kappa-coverage.json records.
 */
const fewestClusters = 30;

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
    degreesOfFreedom: count - 1,
    level,
    scale: 'fisher',
  });
  const unknown = Number.isNaN(value);
  const unclaimed = [
    ...fewClusters(count, fewestClusters),
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
  share: Share,
): { readonly part: Float64Array; readonly whole: Float64Array } {
  const [part, whole] = [new Float64Array(clusterCount), new Float64Array(clusterCount)];
  for (let cluster = 0; cluster < clusterCount; cluster++)
    for (let entry = start[cluster]; entry < start[cluster + 1]; entry++) {
      if (column[entry] === share.part) part[cluster] = value[entry];
      if (column[entry] === share.whole) whole[cluster] = value[entry];
    }
  return { part, whole };
}

function withoutInterval(value: number, fact: AgreementFacts): AgreementEstimate {
  return Object.freeze({
    value,
    standardError: NaN,
    interval: Object.freeze({ lower: NaN, upper: NaN, level: NaN, method: 'not requested' }),
    ...basis(fact, NaN),
    assumptions: [],
    warnings: fact.warnings ?? [],
    ...(Number.isNaN(value) ? { reason: fact.reason } : {}),
  });
}

function contrastWithInterval(
  value: number,
  fact: ContrastFacts,
  sums: ClusterSums,
  valueOf: (totals: Float64Array) => number,
  { clusters, level = 0.95 }: ShareIntervalRequest,
): AgreementEstimate {
  const weights = weightsOf(sums, fact.unitSum);
  const [count, effective] = [clustersOf(weights), effectiveNumber(weights)];
  const { standardError, interval, reason } = jackknifeInterval(sums, value, valueOf, {
    clusters: count,
    degreesOfFreedom: Math.max(1, effective - 1),
    level,
    scale: fact.scale,
  });
  const unclaimed = [
    ...fewerThan(20, clustersThatDiffer(sums, fact), 'few-discordant-clusters'),
    ...unequalClusters(count, effective),
  ];
  return estimateOf(value, fact, clusters, {
    clusterCount: count,
    standardError,
    interval,
    intervalReason: reason,
    warnings: Number.isNaN(value) ? [] : unclaimed,
  });
}

/** Clusters in which the two shares are not the same. */
function clustersThatDiffer(sums: ClusterSums, fact: ContrastFacts): number {
  const [first, second] = [fact.first, fact.second].map((share) => shareByCluster(sums, share));
  let differ = 0;
  for (let cluster = 0; cluster < sums.clusterCount; cluster++) {
    const apart = first.part[cluster] * second.whole[cluster] - second.part[cluster] * first.whole[cluster];
    // Thirds that cancel may miss 0 by a rounding error.
    if (Math.abs(apart) > 1e-9) differ++;
  }
  return differ;
}

/** What makes an estimate with an interval; why it has none is said where there is a value alone. */
interface Spread {
  readonly clusterCount: number;
  readonly standardError: number;
  readonly interval: Estimate['interval'];
  readonly intervalReason?: Notice | undefined;
  readonly warnings: readonly Notice[];
}

function estimateOf(
  value: number,
  fact: AgreementFacts,
  clusters: Clusters,
  spread: Spread,
): AgreementEstimate {
  const { clusterCount, standardError, interval, intervalReason, warnings } = spread;
  const unknown = Number.isNaN(value);
  return Object.freeze({
    value,
    standardError,
    interval,
    ...basis(fact, clusterCount),
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
