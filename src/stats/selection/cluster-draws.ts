/** What a random draw of clusters would give: the distribution of a sum over the items drawn. */
import { type Random, drawIndex } from '../numeric/random.ts';

export interface DrawnPool {
  /** length pool. */
  readonly value: ArrayLike<number>;
  readonly drawn: ArrayLike<number>;
  /** length pool: numbers below clusterCount. */
  readonly cluster: Int32Array;
  readonly clusterCount: number;
  /** Of the pool's values. */
  readonly mean: number;
}

export interface ClusterDraws {
  /** Σ (value − mean) over the drawn items. */
  readonly total: number;
  /**
   * Of that sum under a random draw of whole clusters; 0 where clusters were drawn in part: it is not known
   * then.
   */
  readonly standardError: number;
  /** The chance that a random draw reaches at least as far as `total`, on its side. */
  draw(total: number, random: Random): number;
}

/** Exact up to so many ways to draw. */
const mostWays = 10_000;
const mostDraws = 199_999;
/** Draws stop once so many reach as far as what was seen. */
const enoughBeyond = 20;
/**
 * Clusters looked at in all draws together: two seconds at most, and still enough draws for a threshold of
 * 1e-4.
 */
const mostWork = 2e8;
const fewestDraws = 19_999;

export function clusterDraws({ value, drawn, cluster, clusterCount, mean }: DrawnPool): ClusterDraws {
  const sums = new Float64Array(clusterCount);
  const sizes = new Int32Array(clusterCount);
  const drawnOf = new Int32Array(clusterCount);
  let total = 0;
  for (let item = 0; item < value.length; item++) {
    const off = value[item] - mean;
    sums[cluster[item]] += off;
    sizes[cluster[item]]++;
    if (drawn[item] === 0) continue;
    drawnOf[cluster[item]]++;
    total += off;
  }
  const counts = drawnOf.filter((count) => count > 0);
  const isWhole = drawnOf.every((count, code) => count === 0 || count === sizes[code]);
  if (!isWhole) {
    const parts = { off: Float64Array.from(value, (one) => one - mean), cluster, sizes, counts };
    return {
      total,
      standardError: 0,
      draw: (reach, random) => resampled(reach, value.length, sumsOfParts(parts, random)),
    };
  }
  const [g, all] = [counts.length, clusterCount];
  const spread = sums.reduce((sum, one) => sum + one ** 2, 0) / (all - 1);
  return {
    total,
    standardError: Math.sqrt(g * (1 - g / all) * spread),
    draw: (reach, random) =>
      waysToDraw(all, g) <= mostWays
        ? shareBeyond(sums, g, reach)
        : resampled(reach, g, sumsOfSome(sums, g, random)),
  };
}

function isBeyond(sum: number, reach: number): boolean {
  // Equal sums in another order differ in their last digits.
  return reach > 0 ? sum >= reach - 1e-9 : sum <= reach + 1e-9;
}

/** `work`: clusters or items that a draw looks at. */
function resampled(reach: number, work: number, draw: () => number): number {
  const draws = Math.min(mostDraws, Math.max(fewestDraws, Math.floor(mostWork / work)));
  let beyond = 0;
  for (let done = 1; done <= draws; done++) {
    if (isBeyond(draw(), reach)) beyond++;
    if (beyond === enoughBeyond) return beyond / done;
  }
  return (beyond + 1) / (draws + 1);
}

/** Sums over `count` of the clusters, each set as likely; the fewer of those drawn and left are added up. */
function sumsOfSome(sums: Float64Array, count: number, random: Random): () => number {
  const fewer = Math.min(count, sums.length - count);
  // Shuffled further by every draw: from any order each draw is as likely.
  const order = Int32Array.from(sums.keys());
  return () => {
    let sum = 0;
    for (let at = 0; at < fewer; at++) sum += sums[pick(order, at, random)];
    // All sums together are 0.
    return fewer === count ? sum : -sum;
  };
}

interface Parts {
  /** length pool: value − mean. */
  readonly off: Float64Array;
  readonly cluster: Int32Array;
  readonly sizes: Int32Array;
  /** How many items were drawn of each cluster that was drawn. */
  readonly counts: Int32Array;
}

/**
 * Sums over parts of clusters: clusters are drawn, the counts dealt out to them, and as many items of each
 * taken.
 */
function sumsOfParts({ off, cluster, sizes, counts }: Parts, random: Random): () => number {
  const clusters = Int32Array.from(sizes.keys());
  const start = new Int32Array(sizes.length + 1);
  sizes.forEach((size, code) => (start[code + 1] = start[code] + size));
  const items = new Int32Array(cluster.length);
  const next = start.slice();
  cluster.forEach((code, item) => (items[next[code]++] = item));
  return () => {
    let sum = 0;
    for (let at = 0; at < counts.length; at++) {
      const code = pick(clusters, at, random);
      // Of a cluster that is smaller than the number dealt to it all are taken.
      const end = start[code + 1];
      const taken = Math.min(counts[at], end - start[code]);
      const own = items.subarray(start[code], end);
      for (let place = 0; place < taken; place++) sum += off[pick(own, place, random)];
    }
    return sum;
  };
}

/** Brings one of those from `at` on to `at`, each as likely. */
function pick(order: Int32Array, at: number, random: Random): number {
  const from = at + drawIndex(random, order.length - at);
  const picked = order[from];
  order[from] = order[at];
  order[at] = picked;
  return picked;
}

/** How many ways there are to draw `count` of `all`; Infinity once they are too many. */
function waysToDraw(all: number, count: number): number {
  let ways = 1;
  for (let at = 1; at <= Math.min(count, all - count); at++) {
    ways = (ways * (all - at + 1)) / at;
    if (ways > mostWays) return Infinity;
  }
  return Math.round(ways);
}

/** Of all ways to draw `count` clusters the share whose sum reaches as far. */
function shareBeyond(sums: Float64Array, count: number, reach: number): number {
  let [beyond, ways] = [0, 0];
  walk(0, count, 0);
  return beyond / ways;

  function walk(from: number, left: number, sum: number): void {
    if (left === 0) {
      ways++;
      if (isBeyond(sum, reach)) beyond++;
      return;
    }
    for (let code = from; code <= sums.length - left; code++) walk(code + 1, left - 1, sum + sums[code]);
  }
}
