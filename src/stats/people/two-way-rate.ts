import { effectiveNumber, unequalClusters } from '../clusters/unequal-clusters.ts';
import { type Clusters, unitsByCluster } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import {
  type Interval,
  type Notice,
  notice,
  unknownInterval,
  fewClusters,
  fewerThan,
} from '../numeric/estimate.ts';
import { numberedClusters } from '../numeric/numbered-clusters.ts';
import { rateInterval } from '../inference/rate-interval.ts';
import { type Votes, requireVotes } from './votes.ts';

/**
 * The rate by people with an interval for other people on other items: both who labels and what is labeled
 * are taken as drawn.
 *
 * An interval over items alone holds for the very people who labeled: where some say yes more readily than
 * others, five other people would give another rate, and it covers what people in general would say in .34 to
 * .77 of 100 cases instead of .95. Both belong in a report, each with its name. It assumes that people are
 * drawn from those the rate is to hold for, and independent of one another.
 *
 * value = mean over items of the mean vote
 * e = (vote − value) / (items · votes on its item)
 * items' V_i = Σ over clusters of (Σ e)² · G / (G − 1); raters' V_r = Σ over raters of (Σ e)² · K / (K − 1);
 * V_c = Σ over raters in clusters of (Σ e)²
 * standardError² = V = max(V_i + V_r − V_c, V_i, V_r)
 * interval: log odds of value ± t · standardError / (value (1 − value)), with V² / (V_i² / (g − 1) + V_r² /
 * (K − 1)) degrees of freedom
 *
 * G is the number of clusters, g that of equal ones that would tell as much, and K = 1 / Σ of the squares of
 * the raters' parts of the weight.
 *
 * `votes`: as in `Votes`. `cluster`: length items, a code for each, or `'items'`. `level` in (0, 1).
 *
 * Returns the value and both standard errors. `effectiveRaters` is K. The standard error is NaN, and the
 * interval unknown with a reason, with one cluster or one rater, and where all votes are equal.
 *
 * Throws InputError for votes that do not fit, cluster codes that do not, and a level outside (0, 1).
 *
 * @example
 * const votes = { raterCount: 2, itemStart: Int32Array.of(0, 2, 4, 5), rater: Int32Array.of(0, 1, 0, 1, 0), value: Float64Array.of(1, 1, 1, 0, 0) };
 * const rate = twoWayRate(votes, 'items');
 * rate.value; // 0.5
 * rate.effectiveRaters; // 1.8
 *
 * Source: [cameron-2011], equation 2.9, the sum of both ways less the cells; its floor at either way, the
 * degrees of freedom ([satterthwaite-1946]) and the scale are chosen here.
 */
export function twoWayRate(votes: Votes, cluster: Clusters, options: TwoWayOptions = {}): TwoWayRate {
  const { level = 0.95 } = options;
  if (!(level > 0 && level < 1))
    throw new InputError(`twoWayRate requires a level in (0, 1); received ${level}`);
  requireVotes('twoWayRate', votes);
  const items = votes.itemStart.length - 1;
  const {
    parts: [codes],
    count,
  } = numberedClusters('twoWayRate', cluster === 'items' ? cluster : [cluster], [items]);
  const value = meanVote(votes);
  const { ofClusters, ofRaters, ofCells, sizes, loads } = residuals(votes, codes, count, value);
  const raters = loads.filter((load) => load > 0).length;
  const [effectiveClusters, effectiveRaters] = [effectiveNumber(sizes), effectiveNumber(loads)];
  const unclaimed = [
    ...fewerThan(5, raters, 'few-raters-drawn'),
    ...fewClusters(count, 30),
    ...unequalClusters(count, effectiveClusters),
    ...fewerThan(
      10,
      Math.floor(Math.min(value, 1 - value) * effectiveClusters + 1e-9),
      'few-clusters-of-rarer-outcome',
    ),
  ];
  const byItems = (squares(ofClusters) * count) / (count - 1);
  const byRaters = (squares(ofRaters) * effectiveRaters) / (effectiveRaters - 1);
  const variance = Math.max(byItems + byRaters - ofCells, byItems, byRaters);
  const known = count > 1 && raters > 1 && variance > 1e-24;
  const standardError = known ? Math.sqrt(variance) : NaN;
  const degreesOfFreedom =
    variance ** 2 / (byItems ** 2 / (effectiveClusters - 1) + byRaters ** 2 / (effectiveRaters - 1));
  return Object.freeze({
    value,
    standardError,
    itemsError: known ? Math.sqrt(byItems) : NaN,
    ratersError: known ? Math.sqrt(byRaters) : NaN,
    interval: known ? logitInterval(value, standardError, degreesOfFreedom, level) : unknownInterval(level),
    raters,
    effectiveRaters,
    unclaimed: Object.freeze(unclaimed),
    ...(known ? {} : { intervalReason: notice(raters < 2 ? 'one-person' : 'no-spread') }),
  });
}

