import { type Notice, notice } from '../numeric/estimate.ts';
import { totalSums } from '../numeric/cluster-sums.ts';
import { InputError } from '../numeric/errors.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { estimateAgreement } from '../agreement/agreement-estimate.ts';
import type {
  AgreementEstimate,
  AgreementFacts,
  AgreementMeasure,
  Share,
  ShareIntervalRequest,
} from '../agreement/agreement-facts.ts';
import { pairCount, ratingsOfItem, requireJudge } from '../agreement/rated-items.ts';

/**
 * Agreement on pairwise comparisons with ties as MT-Bench counts it: with ties as a label (S1), and without
 * tied votes (S2).
 *
 * For numbers that can be set beside the MT-Bench paper's. Comparisons are pooled, so an item with many votes
 * counts more (`percentAgreement` and `humanCeiling` average over items). S2 keeps a comparison only where
 * both sides are decisive: each judge is then scored on items of its own choosing, and a judge that calls the
 * hard ones a tie looks better. S2 is therefore returned with its total and the tie rates, and `paired`
 * repeats it on the items where everyone is decisive. Random guessing reaches ⅓ under S1 and ½ under S2.
 *
 * S1 = comparisons with the same label / comparisons, any tie label equal to any tie label
 * S2 = the same over comparisons in which neither side is a tie
 * human-human comparisons: all pairs of people of an item · judge-human: the judge with each person of an
 * item
 *
 * `people`: votes of people only; an item is a question, a pair of models and a turn. `judges`: for each
 * judge one label code an item (length items), negative where it gave none; a judge that contradicts itself
 * when the sides are swapped is given as a tie. `tieLabels`: the codes that mean a tie. `interval`: clusters
 * (one code for each item) and a random stream.
 *
 * Returns for people and for each judge S1 and S2, with `agree` and `total` comparisons (`n` is the total),
 * and the tie rates. `paired` stands on items with two votes or more where every vote and every judge is
 * decisive, with each judge's difference to the people there. A value is NaN, with a reason, where no
 * comparison is left.
 *
 * Throws InputError for a judge of another length than the items, codes not below the table's labels, and tie
 * labels that the table does not have.
 *
 * @example
 * const votes = ratingTable({ itemCount: 2, raterCount: 2, labelCount: 3, item: [0, 0, 1, 1], rater: [0, 1, 0, 1], label: [0, 0, 1, 2] });
 * const agreement = mtBenchAgreement(votes, [[0, 1]], { tieLabels: [2] });
 * agreement.humanHuman.s1.value; // 0.5
 * agreement.judges[0].s2.agree; // 3
 *
 * Source: [zheng-2023], section 4.2, table 5 and appendix D.3.
 */
export function mtBenchAgreement(
  people: RatingTable,
  judges: readonly ArrayLike<number>[],
  options: MtBenchOptions,
): MtBenchAgreement {
  const { tieLabels, interval } = options;
  const tie = tieFlags(tieLabels, people.labelCount);
  for (const judge of judges) requireJudge('mtBenchAgreement', judge, people);

  const measure = pooledMeasure(people, judges, tie);
  const sums = totalSums(measure);
  const basis = basisOf(people, measure);
  const estimates = estimateAgreement(measure, factsOf(people, sums, basis, judges.length), interval);
  function share(ratio: number): MtBenchShare {
    return Object.freeze({ ...estimates[ratio], agree: sums[2 * ratio], total: sums[2 * ratio + 1] });
  }
  const sides = judges.map((judge, j) =>
    Object.freeze({ s1: share(2 + 2 * j), s2: share(3 + 2 * j), ...judgeTieRates(people, judge, tie) }),
  );
  const pairedAt = 2 + 2 * judges.length;
  return Object.freeze({
    humanHuman: Object.freeze({ s1: share(0), s2: share(1), humanTieRate: humanTieRate(people, tie) }),
    judges: Object.freeze(sides),
    paired: Object.freeze({
      items: basis[pairedAt].items,
      humanHuman: share(pairedAt),
      judges: Object.freeze(judges.map((_, j) => share(pairedAt + 1 + j))),
      differences: Object.freeze(judges.map((_, j) => estimates[pairedAt + 1 + judges.length + j])),
    }),
  });
}

