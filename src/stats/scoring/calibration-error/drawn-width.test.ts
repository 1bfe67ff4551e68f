import { describe, expect, test } from 'vitest';
import { type Random, createRandom } from '../../numeric/random.ts';
import { widthOfDraws } from './drawn-width.ts';
import { smoothedDistance } from './reflected-smoothing.ts';

const narrowest = 0.001;
const shapes: Readonly<Record<string, (random: Random) => number>> = {
  spread: (random) => random.next(),
  'most of them sure': (random) => 1 - random.next() ** 6 / 2,
  'two places': (random) => (random.next() < 0.5 ? 0.2 : 0.7),
  'all at one end': () => 1,
};

function placesOf(shape: string, count: number): Float64Array {
  const random = createRandom(count).fork(shape);
  return Float64Array.from({ length: count }, () => shapes[shape](random));
}

/** Of a calibrated forecast: one draw a place. */
function draw(places: Float64Array, random: Random, size: number): Float64Array {
  return places.map(
    (p) => (size * ((random.next() < 0.3 + 0.4 * p ? 1 : 0) - 0.3 - 0.4 * p)) / places.length,
  );
}

/** The width by halving, the distance by exact integrals. */
function exactly(places: Float64Array, residual: Float64Array): number {
  const distance = smoothedDistance(places, residual, narrowest);
  if (distance(narrowest) <= narrowest) return distance(narrowest);
  let [low, high] = [narrowest, 1];
  for (let step = 0; step < 30; step++) {
    const middle = Math.sqrt(low * high);
    if (distance(middle) > middle) low = middle;
    else high = middle;
  }
  return low;
}

describe('widthOfDraws', () => {
  test.each(Object.keys(shapes).flatMap((shape) => [20, 300, 2000].map((count) => [shape, count] as const)))(
    '%s, %i of them: the width to a thousandth',
    (shape, count) => {
      const places = placesOf(shape, count);
      const widthOf = widthOfDraws(places, { start: 0.1, narrowest });
      const random = createRandom(2);
      for (let simulation = 0; simulation < 8; simulation++) {
        const residual = draw(places, random, 1);
        expect(Math.abs(widthOf(residual).value / exactly(places, residual) - 1)).toBeLessThan(0.001);
      }
    },
  );

  test('a distance below the narrowest width is said as it is, and so is none', () => {
    const places = placesOf('spread', 300);
    const widthOf = widthOfDraws(places, { start: 0.1, narrowest });
    const residual = draw(places, createRandom(4), 1e-3);
    const found = widthOf(residual);
    expect(found.width).toBe(narrowest);
    expect(Math.abs(found.value / exactly(places, residual) - 1)).toBeLessThan(0.002);
    expect(widthOf(new Float64Array(300))).toEqual({ value: 0, width: narrowest });
    // What is drawn after it is found from there.
    const wide = draw(places, createRandom(5), 1);
    expect(Math.abs(widthOf(wide).value / exactly(places, wide) - 1)).toBeLessThan(0.001);
  });

  test('next to nothing missed, as by forecasts that are certain, is right to 1e-6', () => {
    const places = placesOf('spread', 300);
    const widthOf = widthOfDraws(places, { start: 0.1, narrowest });
    for (const size of [1e-9, 2e-6]) {
      const residual = draw(places, createRandom(4), size);
      expect(Math.abs(widthOf(residual).value - exactly(places, residual))).toBeLessThan(1e-6);
    }
  });
});
