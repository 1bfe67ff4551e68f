import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatChoice, chatTokenOf } from '../../../test/fixtures/truncated-logprobs.ts';
import type { ExtractionFailure } from './extraction-failure.ts';
import { type LabelProbabilities, labelProbabilities } from './label-probabilities.ts';
import { type Normalization, labelTokens } from '../ask/label-tokens.ts';
import { parseChatLogprobs } from './token-logprobs.ts';

type Listed = Readonly<Record<string, number>>;

function read(
  drawn: string,
  listed: Listed,
  normalization: Normalization = { space: true },
  words: readonly string[] = ['A', 'B'],
  leastLabelMass = 0.5,
): LabelProbabilities | ExtractionFailure {
  const labels = labelTokens(
    words.map((name) => ({ name })),
    normalization,
  );
  return labelProbabilities(
    parseChatLogprobs(chatChoice([chatTokenOf(drawn, listed)])),
    { kind: 'first' },
    labels,
    { leastLabelMass },
  );
}

describe('a word with something undeclared beside it', () => {
  test('is no label in the token that was drawn, as in any other: 0.5 beside 0.45 is no certainty', () => {
    const listed = { 'A.': 0.5, 'B.': 0.45, A: 0.02, B: 0.01 };
    for (const drawn of ['A.', 'B.'])
      expect(read(drawn, listed)).toMatchObject({
        problem: 'off label',
        labelMass: expect.closeTo(0.03, 12),
        detail: expect.stringContaining(
          '"A." is no word of "A": declare the rest of the token in "normalization"',
        ),
      });
    // Declared, it is one in both.
    for (const drawn of ['A.', 'B.'])
      expect((read(drawn, listed, { marks: ['.'] }) as LabelProbabilities).probabilities[0]).toBeCloseTo(
        0.52 / 0.98,
        12,
      );
  });

  test('widens the bounds of its label, drawn or not, and a label that is listed in no other way stands there', () => {
    const listed = { A: 0.7, 'B.': 0.25, The: 0.01 };
    for (const drawn of ['A', 'B.']) {
      const { probabilities, upper, offLabelMass, warnings } = read(drawn, listed, {}) as LabelProbabilities;
      expect(upper[1]).toBeCloseTo(0.26 / 0.96, 12);
      expect(probabilities[1]).toBeCloseTo(0.26 / 0.96, 12);
      expect(offLabelMass).toBeCloseTo(0.3, 12);
      expect(warnings).toContain('undeclared mark');
    }
  });

  test('is none where the text goes on to something else', () => {
    const labels = labelTokens(['1', '2'].map((name) => ({ name })));
    const content = [chatTokenOf('1.', { '1.': 0.3, 2: 0.65 }), chatTokenOf('5', { 5: 0.9 })];
    const outcome = labelProbabilities(parseChatLogprobs(chatChoice(content)), { kind: 'first' }, labels);
    expect(outcome).toMatchObject({ ok: true, answered: null, label: '2' });
    expect(outcome.ok && outcome.warnings).toContain('word went on');
  });
});

/** Lists of whole tokens, with forms that are declared and forms that are not. */
const forms = [
  'A',
  'B',
  ' A',
  ' B',
  'A.',
  'B.',
  ' A.',
  '"A"',
  '"B"',
  '"B',
  'A\n',
  'B,',
  '**B',
  '  A',
  '  B',
  'AB',
  'x',
  'The',
];
const lists = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...forms), fc.integer({ min: 1, max: 1000 })), {
    minLength: 2,
    maxLength: 10,
    selector: ([form]) => form,
  })
  .map((entries) => {
    const sum = entries.reduce((total, [, weight]) => total + weight, 0);
    return Object.fromEntries(entries.map(([form, weight]) => [form, (0.999 * weight) / sum]));
  });
const normalizations = fc.record({
  space: fc.boolean(),
  marks: fc.subarray(['.', '"', '**', ',']),
  foldCase: fc.boolean(),
});

test('probabilities come from the list by one rule, whichever token was drawn', () => {
  let compared = 0;
  fc.assert(
    fc.property(lists, normalizations, (listed, normalization) => {
      // The least token of the list sets the bound of what is not listed, unless it was drawn.
      const least = Object.keys(listed).reduce((a, b) => (listed[a] <= listed[b] ? a : b));
      const outcomes = Object.keys(listed)
        .filter((drawn) => drawn !== least)
        .map((drawn) => read(drawn, listed, normalization, ['A', 'B'], 1e-9))
        .filter((outcome) => outcome.ok);
      for (const outcome of outcomes.slice(1)) {
        compared++;
        for (const field of ['probabilities', 'listed', 'lower', 'upper'] as const)
          expect(Array.from(outcome[field]), field).toEqual(
            Array.from(outcomes[0][field], (p) => expect.closeTo(p, 9)),
          );
        expect(outcome.label).toBe(outcomes[0].label);
      }
    }),
    { seed: 10, numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(1000);
});

test('labels that change places change their probabilities and nothing else', () => {
  const swapped = (text: string): string => text.replace(/[AB]/g, (letter) => (letter === 'A' ? 'B' : 'A'));
  fc.assert(
    fc.property(lists, normalizations, fc.nat(), (listed, normalization, at) => {
      const drawn = Object.keys(listed)[at % Object.keys(listed).length];
      const turned = Object.fromEntries(Object.entries(listed).map(([form, p]) => [swapped(form), p]));
      const [one, other] = [read(drawn, listed, normalization), read(swapped(drawn), turned, normalization)];
      expect(other.ok).toBe(one.ok);
      if (!one.ok || !other.ok) return;
      expect(Array.from(other.probabilities)).toEqual(
        Array.from(one.probabilities.toReversed(), (p) => expect.closeTo(p, 9)),
      );
      expect(other.label).toBe(one.label === null ? null : swapped(one.label));
    }),
    { seed: 11, numRuns: 1000 },
  );
});
