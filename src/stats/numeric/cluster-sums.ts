/**
 * Sums by cluster: what a bootstrap, a jackknife and a point value share. A statistic that is a function of
 * sums over units (a mean, a kappa from a table of counts) needs the ratings once; afterwards a replicate
 * adds a few numbers per cluster, however many ratings a cluster holds.
 */
import { ascendingOrder } from './ascending-order.ts';
import { InputError } from './errors.ts';

/** Which units vary together: a code for each unit, or the word that says every item stands for itself. */
export type Clusters = ArrayLike<number> | 'items';

/** What a statistic needs from its data: `sumCount` sums, and what one unit adds to them. */
export interface UnitSums {
  readonly unitCount: number;
  readonly sumCount: number;
  /**
   * Calls `add(sum, value)` for everything the unit brings; a unit that plays no part calls nothing, not
   * `add(…, 0)`.
   */
  addUnit(unit: number, add: (sum: number, value: number) => void): void;
}

/**
 * Sparse rows by cluster, in ascending order of the cluster's code; clusters that bring nothing are left out.
 */
export interface ClusterSums {
  readonly clusterCount: number;
  readonly sumCount: number;
  /** length sumCount: the sums over all units. */
  readonly total: Float64Array;
  /** length clusters + 1: the entries of cluster g are at start[g] … start[g + 1] − 1. */
  readonly start: Int32Array;
  /** length entries: which sum an entry belongs to. */
  readonly column: Int32Array;
  /** length entries. */
  readonly value: Float64Array;
}

/** The sums over all units: all that a point value needs. */
export function totalSums({ unitCount, sumCount, addUnit }: UnitSums): Float64Array {
  const total = new Float64Array(sumCount);
  function add(sum: number, value: number): void {
    total[sum] += value;
  }
  for (let unit = 0; unit < unitCount; unit++) addUnit(unit, add);
  return total;
}

/**
 * The sums of every cluster and of all units.
 *
 * `clusters`: `length units`, whole codes from 0; they name clusters and are the same for the same cluster in
 * every call. Throws InputError for a wrong length or a code that is no whole number from 0.
 *
 * @example
 * const values = [1, 2, 4];
 * const mean = { unitCount: 3, sumCount: 2, addUnit: (i, add) => { add(0, 1); add(1, values[i]); } };
 * clusterSums(mean, [0, 0, 5]).clusterCount; // 2
 */
export function clusterSums(units: UnitSums, clusters: Clusters): ClusterSums {
  const { unitCount, sumCount, addUnit } = units;
  const codes = clusters === 'items' ? undefined : requireCodes(clusters, unitCount);
  const order = codes === undefined || isAscending(codes) ? undefined : unitsByCluster(codes);

  const scratch = new Float64Array(sumCount);
  const lastCluster = new Int32Array(sumCount).fill(-1);
  // A unit brings a few sums as a rule. Typed arrays that double: a million clusters in plain arrays are held
  // several times over.
  const start = new Int32Array(unitCount + 1);
  let column = new Int32Array(unitCount + 16);
  let value = new Float64Array(unitCount + 16);
  let entries = 0;
  let cluster = 0;
  // One list for all clusters: one for each may outlive the quick collections, and memory then grows until
  // the next full one.
  const touched = new Int32Array(sumCount);
  let touchedCount = 0;
  const total = new Float64Array(sumCount);
  function add(sum: number, amount: number): void {
    total[sum] += amount;
    if (lastCluster[sum] !== cluster) {
      lastCluster[sum] = cluster;
      touched[touchedCount++] = sum;
      scratch[sum] = 0;
    }
    scratch[sum] += amount;
  }
  for (let index = 0; index < unitCount; index++) {
    const unit = order === undefined ? index : order[index];
    addUnit(unit, add);
    const next = order === undefined ? index + 1 : order[index + 1];
    const last = index + 1 === unitCount || codes === undefined || codes[next] !== codes[unit];
    if (!last || touchedCount === 0) continue;
    while (entries + touchedCount > column.length)
      [column, value] = [doubled(column, Int32Array), doubled(value, Float64Array)];
    for (let at = 0; at < touchedCount; at++) {
      column[entries] = touched[at];
      value[entries++] = scratch[touched[at]];
    }
    start[++cluster] = entries;
    touchedCount = 0;
  }
  return Object.freeze({
    clusterCount: cluster,
    sumCount,
    // In the order of the units, so that the last digits do not hang on how clusters are coded.
    total: order === undefined ? total : totalSums(units),
    start: start.slice(0, cluster + 1),
    column: column.slice(0, entries),
    value: value.slice(0, entries),
  });
}

function doubled<T extends Int32Array | Float64Array>(values: T, Values: new (length: number) => T): T {
  const larger = new Values(2 * values.length);
  larger.set(values);
  return larger;
}

function requireCodes(clusters: ArrayLike<number>, unitCount: number): Float64Array {
  if (clusters.length !== unitCount)
    throw new InputError(
      `clusterSums requires one cluster code for each unit; received ${clusters.length} codes for ` +
        `${unitCount} units`,
    );
  for (let unit = 0; unit < unitCount; unit++) {
    if (!Number.isSafeInteger(clusters[unit]) || clusters[unit] < 0)
      throw new InputError(
        `clusterSums requires whole cluster codes from 0; received ${clusters[unit]} at index ${unit}`,
      );
  }
  return Float64Array.from(clusters);
}

function isAscending(codes: ArrayLike<number>): boolean {
  for (let unit = 1; unit < codes.length; unit++) if (codes[unit] < codes[unit - 1]) return false;
  return true;
}

/** Unit numbers in ascending order of cluster code, and of unit within a cluster. */
export function unitsByCluster(codes: ArrayLike<number>): Int32Array {
  return ascendingOrder(codes);
}
