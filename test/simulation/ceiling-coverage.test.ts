/**
 * Do the intervals of judge minus people, and of their ratio, cover what they claim: with few clusters, clusters of
 * unequal size, rare labels, and people of unequal loads who share what is hard?
 *
 * The claim (20 clusters in which the two sides differ, of very unequal ones 50 in effect) and the cells were set before
 * the first run.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { humanCeiling } from '../../src/stats/ceiling/index.ts';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';
import { drawNormal } from '../../src/stats/simulation/draws.ts';
import { type Tally, countRun, expectCellsHold, line, share, summaryOf, tallyOf } from './claimed-cells.ts';
import { type Loads, drawTeam } from './rater-teams.ts';
import { recordedCells, recordedTogether } from './recorded-cells.ts';

const RUNS = 2000;
const HOUR = 3_600_000;
const LABELS = 3;

interface Design {
  readonly clusters: number;
  /** Items of a cluster: one number, 1 to 7, or ⌈3 · exp(normal)⌉. */
  readonly size: number | 'to seven' | 'lognormal';
  /** How often a label is the first one, the others alike. */
  readonly common: number;
  /** How often people and the judge see the truth; half as often in half of the clusters, which are hard. */
  readonly people: number;
  readonly judge: number;
  /** People who label an item: always two, or one to four. */
  readonly votes: 2 | 'to four';
  readonly loads: Loads;
}
const RATERS = 5;

interface World {
  readonly table: RatingTable;
  readonly judge: Int32Array;
  readonly clusters: Int32Array;
}

function draw(random: Random, design: Design, clusterCount = design.clusters): World {
  const [item, rater, label, judge, clusters]: number[][] = [[], [], [], [], []];
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    const hard = random.next() < 0.5;
    const see = (truth: number, careful: number): number =>
      random.next() < (hard ? careful / 2 : careful) ? truth : drawLabel(random, design.common);
    for (let left = sizeOf(random, design); left > 0; left--) {
      const truth = drawLabel(random, design.common);
      const votes = design.votes === 2 ? 2 : 1 + drawIndex(random, 4);
      for (const one of drawTeam(random, { raters: RATERS, votes, loads: design.loads })) {
        item.push(clusters.length);
        rater.push(one);
        label.push(see(truth, design.people));
      }
      judge.push(see(truth, design.judge));
      clusters.push(cluster);
    }
  }
  const table = ratingTable({
    itemCount: clusters.length,
    raterCount: RATERS,
    labelCount: LABELS,
    item,
    rater,
    label,
  });
  return { table, judge: Int32Array.from(judge), clusters: Int32Array.from(clusters) };
}

function sizeOf(random: Random, { size }: Design): number {
  if (size === 'to seven') return 1 + drawIndex(random, 7);
  return size === 'lognormal' ? Math.ceil(3 * Math.exp(drawNormal(random))) : size;
}

function drawLabel(random: Random, common: number): number {
  return random.next() < common ? 0 : 1 + drawIndex(random, LABELS - 1);
}

const measured: Tally[] = [];
const recorded = recordedCells('ceiling-coverage');
afterAll(() => {
  if (measured.length === 0) return;
  console.log(summaryOf(measured));
  console.log(measured.map(line).join('\n'));
});

const NAMES = ['judge minus people', 'ratio of judge and people'] as const;

function measure(
  cell: string,
  design: Design,
  runs = RUNS,
  clusters: 'as drawn' | 'items' = 'as drawn',
): Tally[] {
  const suffix = clusters === 'items' ? ', items as independent' : '';
  const tallies = NAMES.map((name) => tallyOf(`${name}${suffix}`, cell));
  return recordedTogether(recorded, tallies, run);

  function run(): void {
    const long = draw(
      createRandom('truth').fork(cell),
      design,
      Math.ceil(400_000 / Math.max(1, design.clusters / 100)),
    );
    const whole = humanCeiling(long.table, long.judge);
    const truths = [whole.difference.value, whole.ratio.value];
    for (let one = 0; one < runs; one++) {
      const world = draw(createRandom('ceiling').fork(cell).fork(one), design);
      const { difference, ratio } = humanCeiling(world.table, world.judge, {
        interval: { clusters: clusters === 'items' ? 'items' : world.clusters },
      });
      [difference, ratio].forEach(({ interval, warnings }, at) => {
        const counted = { interval, unclaimed: warnings, warnings } as unknown as RateEstimate;
        countRun(tallies[at], counted, truths[at]);
      });
    }
  }
}

const usual: Design = {
  clusters: 60,
  size: 'to seven',
  common: 0.5,
  people: 0.9,
  judge: 0.8,
  votes: 'to four',
  loads: 'even',
};
const single = { ...usual, size: 1, votes: 2 } as const;

describe('judge beside people', () => {
  test('reference cell: 60 clusters of one to seven', () => {
    const tallies = measure('reference: 60 of 1 to 7', usual);
    measured.push(...tallies);
    expect(tallies[0].claimed).toBe(RUNS);
    expectCellsHold(tallies);
  });

  const cells: readonly (readonly [string, Design])[] = [
    ['30 of 1 to 7', { ...usual, clusters: 30 }],
    ['100 of 1 to 7', { ...usual, clusters: 100 }],
    ['60 of 1 to 7, Zipf loads', { ...usual, loads: 'zipf' }],
    ['60 of 1 to 7, a better judge', { ...usual, judge: 0.98 }],
    ['60 of 1 to 7, a judge that guesses', { ...usual, judge: 0 }],
    ['30 of five', { ...usual, clusters: 30, size: 5 }],
    ['20 of fifteen', { ...usual, clusters: 20, size: 15 }],
    ['20 of fifteen, a worse judge', { ...usual, clusters: 20, size: 15, judge: 0.3 }],
    ['100 single items', { ...single, clusters: 100 }],
    ['300 single items', { ...single, clusters: 300 }],
    ['300 single items, .9 of one label', { ...single, clusters: 300, common: 0.9 }],
    ['600 single items, .97 of one label', { ...single, clusters: 600, common: 0.97 }],
    ['330 of eight, .95 of one label', { ...usual, clusters: 330, size: 8, common: 0.95, votes: 2 }],
    ['300 lognormal', { ...usual, clusters: 300, size: 'lognormal' }],
    // Not claimed, or by luck: they have to warn.
    ['20 of 1 to 7', { ...usual, clusters: 20 }],
    ['100 single items, .97 of one label', { ...single, clusters: 100, common: 0.97 }],
    ['60 lognormal', { ...usual, clusters: 60, size: 'lognormal' }],
  ];

  test.each(cells)(
    '%s',
    (cell, design) => {
      const tallies = measure(cell, design);
      measured.push(...tallies);
      expectCellsHold(tallies);
    },
    HOUR,
  );

  test('wrong on purpose: items of a cluster taken as independent', () => {
    const [difference] = measure('60 of eight', { ...usual, size: 8, judge: 0, people: 0.95 }, 400, 'items');
    console.log(line(difference));
    expect(share(difference.claimedCovered, difference.claimed)).toBeLessThan(0.9);
  });
});
