/** The one-standard-error rule over losses that were cross-fitted. */
import { type Notice, notice } from '../numeric/estimate.ts';
import type { CalibrationMethod } from './calibrator.ts';

export interface CandidateLoss {
  /** Weighted mean of the rows' log losses, in nats. */
  readonly logLoss: number;
  /** Its standard error, clusters as the units; NaN with a single cluster. */
  readonly standardError: number;
}

export interface Candidate extends CandidateLoss {
  readonly method: CalibrationMethod;
  /**
   * False where one of the fits behind the loss did not converge: the loss is then that of an accident, and
   * is never chosen.
   */
  readonly converged: boolean;
}

/**
 * Mean loss over `rows` and the standard error of that ratio, from the residuals summed within each cluster.
 */
export function candidateLoss(
  losses: Float64Array,
  weights: Float64Array,
  clusters: Int32Array,
  rows: Int32Array,
): CandidateLoss {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    sum += weights[row] * losses[row];
    total += weights[row];
  }
  const logLoss = sum / total;
  // Cluster codes are dense. The squares are added in the order in which the rows bring the clusters.
  const codes = clusters.reduce((most, code) => Math.max(most, code + 1), 0);
  const residual = new Float64Array(codes);
  for (const row of rows) residual[clusters[row]] += weights[row] * (losses[row] - logLoss);
  const added = new Uint8Array(codes);
  let squares = 0;
  let count = 0;
  for (const row of rows) {
    const cluster = clusters[row];
    if (added[cluster] === 1) continue;
    added[cluster] = 1;
    squares += residual[cluster] * residual[cluster];
    count++;
  }
  const standardError = count < 2 ? NaN : Math.sqrt((squares * count) / (count - 1)) / total;
  return Object.freeze({ logLoss, standardError });
}

/**
 * The first, and so simplest, candidate whose loss is within one standard error of the least. Candidates that
 * did not converge, or whose loss is not a finite number, take no part; -1 where none is left.
 */
export function simplestWithinOneError(candidates: readonly Candidate[]): number {
  const sound = candidates.filter(({ converged, logLoss }) => converged && Number.isFinite(logLoss));
  if (sound.length === 0) return -1;
  const best = sound.reduce((least, candidate) => (candidate.logLoss < least.logLoss ? candidate : least));
  // An unknown standard error allows nothing: the least loss itself is chosen.
  const limit = best.logLoss + (Number.isNaN(best.standardError) ? 0 : best.standardError);
  return candidates.indexOf(sound.find(({ logLoss }) => logLoss <= limit)!);
}

/** `failures`: length candidates, how many of the `tries` fits of each did not converge. */
export function convergenceWarnings(
  candidates: readonly Candidate[],
  failures: readonly number[],
  tries: number,
): Notice[] {
  const warnings = candidates.flatMap(({ method, converged }, at) =>
    converged ? [] : [notice('candidate-left-out', { method, failures: failures[at], tries })],
  );
  return candidates.some(({ converged }) => converged)
    ? warnings
    : [...warnings, notice('no-candidate-left')];
}
