import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chatChoice,
  chatTokenOf,
  drawBranchingAnswer,
  drawPermutation,
  drawTruncatedAnswer,
} from '../../../test/fixtures/truncated-logprobs.ts';
import { createRandom } from '../../stats/index.ts';
import type { ExtractionFailure } from './extraction-failure.ts';
import {
  type LabelProbabilities,
  type LabelProbabilityOptions,
  labelProbabilities,
} from './label-probabilities.ts';
import { type LabelTokens, type Normalization, labelTokens } from '../ask/label-tokens.ts';
import { parseChatLogprobs } from './token-logprobs.ts';
import type { VerdictFormat } from './verdict-position.ts';

const first: VerdictFormat = { kind: 'first' };
const verdictKey: VerdictFormat = { kind: 'json', key: 'verdict' };

function labelsOf(words: readonly string[], normalization?: Normalization): LabelTokens {
  return labelTokens(
    words.map((name) => ({ name })),
    normalization,
  );
}

function read(
  choice: unknown,
  labels: LabelTokens,
  format = first,
  options?: LabelProbabilityOptions,
): LabelProbabilities | ExtractionFailure {
  return labelProbabilities(parseChatLogprobs(choice), format, labels, options);
}

/** Fails the test where the answer gave nothing. */
function given(outcome: LabelProbabilities | ExtractionFailure): LabelProbabilities {
  expect(outcome).toMatchObject({ ok: true });
  return outcome as LabelProbabilities;
}

function problemOf(outcome: LabelProbabilities | ExtractionFailure): string {
  return outcome.ok ? 'none' : outcome.problem;
}

const ab = labelsOf(['A', 'B']);
const spaced = labelsOf(['A', 'B'], { space: true });

