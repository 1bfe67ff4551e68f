/** The one-standard-error rule over losses that were cross-fitted. */

export interface CandidateLoss {
  /** Weighted mean of the rows' log losses, in nats. */
  readonly logLoss: number;
  /** Its standard error, clusters as the units; NaN with a single cluster. */
  readonly standardError: number;
}

/** Mean loss over `rows` and the standard error of that ratio, from the residuals summed within each cluster. */
export function candidateLoss(losses: Float64Array, weights: Float64Array, clusters: Int32Array, rows: Int32Array): CandidateLoss {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    sum += weights[row] * losses[row];
    total += weights[row];
  }
  const logLoss = sum / total;
  const residuals = new Map<number, number>();
  for (const row of rows) residuals.set(clusters[row], (residuals.get(clusters[row]) ?? 0) + weights[row] * (losses[row] - logLoss));
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  const count = residuals.size;
  const standardError = count < 2 ? NaN : Math.sqrt((squares * count) / (count - 1)) / total;
  return Object.freeze({ logLoss, standardError });
}

/** The first, and so simplest, candidate whose loss is within one standard error of the least. */
export function simplestWithinOneError(candidates: readonly CandidateLoss[]): number {
  const best = candidates.reduce((least, candidate) => (candidate.logLoss < least.logLoss ? candidate : least));
  // An unknown standard error allows nothing: the least loss itself is chosen.
  const limit = best.logLoss + (Number.isNaN(best.standardError) ? 0 : best.standardError);
  return candidates.findIndex(({ logLoss }) => logLoss <= limit);
}
