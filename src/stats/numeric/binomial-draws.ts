/** Draws from the binomial and multinomial distributions, made of a stream's uniform numbers. */
import { InputError } from './errors.ts';
import { logFactorial } from './distributions.ts';
import type { Random } from './random.ts';

/**
 * A draw from Binomial(trials, probability), in a time that does not grow with the trials.
 *
 * trials × probability < 10: inversion, walking up the distribution function from 0
 * otherwise: transformed rejection with squeeze; a probability above ½ is drawn as trials less the draw of
 * its complement
 *
 * Throws InputError for trials that are no whole number from 0, and for a probability outside [0, 1].
 *
 * Source: [hormann-1993], algorithms BINV and BTRS.
 */
export function drawBinomial(random: Random, trials: number, probability: number): number {
  if (!Number.isSafeInteger(trials) || trials < 0)
    throw new InputError(`drawBinomial requires a whole number of trials; received ${trials}`);
  if (!(probability >= 0 && probability <= 1))
    throw new InputError(`drawBinomial requires a probability in [0, 1]; received ${probability}`);
  if (probability > 0.5) return trials - drawBinomial(random, trials, 1 - probability);
  if (trials === 0 || probability === 0) return 0;
  return trials * probability < 10
    ? drawByInversion(random, trials, probability)
    : drawByRejection(random, trials, probability);
}

/**
 * Fills `counts` with one draw from the multinomial distribution: `trials` trials, each falling on k with a
 * chance proportional to `weights[k]`. Each count is binomial, given those before it.
 */
export function drawMultinomial(
  random: Random,
  trials: number,
  weights: Int32Array,
  counts: Int32Array,
): void {
  let left = trials;
  let weight = 0;
  for (const each of weights) weight += each;
  for (let k = 0; k < weights.length; k++) {
    counts[k] = left === 0 ? 0 : drawBinomial(random, left, weights[k] / weight);
    left -= counts[k];
    weight -= weights[k];
  }
}

function drawByInversion(random: Random, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  let chance = (1 - probability) ** trials;
  let above = random.next();
  let draw = 0;
  while (above > chance && draw < trials) {
    above -= chance;
    draw++;
    chance *= ((trials + 1) / draw - 1) * odds;
  }
  return draw;
}

/** The names of the paper: a, b, c, vr, alpha, lpq, m. */
function drawByRejection(random: Random, trials: number, probability: number): number {
  const deviation = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const c = trials * probability + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = Math.log(probability / (1 - probability));
  const mode = Math.floor((trials + 1) * probability);
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = random.next() - 0.5;
    const v = random.next();
    const room = 0.5 - Math.abs(u);
    const draw = Math.floor(((2 * a) / room + b) * u + c);
    if (room >= 0.07 && v <= squeeze) return draw;
    if (!(draw >= 0 && draw <= trials)) continue;
    const bound = atMode - logFactorial(draw) - logFactorial(trials - draw) + (draw - mode) * logOdds;
    if (Math.log((v * alpha) / (a / (room * room) + b)) <= bound) return draw;
  }
}
