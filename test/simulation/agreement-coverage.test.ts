/**
 * Do the agreement intervals cover what they claim? Clusters of one to seven items differ in how hard they
 * are and in which label is common, so items of one cluster agree or disagree together. The same simulation
 * with a wrong variance, items resampled as if they were independent, has to fall clearly short: that is what
 * it would look like to forget clusters.
 */
import { describe, expect, test } from 'vitest';
import {
  cohensKappa,
  fleissKappa,
  gwetsAc1,
  krippendorffsAlpha,
  leaveOneOutAgreement,
  percentAgreement,
} from '../../src/stats/agreement/index.ts';
import { humanCeiling, judgeAgreement, mtBenchAgreement } from '../../src/stats/ceiling/index.ts';
import type { AgreementEstimate, ShareIntervalRequest } from '../../src/stats/agreement/index.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';

const LABELS = 3;
/** The label that counts as a tie for the shares of MT-Bench. */
const TIE = 2;
/** How often the judge sees the truth, whatever the cluster. */
const JUDGE = 0.7;
/**
 * Two kinds of clusters, equally likely: how often a rater sees the truth, and how the truth is distributed.
 */
const KINDS = [
  { careful: 0.95, truth: [0.7, 0.2, 0.1] },
  { careful: 0.45, truth: [0.3, 0.3, 0.4] },
] as const;

interface World {
  readonly table: RatingTable;
  readonly judge: Int32Array;
  readonly clusters: Int32Array;
}

function drawWorld(random: Random, clusterCount: number): World {
  const clusters: number[] = [];
  const judge: number[] = [];
  const item: number[] = [];
  const rater: number[] = [];
  const label: number[] = [];
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    const { careful, truth } = KINDS[drawIndex(random, 2)];
    for (let left = 1 + drawIndex(random, 7); left > 0; left--) {
      const right = drawLabel(random, truth);
      // One to four ratings: items with one take no part in pairs.
      for (let j = drawIndex(random, 4); j >= 0; j--) {
        item.push(clusters.length);
        rater.push(j);
        label.push(seen(random, right, careful));
      }
      judge.push(seen(random, right, JUDGE));
      clusters.push(cluster);
    }
  }
  const table = ratingTable({
    itemCount: clusters.length,
    raterCount: 4,
    labelCount: LABELS,
    item,
    rater,
    label,
  });
  return { table, judge: Int32Array.from(judge), clusters: Int32Array.from(clusters) };
}

/** The truth, or any of the other labels. */
function seen(random: Random, right: number, careful: number): number {
  return random.next() < careful ? right : (right + 1 + drawIndex(random, LABELS - 1)) % LABELS;
}

function drawLabel(random: Random, shares: readonly number[]): number {
  let left = random.next();
  for (let k = 0; k < LABELS - 1; k++) {
    left -= shares[k];
    if (left < 0) return k;
  }
  return LABELS - 1;
}

/** The agreement of two ratings and the share of each label in this world, in closed form. */
function truths(): { agreement: number; alpha: number; ac1: number; withJudge: number; decisive: number } {
  let agreement = 0;
  let withJudge = 0;
  // Of two ratings, that both name no tie, and that they are the same then.
  let bothDecisive = 0;
  let sameDecisive = 0;
  const shares = Array.from({ length: LABELS }, () => 0);
  for (const { careful, truth } of KINDS) {
    const other = (1 - careful) / (LABELS - 1);
    agreement += (careful ** 2 + (LABELS - 1) * other ** 2) / KINDS.length;
    withJudge += (careful * JUDGE + other * (1 - JUDGE)) / KINDS.length;
    for (let right = 0; right < LABELS; right++) {
      const chances = Array.from({ length: LABELS }, (_, k) => (k === right ? careful : other));
      bothDecisive += (truth[right] * (1 - chances[TIE]) ** 2) / KINDS.length;
      for (let k = 0; k < LABELS; k++)
        if (k !== TIE) sameDecisive += (truth[right] * chances[k] ** 2) / KINDS.length;
    }
    for (let k = 0; k < LABELS; k++)
      shares[k] += (truth[k] * careful + (1 - truth[k]) * other) / KINDS.length;
  }
  const chance = shares.reduce((sum, share) => sum + share ** 2, 0);
  const spread = (1 - chance) / (LABELS - 1);
  return {
    agreement,
    alpha: (agreement - chance) / (1 - chance),
    ac1: (agreement - spread) / (1 - spread),
    withJudge,
    decisive: sameDecisive / bothDecisive,
  };
}

type Measure = (world: World, interval: ShareIntervalRequest) => AgreementEstimate;

/** Share of runs whose interval holds the truth; a run without an interval holds nothing. */
function coverage(
  measure: Measure,
  truth: number,
  clusterCount: number,
  runs: number,
  clusters: 'as drawn' | 'items' = 'as drawn',
): number {
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const random = createRandom('agreement coverage').fork(clusterCount).fork(run);
    const world = drawWorld(random.fork('world'), clusterCount);
    const { interval } = measure(world, {
      clusters: clusters === 'items' ? 'items' : world.clusters,
    });
    if (interval.lower <= truth && truth <= interval.upper) covered++;
  }
  console.log(
    `${expect.getState().currentTestName}: coverage ${(covered / runs).toFixed(4)} of ${runs} runs`,
  );
  return covered / runs;
}

