/** What a reader should know of a judge before believing a figure about it. */
import type { Notice } from '../../../data/index.ts';
import type { Sentences } from '../sentence.ts';
import { counted, listed, percent } from '../figures.ts';

type Names = readonly string[];

export const judgeSentences: Sentences = {
  'order-inconsistent': ({ judge, items }) =>
    `${judge} gave different labels in its two orders on ${counted(items, 'item')}`,
  'labels-of-judge-alone': ({ judge, labels }) =>
    `${judge} gives labels that no person gave: ${listed(labels)}`,
  'rubber-stamp': ({ judge, says, missed, found, people }) =>
    `${judge} says ${says} of nearly everything: it finds ${percent(found)} of what people call ${missed}` +
    (people === null ? '' : `, another person ${percent(people)}`),
  'judge-tied': ({ judge, items }) => `${judge} holds two labels equally likely on ${counted(items, 'item')}`,
  'off-label-mass': ({ judge, share }) =>
    `${percent(share)} of ${judge}'s probability lies outside the labels, on average`,
  'one-order': ({ judge, items }) => `${judge} saw ${counted(items, 'item')} in one order only`,
  'thin-evidence': ({ judge, why }, { notice }) => `agreement of ${judge} and people: ${notice(why)}`,
  'side-bias': ({ judge, side }) => `${judge} leans to the side shown ${side}`,
  'side-bias-of-labels': ({ judge, side, share }) =>
    `${judge} leans to the side shown ${side}: ${percent(share)} of the verdicts that change with the ` +
    'order go there',
  calibration: ({ judge, why }, { notice }) => `${judge}: ${notice(why)}`,
  'consensus-collapsed': ({ why }, { notice }) =>
    `CROWDLAB collapsed: ${(why as readonly Notice[]).map(notice).join('; ')}`,
  'consensus-model': ({ why }, { notice }) => `the consensus: ${notice(why)}`,
  'not-answered': ({ raters, more }) =>
    'ratings without a label, abstained or invalid: ' +
    listed([...(raters as Names), ...(more === 0 ? [] : [`${more} more raters`])]),
};

export const judgeMeanings: Sentences = {
  'order-inconsistent': () =>
    'They agree half with either side, and are counted apart in rates. Disagreement between orders is ' +
    'uncertainty, not a tie.',
  'labels-of-judge-alone': (_, { say }) =>
    'They count as disagreement. If they are refusals or no answers, name them with ' +
    `${say({ option: 'abstain' })} or ${say({ option: 'invalid' })}.`,
  'rubber-stamp': () =>
    'Its agreement says how common that label is, and nothing of how it tells items apart. Do not let it ' +
    'decide.',
  'judge-tied': () =>
    'Those items have no label by this judge, because picking the first of two would favor one side.',
  'off-label-mass': () =>
    'The judge often means to say something that is not a label. Look at its answers and at the ' +
    'prompt before its probabilities.',
  'one-order': () =>
    'Their probabilities are used as given, with whatever lean to the first side the judge has. Ask ' +
    'again with the sides swapped.',
  'thin-evidence': () => 'The true range is probably wider: label items of more clusters.',
  'side-bias': () =>
    'Both orders are combined on the logit scale, which removes a constant lean. Never use one order alone.',
  'side-bias-of-labels': () =>
    'Never use one order alone. Ask in both, and ask for probabilities, of which a constant lean can be ' +
    'taken off.',
  calibration: () =>
    'The correction of new items is less certain than its figures say: compare the corrections in the ' +
    'report.',
  'consensus-collapsed': (_, { say }) =>
    'Its consensus would be the judge alone, so none was written. Use ' +
    `${say({ option: 'consensus', value: 'majority' })}.`,
  'consensus-model': (_, { say }) =>
    'Compare with what the majority says, in consensus.csv, or use ' +
    `${say({ option: 'consensus', value: 'majority' })}.`,
  'not-answered': () =>
    'Agreement leaves them out; of a judge it is also given with no label as disagreement. If hard ' +
    'items are the ones left out, agreement is too high.',
  'reference-set-aside': ({ fix }, { notice }) => `To compare them: ${notice(fix)}.`,
};
