import { expect, test } from 'vitest';
import { ratingTable } from '../../numeric/rating-table.ts';
import { exchangedLabels } from './exchanged-labels.ts';

/** Nine items, three of each label, all raters of one mind; the model says `says[label]`. */
function exchanged(says: readonly (readonly number[])[]): number[] {
  const rows = Array.from({ length: 18 }, (_, at) => at);
  const table = ratingTable({
    itemCount: 9,
    raterCount: 2,
    labelCount: 3,
    item: rows.map((at) => Math.floor(at / 2)),
    rater: rows.map((at) => at % 2),
    label: rows.map((at) => Math.floor(at / 2) % 3),
  });
  const posterior = Array.from({ length: 9 }, (_, i) => says[i % 3]).flat();
  return exchangedLabels(table, Float64Array.from(posterior));
}

test('a model that says what people say has exchanged nothing, nor has one that is unsure', () => {
  expect(
    exchanged([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
  ).toEqual([]);
  expect(
    exchanged([
      [0.4, 0.3, 0.3],
      [0.3, 0.4, 0.3],
      [0.3, 0.3, 0.4],
    ]),
  ).toEqual([]);
});

test('two labels for one another, three in a round', () => {
  expect(
    exchanged([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]),
  ).toEqual([0, 1]);
  expect(
    exchanged([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]),
  ).toEqual([0, 1, 2]);
});

test('a label that the model swallows is not exchanged, and one it hardly gives is left out', () => {
  expect(
    exchanged([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]),
  ).toEqual([]);
  expect(
    exchanged([
      [0.9, 0.1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]),
  ).toEqual([]);
});
