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
  const alike = {
    probability: probability.slice(),
    weight: weight.slice(),
    rows: new Float64Array(order.length),
  };
  let kinds = 0;
  for (let at = 0; at < order.length; at++) {
    const [row, before] = [order[at], order[at - 1]];
    if (at === 0 || probability[row] !== probability[before] || weight[row] !== weight[before]) {
      alike.probability[kinds] = probability[row];
      alike.weight[kinds++] = weight[row];
    }
    alike.rows[kinds - 1]++;
  }
  return {
    probability: alike.probability.slice(0, kinds),
    weight: alike.weight.slice(0, kinds),
    rows: alike.rows.slice(0, kinds),
  };
}

/** Rows that a simulation draws together, and of each kind of alike rows the group it went to. */
export interface NearRows {
  readonly groups: AlikeRows;
  /** length kinds. */
  readonly groupOf: Int32Array;
}

/** Up to so many kinds are drawn each by itself. */
const fewKinds = 1024;
const mostGroups = 512;
const widestGroup = 1 / 128;
/** At the ends, where an isotonic curve hangs on few rows, a group holds this part of the rows beyond it. */
const endPart = 1 / 16;

/**
 * Neighbors in probability drawn together, so that a simulation costs the same for a thousand rows and for a
 * million.
 *
 * A group stands at its mean probability p, Σ weight · probability / Σ weight, for
 * n = (Σ weight)² / Σ weight² rows, rounded, of the one weight that gives their draw the variance of what
 * they replace: Σ weight² · probability · (1 − probability) / (n p (1 − p)), square root. So mean and
 * variance of a group are exact; what is lost is where its rows lie within it. A group holds at most 1/512 of
 * the rows, a sixteenth of those beyond it at the ends, and spans at most 1/128.
 *
 * `keyOf`: kinds of different keys are not grouped.
 */
export function nearRows(kinds: AlikeRows, keyOf: (kind: number) => number = () => 0): NearRows {
  const { probability, weight, rows } = kinds;
  const groupOf = Int32Array.from(probability.keys());
  if (probability.length <= fewKinds) return { groups: kinds, groupOf };
  const total = rows.reduce((sum, count) => sum + count, 0);
  const opens: number[] = [];
  let [before, held] = [0, 0];
  for (let kind = 0; kind < probability.length; kind++) {
    const first = opens.at(-1);
    const after = total - before - held - rows[kind];
    const most = Math.min(total / mostGroups, 1 + endPart * Math.min(before, after));
    const joins =
      first !== undefined &&
      held + rows[kind] <= most &&
      probability[kind] - probability[first] <= widestGroup &&
      keyOf(kind) === keyOf(first);
    if (!joins) {
      opens.push(kind);
      before += held;
      held = 0;
    }
    held += rows[kind];
    groupOf[kind] = opens.length - 1;
  }
  const ends = [...opens.slice(1), probability.length];
  const groups = opens.map((first, at) => oneGroup({ probability, weight, rows }, first, ends[at]));
  return {
    groups: {
      probability: Float64Array.from(groups, (group) => group.probability),
      weight: Float64Array.from(groups, (group) => group.weight),
      rows: Float64Array.from(groups, (group) => group.rows),
    },
    groupOf,
  };
}

function oneGroup(
  { probability, weight, rows }: AlikeRows,
  first: number,
  end: number,
): { probability: number; weight: number; rows: number } {
  if (end === first + 1) return { probability: probability[first], weight: weight[first], rows: rows[first] };
  let [mass, squares, mean, variance] = [0, 0, 0, 0];
  for (let kind = first; kind < end; kind++) {
    mass += rows[kind] * weight[kind];
    squares += rows[kind] * weight[kind] ** 2;
    mean += rows[kind] * weight[kind] * probability[kind];
    variance += rows[kind] * weight[kind] ** 2 * probability[kind] * (1 - probability[kind]);
  }
  const center = mean / mass;
  const count = Math.max(1, Math.round(mass ** 2 / squares));
  const drawn = count * center * (1 - center);
  return { probability: center, weight: drawn > 0 ? Math.sqrt(variance / drawn) : mass / count, rows: count };
}

/** Below this many rows a draw for each costs less than one for all of them. */
const fewRows = 16;

/**
 * Draws each row's outcome from its own probability, once a row, `simulations` times, and hands every draw to
 * `visit`: of each kind Σ weight · (outcome − probability).
 *
 * One draw an item, however many people labeled it: people who see the same item agree more than strangers
 * do, and a draw for each of them would put the yardstick too low. Rows that are alike are drawn together, as
 * binomial.
 */
export function drawCalibrated(
  caller: string,
  { probability, weight, rows }: AlikeRows,
  options: { readonly random: Random; readonly simulations: number },
  visit: (missed: Float64Array, simulation: number) => void,
): void {
  const { random, simulations } = options;
  if (!Number.isInteger(simulations) || simulations < 20)
    throw new InputError(`${caller} requires at least 20 simulations; received ${simulations}`);
  const stream = random.fork('calibrated outcomes');
  const missed = new Float64Array(rows.length);
  for (let simulation = 0; simulation < simulations; simulation++) {
    for (let kind = 0; kind < rows.length; kind++)
      missed[kind] =
        weight[kind] * (drawCount(stream, rows[kind], probability[kind]) - rows[kind] * probability[kind]);
    visit(missed, simulation);
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
