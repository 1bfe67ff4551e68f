/**
 * Do the intervals of alpha, Fleiss' and Cohen's kappa, AC1 and AC2 cover what they claim, where a label is rare,
 * clusters are of unequal size, raters rate unequal numbers of items, or share what is hard?
 *
 * The claims (`rarerSideClaims`, 30 clusters, the effective ones of unequal clusters) were set before the first
 * run, and so were the cells.
 */
import { afterAll, describe, expect, test } from 'vitest';
import {
  type AgreementEstimate,
  cohensKappa,
  fleissKappa,
  gwetsAc1,
  gwetsAc2,
  krippendorffsAlpha,
} from '../../src/stats/agreement/index.ts';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';
import { drawBeta, drawNormal } from '../../src/stats/simulation/draws.ts';
import { type Tally, countRun, expectCellsHold, line, share, summaryOf, tallyOf } from './claimed-cells.ts';
import { recordedCells } from './recorded-cells.ts';

const RUNS = 1500;
const HOUR = 3_600_000;

interface Design {
  readonly clusters: number;
  /** Items of a cluster: one number for all, or ⌈5 · exp(normal · spread)⌉. */
  readonly sizes: number | { readonly spread: number };
  /** length labels: how often each is the truth. */
  readonly truth: readonly number[];
  /** How far the truth of the items of a cluster goes together; 0 for independent items. */
  readonly together: number;
  /** How often a rater sees the truth, on easy and on hard clusters; one in four is hard. */
  readonly right: readonly [easy: number, hard: number];
  /** Raters of an item; `zipf`: two of five with loads 1 to ⅕. */
  readonly raters: 2 | 3 | 'zipf';
}

interface World {
  readonly table: RatingTable;
  readonly clusters: number[];
}

function drawWorld(random: Random, design: Design): World {
  const { truth, right, raters } = design;
  const [item, rater, label, clusters] = [[], [], [], []] as number[][];
  for (let cluster = 0; cluster < design.clusters; cluster++) {
    const chances = ownTruth(random, design);
    const seen = right[random.next() < 0.25 ? 1 : 0];
    for (let left = sizeOf(random, design); left > 0; left--) {
      const actual = drawLabel(random, chances);
      const people = raters === 'zipf' ? twoOfFive(random) : [...Array(raters).keys()];
      for (const person of people) {
        item.push(clusters.length);
        rater.push(person);
        label.push(
          random.next() < seen ? actual : (actual + 1 + drawIndex(random, truth.length - 1)) % truth.length,
        );
      }
      clusters.push(cluster);
    }
  }
  const table = ratingTable({
    itemCount: clusters.length,
    raterCount: raters === 'zipf' ? 5 : raters,
    labelCount: truth.length,
    item,
    rater,
    label,
  });
  return { table, clusters };
}

function sizeOf(random: Random, { sizes }: Design): number {
  return typeof sizes === 'number' ? sizes : Math.ceil(5 * Math.exp(sizes.spread * drawNormal(random)));
}

/** The shares of true labels in a cluster: of the first against the rest a beta draw around its share. */
function ownTruth(random: Random, { truth, together }: Design): readonly number[] {
  if (together === 0) return truth;
  const weight = (1 - together) / together;
  const first = drawBeta(random, truth[0] * weight, (1 - truth[0]) * weight);
  return truth.map((one, at) => (at === 0 ? first : (one * (1 - first)) / (1 - truth[0])));
}

function drawLabel(random: Random, shares: readonly number[]): number {
  let left = random.next();
  return Math.max(
    0,
    shares.findIndex((one) => (left -= one) < 0),
  );
}

function twoOfFive(random: Random): number[] {
  const loads = [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5];
  const draw = (): number => {
    let left = random.next() * (137 / 60);
    return loads.findIndex((load) => (left -= load) < 0);
  };
  const first = draw();
  for (;;) {
    const second = draw();
    if (second !== first) return [first, second];
  }
}

type Measure = (world: World) => AgreementEstimate;

/** The first rater of an item beside the second. */
const firstAndSecond = ({ table: { itemCount, itemStart, label } }: World): readonly Int32Array[] =>
  [0, 1].map((at) => Int32Array.from({ length: itemCount }, (_, item) => label[itemStart[item] + at]));

const measures: Readonly<Record<string, Measure>> = {
  alpha: ({ table, clusters }) => krippendorffsAlpha(table, { metric: 'nominal', interval: { clusters } }),
  'ordinal alpha': ({ table, clusters }) =>
    krippendorffsAlpha(table, { metric: 'ordinal', interval: { clusters } }),
  Fleiss: ({ table, clusters }) => fleissKappa(table, { interval: { clusters } }),
  Cohen: (world) => {
    const [first, second] = firstAndSecond(world);
    return cohensKappa(first, second, world.table.labelCount, { interval: { clusters: world.clusters } });
  },
  'weighted Cohen': (world) => {
    const [first, second] = firstAndSecond(world);
    const interval = { clusters: world.clusters };
    return cohensKappa(first, second, world.table.labelCount, { weights: 'quadratic', interval });
  },
  AC1: ({ table, clusters }) => gwetsAc1(table, { interval: { clusters } }),
  AC2: ({ table, clusters }) => gwetsAc2(table, { weights: 'ordinal', interval: { clusters } }),
};

