/**
 * What a perfectly calibrated forecast of the same probabilities would have shown: the yardstick of every
 * calibration error.
 */
import { drawBinomial } from '../../numeric/binomial-draws.ts';
import { InputError } from '../../numeric/errors.ts';
import type { Random } from '../../numeric/random.ts';
import type { BinaryEvent } from '../event.ts';

/**
 * Rows of one probability and one weight, which a simulation need not tell apart: by rising probability, ties
 * by weight.
 */
export interface AlikeRows {
  readonly probability: Float64Array;
  readonly weight: Float64Array;
  /** How many rows there are of each. */
  readonly rows: Float64Array;
}

/** `order`: row numbers by rising probability, ties by weight. */
export function alikeRows({ probability, weight }: BinaryEvent, order: Int32Array): AlikeRows {
  const starts: number[] = [];
  for (let at = 0; at < order.length; at++) {
    const [row, before] = [order[at], order[at - 1]];
    if (at === 0 || probability[row] !== probability[before] || weight[row] !== weight[before])
      starts.push(at);
  }
  return {
    probability: Float64Array.from(starts, (at) => probability[order[at]]),
    weight: Float64Array.from(starts, (at) => weight[order[at]]),
    rows: Float64Array.from(starts, (at, group) => (starts[group + 1] ?? order.length) - at),
  };
}

/** Below this many rows a draw for each costs less than one for all of them. */
const fewRows = 16;

/**
 * Draws each row's outcome from its own probability, once a row, `simulations` times, and hands every draw to
 * `visit`: for how many of the rows of each kind it happened.
 *
 * One draw an item, however many people labeled it: people who see the same item agree more than strangers
 * do, and a draw for each of them would put the yardstick too low. Rows that are alike are drawn together, as
 * binomial.
 */
export function drawCalibrated(
  caller: string,
  { probability, rows }: AlikeRows,
  options: { readonly random: Random; readonly simulations: number },
  visit: (happened: Float64Array, simulation: number) => void,
): void {
  const { random, simulations } = options;
  if (!Number.isInteger(simulations) || simulations < 20)
    throw new InputError(`${caller} requires at least 20 simulations; received ${simulations}`);
  const stream = random.fork('calibrated outcomes');
  const happened = new Float64Array(rows.length);
  for (let simulation = 0; simulation < simulations; simulation++) {
    for (let kind = 0; kind < rows.length; kind++)
      happened[kind] = drawCount(stream, rows[kind], probability[kind]);
    visit(happened, simulation);
  }
}

function drawCount(stream: Random, rows: number, probability: number): number {
  // Probabilities may pass 1 by a rounding error.
  if (rows >= fewRows) return drawBinomial(stream, rows, Math.min(1, Math.max(0, probability)));
  let count = 0;
  for (let row = 0; row < rows; row++) if (stream.next() < probability) count++;
  return count;
}

/** Quantile of sorted values by linear interpolation of the order statistics (type 7); NaN of none. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return NaN;
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
