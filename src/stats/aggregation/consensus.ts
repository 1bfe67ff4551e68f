import { type Notice, notice } from '../numeric/estimate.ts';
import { InputError } from '../numeric/errors.ts';

/** Whose word a consensus stands on. */
export type Contributors = 'people' | 'people and judge';

/**
 * How a label tied for first place is handled; there is no `first` and no `last`, because label order is
 * presentation side.
 */
export type TiePolicy = 'soft' | 'abstain' | 'prior' | 'random' | 'model';

/** What became of an item; `consensus.status[i]` is a position in this list. */
export const consensusStatuses = ['unrated', 'decided', 'tied', 'tie broken'] as const;
export type ConsensusStatus = (typeof consensusStatuses)[number];

declare const fedBy: unique symbol;

/**
 * One label per item, how well it is supported, and whose word it is. The type parameter carries the
 * contributors, so that scoring a judge against a consensus it fed does not compile (docs/traps.md, 1);
 * `contributors` carries them for callers without types.
 */
export interface Consensus<From extends Contributors = Contributors> {
  readonly method: 'soft majority' | 'CROWDLAB' | 'Dawid-Skene';
  readonly ties: TiePolicy;
  readonly contributors: { readonly people: true; readonly judge?: string };
  readonly itemCount: number;
  readonly labelCount: number;
  /** length items: label codes; −1 where an item is unrated or tied. */
  readonly label: Int32Array;
  /** [items × labels], row-major; rows sum to 1 (NaN where an item is unrated). */
  readonly numbers: Float64Array;
  /**
   * `shares` are shares of the item's people; `scores` are CROWDLAB's and `posteriors` Dawid and Skene's,
   * which are not probabilities of being right: a model's belief is too sure.
   */
  readonly kind: 'shares' | 'scores' | 'posteriors';
  /** length items: positions in `consensusStatuses`. */
  readonly status: Uint8Array;
  /** length items: the share or score of the label; of a tied item, its top share. */
  readonly quality: Float64Array;
  readonly [fedBy]: From;
}

export interface ConsensusAgreement {
  /**
   * Mean credit against the consensus label: 1 for the label, 1/m for one of m labels tied for first place.
   */
  readonly value: number;
  /**
   * Mean share of the item's people who gave the judge's label: the chance that one of them, drawn at random,
   * says the same.
   */
  readonly meanShare: number;
  /** Items scored. */
  readonly n: number;
  readonly counts: {
    readonly items: number;
    readonly scored: number;
    readonly tiedScored: number;
    readonly tiedLeftOut: number;
    readonly unrated: number;
    readonly withoutJudge: number;
  };
  /** length items: the credit of each, NaN where it was not scored; for intervals by cluster. */
  readonly credit: Float64Array;
  readonly reason?: Notice;
}

/**
 * How often a judge's label is the consensus of people.
 *
 * For scoring a judge from outside: a consensus that a judge fed, be it only to break ties, is refused,
 * because the judge would be graded against itself. A majority is easier to agree with than a person: never
 * set this number beside human-human agreement.
 *
 * value = mean of credit, credit = 1 if label, 1 / m if among m labels tied for first place (soft), else 0
 *
 * `consensus`: of people. `judgeLabels`: length items, label codes; negative where the judge gave none.
 *
 * Returns NaN with a `reason` where no item has both; under `abstain` tied items are left out and counted.
 *
 * Throws InputError for a consensus a judge contributed to, a wrong length and a code out of range.
 *
 * @example
 * const table = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 2, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [1, 1, 0, 1] });
 * agreementWithConsensus(softMajority(table), [1, 0]).value; // 0.75
 */
export function agreementWithConsensus(
  consensus: Consensus<'people'>,
  judgeLabels: ArrayLike<number>,
): ConsensusAgreement {
  requirePeopleOnly(consensus);
  const { itemCount, labelCount, numbers, status } = consensus;
  if (judgeLabels.length !== itemCount)
    throw new InputError(
      `agreementWithConsensus requires one judge label per item; received ${judgeLabels.length} for ` +
        `${itemCount} items`,
    );

  const credit = new Float64Array(itemCount).fill(NaN);
  const counts = { items: itemCount, scored: 0, tiedScored: 0, tiedLeftOut: 0, unrated: 0, withoutJudge: 0 };
  let creditSum = 0;
  let shareSum = 0;
  for (let i = 0; i < itemCount; i++) {
    const given = judgeLabels[i];
    if (!Number.isInteger(given) || given >= labelCount)
      throw new InputError(
        `agreementWithConsensus requires label codes below ${labelCount}; received ${given} at item ${i}`,
      );
    const state = consensusStatuses[status[i]];
    if (given < 0) counts.withoutJudge++;
    else if (state === 'unrated') counts.unrated++;
    else if (state === 'tied' && consensus.ties === 'abstain') counts.tiedLeftOut++;
    else {
      credit[i] =
        state === 'tied'
          ? creditOfTie(numbers, i * labelCount, labelCount, given)
          : Number(consensus.label[i] === given);
      counts.scored++;
      if (state === 'tied') counts.tiedScored++;
      creditSum += credit[i];
      shareSum += numbers[i * labelCount + given];
    }
  }
  const n = counts.scored;
  const none = n === 0 ? { reason: notice('no-item-of-judge-and-consensus') } : {};
  return Object.freeze({
    value: creditSum / n,
    meanShare: shareSum / n,
    n,
    counts: Object.freeze(counts),
    credit,
    ...none,
  });
}

/**
 * The labels tied for first place in one row. Equal means equal to 1e-12 of the top: the same sum in another
 * order differs in its last bit.
 */
export function topLabels(numbers: ArrayLike<number>, start: number, labelCount: number): number[] {
  let top = -Infinity;
  for (let k = 0; k < labelCount; k++) if (numbers[start + k] > top) top = numbers[start + k]!;
  const tied: number[] = [];
  for (let k = 0; k < labelCount; k++)
    if (numbers[start + k] >= top - tieTolerance * Math.abs(top)) tied.push(k);
  return tied;
}

export const tieTolerance = 1e-12;

/** For the methods of this room: the one place where the promise of the type is made. */
export function consensusOf<From extends Contributors>(
  fields: Omit<Consensus<From>, typeof fedBy>,
): Consensus<From> {
  return Object.freeze({
    ...fields,
    contributors: Object.freeze({ ...fields.contributors }),
  }) as Consensus<From>;
}

function creditOfTie(numbers: Float64Array, start: number, labelCount: number, given: number): number {
  const tied = topLabels(numbers, start, labelCount);
  return tied.includes(given) ? 1 / tied.length : 0;
}

// The compiler refuses this already; a caller in plain JavaScript meets it here.
function requirePeopleOnly(consensus: Consensus): void {
  const { contributors } = consensus;
  if (!contributors?.people)
    throw new InputError(
      'agreementWithConsensus requires a consensus that names its contributors; received none',
    );
  if (contributors.judge !== undefined)
    throw new InputError(
      'agreementWithConsensus requires a consensus of people alone; received one that judge ' +
        `"${contributors.judge}" contributed to`,
    );
}
