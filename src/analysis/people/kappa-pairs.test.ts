import { expect, test } from 'vitest';
import { readStudy } from '../../data/index.ts';
import { cohensKappa, createRandom, drawIndex } from '../../stats/index.ts';
import { peopleView } from '../views/people-view.ts';
import { kappaPairs } from './kappa-pairs.ts';

interface Row {
  readonly item: string;
  readonly rater: string;
  readonly label: string;
}

async function pairsOf(rows: readonly Row[]): Promise<ReturnType<typeof kappaPairs>> {
  const lines = rows.map(({ item, rater, label }) => `${item},${rater},${label}`);
  const text = ['item,rater,label', ...lines].join('\n');
  const study = await readStudy([{ name: 'a.csv', open: () => [Buffer.from(text)] }]);
  return kappaPairs(study, peopleView(study));
}

/** Each item rated by some of so many people, no one twice. */
function drawnRows(items: number, people: number, perItem: number): Row[] {
  const random = createRandom('pairs').fork(people);
  return Array.from({ length: items }, (_, item) => {
    const team = new Set<number>();
    while (team.size < perItem) team.add(drawIndex(random, people));
    return [...team].map((rater) => ({
      item: `i${item}`,
      rater: `p${1000 + rater}`,
      label: random.next() < 0.6 ? 'Pass' : 'Fail',
    }));
  }).flat();
}

/** Every two people, looked at one by one. */
function plainly(rows: readonly Row[]): { first: string; second: string; items: number; kappa: number }[] {
  const names = [...new Set(rows.map(({ rater }) => rater))].toSorted();
  const own = new Map(
    names.map((name) => [name, new Map(rows.flatMap((r) => (r.rater === name ? [[r.item, r.label]] : [])))]),
  );
  const code = (label: string | undefined): number => (label === undefined ? -1 : label === 'Pass' ? 1 : 0);
  const items = [...new Set(rows.map(({ item }) => item))];
  return names.flatMap((first, at) =>
    names.slice(at + 1).flatMap((second) => {
      const labels = [first, second].map((name) => items.map((item) => code(own.get(name)!.get(item))));
      const shared = items.filter((_, i) => labels[0][i] >= 0 && labels[1][i] >= 0).length;
      if (shared === 0) return [];
      return [{ first, second, items: shared, kappa: cohensKappa(labels[0], labels[1], 2).value }];
    }),
  );
}

// Few people with much in common have a cell for every pair, many with little one for each that occurs.
test.each([
  [60, 8, 3],
  [40, 200, 3],
])(
  '%i items, %i people, %i an item: the pairs with most in common, and how many are left out',
  async (...sizes) => {
    const rows = drawnRows(...sizes);
    const all = plainly(rows).toSorted(
      (a, b) => b.items - a.items || (a.first + a.second < b.first + b.second ? -1 : 1),
    );
    const { pairs, pairsLeftOut } = await pairsOf(rows);
    expect(pairs.map(({ first, second, items, kappa }) => ({ first, second, items, kappa }))).toEqual(
      all.slice(0, 50),
    );
    expect(pairsLeftOut).toBe(Math.max(0, all.length - 50));
  },
);

test('of thousands of people on one item no pair is listed: they are counted', async () => {
  const people = 5000;
  const rows = Array.from({ length: people }, (_, rater) => ({
    item: 'one',
    rater: `p${rater}`,
    label: rater % 3 === 0 ? 'Fail' : 'Pass',
  }));
  expect(await pairsOf(rows)).toEqual({ pairs: [], pairsLeftOut: (people * (people - 1)) / 2 });
});
