/**
 * Is the consensus that `auto` takes nearer to the truth than the others, in worlds with a known truth? Two of ten
 * people label each of 300 items, and a judge that is too sure.
 *
 * The claims, set before the first run:
 * 1. Where rule 2 is meant to hold (independent errors, a rare label, four labels) `auto` takes the model with the
 *    judge in 95 of 100 runs, is more accurate than the majority by .03, and has at most half its log loss.
 * 2. On shared hard items it is more accurate by .01, and its posteriors are too sure: that is not mended.
 * 3. Against a random judge it leaves the judge out in 95 of 100 runs and is no less accurate than the majority.
 * 4. Nowhere is it less accurate than the majority by more than .005.
 *
 * The first failed with a rare label: people's kappa lies near the limit of .2 there, `auto` took the model with the
 * judge in 115 of 200 runs, and its log loss is .48 of the majority's. All others held, and none was changed; the rare
 * label has a test of what it falls short of.
 */
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Consensus,
  type ConsensusChoice,
  chooseConsensus,
  crowdlab,
  dawidSkene,
  judgeCells,
  raterGroups,
  softMajority,
} from '../../src/stats/aggregation/index.ts';
import { cohensKappa, fleissKappa } from '../../src/stats/agreement/index.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { type ConsensusWorld, type ConsensusWorldDesign, drawConsensusWorld } from './consensus-world.ts';
import { type ConsensusCell, consensusMethods, consensusTable } from './consensus-worlds-table.ts';
import { recordedCells } from './recorded-cells.ts';

const RUNS = 200;
const HOUR = 3_600_000;
const even = [0.5, 0.5];
const good = [0.75, 0.95] as const;
const judge = [0.7, 0.85, 0.97] as const;

const worlds = {
  'independent errors': { prevalence: even, people: good, judge },
  'shared hard items': { prevalence: even, people: good, judge, hard: { share: 0.3, right: 0.55 } },
  'a rare label, .08': { prevalence: [0.92, 0.08], people: good, judge },
  'four labels': { prevalence: [0.25, 0.25, 0.25, 0.25], people: [0.6, 0.85], judge },
  'four spammers of ten': { prevalence: even, people: good, judge, spammers: 4 },
  'poor people, good judge': { prevalence: even, people: [0.55, 0.75], judge: [0.8, 0.9, 0.98] },
  'judge random': { prevalence: even, people: good, judge: [0.5, 0.5, 0.5] },
} satisfies Record<string, ConsensusWorldDesign>;
type World = keyof typeof worlds;

const recorded = recordedCells<ConsensusCell>('consensus-worlds');
const measured: ConsensusCell[] = [];
afterAll(() => {
  console.log(consensusTable(measured));
});

interface Run {
  readonly accuracy: number;
  readonly loss: number;
  readonly took?: string;
}

describe.each(Object.keys(worlds) as World[])('%s', (world) => {
  test(
    world === 'independent errors' ? 'reference cell: what is claimed' : 'what is claimed, or falls short',
    () => {
      const cells = measure(world);
      measured.push(...cells);
      const [majority, , , , auto] = cells;
      const took = (method: string): number => (auto.took?.[method] ?? 0) / auto.runs;
      expect(auto.gain).toBeGreaterThan(-0.005);
      if (['independent errors', 'four labels'].includes(world)) {
        expect(took('with judge')).toBeGreaterThanOrEqual(0.95);
        expect(auto.gain).toBeGreaterThan(0.03);
        expect(auto.loss).toBeLessThan(majority.loss / 2);
      }
      if (world === 'a rare label, .08') {
        // The claim that failed: .95.
        expect(took('with judge')).toBeLessThan(0.95);
        expect(auto.gain).toBeGreaterThan(0.03);
        expect(auto.loss).toBeLessThan(majority.loss / 2);
      }
      if (world === 'shared hard items') expect(auto.gain).toBeGreaterThan(0.01);
      if (world === 'judge random') {
        expect(took('with judge')).toBeLessThanOrEqual(0.05);
        expect(auto.gain).toBeGreaterThan(0);
      }
    },
    HOUR,
  );
});

