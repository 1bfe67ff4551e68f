import { normalQuantile } from '../numeric/distributions.ts';
import { InputError } from '../numeric/errors.ts';
import { type Random, drawIndex } from '../numeric/random.ts';
import { drawBeta, drawNormal } from './draws.ts';

/** Labeled and unlabeled items of a rate; with a `selection` it is what `labeledSample` takes. */
export interface RateWorld {
  /** length labeled: what people say, 0 or 1. */
  readonly outcome: Float64Array;
  /** length labeled: the judge's call, 0 or 1, or its probability. */
  readonly judge: Float64Array;
  readonly unlabeledJudge: Float64Array;
  readonly clusters: { readonly labeled: Int32Array; readonly unlabeled: Int32Array };
  /** length unlabeled: what people would have said. */
  readonly unlabeledOutcome: Float64Array;
}

export interface RateWorldDesign {
  /** How often people say yes: the truth that an interval has to cover. */
  readonly prevalence: number;
  /** Of what people call no, how often the judge does; and of yes. */
  readonly specificity: number;
  readonly sensitivity: number;
  readonly labeled: number;
  readonly unlabeled: number;
  /** Items in a cluster; the last one may be smaller. */
  readonly clusterSize?: number;
  /** In [0, 1): how much items of one cluster have in common. */
  readonly intraclassCorrelation?: number;
  /** How often people say yes in the labeled items, where those are a separate set. */
  readonly labeledPrevalence?: number;
  /** What is drawn to be labeled: items anywhere in the pool, or clusters as a whole. */
  readonly drawnBy?: 'items' | 'clusters';
  readonly judge?: 'calls' | 'probabilities';
}

/**
 * A pool of items with people's yes or no and a judge that errs at known rates, a part of it labeled.
 *
 * For measuring the coverage of intervals for a rate: the truth, the judge's two error rates, the sizes and
 * the clusters are all given.
 *
 * people: each cluster has a rate of its own, Beta with mean prevalence; its items are yes with that chance,
 * independently. The intraclass correlation of the outcomes is then exactly the given one (the
 * beta-binomial). judge: yes where signal(outcome) + noise > 0, with noise a standard normal of which the
 * share intraclassCorrelation of the variance is common to the cluster; signal(1) =
 * normalQuantile(sensitivity), signal(0) = −normalQuantile(specificity). So a judge errs together in a
 * cluster too. As a probability it says what follows from prevalence and the same sum: the calibrated judge
 * of that strength.
 *
 * `drawnBy` items (the default): every set of labeled items equally likely, so a cluster may be labeled in
 * part; clusters: whole ones. With `labeledPrevalence` labeled items have separate clusters and that
 * prevalence; the judge errs as it does elsewhere.
 *
 * Throws InputError for a prevalence or an error rate outside (0, 1), a correlation outside [0, 1), and sizes
 * that are not whole numbers.
 *
 * @example
 * const design = { prevalence: 0.3, specificity: 0.8, sensitivity: 0.9, labeled: 50, unlabeled: 200 };
 * rateWorld(createRandom(1), design).unlabeledJudge.length; // 200
 */
export function rateWorld(random: Random, design: RateWorldDesign): RateWorld {
  requireSound(design);
  const { labeled, unlabeled, labeledPrevalence, drawnBy = 'items', clusterSize = 1 } = design;
  if (labeledPrevalence !== undefined) {
    const own = drawPool(random.fork('labeled'), { ...design, prevalence: labeledPrevalence }, labeled);
    const target = drawPool(random.fork('unlabeled'), design, unlabeled);
    return worldOf(own, target, Math.ceil(labeled / clusterSize));
  }
  const pool = drawPool(random.fork('pool'), design, labeled + unlabeled);
  // Clusters are drawn alike, so the first ones are as random as any.
  const order =
    drawnBy === 'clusters'
      ? Int32Array.from(pool.outcome.keys())
      : shuffled(random.fork('labeled'), labeled + unlabeled);
  return worldOf(part(pool, order.subarray(0, labeled)), part(pool, order.subarray(labeled)), 0);
}

