import type { RatingTable } from '../numeric/rating-table.ts';
import { type CrowdlabWeights, weightFloor } from './crowdlab-weights.ts';

export interface CrowdlabCollapse {
  readonly collapsed: boolean;
  /** Why, in words with figures; present exactly when collapsed. */
  readonly reason?: string;
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
 * Whether the people still have a say. Where raters agree less often than the commonest label would, their weights fall to
 * the floor and CROWDLAB returns the judge's own opinion as a consensus. Collapsed: more than one rater in five at the
 * floor, or less than a twentieth of the weight with the people.
 */
export function crowdlabCollapse(table: RatingTable, weights: CrowdlabWeights): CrowdlabCollapse {
  const { people, raterCount } = peopleMass(table, weights);
  // A rater at the floor has exactly that weight: it was put there, not computed.
  const ratersAtFloor = weights.raterWeights.reduce((count, weight) => count + (weight <= weightFloor ? 1 : 0), 0);
  const peopleShare = people / (weights.judgeWeight + people);
  const reasons: string[] = [];
  if (ratersAtFloor > 0.2 * raterCount)
    reasons.push(`${ratersAtFloor} of ${raterCount} raters agree with the others no more often than the commonest label would`);
  if (peopleShare < 0.05) reasons.push(`people hold ${(100 * peopleShare).toPrecision(2)} % of the weight, the judge the rest`);
  const collapsed = reasons.length > 0;
  return Object.freeze({
    collapsed,
    ...(collapsed ? { reason: reasons.join('; ') } : {}),
    ratersAtFloor,
    raterCount,
    peopleShare,
  });
}

export function peopleMass({ label, itemCount }: RatingTable, { raterWeights, overlap }: CrowdlabWeights): PeopleMass {
  let sum = 0;
  let raterCount = 0;
  for (let j = 0; j < raterWeights.length; j++) {
    if (overlap.ratings[j] === 0) continue;
    sum += raterWeights[j];
    raterCount++;
  }
  return { people: (sum / raterCount) * (label.length / itemCount), raterCount };
}
