/** Why a question is not answered, and what to do so that it can be. */
import {
  type Hint,
  type LabelCount,
  hint,
  hintText,
  option,
  optionLike,
  polarity,
} from '../../../data/index.ts';
import type { Sentences } from '../sentence.ts';
import { coefficient, counted, figureRange, figureText, listed, percent } from '../figures.ts';

export const refusalSentences: Sentences = {
  'no-judge-in-data': () => 'the data hold no judge',
  'add-a-judge': (_, { say }) =>
    hintText(
      hint`add the judge’s rows with a column prob_<label> for each label, or name a rater with
        ${optionLike('judge', 'NAME')}`,
      say,
    ),
  'no-label-of-people': () => 'no item has a label by a person',
  'label-random-items': ({ items }) => `label at least ${items} items drawn at random`,
  'label-items-of-the-judge': ({ items }) =>
    `label at least ${items} random items of those the judge has seen, and check that item names are ` +
    'the same in both files',
  'nothing-shared': ({ judge }) => `no item has both a label by a person and a verdict of ${judge}`,
  'no-item-of-all-judges': ({ judges }) => `no labeled item has an answer of all ${judges} judges`,
  'ask-the-same-items': ({ items }) => `ask every judge about the same ${items} labeled items or more`,
  'one-person': () => 'only one person labeled, so how far people agree is unknown',
  'no-second-person': () => 'no item with a verdict was labeled by two people',
  'second-person': ({ items, of }) =>
    `have a second person label ${items} of the ${counted(of, 'item')} that have a label and a verdict`,
  'judge-gives-no-probabilities': ({ judge }) => `${judge} gives labels without probabilities`,
  'ask-for-logprobs': () =>
    'ask the judge for token probabilities (logprobs) and add them as prob_<label> columns',
  'no-event': ({ labels }) => `nothing says what to count among the labels ${listed(labels)}`,
  'name-the-event': (_, { say }) =>
    hintText(
      hint`name the labels that pass with ${optionLike('pass', 'LABEL')}, or a model with
        ${optionLike('win', 'MODEL')} where items have model_a and model_b`,
      say,
    ),
  'unequal-selection': ({ selection }) =>
    `labeled items were chosen with unequal chances (${selection}), which this version of assize ` +
    'cannot weight yet',
  'label-random-items-for-now': (_, { say }) =>
    hintText(
      hint`until then label at least 50 items drawn at random, each equally likely, and add
        ${option('selection', 'random')} for those alone`,
      say,
    ),
  'calibration-set-without-judge': () =>
    'the labeled items are a calibration set, and there is no judge whose errors they could show',
  'calibration-set-without-target': ({ judge }) =>
    `the labeled items are a calibration set, and ${judge} has no verdict on any other item`,
  'add-verdicts-of-target': (_, { say }) =>
    hintText(
      hint`add the judge’s verdicts on the items the rate is about, or declare
        ${option('selection', 'random')} if the labeled ones were drawn from those`,
      say,
    ),
  'unequal-chances': () =>
    'the selection says that items were drawn at random, and their inclusion_probability differs ' +
    'from item to item',
  'equal-chances': () =>
    'take the column out if it is wrong; labels drawn with unequal chances cannot be weighted yet, ' +
    'so label at least 50 items drawn equally likely',
  'not-all-labeled': ({ items }) =>
    `the selection says that all items are labeled, and ${counted(items, 'item is', 'items are')} not`,
  'declare-the-choice': (_, { say }) =>
    hintText(
      hint`declare how the labeled ones were chosen: ${option('selection', 'random')} only if you drew them
        at random`,
      say,
    ),
  'hand-picked': ({ items }) =>
    `the ${counted(items, 'labeled item was', 'labeled items were')} chosen by hand, so they ` +
    'represent only themselves',
  'choice-not-declared': ({ items }) =>
    `how the ${counted(items, 'labeled item was', 'labeled items were')} chosen is not declared`,
  'declare-or-label': (_, { say }) =>
    hintText(
      hint`add ${option('selection', 'random')} only if you drew them at random; else label at least 50 items
        drawn at random`,
      say,
    ),
  'no-planning-yet': () => 'this version of assize does not plan labeling yet',
  'draw-at-random': () =>
    'draw the next items at random, so that every later estimate stays valid, and let two people label each',
  'no-rate': () => 'the correction gives no rate',
  'label-both-sides': () => 'label more items on both sides, or use a judge that tells them apart',
  'silent-elsewhere': ({ target, yes, no }) =>
    `the judge has no verdict on ${percent(target)} of the items the rate is about; of the ` +
    `calibration set it has none on ${percent(yes)} ` +
    `of what people call yes and on ${percent(no)} of what they call no, so its errors there are not ` +
    'its errors here',
  'ask-about-all': () =>
    'ask the judge about all items; take out those it was never asked about, or give them a row with ' +
    'the status not_asked',
  'use-the-majority': (_, { say }) =>
    `use ${say({ option: 'consensus', value: 'majority' })}, which is people alone`,
  'set-aside': ({ rater, kind, against, labels, own, scores }) => {
    const [others, give, gave] =
      against === 'people'
        ? ['people', 'give', 'people gave']
        : ['the reference', 'has', 'the reference has'];
    const what: Readonly<Record<string, string>> = {
      'no shared label': `${rater} and ${others} share no label`,
      'few shared labels': `${rater} and ${others} share hardly any label`,
      'spelled differently': `${rater} and ${others} spell labels differently`,
      scores: `${rater} gives scores with decimals where ${others} ${give} a few labels`,
      'scores of the others': `${rater} gives a few labels where ${others} ${give} scores with decimals`,
      'two scales': `${rater} and ${others} seem to grade on two scales`,
    };
    const given = `${gave} ${withCounts(labels)}; ${rater} gave ${withCounts(own)}`;
    return `${what[kind]}: ${given}${besideGrades(scores)}`;
  },
  'bring-labels-together': (facts, { say }) =>
    hintText(bringTogether(facts as unknown as SetAsideFacts), say),
  'reference-set-aside': ({ rater, why }, { notice }) => `no judge is compared with ${rater}: ${notice(why)}`,
};

