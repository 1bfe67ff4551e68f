import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { labeledSample } from './labeled-sample.ts';
import { labelsSaved, rateDesign } from './rate-estimate.ts';

describe('labelsSaved', () => {
  test('half the standard error is worth four times the labels', () => {
    expect(labelsSaved({ standardError: 0.02 }, { standardError: 0.04 }, 100)).toBeCloseTo(300, 10);
  });

  test('a correction that cost precision saves a negative number', () => {
    expect(labelsSaved({ standardError: 0.05 }, { standardError: 0.04 }, 100)).toBeCloseTo(-36, 10);
  });

  test('nothing is known where a standard error is unknown, or said to be 0', () => {
    for (const [corrected, people] of [
      [NaN, 0.1],
      [0.1, NaN],
      [0, 0.1],
      [0.1, 0],
    ])
      expect(labelsSaved({ standardError: corrected }, { standardError: people }, 50)).toBeNaN();
    expect(() => labelsSaved({ standardError: 0.1 }, { standardError: 0.1 }, 1.5)).toThrow(InputError);
  });
});

describe('rateDesign', () => {
  const input = {
    selection: 'random',
    outcome: [1, 0.5, 0.4, 0, 1],
    judge: [1, 1, 0, 0, 1],
    unlabeledJudge: [0, 1, 1],
  } as const;

  test('counts labels, the smaller side, and the items without a verdict', () => {
    expect(rateDesign(labeledSample({ ...input, clusters: 'items' }))).toEqual({
      labeled: 5,
      unlabeled: 3,
      smallerSide: 2,
      labeledClusters: 5,
      effectiveClusters: 5,
      unlabeledClusters: 3,
      singleItems: true,
      unseenShare: 0,
      withoutVerdict: { labeled: 0, unlabeled: 0 },
    });
  });

  test('the smaller side counts clusters: many items in few of them are few', () => {
    const outcome = [1, 1, 1, 1, 1, 1, 0, 0, 0];
    const at = (labeled: number[]): number =>
      rateDesign(
        labeledSample({ ...input, outcome, judge: outcome, clusters: { labeled, unlabeled: [9, 9, 9] } }),
      ).smallerSide;
    expect(at([0, 1, 2, 3, 4, 5, 6, 7, 8])).toBe(3);
    // Six items say yes, all in one cluster, which holds one that says no too.
    expect(at([0, 0, 0, 0, 0, 0, 0, 7, 8])).toBe(1);
    expect(at([0, 0, 0, 1, 1, 1, 2, 2, 2])).toBe(1);
  });

  test('the largest part of the pool that no labeled item stands for, silence like any other value', () => {
    const at = (unlabeledJudge: (number | null)[]): object => {
      const { unseenShare, withoutVerdict } = rateDesign(
        labeledSample({ ...input, unlabeledJudge, clusters: 'items' }),
      );
      return { unseenShare, ...withoutVerdict };
    };
    expect(at([0, 1, 2])).toEqual({ unseenShare: 1 / 8, labeled: 0, unlabeled: 0 });
    expect(at([2, 3, 2, 0, 0])).toEqual({ unseenShare: 2 / 10, labeled: 0, unlabeled: 0 });
    expect(at([null, 3, null, 0, 0])).toEqual({ unseenShare: 2 / 10, labeled: 0, unlabeled: 2 });
    const seen = labeledSample({
      ...input,
      judge: [1, null, 0, null, 1],
      unlabeledJudge: [null, 0],
      clusters: 'items',
    });
    expect(rateDesign(seen)).toMatchObject({ unseenShare: 0, withoutVerdict: { labeled: 2, unlabeled: 1 } });
  });

  test('items are no longer single where an unlabeled one shares the cluster of a labeled one', () => {
    const clusters = { labeled: [0, 1, 2, 3, 4], unlabeled: [5, 6, 0] };
    expect(rateDesign(labeledSample({ ...input, clusters }))).toMatchObject({
      labeledClusters: 5,
      singleItems: false,
    });
  });

  test('a million values of the judge are no trouble', () => {
    const many = Float64Array.from({ length: 300_000 }, (_, i) => i / 300_000);
    const sample = labeledSample({
      selection: 'random',
      outcome: many,
      judge: many,
      unlabeledJudge: [],
      clusters: 'items',
    });
    expect(rateDesign(sample).unseenShare).toBe(0);
    expect(
      rateDesign({
        ...sample,
        judge: many.map((value) => value - 1),
        unlabeled: { judge: many, cluster: sample.cluster },
      }).unseenShare,
    ).toBe(1 / 600_000);
  });
});
