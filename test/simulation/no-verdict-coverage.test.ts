/**
 * A judge falls silent more often on what people fail than on what they pass. Do the intervals of a rate
 * still cover it, with silence as a value of the judge? And how often would they, had the silent items been
 * left out? Claims are those of `rate-coverage.test.ts`; the rate is that of all items.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { clusterFolds } from '../../src/stats/calibration/cluster-folds.ts';
import { labeledSample } from '../../src/stats/inference/labeled-sample.ts';
import { predictionPoweredMean } from '../../src/stats/inference/prediction-powered-mean.ts';
import type { RateEstimate } from '../../src/stats/inference/rate-estimate.ts';
import { roganGladen } from '../../src/stats/inference/rogan-gladen.ts';
import { tenenbein } from '../../src/stats/inference/tenenbein.ts';
import { type Random, createRandom } from '../../src/stats/numeric/random.ts';
import { type RateWorldDesign, rateWorld } from '../../src/stats/simulation/rate-world.ts';
import {
  MOST_RUNS,
  type Tally,
  countRun,
  expectCellsHold,
  isSettled,
  line,
  share,
  summaryOf,
  tallyOf,
} from './claimed-cells.ts';

const DRAWS = 1000;
const HOUR = 3_600_000;

interface Design extends RateWorldDesign {
  /** How often the judge is silent on what people call yes, and on what they call no. */
  readonly silentOnYes: number;
  readonly silentOnNo: number;
  /** Three votes an item instead of one label; each says what most people would nine times in ten. */
  readonly votes?: boolean;
  /** Labels of the judge besides silence, cut from its probability. */
  readonly labels?: 2 | 3;
}

interface World {
  readonly outcome: Float64Array;
  readonly judge: readonly (number | null)[];
  readonly unlabeledJudge: readonly (number | null)[];
  readonly clusters: { readonly labeled: Int32Array; readonly unlabeled: Int32Array };
}

function silentWorld(random: Random, design: Design): World {
  // Calls where two labels will do: their error rates are those of the design in a set of another mix too,
  // which no cut of a posterior has.
  const world = rateWorld(random.fork('world'), {
    ...design,
    judge: design.labels === 2 ? 'calls' : 'probabilities',
  });
  const [silence, votes] = [random.fork('silence'), random.fork('votes')];
  const judged = (probabilities: Float64Array, outcomes: Float64Array): (number | null)[] =>
    Array.from(probabilities, (probability, i) =>
      silence.next() < (outcomes[i] === 1 ? design.silentOnYes : design.silentOnNo)
        ? null
        : cutAt(probability, design.labels),
    );
  const vote = (mostly: number): number => Number(votes.next() < 0.9 === (mostly === 1));
  return {
    outcome:
      design.votes === true
        ? world.outcome.map((mostly) => (vote(mostly) + vote(mostly) + vote(mostly)) / 3)
        : world.outcome,
    judge: judged(world.judge, world.outcome),
    unlabeledJudge: judged(world.unlabeledJudge, world.unlabeledOutcome),
    clusters: world.clusters,
  };
}

function cutAt(probability: number, labels: Design['labels']): number {
  if (labels === undefined) return probability;
  return labels === 2 ? Number(probability > 0.5) : probability < 1 / 3 ? 0 : probability < 2 / 3 ? 0.5 : 1;
}

/** As the version before did: the pool is what the judge answered. */
function answeredOnly({ outcome, judge, unlabeledJudge, clusters }: World): World {
  const answered = judge.map((value) => value !== null);
  return {
    outcome: outcome.filter((_, i) => answered[i]),
    judge: judge.filter((value) => value !== null),
    unlabeledJudge: unlabeledJudge.filter((value) => value !== null),
    clusters: {
      labeled: clusters.labeled.filter((_, i) => answered[i]),
      unlabeled: clusters.unlabeled.filter((_, i) => unlabeledJudge[i] !== null),
    },
  };
}

function truthOf({ prevalence, votes }: Design): number {
  return votes === true ? 0.9 * prevalence + 0.1 * (1 - prevalence) : prevalence;
}

type Estimator = (world: World, random: Random) => RateEstimate;

