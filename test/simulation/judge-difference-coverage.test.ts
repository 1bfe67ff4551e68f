/**
 * Does the interval of the difference of two judges cover what it claims, and do those of all pairs of several
 * cover together? Judges share what is hard; people share it too, and there may be few of them with unequal
 * loads; items come alone and in clusters; judges may hardly ever differ, and fall silent where they would err.
 *
 * The claims (`pairedDifferenceClaims`) were set before the first run, and none was changed. After it the cells
 * with clusters were made harder, by prompts that one judge alone does not understand, and the two of 45
 * clusters were added, where most runs claim and few clusters differ.
 */
import { afterAll, describe, expect, test } from 'vitest';
import {
  type PairedDifference,
  type PairedDifferenceOptions,
  pairedDifference,
  pairwiseDifferences,
  tangoInterval,
} from '../../src/stats/comparison/index.ts';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';
import { studentQuantile } from '../../src/stats/numeric/distributions.ts';
import type { Notice } from '../../src/stats/numeric/estimate.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { drawBeta, drawNormal } from '../../src/stats/simulation/draws.ts';
import {
  type Tally,
  LEAST,
  countRun,
  expectCellsHold,
  line,
  share,
  summaryOf,
  tallyOf,
} from './claimed-cells.ts';
import { recordedCells } from './recorded-cells.ts';

const RUNS = 2000;
/** Of the cells nearest to the limit. */
const MORE_RUNS = 8000;
/** Of the cells in which few runs claim. */
const MANY_RUNS = 16_000;
const HOUR = 3_600_000;

interface Design {
  readonly clusters: number;
  /** Items of a cluster: one number for all, or ⌈5 · exp(normal · spread)⌉. */
  readonly sizes: number | { readonly spread: number };
  /** For each judge, how often it errs on an item of middling difficulty. */
  readonly errors: readonly number[];
  /** How far the difficulty of a cluster spreads: errors are multiplied by a number of mean 1 and this variance. */
  readonly difficulty: number;
  /** The same of each judge on its own: on a prompt it does not understand it errs on all items. */
  readonly own?: number;
  /** People an item; or five with loads from 1 to ⅕, one to three an item. */
  readonly people: number | 'five';
  /** How often a person errs on an item of middling difficulty. */
  readonly peopleErr: number;
  /** How often a judge that would err says nothing instead. */
  readonly silentErrors?: number;
}

interface World {
  /** For each judge, length items: the share of the item's people who agree with it; null: no verdict. */
  readonly judges: (number | null)[][];
  readonly cluster: number[];
}

/** Yes and no: who errs says the other, so two who err agree. */
function drawWorld(random: Random, design: Design): World {
  const world: World = { judges: design.errors.map(() => []), cluster: [] };
  for (let cluster = 0; cluster < design.clusters; cluster++) {
    const { sizes } = design;
    const size =
      typeof sizes === 'number' ? sizes : Math.ceil(5 * Math.exp(sizes.spread * drawNormal(random)));
    const times = drawTimes(random, design.difficulty);
    const own = design.errors.map(() => drawTimes(random, design.own ?? 0));
    for (let item = 0; item < size; item++) {
      const people = drawPeople(random, design, times);
      for (const [judge, error] of design.errors.entries())
        world.judges[judge].push(
          scoreOf(random, people, Math.min(1, error * times * own[judge]), design.silentErrors),
        );
      world.cluster.push(cluster);
    }
  }
  return world;
}

/** Bounded, of mean 1: a Beta stretched to [0, 3]. */
function drawTimes(random: Random, variance: number): number {
  if (variance === 0) return 1;
  // Beta of mean ⅓ whose variance, times 9, is the one asked for.
  const weight = 2 / variance - 1;
  return 3 * drawBeta(random, weight / 3, (2 * weight) / 3);
}

const LOADS = [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5];
/** How much more or less often each of the five errs. */
const CARE = [0.6, 1, 0.8, 1.4, 2];

/** For each of the item's people, whether they err. */
function drawPeople(random: Random, { people, peopleErr }: Design, times: number): boolean[] {
  if (people !== 'five')
    return Array.from({ length: people }, () => random.next() < Math.min(1, peopleErr * times));
  const team: number[] = [];
  for (let left = 1 + drawIndex(random, 3); left > 0; left--) {
    const free = [0, 1, 2, 3, 4].filter((rater) => !team.includes(rater));
    let at = random.next() * free.reduce((sum, rater) => sum + LOADS[rater], 0);
    team.push(free.find((rater) => (at -= LOADS[rater]) < 0) ?? free[0]);
  }
  return team.map((rater) => random.next() < Math.min(1, CARE[rater] * peopleErr * times));
}

