/**
 * Seeded random streams. A stream is an argument of every stochastic function, without a default, so that a
 * forgotten seed does not compile. Streams are keyed to names (an item, a fold, a replicate), never to row
 * numbers: adding an item leaves every other draw as it was.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** The next number in [0, 1). */
  next(): number;
  /**
   * An independent stream for a name: the same name always gives the same stream, whatever was drawn before.
   */
  fork(name: string | number): Random;
}

/**
 * A stream from a seed.
 *
 * @example
 * const random = createRandom(7);
 * random.fork('item-1').next() === createRandom(7).fork('item-1').next(); // true
 */
export function createRandom(seed: number | string): Random {
  return streamOf(hashName(0x9e3779b9, String(seed)));
}

/**
 * A whole number in [0, bound), each equally likely.
 *
 * @example
 * drawIndex(createRandom(1), 6) < 6; // true
 */
export function drawIndex(random: Random, bound: number): number {
  return Math.floor(random.next() * bound);
}

function streamOf(key: number): Random {
  // The generator is made when first drawn from: most forks are only forked again.
  let generator: ReturnType<typeof xoroshiro128plus> | undefined;
  return {
    next(): number {
      generator ??= xoroshiro128plus(key);
      return uniformFloat64(generator);
    },
    fork(name: string | number): Random {
      return streamOf(hashName(key, String(name)));
    },
  };
}

/**
 * FNV-1a over the UTF-16 units, then the murmur3 finalizer, so that neighboring names give unrelated keys.
 */
function hashName(start: number, name: string): number {
  let hash = (start ^ 0x811c9dc5) | 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
