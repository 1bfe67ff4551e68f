import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { type LabeledSampleInput, labeledSample } from './labeled-sample.ts';

const input: LabeledSampleInput<'random'> = {
  selection: 'random',
  outcome: [1, 0, 0.5],
  judge: [0.9, 0.1, 0.4],
  unlabeledJudge: [0.2, 0.3],
  clusters: 'items',
};

test('independent items get clusters of their own, unlabeled ones too', () => {
  const { cluster, unlabeled } = labeledSample(input);
  expect([...cluster, ...unlabeled.cluster]).toEqual([0, 1, 2, 3, 4]);
});

test.each([
  [3, 1, 8],
  [0, 1, 2],
  // Far more than there are items.
  [2 ** 31 - 1, 7, 2 ** 30],
])('clusters are numbered as they come, whatever their codes: %d, %d, %d', (a, b, c) => {
  const { cluster, unlabeled, clusterCount } = labeledSample({
    ...input,
    clusters: { labeled: [a, a, b], unlabeled: [b, c] },
  });
  expect([...cluster]).toEqual([0, 0, 1]);
  expect([...unlabeled.cluster]).toEqual([1, 2]);
  expect(clusterCount).toBe(3);
});

test('null is no verdict, kept as NaN and never as 0', () => {
  const { judge, unlabeled } = labeledSample({ ...input, judge: [0.9, null, 0], unlabeledJudge: [null, 0] });
  expect([...judge]).toEqual([0.9, NaN, 0]);
  expect([...unlabeled.judge]).toEqual([NaN, 0]);
});

test('inputs are copied', () => {
  const outcome = [1, 0, 0.5];
  const sample = labeledSample({ ...input, outcome });
  outcome[0] = 0;
  expect(sample.outcome[0]).toBe(1);
});

test.each([
  [
    'lengths that differ',
    { judge: [1] },
    'requires one judge value for each outcome; received 1 values and 3 outcomes',
  ],
  [
    notice('no-labeled-item'),
    { outcome: [], judge: [] },
    'requires at least one labeled item; received none',
  ],
  ['an outcome outside [0, 1]', { outcome: [1, 2, 0] }, 'requires outcomes in [0, 1]; received 2 at index 1'],
  [
    'a judge’s value that is no number',
    { judge: [1, 0, NaN] },
    'requires judge values that are numbers, or null for no verdict; received NaN at index 2',
  ],
  ['an unlabeled one', { unlabeledJudge: [Infinity] }, 'received Infinity at index 0 of the unlabeled'],
  [
    'too few cluster codes',
    { clusters: { labeled: [0], unlabeled: [1, 2] } },
    'received 1 codes for 3 items',
  ],
  [
    'a broken cluster code',
    { clusters: { labeled: [0, 1, 2], unlabeled: [1, 0.5] } },
    'requires whole cluster codes from 0; received 0.5 at index 1',
  ],
  [
    'a cluster code too large to keep',
    { clusters: { labeled: [0, 1, 2 ** 31], unlabeled: [1, 2] } },
    'received 2147483648 at index 2',
  ],
] as const)('%s is refused', (_, change, message) => {
  expect(() => labeledSample({ ...input, ...change })).toThrow(InputError);
  expect(() => labeledSample({ ...input, ...change })).toThrow(message);
});

test('a selection that is none is refused, and so are unlabeled items where all are labeled', () => {
  expect(() => labeledSample({ ...input, selection: 'all' })).toThrow(
    'requires no unlabeled item where all are labeled; received 2',
  );
  expect(() => labeledSample({ ...input, selection: 'chosen' as 'random' })).toThrow(
    'requires selection random, all or separate; received "chosen"',
  );
});
