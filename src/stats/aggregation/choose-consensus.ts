import { type Notice, notice } from '../numeric/estimate.ts';

export interface ConsensusFacts {
  /** Whether labels are names without an order. */
  readonly nominal: boolean;
  /** Chance-corrected agreement of people, nominal; NaN where unknown. */
  readonly kappa: number;
  /** People with ratings. */
  readonly people: number;
  /** Mean ratings of a person. */
  readonly labelsPerPerson: number;
  /** Groups of people between whom no item is shared: 1 where all hang together (`raterGroups`). */
  readonly groups: number;
  /** Items with labels of two people or more. */
  readonly sharedItems: number;
  /**
   * Lower end of the interval of the judge's chance-corrected agreement with people; NaN where unknown,
   * absent without a judge.
   */
  readonly judgeAboveChance?: number;
}

export type ConsensusChoice =
  | { readonly method: 'soft majority'; readonly why: Notice }
  | {
      readonly method: 'Dawid-Skene';
      readonly judge: boolean;
      /** Of the pool: the option of `dawidSkene`. */
      readonly strength: number;
      readonly why: Notice;
    };

/** From which kappa of people, and how many people, shared items and labels a person, the model is taken. */
export const consensusLimits = { kappa: 0.2, people: 3, sharedItems: 60, labelsPerPerson: 10 };

/**
 * Which consensus to make: the written rule of `auto`.
 *
 * For callers who do not ask for a method. It looks at the shape of the data alone and never at the result,
 * so it cannot choose the answer that is liked best.
 *
 * 1. An order among labels, or people who hardly agree (kappa below 0.2, or unknown): the soft majority.
 * 2. A judge whose agreement with people is above chance by the lower end of its interval, at least 3 people
 * who
 *    hang together, and 60 items with two labels: Dawid-Skene with the judge as one more rater, strength 10.
 * 3. The same without such a judge, and 10 labels a person: Dawid-Skene, strength 2.
 * 4. Else the soft majority.
 *
 * Returns the method, its options, and `why`: what spoke for the model, or the first thing against it.
 *
 * @example
 * const facts = { nominal: true, kappa: 0.5, people: 5, labelsPerPerson: 80, groups: 1, sharedItems: 200 };
 * chooseConsensus({ ...facts, judgeAboveChance: 0.3 }); // { method: 'Dawid-Skene', judge: true, strength: 10, why: { code: 'model-with-judge-fits', facts: { people: 5, sharedItems: 200 } } }
 * chooseConsensus({ ...facts, nominal: false }).why.code; // 'labels-have-order'
 */
export function chooseConsensus(facts: ConsensusFacts): ConsensusChoice {
  const { people, sharedItems, judgeAboveChance = NaN } = facts;
  const against = againstModel(facts);
  if (against !== undefined) return majority(against);
  if (judgeAboveChance > 0) return model(true, 10, notice('model-with-judge-fits', { people, sharedItems }));
  const { labelsPerPerson } = facts;
  const from = consensusLimits.labelsPerPerson;
  if (!(labelsPerPerson >= from))
    return majority(notice('few-labels-a-person', { labels: labelsPerPerson, from }));
  const judge = facts.judgeAboveChance === undefined ? 'none' : 'not above chance';
  return model(false, 2, notice('model-fits', { people, sharedItems, judge }));
}

function majority(why: Notice): ConsensusChoice {
  return Object.freeze({ method: 'soft majority', why });
}

function model(judge: boolean, strength: number, why: Notice): ConsensusChoice {
  return Object.freeze({ method: 'Dawid-Skene', judge, strength, why });
}

/** The first thing that speaks against learning raters' errors, with or without a judge. */
function againstModel({ nominal, kappa, people, groups, sharedItems }: ConsensusFacts): Notice | undefined {
  const limits = consensusLimits;
  if (!nominal) return notice('labels-have-order');
  if (Number.isNaN(kappa)) return notice('kappa-of-people-unknown');
  if (kappa < limits.kappa) return notice('people-hardly-agree', { kappa, from: limits.kappa });
  if (!(people >= limits.people)) return notice('few-people', { people, from: limits.people });
  if (!(sharedItems >= limits.sharedItems))
    return notice('few-shared-items', { items: sharedItems, from: limits.sharedItems });
  if (groups !== 1) return notice('people-in-groups', { groups });
  return undefined;
}
