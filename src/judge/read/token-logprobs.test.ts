import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelProbabilities } from './label-probabilities.ts';
import { labelTokens } from '../ask/label-tokens.ts';
import { parseChatLogprobs, parseCompletionLogprobs, parseResponsesLogprobs } from './token-logprobs.ts';

const a = { token: 'A', bytes: [65], logprob: -0.1 };
const b = { token: 'B', bytes: [66], logprob: -2.5 };
const wanted = {
  ok: true,
  text: 'A',
  tokens: [
    {
      token: 'A',
      bytes: Uint8Array.of(65),
      logprob: -0.1,
      top: [
        { token: 'A', bytes: Uint8Array.of(65), logprob: -0.1 },
        { token: 'B', bytes: Uint8Array.of(66), logprob: -2.5 },
      ],
    },
  ],
};

function chat(
  content: unknown,
  message: unknown = { role: 'assistant', content: 'A', refusal: null },
): unknown {
  return { index: 0, finish_reason: 'stop', message, logprobs: { content, refusal: null } };
}

describe('parseChatLogprobs', () => {
  test('reads a choice of a chat completion', () => {
    expect(parseChatLogprobs(chat([{ ...a, top_logprobs: [a, b] }]))).toEqual(wanted);
  });

  test('reads tokens without bytes and without alternatives as they are', () => {
    const bare = parseChatLogprobs(chat([{ token: 'A', bytes: null, logprob: -0.1 }]));
    expect(bare).toMatchObject({ ok: true, tokens: [{ bytes: null, top: [] }] });
  });

  test('reads the older shape some servers give to chat completions', () => {
    const logprobs = { tokens: ['A'], token_logprobs: [-0.1], top_logprobs: [{ A: -0.1, B: -2.5 }] };
    expect(parseChatLogprobs({ message: { content: 'A' }, logprobs })).toMatchObject({
      ok: true,
      tokens: [{ token: 'A', top: [a, b].map(({ logprob }) => ({ logprob })) }],
    });
  });

  test('an infinite logprob is a probability of 0, a hair above 0 is 0', () => {
    const odd = parseChatLogprobs(
      chat([{ ...a, logprob: 1e-7, top_logprobs: [{ ...b, logprob: -Infinity }] }]),
    );
    expect(odd).toMatchObject({ ok: true, tokens: [{ logprob: 0, top: [{ logprob: -Infinity }] }] });
  });

  test.each([
    ['no field', { message: { content: 'A' } }, 'logprobs absent', 'logprobs'],
    ['null', { message: { content: 'A' }, logprobs: null }, 'logprobs null', 'logprobs'],
    ['no list in it', { message: { content: 'A' }, logprobs: {} }, 'logprobs absent', 'logprobs.content'],
    ['null in it', chat(null), 'logprobs null', 'logprobs.content'],
    ['an empty list', chat([]), 'logprobs empty', 'logprobs.content'],
    ['a refusal', chat(null, { content: null, refusal: 'I cannot' }), 'refusal', 'I cannot'],
    [
      'tokens of a refusal',
      { message: { content: null }, logprobs: { content: null, refusal: [a] } },
      'refusal',
      'refusal',
    ],
    ['an empty answer', chat([], { content: '' }), 'no text', 'message.content'],
    ['no answer', chat([a], { content: null }), 'no text', 'message.content'],
    [
      'text for a number',
      chat([{ ...a, logprob: '-0.1' }]),
      'logprob not a number',
      'logprobs.content[0] has "-0.1"',
    ],
    [
      'no number at all',
      chat([{ ...a, top_logprobs: [a, { token: 'B' }] }]),
      'logprob not a number',
      'top_logprobs[1] has nothing',
    ],
    ['a probability instead of its logarithm', chat([{ ...a, logprob: 0.9 }]), 'logprob positive', '0.9'],
    ['bytes that are none', chat([{ ...a, bytes: [65, 256] }]), 'logprobs malformed', 'bytes'],
    ['a token that is no text', chat([{ ...a, token: 65 }]), 'logprobs malformed', 'token'],
    ['a list that is none', chat({ 0: a }), 'logprobs malformed', 'no list'],
    ['no choice', undefined, 'logprobs malformed', 'choice is no object but nothing'],
    ['no message', { logprobs: null }, 'logprobs malformed', 'message'],
    [
      'content in parts',
      chat([a], { content: [{ type: 'text', text: 'A' }] }),
      'logprobs malformed',
      'message.content',
    ],
  ])('%s is a failure with a name', (_, choice, problem, detail) => {
    expect(parseChatLogprobs(choice)).toEqual({
      ok: false,
      problem,
      detail: expect.stringContaining(detail),
    });
  });
});

test.each([
  [null, NaN],
  [NaN, NaN],
  ['NaN', NaN],
  ['-Infinity', -Infinity],
  ['-inf', -Infinity],
  [-Infinity, -Infinity],
])('%j for the number of a token is no number, and no failure of the answer', (word, logprob) => {
  const read = parseChatLogprobs({
    message: { content: 'A' },
    logprobs: { content: [{ ...a, top_logprobs: [a, { ...b, logprob: word }] }] },
  });
  expect(read).toMatchObject({
    ok: true,
    tokens: [{ logprob: -0.1, top: [{ logprob: -0.1 }, { logprob }] }],
  });
});

