/**
 * Draws from named distributions, made of a stream's uniform numbers. Accuracy enough for simulation, not for
 * tables.
 */
import type { Random } from '../numeric/random.ts';

/**
 * A draw from the standard normal distribution (Box and Muller's cosine half).
 *
 * @example
 * const random = createRandom(1);
 * Number.isFinite(drawNormal(random)); // true
 */
export function drawNormal(random: Random): number {
  // 1 − u lies in (0, 1], so that the logarithm exists.
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/**
 * A draw from Gamma(shape, scale 1).
 *
 * Source: [marsaglia-2000]; below shape 1 by the draw at shape + 1 times u^(1 / shape).
 *
 * @example
 * drawGamma(createRandom(1), 2) > 0; // true
 */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * A draw from Beta(alpha, beta).
 *
 * @example
 * const share = drawBeta(createRandom(1), 2, 2);
 * share > 0 && share < 1; // true
 */
export function drawBeta(random: Random, alpha: number, beta: number): number {
  const a = drawGamma(random, alpha);
  return a / (a + drawGamma(random, beta));
}

/**
 * A draw from the Dirichlet distribution with these shapes.
 *
 * @example
 * drawDirichlet(createRandom(1), [1, 1, 1]).reduce((a, b) => a + b); // 1
 */
export function drawDirichlet(random: Random, shapes: ArrayLike<number>): Float64Array {
  const draws = Float64Array.from(shapes, (shape) => drawGamma(random, shape));
  const sum = draws.reduce((a, b) => a + b, 0);
  return draws.map((draw) => draw / sum);
}

/**
 * A code drawn with the probabilities in `count` places of an array from `start` on.
 *
 * @example
 * drawCode(createRandom(1), [0, 1], 0, 2); // 1
 */
export function drawCode(
  random: Random,
  probabilities: ArrayLike<number>,
  start: number,
  count: number,
): number {
  let left = random.next();
  for (let k = 0; k < count - 1; k++) {
    left -= probabilities[start + k];
    if (left < 0) return k;
  }
  return count - 1;
}

/**
 * `count` different codes out of 0 … bound − 1, each set equally likely, ascending.
 *
 * @example
 * new Set(drawDistinct(createRandom(1), 3, 10)).size; // 3
 */
export function drawDistinct(random: Random, count: number, bound: number): Int32Array {
  // Floyd: draw from a growing range; a repeat is replaced by the range's new end. Linear search: sets here
  // are small.
  const chosen = new Int32Array(count);
  for (let taken = 0; taken < count; taken++) {
    const end = bound - count + taken;
    const draw = Math.floor(random.next() * (end + 1));
    let repeated = false;
    for (let at = 0; at < taken; at++) if (chosen[at] === draw) repeated = true;
    chosen[taken] = repeated ? end : draw;
  }
  return chosen.sort();
}
