import { describe, expect, test } from 'vitest';
import { parseVerbalizedConfidence, parseVerbalizedScores } from './verbalized-confidence.ts';

describe('parseVerbalizedConfidence', () => {
  test.each([
    ['85', 0.85],
    ['A\n85', 0.85],
    ['A\n85\nThanks!', 0.85],
    ['A\n**Confidence:** 85%', 0.85],
    ['A\nConfidence: 85/100.', 0.85],
    ['1', 0.01],
    ['70\n90', 0.9],
    ['2 of 3 reasons\n0', 0],
  ])('percent: %j is %d', (text, score) => {
    expect(parseVerbalizedConfidence(text, 'percent')).toEqual({ ok: true, probSource: 'verbalized', score });
  });

  test('the scale is declared; a percent sign says its own', () => {
    expect(parseVerbalizedConfidence('1', 'fraction')).toMatchObject({ score: 1 });
    expect(parseVerbalizedConfidence('.5', 'fraction')).toMatchObject({ score: 0.5 });
    expect(parseVerbalizedConfidence('85 %', 'fraction')).toMatchObject({ score: 0.85 });
  });

  test.each([
    ['150', 'outside the scale'],
    ['-5', 'outside the scale'],
    ['quite sure', 'no confidence'],
    ['I am 85 % sure', 'no confidence'],
    ['', 'no confidence'],
    [`${' '.repeat(1e5)}x`, 'no confidence'],
  ])('%j is a failure: %s', (text, problem) => {
    expect(parseVerbalizedConfidence(text, 'percent')).toMatchObject({ ok: false, problem });
  });
});

describe('parseVerbalizedScores', () => {
  test('reads a number for each label and says what they sum to', () => {
    const outcome = parseVerbalizedScores({ B: 60, A: 90, why: 'x' }, ['A', 'B'], 'percent');
    expect(outcome).toMatchObject({ ok: true, sum: 1.5, scores: Float64Array.of(0.9, 0.6), shares: Float64Array.of(0.9 / 1.5, 0.6 / 1.5) });
    expect(parseVerbalizedScores({ A: 0, B: 0 }, ['A', 'B'], 'percent')).toMatchObject({ shares: Float64Array.of(NaN, NaN) });
  });

  test.each([
    [{ A: 90 }, 'no key'],
    [{ A: 90, B: '10' }, 'outside the scale'],
    [{ A: 90, B: 110 }, 'outside the scale'],
    [[90, 10], 'not JSON'],
    [null, 'not JSON'],
  ])('%j is a failure: %s', (value, problem) => {
    expect(parseVerbalizedScores(value, ['A', 'B'], 'percent')).toMatchObject({ ok: false, problem });
  });

  test('a label named like a property every object has is missing all the same', () => {
    expect(parseVerbalizedScores({}, ['constructor', 'B'], 'percent')).toMatchObject({ problem: 'no key' });
  });
});
