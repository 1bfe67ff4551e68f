/**
 * What a study can answer today, and what each other answer waits for. `calibrate` refuses by it and `doctor` plans by it,
 * so that the two never disagree.
 */
import type { Study } from '../data/index.ts';
import { type JudgeView, type PeopleView, hasProbabilities } from './views.ts';
import { counted } from './words.ts';

/** Below this many items with two people an interval of the ceiling is too wide to decide anything. */
export const recommendedOverlap = 50;

export const questionTitles: Readonly<Record<number, string>> = Object.freeze({
  1: 'Is the judge as good as a human?',
  2: 'What is the right label of each item, and how sure are we?',
  3: "Can the judge's confidence be believed?",
  4: 'What is the true rate?',
  5: 'What should a human label next?',
});

export interface Refusal {
  readonly reason: string;
  readonly fix: string;
  /** How many more labels by people are needed; NaN where labels are not what is missing. */
  readonly labelsMissing: number;
}

const noJudge: Refusal = {
  reason: 'the data hold no judge',
  fix: 'add the judge’s rows with a column prob_<label> for each label, or name a rater with --judge NAME',
  labelsMissing: NaN,
};

const noPeople: Refusal = {
  reason: 'no item has a label by a person',
  fix: 'label at least 50 random items',
  labelsMissing: 50,
};

/** Question 1: a judge and people on the same items, some of them with two people. */
export function refuseCeiling(people: PeopleView, judge: JudgeView | undefined): Refusal | undefined {
  if (judge === undefined) return noJudge;
  if (people.table.label.length === 0) return noPeople;
  const { both, overlap } = sharedItems(people, judge);
  if (both === 0) return nothingShared(judge);
  if (overlap > 0) return undefined;
  return {
    reason:
      people.raters.length === 1
        ? 'only one person labeled, so how far people agree is unknown'
        : 'no item with a verdict was labeled by two people',
    fix: `have a second person label ${Math.min(both, recommendedOverlap)} of the ${counted(both, 'item')} that have a label and a verdict`,
    labelsMissing: Math.min(both, recommendedOverlap),
  };
}

/** Question 2: any label by a person. */
export function refuseConsensus(people: PeopleView): Refusal | undefined {
  return people.table.label.length === 0 ? noPeople : undefined;
}

/** Question 3: a judge with probabilities on items that people labeled. */
export function refuseCalibration(study: Study, people: PeopleView, judge: JudgeView | undefined): Refusal | undefined {
  if (judge === undefined) return noJudge;
  if (judge.probabilities === null)
    return {
      reason: `${judge.name} gives labels without probabilities`,
      fix: 'ask the judge for token probabilities (logprobs) and add them as prob_<label> columns',
      labelsMissing: NaN,
    };
  if (people.table.label.length === 0) return noPeople;
  const labeled = itemsToCalibrate(study, people, judge);
  if (labeled.length > 0) return undefined;
  return nothingShared(judge);
}

/** Questions 4 and 5 wait for commands that this version does not have; it says so instead of guessing. */
export const laterQuestions: Readonly<Record<4 | 5, Refusal>> = Object.freeze({
  4: {
    reason: 'this version of assize does not correct rates yet',
    fix: "do not report the judge's own rate as the true one; until then use the people's rate on items drawn at random",
    labelsMissing: NaN,
  },
  5: {
    reason: 'this version of assize does not plan labeling yet',
    fix: 'draw the next items at random, so that every later estimate stays valid, and let two people label each',
    labelsMissing: NaN,
  },
});

/** The items with a person's label and the judge's probabilities. */
export function itemsToCalibrate(study: Study, people: PeopleView, judge: JudgeView): number[] {
  const items: number[] = [];
  for (let i = 0; i < people.perItem.length; i++)
    if (people.perItem[i] > 0 && hasProbabilities(judge, i, study.codebook.labels.length)) items.push(i);
  return items;
}

/** How many items have a verdict and a person's label, and how many a verdict and two people's. */
export function sharedItems(people: PeopleView, judge: JudgeView): { both: number; overlap: number } {
  let both = 0;
  let overlap = 0;
  for (let i = 0; i < people.perItem.length; i++) {
    if (judge.label[i] < 0) continue;
    if (people.perItem[i] > 0) both++;
    if (people.perItem[i] > 1) overlap++;
  }
  return { both, overlap };
}

function nothingShared(judge: JudgeView): Refusal {
  return {
    reason: `no item has both a label by a person and a verdict of ${judge.name}`,
    fix: 'label at least 50 random items of those the judge has seen, and check that item names are the same in both files',
    labelsMissing: 50,
  };
}