describe('labelProbabilities', () => {
  test('adds the tokens that say one label and renormalizes over the labels', () => {
    const token = chatTokenOf('A', { A: 0.5, ' A': 0.1, B: 0.2, ' B': 0.1, The: 0.05, junk: 0.01 });
    const outcome = given(read(chatChoice([token]), spaced));
    expect(outcome.probabilities[0]).toBeCloseTo(0.6 / 0.9, 12);
    expect(Array.from(outcome.listed)).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.3, 12)]);
    expect(outcome.offLabelMass).toBeCloseTo(0.1, 12);
    expect(outcome.missingMass).toBeCloseTo(0.04, 12);
    expect(outcome).toMatchObject({ label: 'A', answered: 'A', probSource: 'logprobs' });
    // The same list without spaces declared: what is left is less, and B is what was said least.
    const strict = given(read(chatChoice([token]), ab));
    expect(strict.probabilities[0]).toBeCloseTo(0.5 / 0.7, 12);
  });

  test('bounds are the formula: what is not listed is at most the rest, and at most the least listed for each missing form', () => {
    const token = chatTokenOf('A', { A: 0.7, B: 0.2, x: 0.01 });
    // One form each, both listed: nothing can be added.
    const exact = given(read(chatChoice([token]), ab));
    expect([exact.lower[0], exact.upper[0], exact.truncated]).toEqual([
      exact.probabilities[0],
      exact.probabilities[0],
      false,
    ]);
    // With a mark on both sides three more forms are possible, each with at most 0.01: less than the rest
    // of 0.09.
    const loose = given(read(chatChoice([token]), labelsOf(['A', 'B'], { marks: ['*'] })));
    expect(loose.upper[0]).toBeCloseTo(0.73 / 0.93, 12);
    expect(loose.lower[0]).toBeCloseTo(0.7 / (0.7 + 0.23), 12);
    // With a space too there are 99 forms more, and the rest of the list is the bound.
    const most = given(read(chatChoice([token]), labelsOf(['A', 'B'], { marks: ['*'], space: true })));
    expect(most.upper[0]).toBeCloseTo(0.79 / 0.99, 12);
    expect(most.truncated).toBe(true);
  });

  test('labels outside the list share what the list does not show: they cannot each have all of it', () => {
    const outcome = given(
      read(
        chatChoice([chatTokenOf('A', { A: 0.9, x: 0.01 })]),
        labelsOf(['A', 'B', 'C'], { space: true, marks: ['*'] }),
      ),
    );
    expect(outcome.lower[0]).toBeCloseTo(0.9 / 0.99, 12);
    expect(outcome.upper[1]).toBeCloseTo(0.09 / 0.99, 12);
    expect(Array.from(outcome.probabilities)).toEqual(
      [0.9, 0.045, 0.045].map((mass) => expect.closeTo(mass / 0.99, 12)),
    );
  });

  test('every beginning of a word and every way to write it may be outside the list', () => {
    const list = { y: 0.05, x: 0.001 };
    const answers = labelsOf(['Tie', 'Response A', 'Response B']);
    // Response A has ten beginnings, itself among them, each with at most 0.001.
    expect(
      given(read(chatChoice([chatTokenOf('Tie', { Tie: 0.9, ...list })]), answers)).upper[1],
    ).toBeCloseTo(0.01 / 0.91, 12);
    // n, N; no, nO, No, NO.
    const folded = labelsOf(['OK', 'NO'], { foldCase: true });
    expect(given(read(chatChoice([chatTokenOf('OK', { OK: 0.9, ...list })]), folded)).upper[1]).toBeCloseTo(
      0.006 / 0.906,
      12,
    );
  });

  test('what a later list does not show counts as much as the path to it', () => {
    const content = [
      chatTokenOf('Response', { Response: 0.6, Both: 0.35, x: 0.04 }),
      chatTokenOf(' A', { ' A': 0.8, ' C': 0.1 }),
    ];
    const outcome = given(
      read(chatChoice(content), labelsOf(['Response A', 'Response B']), first, { leastLabelMass: 0.4 }),
    );
    expect(outcome.missingMass).toBeCloseTo(0.01 + 0.6 * 0.1, 12);
    expect(outcome.upper[1]).toBeCloseTo(0.07 / (0.07 + 0.48), 12);
  });

  test('an alternative without text is the end of the answer and no space before the verdict', () => {
    expect(
      given(read(chatChoice([chatTokenOf('A', { A: 0.6, '': 0.3, B: 0.05 })]), spaced)).listed[0],
    ).toBeCloseTo(0.6, 12);
  });

  test('a list that sums to more than 1.01 is no list of probabilities', () => {
    expect(problemOf(read(chatChoice([chatTokenOf('A', { A: 0.7, B: 0.32 })]), ab))).toBe('impossible sum');
    expect(problemOf(read(chatChoice([chatTokenOf('A', { A: 0.7, B: 0.305 })]), ab))).toBe('none');
  });

  test('a label outside the list stands at its bound and not at 0', () => {
    const sure = given(read(chatChoice([chatTokenOf('A', { A: 0.99, x: 0.004, y: 0.001 })]), ab));
    expect(sure.listed[1]).toBe(0);
    expect(sure.probabilities[1]).toBeCloseTo(0.001 / 0.991, 12);
    expect([sure.lower[1], sure.upper[1]]).toEqual([0, sure.probabilities[1]]);
  });

  test('no logit goes beyond 12, and what is capped is said', () => {
    const sure = given(read(chatChoice([chatTokenOf('A', { A: 1 - 1e-9, B: 1e-9 })]), ab));
    expect(Math.log(sure.probabilities[0] / sure.probabilities[1])).toBeCloseTo(12, 6);
    expect(sure.warnings).toContain('capped');
    expect(sure.upper[1]).toBeCloseTo(1e-9, 12);
    const three = given(
      read(chatChoice([chatTokenOf('A', { A: 1 - 2e-9, B: 1e-9, C: 1e-9 })]), labelsOf(['A', 'B', 'C'])),
    );
    expect(three.probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
    for (const p of three.probabilities)
      expect(Math.abs(Math.log(p / (1 - p)))).toBeLessThanOrEqual(12 + 1e-9);
  });

  test('the least listed token bounds, not a chosen one from far down, listed or not', () => {
    const list = { A: 0.6, x: 0.1, y: 0.1 };
    // B was drawn at 1e-6: a form of it with a star may still have 0.1.
    const far = { ...chatTokenOf('x', list), token: 'B', bytes: [66], logprob: Math.log(1e-6) };
    const starred = labelsOf(['A', 'B'], { marks: ['*'] });
    const unlisted = given(read(chatChoice([far]), starred));
    expect(unlisted.warnings).toContain('chosen token not listed');
    expect(unlisted.upper[1]).toBeCloseTo((1e-6 + (0.2 - 1e-6)) / (0.6 + 0.2), 9);
    const listedToo = given(
      read(
        chatChoice([{ ...far, top_logprobs: chatTokenOf('B', { B: 1e-6, ...list }).top_logprobs }]),
        starred,
      ),
    );
    expect(Array.from(listedToo.upper)).toEqual(Array.from(unlisted.upper, (p) => expect.closeTo(p, 12)));
  });

  test('a list that leaves out a more probable token bounds by its rest alone', () => {
    const odd = { ...chatTokenOf('B', { x: 0.1, y: 0.01 }), token: 'A', bytes: [65], logprob: Math.log(0.6) };
    const outcome = given(read(chatChoice([odd]), ab));
    expect(outcome.warnings).toContain('not the most probable');
    expect(outcome.upper[1]).toBeCloseTo(0.29 / 0.89, 12);
  });

  test('−9999 is a word and no number', () => {
    const token = chatTokenOf('A', { A: 0.9, x: 0.01 });
    const sentinel = { token: 'B', bytes: [66], logprob: -9999 };
    const outcome = given(
      read(chatChoice([{ ...token, top_logprobs: [...token.top_logprobs, sentinel] }]), ab),
    );
    expect(outcome.warnings).toContain('sentinel');
    // Taken at its word it would bound B by e^-9999.
    expect(outcome.upper[1]).toBeCloseTo(0.01 / 0.91, 12);
    const chosen = given(read(chatChoice([{ ...sentinel, top_logprobs: token.top_logprobs }]), ab));
    expect(chosen).toMatchObject({ label: 'A', answered: 'B' });
    expect(chosen.upper[1]).toBeCloseTo(0.01 / 0.91, 12);
  });

  test('the same text in other bytes is another token', () => {
    const half = { token: '\uFFFD', logprob: Math.log(0.3) };
    const marks = labelsOf(['✅', '❌']);
    const entry = (bytes: number[], p: number): unknown => ({ token: '\uFFFD', bytes, logprob: Math.log(p) });
    const content = [
      {
        ...half,
        bytes: [0xe2, 0x9c],
        top_logprobs: [entry([0xe2, 0x9c], 0.7), entry([0xe2, 0x9d], 0.2), entry([0xe2], 0.05)],
      },
      {
        ...half,
        bytes: [0x85],
        logprob: Math.log(0.9),
        top_logprobs: [entry([0x85], 0.9), entry([0x94], 0.1)],
      },
    ];
    const outcome = given(read({ message: { content: '✅' }, logprobs: { content } }, marks));
    // E2 9C begins only ✅, E2 9D only ❌, E2 both.
    expect(outcome.listed[0]).toBeCloseTo(0.7, 12);
    expect(outcome.listed[1]).toBeCloseTo(0.2, 12);
    expect(outcome.warnings).toContain('beginning of a word');
    expect(outcome.lower[0]).toBeLessThan(0.7 / 0.95 + 1e-12);
    expect(outcome.upper[1]).toBeGreaterThan(0.25 / 0.95 - 1e-12);
  });

  test('labels of several tokens are followed to where they part', () => {
    const answers = labelsOf(['Response A', 'Response B']);
    const content = [
      chatTokenOf('Response', { Response: 0.96, Both: 0.03 }),
      chatTokenOf(' A', { ' A': 0.75, ' B': 0.2, ' C': 0.04 }),
    ];
    const outcome = given(read(chatChoice(content), answers));
    expect(outcome.listed[0]).toBeCloseTo(0.96 * 0.75, 12);
    expect(outcome.probabilities[0]).toBeCloseTo(0.75 / 0.95, 12);
    expect(outcome.warnings).toContain('several tokens');
    expect(problemOf(read(chatChoice(content.slice(0, 1)), answers))).toBe('cut short');
  });

  test('another space before the verdict says nothing of it and is set aside', () => {
    const content = [
      chatTokenOf('\n', { '\n': 0.6, ' ': 0.3, ' B': 0.06, The: 0.04 }),
      chatTokenOf('A', { A: 0.9, B: 0.1 }),
    ];
    const outcome = given(read(chatChoice(content), spaced));
    expect(outcome.listed[0]).toBeCloseTo((0.6 * 0.9) / 0.7, 12);
    expect(outcome.listed[1]).toBeCloseTo((0.6 * 0.1 + 0.06) / 0.7, 12);
    expect(outcome.offLabelMass).toBeCloseTo(0.04 / 0.7, 12);
    expect(outcome.warnings).toContain('other openings');
  });

  test('a space of unknown probability is given, like all text before it', () => {
    const content = [chatTokenOf('\n', { ' ': 0.9, ' B': 0.06 }), chatTokenOf('A', { A: 0.8, B: 0.2 })];
    expect(given(read(chatChoice(content), spaced)).probabilities[0]).toBeCloseTo(0.8, 12);
  });

  test('half of the probability off the labels is a failure of format, a tenth is a warning', () => {
    const of = (a: number): unknown => chatChoice([chatTokenOf('A', { A: a, B: 0.01, The: 0.98 - a })]);
    expect(read(of(0.4), ab)).toMatchObject({ problem: 'off label', labelMass: expect.closeTo(0.41, 12) });
    expect(given(read(of(0.4), ab, first, { leastLabelMass: 0.2 })).probabilities[0]).toBeCloseTo(
      40 / 41,
      12,
    );
    expect(given(read(of(0.85), ab)).warnings).toContain('low label mass');
    expect(given(read(of(0.9), ab)).warnings).not.toContain('low label mass');
  });

  test('under a mask the off-label mass is unknown, not 0', () => {
    const outcome = given(
      read(chatChoice([chatTokenOf('A', { A: 0.9, B: 0.1 })]), ab, first, { constrained: true }),
    );
    expect(outcome.offLabelMass).toBeNaN();
    expect(outcome.warnings).toContain('constrained');
  });

  test('a word that goes on is no label, however probable its beginning', () => {
    const content = [
      chatTokenOf('A', { A: 0.9, B: 0.1 }),
      chatTokenOf('ssistant', { ssistant: 0.9, '.': 0.1 }),
    ];
    expect(read(chatChoice(content), ab)).toMatchObject({
      problem: 'off label',
      labelMass: expect.closeTo(0.1, 12),
    });
  });

  test('the label is the most probable one; what was written is kept beside it and decides a tie alone', () => {
    const drawn = given(read(chatChoice([chatTokenOf('B', { A: 0.6, B: 0.4 })]), ab));
    expect(drawn).toMatchObject({ label: 'A', answered: 'B' });
    expect(drawn.warnings).toContain('answer is not the most probable label');
    expect(given(read(chatChoice([chatTokenOf('B', { A: 0.5, B: 0.5 })]), ab)).label).toBe('B');
    const neither = given(read(chatChoice([chatTokenOf('x', { A: 0.4, B: 0.4, x: 0.2 })]), ab));
    expect(neither).toMatchObject({ label: null, answered: null });
    expect(neither.warnings).toContain('no label in the answer');
  });

  test('a word that is one token by declaration and two in the answer is refused', () => {
    const digits = labelTokens(
      ['1', '10'].map((name) => ({ name })),
      {},
      'whole words',
    );
    const one = chatTokenOf('1', { 1: 0.7, 10: 0.3 });
    expect(given(read(chatChoice([one]), digits)).probabilities[0]).toBeCloseTo(0.7, 12);
    expect(problemOf(read(chatChoice([one, chatTokenOf('0', { 0: 0.9, '.': 0.1 })]), digits))).toBe(
      'wrong tokenization',
    );
  });

  test.each([
    [
      'a token for the quotation mark',
      [chatTokenOf('"', { '"': 0.999, x: 0.001 }), chatTokenOf('A', { A: 0.7, B: 0.3 })],
    ],
    ['the mark fused with the label', [chatTokenOf('"A', { '"A': 0.7, '"B': 0.3 })]],
    ['both marks fused', [chatTokenOf('"A"', { '"A"': 0.6, '"B"': 0.2, '"A': 0.1, '"B': 0.1 })]],
  ])('structured: %s', (_, value) => {
    const certain = (token: string): ReturnType<typeof chatTokenOf> =>
      chatTokenOf(token, { [token]: 0.9999, x: 0.00001 });
    const end = value.at(-1)!.token.endsWith('A"') ? '}' : '"}';
    const outcome = given(
      read(
        chatChoice([certain('{"'), certain('verdict'), certain('":'), ...value, certain(end)]),
        ab,
        verdictKey,
      ),
    );
    expect(outcome.probabilities[0]).toBeCloseTo(0.7, 12);
    expect(outcome.answered).toBe('A');
  });

  test('structured: the key, the colon and the label in one token', () => {
    const certain = (token: string): ReturnType<typeof chatTokenOf> =>
      chatTokenOf(token, { [token]: 0.9999, x: 0.00001 });
    const content = [
      certain('{"verdict'),
      chatTokenOf('":"A', { '":"A': 0.7, '":"B': 0.2, '":': 0.1 }),
      certain('"}'),
    ];
    // `":` begins every verdict and is set aside.
    expect(given(read(chatChoice(content), ab, verdictKey)).listed[0]).toBeCloseTo(0.7 / 0.9, 12);
  });

  test('structured: a bare number after a space, and the rest of the object after it', () => {
    const certain = (token: string): ReturnType<typeof chatTokenOf> =>
      chatTokenOf(token, { [token]: 0.9999, x: 0.00001 });
    const scale = labelsOf(['1', '2', '3', '4', '5']);
    const content = [
      certain('{"verdict'),
      certain('":'),
      certain(' '),
      chatTokenOf('4', { 4: 0.6, 5: 0.3, 3: 0.1 }),
      certain(', "why": "x"}'),
    ];
    const outcome = given(read(chatChoice(content), scale, verdictKey));
    expect(outcome.listed[3]).toBeCloseTo(0.9999 * 0.6, 12);
    // 1 and 2 are in no list: they share what the list at the space does not show.
    expect(outcome.probabilities[0]).toBeCloseTo((1 - 0.9999 - 0.00001) / 2 / 0.99999, 12);
  });
});

