import { InputError } from '../numeric/errors.ts';
import { type Random, drawIndex } from '../numeric/random.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { type Consensus, type Contributors, consensusOf, consensusStatuses, topLabels } from './consensus.ts';

/**
 * The majority vote that keeps the votes: the share of each label, and a tie policy that is named.
 *
 * For a consensus of people without a model. It takes every rater to be equally good unless `weights` say
 * otherwise. Prefer the default `soft`: an item split 1-1 stays split. Breaking ties by label order moves
 * error rates by up to ten points on public data, and in pairwise data label order is the side shown first;
 * so that is no option.
 *
 * share_k = Σ weight of raters who said k / Σ weight of the item's raters
 * quality = top share, margin = top − second share, effective count = (Σ w)² / Σ w²
 *
 * `table`: ratings of people. `ties`: `soft` (default: no label, full credit split downstream), `abstain` (no
 * label, left out downstream), `prior` (the likeliest of the tied labels under `prior`, default the mean
 * shares of all items), `random` (a draw keyed to the item's id) or `model` (the judge's highest probability
 * among the tied labels). `weights`: length raters, positive, from data that do not hold these items, else a
 * rater's own vote raises its weight.
 *
 * Returns a consensus of people; of people and judge under `model`, since one broken tie is enough to feed
 * the yardstick. A tie that prior or model leaves tied stays a tie. An unrated item has NaN shares and
 * quality, and label −1.
 *
 * Throws InputError for weights, prior, probabilities or ids of the wrong length or range.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 3, labelCount: 2, item: [0, 0, 0, 1, 1], rater: [0, 1, 2, 0, 1], label: [1, 1, 0, 0, 1] });
 * Array.from(softMajority(table).label); // [1, -1]
 * Array.from(softMajority(table).quality); // [0.6666667, 0.5]
 *
 * Source: [zhang-2016], section 5: ties count fractionally in the published majority column; [kish-1965] for
 * the effective count.
 */
export function softMajority(table: RatingTable, options?: PeopleMajorityOptions): SoftMajority<'people'>;
export function softMajority(
  table: RatingTable,
  options: ModelMajorityOptions,
): SoftMajority<'people and judge'>;
export function softMajority(
  table: RatingTable,
  options: PeopleMajorityOptions | ModelMajorityOptions = {},
): SoftMajority<Contributors> {
  const votes = countVotes(table, options.weights);
  const breakTie = tieBreaker(table, votes.shares, options);
  const { itemCount, labelCount } = table;
  const label = new Int32Array(itemCount).fill(-1);
  const status = new Uint8Array(itemCount);
  const quality = new Float64Array(itemCount).fill(NaN);
  const margin = new Float64Array(itemCount).fill(NaN);
  const tied = new Uint8Array(itemCount);
  for (let i = 0; i < itemCount; i++) {
    if (votes.counts[i] === 0) continue;
    const start = i * labelCount;
    const top = topLabels(votes.shares, start, labelCount);
    quality[i] = votes.shares[start + top[0]]!;
    margin[i] = top.length > 1 ? 0 : quality[i] - secondShare(votes.shares, start, labelCount, top[0]);
    tied[i] = Number(top.length > 1);
    label[i] = top.length === 1 ? top[0] : breakTie(i, top);
    status[i] = consensusStatuses.indexOf(
      top.length === 1 ? 'decided' : label[i] < 0 ? 'tied' : 'tie broken',
    );
  }
  const judge = options.ties === 'model' ? { judge: options.judge } : {};
  const consensus = consensusOf<Contributors>({
    method: 'soft majority',
    ties: options.ties ?? 'soft',
    contributors: { people: true, ...judge },
    itemCount,
    labelCount,
    label,
    numbers: votes.shares,
    kind: 'shares',
    status,
    quality,
  });
  return Object.freeze({
    ...consensus,
    margin,
    tied,
    counts: votes.counts,
    effectiveCounts: votes.effectiveCounts,
  });
}

interface Weighted {
  /** length raters: positive. */
  readonly weights?: ArrayLike<number>;
}

export type PeopleMajorityOptions = Weighted &
  (
    | { readonly ties?: 'soft' | 'abstain' }
    /** `prior`: length labels, any positive scale. */
    | { readonly ties: 'prior'; readonly prior?: ArrayLike<number> }
    | { readonly ties: 'random'; readonly random: Random; readonly itemIds: ArrayLike<string | number> }
  );

