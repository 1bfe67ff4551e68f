import type { Clusters } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { maxT } from './max-t.ts';
import {
  type Pair,
  type PairedDifference,
  type PairedDifferenceOptions,
  comparePair,
  pairEstimate,
} from './paired-difference.ts';
import { type PairedScores, pairedScores } from './paired-scores.ts';

/**
 * The differences of all pairs among several judges on the same items, with intervals that hold all at once,
 * and what they say of the judges' ranks.
 *
 * For the question which of several judges agrees most with people. Of six judges fifteen pairs can be
 * compared; intervals that hold one at a time would miss one of them in every third study. The intervals here
 * reach as far as the largest of all differences in standard errors does (max-t), which is less than
 * Bonferroni's, since the pairs share judges and items. It assumes what `pairedDifference` assumes; for two
 * judges it is the same.
 *
 * interval of a pair: that of `pairedDifference` with c for its quantile, c such that the largest of all
 * differences, in standard errors, stays within ±c in `level` of all samples
 * ranks of a judge: best = 1 + judges whose difference to it lies above 0, worst = judges − those below 0
 *
 * `judges`: two or more, each length items, scores in [0, 1], `null` where it gave no verdict. `cluster`,
 * `noVerdict` and `level` as in `pairedDifference`; left out is an item on which any judge gave no verdict.
 *
 * Returns `pairs`, first to second by the order given, 0–1, 0–2, …, 1–2, …; `ranks`, one for each judge; and
 * `criticalValue`, c. Nothing is drawn; judges in another order give the same intervals. A pair is undefined
 * where `pairedDifference` is; `criticalValue` is NaN without an item.
 *
 * Throws InputError for fewer than two judges, and what `pairedDifference` throws for.
 *
 * @example
 * const judges = [
 *   [1, 1, 1, 1, 1, 1, 1, 1, 0, 1],
 *   [1, 0, 1, 1, 1, 0, 1, 0, 0, 1],
 *   [1, 0, 0, 0, 0, 0, 1, 0, 0, 0],
 * ];
 * const { pairs, ranks, criticalValue } = pairwiseDifferences(judges, { cluster: 'items' });
 * pairs.map(({ value }) => value); // [0.3, 0.7, 0.4]
 * criticalValue; // 2.343
 * ranks[0]; // { best: 1, worst: 2 }
 *
 * Source: [hothorn-2008], section 3; ranks off simultaneous intervals as [mogstad-2024].
 */
export function pairwiseDifferences(
  judges: readonly ArrayLike<number | null>[],
  { cluster, level = 0.95, noVerdict = 'scores-zero' }: PairwiseDifferencesOptions,
): PairwiseDifferences {
  if (judges.length < 2)
    throw new InputError(`pairwiseDifferences requires two judges or more; received ${judges.length}`);
  if (!(level > 0 && level < 1))
    throw new InputError(`pairwiseDifferences requires a level in (0, 1); received ${level}`);
  const paired = pairedScores('pairwiseDifferences', judges, cluster, noVerdict);
  const compared = pairsOf(paired);
  const criticalValue =
    paired.cluster.length === 0 ? NaN : criticalValueOf(compared, judges.length, { paired, level });
  const reach = { level, score: criticalValue, student: criticalValue };
  const pairs = compared.map((pair) =>
    Object.freeze({
      ...pairEstimate(paired, pair, cluster, reach),
      judges: Object.freeze(pair.judges),
    }),
  );
  return Object.freeze({
    pairs: Object.freeze(pairs),
    ranks: Object.freeze(judges.map((_, judge) => ranksOf(judge, judges.length, pairs))),
    criticalValue,
  });
}

export interface PairwiseDifferencesOptions extends PairedDifferenceOptions {
  readonly cluster: Clusters;
}

export interface PairwiseDifferences {
  readonly pairs: readonly JudgePair[];
  /** length judges. */
  readonly ranks: readonly JudgeRanks[];
  /** How many standard errors every difference stays within at once. */
  readonly criticalValue: number;
}

/** The difference of two of the judges; `judges`: which, by their index. */
export interface JudgePair extends PairedDifference {
  readonly judges: readonly [number, number];
}

/** The ranks that the intervals leave to a judge; 1 is the highest mean score. */
export interface JudgeRanks {
  readonly best: number;
  readonly worst: number;
}

function pairsOf(paired: PairedScores): Pair[] {
  const judges = paired.scores.length;
  return paired.scores.flatMap((_, first) =>
    Array.from({ length: judges - first - 1 }, (_pair, at) => comparePair(paired, first, first + 1 + at)),
  );
}

/** Tango's score is compared with the normal distribution, a difference by cluster with Student's. */
function criticalValueOf(
  pairs: readonly Pair[],
  judges: number,
  { paired, level }: { readonly paired: PairedScores; readonly level: number },
): number {
  const squares = new Float64Array(judges * judges);
  for (const {
    judges: [first, second],
    standardError,
  } of pairs) {
    const square = Number.isNaN(standardError) ? 0 : standardError ** 2;
    squares[first * judges + second] = square;
    squares[second * judges + first] = square;
  }
  // All pairs stand on the same clusters.
  const degreesOfFreedom = paired.marks ? Infinity : pairs[0].degreesOfFreedom;
  return maxT(squares, judges, { level, degreesOfFreedom });
}

function ranksOf(judge: number, judges: number, pairs: readonly JudgePair[]): JudgeRanks {
  let [better, worse] = [0, 0];
  for (const {
    judges: [first, second],
    interval,
  } of pairs) {
    const above = interval.lower > 0;
    const below = interval.upper < 0;
    if ((judge === first && below) || (judge === second && above)) better++;
    if ((judge === first && above) || (judge === second && below)) worse++;
  }
  return Object.freeze({ best: 1 + better, worst: judges - worse });
}
