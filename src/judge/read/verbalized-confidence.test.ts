import { describe, expect, test } from 'vitest';
import { parseVerbalizedConfidence } from './verbalized-confidence.ts';

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
