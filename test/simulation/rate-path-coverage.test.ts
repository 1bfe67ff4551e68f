/**
 * The whole way of question 4, from ratings to the interval: several people an item, so that outcomes are shares; a judge with probabilities that
 * are too sure of themselves, calibrated on the very labels that then correct them. `estimateRates` chooses the estimator and says what it claims.
 */
import { afterAll, expect, test } from 'vitest';
import { type RateAnalysis, estimateRates } from '../../src/analysis/index.ts';
import { readStudy } from '../../src/data/index.ts';
import { type Random, createRandom } from '../../src/stats/index.ts';
import { drawNormal } from '../../src/stats/simulation/draws.ts';

const LEAST = 0.93;
/** The standard error at 0.95 is 0.005. A cell that is not clear of the limit by then goes on. */
const RUNS = 2000;
const MOST_RUNS = 16_000;

interface PathDesign {
  /** Mean log odds that a person says Pass, and how far items differ. */
  readonly center: number;
  readonly spread: number;
  readonly labeled: number;
  readonly unlabeled: number;
  /** People an item. */
  readonly people: number;
  /** Items of a prompt, which have most of their log odds in common. */
  readonly clusterSize: number;
  /** What the judge sees of an item's log odds, and what it sees that is not there; it doubles both. */
  readonly signal: number;
  readonly noise: number;
}

const base: PathDesign = { center: 0.8, spread: 1.5, labeled: 100, unlabeled: 400, people: 3, clusterSize: 1, signal: 1, noise: 0.7 };

const cells: Readonly<Record<string, Partial<PathDesign>>> = {
  'three people an item': {},
  'few labels, many verdicts': { labeled: 50, unlabeled: 1000 },
  'as many labels as verdicts': { labeled: 300, unlabeled: 300 },
  'mostly Pass': { center: 2.5, labeled: 200, unlabeled: 1000 },
  'Pass is rare': { center: -2.5, labeled: 300, unlabeled: 900 },
  'a judge that sees nothing': { signal: 0, noise: 1.5 },
  'people who hardly differ, so that the estimator changes from sample to sample': { spread: 8, people: 2, labeled: 50 },
  'one person an item': { people: 1 },
  'prompts of five items': { clusterSize: 5, labeled: 300, unlabeled: 600 },
  'prompts of five items, one person each': { clusterSize: 5, people: 1, labeled: 150, unlabeled: 600 },
};

function csvOf(random: Random, design: PathDesign): string {
  const { center, spread, labeled, unlabeled, people, clusterSize, signal, noise } = design;
  const lines = ['item,cluster,rater,label,prob_Pass,prob_Fail'];
  const count = labeled + unlabeled;
  const order = random.fork('labeled');
  const ranks = Array.from({ length: count }, (_, item) => ({ item, at: order.next() })).toSorted((a, b) => a.at - b.at);
  const chosen = new Set(ranks.slice(0, labeled).map(({ item }) => item));
  let common = 0;
  for (let item = 0; item < count; item++) {
    if (item % clusterSize === 0) common = drawNormal(random);
    const own = clusterSize === 1 ? common : Math.sqrt(0.6) * common + Math.sqrt(0.4) * drawNormal(random);
    const logit = center + spread * own;
    const id = `i${item},c${Math.floor(item / clusterSize)}`;
    const seen = 2 * (signal * logit + noise * drawNormal(random)) + 0.5;
    const pass = 1 / (1 + Math.exp(-seen));
    lines.push(`${id},judge,,${pass},${1 - pass}`);
    if (!chosen.has(item)) continue;
    for (let person = 0; person < people; person++)
      lines.push(`${id},p${person},${random.next() < 1 / (1 + Math.exp(-logit)) ? 'Pass' : 'Fail'},,`);
  }
  return lines.join('\n');
}

/** The mean of 1 / (1 + exp(−logit)) over a normal logit, by the trapezoidal rule. */
function truthOf({ center, spread }: PathDesign): number {
  let [sum, weight] = [0, 0];
  for (let z = -8; z <= 8; z += 0.001) {
    const density = Math.exp((-z * z) / 2);
    sum += density / (1 + Math.exp(-(center + spread * z)));
    weight += density;
  }
  return sum / weight;
}

async function rateOf(random: Random, design: PathDesign): Promise<RateAnalysis> {
  const csv = csvOf(random, design);
  const study = await readStudy([{ name: 'ratings.csv', open: () => [Buffer.from(csv)] }], { pass: ['Pass'], selection: 'random' });
  return estimateRates(study, { version: 'simulation', pass: ['Pass'] }).rates[0];
}

interface Tally {
  claimed: number;
  covered: number;
  unclaimed: number;
  unclaimedCovered: number;
  readonly methods: Set<string>;
  width: number;
  widthAlone: number;
}

async function measure(name: string, design: PathDesign): Promise<Tally> {
  const tally: Tally = { claimed: 0, covered: 0, unclaimed: 0, unclaimedCovered: 0, methods: new Set(), width: 0, widthAlone: 0 };
  const truth = truthOf(design);
  for (let run = 0; run < MOST_RUNS && !isSettled(tally, run); run++) {
    const { corrected, humanOnly, claimed, method } = await rateOf(createRandom('rate path').fork(name).fork(run), design);
    const { lower, upper } = corrected.interval;
    const covered = lower <= truth && truth <= upper ? 1 : 0;
    tally.methods.add(method);
    if (claimed) {
      tally.claimed++;
      tally.covered += covered;
      tally.width += upper - lower;
      tally.widthAlone += humanOnly.interval.upper - humanOnly.interval.lower;
      continue;
    }
    tally.unclaimed++;
    tally.unclaimedCovered += covered;
    expect(corrected.warnings, `${name}, run ${run}: unclaimed and silent`).not.toEqual([]);
  }
  return tally;
}

function isSettled({ claimed, covered }: Tally, runs: number): boolean {
  if (runs < RUNS || runs % RUNS > 0) return false;
  return Math.abs(covered / claimed - LEAST) > 3 * Math.sqrt((LEAST * (1 - LEAST)) / claimed);
}

const rows: string[] = [];
afterAll(() =>
  console.log(
    ['| cell | estimators | claimed runs | coverage | width beside people alone |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
  ),
);

test.each(Object.entries(cells))(
  '%s',
  async (name, change) => {
    const { claimed, covered, unclaimed, methods, width, widthAlone } = await measure(name, { ...base, ...change });
    const coverage = covered / claimed;
    rows.push(
      `| ${name} | ${[...methods].toSorted().join(', ')} | ${claimed} of ${claimed + unclaimed} | ${coverage.toFixed(4)} | ${(width / widthAlone).toFixed(2)} |`,
    );
    console.log(rows.at(-1));
    expect(claimed).toBeGreaterThan(unclaimed);
    expect(coverage).toBeGreaterThanOrEqual(LEAST);
    // Neither wider than it must be, nor people alone under another name.
    expect(coverage).toBeLessThanOrEqual(0.975);
    expect(width / widthAlone).toBeLessThan(change.signal === 0 ? 1.01 : 0.97);
  },
  3_600_000,
);