/** What a measure comes to in a long run of the design. */
const truths = new Map<string, Readonly<Record<string, number>>>();
function truthOf(cell: string, design: Design, name: string): number {
  const known = truths.get(cell);
  if (known !== undefined) return known[name];
  const long = drawWorld(createRandom('long run').fork(cell), { ...design, clusters: longRun(design) });
  truths.set(
    cell,
    Object.fromEntries(Object.entries(measures).map(([of, measure]) => [of, measure(long).value])),
  );
  return truths.get(cell)![name];
}

function longRun({ sizes, truth }: Design): number {
  const items = typeof sizes === 'number' ? sizes : 5 * Math.exp(sizes.spread ** 2 / 2);
  return Math.round(2_000_000 / items / (truth[0] > 0.9 ? 1 : 2));
}

const counted = ({ interval, warnings }: AgreementEstimate): RateEstimate =>
  ({ interval, unclaimed: warnings, warnings }) as unknown as RateEstimate;

const measured: Tally[] = [];
const recorded = recordedCells('kappa-coverage');
afterAll(() => {
  if (measured.length === 0) return;
  console.log(summaryOf(measured));
  console.log(measured.map(line).join('\n'));
});

function measure(
  cell: string,
  design: Design,
  name: string,
  runs = RUNS,
  of: Measure = measures[name],
): Tally {
  return recorded(`${name}: ${cell}`, () => {
    const tally = tallyOf(name, cell);
    // `alpha, items independent` has the truth of alpha.
    const truth = truthOf(cell, design, name.split(',')[0]);
    expect(Number.isFinite(truth)).toBe(true);
    for (let run = 0; run < runs; run++)
      countRun(tally, counted(of(drawWorld(createRandom('kappa').fork(cell).fork(run), design))), truth);
    return tally;
  });
}

const single = { sizes: 1, together: 0, raters: 2 } as const;
const hard = [0.95, 0.7] as const;
const grades = [0.3, 0.25, 0.2, 0.15, 0.1];
const cells: readonly (readonly [string, Design])[] = [
  ['100 single, .97', { ...single, clusters: 100, truth: [0.97, 0.03], right: [0.98, 0.95] }],
  ['600 single, .97', { ...single, clusters: 600, truth: [0.97, 0.03], right: [0.99, 0.98] }],
  ['600 single, .99', { ...single, clusters: 600, truth: [0.99, 0.01], right: [0.995, 0.98] }],
  ['30 single, even', { ...single, clusters: 30, truth: [0.5, 0.5], right: hard }],
  ['100 single, even', { ...single, clusters: 100, truth: [0.5, 0.5], right: hard }],
  ['100 single, .8', { ...single, clusters: 100, truth: [0.8, 0.2], right: hard }],
  ['100 single, .9, three people', { ...single, raters: 3, clusters: 100, truth: [0.9, 0.1], right: hard }],
  ['30 of 5, .7', { clusters: 30, sizes: 5, truth: [0.7, 0.3], together: 0.3, right: hard, raters: 2 }],
  ['60 of 5, .8', { clusters: 60, sizes: 5, truth: [0.8, 0.2], together: 0.3, right: hard, raters: 3 }],
  [
    '330 of 8, .95',
    { clusters: 330, sizes: 8, truth: [0.95, 0.05], together: 0.3, right: [0.98, 0.9], raters: 2 },
  ],
  [
    '60 lognormal of spread ½, .7',
    { clusters: 60, sizes: { spread: 0.5 }, truth: [0.7, 0.3], together: 0.3, right: hard, raters: 2 },
  ],
  [
    '200 lognormal of spread 1, .7',
    { clusters: 200, sizes: { spread: 1 }, truth: [0.7, 0.3], together: 0.3, right: hard, raters: 2 },
  ],
  [
    '60 of 5, five people with loads 1 to ⅕',
    { clusters: 60, sizes: 5, truth: [0.7, 0.3], together: 0.3, right: hard, raters: 'zipf' },
  ],
  ['60 single, five grades', { ...single, clusters: 60, truth: grades, right: [0.8, 0.5] }],
  [
    '40 of 5, five grades',
    { clusters: 40, sizes: 5, truth: grades, together: 0.2, right: [0.8, 0.5], raters: 3 },
  ],
];

describe('coefficients by cluster', () => {
  test('reference cell: alpha of 60 clusters of five', () => {
    const [cell, design] = cells[8];
    const tally = measure(cell, design, 'alpha');
    measured.push(tally);
    expect(tally.claimed / RUNS).toBeGreaterThan(0.9);
    expect(share(tally.claimedCovered, tally.claimed)).toBeGreaterThanOrEqual(0.93);
  });

  test('every claimed cell covers at least .93', { timeout: HOUR }, () => {
    const tallies = cells.flatMap(([cell, design]) =>
      Object.keys(measures)
        .filter((name) => design.truth.length > 2 || !/ordinal|weighted|AC2/.test(name))
        .map((name) => measure(cell, design, name)),
    );
    measured.push(...tallies.slice(1));
    expectCellsHold(tallies);
  });

  test('wrong on purpose: items of a cluster taken as independent', { timeout: HOUR }, () => {
    const [cell, design] = cells[9];
    const tally = measure(cell, design, 'alpha, items independent', 400, ({ table }) =>
      krippendorffsAlpha(table, { metric: 'nominal', interval: { clusters: 'items' } }),
    );
    measured.push(tally);
    expect(share(tally.claimedCovered + tally.unclaimedCovered, 400)).toBeLessThan(0.93);
  });
});
