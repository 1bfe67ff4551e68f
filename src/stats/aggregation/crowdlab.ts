import { InputError } from '../numeric/errors.ts';
import type { Random } from '../numeric/random.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { type Consensus, consensusOf, consensusStatuses, tieTolerance } from './consensus.ts';
import { type CrowdlabCollapse, crowdlabCollapse } from './crowdlab-collapse.ts';
import { crowdlabMajority } from './crowdlab-majority.ts';
import { type CrowdlabRaters, crowdlabRaters } from './crowdlab-raters.ts';
import { type CrowdlabWeights, crowdlabWeights, writePosterior } from './crowdlab-weights.ts';

/**
 * CROWDLAB: a consensus of people and one judge, each weighted by how far it beats the guess of the commonest
 * label.
 *
 * For nominal labels with few ratings per item, where the judge's probabilities can break and support thin
 * votes; with many ratings per item a soft majority does as well. It assumes that raters agree more often
 * than the commonest label would. On ordinal scales with scattered ratings they do not: every weight falls to
 * its floor and the judge decides alone. Look at `collapse` first; where `collapse.collapsed`, the consensus
 * is not to be used. Never score the judge against it.
 *
 * posterior_k = (judgeWeight · P_k + Σ_j weight_j · (label_j = k ? likelihood : (1 − likelihood) / (labels −
 * 1))) / (judgeWeight + Σ_j weight_j) weight_j = max(1e-6, 1 − (1 − agreement_j with the other raters) /
 * baselineError) judgeWeight = max(1e-6, 1 − judgeError / baselineError) · √(mean ratings per item)
 *
 * The weights stand on the majority label, then once more on the label with the highest posterior (the
 * reference's `best_quality`); the second pass is returned. Majority ties go to the label with the highest
 * judge probability, then to the label rarest in the data, then to the one whose voters agree most with
 * untied majorities, then to a draw keyed to the item.
 *
 * `table`: ratings of people; every item has at least one, and some item two. `probabilities`: [items ×
 * labels], row-major, of the judge, rows sum to 1. `judge`: its name. `random`, `itemIds`: for the last
 * tie-break.
 *
 * Returns NaN for raters without ratings (all fields) and for the quality of raters who never met another. A
 * rater without overlap gets the mean agreement of the others and is marked in `imputed`. `inSampleAgreement`
 * fields count a rater's own label in the consensus it is compared with: too high, for parity with the
 * reference only.
 *
 * Throws InputError for fewer than 2 labels, an item without ratings, no item with two ratings, and
 * probabilities or ids of the wrong shape or range.
 *
 * @example
 * const table = ratingTable({ itemCount: 3, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1, 2], rater: [0, 1, 0, 1, 0], label: [0, 0, 1, 1, 1] });
 * const result = crowdlab({ table, probabilities: [0.9, 0.1, 0.3, 0.7, 0.6, 0.4], judge: 'judge', random: createRandom(1), itemIds: ['a', 'b', 'c'] });
 * Array.from(result.consensus.label); // [0, 1, 1]
 *
 * Source: [goh-2022], section 3; tie rules, floors and the second pass as the reference implementation has
 * them.
 */
export function crowdlab(input: CrowdlabInput): CrowdlabResult {
  requireInput(input);
  const { table, probabilities, judge, random, itemIds } = input;
  const { itemCount, labelCount } = table;
  const majority = crowdlabMajority(table, probabilities, random, itemIds);
  const { judgeLabel, overlap } = majority;

  const first = crowdlabWeights(table, judgeLabel, overlap, majority.label);
  const label = bestLabels(table, probabilities, first, majority.label);
  const weights = crowdlabWeights(table, judgeLabel, overlap, label);

  const posterior = new Float64Array(itemCount * labelCount);
  const judgeShare = new Float64Array(itemCount);
  const quality = new Float64Array(itemCount);
  for (let i = 0; i < itemCount; i++) {
    const total = writePosterior(table, probabilities, weights, i, posterior, i * labelCount);
    judgeShare[i] = weights.judgeWeight / total;
    quality[i] = posterior[i * labelCount + label[i]]!;
  }
  const raters = crowdlabRaters(table, weights, label, posterior, quality);
  const consensus = consensusOf<'people and judge'>({
    method: 'CROWDLAB',
    ties: 'model',
    contributors: { people: true, judge },
    itemCount,
    labelCount,
    label,
    numbers: posterior,
    kind: 'scores',
    status: new Uint8Array(itemCount).fill(consensusStatuses.indexOf('decided')),
    quality,
  });
  return Object.freeze({
    consensus,
    majorityLabel: majority.label,
    judgeWeight: weights.judgeWeight,
    baselineError: weights.baselineError,
    consensusLikelihood: weights.likelihood,
    inSampleAgreement: weights.agreement,
    judgeShare,
    ...raters,
    collapse: crowdlabCollapse(table, weights),
  });
}

