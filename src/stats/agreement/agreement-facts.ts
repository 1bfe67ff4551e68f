/**
 * What the measures of agreement are asked and what they know of their numbers; agreement-estimate.ts makes
 * estimates.
 */
import type { BootstrapOptions } from '../numeric/cluster-bootstrap.ts';
import type { Clusters, UnitSums } from '../numeric/cluster-sums.ts';
import type { Estimate, Notice } from '../numeric/estimate.ts';
import type { RarerSide } from './rarer-side.ts';

/**
 * An interval has to be asked for, and asking means saying what varies together: a cluster code for each item
 * (the prompt, the conversation), or `'items'` for items that are independent of each other (docs/traps.md,
 * 6). Nothing is drawn.
 */
export interface ShareIntervalRequest {
  readonly clusters: Clusters;
  /** Nominal coverage in (0, 1): 0.95 where nothing is said. */
  readonly level?: number;
}

/** What the lean of a judge needs besides (`presentationBias`): its interval is made of resamples. */
export interface IntervalRequest extends ShareIntervalRequest, BootstrapOptions {}

/** An agreement with what it stands on. `counts.clusters` is NaN where no interval was asked for. */
export interface AgreementEstimate extends Estimate {
  /** Items that could not take part: too few ratings, or a missing one. */
  readonly excludedItems: number;
  /** Why a value that exists has no interval. */
  readonly intervalReason?: Notice;
}

/** Sums over items, and the numbers that follow from them: NaN where one does not exist. */
export interface AgreementMeasure extends UnitSums {
  numbersOf(sums: Float64Array): ArrayLike<number>;
}

/** What a caller knows of one number of its measure. */
export type AgreementFacts = ShareFacts | CoefficientFacts | ContrastFacts;

interface Facts {
  /** Units the value averages over. */
  readonly n: number;
  readonly items: number;
  readonly labels: number;
  readonly excludedItems: number;
  /** Said only where the value is NaN. */
  readonly reason: Notice;
  readonly warnings?: readonly Notice[];
}

/** One sum over another: their numbers. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}

/** Its interval follows from what the clusters add to the two sums. */
export interface ShareFacts extends Facts, Share {
  readonly kind: 'share';
}

/** Alpha, kappa, AC1: their interval is a jackknife's, on Fisher's scale. */
export interface CoefficientFacts extends Facts {
  readonly kind: 'chance-corrected';
  /**
   * The sum that counts the units of this number. A cluster that adds nothing to it (its items have one
   * rating each and serve the margins only) is not one of the clusters the number stands on. Without it,
   * every cluster is, by all it adds.
   */
  readonly unitSum?: number;
  /** Of a number that is hardly known where one label is common: what shows of the others. */
  readonly rarer?: (clusters: Clusters) => RarerSide;
}

/** One share against another on the same items: judge minus people, or the ratio. */
export interface ContrastFacts extends Facts {
  readonly kind: 'contrast';
  readonly scale: 'difference' | 'ratio';
  /** As for a coefficient. */
  readonly unitSum: number;
  /** The sums that make the two shares. */
  readonly first: Share;
  readonly second: Share;
}
