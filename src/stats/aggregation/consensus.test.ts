import { notice } from '../numeric/estimate.ts';
import { describe, expect, test } from 'vitest';
import { InputError } from '../numeric/errors.ts';
import { createRandom } from '../numeric/random.ts';
import { ratingTable } from '../numeric/rating-table.ts';
import { type Consensus, agreementWithConsensus } from './consensus.ts';
import { crowdlab } from './crowdlab.ts';
import { softMajority } from './soft-majority.ts';

// Items: 1-1 on labels 0 and 1; 2-1 for label 2; unanimous 0; nobody.
const table = ratingTable({
  itemCount: 4,
  raterCount: 3,
  labelCount: 3,
  item: [0, 0, 1, 1, 1, 2, 2],
  rater: [0, 1, 0, 1, 2, 0, 2],
  label: [0, 1, 2, 2, 0, 0, 0],
});

describe('agreementWithConsensus', () => {
  test('a label tied for first place earns its part, and the votes are counted beside', () => {
    const result = agreementWithConsensus(softMajority(table), [1, 0, 0, 2]);
    expect(result.value).toBe((0.5 + 0 + 1) / 3);
    // Shares of the item's people: 1 of 2, 1 of 3, 2 of 2.
    expect(result.meanShare).toBeCloseTo((1 / 2 + 1 / 3 + 1) / 3, 15);
    expect(Array.from(result.credit)).toEqual([0.5, 0, 1, NaN]);
    expect(result.counts).toEqual({
      items: 4,
      scored: 3,
      tiedScored: 1,
      tiedLeftOut: 0,
      unrated: 1,
      withoutJudge: 0,
    });
  });

  test('a label outside the tie earns nothing', () => {
    expect(agreementWithConsensus(softMajority(table), [2, -1, -1, -1]).value).toBe(0);
  });

  test('abstain leaves ties out and counts them', () => {
    const result = agreementWithConsensus(softMajority(table, { ties: 'abstain' }), [1, 0, 0, -1]);
    expect(result.value).toBe(0.5);
    expect(result.counts).toEqual({
      items: 4,
      scored: 2,
      tiedScored: 0,
      tiedLeftOut: 1,
      unrated: 0,
      withoutJudge: 1,
    });
  });

  test('is NaN with a reason when no item has both', () => {
    const result = agreementWithConsensus(softMajority(table), [-1, -1, -1, 0]);
    expect(result.value).toBeNaN();
    expect(result.meanShare).toBeNaN();
    expect(result.reason).toEqual(notice('no-item-of-judge-and-consensus'));
  });

  test('refuses a wrong length and a code out of range', () => {
    expect(() => agreementWithConsensus(softMajority(table), [0])).toThrow('received 1 for 4 items');
    expect(() => agreementWithConsensus(softMajority(table), [0, 3, 0, 0])).toThrow('received 3 at item 1');
    expect(() => agreementWithConsensus(softMajority(table), [0, 0.5, 0, 0])).toThrow(InputError);
  });
});

describe('a judge is never scored against a consensus it fed', () => {
  const probabilities = [0.8, 0.1, 0.1, 0.1, 0.2, 0.7, 0.6, 0.2, 0.2, 0.3, 0.3, 0.4];
  const rated = ratingTable({
    itemCount: 2,
    raterCount: 2,
    labelCount: 2,
    item: [0, 0, 1, 1],
    rater: [0, 1, 0, 1],
    label: [0, 1, 1, 1],
  });
  const fed = crowdlab({
    table: rated,
    probabilities: [0.6, 0.4, 0.1, 0.9],
    judge: 'j',
    random: createRandom(1),
    itemIds: ['a', 'b'],
  });

  test('CROWDLAB: does not compile, and throws', () => {
    // @ts-expect-error a consensus of people and judge is not a consensus of people
    expect(() => agreementWithConsensus(fed.consensus, [0, 1])).toThrow(
      'received one that judge "j" contributed to',
    );
  });

  test('a majority whose ties the judge broke: does not compile, and throws, though its numbers are shares of people', () => {
    const broken = softMajority(table, { ties: 'model', probabilities, judge: 'j' });
    expect(broken.kind).toBe('shares');
    // @ts-expect-error one broken tie is enough
    expect(() => agreementWithConsensus(broken, [0, 1, 2, 0])).toThrow(InputError);
  });

  test('a consensus of unknown origin neither compiles nor runs where it says that a judge fed it, or nothing', () => {
    const unknown: Consensus = fed.consensus;
    // @ts-expect-error the type has forgotten who contributed
    expect(() => agreementWithConsensus(unknown, [0, 1])).toThrow(InputError);
    const { contributors: _, ...handmade } = softMajority(table);
    // @ts-expect-error no contributors
    expect(() => agreementWithConsensus(handmade, [0, 1, 2, 0])).toThrow(
      'requires a consensus that names its contributors',
    );
  });

  test('a consensus of people passes under every policy of people', () => {
    const itemIds = ['a', 'b', 'c', 'd'];
    for (const consensus of [
      softMajority(table, { ties: 'prior' }),
      softMajority(table, { ties: 'random', random: createRandom(1), itemIds }),
    ])
      expect(agreementWithConsensus(consensus, [0, 2, 0, -1]).n).toBe(3);
  });
});
