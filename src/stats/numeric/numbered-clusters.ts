/** Clusters numbered 0 … count − 1, so that what is counted or added up by cluster stands in an array. */
import { InputError } from './errors.ts';

export interface NumberedClusters {
  /** length items of each part: the same number is the same cluster in every part. */
  readonly parts: readonly Int32Array[];
  readonly count: number;
}

/**
 * Numbers the clusters of several parts of one sample in the order in which they come, so that their names
 * play no part. `codes`: for each part a code for each item, or the word that says every item stands for
 * itself. `lengths`: items of each part.
 *
 * Throws InputError in the name of `caller` for codes of another length and for one that is no whole number
 * from 0 to 2³¹ − 1.
 */
export function numberedClusters(
  caller: string,
  codes: readonly ArrayLike<number>[] | 'items',
  lengths: readonly number[],
): NumberedClusters {
  let count = 0;
  if (codes === 'items') {
    const parts = lengths.map((length) => new Int32Array(length).map(() => count++));
    return { parts, count };
  }
  let largest = 0;
  let items = 0;
  codes.forEach((part, at) => {
    requireCodes(caller, part, lengths[at]);
    items += part.length;
    for (let i = 0; i < part.length; i++) largest = Math.max(largest, part[i]);
  });
  // Number + 1 by code: in an array where codes are nearly as many as items, as they are as a rule.
  const known = largest < 4 * items + 1000 ? new Int32Array(largest + 1) : new Map<number, number>();
  function numberOf(code: number): number {
    const found = known instanceof Map ? known.get(code) : known[code];
    if (found !== undefined && found > 0) return found - 1;
    count++;
    if (known instanceof Map) known.set(code, count);
    else known[code] = count;
    return count - 1;
  }
  const parts = codes.map((part) => {
    const numbers = new Int32Array(part.length);
    for (let i = 0; i < numbers.length; i++) numbers[i] = numberOf(part[i]);
    return numbers;
  });
  return { parts, count };
}

function requireCodes(caller: string, codes: ArrayLike<number>, length: number): void {
  if (codes.length !== length)
    throw new InputError(
      `${caller} requires one cluster code for each item; received ${codes.length} codes for ${length} items`,
    );
  for (let i = 0; i < length; i++)
    // A larger code would wrap around in an array and join another cluster.
    if (!Number.isInteger(codes[i]) || codes[i] < 0 || codes[i] > 0x7fffffff)
      throw new InputError(
        `${caller} requires whole cluster codes from 0; received ${codes[i]} at index ${i}`,
      );
}

/**
 * How many clusters hold an item that `counts` takes; without it, how many hold any. `clusters`: length
 * items, numbers below `count`.
 *
 * @example
 * clustersWith(Int32Array.of(0, 2, 2), 3); // 2
 * clustersWith(Int32Array.of(0, 2, 2), 3, (item) => item > 0); // 1
 */
export function clustersWith(
  clusters: Int32Array,
  count: number,
  counts: (item: number) => boolean = () => true,
): number {
  const seen = new Uint8Array(count);
  let found = 0;
  for (let item = 0; item < clusters.length; item++) {
    if (seen[clusters[item]] === 1 || !counts(item)) continue;
    seen[clusters[item]] = 1;
    found++;
  }
  return found;
}
