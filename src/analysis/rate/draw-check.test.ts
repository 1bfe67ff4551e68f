import { describe, expect, test } from 'vitest';
import { type LabeledSample, labeledSample } from '../../stats/index.ts';
import { said } from '../words/notices.ts';
import { checkDraw } from './draw-check.ts';

/**
 * 50 labeled and 950 unlabeled items; so many labeled ones, and half of the others, have the higher of two
 * values.
 */
function sampleOf(higher: number, [low, high]: readonly [number, number]): LabeledSample<'random'> {
  const values = (count: number, length: number): Float64Array =>
    new Float64Array(length).fill(low).fill(high, 0, count);
  return labeledSample({
    selection: 'random',
    outcome: new Float64Array(50),
    judge: values(higher, 50),
    unlabeledJudge: values(475, 950),
    clusters: 'items',
  });
}

const pass = { words: 'Pass', model: null };
const calls = [0, 1] as const;
const certain = [0.95, 0.99] as const;

// The p-value of 37 of 50 is 0.00128, that of 38 is 0.00044.
test('verdicts: doubt begins below 0.0005', () => {
  expect(checkDraw(sampleOf(37, calls), null, pass)).toEqual({ compared: ['verdicts'] });
  const { compared, doubt } = checkDraw(sampleOf(38, calls), null, pass);
  expect(compared).toEqual(['verdicts']);
  expect(said(doubt!).text).toContain('the judge says "Pass" on 76% of them and on 50% of the others');
});

test('confidence is looked at where verdicts are balanced, above and below its mean wherever that is', () => {
  const balanced = sampleOf(25, calls);
  expect(checkDraw(balanced, sampleOf(37, certain), pass)).toEqual({ compared: ['verdicts', 'confidence'] });
  const { compared, doubt } = checkDraw(balanced, sampleOf(38, certain), pass);
  expect(compared).toEqual(['verdicts', 'confidence']);
  expect(said(doubt!).text).toContain(
    'the judge is surer than it is on average on 76% of them and on 50% of the others',
  );
});

describe('silence', () => {
  /** Of 50 labeled and 950 other items so many have a verdict, half of them yes. */
  function silentOn(answered: number, others: number): LabeledSample<'random'> {
    const values = (count: number, length: number): (number | null)[] =>
      Array.from({ length }, (_, i) => (i < count ? i % 2 : null));
    return labeledSample({
      selection: 'random',
      outcome: new Float64Array(50),
      judge: values(answered, 50),
      unlabeledJudge: values(others, 950),
      clusters: 'items',
    });
  }

  // Half of the others have a verdict: the p-value of 37 of 50 is 0.00128, that of 38 is 0.00044.
  test('is compared where some items have no verdict, and doubted below 0.0005', () => {
    expect(checkDraw(silentOn(37, 475), null, pass)).toEqual({ compared: ['silence', 'verdicts'] });
    const { compared, doubt } = checkDraw(silentOn(38, 475), null, pass);
    expect(compared).toEqual(['silence']);
    expect(said(doubt!).text).toContain('the judge gives a verdict on 76% of them and on 50% of the others');
    expect(said(doubt!).text).toContain('give them a row with the status not_asked');
  });

  test('with three comparisons the limit of each is a third of one in a thousand', () => {
    // 0.00044 is doubted by two comparisons and not by three.
    expect(checkDraw(silentOn(38, 475), sampleOf(25, certain), pass).doubt).toBeUndefined();
    expect(checkDraw(silentOn(39, 475), sampleOf(25, certain), pass)).toMatchObject({
      compared: ['silence'],
    });
    expect(checkDraw(silentOn(25, 475), sampleOf(25, certain), pass)).toEqual({
      compared: ['silence', 'verdicts', 'confidence'],
    });
  });

  test('where every labeled item and hardly another has a verdict, the labels are no draw from all items', () => {
    expect(checkDraw(silentOn(50, 40), null, pass).doubt?.facts).toMatchObject({
      labeled: 1,
      others: 40 / 950,
    });
  });
});

test('a win is told as one: a tie is none', () => {
  const { doubt } = checkDraw(sampleOf(40, [0.5, 1]), null, {
    words: 'red wins (a tie counts half)',
    model: 'red',
  });
  expect(said(doubt!).text).toContain('the judge lets red win on 80% of them and on 50% of the others');
});

test('without enough clusters nothing is compared, and the reason is said', () => {
  const cluster = { labeled: [0, 0, 1, 1], unlabeled: [2, 2, 3, 3] };
  const few = labeledSample({
    selection: 'random',
    outcome: [0, 0, 0, 0],
    judge: [1, 1, 1, 1],
    unlabeledJudge: [0, 0, 0, 0],
    clusters: cluster,
  });
  expect(checkDraw(few, few, pass)).toEqual({
    compared: [],
    reason: { code: 'few-clusters-to-compare', facts: { clusters: 2, from: 10 } },
  });
});
