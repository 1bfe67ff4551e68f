import { clusterBootstrap } from '../numeric/cluster-bootstrap.ts';
import { type Clusters, clusterSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { type Estimate, noInterval, notice, unknownEstimate } from '../numeric/estimate.ts';
import type { Random } from '../numeric/random.ts';
import { topLabels } from './consensus.ts';

/** Probabilities are kept this far from 0 and 1 before logarithms. */
const margin = 1e-6;

/**
 * One set of probabilities from the two presentation orders of a pairwise judge.
 *
 * For judges asked twice, once with each side first. Averaging logits removes a lean that adds to the logit
 * exactly; averaging probabilities would not. Two orders that disagree are uncertainty, not a tie label.
 *
 * probability = σ((z1 + z2) / 2) with two labels; softmax of the mean log probability with more
 * item bias = (z1 − z2) / 2, z = log p(side a) − log p(side b); positive leans to the side shown first
 *
 * `first`, `second`: [items × labels], row-major, with side a shown first and with side b shown first; labels
 * mean the physical side in both. A row of NaN is an order that was not asked. `sides`: codes of the labels
 * that name side a and side b; [0, 1] where nothing is said and there are two labels. `singleOrder`: an item
 * with one order is left out (default), or, with two labels, the mean item bias is taken off its logit.
 *
 * Returns NaN for the probabilities of items left out, for `itemBias` and `consistent` without both orders,
 * and for `itemBias` where no sides are known. Swapping the sides everywhere mirrors everything to the last
 * bit.
 *
 * Throws InputError for arrays of different shape, numbers that are no probabilities, sides out of range, and
 * `subtract bias` with more than two labels.
 *
 * @example
 * const combined = combinePresentationOrders([0.9, 0.1], [0.6, 0.4], 2);
 * combined.probabilities[0]; // 0.786
 * combined.itemBias[0]; // 0.896
 *
 * Source: [zheng-2023], section 3.3 for the lean, 3.4 for the remedy of asking twice.
 */
export function combinePresentationOrders(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labelCount: number,
  options: PresentationOptions = {},
): CombinedOrders {
  requireShape(first, second, labelCount, options);
  const sides = options.sides ?? (labelCount === 2 ? ([0, 1] as const) : undefined);
  const itemCount = first.length / labelCount;
  const inFirst = askedRows('first', first, labelCount);
  const inSecond = askedRows('second', second, labelCount);

  const itemBias = new Float64Array(itemCount).fill(NaN);
  const consistent = new Float64Array(itemCount).fill(NaN);
  const probabilities = new Float64Array(first.length).fill(NaN);
  for (let i = 0; i < itemCount; i++) {
    if (!inFirst[i] || !inSecond[i]) continue;
    const start = i * labelCount;
    if (sides !== undefined) itemBias[i] = (logit(first, start, sides) - logit(second, start, sides)) / 2;
    // Equal means equal to 1e-12; a tie in one order alone is a change of verdict.
    consistent[i] = Number(
      String(topLabels(first, start, labelCount)) === String(topLabels(second, start, labelCount)),
    );
    writeCombined(first, second, start, labelCount, probabilities);
  }
  if (options.singleOrder === 'subtract bias') {
    const lean = meanOfDefined(itemBias);
    for (let i = 0; i < itemCount; i++) {
      if (Boolean(inFirst[i]) === Boolean(inSecond[i])) continue;
      const z = inFirst[i] ? logit(first, i * 2, sides!) - lean : logit(second, i * 2, sides!) + lean;
      writeLogit(sides![0] === 0 ? z : -z, i * 2, probabilities);
    }
  }
  return Object.freeze({ probabilities, itemBias, consistent, counts: countOrders(inFirst, inSecond) });
}

export interface PresentationOptions {
  readonly sides?: readonly [number, number];
  readonly singleOrder?: 'leave out' | 'subtract bias';
}

export interface CombinedOrders {
  /** [items × labels], row-major. */
  readonly probabilities: Float64Array;
  /** length items, in logits; positive leans to the side shown first. */
  readonly itemBias: Float64Array;
  /** length items: 1 where the most probable label, or labels, are the same in both orders, 0 where not. */
  readonly consistent: Float64Array;
  readonly counts: {
    readonly items: number;
    readonly both: number;
    readonly firstOnly: number;
    readonly secondOnly: number;
    readonly neither: number;
  };
}

/**
 * How far a judge leans to the side it reads first, by its probabilities. How often its verdict survives
 * swapping the sides is `orderFlips`.
 *
 * bias = mean of item biases (logits), over items with both orders
 *
 * `clusters`: a code for each item, or the word `items`. The interval is BCa by cluster. Returns NaN with a
 * `reason` where no item was asked in both orders, or no label is known to name a side.
 *
 * @example
 * const combined = combinePresentationOrders([0.9, 0.1, 0.4, 0.6, 0.7, 0.3], [0.6, 0.4, 0.1, 0.9, 0.2, 0.8], 2);
 * presentationBias(combined, { clusters: 'items', random: createRandom(1) }).value; // 0.970
 *
 * Source: [zheng-2023], section 3.3.
 */
export function presentationBias(
  { itemBias, counts: { both } }: CombinedOrders,
  options: {
    readonly clusters: Clusters;
    readonly random: Random;
    readonly replicates?: number;
    readonly level?: number;
  },
): Estimate {
  const { clusters, random, replicates = 2000, level = 0.95 } = options;
  const units = {
    unitCount: itemBias.length,
    sumCount: 2,
    addUnit(i: number, add: (sum: number, value: number) => void): void {
      if (Number.isNaN(itemBias[i])) return;
      add(0, 1);
      add(1, itemBias[i]);
    },
  };
  const sums = clusterSums(units, clusters);
  const n = sums.total[0];
  const counts = Object.freeze({ items: n, labels: 2 * n, clusters: sums.clusterCount });
  if (n === 0)
    return unknownEstimate(
      both === 0 ? notice('no-item-in-both-orders') : notice('no-label-of-a-side'),
      counts,
      level,
    );
  const [{ value, standardError, interval, reason }] = clusterBootstrap(sums, (s) => [s[1] / s[0]], {
    random,
    replicates,
    level,
  });
  return Object.freeze({
    value,
    standardError,
    interval,
    n,
    counts,
    assumptions: [notice('lean-adds-to-logit'), notice('independent-clusters')],
    warnings: reason === undefined ? [] : [noInterval(reason)],
  });
}

function writeCombined(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  start: number,
  labelCount: number,
  target: Float64Array,
): void {
  if (labelCount === 2) {
    writeLogit((logit(first, start, [0, 1]) + logit(second, start, [0, 1])) / 2, start, target);
    return;
  }
  let top = -Infinity;
  for (let at = start; at < start + labelCount; at++) {
    target[at] = (logOf(first[at]) + logOf(second[at])) / 2;
    top = Math.max(top, target[at]);
  }
  let sum = 0;
  for (let at = start; at < start + labelCount; at++) sum += target[at] = Math.exp(target[at] - top);
  for (let at = start; at < start + labelCount; at++) target[at] /= sum;
}

/** Both sides from the same expression, so that swapping the sides swaps the numbers to the last bit. */
function writeLogit(z: number, start: number, target: Float64Array): void {
  target[start] = 1 / (1 + Math.exp(-z));
  target[start + 1] = 1 / (1 + Math.exp(z));
}

function logit(probabilities: ArrayLike<number>, start: number, [a, b]: readonly [number, number]): number {
  return logOf(probabilities[start + a]) - logOf(probabilities[start + b]);
}

function logOf(probability: number): number {
  return Math.log(Math.min(1 - margin, Math.max(margin, probability)));
}

function meanOfDefined(values: Float64Array): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

function countOrders(inFirst: Uint8Array, inSecond: Uint8Array): CombinedOrders['counts'] {
  const counts = { items: inFirst.length, both: 0, firstOnly: 0, secondOnly: 0, neither: 0 };
  for (let i = 0; i < inFirst.length; i++)
    counts[inFirst[i] ? (inSecond[i] ? 'both' : 'firstOnly') : inSecond[i] ? 'secondOnly' : 'neither']++;
  return Object.freeze(counts);
}

/** 1 for rows that hold a distribution, 0 for rows of NaN. */
function askedRows(name: string, probabilities: ArrayLike<number>, labelCount: number): Uint8Array {
  const asked = new Uint8Array(probabilities.length / labelCount);
  for (let i = 0; i < asked.length; i++) {
    let missing = 0;
    let sum = 0;
    for (let at = i * labelCount; at < (i + 1) * labelCount; at++) {
      const p = probabilities[at];
      if (Number.isNaN(p)) missing++;
      else if (!(p >= 0 && p <= 1))
        throw new InputError(
          `combinePresentationOrders requires probabilities in [0, 1]; received ${p} at ${name}[${at}]`,
        );
      else sum += p;
    }
    if (missing === labelCount) continue;
    if (missing > 0 || Math.abs(sum - 1) > 1e-6)
      throw new InputError(
        'combinePresentationOrders requires rows that sum to 1 or are all NaN; received ' +
          `${missing > 0 ? `${missing} NaN` : sum} in ${name} at item ${i}`,
      );
    asked[i] = 1;
  }
  return asked;
}

function requireShape(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labelCount: number,
  options: PresentationOptions,
): void {
  const { sides, singleOrder } = options;
  if (first.length !== second.length)
    throw new InputError(
      `combinePresentationOrders requires orders of equal length; received ${first.length} and ` +
        `${second.length}`,
    );
  if (!(labelCount >= 2) || first.length % labelCount !== 0)
    throw new InputError(
      'combinePresentationOrders requires [items × labels] probabilities with at least 2 labels; ' +
        `received ${first.length} numbers and ${labelCount} labels`,
    );
  if (
    sides !== undefined &&
    (sides[0] === sides[1] ||
      !sides.every((code) => Number.isInteger(code) && code >= 0 && code < labelCount))
  )
    throw new InputError(
      'combinePresentationOrders requires two different label codes as sides; received ' +
        sides.join(' and '),
    );
  if (singleOrder === 'subtract bias' && labelCount > 2)
    throw new InputError(
      `combinePresentationOrders requires two labels to subtract a bias; received ${labelCount}`,
    );
}
