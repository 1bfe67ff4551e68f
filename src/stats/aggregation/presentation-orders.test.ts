import { notice } from '../numeric/estimate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { combinePresentationOrders, presentationBias } from './presentation-orders.ts';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const pair = (z: number): number[] => [sigmoid(z), sigmoid(-z)];

describe('combinePresentationOrders', () => {
  test('removes a lean that adds to the logit exactly, where the mean of probabilities would not', () => {
    const { probabilities, itemBias } = combinePresentationOrders(pair(1.5 + 0.8), pair(1.5 - 0.8), 2);
    expect(probabilities[0]).toBeCloseTo(sigmoid(1.5), 14);
    expect(itemBias[0]).toBeCloseTo(0.8, 14);
    expect(Math.abs((sigmoid(2.3) + sigmoid(0.7)) / 2 - sigmoid(1.5))).toBeGreaterThan(0.02);
  });

  test('more labels: softmax of the mean log probability', () => {
    const { probabilities, itemBias } = combinePresentationOrders([0.7, 0.1, 0.2], [0.3, 0.5, 0.2], 3);
    const roots = [Math.sqrt(0.21), Math.sqrt(0.05), 0.2];
    const sum = roots.reduce((a, b) => a + b, 0);
    roots.forEach((root, k) => expect(probabilities[k]).toBeCloseTo(root / sum, 14));
    // Which of three labels name a side is not to be guessed.
    expect(itemBias[0]).toBeNaN();
  });

  test('sides may be named among more labels, in either order', () => {
    const tie = combinePresentationOrders([0.2, 0.7, 0.1], [0.2, 0.5, 0.3], 3, { sides: [1, 2] });
    expect(tie.itemBias[0]).toBeCloseTo((Math.log(7) - Math.log(5 / 3)) / 2, 14);
  });

  test('probabilities of 0 and 1 are kept 1e-6 away before logarithms', () => {
    const { probabilities } = combinePresentationOrders([1, 0], [1, 0], 2);
    expect(probabilities[0]).toBeCloseTo(1 - 1e-6, 11);
    expect(combinePresentationOrders([1, 0], [0, 1], 2).probabilities[0]).toBe(0.5);
  });

  test('swapping the sides everywhere mirrors probabilities to the last bit and leaves the lean', () => {
    const row = fc.integer({ min: 0, max: 1000 }).map((p) => [p / 1000, 1 - p / 1000]);
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row), { minLength: 1, maxLength: 20 }), (items) => {
        const first = items.flatMap(([p]) => p);
        const second = items.flatMap(([, p]) => p);
        const straight = combinePresentationOrders(first, second, 2);
        // The side that was called a is now b: the order that showed a first now shows b first.
        const mirrored = combinePresentationOrders(swapped(second), swapped(first), 2);
        expect(mirrored.probabilities).toEqual(Float64Array.from(swapped(straight.probabilities)));
        expect(mirrored.itemBias).toEqual(straight.itemBias);
        expect(mirrored.consistent).toEqual(straight.consistent);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test('an item with one order is left out and counted, or freed of the mean lean', () => {
    const first = [...pair(2), ...pair(1), NaN, NaN, NaN, NaN];
    const second = [...pair(1), NaN, NaN, ...pair(-1), NaN, NaN];
    const out = combinePresentationOrders(first, second, 2);
    expect(out.counts).toEqual({ items: 4, both: 1, firstOnly: 1, secondOnly: 1, neither: 1 });
    expect([out.probabilities[2], out.probabilities[4], out.probabilities[6]]).toEqual([NaN, NaN, NaN]);
    const freed = combinePresentationOrders(first, second, 2, { singleOrder: 'subtract bias' });
    expect(freed.probabilities[2]).toBeCloseTo(sigmoid(1 - 0.5), 14);
    expect(freed.probabilities[4]).toBeCloseTo(sigmoid(-1 + 0.5), 14);
    expect(freed.probabilities[6]).toBeNaN();
    // Side a is label 1 here: first and second change places, the physical answer does not.
    const turned = combinePresentationOrders(second, first, 2, {
      sides: [1, 0],
      singleOrder: 'subtract bias',
    });
    expect(turned.probabilities).toEqual(freed.probabilities);
  });

  test('a verdict that is tied in one order alone is not consistent', () => {
    const { consistent } = combinePresentationOrders(
      [0.5, 0.5, 0.9, 0.1, 0.5, 0.5],
      [0.6, 0.4, 0.7, 0.3, 0.5, 0.5],
      2,
    );
    expect(Array.from(consistent)).toEqual([0, 1, 1]);
  });

  test('refuses wrong shapes and numbers', () => {
    expect(() => combinePresentationOrders([0.5, 0.5], [1], 2)).toThrow('received 2 and 1');
    expect(() => combinePresentationOrders([0.5, 0.5], [0.5, 0.6], 2)).toThrow(
      'received 1.1 in second at item 0',
    );
    expect(() => combinePresentationOrders([0.5, NaN], [0.5, 0.5], 2)).toThrow(
      'received 1 NaN in first at item 0',
    );
    expect(() => combinePresentationOrders([1.2, -0.2], [0.5, 0.5], 2)).toThrow('received 1.2 at first[0]');
    expect(() => combinePresentationOrders([0.5, 0.5], [0.5, 0.5], 2, { sides: [0, 0] })).toThrow(InputError);
    const three = [0.2, 0.3, 0.5];
    expect(() => combinePresentationOrders(three, three, 3, { singleOrder: 'subtract bias' })).toThrow(
      'requires two labels to subtract a bias',
    );
  });
});

describe('presentationBias', () => {
  test('the mean lean, with an interval that respects clusters', () => {
    const random = createRandom(4);
    // Twenty clusters of five items that share their lean: the items say five times less than they seem to.
    const leans = Array.from({ length: 20 }, () => 0.8 + (random.next() - 0.5));
    const items = Array.from({ length: 100 }, (_, i) => ({
      z: 4 * (random.next() - 0.5),
      lean: leans[Math.floor(i / 5)],
    }));
    const combined = combinePresentationOrders(
      items.flatMap(({ z, lean }) => pair(z + lean)),
      items.flatMap(({ z, lean }) => pair(z - lean)),
      2,
    );
    const byCluster = presentationBias(combined, {
      clusters: items.map((_, i) => Math.floor(i / 5)),
      random: createRandom(1),
    });
    const byItem = presentationBias(combined, { clusters: 'items', random: createRandom(1) });
    expect(byCluster.value).toBeCloseTo(leans.reduce((a, b) => a + b, 0) / 20, 12);
    expect(byCluster.counts).toEqual({ items: 100, labels: 200, clusters: 20 });
    // √5 ≈ 2.24, with the noise of 20 clusters.
    expect(byCluster.standardError / byItem.standardError).toBeGreaterThan(1.9);
  });

  test('is unknown with a reason without both orders, and without sides', () => {
    const none = presentationBias(combinePresentationOrders([0.5, 0.5], [NaN, NaN], 2), {
      clusters: 'items',
      random: createRandom(1),
    });
    expect(none.reason).toEqual(notice('no-item-in-both-orders'));
    expect(none.value).toBeNaN();
    const rows = [0.7, 0.1, 0.2, 0.3, 0.5, 0.2, 0.6, 0.2, 0.2];
    const three = presentationBias(combinePresentationOrders(rows, rows, 3), {
      clusters: 'items',
      random: createRandom(1),
    });
    expect(three.value).toBeNaN();
    expect(three.reason).toEqual(notice('no-label-of-a-side'));
  });
});

function swapped(rows: ArrayLike<number>): number[] {
  return Array.from(rows, (_, at) => rows[at ^ 1]);
}
