import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';

const coarseGrid = [0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8];
const stepsToNeighbor = 4;
const smallest = 1e-30;

export interface CrowdlabTemperature {
  readonly temperature: number;
  /** Whether the best temperature is an end of the search: 0.1, or 7.25, which the search cannot pass. */
  readonly atBound: boolean;
  /** Mean over items of −Σ_k share_k · log p_k / log labels at that temperature. */
  readonly loss: number;
}

/**
 * The temperature the CROWDLAB reference fits before aggregating, by its two-step grid.
 *
 * For parity with the reference alone: it is fitted to the labels that the consensus then uses. Where
 * probabilities are to be trusted, use a cross-fitted calibrator.
 *
 * loss(T) = mean over items of −Σ_k share_k · log p_k(T) / log labels, p(T) ∝ P^(1 / T), at least 1e-30
 *
 * The grid 0.1 … 8 first; then four steps to each neighbor of its best point. From 8 only the lower side is
 * searched, without 8 itself, so the answer never exceeds 7.25.
 *
 * `table`: ratings of people, every item with at least one. `probabilities`: [items × labels], row-major.
 *
 * Throws InputError for a wrong shape, fewer than 2 labels and an item without ratings.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 0, 1, 0] });
 * fitCrowdlabTemperature(table, [0.99, 0.01, 0.2, 0.8]).temperature; // 1.75
 *
 * Source: the reference implementation of [goh-2022], whose paper leaves the search open.
 */
export function fitCrowdlabTemperature(
  table: RatingTable,
  probabilities: ArrayLike<number>,
): CrowdlabTemperature {
  requireRows('fitCrowdlabTemperature', probabilities, table.labelCount, table.itemCount);
  const shares = sharesOf(table);
  const coarse = argmin(coarseGrid, (temperature) =>
    lossAt(temperature, shares, probabilities, table.labelCount),
  );
  const at = coarseGrid.indexOf(coarse.point);
  const fine = [
    ...(at > 0 ? steps(coarseGrid[at - 1], coarse.point).slice(0, -1) : []),
    ...(at < coarseGrid.length - 1 ? steps(coarse.point, coarseGrid[at + 1]) : []),
  ];
  const best = argmin(fine, (temperature) => lossAt(temperature, shares, probabilities, table.labelCount));
  return Object.freeze({
    temperature: best.point,
    atBound: best.point === 0.1 || best.point === 7.25,
    loss: best.value,
  });
}

/**
 * Probabilities at another temperature: above 1 less sure, below 1 more.
 *
 * p_k(T) = P_k^(1 / T) / Σ_l P_l^(1 / T), P at least 1e-30 and T at least 1e-6
 *
 * `probabilities`: [rows × labels], row-major. Returns a new array. Throws InputError for a wrong shape or a
 * temperature that is not positive.
 *
 * @example
 * Array.from(applyCrowdlabTemperature([0.9, 0.1], 2, 2)); // [0.75, 0.25]
 *
 * Source: [guo-2017], section 4.2.
 */
export function applyCrowdlabTemperature(
  probabilities: ArrayLike<number>,
  labelCount: number,
  temperature: number,
): Float64Array {
  requireRows('applyCrowdlabTemperature', probabilities, labelCount);
  if (!(temperature > 0))
    throw new InputError(`applyCrowdlabTemperature requires a positive temperature; received ${temperature}`);
  const scaled = new Float64Array(probabilities.length);
  for (let start = 0; start < scaled.length; start += labelCount)
    scaleRow(probabilities, start, labelCount, temperature, smallest, scaled, start);
  return scaled;
}

/**
 * `floor`: the reference raises zeros to 1e-30 when it applies a temperature, and leaves them 0 when it fits
 * one.
 */
function scaleRow(
  from: ArrayLike<number>,
  start: number,
  labelCount: number,
  temperature: number,
  floor: number,
  target: Float64Array,
  at: number,
): void {
  let top = 0;
  for (let k = 0; k < labelCount; k++) top = Math.max(top, from[start + k]);
  // Divided by the top probability, which changes nothing but keeps the powers from vanishing.
  let sum = 0;
  for (let k = 0; k < labelCount; k++) {
    const power = Math.exp(
      (Math.log(Math.max(from[start + k], floor)) - Math.log(top)) / Math.max(temperature, 1e-6),
    );
    target[at + k] = power;
    sum += power;
  }
  for (let k = 0; k < labelCount; k++) target[at + k] /= sum;
}

function lossAt(
  temperature: number,
  shares: Float64Array,
  probabilities: ArrayLike<number>,
  labelCount: number,
): number {
  const row = new Float64Array(labelCount);
  let sum = 0;
  for (let start = 0; start < shares.length; start += labelCount) {
    scaleRow(probabilities, start, labelCount, temperature, 0, row, 0);
    for (let k = 0; k < labelCount; k++) sum -= shares[start + k] * Math.log(Math.max(row[k], smallest));
  }
  return sum / Math.log(labelCount) / (shares.length / labelCount);
}

/** Equal steps from one point to the next, both included. */
function steps(from: number, to: number): number[] {
  return Array.from({ length: stepsToNeighbor + 1 }, (_, step) =>
    step === stepsToNeighbor ? to : from + (step * (to - from)) / stepsToNeighbor,
  );
}

function argmin(
  points: readonly number[],
  worth: (point: number) => number,
): { point: number; value: number } {
  let best = { point: NaN, value: Infinity };
  for (const point of points) {
    const value = worth(point);
    if (value < best.value) best = { point, value };
  }
  return best;
}

function sharesOf({ itemCount, labelCount, itemStart, label }: RatingTable): Float64Array {
  const shares = new Float64Array(itemCount * labelCount);
  for (let i = 0; i < itemCount; i++) {
    const ratings = itemStart[i + 1] - itemStart[i];
    if (ratings === 0)
      throw new InputError(
        `fitCrowdlabTemperature requires a rating of every item; received none of item ${i}`,
      );
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) shares[i * labelCount + label[r]] += 1 / ratings;
  }
  return shares;
}

function requireRows(
  caller: string,
  probabilities: ArrayLike<number>,
  labelCount: number,
  rowCount?: number,
): void {
  const rows = probabilities.length / labelCount;
  if (!(labelCount >= 2) || !Number.isInteger(rows) || (rowCount !== undefined && rows !== rowCount))
    throw new InputError(
      `${caller} requires [${rowCount ?? 'rows'} × labels] probabilities with at least 2 labels; ` +
        `received ${probabilities.length} numbers and ${labelCount} labels`,
    );
  for (let at = 0; at < probabilities.length; at++)
    if (!(probabilities[at] >= 0 && probabilities[at] <= 1))
      throw new InputError(
        `${caller} requires probabilities in [0, 1]; received ${probabilities[at]} at index ${at}`,
      );
}
