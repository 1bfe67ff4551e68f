import type { Emissions } from './emissions.ts';
import {
  type DawidSkeneState,
  countAnswers,
  emptyState,
  logPrior,
  setEmissions,
  setPooledPrior,
  setPrevalence,
  setPrior,
  updatePosterior,
} from './steps.ts';

export type DawidSkeneKind = 'maximum-likelihood' | 'map' | 'hierarchical';

export interface DawidSkeneSettings {
  readonly kind: DawidSkeneKind;
  /** Pseudo-counts a row of the pool (`hierarchical`). */
  readonly strength: number;
  /** Pseudo-counts of the right label and of each wrong one (`map`). */
  readonly pseudoCounts: { readonly right: number; readonly wrong: number };
  /** Smallest relative change of the log-likelihood that goes on. */
  readonly tolerance: number;
  readonly iterations: number;
}

export interface DawidSkeneFit {
  readonly state: DawidSkeneState;
  readonly converged: boolean;
  readonly iterations: number;
  readonly logLikelihood: number;
  /** Whether the log-likelihood was still going up and down when the iterations ended. */
  readonly cycles: boolean;
}

/** A probability of an answer is never below this: an exact zero could not be left again. */
const probabilityFloor = 1e-10;

/**
 * Alternates the two steps from a first posterior, which is overwritten, until the log-likelihood stands
 * still.
 *
 * `maximum-likelihood` and `map` climb: a (penalized) log-likelihood that falls by more than rounding and the
 * floor explain is a defect of this file, and throws. `hierarchical` takes its pool from the same step and
 * need not climb.
 */
export function fitDawidSkene(
  emissions: Emissions,
  start: Float64Array,
  gold: ArrayLike<number> | undefined,
  settings: DawidSkeneSettings,
): DawidSkeneFit {
  const { kind, strength, pseudoCounts, tolerance } = settings;
  const { labelCount, column } = emissions;
  const state = emptyState(emissions, start);
  const pooled = kind === 'hierarchical';
  if (kind === 'map') setPrior(state, pseudoCounts.right, pseudoCounts.wrong);
  const trace: number[] = [];
  let converged = false;
  let logLikelihood = NaN;
  while (!converged && trace.length < settings.iterations) {
    countAnswers(emissions, state);
    if (pooled) setPooledPrior(emissions, state, strength);
    setPrevalence(state, labelCount, pooled ? 1 : 0);
    setEmissions(emissions, state, pooled ? 0 : probabilityFloor);
    logLikelihood = updatePosterior(emissions, state, gold);
    const objective = kind === 'map' ? logLikelihood + logPrior(emissions, state) : logLikelihood;
    const gain = objective - (trace.at(-1) ?? -Infinity);
    // Floored probabilities of a row sum to at most 1 + labels · floor.
    const slack = column.length * labelCount * probabilityFloor + 1e-10 * Math.abs(objective);
    if (!pooled && gain < -slack)
      throw new Error(
        `dawidSkene: the log-likelihood fell by ${-gain} in iteration ${trace.length + 1} of ${kind}`,
      );
    // At most, not below: where everybody agrees the log-likelihood is 0, and so is every gain.
    converged = (pooled ? Math.abs(gain) : gain) <= tolerance * Math.abs(objective);
    trace.push(objective);
  }
  const cycles = pooled && !converged && goesUpAndDown(trace, tolerance);
  return { state, converged, iterations: trace.length, logLikelihood, cycles };
}

/** Steps at the end of a trace that are looked at for a cycle. */
const lastSteps = 30;
/** Falls, and rises, among them that make one. */
const turns = 3;

/**
 * Whether a trace ends by going up and down: at least three rises and three falls among its last thirty
 * steps, each above the tolerance.
 */
export function goesUpAndDown(trace: readonly number[], tolerance: number): boolean {
  let rises = 0;
  let falls = 0;
  for (let at = Math.max(1, trace.length - lastSteps); at < trace.length; at++) {
    const relative = (trace[at] - trace[at - 1]) / Math.abs(trace[at]);
    if (relative >= tolerance) rises++;
    if (relative <= -tolerance) falls++;
  }
  return rises >= turns && falls >= turns;
}
