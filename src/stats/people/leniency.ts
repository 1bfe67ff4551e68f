import { fisherCdf } from '../numeric/distributions.ts';
import { joinGroups, ownLeaders } from './leaders.ts';
import { type Random, drawIndex } from '../numeric/random.ts';
import { type Votes, dot, requireVotes, solveWithinItems } from './votes.ts';

/**
 * Whether some people say yes more readily than others on the same items: a test, and how far they spread.
 *
 * For information beside a rate by people; it decides nothing. Where they differ, the rate holds for these
 * very people, and `twoWayRate` says what other people would give. It assumes that who labels an item is not
 * chosen by what it is.
 *
 * d_j = Σ over rater j's items of (vote − mean vote of the item)
 * V = Σ_i s²_i (diag a_i − a_i a_i′ / n_i), s²_i the variance of the votes on item i, a_i marking who gave
 * them statistic = d′ V⁻ d, Cochran's Q where everybody votes on everything with 0 and 1; chi-squared with
 * one degree of freedom less than raters who differ from others on shared items, a group of raters who meet
 * at a time variance = (d′ b − degrees of freedom · s²) / Σ (n_i − 1), b the raters' least-squares effects,
 * s² the mean square left
 *
 * `votes`: as in `Votes`; items with one vote tell nothing. `random`: where given, p is that of the same
 * statistic with the votes of each item dealt anew to its raters, at most 499 times ([besag-clifford-1991]):
 * for raters of few votes, where chi-squared is far off.
 *
 * Returns the statistic, p, and `spread`: the standard deviation of people's rates on the same items, √ of
 * the variance, 0 where that is negative. NaN where no two people of different votes share an item.
 *
 * Throws InputError for votes that do not fit.
 *
 * @example
 * const votes = { raterCount: 2, itemStart: Int32Array.of(0, 2, 4, 6), rater: Int32Array.of(0, 1, 0, 1, 0, 1), value: Float64Array.of(1, 0, 1, 0, 1, 1) };
 * leniency(votes).statistic; // 2
 *
 * Source: [cochran-1950], the test; [mantel-haenszel-1959], summing over items with unequal votes;
 * [henderson-1953], method 3, the variance.
 */
export function leniency(votes: Votes, options: { readonly random?: Random } = {}): Leniency {
  requireVotes('leniency', votes);
  const spread = spreadWithin(votes);
  const degreesOfFreedom = ranks(votes, spread);
  const unknown = { statistic: NaN, degreesOfFreedom, pValue: NaN, variance: NaN, spread: NaN };
  if (degreesOfFreedom === 0) return Object.freeze(unknown);
  const deviation = deviations(votes, votes.value);
  const statistic = dot(deviation, solveWithinItems(votes, spread, deviation));
  const pValue =
    options.random === undefined
      ? 1 - fisherCdf(statistic / degreesOfFreedom, degreesOfFreedom, Infinity)
      : dealtAnew(votes, spread, statistic, options.random.fork('leniency'));
  const variance = varianceOfRaters(votes, spread, deviation);
  return Object.freeze({
    statistic,
    degreesOfFreedom,
    pValue,
    variance,
    spread: Math.sqrt(Math.max(0, variance)),
  });
}

export interface Leniency {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Of people's rates; below 0 where they spread less than luck would. */
  readonly variance: number;
  readonly spread: number;
}

/** At most so many, and fewer where so many have reached as far: p is then their part. */
const deals = 499;
const enough = 20;

function dealtAnew(votes: Votes, spread: Float64Array, statistic: number, random: Random): number {
  const value = votes.value.slice();
  let reached = 0;
  for (let deal = 0; deal < deals; deal++) {
    for (let item = 0; item + 1 < votes.itemStart.length; item++) {
      const start = votes.itemStart[item];
      for (let left = votes.itemStart[item + 1] - start; left > 1; left--) {
        const [last, other] = [start + left - 1, start + drawIndex(random, left)];
        [value[last], value[other]] = [value[other], value[last]];
      }
    }
    const deviation = deviations(votes, value);
    // Sums in another order differ in their last digits.
    if (dot(deviation, solveWithinItems(votes, spread, deviation)) >= statistic * (1 - 1e-9)) reached++;
    if (reached === enough) return reached / (deal + 1);
  }
  return (reached + 1) / (deals + 1);
}

/** length items: the variance of the votes; 0 of one vote. */
function spreadWithin({ itemStart, value }: Votes): Float64Array {
  return Float64Array.from({ length: itemStart.length - 1 }, (_, item) => {
    const votes = value.subarray(itemStart[item], itemStart[item + 1]);
    const mean = votes.reduce((sum, vote) => sum + vote, 0) / votes.length;
    const square = votes.reduce((sum, vote) => sum + (vote - mean) ** 2, 0);
    return votes.length < 2 || square < 1e-18 ? 0 : square / (votes.length - 1);
  });
}

function deviations({ raterCount, itemStart, rater }: Votes, value: Float64Array): Float64Array {
  const sums = new Float64Array(raterCount);
  for (let item = 0; item + 1 < itemStart.length; item++) {
    let sum = 0;
    for (let vote = itemStart[item]; vote < itemStart[item + 1]; vote++) sum += value[vote];
    const mean = sum / (itemStart[item + 1] - itemStart[item]);
    for (let vote = itemStart[item]; vote < itemStart[item + 1]; vote++)
      sums[rater[vote]] += value[vote] - mean;
  }
  return sums;
}

/** `spread`: length items, as `spreadWithin` has it. */
function varianceOfRaters(votes: Votes, spread: Float64Array, deviation: Float64Array): number {
  const { itemStart } = votes;
  const shared = spread.map((_, item) => Number(itemStart[item + 1] - itemStart[item] > 1));
  const explained = dot(deviation, solveWithinItems(votes, shared, deviation));
  const rank = ranks(votes, shared);
  let [within, freedom] = [0, 0];
  for (let item = 0; item < spread.length; item++) {
    const own = itemStart[item + 1] - itemStart[item] - 1;
    within += spread[item] * own;
    freedom += own;
  }
  return freedom <= rank ? NaN : (explained - (rank * (within - explained)) / (freedom - rank)) / freedom;
}

/** Raters less groups of them, among those who meet on items of some weight. */
function ranks({ raterCount, itemStart, rater }: Votes, weight: Float64Array): number {
  const leader = ownLeaders(raterCount);
  let joins = 0;
  for (let item = 0; item < weight.length; item++) {
    if (weight[item] === 0) continue;
    for (let vote = itemStart[item] + 1; vote < itemStart[item + 1]; vote++)
      if (joinGroups(leader, rater[itemStart[item]], rater[vote])) joins++;
  }
  return joins;
}
