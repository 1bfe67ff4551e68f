import { describe, expect, test } from 'vitest';
import { notice } from '../numeric/estimate.ts';
import { createRandom, drawIndex } from '../numeric/random.ts';
import { clusterDraws } from './cluster-draws.ts';
import { type SelectionInput, selectionBalance } from './selection-balance.ts';

const pValue = (input: SelectionInput, seed = 1): number =>
  selectionBalance(input, { random: createRandom(seed) }).pValue;

/** So many drawn items and others, of which so many have the mark. */
function marked(yes: number, drawn: number, otherYes: number, others: number): SelectionInput {
  const marks = (count: number, length: number): number[] =>
    Array.from({ length }, (_, i) => Number(i < count));
  return {
    value: [...marks(yes, drawn), ...marks(otherYes, others)],
    drawn: marks(drawn, drawn + others),
    clusters: 'items',
  };
}

interface Cluster {
  readonly size: number;
  readonly marks: number;
  readonly drawn: number;
}

function ofClusters(clusters: readonly Cluster[]): SelectionInput {
  const of = (count: (cluster: Cluster) => number): number[] =>
    clusters.flatMap((cluster) => Array.from({ length: cluster.size }, (_, i) => Number(i < count(cluster))));
  return {
    value: of(({ marks }) => marks),
    drawn: of(({ drawn }) => drawn),
    clusters: clusters.flatMap(({ size }, code) => Array.from({ length: size }, () => code)),
  };
}

// Sums of exact fractions of binomial coefficients.
test.each([
  [8, 8, 2, 8, 0.006993006993006993],
  [0, 50, 20, 1000, 0.7469028138161075],
  [5, 50, 15, 1000, 0.00360886400163121],
  [30, 40, 270, 960, 5.188587397995183e-9],
  [12, 40, 288, 960, 1],
  [11, 40, 289, 960, 0.8772895576528373],
  [2, 10, 1, 2, 0.9090909090909092],
])('%d of %d drawn and %d of %d others: %d', (yes, drawn, otherYes, others, expected) => {
  expect(Math.abs(pValue(marked(yes, drawn, otherYes, others)) / expected - 1)).toBeLessThan(1e-9);
});

test('yes and no play the same part, and so do drawn and others', () => {
  const found = pValue(marked(9, 30, 60, 100));
  expect(Math.abs(pValue(marked(21, 30, 40, 100)) / found - 1)).toBeLessThan(1e-12);
  expect(Math.abs(pValue(marked(60, 100, 9, 30)) / found - 1)).toBeLessThan(1e-12);
});

describe('whole clusters', () => {
  const sizes = [2, 2, 3, 1, 4, 2, 3, 3];
  const marks = [2, 1, 0, 0, 1, 2, 0, 1];
  const drawn = new Set([0, 1, 5]);
  const golden = sizes.map((size, code) => ({ size, marks: marks[code], drawn: drawn.has(code) ? size : 0 }));

  test('the golden value: 1 of the 56 draws reaches as far, and items alone would say .0144', () => {
    const input = ofClusters(golden);
    expect(pValue(input)).toBeCloseTo(2 / 56, 12);
    expect(pValue({ ...input, clusters: 'items' })).toBeCloseTo(0.014448, 6);
    expect(selectionBalance(input, { random: createRandom(1) })).toMatchObject({
      drawnMean: 5 / 6,
      othersMean: 2 / 14,
    });
  });

  /** 60 clusters of four, all marked or none; of 20 drawn ones so many are marked, of 40 others ten. */
  const alike = (count: number): SelectionInput =>
    ofClusters(
      Array.from({ length: 60 }, (_, code) => ({
        size: 4,
        marks: (code < 20 ? code < count : code < 30) ? 4 : 0,
        drawn: code < 20 ? 4 : 0,
      })),
    );

  test('draws come near the exact chance: of equal clusters that are alike it is that of as many items', () => {
    for (const count of [10, 11, 12]) {
      const exact = pValue(marked(count, 20, 10, 40));
      // Twenty draws beyond have a standard error of about a fifth.
      expect(Math.abs(Math.log(pValue(alike(count)) / exact))).toBeLessThan(0.75);
    }
  });

  test('a stream gives the same p-value, the order of items and the names of clusters change nothing much', () => {
    const input = alike(11);
    expect(pValue(input)).toBe(pValue(input));
    const turned = {
      value: Array.from(input.value).toReversed(),
      drawn: Array.from(input.drawn).toReversed(),
      clusters: Array.from(input.clusters as number[], (code) => 90 - code).toReversed(),
    };
    expect(Math.abs(Math.log(pValue(turned) / pValue(input)))).toBeLessThan(0.9);
  });

  test('a far sum comes near the smallest p-value there is, a balanced one costs no draw', () => {
    expect(pValue(alike(20))).toBeLessThan(1e-4);
    expect(pValue(alike(5))).toBeGreaterThan(0.5);
  });
});

