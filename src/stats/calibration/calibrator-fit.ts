/** What every fit of a calibrator returns. */
import type { Notice } from '../numeric/estimate.ts';
export interface CalibratorFit<Fitted> {
  readonly calibrator: Fitted;
  readonly converged: boolean;
  readonly iterations: number;
  /**
   * Σ weight · Σ_k share_k · ln probability_k of the fitted map on its own labels: in-sample, never a score.
   */
  readonly logLikelihood: number;
  /** Number of items fitted to. */
  readonly n: number;
  readonly warnings: readonly Notice[];
}
