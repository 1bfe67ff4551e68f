/** Clusters numbered 0 … count − 1, so that what is counted or added up by cluster stands in an array. */

export interface NumberedClusters {
  /** length items of each part: the same number is the same cluster in every part. */
  readonly parts: readonly Int32Array[];
  readonly count: number;
}

/** Cluster codes, whole numbers from 0, of several parts of one sample; numbered in the order in which they come, so that their names play no part. */
export function numberedClusters(parts: readonly ArrayLike<number>[]): NumberedClusters {
  let items = 0;
  let largest = 0;
  for (const part of parts) {
    items += part.length;
    for (let i = 0; i < part.length; i++) largest = Math.max(largest, part[i]);
  }
  // Number + 1 by code: in an array where codes are nearly as many as items, as they are as a rule.
  const known = largest < 4 * items + 1000 ? new Int32Array(largest + 1) : new Map<number, number>();
  let count = 0;
  function numberOf(code: number): number {
    const found = known instanceof Map ? known.get(code) : known[code];
    if (found !== undefined && found > 0) return found - 1;
    count++;
    if (known instanceof Map) known.set(code, count);
    else known[code] = count;
    return count - 1;
  }
  return { parts: parts.map((part) => Int32Array.from(part, numberOf)), count };
}

/** Every item a cluster of its own, in parts of these lengths. */
export function clustersOfOne(lengths: readonly number[]): NumberedClusters {
  let count = 0;
  const parts = lengths.map((length) => new Int32Array(length).map(() => count++));
  return { parts, count };
}

/** How many clusters hold an item that `counts` takes; without it, how many hold any. `clusters`: numbers below `count`. */
export function clustersWith(clusters: Int32Array, count: number, counts: (item: number) => boolean = () => true): number {
  const seen = new Uint8Array(count);
  let found = 0;
  for (let item = 0; item < clusters.length; item++) {
    if (seen[clusters[item]] === 1 || !counts(item)) continue;
    seen[clusters[item]] = 1;
    found++;
  }
  return found;
}
