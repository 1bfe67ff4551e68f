/**
 * The width of the smooth calibration error for many residuals at the same places, as simulations draw them:
 * to a thousandth of itself, a tenth of what 500 draws leave open of a 95th percentile.
 *
 * What the exact search does at every call is done once, the cosines of the places. The area is a sum over
 * steps in place of an integral between exact crossings, and the search ends where a line says the rest.
 */
import { bothSides, damped, wavesAt } from './reflected-smoothing.ts';

interface Found {
  readonly value: number;
  readonly width: number;
}

/** Waves whose cosines are made together. */
const blockWaves = 32;
const stepsPerWidth = 5;
/** How log(distance / width) falls with log width where the distance is that of chance. */
const usualFall = 1.5;
/**
 * As log(distance / width): a line from there finds the width to a thousandth, with the fall as measured or
 * as guessed.
 */
const nearEnough = { measured: 0.02, guessed: 0.002 };
const mostLooks = 100;
/** A draw of forecasts that are certain misses nothing: its distance never passes Σ |residual|, and is that. */
const nothingMissed = 1e-6;

/**
 * `places`: in [0, 1]. `start`: where the search of the first draw begins; of the next, near what was found.
 * The function it returns takes residuals of the same length.
 */
export function widthOfDraws(
  places: Float64Array,
  { start, narrowest }: { readonly start: number; readonly narrowest: number },
): (residual: Float64Array) => Found {
  const cosines: Float64Array[] = [];
  let usual = start;
  return (residual) => {
    const missed = residual.reduce((sum, value) => sum + Math.abs(value), 0);
    if (missed <= nothingMissed) return { value: missed, width: narrowest };
    let sums = new Float64Array(0);
    const distanceAt = (width: number): number => {
      const blocks = Math.ceil((wavesAt(width) + 1) / blockWaves);
      const made = sums.length / blockWaves;
      if (made < blocks) {
        const more = new Float64Array(blocks * blockWaves);
        more.set(sums);
        for (let block = made; block < blocks; block++) {
          cosines[block] ??= cosinesOf(places, block * blockWaves);
          sumBlock(cosines[block], residual, more.subarray(block * blockWaves, (block + 1) * blockWaves));
        }
        sums = more;
      }
      return areaBySteps(damped(sums, width), Math.ceil(stepsPerWidth / width));
    };
    const found = meetingPlace(distanceAt, usual, narrowest);
    usual = (usual + found.width) / 2;
    return found;
  };
}

/**
 * Where distance(width) = width; the distance at `narrowest` where it is smaller even there. The distance
 * never grows with the width: the place lies between any width and the distance at it.
 */
function meetingPlace(distanceAt: (width: number) => number, start: number, narrowest: number): Found {
  let [low, high] = [narrowest, Infinity];
  let width = Math.max(narrowest, start);
  let before: { readonly log: number; readonly excess: number } | undefined;
  for (let look = 0; look < mostLooks; look++) {
    const distance = distanceAt(width);
    if (width === narrowest && distance <= width) return { value: distance, width };
    low = Math.max(low, Math.min(width, distance));
    high = Math.min(high, Math.max(width, distance));
    const [log, excess] = [Math.log(width), Math.log(distance / width)];
    const fall =
      before === undefined ? usualFall : Math.max(1, (before.excess - excess) / (log - before.log));
    const next = Math.exp(log + excess / fall);
    const enough = before === undefined ? nearEnough.guessed : nearEnough.measured;
    if (Math.abs(excess) <= enough && next >= narrowest) return { value: next, width: next };
    before = { log, excess };
    if (next <= narrowest) width = narrowest;
    else width = next > low && next < high ? next : Math.sqrt(low * high);
  }
  return { value: width, width };
}

/** [places × blockWaves]: cos kπp for the waves from `first` on. */
function cosinesOf(places: Float64Array, first: number): Float64Array {
  const cosines = new Float64Array(places.length * blockWaves);
  for (let at = 0; at < cosines.length; at++)
    cosines[at] = Math.cos((first + (at % blockWaves)) * Math.PI * places[Math.floor(at / blockWaves)]);
  return cosines;
}

/** Σ residual · cos kπp over the places, for the waves of one block. */
function sumBlock(cosines: Float64Array, residual: Float64Array, into: Float64Array): void {
  for (let place = 0; place < residual.length; place++) {
    const [from, height] = [place * blockWaves, residual[place]];
    for (let k = 0; k < blockWaves; k++) into[k] += height * cosines[from + k];
  }
}

/**
 * ∫ |Σ_k heights[k] cos kπt| from 0 to 1 by trapezoids. In a step with a change of sign the two triangles of
 * its line, and a sixth of the trapezoid for what the steps beside it leave out, h²/12 of the slope on either
 * side (Euler and Maclaurin's first term; at 0 and 1 the slope is 0).
 */
function areaBySteps(heights: Float64Array, steps: number): number {
  const values = new Float64Array(steps + 1);
  for (let step = 0; 2 * step <= steps; step++) bothSides(heights, values, step);
  let twice = 0;
  for (let step = 1; step <= steps; step++) {
    const [before, after] = [values[step - 1], values[step]];
    const spread = Math.abs(before) + Math.abs(after);
    twice +=
      before > 0 === after > 0 || spread === 0 ? spread : (before ** 2 + after ** 2) / spread + spread / 3;
  }
  return twice / (2 * steps);
}
