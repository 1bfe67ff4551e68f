/**
 * Coverage on real people and real judges: 500 Chatbot Arena pairs whose human choice is known for all.
 * Labels are hidden at random, the rate is estimated from those left and from the judge, and the rate over
 * all 500 is what an interval should contain.
 *
 * The target is this finite pool, half of which may be labeled; the intervals speak of new items and so are
 * too long for it. What this can show is a miss, not that an interval is as short as could be;
 * test/simulation has that side.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyCalibrator, clusterFolds, crossFitCalibration } from '../../src/stats/calibration/index.ts';
import {
  type RateEstimate,
  humanRate,
  labeledSample,
  labelsSaved,
  predictionPoweredMean,
  tenenbein,
} from '../../src/stats/inference/index.ts';
import { selectionBalance } from '../../src/stats/selection/index.ts';
import { type Random, createRandom } from '../../src/stats/numeric/index.ts';
import { softLabels } from '../../src/stats/scoring/index.ts';

const path = join(process.env.ASSIZE_DATASETS ?? '../shared/datasets', 'arena-500', 'ratings.csv');
const present = existsSync(path);
if (!present) console.warn(`skipped: ${path} is not there`);

const runs = 1000;
const sizes = [50, 100, 200];
const judges = ['gpt-4-turbo', 'gpt-3.5-turbo', 'mistral-7b-instruct'];

test.skipIf(!present).each(judges)(
  'intervals of the rate at which people choose the second answer, by %s',
  { timeout: 120_000 },
  (judge) => {
    const pool = load(judge);
    const truth = pool.outcome.reduce((sum, value) => sum + value, 0) / pool.outcome.length;
    for (const size of sizes) {
      const tally = { ppi: newTally(), tenenbein: newTally(), people: newTally() };
      let correlation = 0;
      let saved = 0;
      for (let run = 0; run < runs; run++) {
        const random = createRandom('arena-500 rates').fork(size).fork(run);
        const { labeled, unlabeled } = hide(pool.outcome.length, size, random);
        const expected = expectations(pool, labeled, unlabeled, random);
        const outcome = labeled.map((item) => pool.outcome[item]);
        const powered = predictionPoweredMean(
          labeledSample({
            selection: 'random',
            outcome,
            judge: expected.labeled,
            unlabeledJudge: expected.unlabeled,
            clusters: 'items',
          }),
        );
        const calls = (items: number[]): number[] => items.map((item) => Number(pool.second[item] > 0.5));
        const called = labeledSample({
          selection: 'random',
          outcome,
          judge: calls(labeled),
          unlabeledJudge: calls(unlabeled),
          clusters: 'items',
        });
        const people = humanRate({ outcome, cluster: 'items' });
        count(tally.ppi, powered, truth);
        count(tally.tenenbein, tenenbein(called, { random: random.fork('tenenbein'), draws: 400 }), truth);
        count(tally.people, people, truth);
        correlation += powered.correlation / runs;
        saved += labelsSaved(powered, people, size) / runs;
      }
      const line = Object.entries(tally).map(([name, { claimed, covered, width }]) => {
        return `${name} ${(covered / claimed).toFixed(3)} of ${claimed}, width ${(width / runs).toFixed(4)}`;
      });
      console.log(
        `${judge}, ${size} labels: ${line.join('; ')}; correlation ${correlation.toFixed(3)}, labels ` +
          `saved ${saved.toFixed(0)}`,
      );

      for (const { claimed, covered } of Object.values(tally)) {
        expect(claimed).toBeGreaterThan(0.9 * runs);
        expect(covered / claimed).toBeGreaterThanOrEqual(0.93);
      }
      // Otherwise a judge that correlates would go unused and nothing above would tell.
      expect(correlation).toBeGreaterThan(0.3);
      expect(tally.ppi.width).toBeLessThan(tally.people.width);
      expect(tally.tenenbein.width).toBeLessThan(tally.people.width);
    }
  },
);

test.skipIf(!present).each(judges)(
  'a random draw is told from a hundred items chosen by the confidence of %s',
  (judge) => {
    const { outcome, second } = load(judge);
    const confidence = second.map((probability) => Math.max(probability, 1 - probability));
    const pValue = (labeled: number[]): number => {
      const drawn = new Set(labeled);
      const input = { value: confidence, drawn: confidence.map((_, item) => Number(drawn.has(item))) };
      return selectionBalance({ ...input, clusters: 'items' }, { random: createRandom(1) }).pValue;
    };

    const byConfidence = [...confidence.keys()].sort((a, b) => confidence[a] - confidence[b]);
    // The smallest there is, of 199,999 draws.
    expect(pValue(byConfidence.slice(0, 100))).toBeLessThan(1.1e-5);
    expect(pValue(byConfidence.slice(-100))).toBeLessThan(1.1e-5);
    let doubted = 0;
    for (let run = 0; run < runs; run++) {
      const { labeled } = hide(outcome.length, 100, createRandom('arena-500 draw').fork(run));
      if (pValue(labeled) < 0.05) doubted++;
    }
    // At most 5 in 100, three standard errors above.
    expect(doubted / runs).toBeLessThan(0.071);
  },
);

interface Pool {
  /** 1 where the person chose the second answer. */
  readonly outcome: number[];
  /** The judge's probability of the second answer, renormalized over both. */
  readonly second: number[];
}

