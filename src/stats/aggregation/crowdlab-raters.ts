import type { RatingTable } from '../numeric/rating-table.ts';
import { tieTolerance } from './consensus.ts';
import { type PeopleMass, peopleMass } from './crowdlab-collapse.ts';
import type { CrowdlabWeights } from './crowdlab-weights.ts';

export interface CrowdlabRaters {
  /** length ratings, in the table's order: the posterior score of the label given. */
  readonly labelQuality: Float64Array;
  /** length raters: NaN without ratings. */
  readonly raterWeights: Float64Array;
  /**
   * length raters: mean label quality and in-sample agreement, mixed by the judge's share of all weight; NaN
   * for a rater who met no other.
   */
  readonly raterQuality: Float64Array;
  /** length raters: number of ratings. */
  readonly raterRatings: Int32Array;
  /** length raters: 1 where the rater met no other and the mean agreement of the others stands in. */
  readonly imputed: Uint8Array;
  /** length raters: share of all its ratings that equal the label they helped to make. */
  readonly inSampleRaterAgreement: Float64Array;
  /** length raters: the label it gives that is right least often; −1 without ratings. */
  readonly worstLabel: Int32Array;
}

/** What the consensus says about each rater. */
export function crowdlabRaters(
  table: RatingTable,
  weights: CrowdlabWeights,
  consensus: Int32Array,
  posterior: Float64Array,
  quality: Float64Array,
): CrowdlabRaters {
  const { itemCount, raterCount, labelCount, itemStart, rater, label } = table;
  const labelQuality = new Float64Array(label.length);
  // Ratings alone on their item, which quality leaves out: counted apart, being the fewer.
  const aloneGiven = new Int32Array(raterCount);
  const aloneEqual = new Int32Array(raterCount);
  // Side by side, so that a rating touches one line of the cache and not four.
  const tallies = new Float64Array(raterCount * labelCount * tallyWidth);
  for (let i = 0; i < itemCount; i++) {
    const start = itemStart[i];
    const end = itemStart[i + 1];
    const chosen = consensus[i];
    for (let r = start; r < end; r++) {
      const j = rater[r];
      const k = label[r];
      const same = Number(k === chosen);
      const score = posterior[i * labelCount + k];
      labelQuality[r] = score;
      const tally = (j * labelCount + k) * tallyWidth;
      tallies[tally]++;
      tallies[tally + 1] += same;
      tallies[tally + 2] += score;
      tallies[tally + 3] += quality[i];
      if (end - start > 1) continue;
      aloneGiven[j]++;
      aloneEqual[j] += same;
    }
  }
  const { ratings, imputed } = weights.overlap;
  const mass: PeopleMass = peopleMass(table, weights);
  const judgePart = weights.judgeWeight / (weights.judgeWeight + mass.people);
  const raterQuality = new Float64Array(raterCount);
  const inSampleRaterAgreement = new Float64Array(raterCount);
  const worstLabel = new Int32Array(raterCount);
  for (let j = 0; j < raterCount; j++) {
    let right = 0;
    let scores = 0;
    for (let k = j * labelCount; k < (j + 1) * labelCount; k++) {
      right += tallies[k * tallyWidth + 1];
      scores += tallies[k * tallyWidth + 2];
    }
    const agreementTogether = (right - aloneEqual[j]) / (ratings[j] - aloneGiven[j]);
    raterQuality[j] = judgePart * (scores / ratings[j]) + (1 - judgePart) * agreementTogether;
    inSampleRaterAgreement[j] = right / ratings[j];
    worstLabel[j] = worstOf(tallies, j * labelCount, labelCount);
  }
  return {
    labelQuality,
    raterWeights: weights.raterWeights,
    raterQuality,
    raterRatings: ratings,
    imputed,
    inSampleRaterAgreement,
    worstLabel,
  };
}

// Of one rater and one label: times given, times equal to the consensus, sum of scores, sum of the items'
// qualities.
const tallyWidth = 4;

/**
 * Lowest accuracy by label given; then the label given most; then the one on items of higher quality; then
 * the first.
 */
function worstOf(tallies: Float64Array, start: number, labelCount: number): number {
  let worst = -1;
  for (let k = 0; k < labelCount; k++) {
    if (tallies[(start + k) * tallyWidth] === 0) continue;
    if (worst < 0 || isWorse((start + k) * tallyWidth, (start + worst) * tallyWidth)) worst = k;
  }
  return worst;

  function isWorse(a: number, b: number): boolean {
    // Cross-multiplied counts are exact where quotients would round.
    const accuracy = tallies[a + 1] * tallies[b] - tallies[b + 1] * tallies[a];
    if (accuracy !== 0) return accuracy < 0;
    if (tallies[a] !== tallies[b]) return tallies[a] > tallies[b];
    return tallies[a + 3] > tallies[b + 3] * (1 + tieTolerance);
  }
}