const truth = truths();
const percent: Measure = ({ table }, interval) => percentAgreement(table, { interval });
const alpha: Measure = ({ table }, interval) => krippendorffsAlpha(table, { metric: 'nominal', interval });
const ac1: Measure = ({ table }, interval) => gwetsAc1(table, { interval });
const fleiss: Measure = ({ table }, interval) => fleissKappa(table, { interval });
const cohen: Measure = ({ table }, interval) =>
  cohensKappa(labelsOf(table, 0), labelsOf(table, 1), LABELS, { interval });
const leaveOneOut: Measure = ({ table }, interval) => leaveOneOutAgreement(table, { interval })[0];
const withJudge: Measure = ({ table, judge }, interval) => judgeAgreement(table, judge, { interval });
const decisive: Measure = ({ table }, interval) =>
  mtBenchAgreement(table, [], { tieLabels: [TIE], interval }).humanHuman.s2;
const judgeS1: Measure = ({ table, judge }, interval) =>
  mtBenchAgreement(table, [judge], { tieLabels: [TIE], interval }).judges[0].s1;

function labelsOf({ itemCount, itemStart, rater, label }: RatingTable, of: number): Int32Array {
  const labels = new Int32Array(itemCount).fill(-1);
  for (let i = 0; i < itemCount; i++)
    for (let at = itemStart[i]; at < itemStart[i + 1]; at++) if (rater[at] === of) labels[i] = label[at];
  return labels;
}

// The Monte-Carlo standard error of a coverage of 0.95 is 0.007 over 1000 runs, 0.005 over 2000 and 0.0035
// over 4000.
describe('agreement intervals by cluster', () => {
  test('the truths are those of a long run', () => {
    const { table, judge } = drawWorld(createRandom('long run'), 40_000);
    expect(percentAgreement(table).value).toBeCloseTo(truth.agreement, 2);
    expect(krippendorffsAlpha(table, { metric: 'nominal' }).value).toBeCloseTo(truth.alpha, 2);
    expect(gwetsAc1(table).value).toBeCloseTo(truth.ac1, 2);
    expect(fleissKappa(table).value).toBeCloseTo(truth.alpha, 2);
    expect(cohensKappa(labelsOf(table, 0), labelsOf(table, 1), LABELS).value).toBeCloseTo(truth.alpha, 2);
    expect(leaveOneOutAgreement(table)[0].value).toBeCloseTo(truth.agreement, 2);
    expect(judgeAgreement(table, judge).value).toBeCloseTo(truth.withJudge, 2);
    expect(mtBenchAgreement(table, [], { tieLabels: [TIE] }).humanHuman.s2.value).toBeCloseTo(
      truth.decisive,
      2,
    );
    expect(humanCeiling(table, judge).difference.value).toBeCloseTo(truth.withJudge - truth.agreement, 2);
  });

  test('reference cell: percent agreement covers with 60 clusters', () => {
    const covered = coverage(percent, truth.agreement, 60, 2000);
    expect(covered).toBeGreaterThanOrEqual(0.934);
    expect(covered).toBeLessThanOrEqual(0.966);
  });

  test('a deliberately wrong variance, items taken as independent, falls clearly short', () => {
    expect(coverage(percent, truth.agreement, 60, 400, 'items')).toBeLessThan(0.87);
    expect(coverage(alpha, truth.alpha, 60, 400, 'items')).toBeLessThan(0.9);
  });

  // Judge minus people and their ratio: test/simulation/ceiling-coverage.
  test.each([
    // So do coefficients: test/simulation/kappa-coverage.
    ["Fleiss' kappa", 30, fleiss, truth.alpha, 2000],
    ["Cohen's kappa", 30, cohen, truth.alpha, 2000],
    // Shares need no resample: test/simulation/share-coverage has the cells that are hard for them.
    ['one person with the others', 20, leaveOneOut, truth.agreement, 2000],
    ['judge with one person', 20, withJudge, truth.withJudge, 2000],
    ['judge with one person', 60, withJudge, truth.withJudge, 2000],
    ['S1 of the judge', 20, judgeS1, truth.withJudge, 2000],
    ['S1 of the judge', 60, judgeS1, truth.withJudge, 2000],
    ['S2 of people', 20, decisive, truth.decisive, 2000],
    ['S2 of people', 60, decisive, truth.decisive, 2000],
    ['percent agreement', 20, percent, truth.agreement, 2000],
    ['percent agreement', 30, percent, truth.agreement, 2000],
    ['alpha', 30, alpha, truth.alpha, 2000],
    ['AC1', 30, ac1, truth.ac1, 2000],
  ] as const)('%s covers with %i clusters', (_, clusterCount, measure, value, runs) => {
    expect(coverage(measure, value, clusterCount, runs)).toBeGreaterThanOrEqual(0.93);
  });
});
