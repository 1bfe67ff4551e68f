/** What a perfectly calibrated forecast of the same probabilities would have shown: the yardstick of every calibration error. */
import { InputError } from '../numeric/errors.ts';
import type { Random } from '../numeric/random.ts';
import type { BinaryEvent } from './event.ts';

/**
 * Draws each item's outcome from its own probability, once an item, `simulations` times, and hands every draw to `visit`.
 *
 * One draw an item, however many people labeled it: people who see the same item agree more than strangers do, and a draw
 * for each of them would put the yardstick too low. Rows are drawn in the order given, which must not depend on the order
 * in which they came.
 */
export function drawCalibrated(
  caller: string,
  event: BinaryEvent,
  order: Int32Array,
  options: { readonly random: Random; readonly simulations: number },
  visit: (outcome: Float64Array, simulation: number) => void,
): void {
  const { random, simulations } = options;
  if (!Number.isInteger(simulations) || simulations < 20)
    throw new InputError(`${caller} requires at least 20 simulations; received ${simulations}`);
  const stream = random.fork('calibrated outcomes');
  const outcome = new Float64Array(event.probability.length);
  for (let simulation = 0; simulation < simulations; simulation++) {
    for (const row of order) outcome[row] = stream.next() < event.probability[row] ? 1 : 0;
    visit(outcome, simulation);
  }
}

/** Quantile of sorted values by linear interpolation of the order statistics (type 7); NaN of none. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return NaN;
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