interface Tally {
  claimed: number;
  covered: number;
  width: number;
}

function newTally(): Tally {
  return { claimed: 0, covered: 0, width: 0 };
}

function count(tally: Tally, { interval, unclaimed }: RateEstimate, truth: number): void {
  tally.width += interval.upper - interval.lower;
  if (unclaimed.length > 0) return;
  tally.claimed++;
  if (interval.lower <= truth && truth <= interval.upper) tally.covered++;
}

/** `size` items drawn without replacement, and the others. */
function hide(itemCount: number, size: number, random: Random): { labeled: number[]; unlabeled: number[] } {
  const draws = Float64Array.from({ length: itemCount }, () => random.next());
  const order = Array.from(draws.keys()).sort((a, b) => draws[a] - draws[b]);
  return { labeled: order.slice(0, size), unlabeled: order.slice(size) };
}

/**
 * Calibrated probabilities of the second answer: out of fold for the labeled items, the mean of the folds'
 * maps for the others.
 */
function expectations(
  { outcome, second }: Pool,
  labeled: number[],
  unlabeled: number[],
  random: Random,
): { labeled: number[]; unlabeled: number[] } {
  const rows = (items: number[]): number[] => items.flatMap((item) => [1 - second[item], second[item]]);
  const people = softLabels(
    labeled.flatMap((item) => [1 - outcome[item], outcome[item]]),
    2,
  );
  // Five folds for 50 labels too, where ten are the default: the choice inside the folds costs a fit for
  // every pair of them.
  const folds = clusterFolds(labeled, { folds: 5, random });
  const fit = crossFitCalibration(rows(labeled), people, { clusters: labeled, folds, random });
  const mapped = fit.chosen.map(({ calibrator }) => applyCalibrator(calibrator, rows(unlabeled), 2));
  return {
    labeled: labeled.map((_, row) => fit.predictions.probabilities[2 * row + 1]),
    unlabeled: unlabeled.map(
      (_, row) => mapped.reduce((sum, map) => sum + map[2 * row + 1], 0) / mapped.length,
    ),
  };
}

function load(judge: string): Pool {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const choice = new Map(
    rows.filter((row) => row[2] === 'human').map((row) => [row[0], Number(row[3] === 'second')]),
  );
  const given = new Map(
    rows
      .filter((row) => row[1] === judge)
      .map((row) => [row[0], Number(row[5]) / (Number(row[4]) + Number(row[5]))]),
  );
  const items = [...choice.keys()].toSorted();
  return { outcome: items.map((item) => choice.get(item)!), second: items.map((item) => given.get(item)!) };
}