function scoreOf(random: Random, people: readonly boolean[], error: number, silentErrors = 0): number | null {
  const errs = random.next() < error;
  if (errs && silentErrors > 0 && random.next() < silentErrors) return null;
  return people.filter((wrong) => wrong === errs).length / people.length;
}

/** Mean score of each judge over items drawn at random, silence scoring 0, by a long run. */
function truthsOf(design: Design): number[] {
  const key = JSON.stringify({ ...design, clusters: 0 });
  const known = truths.get(key);
  if (known !== undefined) return known;
  const { judges } = drawWorld(createRandom('truth'), { ...design, clusters: 1_500_000 / sizeOf(design) });
  const means = judges.map(
    (scores) => scores.reduce<number>((sum, score) => sum + (score ?? 0), 0) / scores.length,
  );
  truths.set(key, means);
  return means;
}
const truths = new Map<string, number[]>();
const sizeOf = ({ sizes }: Design): number => (typeof sizes === 'number' ? sizes : 5);

type Counted = Pick<RateEstimate, 'interval' | 'unclaimed' | 'warnings'>;
const counted = (estimate: Counted): RateEstimate => estimate as unknown as RateEstimate;

const measured: Tally[] = [];
const recorded = recordedCells('judge-difference-coverage');
afterAll(() => {
  if (measured.length === 0) return;
  console.log(summaryOf(measured));
  console.log(measured.map(line).join('\n'));
});

type Estimator = (world: World) => Counted;
const two =
  (options: PairedDifferenceOptions = {}): Estimator =>
  ({ judges: [first, second], cluster }) =>
    pairedDifference({ first, second, cluster }, options);
/** Wrong on purpose: every item a cluster of its own. */
const asItems: Estimator = ({ judges: [first, second] }) =>
  pairedDifference({ first, second, cluster: 'items' });

function measure(cell: string, design: Design, runs: number, name: string, estimate: Estimator): Tally {
  return recorded(`${name}: ${cell}`, () => {
    const tally = tallyOf(name, cell);
    const [first, second] = truthsOf(design);
    for (let run = 0; run < runs; run++) {
      const random = createRandom('judge difference').fork(cell).fork(run);
      countRun(tally, counted(estimate(drawWorld(random, design))), first - second);
    }
    return tally;
  });
}

const single = { sizes: 1, people: 1, difficulty: 0.5, peopleErr: 0.1 } as const;
const five = { sizes: 5, people: 1, difficulty: 0.5, own: 1, peopleErr: 0.1 } as const;
const skewed = { ...five, sizes: { spread: 1 } } as const;