interface Pool {
  readonly outcome: Float64Array;
  readonly judge: Float64Array;
  readonly cluster: Int32Array;
}

function drawPool(random: Random, design: RateWorldDesign, count: number): Pool {
  const { prevalence, clusterSize = 1, intraclassCorrelation = 0, judge: kind = 'calls' } = design;
  const signals = [-normalQuantile(design.specificity), normalQuantile(design.sensitivity)];
  const pool = {
    outcome: new Float64Array(count),
    judge: new Float64Array(count),
    cluster: new Int32Array(count),
  };
  let rate = prevalence;
  let common = 0;
  for (let i = 0; i < count; i++) {
    if (i % clusterSize === 0 && clusterSize > 1) {
      rate = clusterRate(random, prevalence, intraclassCorrelation);
      common = Math.sqrt(intraclassCorrelation) * drawNormal(random);
    }
    pool.cluster[i] = Math.floor(i / clusterSize);
    pool.outcome[i] = random.next() < rate ? 1 : 0;
    const own = clusterSize > 1 ? Math.sqrt(1 - intraclassCorrelation) : 1;
    const score = signals[pool.outcome[i]] + common + own * drawNormal(random);
    pool.judge[i] = kind === 'calls' ? Number(score > 0) : posterior(score, signals, prevalence);
  }
  return pool;
}

function clusterRate(random: Random, prevalence: number, correlation: number): number {
  if (correlation === 0) return prevalence;
  const strength = 1 / correlation - 1;
  return drawBeta(random, prevalence * strength, (1 - prevalence) * strength);
}

/** The chance of yes given the score: log odds of prevalence plus the log ratio of two normal densities. */
function posterior(score: number, [no, yes]: readonly number[], prevalence: number): number {
  const logit = Math.log(prevalence / (1 - prevalence)) + ((score - no) ** 2 - (score - yes) ** 2) / 2;
  return 1 / (1 + Math.exp(-logit));
}

function part(pool: Pool, items: Int32Array): Pool {
  const { outcome, judge, cluster } = pool;
  return {
    outcome: Float64Array.from(items, (i) => outcome[i]),
    judge: Float64Array.from(items, (i) => judge[i]),
    cluster: Int32Array.from(items, (i) => cluster[i]),
  };
}

/**
 * Cluster codes of the target are counted on from `clusterOffset`, so that a set of its own shares none with
 * it.
 */
function worldOf(labeled: Pool, target: Pool, clusterOffset: number): RateWorld {
  return Object.freeze({
    outcome: labeled.outcome,
    judge: labeled.judge,
    unlabeledJudge: target.judge,
    clusters: Object.freeze({
      labeled: labeled.cluster,
      unlabeled: target.cluster.map((code) => code + clusterOffset),
    }),
    unlabeledOutcome: target.outcome,
  });
}

/** Fisher and Yates. */
function shuffled(random: Random, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const at = drawIndex(random, last + 1);
    [order[last], order[at]] = [order[at], order[last]];
  }
  return order;
}

function requireSound({
  prevalence,
  specificity,
  sensitivity,
  labeledPrevalence,
  labeled,
  unlabeled,
  ...rest
}: RateWorldDesign): void {
  const { clusterSize = 1, intraclassCorrelation = 0 } = rest;
  for (const [name, rate] of Object.entries({
    prevalence,
    specificity,
    sensitivity,
    labeledPrevalence: labeledPrevalence ?? 0.5,
  }))
    if (!(rate > 0 && rate < 1))
      throw new InputError(`rateWorld requires a ${name} in (0, 1); received ${rate}`);
  if (!(intraclassCorrelation >= 0 && intraclassCorrelation < 1))
    throw new InputError(
      `rateWorld requires an intraclass correlation in [0, 1); received ${intraclassCorrelation}`,
    );
  for (const [name, size, least] of [
    ['labeled', labeled, 1],
    ['unlabeled', unlabeled, 0],
    ['clusterSize', clusterSize, 1],
  ] as const)
    if (!(Number.isSafeInteger(size) && size >= least))
      throw new InputError(`rateWorld requires a whole number from ${least} as ${name}; received ${size}`);
}
