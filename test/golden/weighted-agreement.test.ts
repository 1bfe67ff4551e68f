import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type WeightChoice, cohensKappa, gwetsAc1, gwetsAc2 } from '../../src/stats/agreement/index.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';

// Written by scripts/golden/weighted-agreement.py; library versions and seed are in the file.
interface Case {
  name: string;
  labelCount: number;
  first: number[];
  second: number[];
  ratings: number[][];
  wanted: { weights: 'nominal' | 'linear' | 'quadratic' | 'ordinal'; values: number[] | null; kappa: number; ac2: number }[];
}
const { cases } = JSON.parse(readFileSync(new URL('weighted-agreement.json', import.meta.url), 'utf8')) as { cases: Case[] };

// Closed forms: some hundred terms in another order.
const digits = 11;

describe.each(cases)('$name', ({ labelCount, first, second, ratings, wanted }) => {
  const table = tableOf(ratings, labelCount);

  test.each(wanted)('weights $weights of values $values', ({ weights, values, kappa, ac2 }) => {
    const choice = (values === null ? { weights } : { weights, values }) as WeightChoice & { weights: typeof weights };
    expect(cohensKappa(first, second, labelCount, choice).value).toBeCloseTo(kappa, digits);
    expect(gwetsAc2(table, choice).value).toBeCloseTo(ac2, digits);
  });

  test('without weights AC2 is AC1', () => {
    expect(gwetsAc1(table).value).toBeCloseTo(wanted.find(({ weights }) => weights === 'nominal')!.ac2, digits);
  });
});

function tableOf(ratings: readonly number[][], labelCount: number): RatingTable {
  return ratingTable({
    itemCount: ratings.length,
    raterCount: 3,
    labelCount,
    item: ratings.flatMap((labels, item) => labels.map(() => item)),
    rater: ratings.flatMap((labels) => [...labels.keys()]),
    label: ratings.flat(),
  });
}
