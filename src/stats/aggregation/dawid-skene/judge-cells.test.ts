import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../numeric/errors.ts';
import { judgeCells } from './judge-cells.ts';

const of = (labels: readonly number[], confidence?: readonly number[], bins?: number) =>
  judgeCells({
    judge: 'judge',
    labelCount: 3,
    labels,
    ...(confidence === undefined ? {} : { confidence }),
    ...(bins === undefined ? {} : { bins }),
  });

describe('judgeCells', () => {
  test('thirty verdicts of a label are three bins of ten', () => {
    const confidence = Array.from({ length: 30 }, (_, i) => (30 - i) / 31);
    const cells = of(
      confidence.map(() => 1),
      confidence,
    );
    expect(Array.from(cells.verdicts)).toEqual([10, 10, 10]);
    expect(Array.from(cells.cellLabel)).toEqual([1, 1, 1]);
    // The surest come first in the data.
    expect(Array.from(cells.cell.slice(0, 10))).toEqual(Array.from({ length: 10 }, () => 2));
    expect(Array.from(cells.lowestConfidence)).toEqual([1 / 31, 11 / 31, 21 / 31]);
    expect(Array.from(cells.highestConfidence)).toEqual([10 / 31, 20 / 31, 30 / 31]);
  });

  test('a label has one bin for every ten verdicts, each label by itself', () => {
    const labels = [...Array.from({ length: 29 }, () => 0), ...Array.from({ length: 19 }, () => 2)];
    const cells = of(
      labels,
      labels.map((_, i) => i / 100),
    );
    expect(Array.from(cells.cellLabel)).toEqual([0, 0, 2]);
    expect(Array.from(cells.verdicts)).toEqual([14, 15, 19]);
  });

  test('equal confidences share a bin, and a bin without verdicts is no cell', () => {
    // Two in three are certain: the middle of their ranks lies in the upper third, and nothing in the middle.
    const confidence = Array.from({ length: 60 }, (_, i) => (i < 20 ? i / 100 : 1));
    const cells = of(
      confidence.map(() => 0),
      confidence,
    );
    expect(Array.from(cells.verdicts)).toEqual([20, 40]);
    expect(Array.from(cells.lowestConfidence)).toEqual([0, 1]);
    // One confidence throughout says nothing.
    expect(of([0, 0, 0, 0], [0.9, 0.9, 0.9, 0.9]).cellLabel.length).toBe(1);
  });

  test('no confidences: a cell a label; verdicts without one are a cell of their own', () => {
    expect(Array.from(of([2, 0, -1, 2]).cell)).toEqual([1, 0, -1, 1]);
    const some = of([0, 0, 1], [NaN, 0.8, NaN]);
    expect(Array.from(some.cell)).toEqual([1, 0, 2]);
    expect(Array.from(some.lowestConfidence)).toEqual([0.8, NaN, NaN]);
    expect(Array.from(some.highestConfidence)).toEqual([0.8, NaN, NaN]);
  });

  test('no verdicts, no cells', () => {
    expect(of([-1, -1]).cellLabel.length).toBe(0);
  });

  test('every verdict has a cell of its label, no cell is empty, and no order of items changes the cells', () => {
    const verdict = fc.record({
      label: fc.integer({ min: -1, max: 2 }),
      tenths: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 120 }), fc.integer({ min: 1, max: 4 }), (verdicts, bins) => {
        const labels = verdicts.map(({ label }) => label);
        const confidence = verdicts.map(({ tenths }) => tenths / 10);
        const cells = of(labels, confidence, bins);
        expect(Array.from(cells.cell, (c) => (c < 0 ? -1 : cells.cellLabel[c]))).toEqual(labels);
        expect(Math.min(1, ...cells.verdicts)).toBe(1);
        for (let c = 0; c < cells.cellLabel.length; c++)
          expect(cells.cell.filter((of) => of === c).length).toBe(cells.verdicts[c]);
        const turned = of(labels.toReversed(), confidence.toReversed(), bins);
        expect(Array.from(turned.cell).reverse()).toEqual(Array.from(cells.cell));
      }),
      { seed: 7 },
    );
  });

  test.each<[string, () => unknown]>([
    ['name of the judge; received an empty one', () => judgeCells({ judge: '', labelCount: 2, labels: [0] })],
    ['label codes below 3; received 3 at index 1', () => of([0, 3])],
    ['confidences in [0, 1]; received 1.2 at index 0', () => of([0], [1.2])],
    ['a confidence for each label; received 1 for 2', () => of([0, 1], [0.5])],
    ['at least 1 bin; received 0', () => of([0], [0.5], 0)],
  ])('refuses: %s', (message, call) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});
