/** Why a consensus was made as it was, what speaks against CROWDLAB, and what to know of a fitted model. */
import type { Notice } from '../../../data/index.ts';
import type { ConsensusAnalysis } from '../../schema/analysis.ts';
import type { Sentences } from '../sentence.ts';
import { coefficient, counted, decimal, percent } from '../figures.ts';

/** How a method is called in a sentence and in a table. */
export const consensusNames: Readonly<Record<ConsensusAnalysis['method'], string>> = {
  majority: 'majority of people',
  'dawid-skene': 'Dawid-Skene',
  crowdlab: 'CROWDLAB',
  'crowdlab-calibrated': 'CROWDLAB with the calibrated judge',
  refused: 'refused',
  none: 'none',
};

export const consensusSentences: Sentences = {
  'raters-at-floor': ({ atFloor, raters }) =>
    `${atFloor} of ${raters} raters agree with the others no more often than the commonest label would`,
  'judge-outweighs-people': ({ peopleShare }) =>
    `people hold ${percent(peopleShare)} of the weight, the judge the rest`,
  'people-hold-their-weight': () => 'people hold enough of the weight',
  'majority-as-asked': () => 'majority of people, as asked',
  'model-as-asked': ({ judge }) => `Dawid-Skene ${judge === null ? 'of people' : `with ${judge}`}, as asked`,
  'model-cannot-run': ({ why }, { notice }) => `Dawid-Skene cannot run: ${notice(why)}`,
  'no-item-of-two-people': () => 'no item was labeled by two people',
  'majority-because': ({ why }, { notice }) => notice(why),
  'crowdlab-cannot-run': ({ requested, why }, { notice }) =>
    `${nameOf(requested)} cannot run: ${notice(why)}`,
  'crowdlab-as-asked': ({ requested, judge }) => `${nameOf(requested)} with ${judge}, as asked`,
  'crowdlab-collapsed': ({ why }, { notice }) =>
    `CROWDLAB would be the judge alone: ${(why as readonly Notice[]).map(notice).join('; ')}`,
  'no-overlap-with-probabilities': () => 'no item with probabilities was labeled by two people',
  'judge-not-calibrated': ({ judge }) => `${judge} could not be calibrated`,
  'judge-set-aside': ({ judge }) => `the labels of ${judge} are not those of people`,
  'judge-unknown': ({ judge }) => `no judge is called ${judge}`,
  'several-judges': ({ judges }, { say }) =>
    `there are ${judges} judges: name one with ${say({ option: 'judge' })}`,
  'judge-without-probabilities': ({ judge }) => `${judge} gives no probabilities`,
  'labels-have-order': () => 'labels have an order, and Dawid-Skene does not know that a near miss is better',
  'kappa-of-people-unknown': () =>
    'Dawid-Skene needs people who agree beyond chance, and whether these do is unknown',
  'people-hardly-agree': ({ kappa, from }) =>
    `people agree too little for Dawid-Skene to learn their errors: kappa ${coefficient(kappa)}, and it ` +
    `needs ${coefficient(from)}`,
  'few-people': ({ people, from }) =>
    `only ${counted(people, 'person', 'people')} labeled, and Dawid-Skene needs ${from}`,
  'few-shared-items': ({ items, from }) =>
    `only ${counted(items, 'item was', 'items were')} labeled by two people, and Dawid-Skene needs ${from}`,
  'few-labels-a-person': ({ labels, from }) =>
    `a person gave ${decimal(labels, 1)} labels on average; without a judge Dawid-Skene needs ${from}`,
  'people-in-groups': ({ groups }) =>
    `people form ${groups} groups that share no item, so Dawid-Skene cannot compare them across groups`,
  'model-with-judge-fits': ({ people, sharedItems }) =>
    `labels count as unordered, ${counted(people, 'person', 'people')} overlap on ` +
    `${counted(sharedItems, 'item')}, and the judge agrees with them beyond chance, so the judge counts as ` +
    'one more rater',
  'model-fits': ({ people, sharedItems, judge }) =>
    `labels count as unordered, and ${counted(people, 'person', 'people')} overlap on ` +
    counted(sharedItems, 'item') +
    (judge === 'none' ? '' : '; the judge is left out, since it is not clearly better than chance'),
  'did-not-converge': ({ iterations }) =>
    `Dawid-Skene was still moving after ${iterations} iterations: its labels may change with more`,
  'fell-back-to-map': ({ iterations }) =>
    `Dawid-Skene went round in circles for ${iterations} iterations: fixed pseudo-counts were used instead`,
  'labels-may-be-switched': ({ labels }) =>
    `${counted((labels as readonly number[]).length, 'label')} may be switched: where Dawid-Skene says one ` +
    'of them, most people said another of them. Compare with the majority, or add reference labels',
  'raters-may-switch-labels': ({ switching, raters }) =>
    `${switching} of ${raters} raters seem to give two labels for one another: ask whether they read the ` +
    'scale the other way round',
  'judge-may-switch-labels': ({ judge }) =>
    `${judge} seems to give two labels for one another: check how its labels were read`,
};

/** A method as it is asked for, by its name in a sentence. */
function nameOf(requested: ConsensusAnalysis['method']): string {
  return consensusNames[requested];
}
