import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { softMajority, type SoftMajority } from '../../src/stats/aggregation/index.ts';
import { ratingTable } from '../../src/stats/numeric/rating-table.ts';

const folder = join(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'crowd');
const names = ['rte', 'web', 'dog'] as const;
const present = names.every((name) => existsSync(join(folder, `${name}_crowd.txt`)));
if (!present) console.log(`skipped: ${join(folder, 'rte_crowd.txt')} and its neighbors are not there`);

// From a computation of its own: items with ratings and truth, items tied (of all), percent error of the soft
// majority.
const wanted = {
  rte: {
    items: 800,
    labels: 8000,
    labelCount: 2,
    truths: 800,
    tied: 65,
    tiedWithTruth: 65,
    error: 10.31,
    lowest: 8.13,
    highest: 12.5,
  },
  web: {
    items: 2665,
    labels: 15567,
    labelCount: 5,
    truths: 2653,
    tied: 569,
    tiedWithTruth: 567,
    error: 26.93,
    lowest: 22.35,
    highest: 32.08,
  },
  dog: {
    items: 807,
    labels: 8070,
    labelCount: 4,
    truths: 807,
    tied: 50,
    tiedWithTruth: 50,
    error: 17.78,
    lowest: 18.22,
    highest: 17.35,
  },
};

describe.skipIf(!present)('the majority vote on public crowd data', () => {
  for (const name of names) {
    test(`${name}: ties count fractionally, as published`, () => {
      const { items, labels, majority, truth } = load(name);
      const { error, tied, tiedWithTruth } = scored(majority, truth);
      expect({
        items,
        labels,
        truths: truth.size,
        tied: majority.tied.reduce((a, b) => a + b, 0),
        tiedWithTruth,
      }).toEqual({
        items: wanted[name].items,
        labels: wanted[name].labels,
        truths: wanted[name].truths,
        tied: wanted[name].tied,
        tiedWithTruth: wanted[name].tiedWithTruth,
      });
      expect(tied).toBe(tiedWithTruth);
      // Published with two decimals.
      expect(error(0.5)).toBeCloseTo(wanted[name].error, 2);
    });

    test(`${name}: which end of the label list wins ties moves the error by points`, () => {
      const { majority, truth } = load(name);
      const { error } = scored(majority, truth);
      expect(Math.abs(error('lowest') - wanted[name].lowest)).toBeLessThan(0.0051);
      expect(Math.abs(error('highest') - wanted[name].highest)).toBeLessThan(0.0051);
    });
  }
});

function load(name: (typeof names)[number]): {
  items: number;
  labels: number;
  majority: SoftMajority<'people'>;
  truth: Map<number, number>;
} {
  const rows = numbers(`${name}_crowd.txt`);
  const itemCodes = codes(rows.map((row) => row[0]));
  const raterCodes = codes(rows.map((row) => row[1]));
  const table = ratingTable({
    itemCount: itemCodes.size,
    raterCount: raterCodes.size,
    labelCount: wanted[name].labelCount,
    item: rows.map((row) => itemCodes.get(row[0])!),
    rater: rows.map((row) => raterCodes.get(row[1])!),
    label: rows.map((row) => row[2] - 1),
  });
  // Truth exists for items nobody rated, too (web); dog repeats each row ten times.
  const truth = new Map(
    numbers(`${name}_truth.txt`)
      .filter((row) => itemCodes.has(row[0]))
      .map((row) => [itemCodes.get(row[0])!, row[1] - 1]),
  );
  return { items: table.itemCount, labels: table.label.length, majority: softMajority(table), truth };
}

function scored(majority: SoftMajority<'people'>, truth: ReadonlyMap<number, number>) {
  const { labelCount, numbers: shares, quality, label } = majority;
  let tiedWithTruth = 0;
  let tied = 0;
  for (const i of truth.keys()) {
    tiedWithTruth += majority.tied[i];
    if (label[i] < 0) tied++;
  }
  function error(rule: 0.5 | 'lowest' | 'highest'): number {
    let credit = 0;
    for (const [i, right] of truth) {
      const top = Array.from({ length: labelCount }, (_, k) => k).filter(
        (k) => Math.abs(shares[i * labelCount + k] - quality[i]) < 1e-9,
      );
      if (rule === 0.5) credit += top.includes(right) ? 1 / top.length : 0;
      else credit += Number((rule === 'lowest' ? top[0] : top.at(-1)) === right);
    }
    return 100 * (1 - credit / truth.size);
  }
  return { error, tied, tiedWithTruth };
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
