/**
 * How often the check of a declared random draw doubts a random one, at one in a thousand, and how often it sees a
 * choice. Written before the first run: of random draws no more than two in a thousand are doubted in any cell
 * (three standard errors above one in a thousand, of 20,000 runs), whether items or whole clusters were drawn,
 * whatever their sizes and however rare marks are.
 *
 * What is recorded is a run each as "claimed", and one that is not doubted as "covered".
 */
import { afterAll, describe, expect, test } from 'vitest';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { selectionBalance } from '../../src/stats/selection/index.ts';
import { drawBeta, drawNormal } from '../../src/stats/simulation/draws.ts';
import { type Tally, share, tallyOf } from './claimed-cells.ts';
import { recordedCells } from './recorded-cells.ts';

const RUNS = 20_000;
const HOUR = 3_600_000;
const DOUBT = 0.001;

interface Design {
  readonly clusters: number;
  /** Items of a cluster: one number for all, or ⌈4 · exp(normal · spread)⌉. */
  readonly sizes: number | { readonly spread: number };
  readonly rate: number;
  /** The correlation of two marks of a cluster; 0 for independent items. */
  readonly together: number;
  /** Whole clusters that are drawn, or items from all of them. */
  readonly drawn: { readonly clusters: number } | { readonly items: number };
  /** Numbers in place of marks: uniform, and as far as `together` those of the cluster. */
  readonly numbers?: boolean;
  /** How much the log odds to be drawn rise with a standardized value; 0 for a random draw of items. */
  readonly beta?: number;
}

interface Pool {
  readonly value: number[];
  readonly drawn: number[];
  readonly clusters: number[];
}

function drawPool(random: Random, design: Design): Pool {
  const pool: Pool = { value: [], drawn: [], clusters: [] };
  for (let cluster = 0; cluster < design.clusters; cluster++) {
    const own = valueOf(random, design);
    for (let left = sizeOf(random, design); left > 0; left--) {
      pool.value.push(own());
      pool.clusters.push(cluster);
    }
  }
  const chosen = chosenOf(random, design, pool);
  pool.value.forEach((_, item) => pool.drawn.push(Number(chosen(item))));
  return pool;
}

function sizeOf(random: Random, { sizes }: Design): number {
  return typeof sizes === 'number' ? sizes : Math.ceil(4 * Math.exp(sizes.spread * drawNormal(random)));
}

function valueOf(random: Random, { rate, together, numbers = false }: Design): () => number {
  if (numbers) {
    const own = random.next();
    return () => (random.next() < together ? own : random.next());
  }
  if (together === 0) return () => Number(random.next() < rate);
  const weight = (1 - together) / together;
  const chance = drawBeta(random, rate * weight, (1 - rate) * weight);
  return () => Number(random.next() < chance);
}

function chosenOf(
  random: Random,
  { drawn, clusters, beta = 0 }: Design,
  pool: Pool,
): (item: number) => boolean {
  if ('clusters' in drawn) {
    const order = Int32Array.from({ length: clusters }, (_, code) => code);
    for (let at = 0; at < drawn.clusters; at++) {
      const from = at + drawIndex(random, clusters - at);
      [order[at], order[from]] = [order[from], order[at]];
    }
    const set = new Set(order.subarray(0, drawn.clusters));
    return (item) => set.has(pool.clusters[item]);
  }
  // The largest of exponential times divided by their weights: a draw without replacement.
  const keys = pool.value.map(
    (value) => -Math.log(random.next()) / Math.exp(beta * Math.sqrt(12) * (value - 0.5)),
  );
  const limit = keys.toSorted((a, b) => a - b)[drawn.items - 1];
  return (item) => keys[item] <= limit;
}

const recorded = recordedCells('draw-check');
const measured: Tally[] = [];
afterAll(() => {
  for (const { name, cell, claimed, claimedCovered } of measured)
    console.log(`${name}: ${cell}: ${(1 - claimedCovered / claimed).toFixed(4)} doubted of ${claimed}`);
});

function measure(name: string, cell: string, design: Design, runs: number, asItems = false): number {
  const tally = recorded(`${name}: ${cell}`, () => {
    const of = tallyOf(name, cell);
    for (let run = 0; run < runs; run++) {
      const random = createRandom('draw check').fork(cell).fork(run);
      const { value, drawn, clusters } = drawPool(random.fork('pool'), design);
      const input = { value, drawn, clusters: asItems ? ('items' as const) : clusters };
      of.claimed++;
      if (!(selectionBalance(input, { random: random.fork('check') }).pValue < DOUBT)) of.claimedCovered++;
    }
    return of;
  });
  measured.push(tally);
  return 1 - share(tally.claimedCovered, tally.claimed);
}

const rare = { rate: 0.1, together: 0.7 } as const;
const cells: readonly (readonly [string, Design])[] = [
  [
    '100 of 1000 single items, half',
    { clusters: 1000, sizes: 1, rate: 0.5, together: 0, drawn: { items: 100 } },
  ],
  [
    '100 of 1000 single items, .05',
    { clusters: 1000, sizes: 1, rate: 0.05, together: 0, drawn: { items: 100 } },
  ],
  [
    '100 of 1000 single items, numbers',
    { clusters: 1000, sizes: 1, rate: 0, together: 0, numbers: true, drawn: { items: 100 } },
  ],
  ['30 of 330 clusters of 5, .1', { ...rare, clusters: 330, sizes: 5, drawn: { clusters: 30 } }],
  [
    '30 of 330 clusters of 8, .05',
    { clusters: 330, sizes: 8, rate: 0.05, together: 0.4, drawn: { clusters: 30 } },
  ],
  [
    '30 of 330 lognormal clusters, .1',
    { ...rare, clusters: 330, sizes: { spread: 1 }, drawn: { clusters: 30 } },
  ],
  [
    '10 of 60 clusters of 5, half',
    { clusters: 60, sizes: 5, rate: 0.5, together: 0.5, drawn: { clusters: 10 } },
  ],
  [
    '10 of 60 lognormal clusters, numbers',
    { clusters: 60, sizes: { spread: 1 }, rate: 0, together: 0.5, numbers: true, drawn: { clusters: 10 } },
  ],
  ['150 items of 200 clusters of 5, .1', { ...rare, clusters: 200, sizes: 5, drawn: { items: 150 } }],
];

describe('of random draws', () => {
  test('reference cell: whole clusters of unequal size with rare marks', { timeout: HOUR }, () => {
    expect(measure('random', ...cells[5], RUNS)).toBeLessThanOrEqual(0.0017);
  });

  test('no cell doubts more than one in a thousand, three standard errors above', { timeout: HOUR }, () => {
    const doubted = cells.map(([cell, design]) => [cell, measure('random', cell, design, RUNS)] as const);
    expect(doubted.filter(([, part]) => part > 0.0017)).toEqual([]);
  });

  test('wrong on purpose: items of drawn clusters taken as independent', { timeout: HOUR }, () => {
    const [cell, design] = cells[3];
    expect(measure('items independent', cell, design, 2000, true)).toBeGreaterThan(0.05);
  });
});

test('choices by value are seen', { timeout: HOUR }, () => {
  const design = {
    clusters: 1000,
    sizes: 1,
    rate: 0,
    together: 0,
    numbers: true,
    drawn: { items: 100 },
  } as const;
  const [weak, clear] = [0.5, 1].map((beta) =>
    measure('chosen', `100 of 1000 single items, beta ${beta}`, { ...design, beta }, 400),
  );
  expect(weak).toBeGreaterThan(0.5);
  expect(clear).toBeGreaterThan(0.99);
});
