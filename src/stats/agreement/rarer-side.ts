/**
 * What an interval of alpha or kappa stands on where one label is common: the clusters that show the others.
 * A sample with few of them says little of how far people agree on them, and its interval does not know.
 */
import { type Notice, fewerThan } from '../numeric/estimate.ts';
import type { Clusters } from '../numeric/cluster-sums.ts';
import { numberedClusters } from '../numeric/numbered-clusters.ts';
import type { RatingTable } from '../numeric/rating-table.ts';

export interface RarerSide {
  /** Clusters with a label other than the most common one, on an item that two rated. */
  readonly holding: number;
  /** Of these, the ones with an item on which two agree on such a label. */
  readonly agreeing: number;
}

export interface RatedLabels {
  readonly itemCount: number;
  readonly labelCount: number;
  /** The labels of an item. */
  readonly labelsOf: (item: number) => ArrayLike<number>;
}

export function labelsOfTable({ itemCount, labelCount, itemStart, label }: RatingTable): RatedLabels {
  return { itemCount, labelCount, labelsOf: (item) => label.subarray(itemStart[item], itemStart[item + 1]) };
}

/** Items with two ratings or more alone count: the others show no agreement. */
export function rarerSide({ itemCount, labelCount, labelsOf }: RatedLabels, clusters: Clusters): RarerSide {
  const counts = new Float64Array(labelCount);
  for (let item = 0; item < itemCount; item++) {
    const labels = labelsOf(item);
    if (labels.length > 1) for (let at = 0; at < labels.length; at++) counts[labels[at]]++;
  }
  const codes = clusters === 'items' ? clusters : [clusters];
  const { parts, count } = numberedClusters('rarerSide', codes, [itemCount]);
  const highest = counts.reduce((most, one) => Math.max(most, one), 0);
  // Of labels that are equally common the one beside which least shows, whatever their order.
  const sides = [...counts.keys()].filter((label) => counts[label] === highest).map((label) => sideOf(label));
  return sides.reduce((least, side) => (side.agreeing < least.agreeing ? side : least));

  function sideOf(common: number): RarerSide {
    // 1 where a cluster holds another label, 2 where two agree on it.
    const shows = new Uint8Array(count);
    for (let item = 0; item < itemCount; item++)
      shows[parts[0][item]] = Math.max(shows[parts[0][item]], shown(labelsOf(item), common));
    return {
      holding: shows.filter((one) => one > 0).length,
      agreeing: shows.filter((one) => one > 1).length,
    };
  }
}

/** Of an item: 0 for the common label alone, 1 where another is there, 2 where two agree on another. */
function shown(labels: ArrayLike<number>, common: number): 0 | 1 | 2 {
  let most: 0 | 1 = 0;
  if (labels.length < 2) return most;
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === common) continue;
    for (let before = 0; before < at; before++) if (labels[before] === labels[at]) return 2;
    most = 1;
  }
  return most;
}

/**
 * Why the coverage of the interval is not claimed; nothing where it is. Set before the run that is recorded
 * in test/simulation/results/kappa-coverage.json.
 */
export function rarerSideClaims({ holding, agreeing }: RarerSide): Notice[] {
  return [
    ...fewerThan(10, agreeing, 'few-clusters-agree-on-rarer'),
    ...(agreeing < 10 ? [] : fewerThan(20, holding, 'few-clusters-hold-rarer')),
  ];
}
