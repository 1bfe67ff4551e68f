import { describe, expect, test } from 'vitest';

import { sectionHtml, sectionWords, wordsOf } from '../../../test/fixtures/report-text.ts';
import type { Analysis, JudgeAnalysis } from '../../analysis/index.ts';

const one = { items: 40, people: 4, judges: 1 };
type Difference = JudgeAnalysis['differences']['items'][number];

const item: Difference = {
  item: 'item 7',
  difference: 0.8312345,
  judgeLabel: 'second',
  judgeConfidence: 0.95,
  people: [1, 0, 2],
  fields: { topic: 'refunds', city: 'Bern', year: '2026' },
};

function withItems(...items: Partial<Difference>[]): (analysis: Analysis) => void {
  return ({ judges }) =>
    (judges[0].differences = { of: items.length, items: items.map((change) => ({ ...item, ...change })) });
}

function rows(html: string): string[] {
  return [...html.matchAll(/<tbody>(.*?)<\/tbody>/gsu)].flatMap(([, body]) =>
    [...body.matchAll(/<tr>.*?<\/tr>/gsu)].map(([row]) => wordsOf(row).trim()),
  );
}

describe('a row of differences', () => {
  test('has the item, the judge’s label, how the people split, the difference, the confidence and two fields', () => {
    expect(rows(sectionHtml('differences', withItems({}), one))).toEqual([
      'item 7 second 2 second, 1 first 83% 95% refunds Bern',
    ]);
  });

  test('carries the figures it is sorted by, unrounded, and the labels it is chosen by', () => {
    const html = sectionHtml('differences', withItems({}), one);
    const values = [...html.matchAll(/<data value="([^"]*)">/gu)].map(([, value]) => value);
    expect(values).toEqual(['2', '2', '0', '0.83123', '0.95']);
  });

  test('says unknown where the judge gave no confidence, and carries no number there', () => {
    const html = sectionHtml('differences', withItems({}, { judgeConfidence: NaN, judgeLabel: null }), one);
    expect(rows(html)[1]).toBe('item 7 none 2 second, 1 first 83% unknown refunds Bern');
    expect(html).toContain('<td class="n">unknown</td>');
  });

  test('has no column of confidence where there is none, and says how such a judge is counted', () => {
    const change = (analysis: Analysis): void => {
      withItems({ judgeConfidence: NaN })(analysis);
      analysis.judges[0].probabilities = null;
    };
    const page = sectionWords('differences', change, one);
    expect(page).not.toContain('confidence');
    expect(page).toContain('This judge gave no probabilities, so it counts as sure of its label.');
  });
});

describe('the table of differences', () => {
  test('stands worst first, says so to a screen reader, and offers only labels that occur', () => {
    const html = sectionHtml('differences', withItems({}, { difference: 0.2 }), one);
    expect(html).toMatch(/<th[^>]*aria-sort="descending"[^>]*>Difference<\/th>/u);
    const options = [...html.matchAll(/<option value(?:="([^"]*)")?>([^<]*)</gu)].map(
      ([, value = '', words]) => `${value} ${words}`,
    );
    expect(options).toEqual([' any', '2 second', ' any', '0 first', '2 second']);
  });

  test('hides its controls until a script shows them', () => {
    expect(sectionHtml('differences', undefined, one)).toMatch(/<div class="tools"[^>]* hidden/u);
  });

  test('shows at most 500 items of a judge, and says of how many', () => {
    const size = { items: 4000, people: 4, judges: 1 };
    expect(rows(sectionHtml('differences', undefined, size))).toHaveLength(500);
    expect(sectionWords('differences', undefined, size)).toContain(
      '500 of 3,000 items with a verdict and a person’s label are shown, worst first; results.json has more.',
    );
    expect(sectionWords('differences', undefined, one)).toContain(
      '30 items with a verdict and a person’s label, worst first.',
    );
  });

  test('is a grey box where nothing can be compared', () => {
    expect(sectionWords('differences', withItems(), one)).toContain(
      'Why: no item has both a verdict of this judge and a label by a person.',
    );
  });

  test('is there for each judge, and reached from the answer to question 1', () => {
    const html = sectionHtml('differences', undefined, { ...one, judges: 3 });
    expect(html.match(/class="filtered"/gu)).toHaveLength(3);
    expect(sectionHtml('answers', undefined, one)).toContain('href="#differences"');
  });
});

describe('the table of labels', () => {
  test('filters and sorts alike: by label and by the judge, worst first', () => {
    const html = sectionHtml('labels', undefined, one);
    expect(html).toMatch(/<th[^>]*aria-sort="ascending"[^>]*>Quality<\/th>/u);
    expect([...html.matchAll(/<select data-column="(\d+)"/gu)].map(([, column]) => Number(column))).toEqual([
      1, 6,
    ]);
    const headers = [...html.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/gu)].map(([, words]) => words);
    expect(headers.slice(0, 12)).toContain('Majority says');
    expect(headers.indexOf('Judge says') - headers.indexOf('Label')).toBe(5);
    expect(html).toContain('<option value="-1">tied</option>');
  });
});
