import { type Notice, notice } from '../numeric/estimate.ts';
import { InputError } from '../numeric/errors.ts';
import type { OutOfFoldPredictions } from './predictions.ts';
import type { SoftLabels } from './targets.ts';

/** What every metric returns, whatever else it adds: a number, and how to read it. */
export interface Metric {
  readonly name: string;
  /** Which way is better. */
  readonly direction: 'minimize' | 'maximize';
  /** The values it can take, ends included. */
  readonly range: readonly [number, number];
  readonly value: number;
  /** Number of items scored. */
  readonly n: number;
  readonly counts: { readonly items: number; readonly labels: number };
  /** Why there is no value; present exactly when `value` is NaN. */
  readonly reason?: Notice;
}

/**
 * Who counts once: every human label (`labels`, an item with three labels weighs three times an item with
 * one), or every item (`items`).
 */
export type Weight = 'labels' | 'items';

/** The weight of each row: how many labels it has, or 1. */
export function rowWeights(targets: SoftLabels, weight: Weight): Float64Array {
  return weight === 'labels' ? targets.counts : new Float64Array(targets.rowCount).fill(1);
}

export function countsOf(targets: SoftLabels): Metric['counts'] {
  return Object.freeze({ items: targets.rowCount, labels: sumOf(targets.counts) });
}

/** The reason a metric of no items gives. */
export const nothingToScore: Notice = notice('nothing-to-score');

export function requireSameShape(
  caller: string,
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
): void {
  if (predictions.rowCount !== targets.rowCount || predictions.labelCount !== targets.labelCount)
    throw new InputError(
      `${caller} requires predictions and targets of one shape; received ${predictions.rowCount} × ` +
        `${predictions.labelCount} and ${targets.rowCount} × ${targets.labelCount}`,
    );
}

export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/**
 * Σ weight · value / Σ weight; NaN of nothing.
 *
 * @example
 * weightedMean([1, 4], [2, 1]); // 2
 */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * values[i];
    total += weights[i];
  }
  return sum / total;
}
