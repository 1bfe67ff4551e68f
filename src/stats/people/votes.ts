/** Single votes of people on items, and the operator that a comparison of people within items rests on. */
import { InputError } from '../numeric/errors.ts';

/** Votes by item: those on item i are at itemStart[i] … itemStart[i + 1] − 1, one at least. */
export interface Votes {
  readonly raterCount: number;
  /** length items + 1. */
  readonly itemStart: Int32Array;
  /** length votes: rater codes, each at most once an item. */
  readonly rater: Int32Array;
  /** length votes: what the vote counts, in [0, 1]. */
  readonly value: Float64Array;
}

export function requireVotes(caller: string, { raterCount, itemStart, rater, value }: Votes): void {
  const votes = itemStart[itemStart.length - 1];
  if (rater.length !== votes || value.length !== votes)
    throw new InputError(
      `${caller} requires a rater and a value for each vote; received ${rater.length} raters and ` +
        `${value.length} values for ${votes} votes`,
    );
  for (let item = 0; item + 1 < itemStart.length; item++)
    if (itemStart[item + 1] <= itemStart[item])
      throw new InputError(`${caller} requires a vote on every item; received none on item ${item}`);
  for (let vote = 0; vote < votes; vote++) {
    if (!(Number.isInteger(rater[vote]) && rater[vote] >= 0 && rater[vote] < raterCount))
      throw new InputError(
        `${caller} requires rater codes below ${raterCount}; received ${rater[vote]} at vote ${vote}`,
      );
    if (!(value[vote] >= 0 && value[vote] <= 1))
      throw new InputError(`${caller} requires values in [0, 1]; received ${value[vote]} at vote ${vote}`);
  }
}

/**
 * The solution of M x = `right`, M = Σ_i weight_i (diag a_i − a_i a_i′ / n_i) over items, a_i marking who
 * voted on item i, n_i of them: by conjugate gradients, O(votes) a step. M does not see what a group of
 * raters who share items has in common; where `right` adds up to 0 in each group, as differences within items
 * do, x does too.
 *
 * `weight`: length items. `right`: length raters.
 *
 * Source: [hestenes-stiefel-1952], section 3.
 */
export function solveWithinItems(votes: Votes, weight: Float64Array, right: Float64Array): Float64Array {
  const x = new Float64Array(right.length);
  const residual = right.slice();
  const direction = right.slice();
  const image = new Float64Array(right.length);
  const first = dot(right, right);
  let square = first;
  for (let step = 0; step < 10 * right.length + 100 && square > 1e-24 * first; step++) {
    withinItems(votes, weight, direction, image);
    const length = square / dot(direction, image);
    for (let j = 0; j < x.length; j++) {
      x[j] += length * direction[j];
      residual[j] -= length * image[j];
    }
    const next = dot(residual, residual);
    for (let j = 0; j < x.length; j++) direction[j] = residual[j] + (next / square) * direction[j];
    square = next;
  }
  return x;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function withinItems(
  { itemStart, rater }: Votes,
  weight: Float64Array,
  x: Float64Array,
  into: Float64Array,
): void {
  into.fill(0);
  for (let item = 0; item + 1 < itemStart.length; item++) {
    if (weight[item] === 0) continue;
    let sum = 0;
    for (let vote = itemStart[item]; vote < itemStart[item + 1]; vote++) sum += x[rater[vote]];
    const mean = sum / (itemStart[item + 1] - itemStart[item]);
    for (let vote = itemStart[item]; vote < itemStart[item + 1]; vote++)
      into[rater[vote]] += weight[item] * (x[rater[vote]] - mean);
  }
}
