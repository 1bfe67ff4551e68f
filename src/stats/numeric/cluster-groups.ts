/**
 * Clusters that bring the same to every sum, gathered: a resample is described by how often each kind of
 * cluster was drawn.
 */
import type { ClusterSums } from './cluster-sums.ts';

/** Below this many clusters drawing each on its own is quick, and so is the whole. */
const fewestClusters = 2000;

/** Gathering pays where there are this many times fewer kinds than clusters. */
const clustersPerKind = 20;

export interface ClusterGroups {
  /** length kinds: the first cluster of each kind. */
  readonly first: Int32Array;
  /** length kinds: clusters of each kind. */
  readonly count: Int32Array;
}

/**
 * The kinds of clusters, in the order of their first; null where there are few clusters, or nearly as many
 * kinds.
 */
export function clusterGroups(sums: ClusterSums): ClusterGroups | null {
  const { clusterCount } = sums;
  if (clusterCount < fewestClusters) return null;
  const most = Math.floor(clusterCount / clustersPerKind);
  const kindOf = new Map<number, number>();
  const first: number[] = [];
  const count: number[] = [];
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    // Kinds whose hashes fall together stand at the next free numbers.
    let key = hashOf(sums, cluster);
    let kind = kindOf.get(key);
    while (kind !== undefined && !bringSame(sums, first[kind], cluster)) kind = kindOf.get(++key);
    if (kind !== undefined) {
      count[kind]++;
      continue;
    }
    if (first.length === most) return null;
    kindOf.set(key, first.length);
    first.push(cluster);
    count.push(1);
  }
  return { first: Int32Array.from(first), count: Int32Array.from(count) };
}

const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

/** The same whatever the order of the entries: renaming labels must not make other kinds. */
function hashOf({ start, column, value }: ClusterSums, cluster: number): number {
  let hash = 0;
  for (let entry = start[cluster]; entry < start[cluster + 1]; entry++) {
    number[0] = value[entry];
    let part = Math.imul(
      halves[0] ^ Math.imul(halves[1], 0x85ebca6b) ^ Math.imul(column[entry] + 1, 0x9e3779b9),
      0xc2b2ae35,
    );
    part = Math.imul(part ^ (part >>> 15), 0x2c1b3c6d);
    hash = (hash + (part ^ (part >>> 13))) | 0;
  }
  return hash;
}

/** Every sum stands in a row at most once. */
function bringSame({ start, column, value }: ClusterSums, a: number, b: number): boolean {
  if (start[a + 1] - start[a] !== start[b + 1] - start[b]) return false;
  for (let one = start[a]; one < start[a + 1]; one++) {
    let other = start[b];
    while (other < start[b + 1] && column[other] !== column[one]) other++;
    if (other === start[b + 1] || value[other] !== value[one]) return false;
  }
  return true;
}
