import { joinGroups, ownLeaders } from '../people/leaders.ts';
import type { RatingTable } from '../numeric/rating-table.ts';

export interface RaterGroups {
  /** Raters with ratings. */
  readonly raters: number;
  /** Of these, raters who share no item with another. */
  readonly alone: number;
  /** Items with two ratings or more. */
  readonly sharedItems: number;
  /** Mean ratings of the raters who have any; NaN where nobody has. */
  readonly ratingsPerRater: number;
  /** Groups of raters between whom no item is shared, raters alone left out; 0 where nothing is shared. */
  readonly groups: number;
}

/**
 * How raters meet on items: whether all can be compared with all, directly or through others.
 *
 * For the choice of a consensus (`chooseConsensus`). Raters whose errors are to be learned from one another
 * must hang together: with two groups that share no item the labels of one could be renamed and nothing would
 * show it. Raters who share no item are counted and do not make a group.
 *
 * `table`: ratings of people.
 *
 * @example
 * const table = ratingTable({ itemCount: 3, raterCount: 4, labelCount: 2, item: [0, 0, 1, 1, 2], rater: [0, 1, 1, 2, 3], label: [0, 0, 1, 1, 1] });
 * raterGroups(table).groups; // 1
 * raterGroups(table).alone; // 1
 */
export function raterGroups({ itemCount, raterCount, itemStart, rater, label }: RatingTable): RaterGroups {
  const leader = ownLeaders(raterCount);
  const ratings = new Int32Array(raterCount);
  const shares = new Uint8Array(raterCount);
  let sharedItems = 0;
  for (let i = 0; i < itemCount; i++) {
    const several = itemStart[i + 1] - itemStart[i] > 1;
    if (several) sharedItems++;
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) {
      ratings[rater[r]]++;
      if (!several) continue;
      shares[rater[r]] = 1;
      joinGroups(leader, rater[itemStart[i]], rater[r]);
    }
  }
  const counts = { raters: 0, alone: 0, groups: 0 };
  for (let j = 0; j < raterCount; j++) {
    if (ratings[j] === 0) continue;
    counts.raters++;
    if (shares[j] === 0) counts.alone++;
    else if (leader[j] === j) counts.groups++;
  }
  return Object.freeze({ ...counts, sharedItems, ratingsPerRater: label.length / counts.raters });
}
