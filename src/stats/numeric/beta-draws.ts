/**
 * Draws from the gamma, Beta and Dirichlet distributions, made of a stream's uniform numbers: what an
 * interval by draws is made of.
 *
 * They are kept as logarithms until the last step. A gamma draw of a small shape may lie below the smallest
 * number there is; two such draws would make a Beta draw 0 / 0, and their logarithms make it what it is.
 */
import { InputError } from './errors.ts';
import type { Random } from './random.ts';

/**
 * The natural logarithm of a draw from Gamma(shape, scale 1).
 *
 * shape ≥ 1: d v with d = shape − 1/3 and v = (1 + x / sqrt(9 d))³, x standard normal, accepted with the
 * chance that makes it exact shape < 1: a draw at shape + 1, times u^(1 / shape)
 *
 * Throws InputError for a shape that is not positive and finite.
 *
 * Source: [marsaglia-2000], the algorithm with its squeeze, and its remark on shapes below 1.
 */
export function drawLogGamma(random: Random, shape: number): number {
  if (!(shape > 0 && shape < Infinity))
    throw new InputError(`drawLogGamma requires a positive, finite shape; received ${shape}`);
  if (shape >= 1) return Math.log(drawGammaFromOne(random, shape));
  return Math.log(drawGammaFromOne(random, shape + 1)) + Math.log(1 - random.next()) / shape;
}

/**
 * A draw from Beta(alpha, beta).
 *
 * With G a gamma draw of shape alpha and H one of shape beta: G / (G + H).
 *
 * Throws InputError for a shape that is not positive and finite.
 */
export function drawBeta(random: Random, alpha: number, beta: number): number {
  // From shape 1 on nothing is small enough to need its logarithm, and an interval takes thousands of draws.
  if (alpha >= 1 && beta >= 1 && alpha < Infinity && beta < Infinity) {
    const draw = drawGammaFromOne(random, alpha);
    return draw / (draw + drawGammaFromOne(random, beta));
  }
  const logDraw = drawLogGamma(random, alpha);
  return 1 / (1 + Math.exp(drawLogGamma(random, beta) - logDraw));
}

/**
 * A draw from the Dirichlet distribution with these shapes: shares that sum to 1.
 *
 * Each shape may have a stream of its own, so that one shape more changes no other's draws: gamma draws as
 * shares of their sum.
 *
 * Throws InputError for a shape that is not positive and finite, and where streams and shapes differ in
 * number.
 */
export function drawDirichlet(streams: readonly Random[], shapes: ArrayLike<number>): Float64Array {
  if (streams.length !== shapes.length)
    throw new InputError(
      `drawDirichlet requires one stream for each shape; received ${streams.length} streams and ` +
        `${shapes.length} shapes`,
    );
  const draws = new Float64Array(shapes.length);
  let largest = -Infinity;
  for (let k = 0; k < draws.length; k++) {
    draws[k] = drawLogGamma(streams[k], shapes[k]);
    if (draws[k] > largest) largest = draws[k];
  }
  // The largest counts as 1, so that none overflows and not all of them vanish.
  let sum = 0;
  for (let k = 0; k < draws.length; k++) sum += draws[k] = Math.exp(draws[k] - largest);
  for (let k = 0; k < draws.length; k++) draws[k] /= sum;
  return draws;
}

/** Shapes of at least 1. The squeeze settles nearly every draw without a logarithm. */
function drawGammaFromOne(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    // 1 − u lies in (0, 1], so that the logarithm exists.
    const u = 1 - random.next();
    if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Box and Muller's cosine half. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
