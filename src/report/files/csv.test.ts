import { expect, test } from 'vitest';
import { exampleAnalysis } from '../../../test/fixtures/example-analysis.ts';
import type { Analysis, ConsensusItem } from '../../analysis/index.ts';
import { renderConsensusCsv } from './consensus-csv.ts';
import { renderRatersCsv } from './raters-csv.ts';

function rowsOf(csv: Iterable<string> | string): string[][] {
  return [...csv]
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

function item(id: string, change: Partial<ConsensusItem> = {}): ConsensusItem {
  return {
    item: id,
    label: 'first',
    status: 'given',
    method: 'majority',
    quality: 2 / 3,
    agreement: 2 / 3,
    ratings: 3,
    numbers: [2 / 3, 0, 1 / 3],
    majorityLabel: null,
    crowdlabLabel: null,
    judgeLabel: null,
    fields: {},
    ...change,
  };
}

function withItems(...items: ConsensusItem[]): Analysis {
  return exampleAnalysis(undefined, (analysis) => {
    analysis.consensus.items = items;
  });
}

test('consensus.csv has the seven columns, then a share for each label; numbers to their last bit', () => {
  expect(rowsOf(renderConsensusCsv(withItems(item('a'))))).toEqual([
    [
      'item',
      'label',
      'status',
      'method',
      'quality',
      'agreement',
      'ratings',
      'share_first',
      'share_tie',
      'share_second',
    ],
    ['a', 'first', 'given', 'majority', String(2 / 3), String(2 / 3), '3', String(2 / 3), '0', String(1 / 3)],
  ]);
});

test('shares of people and scores of CROWDLAB never stand in one column', () => {
  const [header, majority, crowdlab] = rowsOf(
    renderConsensusCsv(withItems(item('a'), item('b', { method: 'crowdlab', numbers: [0.5, 0.2, 0.3] }))),
  );
  expect(header.slice(7)).toEqual([
    'share_first',
    'share_tie',
    'share_second',
    'score_first',
    'score_tie',
    'score_second',
    'majority_label',
  ]);
  expect(majority.slice(10)).toEqual(['', '', '', '']);
  expect(crowdlab.slice(7)).toEqual(['', '', '', '0.5', '0.2', '0.3', '']);
});

test('a tied item has an empty label, and its top share as quality', () => {
  const [, row] = rowsOf(
    renderConsensusCsv(withItems(item('a', { label: null, status: 'tied', quality: 0.5, agreement: NaN }))),
  );
  expect(row.slice(0, 7)).toEqual(['a', '', 'tied', 'majority', '0.5', '', '3']);
});

test('fields of items are carried, and cannot take the name of a column', () => {
  const [header, first, second] = rowsOf(
    renderConsensusCsv(withItems(item('a', { fields: { quality: 'mine', model_a: 'x' } }), item('b'))),
  );
  expect(header.slice(-2)).toEqual(['model_a', 'field_quality']);
  expect(first.slice(-2)).toEqual(['x', 'mine']);
  expect(second.slice(-2)).toEqual(['', '']);
});

test('a name with comma, quote or line break stays one cell', () => {
  expect([...renderConsensusCsv(withItems(item('a,"b"\nc')))].join('')).toContain('"a,""b""\nc",first');
});

test('ordinal codebooks add median and mean', () => {
  const [header, row] = rowsOf(renderConsensusCsv(withItems(item('a', { median: 2, mean: 1.75 }))));
  expect(header.slice(-2)).toEqual(['median', 'mean']);
  expect(row.slice(-2)).toEqual(['2', '1.75']);
});

test('raters.csv has a row for each rater, an unknown figure is an empty cell with its reason', () => {
  const analysis = exampleAnalysis();
  const [header, ...rows] = rowsOf(renderRatersCsv(analysis));
  expect(rows.map((row) => row[0])).toEqual(analysis.raters.map((rater) => rater.id));
  expect(header.indexOf('agreement_with_consensus')).toBe(8);
  const unknown = analysis.raters.findIndex((rater) => Number.isNaN(rater.agreementWithConsensus.value));
  if (unknown >= 0) expect(rows[unknown][8]).toBe('');
  expect(rows.flat()).not.toContain('NaN');
});

test('what the model believes stands under its own name, beside what the other methods say', () => {
  const [header, row] = rowsOf(
    renderConsensusCsv(
      withItems(
        item('a', {
          method: 'dawid-skene',
          numbers: [0.7, 0.1, 0.2],
          majorityLabel: 'tie',
          crowdlabLabel: 'second',
        }),
      ),
    ),
  );
  expect(header.slice(7)).toEqual([
    'posterior_first',
    'posterior_tie',
    'posterior_second',
    'majority_label',
    'crowdlab_label',
  ]);
  expect(row.slice(7)).toEqual(['0.7', '0.1', '0.2', 'tie', 'second']);
});
