/**
 * Do the intervals of what is said of one judge cover what they claim: how far its confidence lies above its agreement,
 * how far its grades lie above people's, how much of each label it finds, how often a verdict survives swapping the sides?
 *
 * The claims are those of the intervals they are made of (`pairedDifferenceClaims`: 20 clusters in which the two differ;
 * `clusteredShareClaims`: 20 clusters; of very unequal clusters 50 in effect, ten of them on the smaller side), set before
 * the first run, as were the cells.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { orderFlips } from '../../src/stats/aggregation/index.ts';
import { labelAgreement } from '../../src/stats/ceiling/index.ts';
import { pairedDifference } from '../../src/stats/comparison/index.ts';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';
import type { Interval, Notice } from '../../src/stats/numeric/estimate.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';
import { drawNormal } from '../../src/stats/simulation/draws.ts';
import { type Tally, countRun, expectCellsHold, line, share, summaryOf, tallyOf } from './claimed-cells.ts';
import { type Loads, drawTeam } from './rater-teams.ts';
import { recordedCells, recordedTogether } from './recorded-cells.ts';

const RUNS = 2000;
const HOUR = 3_600_000;
const RATERS = 5;
const GRADES = 5;

interface Design {
  readonly clusters: number;
  /** Items of a cluster; `lognormal`: ⌈3 · exp(normal)⌉. */
  readonly size: number | 'lognormal';
  /** How often the truth is the common label. */
  readonly common: number;
  /** People who label an item: two, or one to four. */
  readonly votes: 2 | 'to four';
  readonly loads: Loads;
}

/** What a judge says of an item, and its people. */
interface World {
  readonly clusters: number[];
  /** Labels 0 (common) and 1 by people, and the judge's with its probability. */
  readonly people: RatingTable;
  readonly judge: number[];
  readonly confidence: number[];
  readonly agreed: number[];
  readonly votes: number[];
  /** Grades 0 to 4: the judge's, and the mean of people's. */
  readonly grade: number[];
  readonly meanGrade: number[];
  /** The judge's label with either side first. */
  readonly first: number[];
  readonly second: number[];
}

function draw(random: Random, design: Design, clusterCount = design.clusters): World {
  const rows = { item: [] as number[], rater: [] as number[], label: [] as number[] };
  const world = {
    clusters: [] as number[],
    judge: [] as number[],
    confidence: [] as number[],
    agreed: [] as number[],
    votes: [] as number[],
    grade: [] as number[],
    meanGrade: [] as number[],
    first: [] as number[],
    second: [] as number[],
  };
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    const hard = random.next() < 0.5;
    const careful = hard ? 0.65 : 0.95;
    const level = drawNormal(random);
    const size = design.size === 'lognormal' ? Math.ceil(3 * Math.exp(drawNormal(random))) : design.size;
    for (let left = size; left > 0; left--) {
      const item = world.clusters.length;
      const truth = Number(random.next() >= design.common);
      const see = (): number => (random.next() < careful ? truth : 1 - truth);
      const judged = see();
      const others = 1 + level + 0.7 * drawNormal(random);
      const votes = design.votes === 2 ? 2 : 1 + drawIndex(random, 4);
      const people = drawTeam(random, { raters: RATERS, votes, loads: design.loads });
      let [same, grades] = [0, 0];
      for (const rater of people) {
        const label = see();
        rows.item.push(item);
        rows.rater.push(rater);
        rows.label.push(label);
        if (label === judged) same++;
        grades += graded(random, others);
      }
      world.clusters.push(cluster);
      world.judge.push(judged);
      world.confidence.push(hard ? 0.7 + 0.2 * random.next() : 0.85 + 0.15 * random.next());
      world.agreed.push(same / people.length);
      world.votes.push(people.length);
      world.grade.push(graded(random, others + 0.3));
      world.meanGrade.push(grades / people.length);
      // Sure of the hard ones it is not: there it follows the side shown first half of the time.
      const flips = hard && random.next() < 0.5;
      const toFirst = random.next() < 0.8;
      world.first.push(flips ? Number(!toFirst) : judged);
      world.second.push(flips ? Number(toFirst) : judged);
    }
  }
  const people = ratingTable({
    itemCount: world.clusters.length,
    raterCount: RATERS,
    labelCount: 2,
    ...rows,
  });
  return { ...world, people };
}

