/**
 * Does the interval of a judge's lean to the first side cover the lean? Items of one prompt lean alike, so
 * clusters matter.
 */
import { expect, test } from 'vitest';
import { combinePresentationOrders, presentationBias } from '../../src/stats/aggregation/index.ts';
import { type Random, createRandom, drawIndex } from '../../src/stats/numeric/random.ts';

const lean = 0.5;

test.each([
  ['reference cell by cluster', false, 0.93, 1],
  ['with clusters forgotten, which is wrong', true, 0, 0.87],
] as const)('the lean to the first side, %s', (_, forget, least, most) => {
  const runs = 1000;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const random = createRandom('lean').fork(run);
    const { first, second, clusters } = drawJudge(random.fork('judge'), 40);
    const combined = combinePresentationOrders(first, second, 2);
    const request = {
      clusters: forget ? ('items' as const) : clusters,
      random: random.fork('bootstrap'),
      replicates: 400,
    };
    const { interval } = presentationBias(combined, request);
    if (interval.lower <= lean && lean <= interval.upper) covered++;
  }
  console.log(
    `${expect.getState().currentTestName}: coverage ${(covered / runs).toFixed(4)} of ${runs} runs`,
  );
  expect(covered / runs).toBeGreaterThanOrEqual(least);
  expect(covered / runs).toBeLessThanOrEqual(most);
});

/** Forty prompts of one to seven items; half of the spread of the lean is the prompt's. */
function drawJudge(
  random: Random,
  prompts: number,
): { first: number[]; second: number[]; clusters: number[] } {
  const [first, second, clusters]: [number[], number[], number[]] = [[], [], []];
  for (let prompt = 0; prompt < prompts; prompt++) {
    const shared = random.next() - 0.5;
    for (let left = 1 + drawIndex(random, 7); left > 0; left--) {
      const bias = lean + shared + (random.next() - 0.5);
      const z = 2 * (random.next() - 0.5);
      first.push(sigmoid(z + bias), sigmoid(-z - bias));
      second.push(sigmoid(z - bias), sigmoid(bias - z));
      clusters.push(prompt);
    }
  }
  return { first, second, clusters };
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