/** A cell for each method, all of the same runs. */
function measure(world: World): ConsensusCell[] {
  let runs: Record<string, Run>[] | undefined;
  return consensusMethods.map((name) =>
    recorded(`${name}: ${world}`, () => {
      runs ??= Array.from({ length: RUNS }, (_, run) =>
        runOf(createRandom('consensus worlds').fork(world).fork(run), worlds[world]),
      );
      return cellOf(name, world, runs);
    }),
  );
}

function runOf(random: Random, design: ConsensusWorldDesign): Record<string, Run> {
  const world = drawConsensusWorld(random, design);
  const { table, truth, probabilities } = world;
  const cells = judgeCells({ judge: 'judge', labelCount: table.labelCount, ...world.judge });
  const itemIds = Array.from(truth.keys());
  const majority = softMajority(table);
  const alone = dawidSkene(table).consensus;
  const together = dawidSkene(table, { judge: cells, strength: 10 }).consensus;
  const choice = choose(world, random);
  const taken = choice.method === 'soft majority' ? majority : choice.judge ? together : alone;
  const scored: Record<string, Run> = {
    'soft majority': scoreOf(majority, truth),
    CROWDLAB: scoreOf(
      crowdlab({ table, probabilities, judge: 'judge', random: random.fork('ties'), itemIds }).consensus,
      truth,
    ),
    'Dawid-Skene, strength 2': scoreOf(alone, truth),
    'Dawid-Skene, judge, strength 10': scoreOf(together, truth),
  };
  const took = choice.method === 'soft majority' ? 'majority' : choice.judge ? 'with judge' : 'without';
  return { ...scored, auto: { ...scoreOf(taken, truth), took } };
}

function choose({ table, judge: { labels } }: ConsensusWorld, random: Random): ConsensusChoice {
  const groups = raterGroups(table);
  const stream = random.fork('one person an item');
  const person = Int32Array.from(
    labels,
    (_, i) =>
      table.label[table.itemStart[i] + drawIndex(stream, table.itemStart[i + 1] - table.itemStart[i])],
  );
  const interval = {
    clusters: Array.from(labels.keys()),
    random: random.fork('resamples'),
    replicates: 1000,
  };
  const { lower } = cohensKappa(labels, person, table.labelCount, { interval }).interval;
  return chooseConsensus({
    nominal: true,
    kappa: fleissKappa(table).value,
    people: groups.raters,
    labelsPerPerson: groups.ratingsPerRater,
    groups: groups.groups,
    sharedItems: groups.sharedItems,
    judgeAboveChance: lower,
  });
}

function scoreOf({ labelCount, numbers }: Consensus, truth: Int32Array): Run {
  let right = 0;
  let loss = 0;
  for (let i = 0; i < truth.length; i++) {
    const row = numbers.subarray(i * labelCount, (i + 1) * labelCount);
    const top = Math.max(...row) * (1 - 1e-12);
    if (row[truth[i]] >= top) right += 1 / row.filter((value) => value >= top).length;
    loss -= Math.log(Math.max(1e-12, row[truth[i]]));
  }
  return { accuracy: right / truth.length, loss: loss / truth.length };
}

function cellOf(name: string, cell: string, runs: readonly Record<string, Run>[]): ConsensusCell {
  const [accuracy, accuracyError] = meanOf(runs.map((run) => run[name].accuracy));
  const [loss, lossError] = meanOf(runs.map((run) => run[name].loss));
  const [gain, gainError] = meanOf(runs.map((run) => run[name].accuracy - run['soft majority'].accuracy));
  const took: Record<string, number> = {};
  for (const { auto } of runs) took[auto.took!] = (took[auto.took!] ?? 0) + 1;
  const numbers = { accuracy, accuracyError, loss, lossError, gain, gainError };
  return { name, cell, runs: runs.length, ...numbers, ...(name === 'auto' ? { took } : {}) };
}

function meanOf(values: readonly number[]): [mean: number, error: number] {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (n - 1) / n)];
}
