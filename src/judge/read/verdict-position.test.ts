import { describe, expect, test } from 'vitest';
import { type Normalization, labelTokens } from '../ask/label-tokens.ts';
import type { AnswerTokens } from './token-logprobs.ts';
import { type VerdictFormat, findVerdict } from './verdict-position.ts';

function answerOf(tokens: readonly string[], text = tokens.join('')): AnswerTokens {
  return { ok: true, text, tokens: tokens.map((token) => ({ token, bytes: null, logprob: -0.1, top: [] })) };
}

function find(
  answer: AnswerTokens,
  format: VerdictFormat,
  normalization: Normalization = { space: true },
): unknown {
  const labels = labelTokens([{ name: 'A' }, { name: 'B' }], normalization);
  const position = findVerdict(answer, format, labels);
  if (!position.ok) return position.problem;
  return [position.token, position.grammar.opening, labels.names[position.answered] ?? null];
}

const lastMarker: VerdictFormat = { kind: 'after marker', marker: 'Verdict:', occurrence: 'last' };
const json: VerdictFormat = { kind: 'json', key: 'verdict' };

describe('findVerdict', () => {
  test('first: the answer begins with it', () => {
    expect(find(answerOf(['A', '.']), { kind: 'first' })).toEqual([0, '', 'A']);
    expect(find(answerOf(['\n', 'A', '\n']), { kind: 'first' })).toEqual([0, '', 'A']);
    expect(find(answerOf(['\n', 'A']), { kind: 'first' }, {})).toEqual([0, '', null]);
    expect(find(answerOf([' A'], 'A'), { kind: 'first' })).toEqual([0, '', 'A']);
  });

  test('after a marker: the declared occurrence, and what of the token belongs to the marker', () => {
    const twice = answerOf(['Verdict', ':', ' B', ' no', '.', ' Ver', 'dict', ': A']);
    expect(find(twice, lastMarker)).toEqual([7, ':', 'A']);
    expect(find(twice, { ...lastMarker, occurrence: 'first' })).toEqual([2, '', 'B']);
  });

  test('after a marker: text of several bytes a letter before it moves nothing', () => {
    expect(find(answerOf(['Größe', ' 😀', ' Verdict:', ' A']), lastMarker)).toEqual([3, '', 'A']);
  });

  test('json: from behind the colon', () => {
    expect(find(answerOf(['{"', 'verdict', '":', ' "', 'A', '"}']), json)).toEqual([3, '', 'A']);
    expect(find(answerOf(['{"', 'verdict', '":"', 'A', '"}']), json)).toEqual([2, '":', 'A']);
    expect(find(answerOf(['{"', 'verdict', '":"A', '"}']), json)).toEqual([2, '":', 'A']);
    expect(find(answerOf(['{"', 'verdict', '":', '"A because"}']), json)).toEqual([3, '', null]);
  });

  test.each([
    ['A', 'A'],
    ['A.', 'A'],
    ['A\n\nbecause', 'A'],
    ['A: it', 'A'],
    ['Assistant', null],
    ['A+', null],
    ['A-', null],
    ['A/B', null],
    ['A1', null],
    ['a', null],
    ['The A', null],
  ])('the answer %j says %s', (text, label) => {
    expect(find(answerOf([text]), { kind: 'first' })).toEqual([0, '', label]);
  });

  test('a number ends where it ends', () => {
    const scale = labelTokens(['1', '2', '3'].map((name) => ({ name })));
    const answered = (text: string): unknown => findVerdict(answerOf([text]), { kind: 'first' }, scale);
    expect(answered('1')).toMatchObject({ answered: 0 });
    expect(answered('1. Because')).toMatchObject({ answered: 0 });
    expect(answered('1.5')).toMatchObject({ answered: -1 });
    expect(answered('10')).toMatchObject({ answered: -1 });
    expect(answered('2,5')).toMatchObject({ answered: -1 });
  });

  test('marks are passed over on both sides, case where it is folded', () => {
    expect(find(answerOf(['**A**']), { kind: 'first' }, { marks: ['**'] })).toEqual([0, '', 'A']);
    expect(find(answerOf(['{"verdict":"[A] "}']), json, { marks: ['[', ']'], space: true })).toEqual([
      0,
      '{"verdict":',
      'A',
    ]);
    expect(find(answerOf(['a']), { kind: 'first' }, { foldCase: true })).toEqual([0, '', 'A']);
  });

  test.each([
    [answerOf(['A']), lastMarker, 'no marker'],
    [answerOf(['Verdict', ': ']), lastMarker, 'cut short'],
    [answerOf(['A']), json, 'not JSON'],
    [answerOf(['{"x":1}']), json, 'no key'],
    [answerOf(['B'], 'A'), { kind: 'first' } as const, 'tokens differ from text'],
    [answerOf(['So', '\uFFFD'], 'So Verdict: A'), lastMarker, 'tokens differ from text'],
  ])('%o, %o: %s', (answer, format, problem) => {
    expect(find(answer, format)).toBe(problem);
  });
});
