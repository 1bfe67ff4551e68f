import { type Notice, fewerThan, notice } from '../numeric/estimate.ts';
import { drawBeta, drawDirichlet } from '../numeric/beta-draws.ts';
import { InputError } from '../numeric/errors.ts';
import type { Random } from '../numeric/random.ts';
import { drawsInterval, drawsSpread, requireDraws } from './draws-interval.ts';
import type { LabeledSample } from './labeled-sample.ts';
import { type RateDesign, type RateEstimate, rateDesign, unseenPart } from './rate-estimate.ts';

/**
 * The rate among people, from yes and no on a random part of the items and the judge's label on all:
 * Tenenbein's double sampling.
 *
 * Items are sorted by the judge's label; no verdict is one more. How many there are of each is counted over
 * the whole pool, how often people say yes among them on the labeled ones. For a judge of a few labels,
 * outcomes 0 or 1 and independent items; it holds with fewer labels and nearer to 0 and 1 than intervals by a
 * normal distribution do. It assumes that labeled items were drawn at random. The judge may be as wrong as it
 * likes, even always: what its labels mean is learned from people.
 *
 * value = Σ share(label) · mean outcome(label), shares over labeled and unlabeled items
 * interval: quantiles of draws of that sum, shares ~ Dirichlet(½ + counts), mean outcome ~ Beta(a + yes, a +
 * no) in each label, a = 1 / labels, so that all priors together weigh as much as one yes and one no; as far
 * as the value where that lies outside
 *
 * `sample`: judge values are names of labels; any few distinct numbers do, and renaming them changes nothing.
 * `random`: the same counts and the same stream give the same draws, whatever the order of items. `draws`: a
 * whole number from
 * 100. `level` in (0, 1).
 *
 * Returns the rate; `standardError` is the standard deviation of the draws; `strata` shows each label's share
 * and people's rate in it. A label of the pool that no labeled item has: nothing is known of people there but
 * the prior, so its share counts with ½ and with draws over all of [0, 1], and a warning names the share; no
 * coverage is claimed where a part of the pool so large would hold more than half an item of as many as are
 * labeled. Nothing is undefined.
 *
 * Throws InputError for a sample whose labeled items are not declared random, an outcome that is neither 0
 * nor 1, items in clusters (`predictionPoweredMean` takes both), and draws or a level out of range.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 1, 0, 0, 1], judge: [1, 1, 1, 0, 0], unlabeledJudge: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], clusters: 'items' });
 * tenenbein(sample, { random: createRandom(1) }).value; // 0.58889
 *
 * Source: [tenenbein-1970], the maximum likelihood estimate; [chen-2026] for what it shares with PPI++; ½
 * added as [brown-2001] for one rate; its division among labels as [perks-1947].
 */
export function tenenbein(sample: LabeledSample<'random'>, options: TenenbeinOptions): TenenbeinEstimate {
  const { random, draws = 4000, level = 0.95 } = options;
  requireDraws('tenenbein', draws, level);
  const design = rateDesign(sample);
  requireSound(sample, design);
  const items = design.labeled + design.unlabeled;
  const strata = strataOf(sample);
  let value = 0;
  for (const { total, labeled, yes } of strata)
    value += (total / items) * (labeled === 0 ? priorMean : yes / labeled);
  const drawn = drawRates(strata, random, draws);
  const unclaimed = tenenbeinClaims(design, strata.length);
  return Object.freeze({
    value,
    standardError: drawsSpread(drawn),
    interval: drawsInterval(drawn, drawn, value, level, priorWords(strata.length)),
    n: design.labeled,
    counts: Object.freeze({ items, labels: design.labeled, clusters: items }),
    assumptions: Object.freeze([notice('random-labels'), notice('independent-items')]),
    warnings: Object.freeze([
      ...unclaimed,
      ...strata.filter(({ labeled }) => labeled === 0).map((stratum) => restsOnPrior(stratum, items)),
    ]),
    unclaimed: Object.freeze(unclaimed),
    strata: Object.freeze(strata.map((stratum) => summaryOf(stratum, items))),
  });
}

export interface TenenbeinOptions {
  readonly random: Random;
  readonly draws?: number;
  readonly level?: number;
}

export interface TenenbeinEstimate extends RateEstimate {
  /** One for each label of the judge, the least frequent first. */
  readonly strata: readonly TenenbeinStratum[];
}