describe('two judges', () => {
  test('reference cell: two judges on 60 clusters of five, three people', () => {
    const design = { ...five, people: 3, clusters: 60, errors: [0.15, 0.25] };
    const tally = measure('reference: 60 of 5, three people', design, RUNS, 'two judges, by cluster', two());
    measured.push(tally);
    const coverage = share(tally.claimedCovered, tally.claimed);
    expect(tally.claimed).toBeGreaterThan(0.99 * RUNS);
    expect(coverage).toBeGreaterThanOrEqual(0.934);
    expect(coverage).toBeLessThanOrEqual(0.966);
  });

  const cells: readonly (readonly [name: string, cell: string, Design])[] = [
    ['Tango', '50 single, errors .1 and .2', { ...single, clusters: 50, errors: [0.1, 0.2] }],
    ['Tango', '100 single, errors .1 and .2', { ...single, clusters: 100, errors: [0.1, 0.2] }],
    ['Tango', '100 single, errors .03 and .03', { ...single, clusters: 100, errors: [0.03, 0.03] }],
    ['Tango', '100 single, errors .01 and .03', { ...single, clusters: 100, errors: [0.01, 0.03] }],
    ['Tango', '300 single, errors .2 and .2', { ...single, clusters: 300, errors: [0.2, 0.2] }],
    ['shares', '60 single, three people', { ...single, people: 3, clusters: 60, errors: [0.15, 0.25] }],
    [
      'shares',
      '100 single, five people with unequal loads',
      { ...single, people: 'five', clusters: 100, errors: [0.15, 0.25] },
    ],
    ['by cluster', '30 of 5, errors .15 and .25', { ...five, clusters: 30, errors: [0.15, 0.25] }],
    [
      'by cluster',
      '30 of 5, five people with unequal loads',
      { ...five, people: 'five', clusters: 30, errors: [0.15, 0.25] },
    ],
    ['by cluster', '45 of 5, errors .15 and .25', { ...five, clusters: 45, errors: [0.15, 0.25] }],
    [
      'by cluster',
      '45 of 5, five people with unequal loads',
      { ...five, people: 'five', clusters: 45, errors: [0.15, 0.25] },
    ],
    ['by cluster', '60 of 5, hardly apart', { ...five, clusters: 60, errors: [0.05, 0.07] }],
    [
      'by cluster',
      '330 of 8, errors .05 and .05',
      { ...five, sizes: 8, clusters: 330, errors: [0.05, 0.05] },
    ],
    [
      'by cluster',
      '330 of 8, errors .005 and .01',
      { ...five, sizes: 8, clusters: 330, errors: [0.005, 0.01] },
    ],
    [
      'by cluster',
      '200 lognormal of spread 1, errors .15 and .25',
      { ...skewed, clusters: 200, errors: [0.15, 0.25] },
    ],
    [
      'by cluster',
      '200 lognormal of spread 1, errors .02 and .03',
      { ...skewed, clusters: 200, errors: [0.02, 0.03] },
    ],
    [
      'by cluster',
      '30 lognormal of spread ½, errors .15 and .25',
      { ...skewed, sizes: { spread: 0.5 }, clusters: 30, errors: [0.15, 0.25] },
    ],
    // Not claimed: they have to warn.
    ['by cluster', '40 of 5, errors .01 and .03', { ...five, clusters: 40, errors: [0.01, 0.03] }],
    [
      'by cluster',
      '60 lognormal of spread 1, errors .15 and .25',
      { ...skewed, clusters: 60, errors: [0.15, 0.25] },
    ],
    ['Tango', '30 single, errors .1 and .2', { ...single, clusters: 30, errors: [0.1, 0.2] }],
  ];

  test.each(cells)(
    '%s: %s',
    (name, cell, design) => {
      const isNear = typeof design.sizes !== 'number';
      const runs = isNear ? MORE_RUNS : design.clusters === 30 && design.sizes === 5 ? MANY_RUNS : RUNS;
      const tally = measure(cell, design, runs, `two judges, ${name}`, two());
      measured.push(tally);
      expectCellsHold([tally]);
    },
    HOUR,
  );

  test(
    'wrong on purpose: items of a cluster taken as independent fall short',
    () => {
      const design = { ...five, sizes: 8, clusters: 100, errors: [0.2, 0.3] };
      const right = measure('100 of 8, errors .2 and .3', design, RUNS, 'two judges, by cluster', two());
      const wrong = measure('100 of 8, errors .2 and .3', design, RUNS, 'items as independent', asItems);
      measured.push(right);
      console.log(line(wrong));
      expectCellsHold([right]);
      expect(share(wrong.claimedCovered, wrong.claimed)).toBeLessThan(0.88);
    },
    HOUR,
  );

  test(
    'wrong on purpose: without the items on which a judge is silent, another difference',
    () => {
      const design = { ...single, clusters: 200, errors: [0.2, 0.2], silentErrors: 0.6 };
      const cell = '200 single, silent on errors';
      const right = measure(cell, design, RUNS, 'two judges, Tango', two());
      measured.push(right);
      expectCellsHold([right]);
      // The second is silent on most of its errors only.
      const oneSided: Estimator = ({ judges: [first, second], cluster }) =>
        pairedDifference(
          { first: first.map((score) => score ?? 0), second, cluster },
          { noVerdict: 'left-out' },
        );
      const wrong = measure(cell, design, RUNS, 'silent items left out', oneSided);
      console.log(line(wrong));
      expect(wrong.claimed).toBe(0);
      expect(share(wrong.unclaimedCovered, wrong.unclaimed)).toBeLessThan(0.7);
    },
    HOUR,
  );
});

/**
 * Single items of one label by exact sums over how many items only the first is right on, and only the second.
 */
