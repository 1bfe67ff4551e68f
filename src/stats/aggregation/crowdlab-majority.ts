import { type Random, drawIndex } from '../numeric/random.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { tieTolerance } from './consensus.ts';

export interface CrowdlabMajority {
  /** length items: the majority label, every tie broken. */
  readonly label: Int32Array;
  /** length items: the judge's most probable label; the first of several, as the reference. */
  readonly judgeLabel: Int32Array;
  readonly overlap: RaterOverlap;
}

export interface RaterOverlap {
  /**
   * length raters: agreement with the other raters of the same items; imputed where there is none, NaN
   * without ratings.
   */
  readonly agreement: Float64Array;
  /** length raters: ratings. */
  readonly ratings: Int32Array;
  /**
   * length raters: 1 where the rater has ratings but met no other, so that the mean of the others stands in.
   */
  readonly imputed: Uint8Array;
}

/**
 * The label CROWDLAB starts from, and each rater's agreement with the others: both need the votes of an item,
 * so one walk gives both. A rater's agreement is the number of equal labels of others, Σ (votes for its label
 * − 1), over the number of labels of others, Σ (votes − 1): O(ratings + labels) an item, where pairs would be
 * O(ratings²).
 */
export function crowdlabMajority(
  table: RatingTable,
  probabilities: ArrayLike<number>,
  random: Random,
  itemIds: ArrayLike<string | number>,
): CrowdlabMajority {
  const { itemCount, raterCount, labelCount, itemStart, rater, label } = table;
  const majority = new Int32Array(itemCount);
  const judgeLabel = new Int32Array(itemCount);
  const votes = new Int32Array(labelCount);
  const labelTotals = new Float64Array(labelCount);
  const equal = new Float64Array(raterCount);
  const others = new Float64Array(raterCount);
  const ratings = new Int32Array(raterCount);
  const tiedItems: number[] = [];
  for (let i = 0; i < itemCount; i++) {
    const start = itemStart[i];
    const end = itemStart[i + 1];
    const from = i * labelCount;
    for (let r = start; r < end; r++) votes[label[r]]++;
    for (let r = start; r < end; r++) {
      const j = rater[r];
      ratings[j]++;
      equal[j] += votes[label[r]] - 1;
      others[j] += end - start - 1;
    }
    let top = 0;
    let judged = 0;
    // Labels that share the most votes, and of these the ones that share the highest probability.
    let tied = 0;
    let unbroken = 0;
    for (let k = 0; k < labelCount; k++) {
      const count = votes[k];
      const p = probabilities[from + k];
      if (p > probabilities[from + judged]) judged = k;
      if (count > votes[top] || k === 0) {
        top = k;
        tied = 1;
        unbroken = 1;
      } else if (count === votes[top]) {
        tied++;
        if (p > probabilities[from + top]) {
          top = k;
          unbroken = 1;
        } else if (p === probabilities[from + top]) unbroken++;
      }
    }
    for (let k = 0; k < labelCount; k++) {
      labelTotals[k] += votes[k];
      votes[k] = 0;
    }
    judgeLabel[i] = judged;
    majority[i] = tied === 1 ? top : unbroken === 1 ? brokenBy(top) : stillTied;
    if (unbroken > 1) tiedItems.push(i);
  }
  breakTies(tiedItems, majority, labelTotals, table, probabilities, random, itemIds);
  for (let i = 0; i < itemCount; i++) if (majority[i] < 0) majority[i] = brokenBy(majority[i]);
  return { label: majority, judgeLabel, overlap: overlapOf(equal, others, ratings) };
}

// While ties are being broken, a negative code remembers that the item was tied: initial quality stands on
// the others alone.
const stillTied = -1;

/** The code of a label that broke a tie; applied to such a code, the label. */
function brokenBy(label: number): number {
  return -2 - label;
}

function overlapOf(equal: Float64Array, others: Float64Array, ratings: Int32Array): RaterOverlap {
  const agreement = equal.map((count, j) => count / others[j]);
  const imputed = Uint8Array.from(ratings, (count, j) => Number(count > 0 && others[j] === 0));
  const mean = meanOfDefined(agreement);
  return { agreement: agreement.map((value, j) => (imputed[j] ? mean : value)), ratings, imputed };
}

/**
 * Ties that the judge's probabilities leave: rare, so that the chain is spelled out here and not in the walk
 * above.
 */
function breakTies(
  tiedItems: readonly number[],
  majority: Int32Array,
  labelTotals: Float64Array,
  table: RatingTable,
  probabilities: ArrayLike<number>,
  random: Random,
  itemIds: ArrayLike<string | number>,
): void {
  let initialQuality: Float64Array | undefined;
  for (const i of tiedItems) {
    const start = i * table.labelCount;
    let left = tiedLabels(table, i);
    // Judge probabilities and label totals are not sums of ours: equal means equal. The reference takes the
    // rarest label, not the commonest.
    left = keepHighest(left, (k) => probabilities[start + k], 0);
    if (left.length > 1) left = keepHighest(left, (k) => -labelTotals[k], 0);
    if (left.length > 1) {
      initialQuality ??= qualityOnUntied(table, majority);
      left = keepHighest(left, (k) => meanQualityOfVoters(table, i, k, initialQuality!), tieTolerance);
    }
    majority[i] = brokenBy(
      left.length === 1 ? left[0] : left[drawIndex(random.fork(itemIds[i]), left.length)],
    );
  }
}

function tiedLabels({ itemStart, label }: RatingTable, item: number): number[] {
  const votes = new Map<number, number>();
  for (let r = itemStart[item]; r < itemStart[item + 1]; r++)
    votes.set(label[r], (votes.get(label[r]) ?? 0) + 1);
  const top = Math.max(...votes.values());
  return [...votes.keys()].filter((k) => votes.get(k) === top).sort((a, b) => a - b);
}

function keepHighest(
  labels: readonly number[],
  worth: (label: number) => number,
  tolerance: number,
): number[] {
  const top = Math.max(...labels.map(worth));
  return labels.filter((k) => worth(k) >= top - tolerance * Math.abs(top));
}

/**
 * Each rater's agreement with the majority on untied items; the mean of the others where it has none; 0 where
 * nobody has.
 */
function qualityOnUntied(
  { itemCount, raterCount, itemStart, rater, label }: RatingTable,
  majority: Int32Array,
): Float64Array {
  const equal = new Float64Array(raterCount);
  const seen = new Float64Array(raterCount);
  for (let i = 0; i < itemCount; i++) {
    if (majority[i] < 0) continue;
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) {
      seen[rater[r]]++;
      if (label[r] === majority[i]) equal[rater[r]]++;
    }
  }
  const quality = equal.map((count, j) => count / seen[j]);
  const mean = meanOfDefined(quality);
  return quality.map((value) => (Number.isNaN(value) ? (Number.isNaN(mean) ? 0 : mean) : value));
}

function meanQualityOfVoters(
  { itemStart, rater, label }: RatingTable,
  item: number,
  code: number,
  quality: Float64Array,
): number {
  let sum = 0;
  let voters = 0;
  for (let r = itemStart[item]; r < itemStart[item + 1]; r++)
    if (label[r] === code) {
      sum += quality[rater[r]];
      voters++;
    }
  return sum / voters;
}

function meanOfDefined(values: Float64Array): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