export interface ScoresBesideGrades {
  /** Items with a score and a grade by a person. */
  readonly items: number;
  /** Pearson's, of the scores and the means of people's grades; absent where one of the two never varies. */
  readonly correlation?: number;
  /** Mean score less mean grade; absent where a score lies outside people's grades: another scale. */
  readonly difference?: number;
  /** Ends of the 95% interval of the difference; absent where it has none, or none that is claimed. */
  readonly lower?: number;
  readonly upper?: number;
}

/** What scores with decimals say beside people's grades. */
function besideGrades(scores: ScoresBesideGrades | undefined): string {
  if (scores === undefined) return '';
  const { items, correlation, difference, lower = NaN, upper = NaN } = scores;
  const parts = [
    correlation === undefined ? '' : `the correlation of the two is ${coefficient(correlation)}`,
    difference === undefined
      ? ''
      : `the mean score less the mean grade is ${figureText('score', difference)}` +
        (Number.isFinite(lower) ? ` (95% interval ${figureRange('score', { lower, upper })})` : ''),
  ].filter((part) => part !== '');
  return parts.length === 0
    ? ''
    : `; on the ${counted(items)} items with a score and grades by people ${parts.join(' and ')}`;
}

interface SetAsideFacts {
  readonly rater: string;
  readonly kind: string;
  readonly against: string;
  readonly labels: readonly LabelCount[];
  readonly own: readonly LabelCount[];
  readonly map: Readonly<Record<string, string>>;
}

/** What mends labels that do not meet; the map is a proposal by spelling. */
function bringTogether({ rater, kind, map, labels, own, against }: SetAsideFacts): Hint {
  const others = against === 'people' ? 'people' : 'the reference';
  const sameDecimals = hint`could have given the same decimals, declare a codebook with all of them
    (${option('codebook')})`;
  if (kind === 'scores') {
    const isShare = own.every(({ label }) => Number(label) >= 0 && Number(label) <= 1);
    const yes = labels.find(({ label }) => polarity(label, true) > 0) ?? labels[0];
    const asProbability = isShare
      ? `if it is the judge's probability of ${listed([yes.label])}, name its column prob_${yes.label} ` +
        'in a table with one row a rating; '
      : '';
    return hint`turn the score into a label that people use, by a threshold or by rounding, in another
      column; ${asProbability}if ${others} ${sameDecimals}`;
  }
  if (kind === 'scores of the others')
    return hint`turn the scores of ${others} into the labels that ${rater} gives, by a threshold or by
      rounding; if ${rater} ${sameDecimals}`;
  if (kind === 'two scales')
    return hint`bring both to one scale in the file, for example grades from 1 to 10 to 1 to 5 by halving and
      rounding up; if both grade on one scale, declare a codebook with all of its grades
      (${option('codebook')})`;
  const declare = hint`if all of them are labels of one question, declare a codebook with all of them
    (${option('codebook')})`;
  const pairs = Object.keys(map).length;
  if (pairs === 0)
    return hint`say which word of ${rater} means which label: ${optionLike('map', 'WORD=LABEL,WORD=LABEL')}
      (in a study, "labels": {"WORD": "LABEL"} in assize.json); ${declare}`;
  const paste = hint`if this is what they mean, add ${option('map', map)} (in a study, "labels":
    ${JSON.stringify(map)} in assize.json)`;
  // Of two answers that both have another spelling, nobody means four.
  return pairs > 1 ? paste : hint`${paste}; ${declare}`;
}

/** Labels of each side that are shown. */
const labelsShown = 6;

function withCounts(labels: readonly LabelCount[]): string {
  const shown = labels
    .slice(0, labelsShown)
    .map(({ label, count }) => `${listed([label])} (${counted(count)})`);
  const more = labels.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