export interface TenenbeinStratum {
  /** The judge's value; NaN for the items on which it gave no verdict. */
  readonly judge: number;
  /** Share of the pool's items that the judge gives it. */
  readonly share: number;
  readonly labeled: number;
  /** Mean outcome of the labeled items with it; NaN without any. */
  readonly rate: number;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is. `labels`: distinct values of the
 * judge in the pool, no verdict among them.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1], judge: [1, 0, 1], unlabeledJudge: [1, 0], clusters: 'items' });
 * tenenbeinClaims(rateDesign(sample), 2)[0].code; // 'few-labeled-items'
 */
export function tenenbeinClaims(design: RateDesign, labels: number): Notice[] {
  const reasons: Notice[] = [];
  if (!design.singleItems) reasons.push(notice('items-in-clusters'));
  reasons.push(...fewerThan(50, design.labeled, 'few-labeled-items'));
  if (labels > 4) reasons.push(notice('many-answers', { answers: labels, upTo: 4 }));
  else if (labels === 4 && design.smallerSide < leastSideOfFour)
    reasons.push(notice('four-answers', { items: design.smallerSide, from: leastSideOfFour }));
  reasons.push(...unseenPart(design.unseenShare, design.labeled, 'unseen-answer'));
  return reasons;
}

const priorMean = 0.5;

/**
 * With five on the smaller side and four answers of the judge the interval covered .928, in two cells of 212.
 */
const leastSideOfFour = 10;

/**
 * One yes and one no in all, divided among the labels. With ½ for each, a single label has too little: at a
 * rate of 5% the interval of fifty items covers .91; and three have 1.5 of each.
 */
function priorWeight(labels: number): number {
  return 1 / labels;
}

function priorWords(labels: number): string {
  return labels === 1 ? '1' : labels === 2 ? '½' : `1/${labels}`;
}

interface Stratum {
  readonly judge: number;
  total: number;
  labeled: number;
  yes: number;
}

/**
 * Sorted by what they hold and not by their name, so that renamed labels are drawn and added up in the same
 * order.
 */
function strataOf({ outcome, judge, unlabeled }: LabeledSample): Stratum[] {
  const strata = new Map<number, Stratum>();
  const stratumOf = (value: number): Stratum => {
    let stratum = strata.get(value);
    if (stratum === undefined) strata.set(value, (stratum = { judge: value, total: 0, labeled: 0, yes: 0 }));
    stratum.total++;
    return stratum;
  };
  judge.forEach((value, i) => {
    const stratum = stratumOf(value);
    stratum.labeled++;
    stratum.yes += outcome[i];
  });
  for (const value of unlabeled.judge) stratumOf(value);
  return [...strata.values()].sort(
    (a, b) => a.total - b.total || a.labeled - b.labeled || a.yes - b.yes || (a.judge < b.judge ? -1 : 1),
  );
}

function drawRates(strata: readonly Stratum[], random: Random, draws: number): Float64Array {
  // A stratum's streams are named by its rank, the least frequent first: the judge's word for it plays no
  // part.
  const shareStreams = strata.map((_, rank) => random.fork('share').fork(rank));
  const rateStreams = strata.map((_, rank) => random.fork('rate').fork(rank));
  const shapes = strata.map(({ total }) => 0.5 + total);
  const prior = priorWeight(strata.length);
  return new Float64Array(draws).map(() => {
    const shares = drawDirichlet(shareStreams, shapes);
    let rate = 0;
    for (let v = 0; v < strata.length; v++)
      rate +=
        shares[v] *
        drawBeta(rateStreams[v], prior + strata[v].yes, prior + strata[v].labeled - strata[v].yes);
    return rate;
  });
}

function restsOnPrior({ judge, total }: Stratum, items: number): Notice {
  return notice('rests-on-prior', { value: Number.isNaN(judge) ? null : judge, share: total / items });
}

function summaryOf({ judge, total, labeled, yes }: Stratum, items: number): TenenbeinStratum {
  return Object.freeze({ judge, share: total / items, labeled, rate: labeled === 0 ? NaN : yes / labeled });
}

function requireSound({ selection, outcome }: LabeledSample, { singleItems }: RateDesign): void {
  // A caller in plain JavaScript is not held by the type; a sample that is not random has no correction here.
  if (selection !== 'random')
    throw new InputError(
      `tenenbein requires labeled items drawn at random; received a sample declared ${selection}`,
    );
  const other = outcome.findIndex((value) => value !== 0 && value !== 1);
  if (other >= 0)
    throw new InputError(
      `tenenbein requires outcomes that are 0 or 1; received ${outcome[other]} at index ${other}`,
    );
  if (!singleItems)
    throw new InputError('tenenbein requires clusters of one item each; received clusters with several');
}