function graded(random: Random, center: number): number {
  return Math.min(GRADES - 1, Math.max(0, Math.round(center + 0.6 * drawNormal(random))));
}

interface Figure {
  readonly value: number;
  readonly interval: Interval;
  readonly warnings: readonly Notice[];
}

/** Each as the analysis makes it. */
function figuresOf(world: World, clusters: number[] | 'items'): Record<string, Figure> {
  const { people, judge, confidence, agreed, votes, grade, meanGrade, first, second } = world;
  const [common, rare] = labelAgreement(people, judge, { interval: { clusters } });
  const orders = orderFlips(first, second, { sides: [0, 1], clusters });
  const scaled = (grades: number[]): number[] => grades.map((one) => one / (GRADES - 1));
  return {
    'says less agrees': pairedDifference({
      first: confidence,
      second: agreed,
      cluster: clusters,
      weight: votes,
    }),
    'mean difference': pairedDifference({
      first: scaled(grade),
      second: scaled(meanGrade),
      cluster: clusters,
    }),
    'common label, judge': common.judge,
    'common label, people': common.people,
    'rare label, judge': rare.judge,
    'rare label, all items': rare.judgeAllItems,
    'rare label, people': rare.people,
    'consistency of orders': orders.consistency,
    'lean to first': orders.leanToFirst,
  };
}

const measured: Tally[] = [];
const recorded = recordedCells('judge-figures-coverage');
afterAll(() => {
  if (measured.length === 0) return;
  console.log(summaryOf(measured));
  console.log(measured.map(line).join('\n'));
});

function measure(cell: string, design: Design, { runs = RUNS, independent = false } = {}): Tally[] {
  const names = Object.keys(figuresOf(draw(createRandom(1), design), 'items'));
  const suffix = independent ? ', items as independent' : '';
  const tallies = names.map((name) => tallyOf(`${name}${suffix}`, cell));
  return recordedTogether(recorded, tallies, run);

  function run(): void {
    const items = design.size === 'lognormal' ? 5 : design.size;
    const long = draw(createRandom('truth').fork(cell), design, Math.ceil(400_000 / items));
    const truths = figuresOf(long, 'items');
    for (let one = 0; one < runs; one++) {
      const world = draw(createRandom('judge figures').fork(cell).fork(one), design);
      const figures = figuresOf(world, independent ? 'items' : world.clusters);
      names.forEach((name, at) => {
        const { interval, warnings } = figures[name];
        const counted = { interval, unclaimed: warnings, warnings } as unknown as RateEstimate;
        countRun(tallies[at], counted, truths[name].value);
      });
    }
  }
}

const usual: Design = { clusters: 60, size: 5, common: 0.6, votes: 'to four', loads: 'even' };
const single = { ...usual, size: 1, votes: 2 } as const;

describe('figures of one judge', () => {
  test('reference cell: 60 clusters of five', () => {
    const tallies = measure('reference: 60 of five', usual);
    measured.push(...tallies);
    expect(tallies[0].claimed).toBe(RUNS);
    expectCellsHold(tallies);
  });

  const cells: readonly (readonly [string, Design])[] = [
    ['30 of five', { ...usual, clusters: 30 }],
    ['30 of five, Zipf loads', { ...usual, clusters: 30, loads: 'zipf' }],
    ['100 single items', { ...single, clusters: 100 }],
    ['300 single items', { ...single, clusters: 300 }],
    ['300 single items, Zipf loads', { ...single, clusters: 300, loads: 'zipf' }],
    ['100 single items, .97 of one label', { ...single, clusters: 100, common: 0.97 }],
    ['330 of eight, .95 of one label', { ...usual, clusters: 330, size: 8, common: 0.95 }],
    ['300 lognormal', { ...usual, clusters: 300, size: 'lognormal' }],
    ['60 lognormal', { ...usual, clusters: 60, size: 'lognormal' }],
    ['20 of five', { ...usual, clusters: 20 }],
    ['15 of five', { ...usual, clusters: 15 }],
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
    const tallies = measure('60 of fifteen', { ...usual, size: 15 }, { runs: 400, independent: true });
    console.log(tallies.map(line).join('\n'));
    const short = tallies.filter(({ claimed, claimedCovered }) => share(claimedCovered, claimed) < 0.88);
    expect(short.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'says less agrees, items as independent',
        'common label, people, items as independent',
        'consistency of orders, items as independent',
      ]),
    );
  });
});
