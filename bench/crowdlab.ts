/**
 * CROWDLAB at 0.3, 3 and 10 million ratings: seconds, ratings a second, bytes a rating, and the time relative
 * to a bare loop over the same ratings in the same run, which says what the machine can do today. Run: node
 * --expose-gc bench/crowdlab.ts
 */
import { crowdlab } from '../src/stats/aggregation/index.ts';
import { createRandom } from '../src/stats/numeric/random.ts';
import type { RatingTable } from '../src/stats/numeric/rating-table.ts';
import { dawidSkeneWorld } from '../src/stats/simulation/index.ts';

const ratingsPerItem = 5;
const repeats = 3;

console.log('ratings      items  seconds  million/s  bytes/rating  × bare loop');
for (const ratings of [300_000, 3_000_000, 10_000_000]) {
  const itemCount = ratings / ratingsPerItem;
  const design = { itemCount, raterCount: 2000, labelCount: 4, ratingsPerItem, diagonal: 6 };
  const { table, probabilities } = dawidSkeneWorld(design, createRandom(1));
  const itemIds = Int32Array.from({ length: itemCount }, (_, i) => i);
  const input = { table, probabilities, judge: 'judge', random: createRandom(2), itemIds };

  let seconds = Infinity;
  let bare = Infinity;
  let bytes = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    bare = Math.min(
      bare,
      secondsOf(() => bareLoop(table)),
    );
    globalThis.gc?.();
    const before = inUse();
    // Held until memory is read: everything the function returns, and whatever scratch is not yet collected.
    let result: unknown;
    const taken = secondsOf(() => (result = crowdlab(input)));
    bytes = Math.max(bytes, inUse() - before);
    if (result === undefined) throw new Error('crowdlab returned nothing');
    seconds = Math.min(seconds, taken);
  }
  const cells = [
    seconds.toFixed(3),
    (ratings / seconds / 1e6).toFixed(1),
    (bytes / ratings).toFixed(1),
    (seconds / bare).toFixed(1),
  ];
  console.log(
    `${String(ratings).padStart(8)} ${String(itemCount).padStart(9)} ` +
      cells.map((cell, at) => cell.padStart([8, 10, 13, 12][at])).join(' '),
  );
}
if (globalThis.gc === undefined) console.log('bytes are rough without --expose-gc');

/** Reads every rating once, with the one random access that any method over ratings needs. */
function bareLoop({ itemCount, itemStart, rater, label, raterCount }: RatingTable): number {
  const sums = new Float64Array(raterCount);
  for (let i = 0; i < itemCount; i++)
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) sums[rater[r]] += label[r];
  return sums[0];
}

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function inUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