export interface ModelMajorityOptions extends Weighted {
  readonly ties: 'model';
  /** [items × labels], row-major. */
  readonly probabilities: ArrayLike<number>;
  /** The judge's name: it becomes a contributor. */
  readonly judge: string;
}

export interface SoftMajority<From extends Contributors> extends Consensus<From> {
  /** length items: top minus second share; 0 where tied. */
  readonly margin: Float64Array;
  /** length items: 1 where two labels or more share the first place, broken or not. */
  readonly tied: Uint8Array;
  /** length items: ratings. */
  readonly counts: Int32Array;
  /** length items: (Σ w)² / Σ w² of its raters; the count, where all weigh the same. */
  readonly effectiveCounts: Float64Array;
}

interface Votes {
  readonly shares: Float64Array;
  readonly counts: Int32Array;
  readonly effectiveCounts: Float64Array;
}

function countVotes(table: RatingTable, weights: ArrayLike<number> | undefined): Votes {
  const { itemCount, raterCount, labelCount, itemStart, rater, label } = table;
  if (weights !== undefined) requirePositive('weights', weights, raterCount, 'rater');
  const shares = new Float64Array(itemCount * labelCount);
  const counts = new Int32Array(itemCount);
  const effectiveCounts = new Float64Array(itemCount);
  for (let i = 0; i < itemCount; i++) {
    const row = i * labelCount;
    let sum = 0;
    let squares = 0;
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) {
      const weight = weights === undefined ? 1 : weights[rater[r]];
      shares[row + label[r]] += weight;
      sum += weight;
      squares += weight * weight;
    }
    counts[i] = itemStart[i + 1] - itemStart[i];
    effectiveCounts[i] = sum === 0 ? 0 : (sum * sum) / squares;
    for (let k = 0; k < labelCount; k++) shares[row + k] /= sum;
  }
  return { shares, counts, effectiveCounts };
}

/** What a policy makes of a tie: a label code, or −1 for none. */
function tieBreaker(
  { itemCount, labelCount }: RatingTable,
  shares: Float64Array,
  options: PeopleMajorityOptions | ModelMajorityOptions,
): (item: number, tied: readonly number[]) => number {
  switch (options.ties ?? 'soft') {
    case 'soft':
    case 'abstain':
      return () => -1;
    case 'prior': {
      const given = (options as { prior?: ArrayLike<number> }).prior;
      if (given !== undefined) requirePositive('prior', given, labelCount, 'label');
      const prior = given ?? meanShares(shares, labelCount);
      return (_, tied) => onlyHighest(prior, 0, tied);
    }
    case 'random': {
      const { random, itemIds } = options as { random: Random; itemIds: ArrayLike<string | number> };
      requireLength('itemIds', itemIds, itemCount);
      return (i, tied) => tied[drawIndex(random.fork(itemIds[i]), tied.length)];
    }
    case 'model': {
      const { probabilities } = options as ModelMajorityOptions;
      requireLength('probabilities', probabilities, itemCount * labelCount);
      return (i, tied) => onlyHighest(probabilities, i * labelCount, tied);
    }
    default:
      throw new InputError(
        'softMajority requires ties to be soft, abstain, prior, random or model; received ' +
          String(options.ties),
      );
  }
}

function onlyHighest(numbers: ArrayLike<number>, start: number, tied: readonly number[]): number {
  const top = topLabels(
    tied.map((k) => numbers[start + k]),
    0,
    tied.length,
  );
  return top.length === 1 ? tied[top[0]] : -1;
}

function meanShares(shares: Float64Array, labelCount: number): Float64Array {
  const sums = new Float64Array(labelCount);
  for (let at = 0; at < shares.length; at++)
    if (!Number.isNaN(shares[at])) sums[at % labelCount] += shares[at];
  return sums;
}

function secondShare(shares: Float64Array, start: number, labelCount: number, top: number): number {
  let second = 0;
  for (let k = 0; k < labelCount; k++)
    if (k !== top && shares[start + k] > second) second = shares[start + k]!;
  return second;
}

function requirePositive(what: string, values: ArrayLike<number>, count: number, unit: string): void {
  requireLength(what, values, count);
  for (let at = 0; at < count; at++)
    if (!(values[at] > 0 && values[at] < Infinity))
      throw new InputError(`softMajority requires positive ${what}; received ${values[at]} at ${unit} ${at}`);
}

function requireLength(what: string, values: ArrayLike<unknown>, count: number): void {
  if (values?.length !== count)
    throw new InputError(`softMajority requires ${count} ${what}; received ${values?.length ?? 'none'}`);
}