describe('parseResponsesLogprobs', () => {
  const part = {
    type: 'output_text',
    text: 'A',
    annotations: [],
    logprobs: [{ ...a, top_logprobs: [a, b] }],
  };

  test('reads the message and passes over the reasoning', () => {
    const output = [
      { type: 'reasoning', summary: [] },
      { type: 'message', role: 'assistant', content: [part] },
    ];
    expect(parseResponsesLogprobs(output)).toEqual(wanted);
  });

  test('puts several parts together', () => {
    const output = [
      { type: 'message', content: [part, { ...part, text: '', logprobs: [] }, { ...part, text: 'A' }] },
    ];
    expect(parseResponsesLogprobs(output)).toMatchObject({
      ok: true,
      text: 'AA',
      tokens: [{ token: 'A' }, { token: 'A' }],
    });
  });

  test.each([
    ['a refusal', [{ type: 'message', content: [{ type: 'refusal', refusal: 'no' }] }], 'refusal'],
    ['no logprobs', [{ type: 'message', content: [{ type: 'output_text', text: 'A' }] }], 'logprobs absent'],
    ['an empty list', [{ type: 'message', content: [{ ...part, logprobs: [] }] }], 'logprobs empty'],
    ['reasoning alone', [{ type: 'reasoning', summary: [] }], 'no text'],
    ['no list', { output: [] }, 'logprobs malformed'],
  ])('%s is a failure with a name', (_, output, problem) => {
    expect(parseResponsesLogprobs(output)).toMatchObject({ ok: false, problem });
  });
});

describe('parseCompletionLogprobs', () => {
  test('reads tokens, and bytes where they are written out', () => {
    const logprobs = {
      tokens: ['A', 'bytes:\\xe2\\x9c'],
      token_logprobs: [-0.1, -0.2],
      top_logprobs: [{ A: -0.1, B: -2.5 }, null],
    };
    expect(parseCompletionLogprobs({ text: 'A…', logprobs })).toMatchObject({
      ok: true,
      tokens: [
        { token: 'A', bytes: null, top: [{ token: 'A' }, { token: 'B', logprob: -2.5 }] },
        { bytes: Uint8Array.of(0xe2, 0x9c), top: [] },
      ],
    });
  });

  test.each([
    ['lists of unequal length', { tokens: ['A'], token_logprobs: [] }, 'logprobs malformed'],
    ['words for numbers', { tokens: ['A'], token_logprobs: ['small'] }, 'logprob not a number'],
    ['no tokens', { tokens: [], token_logprobs: [] }, 'logprobs empty'],
    ['no field', undefined, 'logprobs absent'],
  ])('%s is a failure with a name', (_, logprobs, problem) => {
    expect(parseCompletionLogprobs({ text: 'A', logprobs })).toMatchObject({ ok: false, problem });
  });

  test('alternatives are optional', () => {
    expect(
      parseCompletionLogprobs({
        message: { content: 'A' },
        logprobs: { tokens: ['A'], token_logprobs: [-0.1], top_logprobs: null },
      }),
    ).toMatchObject({ ok: true, tokens: [{ top: [] }] });
  });
});

test('whatever an endpoint answers is a value: nothing is thrown, and nothing is a probability that is none', () => {
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('A', 'B', ' ', '', -0.5, -9999, null));
  const entry = fc.record({ token: odd, bytes: odd, logprob: odd }, { requiredKeys: [] });
  const near = fc.record({
    token: fc.constantFrom('A', 'B', ' ', '', 'x', ' A'),
    bytes: fc.constant(null),
    logprob: fc.constantFrom(-1.2, -1.6, -4, -9999),
  });
  const token = fc.oneof({ weight: 12, arbitrary: near }, { weight: 1, arbitrary: entry });
  const content = fc.array(
    fc
      .tuple(token, fc.array(token, { minLength: 1, maxLength: 4 }))
      .map(([own, top]) => ({ ...own, top_logprobs: top })),
    { minLength: 1, maxLength: 3 },
  );
  const sound = content.map((tokens) => ({
    message: { content: tokens.map((own) => (typeof own.token === 'string' ? own.token : '')).join('') },
    logprobs: { content: tokens },
  }));
  const broken = fc.record({
    message: fc.oneof(fc.record({ content: odd }), odd),
    logprobs: fc.oneof(fc.record({ content: fc.oneof(content, odd) }), odd),
  });
  const choice = fc.oneof({ weight: 3, arbitrary: sound }, { weight: 1, arbitrary: broken });
  const labels = labelTokens([{ name: 'A' }, { name: 'B' }], { space: true });
  let read = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: choice }, { weight: 1, arbitrary: odd }), (answer) => {
      for (const parse of [parseChatLogprobs, parseResponsesLogprobs, parseCompletionLogprobs]) {
        const outcome = labelProbabilities(parse(answer), { kind: 'first' }, labels, {
          leastLabelMass: 0.01,
        });
        if (!outcome.ok) continue;
        read++;
        expect(outcome.probabilities[0] + outcome.probabilities[1]).toBeCloseTo(1, 12);
        for (const numbers of [outcome.probabilities, outcome.lower, outcome.upper])
          for (const p of numbers) expect(p >= 0 && p <= 1, `${p} in ${JSON.stringify(answer)}`).toBe(true);
        expect(outcome.lower.every((lower, k) => lower <= outcome.upper[k] + 1e-12)).toBe(true);
      }
    }),
    { seed: 5, numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(300);
});