/** A word with what may stand around it, and the normalization that passes over it. */
const surroundings: readonly {
  readonly normalization: Normalization;
  readonly around: readonly ((word: string) => string)[];
}[] = [
  { normalization: {}, around: [(word) => word] },
  { normalization: { space: true }, around: [(word) => word, (word) => ` ${word}`, (word) => `\n${word}`] },
  {
    normalization: { marks: ['"', '**'] },
    around: [(word) => word, (word) => `"${word}`, (word) => `**${word}**`, (word) => `${word}"`],
  },
  {
    normalization: { foldCase: true, space: true },
    around: [(word) => word, (word) => word.toLowerCase(), (word) => ` ${word.toUpperCase()}`],
  },
];

const wordSets = [
  ['A', 'B'],
  ['Pass', 'Fail'],
  ['A', 'B', 'C', 'tie'],
  ['1', '2', '3', '4', '5'],
];

describe('labelProbabilities on distributions that are known whole', () => {
  const worlds = fc.record({
    seed: fc.nat(),
    words: fc.constantFrom(...wordSets),
    surrounding: fc.constantFrom(...surroundings),
    listed: fc.integer({ min: 2, max: 20 }),
    sharpness: fc.constantFrom(0.5, 1, 2, 4),
  });

  test('the bounds contain the truth in every case, and the probabilities sum to 1', () => {
    let seen = 0;
    let proper = 0;
    fc.assert(
      fc.property(worlds, ({ seed, words, surrounding: { normalization, around }, ...cut }) => {
        const { choice, masses } = drawTruncatedAnswer(words, { around, ...cut }, createRandom(seed));
        const outcome = read(choice, labelsOf(words, normalization), first, { leastLabelMass: 0.05 });
        if (!outcome.ok) {
          expect(outcome.problem).toBe('off label');
          return;
        }
        seen++;
        const whole = masses.reduce((a, b) => a + b, 0);
        words.forEach((_, k) => {
          expect(masses[k] / whole).toBeGreaterThanOrEqual(outcome.lower[k] - 1e-12);
          expect(masses[k] / whole).toBeLessThanOrEqual(outcome.upper[k] + 1e-12);
          expect(outcome.listed[k]).toBeLessThanOrEqual(masses[k] + 1e-12);
          if (outcome.upper[k] - outcome.lower[k] < 0.5) proper++;
          if (outcome.warnings.includes('capped')) return;
          expect(outcome.probabilities[k]).toBeGreaterThanOrEqual(outcome.lower[k] - 1e-12);
          expect(outcome.probabilities[k]).toBeLessThanOrEqual(outcome.upper[k] + 1e-12);
        });
        expect(outcome.probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      }),
      { seed: 11, numRuns: 3000 },
    );
    // The promise would be cheap if little were read, or if every bound were the whole range.
    expect(seen).toBeGreaterThan(2500);
    expect(proper / seen).toBeGreaterThan(1.5);
  });

  test('words of several tokens: the bounds contain the truth in every case', () => {
    const words = ['Response A', 'Response B', 'Tie'];
    const pieces = [
      'Response',
      'Resp',
      'onse',
      ' A',
      ' B',
      'Response A',
      'Response B',
      ' ',
      '\n',
      ' Response',
      'Tie',
      'T',
      'ie',
      'R',
      'esponse',
      'x',
    ];
    let seen = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, listed) => {
        const { choice, masses } = drawBranchingAnswer(words, pieces, listed, createRandom(seed));
        const outcome = read(choice, labelsOf(words, { space: true }), first, { leastLabelMass: 1e-6 });
        if (!outcome.ok) {
          expect(outcome.problem).toBe('off label');
          return;
        }
        seen++;
        const whole = masses.reduce((a, b) => a + b, 0);
        words.forEach((_, k) => {
          expect(masses[k] / whole).toBeGreaterThanOrEqual(outcome.lower[k] - 1e-12);
          expect(masses[k] / whole).toBeLessThanOrEqual(outcome.upper[k] + 1e-12);
        });
      }),
      { seed: 12, numRuns: 1000 },
    );
    expect(seen).toBeGreaterThan(500);
  });

  test('permuting the labels permutes everything with them, and renaming them changes nothing else', () => {
    fc.assert(
      fc.property(worlds, ({ seed, words, surrounding: { normalization, around }, ...cut }) => {
        const { choice } = drawTruncatedAnswer(words, { around, ...cut }, createRandom(seed));
        const straight = read(choice, labelsOf(words, normalization));
        const order = drawPermutation(words.length, createRandom(seed).fork('permutation'));
        const renamed = labelTokens(
          order.map((k) => ({ name: `label ${k}`, words: [words[k]] })),
          normalization,
        );
        const turned = read(choice, renamed);
        expect(turned.ok).toBe(straight.ok);
        if (!straight.ok || !turned.ok) return;
        for (const numbers of ['probabilities', 'lower', 'upper', 'listed'] as const)
          order.forEach((k, at) => expect(turned[numbers][at]).toBeCloseTo(straight[numbers][k], 12));
        expect(turned.label).toBe(straight.label === null ? null : `label ${words.indexOf(straight.label)}`);
        expect(turned.warnings).toEqual(straight.warnings);
      }),
      { seed: 13, numRuns: 300 },
    );
  });
});
