import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyCrowdlabTemperature, crowdlab, fitCrowdlabTemperature } from '../../src/stats/aggregation/index.ts';
import { createRandom } from '../../src/stats/numeric/random.ts';
import { ratingTable } from '../../src/stats/numeric/rating-table.ts';

// Written by scripts/golden/crowdlab.py from cleanlab with its counts patched; library versions and seed are
// in the file.
interface Case {
  name: string;
  labels: (number | null)[][];
  probabilities: number[][];
  temperature: number | null;
  consensus: number[];
  quality: number[];
  agreement: number[];
  labelQuality: (number | null)[][];
  judgeWeight: number;
  raterWeights: number[];
  raterQuality: (number | null)[];
  raterAgreement: number[];
  worstLabel: number[];
}
const golden = JSON.parse(readFileSync(new URL('crowdlab.json', import.meta.url), 'utf8')) as { cases: Case[] };

// Closed form, a few additions in another order: 1e-12 absolute on numbers near 1.
const tolerance = 1e-12;

describe('crowdlab is the reference to 1e-12', () => {
  for (const wanted of golden.cases)
    test(wanted.name, () => {
      const itemCount = wanted.labels.length;
      const raterCount = wanted.labels[0].length;
      const labelCount = wanted.probabilities[0].length;
      const rows = wanted.labels.flatMap((row, i) => row.map((code, j) => ({ i, j, code: code ?? -1 })));
      const columns = { item: rows.map((r) => r.i), rater: rows.map((r) => r.j), label: rows.map((r) => r.code) };
      const table = ratingTable({ itemCount, raterCount, labelCount, ...columns });
      let probabilities: ArrayLike<number> = wanted.probabilities.flat();
      if (wanted.temperature !== null) {
        const { temperature } = fitCrowdlabTemperature(table, probabilities);
        expect(Math.abs(temperature - wanted.temperature)).toBeLessThan(tolerance);
        probabilities = applyCrowdlabTemperature(probabilities, labelCount, temperature);
      }
      const itemIds = wanted.labels.map((_, i) => `item ${i}`);
      const result = crowdlab({ table, probabilities, judge: 'judge', random: createRandom(1), itemIds });

      expect(Array.from(result.consensus.label)).toEqual(wanted.consensus);
      expectClose([result.judgeWeight], [wanted.judgeWeight]);
      expectClose(result.raterWeights, wanted.raterWeights);
      expectClose(result.consensus.quality, wanted.quality);
      expectClose(result.inSampleAgreement, wanted.agreement);
      expectClose(
        result.labelQuality,
        wanted.labelQuality.flat().filter((score) => score !== null),
      );
      expectClose(result.raterQuality, wanted.raterQuality);
      expectClose(result.inSampleRaterAgreement, wanted.raterAgreement);
      expect(Array.from(result.worstLabel)).toEqual(wanted.worstLabel);
    });
});

function expectClose(received: ArrayLike<number>, wanted: readonly (number | null)[]): void {
  expect(received.length).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++)
    if (wanted[at] === null) expect(received[at]).toBeNaN();
    else expect(Math.abs(received[at] - wanted[at]!), `at ${at}: ${received[at]} for ${wanted[at]}`).toBeLessThan(tolerance);
}
