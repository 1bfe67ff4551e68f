/** Why a consensus was made as it was, and what speaks against CROWDLAB. */
import type { Notice } from '../../../data/index.ts';
import type { Sentences } from '../sentence.ts';
import { percent } from '../figures.ts';

export const consensusSentences: Sentences = {
  'raters-at-floor': ({ atFloor, raters }) =>
    `${atFloor} of ${raters} raters agree with the others no more often than the commonest label would`,
  'judge-outweighs-people': ({ peopleShare }) =>
    `people hold ${percent(peopleShare)} of the weight, the judge the rest`,
  'people-hold-their-weight': () => 'people hold enough of the weight',
  'majority-as-asked': () => 'soft majority of people, as asked',
  'majority-because': ({ why }, { notice }) => `soft majority of people: ${notice(why)}`,
  'crowdlab-cannot-run': ({ requested, why }, { notice }) => `${requested} cannot run: ${notice(why)}`,
  'crowdlab-as-asked': ({ requested, judge }) => `${requested} with ${judge}, as asked`,
  'crowdlab-fits': ({ judge }) =>
    `CROWDLAB with ${judge}: labels have no order, people overlap, and people keep enough of the weight`,
  'crowdlab-is-the-judge': () => 'CROWDLAB would be the judge alone',
  'crowdlab-collapsed': ({ why }, { notice }) =>
    `CROWDLAB would be the judge alone: ${(why as readonly Notice[]).map(notice).join('; ')}`,
  'order-unknown-to-crowdlab': () => 'CROWDLAB does not know that a near miss is better than a far one',
  'no-overlap-with-probabilities': () => 'no item with probabilities was labeled by two people',
  'judge-not-calibrated': ({ judge }) => `${judge} could not be calibrated`,
  'judge-set-aside': ({ judge }) => `the labels of ${judge} are not those of people`,
  'judge-unknown': ({ judge }) => `no judge is called ${judge}`,
  'several-judges': ({ judges }, { say }) =>
    `there are ${judges} judges: name one with ${say({ option: 'judge' })}`,
  'judge-without-probabilities': ({ judge }) => `${judge} gives no probabilities`,
};