describe('Tango, exact', () => {
  /** Of 1, and of how often the two differ: how much more often it is the first. */
  const lean = [0, 0.25, 0.5, 0.75, 0.9];

  test.each([50, 100, 200])(
    '%i items',
    (items) => {
      const intervals = table(items, (b, c) => tangoInterval(b, c, items));
      const student = table(items, (b, c) => studentInterval(b, c, items));
      const differ = [0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45]
        .filter((count) => count < items)
        .map((count) => count / items);
      const least = (of: Intervals, from: number): number =>
        Math.min(
          ...differ
            .filter((chance) => chance * items >= from)
            .flatMap((chance) =>
              lean.map((more) =>
                exactCoverage(of, items, (chance * (1 + more)) / 2, (chance * (1 - more)) / 2),
              ),
            ),
        );
      const [common, all, wrong] = [least(intervals, 2), least(intervals, 0), least(student, 2)];
      console.log(
        `${items} single items: Tango ${common.toFixed(4)} at least where two differ, ${all.toFixed(4)} anywhere; t ` +
          wrong.toFixed(4),
      );
      expect(common).toBeGreaterThanOrEqual(LEAST);
      expect(all).toBeGreaterThanOrEqual(LEAST);
      expect(wrong).toBeLessThan(0.9);
    },
    HOUR,
  );

  type Intervals = { readonly lower: number; readonly upper: number }[][];

  function table(items: number, of: (b: number, c: number) => Intervals[number][number]): Intervals {
    return Array.from({ length: items + 1 }, (_, b) =>
      Array.from({ length: items - b + 1 }, (__, c) => of(b, c)),
    );
  }

  /** Wrong on purpose: t of the differences. */
  function studentInterval(b: number, c: number, items: number): { lower: number; upper: number } {
    const value = (b - c) / items;
    const variance = ((b + c) / items - value * value) / (items - 1);
    const half = studentQuantile(0.975, items - 1) * Math.sqrt(variance);
    return { lower: value - half, upper: value + half };
  }

  function exactCoverage(intervals: Intervals, items: number, p: number, q: number): number {
    const logs = [0];
    for (let count = 1; count <= items; count++) logs.push(logs[count - 1] + Math.log(count));
    const rest = Math.log1p(-p - q);
    let covered = 0;
    for (let b = 0; b <= items; b++)
      for (let c = 0; c <= items - b; c++) {
        const { lower, upper } = intervals[b][c];
        if (!(lower <= p - q && p - q <= upper)) continue;
        const log = logs[items] - logs[b] - logs[c] - logs[items - b - c];
        covered += Math.exp(log + b * Math.log(p) + c * Math.log(q) + (items - b - c) * rest);
      }
    return covered;
  }
});

describe('several judges', () => {
  const cells: readonly (readonly [cell: string, Design])[] = [
    ['four, 100 single', { ...single, clusters: 100, errors: [0.1, 0.15, 0.2, 0.3] }],
    ['three, 50 single, alike', { ...single, clusters: 50, errors: [0.2, 0.2, 0.2] }],
    ['three, 100 single, seldom wrong', { ...single, clusters: 100, errors: [0.02, 0.03, 0.03] }],
    ['four, 60 of 5, three people', { ...five, people: 3, clusters: 60, errors: [0.1, 0.15, 0.2, 0.3] }],
    [
      'five, 330 of 8, errors of .05',
      { ...five, sizes: 8, clusters: 330, errors: [0.05, 0.05, 0.05, 0.05, 0.05] },
    ],
    ['four, 200 lognormal of spread 1', { ...skewed, clusters: 200, errors: [0.1, 0.15, 0.2, 0.3] }],
  ];

  test.each(cells)(
    '%s',
    (cell, design) => {
      const tally = measureAll(cell, design, 'several judges', false);
      measured.push(tally);
      expectCellsHold([tally]);
    },
    HOUR,
  );

  test(
    'wrong on purpose: each pair at its own level',
    () => {
      const [cell, design] = cells[3];
      const wrong = measureAll(cell, design, 'each pair alone', true);
      console.log(line(wrong));
      expect(share(wrong.claimedCovered, wrong.claimed)).toBeLessThan(0.87);
    },
    HOUR,
  );

  function measureAll(cell: string, design: Design, name: string, alone: boolean): Tally {
    return recorded(`${name}: ${cell}`, () => {
      const tally = tallyOf(name, cell);
      const means = truthsOf(design);
      for (let run = 0; run < RUNS; run++) {
        const { judges, cluster } = drawWorld(createRandom('several judges').fork(cell).fork(run), design);
        const { pairs } = pairwiseDifferences(judges, { cluster });
        const covered = pairs.every(({ judges: [first, second], interval }) => {
          const { lower, upper } = alone
            ? pairedDifference({ first: judges[first], second: judges[second], cluster }).interval
            : interval;
          const truth = means[first] - means[second];
          return lower <= truth && truth <= upper;
        });
        countRun(tally, counted(together(pairs, covered)), 0);
      }
      return tally;
    });
  }
});

/** All pairs as one estimate, which holds the truth where every pair does, and claims where every pair does. */
function together(pairs: readonly PairedDifference[], covered: boolean): Counted {
  const notices = (of: (pair: PairedDifference) => readonly Notice[]): Notice[] =>
    pairs.flatMap((pair) => [...of(pair)]);
  const [lower, upper] = covered ? [-1, 1] : [1, 1];
  return {
    interval: { lower, upper, level: 0.95, method: 'all pairs' },
    unclaimed: notices(({ unclaimed }) => unclaimed),
    warnings: notices(({ warnings }) => warnings),
  };
}