test('of clusters drawn in part the numbers drawn are dealt out', () => {
  // 40 clusters of five that are alike; one item of each of 20 was drawn: as good as 20 single draws.
  const of = (count: number): number => {
    const { value, drawn, clusters } = ofClusters(
      Array.from({ length: 40 }, (_, code) => ({
        size: 5,
        marks: (code < 20 ? code < count : code < 30) ? 5 : 0,
        drawn: code < 20 ? 1 : 0,
      })),
    );
    const cluster = Int32Array.from(clusters as number[]);
    const mean = Array.from(value).reduce((sum, one) => sum + one, 0) / value.length;
    const { total, draw } = clusterDraws({ value, drawn, cluster, clusterCount: 40, mean });
    return 2 * draw(total, createRandom(1));
  };
  for (const count of [14, 16])
    expect(Math.abs(Math.log(of(count) / pValue(marked(count, 20, 10, 20))))).toBeLessThan(0.75);
});

test('numbers: a choice of the low ones is seen, a random one is not', () => {
  const random = createRandom(7);
  const value = Array.from({ length: 400 }, () => random.next());
  const low = { value, drawn: value.map((one) => Number(one < 0.2)), clusters: 'items' as const };
  expect(pValue(low)).toBeLessThan(1e-4);
  const blind = { ...low, drawn: value.map((_, item) => Number(item % 5 === 0)) };
  expect(pValue(blind)).toBeGreaterThan(0.05);
});

test('random draws of unequal clusters with rare marks are hardly ever doubted', () => {
  const random = createRandom('draws');
  let below = 0;
  for (let run = 0; run < 400; run++) {
    const order = Array.from({ length: 120 }, (_, code) => ({ code, key: random.next() }));
    const chosen = new Set(
      order
        .toSorted((a, b) => a.key - b.key)
        .slice(0, 15)
        .map(({ code }) => code),
    );
    const clusters = Array.from({ length: 120 }, (_, code) => {
      const size = 1 + drawIndex(random, 12) * drawIndex(random, 3);
      return { size, marks: random.next() < 0.1 ? size : 0, drawn: chosen.has(code) ? size : 0 };
    });
    if (pValue(ofClusters(clusters), run) < 0.05) below++;
  }
  // At most 5 in 100, three standard errors above.
  expect(below / 400).toBeLessThan(0.083);
});

test('unknown where nothing or everything was drawn, and names what does not fit', () => {
  const at = (drawn: number[]) =>
    selectionBalance({ value: [1, 0], drawn, clusters: 'items' }, { random: createRandom(1) });
  expect(at([1, 1])).toMatchObject({ pValue: NaN, reason: notice('no-unlabeled-item') });
  expect(at([0, 0])).toMatchObject({ pValue: NaN, reason: notice('no-labeled-item') });
  expect(() => at([1])).toThrow('received 2 and 1');
  expect(() => pValue({ value: [NaN, 1], drawn: [1, 0], clusters: 'items' })).toThrow(
    'received NaN at index 0',
  );
});
