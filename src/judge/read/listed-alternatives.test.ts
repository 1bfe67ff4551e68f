import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfToken } from '../ask/byte-strings.ts';
import { labelProbabilities } from './label-probabilities.ts';
import { labelTokens } from '../ask/label-tokens.ts';
import { type ListedAlternatives, listedAlternatives } from './listed-alternatives.ts';
import { parseChatLogprobs } from './token-logprobs.ts';

type Entry = readonly [token: string, p: number | null];

const entryOf = ([token, p]: Entry): { token: string; bytes: null; logprob: number } => ({
  token,
  bytes: null,
  logprob: p === null ? NaN : Math.log(p),
});

function listOf(chosen: Entry, top: readonly Entry[]): ListedAlternatives {
  const list = listedAlternatives({ ...entryOf(chosen), top: top.map(entryOf) }, bytesOfToken);
  expect(list).toMatchObject({ ok: true });
  return list as ListedAlternatives;
}

const massOf = ({ entries }: ListedAlternatives, text: string): number =>
  entries.filter(({ bytes }) => bytes === text).reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);

const labels = labelTokens([{ name: 'A' }, { name: 'B' }]);
const spaced = labelTokens([{ name: 'A' }, { name: 'B' }], { space: true });

/** Read from JSON, as it comes over the wire. */
function probabilitiesOf(
  chosen: Entry,
  top: readonly Entry[],
  of = labels,
): ReturnType<typeof labelProbabilities> {
  const content = [{ ...entryOf(chosen), top_logprobs: top.map(entryOf) }];
  const choice: unknown = JSON.parse(
    JSON.stringify({ message: { content: chosen[0] }, logprobs: { content } }),
  );
  return labelProbabilities(parseChatLogprobs(choice), { kind: 'first' }, of);
}

describe('a token without a number', () => {
  const list: readonly Entry[] = [
    ['A', 0.7],
    ['B', 0.25],
    ['The', 0.03],
  ];

  test('is outside the list, as −9999 is: the numbers of the others stand', () => {
    const read = probabilitiesOf(['A', 0.7], [...list, ['zz', null]]);
    expect(read).toMatchObject({ ok: true, warnings: ['sentinel'] });
    if (!read.ok) return;
    expect(Array.from(read.listed)).toEqual([expect.closeTo(0.7, 12), expect.closeTo(0.25, 12)]);
    expect(read.offLabelMass).toBeCloseTo(0.05, 12);
  });

  test('of a label leaves it at its bound', () => {
    const read = probabilitiesOf(
      ['A', 0.7],
      [
        ['A', 0.7],
        ['The', 0.01],
        ['B', null],
      ],
    );
    expect(read.ok && read.probabilities[1]).toBeCloseTo(0.01 / 0.71, 12);
  });

  test('in front of tokens with one may be larger than they are: then the rest of the list bounds it alone', () => {
    expect(
      listOf(
        ['A', 0.7],
        [
          ['A', 0.7],
          ['B', null],
          ['The', 0.01],
        ],
      ).mostUnlisted,
    ).toBe(0);
    expect(
      listOf(
        ['A', 0.7],
        [
          ['A', 0.7],
          ['The', 0.01],
          ['B', null],
        ],
      ).mostUnlisted,
    ).toBeCloseTo(Math.log(0.01), 12);
  });

  test('that was drawn has the number of its copy in the list, if there is one', () => {
    expect(listOf(['B', null], list).chosenLogprob).toBeCloseTo(Math.log(0.25), 12);
    expect(listOf(['C', null], list)).toMatchObject({
      chosenLogprob: -Infinity,
      warnings: ['chosen token not listed', 'sentinel'],
    });
  });
});

describe('one text twice in a list', () => {
  test('with different numbers is two tokens, which add up', () => {
    const list: readonly Entry[] = [
      ['A', 0.6],
      ['B', 0.2],
      ['A', 0.1],
      ['B', 0.05],
      ['The', 0.03],
    ];
    for (const chosen of list.slice(0, 4)) {
      const read = probabilitiesOf(chosen, list, spaced);
      expect(read, String(chosen)).toMatchObject({
        ok: true,
        warnings: expect.arrayContaining(['repeated tokens']),
      });
      if (!read.ok) continue;
      expect(Array.from(read.listed)).toEqual([expect.closeTo(0.7, 12), expect.closeTo(0.25, 12)]);
      expect(read.probabilities[0]).toBeCloseTo(0.7 / 0.95, 12);
      expect(read.offLabelMass).toBeCloseTo(0.05, 12);
    }
  });

  test('with the number of the chosen token is its copy, however it was rounded', () => {
    for (const copy of [0.6, 0.6002]) {
      const list = listOf(
        ['A', 0.6],
        [
          ['A', copy],
          ['B', 0.2],
          ['x', 0.01],
        ],
      );
      expect([massOf(list, 'A'), list.entries.length, list.ambiguous]).toEqual([
        expect.closeTo(copy, 9),
        3,
        false,
      ]);
    }
    const appended = listOf(
      ['A', 0.6],
      [
        ['A', 0.6],
        ['B', 0.2],
        ['A', 0.6],
      ],
    );
    expect([massOf(appended, 'A'), appended.ambiguous, appended.warnings]).toEqual([
      expect.closeTo(0.6, 12),
      false,
      ['repeated tokens'],
    ]);
  });

  test('of which one was drawn from outside the list is two tokens', () => {
    const list = listOf(
      ['A', 0.001],
      [
        ['A', 0.6],
        ['B', 0.2],
      ],
    );
    expect(massOf(list, 'A')).toBeCloseTo(0.601, 12);
    expect(list.entries.filter(({ chosen }) => chosen)).toEqual([
      { bytes: 'A', logprob: Math.log(0.001), chosen: true },
    ]);
  });

  test('that would make more than 1 of the whole is one token after all: the number of the list counts', () => {
    const list = listOf(
      ['A', 0.9],
      [
        ['A', 0.6],
        ['B', 0.35],
      ],
    );
    expect(massOf(list, 'A')).toBeCloseTo(0.6, 12);
  });

  test('and a copy of a token that was not drawn counts once; what a second one may have stays open', () => {
    const twice = probabilitiesOf(
      ['A', 0.6],
      [
        ['A', 0.6],
        ['B', 0.2],
        ['B', 0.2],
      ],
    );
    expect(twice.ok && twice.listed[1]).toBeCloseTo(0.2, 12);
    expect(twice.ok && twice.upper[1]).toBeCloseTo(0.4, 12);
  });
});

test('no order of the list changes what is read from it', () => {
  const entry = fc.tuple(
    fc.constantFrom('A', 'B', ' A', ' B', 'x', 'y'),
    fc.double({ min: 1e-4, max: 0.12, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 3, maxLength: 8 }),
      fc.nat(),
      fc.infiniteStream(fc.double({ noNaN: true })),
      (top, at, draws) => {
        const chosen = top[at % top.length];
        const shuffled = top
          .map((place) => ({ place, by: Number(draws.next().value) }))
          .toSorted((a, b) => a.by - b.by)
          .map(({ place }) => place);
        const [one, other] = [top, shuffled].map((list) => probabilitiesOf(chosen, list, spaced));
        expect(other.ok).toBe(one.ok);
        if (!one.ok || !other.ok) return;
        for (const field of ['probabilities', 'lower', 'upper', 'listed'] as const)
          expect(Array.from(one[field])).toEqual(Array.from(other[field], (p) => expect.closeTo(p, 9)));
      },
    ),
    { seed: 28, numRuns: 500 },
  );
});
