import { describe, expect, test } from 'vitest';
import { type AnswerTokens, labelProbabilities, labelTokens, parseChatLogprobs } from '../../src/judge/index.ts';

/**
 * Values others computed from the answers of real endpoints. AlpacaEval: rows 1 and 2 of
 * results/NullModel/weighted_alpaca_eval_gpt4_turbo (tatsu-lab/alpaca_eval at 3a7b5da), by its weighted
 * judge, whose preference is 1 + P(m) renormalized over the tokens m and M.
 */
const alpacaEval = [
  { chosen: 'm', preference: 1.9900139974, top: { m: -0.010449888, M: -4.6069846, The: -8.3615055, Since: -9.512136, Based: -10.232525 } },
  { chosen: 'M', preference: 1.4593660117, top: { M: -0.6152821, m: -0.7781773, The: -8.544771, Based: -10.423811, Since: -10.949211 } },
];

describe('AlpacaEval', () => {
  const labels = labelTokens([{ name: 'M' }, { name: 'm' }]);

  test.each(alpacaEval)('the preference $preference', ({ chosen, preference, top }) => {
    const entries = Object.entries(top).map(([token, logprob]) => ({ token, bytes: [...Buffer.from(token)], logprob }));
    const own = entries.find(({ token }) => token === chosen);
    const outcome = labelProbabilities(
      parseChatLogprobs({
        finish_reason: 'length',
        index: 0,
        logprobs: { content: [{ ...own, top_logprobs: entries }], refusal: null },
        message: { content: chosen, role: 'assistant', function_call: null, tool_calls: null, refusal: null },
      }),
      { kind: 'first' },
      labels,
      { asked: 5 },
    );
    if (!outcome.ok) throw new Error(outcome.detail);
    // The preference has ten decimals.
    expect(Math.abs(1 + outcome.probabilities[1] - preference)).toBeLessThanOrEqual(5e-11);
    expect(outcome).toMatchObject({ label: chosen, answered: chosen, warnings: [], truncated: false });
    // One form for each label and both are listed: nothing is left to be wrong about.
    expect(outcome.upper[1] - outcome.lower[1]).toBeLessThanOrEqual(1e-12);
    const labelMass = Math.exp(top.m) + Math.exp(top.M);
    expect(Math.abs(outcome.offLabelMass - (1 - labelMass))).toBeLessThanOrEqual(1e-12);
  });

  test('case folding would make one label of the two, and is refused', () => {
    expect(() => labelTokens([{ name: 'M' }, { name: 'm' }], { foldCase: true })).toThrow('share the word "m"');
  });
});

/**
 * The tokens of a structured answer of gpt-4o-2024-08-06 (tests/simple_parsed_completion.json of
 * structured-logprobs at 66d15ef). Its lists are empty: it asked for none.
 */
const structured = [
  ['{"', -0.000012590794],
  ['name', 0],
  ['":"', -6.704273e-7],
  ['Science', -0.00012964146],
  [' Fair', -0.000058603408],
  ['","', -0.0018461747],
  ['date', 0],
  ['":"', -4.9617593e-6],
  ['Friday', -0.09504829],
  ['","', -0.0026011032],
  ['participants', -1.9361265e-7],
  ['":["', 0],
  ['Alice', 0],
  ['","', -1.2664457e-6],
  ['Bob', -7.89631e-7],
  ['"]', -1.9361265e-7],
  ['}', 0],
] as const;

describe('a structured answer with fused quotation marks', () => {
  const days = labelTokens([{ name: 'Friday' }, { name: 'Monday' }]);
  const content = structured.map(([token, logprob]) => ({ token, bytes: [...Buffer.from(token)], logprob, top_logprobs: [] }));
  const message = { content: structured.map(([token]) => token).join(''), refusal: null, role: 'assistant' };
  const answer = parseChatLogprobs({ finish_reason: 'stop', index: 0, logprobs: { content, refusal: null }, message }) as AnswerTokens;

  test('without alternatives it says how probable one label was, and nothing of the other: refused', () => {
    expect(labelProbabilities(answer, { kind: 'json', key: 'date' }, days)).toMatchObject({ ok: false, problem: 'no alternatives' });
  });

  test('with alternatives the label has the joint probability of the tokens from behind the colon', () => {
    const listing = { token: 'x', bytes: null, logprob: -20 };
    const tokens = answer.tokens.map((token) => ({ ...token, top: [token, listing] }));
    const outcome = labelProbabilities({ ...answer, tokens }, { kind: 'json', key: 'date' }, days);
    if (!outcome.ok) throw new Error(outcome.detail);
    // The colon is fused with both quotation marks: that token is the first behind the key.
    expect(outcome.listed[0]).toBeCloseTo(Math.exp(-4.9617593e-6 - 0.09504829), 12);
    expect(outcome.answered).toBe('Friday');
  });

  test('a word of two tokens is decided by the first of them where no other label begins so', () => {
    const names = labelTokens([{ name: 'Science Fair' }, { name: 'Book Fair' }]);
    const tokens = answer.tokens.map((token) => ({ ...token, top: [token, { token: 'x', bytes: null, logprob: -20 }] }));
    const outcome = labelProbabilities({ ...answer, tokens }, { kind: 'json', key: 'name' }, names);
    if (!outcome.ok) throw new Error(outcome.detail);
    expect(outcome.listed[0]).toBeCloseTo(Math.exp(-6.704273e-7 - 0.00012964146), 12);
    expect(outcome.warnings).toContain('beginning of a word');
  });
});
