import { describe, expect, test } from 'vitest';
import { tokenOffsets } from './token-offsets.ts';

function startsOf(tokens: readonly (string | number[])[], text: string): number[] | string {
  const outcome = tokenOffsets(
    tokens.map((token) => ({
      token: typeof token === 'string' ? token : '\uFFFD',
      bytes: typeof token === 'string' ? null : Uint8Array.from(token),
      logprob: -1,
    })),
    text,
  );
  return outcome.ok ? Array.from(outcome.starts) : outcome.problem;
}

describe('tokenOffsets', () => {
  test('counts bytes, not characters', () => {
    expect(startsOf(['é', ':', ' A'], 'é: A')).toEqual([0, 2, 3]);
    expect(startsOf([[0xe2, 0x9c], [0x85], ' A'], '✅ A')).toEqual([0, 2, 3]);
  });

  test('a space cut off the text, or a token that ends the answer, moves nothing', () => {
    expect(startsOf([' A', ' is'], 'A is')).toEqual([-1, 1]);
    expect(startsOf(['A', '<|im_end|>'], 'A')).toEqual([0, 1]);
    expect(startsOf([' ', 'A', '\n', '\n'], 'A')).toEqual([-1, 0, 1, 2]);
  });

  test('spaces as a vocabulary writes them are read where the text says that they are spaces', () => {
    expect(startsOf(['Verdict', ':', 'ĠA'], 'Verdict: A')).toEqual([0, 7, 8]);
    expect(startsOf(['▁A', '▁is'], 'A is')).toEqual([-1, 1]);
    expect(startsOf(['Ġ', 'A'], 'ĠA')).toEqual([0, 2]);
  });

  test('where letters were lost, what stands before and after them keeps its place, and the gap has none', () => {
    expect(startsOf(['So', ' \uFFFD', '\uFFFD', '\n', 'Verdict', ':', ' A'], 'So 😀\nVerdict: A')).toEqual([
      0,
      NaN,
      NaN,
      7,
      8,
      15,
      16,
    ]);
    expect(startsOf(['So', ' \uFFFD', '\uFFFD', ':', ' A', '</s>'], 'So 😀: A')).toEqual([
      0,
      NaN,
      NaN,
      7,
      8,
      NaN,
    ]);
  });

  test('tokens of another text are a failure', () => {
    expect(startsOf(['Yes'], 'No')).toBe('tokens differ from text');
  });
});