const estimators = {
  Tenenbein: (world, random) =>
    tenenbein(labeledSample({ selection: 'random', ...world }), { random, draws: DRAWS }),
  'PPI++': (world, random) =>
    predictionPoweredMean(labeledSample({ selection: 'random', ...world }), {
      folds: clusterFolds(world.clusters.labeled, { random }),
    }),
  'Rogan-Gladen': (world, random) =>
    roganGladen(labeledSample({ selection: 'separate', ...world }), { random, draws: DRAWS }),
} satisfies Record<string, Estimator>;
type Name = keyof typeof estimators;

function describeCell(design: Design): string {
  const {
    prevalence,
    specificity,
    sensitivity,
    labeled,
    unlabeled,
    clusterSize = 1,
    drawnBy = 'items',
    labeledPrevalence,
  } = design;
  const parts = [
    `rate ${prevalence}${labeledPrevalence === undefined ? '' : `, labeled ${labeledPrevalence}`}`,
    `judge ${specificity}/${sensitivity}, silent ${design.silentOnNo}/${design.silentOnYes}`,
    `${labeled}+${unlabeled}`,
    ...(design.labels === undefined ? [] : [`${design.labels} labels and silence`]),
    ...(design.votes === true ? ['three votes'] : []),
    ...(clusterSize === 1 ? [] : [`clusters of ${clusterSize}, ${drawnBy} drawn`]),
  ];
  return parts.join('; ');
}

const measured: Tally[] = [];
afterAll(() => {
  if (measured.length === 0) return;
  console.log(summaryOf(measured));
  if (process.env.ASSIZE_CELLS !== undefined) console.log(measured.map(line).join('\n'));
});

function measure(name: Name, design: Design, title = ''): Tally {
  const cell = describeCell(design);
  const tally = tallyOf(name + title, cell);
  for (let run = 0; run < MOST_RUNS && !isSettled(tally, run); run++)
    runOnce(tally, name, design, createRandom('silence, second claim').fork(cell).fork(run));
  measured.push(tally);
  return tally;
}

function runOnce(
  tally: Tally,
  name: Name,
  design: Design,
  random: Random,
  change: (world: World) => World = (world) => world,
): void {
  countRun(
    tally,
    estimators[name](change(silentWorld(random, design)), random.fork('draws')),
    truthOf(design),
  );
}

/** All runs count, whether they claim or not. */
function coverage(
  name: Name,
  design: Design,
  runs: number,
  change?: (world: World) => World,
): { covered: number; claimed: number } {
  const tally = tallyOf(name, describeCell(design));
  for (let run = 0; run < runs; run++)
    runOnce(
      tally,
      name,
      design,
      createRandom('silence, reference').fork(describeCell(design)).fork(run),
      change,
    );
  return {
    covered: share(tally.claimedCovered + tally.unclaimedCovered, runs),
    claimed: share(tally.claimed, runs),
  };
}

/** Silent on 40% of what people fail and on 5% of what they pass. */
const base = {
  prevalence: 0.7,
  specificity: 0.85,
  sensitivity: 0.85,
  silentOnYes: 0.05,
  silentOnNo: 0.4,
  labeled: 100,
  unlabeled: 1000,
};
const clustered = { clusterSize: 5, intraclassCorrelation: 0.3 } as const;

