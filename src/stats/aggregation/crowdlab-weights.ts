import type { RatingTable } from '../numeric/rating-table.ts';
import type { RaterOverlap } from './crowdlab-majority.ts';

/** Weights, baseline and likelihoods never fall below this (the reference's clipping bound). */
export const weightFloor = 1e-6;

export interface CrowdlabWeights {
  /** length raters: NaN without ratings. */
  readonly raterWeights: Float64Array;
  readonly judgeWeight: number;
  readonly baselineError: number;
  /** Chance that a rating equals the label. */
  readonly likelihood: number;
  /** Chance that it is one given other label. */
  readonly wrongLikelihood: number;
  /** length items: share of the ratings equal to the label. */
  readonly agreement: Float64Array;
  readonly overlap: RaterOverlap;
}

/**
 * What everybody's word weighs, given a label for every item. Statistics stand on items with two ratings or
 * more.
 */
export function crowdlabWeights(
  table: RatingTable,
  judgeLabel: Int32Array,
  overlap: RaterOverlap,
  consensus: Int32Array,
): CrowdlabWeights {
  const { itemCount, labelCount, itemStart, label } = table;
  const agreement = new Float64Array(itemCount);
  const labelCounts = new Int32Array(labelCount);
  let severalItems = 0;
  let agreementSum = 0;
  let lost = 0;
  let judgeErrors = 0;
  for (let i = 0; i < itemCount; i++) {
    const start = itemStart[i];
    const end = itemStart[i + 1];
    const chosen = consensus[i];
    let equal = 0;
    // Added, not branched on: raters disagree unpredictably, and a mispredicted branch costs more than the
    // sum.
    for (let r = start; r < end; r++) equal += Number(label[r] === chosen);
    agreement[i] = equal / (end - start);
    if (end - start < 2) continue;
    severalItems++;
    labelCounts[chosen]++;
    if (judgeLabel[i] !== chosen) judgeErrors++;
    // Compensated: a plain sum of millions of shares would depend on the order of the items in its tenth
    // digit.
    const next = agreement[i] - lost;
    const sum = agreementSum + next;
    lost = sum - agreementSum - next;
    agreementSum = sum;
  }
  const likelihood = agreementSum / severalItems;
  const baselineError = Math.max(
    weightFloor,
    (severalItems - labelCounts.reduce((a, b) => Math.max(a, b), 0)) / severalItems,
  );
  const judgeError = judgeErrors / severalItems;
  return {
    raterWeights: overlap.agreement.map((g) => Math.max(weightFloor, 1 - (1 - g) / baselineError)),
    judgeWeight: Math.max(weightFloor, 1 - judgeError / baselineError) * Math.sqrt(label.length / itemCount),
    baselineError,
    likelihood,
    wrongLikelihood: (1 - likelihood) / (labelCount - 1),
    agreement,
    overlap,
  };
}

/**
 * Writes one item's posterior to `target` from `at` on, and returns the item's total weight. O(ratings +
 * labels)
 */
export function writePosterior(
  { itemStart, rater, label, labelCount }: RatingTable,
  probabilities: ArrayLike<number>,
  { raterWeights, judgeWeight, likelihood, wrongLikelihood }: CrowdlabWeights,
  item: number,
  target: Float64Array,
  at: number,
): number {
  for (let k = 0; k < labelCount; k++) target[at + k] = 0;
  let people = 0;
  for (let r = itemStart[item]; r < itemStart[item + 1]; r++) {
    const weight = raterWeights[rater[r]];
    target[at + label[r]] += weight;
    people += weight;
  }
  // Σ_j weight_j (label_j = k ? likelihood : wrong) = wrong · Σ_j weight_j + (likelihood − wrong) ·
  // Σ_{label_j = k} weight_j
  const total = judgeWeight + people;
  const base = wrongLikelihood * people;
  const gain = likelihood - wrongLikelihood;
  const from = item * labelCount;
  for (let k = 0; k < labelCount; k++)
    target[at + k] = (judgeWeight * probabilities[from + k] + base + gain * target[at + k]) / total;
  return total;
}