export interface MtBenchOptions {
  readonly tieLabels: ArrayLike<number>;
  readonly interval?: ShareIntervalRequest;
}

export interface MtBenchAgreement {
  readonly humanHuman: MtBenchSide;
  /** In the order of the judges given. */
  readonly judges: readonly MtBenchJudgeSide[];
  /** Items with two votes or more where every vote and every judge is decisive: there S1 and S2 are one. */
  readonly paired: {
    readonly items: number;
    readonly humanHuman: MtBenchShare;
    readonly judges: readonly MtBenchShare[];
    /** Each judge's agreement with people less that of people with each other, on the same comparisons. */
    readonly differences: readonly AgreementEstimate[];
  };
}

export interface MtBenchSide {
  readonly s1: MtBenchShare;
  readonly s2: MtBenchShare;
  /** Share of ties among the votes that are compared, each vote counted once. */
  readonly humanTieRate: number;
}

export interface MtBenchJudgeSide extends MtBenchSide {
  /** Share of ties among the judge's labels on items with a vote. */
  readonly judgeTieRate: number;
}

export interface MtBenchShare extends AgreementEstimate {
  readonly agree: number;
  readonly total: number;
}

function tieFlags(tieLabels: ArrayLike<number>, labelCount: number): Uint8Array {
  const flags = new Uint8Array(labelCount);
  for (let i = 0; i < tieLabels.length; i++) {
    const label = tieLabels[i];
    if (!Number.isInteger(label) || label < 0 || label >= labelCount)
      throw new InputError(
        `mtBenchAgreement requires tie labels among the ${labelCount} labels; received ${label} at ` +
          `index ${i}`,
      );
    flags[label] = 1;
  }
  return flags;
}

/**
 * Sums in pairs (agree, total): people S1, people S2, then S1 and S2 of each judge, then the paired version
 * of people and of each judge. Numbers: their ratios in this order, then each judge's paired difference to
 * the people.
 */
function pooledMeasure(
  people: RatingTable,
  judges: readonly ArrayLike<number>[],
  tie: Uint8Array,
): AgreementMeasure {
  const votes = new Int32Array(people.labelCount);
  const ratios = 3 + 3 * judges.length;
  const paired = 2 + 2 * judges.length;
  return {
    unitCount: people.itemCount,
    sumCount: 2 * ratios,
    addUnit(item, add) {
      function addRatio(ratio: number, agree: number, total: number): void {
        if (total === 0) return;
        add(2 * ratio, agree);
        add(2 * ratio + 1, total);
      }
      votes.fill(0);
      for (let index = people.itemStart[item]; index < people.itemStart[item + 1]; index++)
        votes[people.label[index]]++;
      const all = ratingsOfItem(people, item);
      let ties = 0;
      let samePairs = 0;
      for (let k = 0; k < votes.length; k++) {
        if (tie[k] === 1) ties += votes[k];
        else samePairs += pairCount(votes[k]);
      }
      const decisive = all - ties;
      addRatio(0, samePairs + pairCount(ties), pairCount(all));
      addRatio(1, samePairs, pairCount(decisive));
      const everyone = isPaired(people, judges, tie, item);
      if (everyone) addRatio(paired, samePairs, pairCount(all));
      for (const [j, judge] of judges.entries()) {
        const label = judge[item];
        if (label < 0) continue;
        addRatio(2 + 2 * j, tie[label] === 1 ? ties : votes[label], all);
        if (tie[label] === 0) addRatio(3 + 2 * j, votes[label], decisive);
        if (everyone) addRatio(paired + 1 + j, votes[label], all);
      }
    },
    numbersOf(sums) {
      const numbers = Array.from({ length: ratios }, (_, ratio) => sums[2 * ratio] / sums[2 * ratio + 1]);
      return [...numbers, ...judges.map((_, j) => numbers[paired + 1 + j] - numbers[paired])];
    },
  };
}