describe('silence kept and left out', () => {
  const sizes = [50, 100, 300];
  const settings: readonly (readonly [
    title: string,
    name: Name,
    change: Partial<Design>,
    most: readonly [number, number, number],
  ])[] = [
    ['Tenenbein', 'Tenenbein', { labels: 2 }, [0.8, 0.6, 0.1]],
    ['PPI++', 'PPI++', {}, [0.8, 0.6, 0.1]],
    ['PPI++, three votes an item', 'PPI++', { votes: true }, [0.85, 0.7, 0.2]],
    ['Rogan-Gladen', 'Rogan-Gladen', { labels: 2, labeledPrevalence: 0.5 }, [0.93, 0.93, 0.7]],
  ];
  const cells = settings.flatMap(([title, name, change, most]) =>
    sizes.map(
      (labeled, at) =>
        [title, labeled, name, { ...base, ...change, labeled, unlabeled: 10 * labeled }, most[at]] as const,
    ),
  );

  test.each(cells)(
    '%s, %i labels: covers with silence as a value, and does not without the silent items',
    (title, labeled, name, design, most) => {
      const tally = measure(name, design, `${title.slice(name.length)}, ${labeled} labels, silence`);
      const without = coverage(name, design, 1000, answeredOnly);
      console.log(
        `${line(tally)}; silent items left out ${without.covered.toFixed(4)}, of which claim ` +
          without.claimed.toFixed(3),
      );
      expectCellsHold([tally]);
      expect(tally.claimed).toBeGreaterThan(tally.unclaimed);
      expect(without.covered).toBeLessThan(most);
    },
    HOUR,
  );

  test(
    'reference cell: Tenenbein, 100 labels, two-sided, and far under it without the silent items',
    () => {
      const design = { ...base, labels: 2 } as const;
      const { covered, claimed } = coverage('Tenenbein', design, 2000);
      expect(claimed).toBeGreaterThan(0.98);
      expect(covered).toBeGreaterThanOrEqual(0.934);
      expect(covered).toBeLessThanOrEqual(0.966);
      expect(coverage('Tenenbein', design, 400, answeredOnly).covered).toBeLessThan(0.6);
    },
    HOUR,
  );
});

describe('the grid', () => {
  const silences = [
    { silentOnYes: 0.05, silentOnNo: 0.4 },
    { silentOnYes: 0.3, silentOnNo: 0.05 },
    // So rare that no labeled item may be silent: the claim then goes or stays by the share.
    { silentOnYes: 0.01, silentOnNo: 0.02 },
  ];
  const weak = { specificity: 0.65, sensitivity: 0.65 };
  const good = { specificity: 0.85, sensitivity: 0.85 };
  const lenient = { specificity: 0.7, sensitivity: 0.95 };
  const cells = (
    labeled: number,
    judges: readonly Partial<Design>[],
    change: Partial<Design> = {},
  ): Design[] =>
    [0.05, 0.3, 0.7, 0.95].flatMap((prevalence) =>
      judges.flatMap((judge) =>
        silences.flatMap((silence) =>
          [1, 5].map((times) => ({
            ...base,
            prevalence,
            ...judge,
            ...silence,
            labeled,
            unlabeled: times * labeled,
            ...change,
          })),
        ),
      ),
    );

  // Three labels and silence are four answers, the most that is claimed.
  test.each([50, 100, 300])(
    'Tenenbein, %i labels, a judge of three labels and silence, and of two',
    (labeled) => {
      const four = cells(labeled, [weak, good, lenient], { labels: 3 }).map((cell) =>
        measure('Tenenbein', cell, ', three labels and silence'),
      );
      const three = cells(labeled, [good], { labels: 2 }).map((cell) =>
        measure('Tenenbein', cell, ', two labels and silence'),
      );
      expectCellsHold([...four, ...three]);
    },
    HOUR,
  );

  test.each([50, 100, 300])(
    'PPI++, %i labels, probabilities, shares and clusters',
    (labeled) => {
      const single = cells(labeled, [good]).map((cell) => measure('PPI++', cell, ', silence'));
      const shares = cells(labeled, [good], { votes: true }).map((cell) =>
        measure('PPI++', cell, ', silence, three votes'),
      );
      const inClusters = cells(labeled, [good], { ...clustered, votes: true }).map((cell) =>
        measure('PPI++', cell, ', silence, clusters'),
      );
      const whole = { ...clustered, drawnBy: 'clusters' } as const;
      const drawnWhole = cells(labeled, [good], whole).map((cell) =>
        measure('PPI++', cell, ', silence, clusters'),
      );
      expectCellsHold([...single, ...shares, ...inClusters, ...drawnWhole]);
    },
    HOUR,
  );

  test.each([50, 100, 300])(
    'Rogan-Gladen, %i labels of a set of their own',
    (labeled) => {
      const tallies = [0.5, 0.8].flatMap((labeledPrevalence) =>
        cells(labeled, [good], { labels: 2, labeledPrevalence }).map((cell) =>
          measure('Rogan-Gladen', cell, ', silence'),
        ),
      );
      expectCellsHold(tallies);
    },
    HOUR,
  );
});
