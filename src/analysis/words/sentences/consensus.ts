/** Why a consensus was made as it was, what speaks against CROWDLAB, and what to know of a fitted model. */
import type { Notice } from '../../../data/index.ts';
import type { Sentences } from '../sentence.ts';
import { coefficient, counted, decimal, percent } from '../figures.ts';

export const consensusSentences: Sentences = {
  'raters-at-floor': ({ atFloor, raters }) =>
    `${atFloor} of ${raters} raters agree with the others no more often than the commonest label would`,
  'judge-outweighs-people': ({ peopleShare }) =>
    `people hold ${percent(peopleShare)} of the weight, the judge the rest`,
  'people-hold-their-weight': () => 'people hold enough of the weight',
  'majority-as-asked': () => 'soft majority of people, as asked',
  'model-as-asked': ({ judge }) => `Dawid-Skene ${judge === null ? 'of people' : `with ${judge}`}, as asked`,
  'model-cannot-run': ({ why }, { notice }) => `Dawid-Skene cannot run: ${notice(why)}`,
  'no-item-of-two-people': () => 'no item was labeled by two people',
  'majority-because': ({ why }, { notice }) => `soft majority of people: ${notice(why)}`,
  'crowdlab-cannot-run': ({ requested, why }, { notice }) => `${requested} cannot run: ${notice(why)}`,
  'crowdlab-as-asked': ({ requested, judge }) => `${requested} with ${judge}, as asked`,
  'crowdlab-collapsed': ({ why }, { notice }) =>
    `CROWDLAB would be the judge alone: ${(why as readonly Notice[]).map(notice).join('; ')}`,
  'no-overlap-with-probabilities': () => 'no item with probabilities was labeled by two people',
  'judge-not-calibrated': ({ judge }) => `${judge} could not be calibrated`,
  'judge-set-aside': ({ judge }) => `the labels of ${judge} are not those of people`,
  'judge-unknown': ({ judge }) => `no judge is called ${judge}`,
  'several-judges': ({ judges }, { say }) =>
    `there are ${judges} judges: name one with ${say({ option: 'judge' })}`,
  'judge-without-probabilities': ({ judge }) => `${judge} gives no probabilities`,
  'labels-have-order': () => 'labels have an order, and the model does not know that a near miss is better',
  'kappa-of-people-unknown': () => 'the agreement of people beyond chance is unknown',
  'people-hardly-agree': ({ kappa, from }) =>
    `people agree too little to learn their errors from one another: kappa ${coefficient(kappa)}, and ` +
    `${coefficient(from)} is asked for`,
  'few-people': ({ people, from }) =>
    `${counted(people, 'person', 'people')} labeled; the model needs ${from}`,
  'few-shared-items': ({ items, from }) =>
    `${counted(items, 'item')} labeled by two people; the model needs ${from}`,
  'few-labels-a-person': ({ labels, from }) =>
    `a person gave ${decimal(labels, 1)} labels on average; without a judge the model needs ${from}`,
  'people-in-groups': ({ groups }) =>
    `people form ${groups} groups that share no item, and cannot be compared across them`,
  'model-with-judge-fits': ({ people, sharedItems }) =>
    `Dawid-Skene with the judge as one more rater: labels have no order, ${counted(people, 'person', 'people')} overlap on ` +
    `${counted(sharedItems, 'item')}, and the judge agrees with them beyond chance`,
  'model-fits': ({ people, sharedItems, judge }) =>
    `Dawid-Skene: labels have no order, and ${counted(people, 'person', 'people')} overlap on ` +
    `${counted(sharedItems, 'item')}${judge === 'none' ? '' : '; the judge is not clearly better than chance'}`,
  'did-not-converge': ({ iterations }) =>
    `the model was still moving after ${iterations} iterations: its posteriors may change with more`,
  'fell-back-to-map': ({ iterations }) =>
    `the pooled model went round in circles for ${iterations} iterations: fixed pseudo-counts were used instead`,
  'labels-may-be-switched': ({ labels }) =>
    `${counted((labels as readonly number[]).length, 'label')} may be switched: where the model says one of them, ` +
    'most people said another of them. Compare with the majority, or add reference labels',
  'raters-may-switch-labels': ({ switching, raters }) =>
    `${switching} of ${raters} raters seem to give two labels for one another: ask whether they read the scale the ` +
    'other way round',
  'judge-may-switch-labels': ({ judge }) =>
    `${judge} seems to give two labels for one another: check how its labels were read`,
};