export interface TwoWayOptions {
  readonly level?: number;
}

export interface TwoWayRate {
  readonly value: number;
  readonly standardError: number;
  /** What items alone, and raters alone, bring to it. */
  readonly itemsError: number;
  readonly ratersError: number;
  readonly interval: Interval;
  /** Raters with a vote, and so many of equal load as would tell as much. */
  readonly raters: number;
  readonly effectiveRaters: number;
  /** Why the coverage of the interval is not claimed; nothing where it is. */
  readonly unclaimed: readonly Notice[];
  readonly intervalReason?: Notice;
}

function logitInterval(
  value: number,
  standardError: number,
  degreesOfFreedom: number,
  level: number,
): Interval {
  const request = { kind: 'logit', level, degreesOfFreedom: Math.max(1, degreesOfFreedom) } as const;
  return Object.freeze({
    ...rateInterval(value, standardError, request),
    method: 't over people and items, on the logit scale',
  });
}

function meanVote({ itemStart, value }: Votes): number {
  const items = itemStart.length - 1;
  let sum = 0;
  for (let item = 0; item < items; item++) {
    let votes = 0;
    for (let vote = itemStart[item]; vote < itemStart[item + 1]; vote++) votes += value[vote];
    sum += votes / (itemStart[item + 1] - itemStart[item]);
  }
  return sum / items;
}

interface Residuals {
  /** Σ e: length clusters, length raters; and Σ of its squares over raters in clusters. */
  readonly ofClusters: Float64Array;
  readonly ofRaters: Float64Array;
  readonly ofCells: number;
  /** length clusters: items. length raters: their part of the weight. */
  readonly sizes: Float64Array;
  readonly loads: Float64Array;
}

function residuals(
  { raterCount, itemStart, rater, value }: Votes,
  codes: Int32Array,
  clusters: number,
  mean: number,
): Residuals {
  const items = codes.length;
  const [ofClusters, sizes] = [new Float64Array(clusters), new Float64Array(clusters)];
  const [ofRaters, loads] = [new Float64Array(raterCount), new Float64Array(raterCount)];
  const cell = new Float64Array(raterCount);
  const order = unitsByCluster(codes);
  const members: number[] = [];
  let ofCells = 0;
  order.forEach((item, at) => {
    sizes[codes[item]]++;
    const weight = 1 / (items * (itemStart[item + 1] - itemStart[item]));
    for (let vote = itemStart[item]; vote < itemStart[item + 1]; vote++) {
      const residual = weight * (value[vote] - mean);
      ofClusters[codes[item]] += residual;
      ofRaters[rater[vote]] += residual;
      loads[rater[vote]] += weight;
      cell[rater[vote]] += residual;
      members.push(rater[vote]);
    }
    if (at + 1 < items && codes[order[at + 1]] === codes[item]) return;
    for (const one of members) {
      ofCells += cell[one] ** 2;
      cell[one] = 0;
    }
    members.length = 0;
  });
  return { ofClusters, ofRaters, ofCells, sizes, loads };
}

function squares(sums: Float64Array): number {
  return sums.reduce((total, sum) => total + sum ** 2, 0);
}
