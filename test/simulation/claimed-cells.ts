/** Counting claimed and unclaimed runs of a cell, and what every cell must hold. */
import { expect } from 'vitest';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';

export const LEAST = 0.93;
/**
 * Claimed runs a cell needs before its coverage says anything: the Monte-Carlo standard error is then 0.015.
 */
const ENOUGH = 200;
/**
 * Runs of every cell; a cell not clear of the limit by then goes on. The standard errors at 0.95 are 0.007
 * and 0.0017.
 */
const RUNS = 1000;
export const MOST_RUNS = 16_000;
/**
 * A cell is claimed where at least half of its runs claim. A claim looks at the sample: where the truth
 * expects seven items on the smaller side, the samples that show ten and so claim are those that lie too
 * high, and among these alone no interval covers as often as among all.
 */
const MOSTLY = 0.5;
/** What a user may meet unwarned, in every cell: a claim, and a miss. */
const MOST_SILENT_MISSES = 1 - LEAST;
/**
 * After these runs a cell ends in which hardly any run claims; one that is no claimed cell ends after RUNS.
 */
const FIRST_RUNS = 200;
const HARDLY_ANY = 0.05;

/** Runs of one estimator in one cell. */
export interface Tally {
  readonly name: string;
  readonly cell: string;
  claimed: number;
  claimedCovered: number;
  unclaimed: number;
  unclaimedCovered: number;
  /** Unclaimed runs without a warning: there must be none. */
  silent: number;
  width: number;
}

export function tallyOf(name: string, cell: string): Tally {
  return {
    name,
    cell,
    claimed: 0,
    claimedCovered: 0,
    unclaimed: 0,
    unclaimedCovered: 0,
    silent: 0,
    width: 0,
  };
}

export function countRun(tally: Tally, { interval, unclaimed, warnings }: RateEstimate, truth: number): void {
  const covered = interval.lower <= truth && truth <= interval.upper;
  if (unclaimed.length === 0) {
    tally.claimed++;
    if (covered) tally.claimedCovered++;
    tally.width += interval.upper - interval.lower;
    return;
  }
  tally.unclaimed++;
  if (covered) tally.unclaimedCovered++;
  if (warnings.length === 0) tally.silent++;
}

export function isSettled({ claimed, claimedCovered }: Tally, runs: number): boolean {
  if (runs === FIRST_RUNS) return claimed < HARDLY_ANY * runs;
  if (runs < RUNS || runs % RUNS > 0) return false;
  if (claimed < (MOSTLY - 0.1) * runs) return true;
  // Three standard errors clear of the limit, on either side.
  const coverage = claimedCovered / claimed;
  return claimed >= ENOUGH && Math.abs(coverage - LEAST) > 3 * Math.sqrt((LEAST * (1 - LEAST)) / claimed);
}

export const share = (part: number, all: number): number => (all === 0 ? NaN : part / all);
const isMeasured = ({ claimed, unclaimed }: Tally): boolean =>
  claimed >= ENOUGH && share(claimed, claimed + unclaimed) >= MOSTLY;
const short = (tally: Tally): boolean =>
  isMeasured(tally) && share(tally.claimedCovered, tally.claimed) < LEAST;
/** Three standard errors off, so that a cell of few runs is not held against its luck. */
const silentMisses = ({ claimed, claimedCovered, unclaimed }: Tally): number => {
  const runs = claimed + unclaimed;
  const missed = share(claimed - claimedCovered, runs);
  return missed - 3 * Math.sqrt((missed * (1 - missed)) / runs);
};
export const line = ({ name, cell, claimed, claimedCovered, unclaimed, unclaimedCovered }: Tally): string =>
  `${name}: ${cell}: claimed ${share(claimedCovered, claimed).toFixed(4)} of ${claimed}, not claimed ` +
  `${share(unclaimedCovered, unclaimed).toFixed(4)} of ${unclaimed}`;

/**
 * What the grid asserts: no claimed cell falls short, a claim that misses is rare in every cell, and no
 * unclaimed run is silent.
 */
export function expectCellsHold(tallies: readonly Tally[]): void {
  expect(tallies.filter(short).map(line)).toEqual([]);
  expect(tallies.filter((tally) => silentMisses(tally) > MOST_SILENT_MISSES).map(line)).toEqual([]);
  expect(tallies.filter(({ silent }) => silent > 0).map(line)).toEqual([]);
}

/** One line an estimator: how it does where it claims, and where it does not. */
export function summaryOf(measured: readonly Tally[]): string {
  const rows = [...new Set(measured.map(({ name }) => name))].map((name) => {
    const mine = measured.filter((tally) => tally.name === name);
    const claimed = mine.filter(isMeasured).map((tally) => share(tally.claimedCovered, tally.claimed));
    const open = mine
      .filter(({ unclaimed }) => unclaimed >= ENOUGH)
      .map((tally) => share(tally.unclaimedCovered, tally.unclaimed));
    const least = (values: number[]): string => (values.length === 0 ? '–' : Math.min(...values).toFixed(3));
    const mean = (values: number[]): string =>
      share(
        values.reduce((a, b) => a + b, 0),
        values.length,
      ).toFixed(3);
    return (
      `| ${name} | ${claimed.length} | ${least(claimed)} | ${mean(claimed)} | ${open.length} | ` +
      `${least(open)} | ${mean(open)} |`
    );
  });
  return [
    '| estimator | claimed cells | lowest | mean | cells not claimed | lowest | mean |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
