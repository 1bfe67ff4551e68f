/**
 * Does the interval of the rate over people and items cover the rate of people in general, where some say yes more
 * readily than others, a few rate most of it, and items come in clusters?
 *
 * The claims (`twoWayRate`: five people, 30 clusters, ten in effect on the smaller side, 50 in effect where clusters are
 * unequal) and the cells were set before the first run.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { humanRate } from '../../src/stats/inference/index.ts';
import { type Votes, twoWayRate } from '../../src/stats/people/index.ts';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';
import { type Random, createRandom } from '../../src/stats/numeric/random.ts';
import { drawNormal } from '../../src/stats/simulation/draws.ts';
import { type Tally, countRun, expectCellsHold, line, share, summaryOf, tallyOf } from './claimed-cells.ts';
import { type Loads, drawTeam } from './rater-teams.ts';
import { recordedCells } from './recorded-cells.ts';

const RUNS = 2000;
const HOUR = 3_600_000;

interface Design {
  readonly raters: number;
  readonly loads: Loads;
  readonly clusters: number;
  /** Items of a cluster; `lognormal`: ⌈3 · exp(normal)⌉. */
  readonly size: number | 'lognormal';
  readonly votes: number;
  /** Log odds of yes: their mean, and how far clusters, items and people go apart. */
  readonly center: number;
  readonly ofPeople: number;
}
const OF_CLUSTERS = 1;
const OF_ITEMS = 1;

interface Drawn {
  readonly votes: Votes;
  readonly clusters: Int32Array;
}

function draw(random: Random, design: Design): Drawn {
  const lenient = Array.from({ length: design.raters }, () => design.ofPeople * drawNormal(random));
  const [itemStart, rater, value, clusters]: number[][] = [[0], [], [], []];
  for (let cluster = 0; cluster < design.clusters; cluster++) {
    const common = OF_CLUSTERS * drawNormal(random);
    const size = design.size === 'lognormal' ? Math.ceil(3 * Math.exp(drawNormal(random))) : design.size;
    for (let item = 0; item < size; item++) {
      const odds = design.center + common + OF_ITEMS * drawNormal(random);
      for (const one of drawTeam(random, design)) {
        rater.push(one);
        value.push(Number(random.next() < 1 / (1 + Math.exp(-odds - lenient[one]))));
      }
      itemStart.push(rater.length);
      clusters.push(cluster);
    }
  }
  return {
    votes: {
      raterCount: design.raters,
      itemStart: Int32Array.from(itemStart),
      rater: Int32Array.from(rater),
      value: Float64Array.from(value),
    },
    clusters: Int32Array.from(clusters),
  };
}

/** Of a person and an item drawn at random: the three spreads are one normal. */
function truthOf({ center, ofPeople }: Design): number {
  const deviation = Math.hypot(OF_CLUSTERS, OF_ITEMS, ofPeople);
  let [sum, weight] = [0, 0];
  for (let z = -8; z <= 8; z += 0.001) {
    const density = Math.exp((-z * z) / 2);
    sum += density / (1 + Math.exp(-center - deviation * z));
    weight += density;
  }
  return sum / weight;
}

type Counted = Pick<RateEstimate, 'interval' | 'unclaimed'>;
type Interval = (drawn: Drawn) => Counted;
const overBoth: Interval = ({ votes, clusters }) => twoWayRate(votes, clusters);
/** Wrong on purpose: the people as they are. */
const overItems: Interval = ({ votes: { itemStart, value }, clusters }) => ({
  ...humanRate({
    outcome: Float64Array.from(clusters, (_, item) => {
      const own = value.subarray(itemStart[item], itemStart[item + 1]);
      return own.reduce((sum, vote) => sum + vote, 0) / own.length;
    }),
    cluster: clusters,
  }),
  unclaimed: [],
});

const measured: Tally[] = [];
const recorded = recordedCells('two-way-coverage');
afterAll(() => {
  if (measured.length === 0) return;
  console.log(summaryOf(measured));
  console.log(measured.map(line).join('\n'));
});

function measure(
  cell: string,
  design: Design,
  { runs = RUNS, name = 'over people and items', of = overBoth } = {},
): Tally {
  return recorded(`${name}: ${cell}`, () => {
    const tally = tallyOf(name, cell);
    const truth = truthOf(design);
    for (let run = 0; run < runs; run++) {
      const { interval, unclaimed } = of(draw(createRandom('people').fork(cell).fork(run), design));
      countRun(tally, { interval, unclaimed, warnings: unclaimed } as unknown as RateEstimate, truth);
    }
    return tally;
  });
}

const usual: Design = {
  raters: 10,
  loads: 'even',
  clusters: 200,
  size: 1,
  votes: 2,
  center: 1,
  ofPeople: 1,
};

describe('the rate of people in general', () => {
  test('reference cell: ten people on 200 single items', () => {
    const tally = measure('reference: 10 people, 200 items', usual);
    measured.push(tally);
    expect(tally.claimed).toBe(RUNS);
    expectCellsHold([tally]);
  });

  const cells: readonly (readonly [string, Design])[] = [
    ['5 people, 200 items', { ...usual, raters: 5 }],
    ['5 people, Zipf loads, 200 items', { ...usual, raters: 5, loads: 'zipf' }],
    ['5 people, all on 100 items', { ...usual, raters: 5, votes: 5, clusters: 100 }],
    ['5 people of one mind, 200 items', { ...usual, raters: 5, ofPeople: 0 }],
    ['5 people, 100 items, .9', { ...usual, raters: 5, clusters: 100, center: 3, ofPeople: 0.5 }],
    ['10 people, Zipf loads, 200 items', { ...usual, loads: 'zipf' }],
    ['10 people, Zipf loads, 1,000 items', { ...usual, loads: 'zipf', clusters: 1000 }],
    ['10 people far apart, 200 items', { ...usual, ofPeople: 2 }],
    ['30 people, Zipf loads, 200 items', { ...usual, raters: 30, loads: 'zipf' }],
    ['30 people, 300 items of one vote', { ...usual, raters: 30, votes: 1, clusters: 300 }],
    ['10 people, 60 clusters of five', { ...usual, clusters: 60, size: 5 }],
    ['10 people, 30 clusters of five', { ...usual, clusters: 30, size: 5 }],
    ['10 people, 330 clusters of eight, .95', { ...usual, clusters: 330, size: 8, center: 4.5 }],
    ['10 people, 300 lognormal clusters', { ...usual, clusters: 300, size: 'lognormal' }],
    // Not claimed: they have to warn.
    ['3 people, 200 items', { ...usual, raters: 3 }],
    ['10 people, 20 items', { ...usual, clusters: 20 }],
    ['10 people, 100 items, .97', { ...usual, clusters: 100, center: 5 }],
    ['10 people, 60 lognormal clusters', { ...usual, clusters: 60, size: 'lognormal' }],
  ];

  test.each(cells)(
    '%s',
    (cell, design) => {
      const tally = measure(cell, design);
      measured.push(tally);
      expectCellsHold([tally]);
    },
    HOUR,
  );

  test('wrong on purpose: over items alone it falls far short', () => {
    const options = { runs: 400, name: 'over items alone', of: overItems };
    const [few, many] = [
      measure('10 people, 200 items', usual, options),
      measure('10 people, Zipf loads, 1,000 items', { ...usual, loads: 'zipf', clusters: 1000 }, options),
    ];
    console.log([few, many].map(line).join('\n'));
    expect(share(few.claimedCovered, few.claimed)).toBeLessThan(0.8);
    expect(share(many.claimedCovered, many.claimed)).toBeLessThan(0.5);
  });
});