export interface CrowdlabInput {
  readonly table: RatingTable;
  readonly probabilities: ArrayLike<number>;
  readonly judge: string;
  readonly random: Random;
  readonly itemIds: ArrayLike<string | number>;
}

export interface CrowdlabResult extends CrowdlabRaters {
  /** Its `numbers` are the posterior scores, its `quality` the score of the label. */
  readonly consensus: Consensus<'people and judge'>;
  /** length items: the majority label the first pass started from. */
  readonly majorityLabel: Int32Array;
  readonly judgeWeight: number;
  /**
   * Share of items with two ratings or more whose label is not the commonest one: what a weight is measured
   * against.
   */
  readonly baselineError: number;
  /** Mean share of an item's ratings that equal its label, over items with two ratings or more. */
  readonly consensusLikelihood: number;
  /** length items: share of its ratings that equal its label; a rating helped to make that label. */
  readonly inSampleAgreement: Float64Array;
  /** length items: the judge's share of the item's total weight. */
  readonly judgeShare: Float64Array;
  readonly collapse: CrowdlabCollapse;
}

/** The label with the highest posterior; the majority label where several share it. */
function bestLabels(
  table: RatingTable,
  probabilities: ArrayLike<number>,
  weights: CrowdlabWeights,
  majority: Int32Array,
): Int32Array {
  const { itemCount, labelCount } = table;
  const best = new Int32Array(itemCount);
  const row = new Float64Array(labelCount);
  for (let i = 0; i < itemCount; i++) {
    writePosterior(table, probabilities, weights, i, row, 0);
    let top = 0;
    for (let k = 1; k < labelCount; k++) if (row[k] > row[top]) top = k;
    const bar = row[top] - tieTolerance * row[top];
    let sharing = 0;
    for (let k = 0; k < labelCount; k++) if (row[k] >= bar) sharing++;
    best[i] = sharing === 1 ? top : majority[i];
  }
  return best;
}

function requireInput({ table, probabilities, judge, random, itemIds }: CrowdlabInput): void {
  const { itemCount, labelCount, itemStart } = table;
  if (labelCount < 2) throw new InputError(`crowdlab requires at least 2 labels; received ${labelCount}`);
  if (probabilities.length !== itemCount * labelCount)
    throw new InputError(
      `crowdlab requires [${itemCount} × ${labelCount}] probabilities; received ` +
        `${probabilities.length} numbers`,
    );
  if (itemIds?.length !== itemCount)
    throw new InputError(`crowdlab requires ${itemCount} itemIds; received ${itemIds?.length ?? 'none'}`);
  if (typeof judge !== 'string' || judge === '')
    throw new InputError(
      `crowdlab requires the name of the judge; received ${judge === '' ? 'an empty one' : typeof judge}`,
    );
  if (typeof random?.fork !== 'function')
    throw new InputError('crowdlab requires a random stream; received none');
  let several = false;
  for (let i = 0; i < itemCount; i++) {
    const ratings = itemStart[i + 1] - itemStart[i];
    if (ratings === 0)
      throw new InputError(`crowdlab requires a rating of every item; received none of item ${i}`);
    if (ratings > 1) several = true;
    requireDistribution(probabilities, i, labelCount);
  }
  if (!several)
    throw new InputError(
      `crowdlab requires an item with two ratings or more; received ${itemCount} items with at most one`,
    );
}

function requireDistribution(probabilities: ArrayLike<number>, item: number, labelCount: number): void {
  let sum = 0;
  for (let at = item * labelCount; at < (item + 1) * labelCount; at++) {
    const p = probabilities[at];
    if (!(p >= 0 && p <= 1))
      throw new InputError(`crowdlab requires probabilities in [0, 1]; received ${p} at index ${at}`);
    sum += p;
  }
  if (Math.abs(sum - 1) > 1e-6)
    throw new InputError(`crowdlab requires rows that sum to 1; received ${sum} at item ${item}`);
}