function isPaired(
  people: RatingTable,
  judges: readonly ArrayLike<number>[],
  tie: Uint8Array,
  item: number,
): boolean {
  if (ratingsOfItem(people, item) < 2) return false;
  for (let index = people.itemStart[item]; index < people.itemStart[item + 1]; index++)
    if (tie[people.label[index]] === 1) return false;
  return judges.every((judge) => judge[item] >= 0 && tie[judge[item]] === 0);
}

/** For each ratio the items that bring comparisons, and the votes on them. */
function basisOf(
  people: RatingTable,
  measure: AgreementMeasure,
): readonly { items: number; labels: number }[] {
  const basis = Array.from({ length: measure.sumCount / 2 }, () => ({ items: 0, labels: 0 }));
  for (let item = 0; item < people.itemCount; item++) {
    measure.addUnit(item, (sum) => {
      if (sum % 2 === 0) return;
      basis[(sum - 1) / 2].items++;
      basis[(sum - 1) / 2].labels += ratingsOfItem(people, item);
    });
  }
  return basis;
}

/** In the order of the measure's numbers. */
function factsOf(
  people: RatingTable,
  sums: Float64Array,
  basis: readonly { items: number; labels: number }[],
  judgeCount: number,
): readonly AgreementFacts[] {
  const paired = 2 + 2 * judgeCount;
  const counts = basis.map((counted, ratio) => ({
    ...counted,
    n: sums[2 * ratio + 1],
    excludedItems: people.itemCount - counted.items,
    reason: reasonOf(ratio, paired),
  }));
  const shares = counts.map((counted, ratio): AgreementFacts => ({
    ...counted,
    kind: 'share',
    ...sumsOf(ratio),
  }));
  const differences = Array.from({ length: judgeCount }, (_, judge): AgreementFacts => ({
    ...counts[paired],
    kind: 'contrast',
    scale: 'difference',
    unitSum: 2 * paired + 1,
    first: sumsOf(paired + 1 + judge),
    second: sumsOf(paired),
  }));
  return [...shares, ...differences];
}

function sumsOf(ratio: number): Share {
  return { part: 2 * ratio, whole: 2 * ratio + 1 };
}

function reasonOf(ratio: number, paired: number): Notice {
  if (ratio >= paired) return notice('nobody-decisive', { of: 'everyone' });
  const of = ratio < 2 ? 'two people' : 'judge and person';
  return ratio % 2 === 0 ? notice('no-vote-of-both', { of }) : notice('nobody-decisive', { of });
}

function humanTieRate(people: RatingTable, tie: Uint8Array): number {
  return tieRateOfVotes(people, tie, (item) => ratingsOfItem(people, item) > 1);
}

function judgeTieRates(
  people: RatingTable,
  judge: ArrayLike<number>,
  tie: Uint8Array,
): { humanTieRate: number; judgeTieRate: number } {
  let judged = 0;
  let tied = 0;
  for (let item = 0; item < people.itemCount; item++) {
    if (judge[item] < 0 || ratingsOfItem(people, item) === 0) continue;
    judged++;
    tied += tie[judge[item]];
  }
  return {
    humanTieRate: tieRateOfVotes(people, tie, (item) => judge[item] >= 0),
    judgeTieRate: tied / judged,
  };
}

function tieRateOfVotes(people: RatingTable, tie: Uint8Array, compared: (item: number) => boolean): number {
  let votes = 0;
  let tied = 0;
  for (let item = 0; item < people.itemCount; item++) {
    if (!compared(item)) continue;
    for (let index = people.itemStart[item]; index < people.itemStart[item + 1]; index++) {
      votes++;
      tied += tie[people.label[index]];
    }
  }
  return tied / votes;
}
