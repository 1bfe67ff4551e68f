/** The shapes every result of `stats` rhymes with. */

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Nominal coverage, in (0, 1). */
  readonly level: number;
  /** How the interval was made, in words a reader can look up: `BCa bootstrap by cluster`. */
  readonly method: string;
}

/**
 * What is said of a figure, as facts. Its sentence is made elsewhere, in one place, so that nothing is
 * recognized by its English.
 */
export interface Notice {
  readonly code: string;
  readonly facts: Readonly<Record<string, Fact>>;
}

/**
 * `notice('few-clusters', { clusters: 12, from: 60 })`.
 *
 * @example
 * notice('equal-resamples').code; // 'equal-resamples'
 */
export function notice(code: string, facts: Notice['facts'] = {}): Notice {
  return Object.freeze({ code, facts: Object.freeze(facts) });
}

export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };

/**
 * A value that exists and has no interval, and why.
 *
 * @example
 * noInterval(notice('equal-resamples')).code; // 'no-interval'
 */
export function noInterval({ code, facts }: Notice): Notice {
  return notice('no-interval', { why: { code, facts } });
}

/** A number with its uncertainty, and what it stands on. `reason` is present exactly when `value` is NaN. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** The number of units the estimate averages over: items, unless its function says otherwise. */
  readonly n: number;
  readonly counts: { readonly items: number; readonly labels: number; readonly clusters: number };
  readonly assumptions: readonly Notice[];
  readonly warnings: readonly Notice[];
  readonly reason?: Notice;
}

/**
 * An estimate that does not exist, and why.
 *
 * @example
 * unknownEstimate(notice('equal-resamples'), { items: 0, labels: 0, clusters: 0 }).value; // NaN
 */
export function unknownEstimate(reason: Notice, counts: Estimate['counts'], level = 0.95): Estimate {
  return Object.freeze({
    value: NaN,
    standardError: NaN,
    interval: unknownInterval(level),
    n: 0,
    counts,
    assumptions: [],
    warnings: [],
    reason,
  });
}

/**
 * @example
 * unknownInterval(0.95).lower; // NaN
 */
export function unknownInterval(level: number): Interval {
  return Object.freeze({ lower: NaN, upper: NaN, level, method: 'unknown' });
}

// Reasons not to claim the coverage of an interval: too few of what it was tested with.

/** By its code: fewer of something than the claim begins at; none where there are enough. */
export function fewerThan(least: number, count: number, code: `few-${string}`): Notice[] {
  return count < least ? [notice(code, { count, from: least })] : [];
}

/** Too few clusters at all. */
export function fewClusters(clusters: number, from: number): Notice[] {
  return clusters < from ? [notice('few-clusters', { clusters, from })] : [];
}
