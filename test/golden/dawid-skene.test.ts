import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type DawidSkene,
  type DawidSkeneOptions,
  type JudgeCells,
  confusionMatrix,
  dawidSkene,
} from '../../src/stats/aggregation/index.ts';
import { type RatingColumns, ratingTable } from '../../src/stats/numeric/rating-table.ts';

// Written by scripts/golden/dawid-skene.py; library versions and seed are in the file.
interface CrowdKitCase extends RatingColumns {
  gold: number[];
  posterior: number[];
}
interface DenseCase extends RatingColumns {
  kind: 'map' | 'hierarchical';
  options: DawidSkeneOptions;
  judge: { cell: number[]; cellLabel: number[]; verdicts: number[] } | null;
  iterations: number;
  posterior: number[];
  logLikelihood: number;
  emissionOfLast: number[];
}
const golden = JSON.parse(readFileSync(new URL('dawid-skene.json', import.meta.url), 'utf8')) as {
  crowdKit: CrowdKitCase[];
  dense: DenseCase[];
};

test.each(golden.crowdKit)(
  'crowd-kit: posteriors of $itemCount items, $labelCount labels',
  ({ gold, posterior, ...columns }) => {
    const stop = { tolerance: 0, iterations: 500 };
    const { consensus } = dawidSkene(ratingTable(columns), { kind: 'maximum-likelihood', gold, stop });
    // Two iterations that run to their end from one start.
    expect(largestDifference(consensus.numbers, posterior)).toBeLessThan(1e-6);
  },
);

test.each(golden.dense)(
  'dense matrices: $kind, $labelCount labels, $options',
  ({ kind, options, judge, iterations, posterior, logLikelihood, emissionOfLast, ...columns }) => {
    const all = { ...options, kind, stop: { tolerance: 0, iterations } };
    const table = ratingTable(columns);
    const result: DawidSkene =
      judge === null
        ? dawidSkene(table, all)
        : dawidSkene(table, { ...all, judge: cellsOf(judge, columns.labelCount) });
    // The same number of steps: rounding alone.
    expect(result.iterations).toBe(iterations);
    expect(largestDifference(result.consensus.numbers, posterior)).toBeLessThan(1e-10);
    expect(Math.abs(result.logLikelihood - logLikelihood)).toBeLessThan(1e-9);
    const last = result.judge?.emission ?? confusionMatrix(result.raters, columns.raterCount - 1);
    expect(largestDifference(last, emissionOfLast)).toBeLessThan(1e-10);
  },
);

function cellsOf(judge: NonNullable<DenseCase['judge']>, labelCount: number): JudgeCells {
  const unknown = Float64Array.from(judge.cellLabel, () => NaN);
  return {
    judge: 'judge',
    itemCount: judge.cell.length,
    labelCount,
    cell: Int32Array.from(judge.cell),
    cellLabel: Int32Array.from(judge.cellLabel),
    verdicts: Int32Array.from(judge.verdicts),
    lowestConfidence: unknown,
    highestConfidence: unknown,
  };
}

function largestDifference(found: ArrayLike<number>, wanted: readonly number[]): number {
  expect(found.length).toBe(wanted.length);
  return wanted.reduce((most, value, at) => Math.max(most, Math.abs(found[at] - value)), 0);
}
