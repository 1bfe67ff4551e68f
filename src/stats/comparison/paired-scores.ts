/**
 * What judges scored on the same items, added up by cluster: the differences of any two of them follow from
 * these sums.
 */
import type { Clusters } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import { numberedClusters } from '../numeric/numbered-clusters.ts';

/** What to make of an item on which a judge gave no verdict. */
export type NoVerdict =
  /** The judge scores 0 on it: silence agrees with nobody. */
  | 'scores-zero'
  /** The item is left out for all judges. */
  | 'left-out';

export interface PairedScores {
  /** One for each judge, length items compared: its scores, 0 where it gave no verdict. */
  readonly scores: readonly Float64Array[];
  /** length items compared: 0 … clusterCount − 1. */
  readonly cluster: Int32Array;
  readonly clusterCount: number;
  /** length items compared: how much each counts. */
  readonly weight: Float64Array;
  /** Items of the input that were left out. */
  readonly leftOut: number;
  /** For each judge, items of the input on which it gave no verdict. */
  readonly withoutVerdict: readonly number[];
  /** True where every cluster is one item and every score 0 or 1. */
  readonly marks: boolean;
}

/** Throws InputError in the name of `caller`. */
export function pairedScores(
  caller: string,
  judges: readonly ArrayLike<number | null>[],
  cluster: Clusters,
  noVerdict: NoVerdict,
  weight?: ArrayLike<number>,
): PairedScores {
  if (noVerdict !== 'scores-zero' && noVerdict !== 'left-out')
    throw new InputError(
      `${caller} requires noVerdict scores-zero or left-out; received ${JSON.stringify(noVerdict)}`,
    );
  const items = judges[0].length;
  for (const judge of judges) requireScores(caller, judge, items);
  if (weight !== undefined) requireWeights(caller, weight, items);
  // Before anything is left out, so that codes are checked for every item.
  const all = numberedClusters(caller, cluster === 'items' ? cluster : [cluster], [items]).parts[0];
  const kept: number[] = [];
  for (let item = 0; item < items; item++)
    if (noVerdict === 'scores-zero' || judges.every((judge) => judge[item] !== null)) kept.push(item);
  const { parts, count } = numberedClusters(caller, [kept.map((item) => all[item])], [kept.length]);
  const scores = judges.map((judge) => Float64Array.from(kept, (item) => judge[item] ?? 0));
  return {
    scores,
    cluster: parts[0],
    clusterCount: count,
    weight: Float64Array.from(kept, (item) => weight?.[item] ?? 1),
    leftOut: items - kept.length,
    withoutVerdict: judges.map((judge) => Array.from(judge).filter((score) => score === null).length),
    marks:
      weight === undefined &&
      count === kept.length &&
      scores.every((judge) => judge.every((score) => score === 0 || score === 1)),
  };
}

function requireWeights(caller: string, weight: ArrayLike<number>, items: number): void {
  const wrong = Array.from(weight).find((one) => !(one > 0 && Number.isFinite(one)));
  if (weight.length !== items || wrong !== undefined)
    throw new InputError(
      `${caller} requires a weight above 0 for each item; received ${wrong ?? `${weight.length} for ${items} items`}`,
    );
}

function requireScores(caller: string, scores: ArrayLike<number | null>, items: number): void {
  if (scores.length !== items)
    throw new InputError(
      `${caller} requires one score of every judge for each item; received ${items} and ${scores.length}`,
    );
  for (let item = 0; item < items; item++) {
    const score = scores[item];
    if (score !== null && !(score >= 0 && score <= 1))
      throw new InputError(
        `${caller} requires scores in [0, 1], or null for no verdict; received ${score} at index ${item}`,
      );
  }
}
