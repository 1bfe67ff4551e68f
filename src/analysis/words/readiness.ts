/**
 * What a study can answer today, and what each other answer waits for. `calibrate` refuses by it and `doctor` plans by it,
 * so that the two never disagree.
 */
import type { Selection, Study } from '../../data/index.ts';
import type { RateEvent } from '../views/rate-event.ts';
import { ratePool } from '../rate/rate-pool.ts';
import { type JudgeView, type PeopleView, hasProbabilities } from '../views/views.ts';
import { counted, listed } from './words.ts';

/** Below this many items with two people an interval of the ceiling is too wide to decide anything. */
export const recommendedOverlap = 50;

/** Below this many labeled items the corrected interval is not claimed. */
export const recommendedLabels = 50;

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

/**
 * How the labeled items were chosen, as declared or as the data imply. Nobody said: `chosen`, the one that promises nothing. `withoutLabel`: items
 * that the rate is about and no person labeled, judged or not.
 */
export function selectionOf(study: Study, withoutLabel: number): { how: Selection; declared: boolean } {
  if (study.selection !== null) return { how: study.selection, declared: true };
  return { how: withoutLabel === 0 ? 'all' : 'chosen', declared: false };
}

/** Question 4: an event to count, and labeled items whose choice allows a conclusion about the others. */
export function refuseRate(
  study: Study,
  people: PeopleView,
  event: RateEvent | undefined,
  judge: JudgeView | undefined,
): Refusal | undefined {
  if (event === undefined) return noEvent(study);
  const pool = ratePool(people, event, judge, study.selection === 'separate');
  const labeled = pool.labeled.length;
  if (labeled === 0) return noPeople;
  if (judge !== undefined && pool.compared.length === 0) return nothingShared(judge);
  const { how, declared } = selectionOf(study, pool.withoutLabel);
  if (how === 'all') return pool.withoutLabel === 0 ? undefined : notAllLabeled(pool.withoutLabel);
  if (how === 'chosen') return handPicked(labeled, declared);
  if (how === 'separate') return refuseSeparate(judge, pool.unlabeled.length);
  if (how === 'random') return hasUnequalChances(study, pool.labeled) ? unequalChances : undefined;
  return {
    reason: `labeled items were chosen with unequal chances (${how}), which this version of assize cannot weight yet`,
    fix: 'until then label at least 50 items drawn at random, each equally likely, and add --selection random for those alone',
    labelsMissing: 50,
  };
}

function noEvent({ codebook }: Study): Refusal {
  const names = codebook.labels.map(({ name }) => name);
  return {
    reason: `nothing says what to count among the labels ${listed(names.slice(0, 6))}`,
    fix: 'name the labels that pass with --pass LABEL, or a model with --win MODEL where items have model_a and model_b',
    labelsMissing: NaN,
  };
}

/** A calibration set says how a judge errs, and nothing of other items by itself. */
function refuseSeparate(judge: JudgeView | undefined, unlabeled: number): Refusal | undefined {
  const fix =
    'add the judge’s verdicts on the items the rate is about, or declare --selection random if the labeled ones were drawn from those';
  if (judge === undefined)
    return {
      reason: 'the labeled items are a set of their own, and there is no judge whose errors they could show',
      fix,
      labelsMissing: NaN,
    };
  if (unlabeled > 0) return undefined;
  return {
    reason: `the labeled items are a set of their own, and ${judge.name} has no verdict on any other item`,
    fix,
    labelsMissing: NaN,
  };
}

const unequalChances: Refusal = {
  reason: 'the selection says that items were drawn at random, and their inclusion_probability differs from item to item',
  fix: 'take the column out if it is wrong; labels drawn with unequal chances cannot be weighted yet, so label at least 50 items drawn equally likely',
  labelsMissing: NaN,
};

function hasUnequalChances({ items }: Study, labeled: Int32Array): boolean {
  const chances = items.fields.find(({ name }) => name === 'inclusion_probability');
  if (chances === undefined) return false;
  return new Set(Array.from(labeled, (item) => chances.code[item]).filter((code) => code >= 0)).size > 1;
}

function notAllLabeled(unlabeled: number): Refusal {
  return {
    reason: `the selection says that all items are labeled, and ${counted(unlabeled, 'item')} ${unlabeled === 1 ? 'is' : 'are'} not`,
    fix: 'declare how the labeled ones were chosen: --selection random only if you drew them at random',
    labelsMissing: unlabeled,
  };
}

function handPicked(labeled: number, declared: boolean): Refusal {
  return {
    reason: declared
      ? `the ${counted(labeled, 'labeled item')} were chosen by hand, so they speak for themselves alone`
      : `how the ${counted(labeled, 'labeled item')} were chosen is not declared`,
    fix: declared
      ? 'label at least 50 items drawn at random'
      : 'add --selection random only if you drew them at random; else label at least 50 items drawn at random',
    labelsMissing: declared ? 50 : NaN,
  };
}

/** Question 5 waits for a command that this version does not have; it says so instead of guessing. */
export const laterQuestion: Refusal = Object.freeze({
  reason: 'this version of assize does not plan labeling yet',
  fix: 'draw the next items at random, so that every later estimate stays valid, and let two people label each',
  labelsMissing: NaN,
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
