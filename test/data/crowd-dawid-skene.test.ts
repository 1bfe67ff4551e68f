import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DawidSkene, type DawidSkeneOptions, dawidSkene } from '../../src/stats/aggregation/index.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';

const folder = join(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'crowd');
// The first three lie in the shared data sets; the others are tested where somebody puts them beside.
const labelCounts = { rte: 2, web: 5, dog: 4, bluebird: 2, trec: 2 };
type Name = keyof typeof labelCounts;
const names = Object.keys(labelCounts) as Name[];
const present = (name: Name): boolean =>
  ['crowd', 'truth'].every((part) => existsSync(join(folder, `${name}_${part}.txt`)));

// From a computation of its own: percent error with ties by parts, log-likelihood, negative log-likelihood of the
// truth with posteriors of at least 1e-12, percentage points that the top posterior lies above the accuracy.
interface Wanted {
  readonly error: number;
  readonly logLikelihood?: number;
  readonly loss?: number;
  readonly tooSure?: number;
}
const options = {
  'maximum likelihood': { kind: 'maximum-likelihood' },
  'one pseudo-count a cell': { kind: 'map' },
  'one a cell, two on the diagonal': { kind: 'map', pseudoCounts: { right: 2, wrong: 1 } },
  'pool, strength 2': {},
} satisfies Record<string, DawidSkeneOptions>;
const wanted: Record<Name, Record<keyof typeof options, Wanted>> = {
  bluebird: {
    'maximum likelihood': { error: 10.19, logLikelihood: -1888.117, loss: 1.61, tooSure: 9.9 },
    'one pseudo-count a cell': { error: 11.11 },
    'one a cell, two on the diagonal': { error: 11.11 },
    'pool, strength 2': { error: 10.19, loss: 1.45 },
  },
  rte: {
    'maximum likelihood': { error: 7.25, logLikelihood: -3679.629, loss: 1.09, tooSure: 6.4 },
    'one pseudo-count a cell': { error: 7 },
    'one a cell, two on the diagonal': { error: 7.25 },
    'pool, strength 2': { error: 7.25, loss: 0.375 },
  },
  dog: {
    'maximum likelihood': { error: 15.74, logLikelihood: -4745.55, loss: 3.02, tooSure: 14.9 },
    'one pseudo-count a cell': { error: 15.74 },
    'one a cell, two on the diagonal': { error: 16.11 },
    'pool, strength 2': { error: 15.99, loss: 1.56 },
  },
  web: {
    'maximum likelihood': { error: 17.41, logLikelihood: -17232.857, loss: 2.29, tooSure: 10.3 },
    'one pseudo-count a cell': { error: 14.96 },
    'one a cell, two on the diagonal': { error: 18.09 },
    'pool, strength 2': { error: 17.9, loss: 0.587 },
  },
  trec: {
    'maximum likelihood': { error: 29.85, logLikelihood: -34750.03, loss: 1.81, tooSure: 18 },
    'one pseudo-count a cell': { error: 30.11 },
    'one a cell, two on the diagonal': { error: 29.41 },
    'pool, strength 2': { error: 29.36, loss: 0.942 },
  },
};

for (const name of names)
  if (!present(name)) console.log(`skipped: ${join(folder, `${name}_crowd.txt`)} is not there`);

describe.each(names.filter(present))('Dawid-Skene on %s', (name) => {
  const { table, truth } = load(name);

  test.each(Object.entries(options))('%s', (title, choice) => {
    const { error, logLikelihood, loss, tooSure } = wanted[name][title as keyof typeof options];
    const result = dawidSkene(table, choice);
    const scored = scoresOf(result, truth);
    // All are printed with the digits given: half a unit of the last one.
    expect(Math.abs(scored.error - error)).toBeLessThan(0.0051);
    if (logLikelihood !== undefined)
      expect(Math.abs(result.logLikelihood - logLikelihood)).toBeLessThan(name === 'trec' ? 0.0051 : 0.00051);
    if (loss !== undefined) expect(Math.abs(scored.loss - loss)).toBeLessThan(loss < 1 ? 0.00051 : 0.0051);
    if (tooSure !== undefined) expect(Math.abs(scored.tooSure - tooSure)).toBeLessThan(0.051);
    expect(result.converged).toBe(true);
    expect(result.notices).toEqual([]);
  });
});

describe.skipIf(!present('web'))('web, where nothing is settled by 15,567 ratings', () => {
  const { table, truth } = present('web') ? load('web') : ({} as ReturnType<typeof load>);

  test('run on to 500 iterations the pool moves by six items, and says that it did not converge', () => {
    const result = dawidSkene(table, { stop: { tolerance: 0, iterations: 500 } });
    expect(Math.abs(scoresOf(result, truth).error - 17.68)).toBeLessThan(0.0051);
    expect(result.notices.map(({ code }) => code)).toEqual(['did-not-converge']);
  });

  test('a strength of 10 or 20 destroys it, and the fit does not converge', () => {
    for (const [strength, error] of [
      [10, 27.6],
      [20, 52],
    ]) {
      const result = dawidSkene(table, { strength });
      expect(Math.abs(scoresOf(result, truth).error - error)).toBeLessThan(strength === 10 ? 0.051 : 0.51);
      expect(result.notices.map(({ code }) => code)).toEqual(['did-not-converge']);
    }
  });
});

function load(name: Name): { table: RatingTable; truth: ReadonlyMap<number, number> } {
  const rows = numbers(`${name}_crowd.txt`);
  const items = codes(rows.map((row) => row[0]));
  const raters = codes(rows.map((row) => row[1]));
  const lowest = Math.min(...new Set(rows.map((row) => row[2])));
  const table = ratingTable({
    itemCount: items.size,
    raterCount: raters.size,
    labelCount: labelCounts[name],
    item: rows.map((row) => items.get(row[0])!),
    rater: rows.map((row) => raters.get(row[1])!),
    label: rows.map((row) => row[2] - lowest),
  });
  // Truth exists for items nobody rated, too (web); dog repeats each row ten times.
  const known = numbers(`${name}_truth.txt`).filter((row) => items.has(row[0]));
  return { table, truth: new Map(known.map((row) => [items.get(row[0])!, row[1] - lowest])) };
}

function scoresOf({ consensus }: DawidSkene, truth: ReadonlyMap<number, number>) {
  const { labelCount, numbers: posteriors, quality } = consensus;
  let right = 0;
  let loss = 0;
  let sure = 0;
  for (const [i, label] of truth) {
    const row = posteriors.subarray(i * labelCount, (i + 1) * labelCount);
    const top = row.filter((value) => value >= quality[i] * (1 - 1e-12)).length;
    if (row[label] >= quality[i] * (1 - 1e-12)) right += 1 / top;
    loss -= Math.log(Math.max(1e-12, row[label]));
    sure += quality[i];
  }
  const n = truth.size;
  return { error: 100 * (1 - right / n), loss: loss / n, tooSure: (100 * (sure - right)) / n };
}

function numbers(file: string): number[][] {
  return readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}

function codes(ids: readonly number[]): Map<number, number> {
  return new Map([...new Set(ids)].sort((a, b) => a - b).map((id, code) => [id, code]));
}
