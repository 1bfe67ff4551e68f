/**
 * The distributions the methods need, behind one file that states and guards their range. The functions are
 * @stdlib's, bundled into the build. Their normal quantile loses its lower tail there (p = 1e-16 gives
 * −8.2095, the truth is −8.2221), so it is made of erfcinv, which keeps both tails.
 */
import betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile';
import normalCdfOf from '@stdlib/stats-base-dists-normal-cdf';
import studentQuantileOf from '@stdlib/stats-base-dists-t-quantile';
import betainc from '@stdlib/math-base-special-betainc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import { InputError } from './errors.ts';

/**
 * Quantile of the standard normal distribution; `probability` in [0, 1].
 *
 * @example
 * normalQuantile(0.975); // 1.959964
 */
export function normalQuantile(probability: number): number {
  requireProbability('normalQuantile', probability);
  return probability < 0.5
    ? -Math.SQRT2 * erfcinv(2 * probability)
    : Math.SQRT2 * erfcinv(2 * (1 - probability));
}

/**
 * Distribution function of the standard normal.
 *
 * @example
 * normalCdf(1.959964); // 0.975
 */
export function normalCdf(value: number): number {
  return normalCdfOf(value, 0, 1);
}

/**
 * Quantile of Beta(alpha, beta); `probability` in [0, 1], both shapes positive.
 *
 * @example
 * betaQuantile(0.5, 2, 2); // 0.5
 */
export function betaQuantile(probability: number, alpha: number, beta: number): number {
  requireProbability('betaQuantile', probability);
  if (!(alpha > 0) || !(beta > 0))
    throw new InputError(`betaQuantile requires positive shapes; received ${alpha} and ${beta}`);
  return betaQuantileOf(probability, alpha, beta);
}

/**
 * From here on the t quantile is the normal one to within 1e-8 of itself at the levels in use; @stdlib's
 * loses its middle near 1e12.
 */
const manyDegrees = 1e8;

/**
 * Quantile of Student's t; `probability` in [0, 1], `degreesOfFreedom` at least 1, Infinity for the normal.
 * Agrees with scipy to 1e-12 of itself from 1e-100 on, and to 2e-9 within 0.001 of the median; nearer to 0
 * than 1e-100 it may be −Infinity too early.
 *
 * @example
 * studentQuantile(0.975, 10); // 2.228139
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  requireProbability('studentQuantile', probability);
  if (!(degreesOfFreedom >= 1))
    throw new InputError(
      `studentQuantile requires at least 1 degree of freedom; received ${degreesOfFreedom}`,
    );
  return degreesOfFreedom > manyDegrees
    ? normalQuantile(probability)
    : studentQuantileOf(probability, degreesOfFreedom);
}

/** Distribution function of Student's t; `degreesOfFreedom` positive, Infinity for the normal. */
export function studentCdf(value: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0))
    throw new InputError(`studentCdf requires positive degrees of freedom; received ${degreesOfFreedom}`);
  if (degreesOfFreedom > manyDegrees) return normalCdf(value);
  const tail = betainc(degreesOfFreedom / (degreesOfFreedom + value * value), degreesOfFreedom / 2, 0.5) / 2;
  return value < 0 ? tail : 1 - tail;
}

/**
 * Distribution function of Fisher's F; both degrees of freedom positive, the second Infinity for chi-squared
 * over its degrees. From 1e7 on the two are the same to seven digits, and @stdlib's series grows long.
 */
export function fisherCdf(value: number, numerator: number, denominator: number): number {
  if (!(numerator > 0) || !(denominator > 0))
    throw new InputError(
      `fisherCdf requires positive degrees of freedom; received ${numerator} and ${denominator}`,
    );
  if (!(value > 0)) return Number.isNaN(value) ? NaN : 0;
  const below = Math.min(denominator, 1e7);
  return betainc((numerator * value) / (numerator * value + below), numerator / 2, below / 2);
}

function requireProbability(caller: string, probability: number): void {
  if (!(probability >= 0 && probability <= 1))
    throw new InputError(`${caller} requires a probability in [0, 1]; received ${probability}`);
}

/** ln 0! … ln 9!; beyond, Stirling's series is exact to the last digits. */
const firstLogFactorials = Float64Array.of(1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880).map(Math.log);

/** ln n! of a whole number from 0. */
export function logFactorial(n: number): number {
  if (n < 10) return firstLogFactorials[n];
  const x = n + 1;
  const inverse = 1 / (x * x);
  const correction = (1 / 12 - (1 / 360 - (1 / 1260 - inverse / 1680) * inverse) * inverse) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction;
}
