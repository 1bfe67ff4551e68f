import { type Notice, notice } from '../numeric/estimate.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { type CrowdlabWeights, weightFloor } from './crowdlab-weights.ts';

export interface CrowdlabCollapse {
  readonly collapsed: boolean;
  /** Why; empty where it is not. */
  readonly reasons: readonly Notice[];
  readonly ratersAtFloor: number;
  /** Raters with ratings. */
  readonly raterCount: number;
  /** The people's share of the weight on an item with the mean number of ratings by raters of mean weight. */
  readonly peopleShare: number;
}

export interface PeopleMass {
  /** Weight of the people on a typical item: mean weight times mean ratings. */
  readonly people: number;
  readonly raterCount: number;
}

/**
 * Whether the people still have a say. Where raters agree less often than the commonest label would, their
 * weights fall to the floor and CROWDLAB returns the judge's own opinion as a consensus. Collapsed: more than
 * one rater in five at the floor, or less than a twentieth of the weight with the people.
 */
export function crowdlabCollapse(table: RatingTable, weights: CrowdlabWeights): CrowdlabCollapse {
  const { people, raterCount } = peopleMass(table, weights);
  // A rater at the floor has exactly that weight: it was put there, not computed.
  const ratersAtFloor = weights.raterWeights.reduce(
    (count, weight) => count + (weight <= weightFloor ? 1 : 0),
    0,
  );
  const peopleShare = people / (weights.judgeWeight + people);
  const reasons: Notice[] = [];
  if (ratersAtFloor > 0.2 * raterCount)
    reasons.push(notice('raters-at-floor', { atFloor: ratersAtFloor, raters: raterCount }));
  if (peopleShare < 0.05) reasons.push(notice('judge-outweighs-people', { peopleShare }));
  return Object.freeze({
    collapsed: reasons.length > 0,
    reasons: Object.freeze(reasons),
    ratersAtFloor,
    raterCount,
    peopleShare,
  });
}

export function peopleMass(
  { label, itemCount }: RatingTable,
  { raterWeights, overlap }: CrowdlabWeights,
): PeopleMass {
  let sum = 0;
  let raterCount = 0;
  for (let j = 0; j < raterWeights.length; j++) {
    if (overlap.ratings[j] === 0) continue;
    sum += raterWeights[j];
    raterCount++;
  }
  return { people: (sum / raterCount) * (label.length / itemCount), raterCount };
}
