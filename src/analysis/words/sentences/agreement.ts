/** What is said of agreement, of its intervals, and of the items it stands on. */
import { type Sentences, tested } from '../sentence.ts';
import { columnText, counted } from '../figures.ts';

const decisive = {
  everyone: 'everyone',
  'two people': 'two people',
  'judge and person': 'the judge and a person',
} as const;

export const agreementSentences: Sentences = {
  'independent-items': () => 'items are independent of each other',
  'independent-clusters': () => 'clusters are independent of each other',
  'independent-column': ({ column }) =>
    `items that differ in the ${columnText(column)} are independent of each other`,
  'people-count': () =>
    'the people who labeled are the people whose judgment counts; no single label is taken for the truth',
  'labeled-like-others': () => 'the items that people labeled are like the items the figures are used for',
  'same-raters': () => 'the interval is for new items rated by the same raters',
  'few-clusters': ({ clusters, from }) => tested(`only ${counted(clusters, 'cluster')}`, from),
  'few-clusters-agree-on-rarer': ({ count, from }) =>
    tested(
      `in only ${counted(count, 'cluster')} do people agree on another label than the most common one`,
      from,
    ),
  'few-clusters-hold-rarer': ({ count, from }) =>
    tested(
      `only ${counted(count, 'cluster has', 'clusters have')} another label than the most common one`,
      from,
    ),
  'few-effective-clusters': ({ count, from }) =>
    tested(`a few clusters hold most of it, so that all tell as much as ${count} of one size would`, from),
  'few-effective-on-smaller-side': ({ count, from }) =>
    tested(
      `a few clusters hold most of it, and the rarer outcome weighs as much as ${count} of one size`,
      from,
    ),
  'few-compared-items': ({ count, from }) => tested(`only ${counted(count, 'item')} compared`, from),
  'few-discordant-clusters': ({ count, from }) =>
    tested(`the two differ over only ${counted(count, 'cluster')}`, from),
  'items-left-out': ({ count }) =>
    `${counted(count, 'item')} left out for want of a verdict: a judge that skips the hard items looks ` +
    'better than it is',
  'undefined-resamples': ({ undefined: count, replicates }) =>
    `the measure does not exist in ${count} of ${replicates} resamples`,
  'no-interval': ({ why }, { notice }) => `no interval: ${notice(why)}`,
  'value-unknown': () => 'the value itself does not exist',
  'one-cluster': ({ clusters }) =>
    `an interval needs two clusters; there ${clusters === 1 ? 'is' : 'are'} ${clusters}`,
  'equal-resamples': () => 'all resamples give the same value',
  'undefined-without-cluster': ({ clusters }) =>
    `the value does not exist without one of ${counted(clusters, 'cluster')}`,
  'beyond-resamples': () => 'the value lies beyond every resample',
  'no-item-rated-twice': () => 'no item has two ratings',
  'one-label-throughout': () => 'everybody gave the same label, so agreement cannot be told from chance',
  'no-item-of-person-and-judge': () => 'no item has a label of a person and of the judge',
  'no-item-of-two-people-and-judge': () => 'no item has labels of two people and of the judge',
  'no-item-of-both': () => 'no item was rated by both',
  'people-never-agree': () => 'no two people agree on any of these items',
  'few-pairs': ({ pairs, from }) =>
    `only ${counted(pairs, 'pair')} of ratings: kappa is unsteady below ${from}`,
  'no-vote-of-both': ({ of }) => `no item was voted on by ${decisive[of]}`,
  'nobody-decisive': ({ of }) =>
    of === 'everyone'
      ? 'on no item with two votes is everyone decisive'
      : `on no item are ${decisive[of]} both decisive`,
  'rater-without-ratings': () => 'the rater has no ratings',
  'rater-alone': () => 'nobody else rated an item of this rater',
  'no-item-in-both-orders': () => 'no item was asked in both orders',
  'no-label-of-a-side': () => 'no label is known to name a side',
  'label-of-no-person': () => 'no person gave this label on such an item',
  'value-at-end': () => 'the value lies at the end of its scale, where an interval is not known',
  'no-flip-between-sides': () => 'no verdict changed from one side to the other',
  'orders-without-labels': () => 'the order column does not name labels of the codebook',
  'lean-adds-to-logit': () => 'the lean to the side shown first adds to the logit',
  'no-item-of-judge-and-consensus': () => 'no item has both a label of the judge and a consensus of people',
  'reference-not-compared': () => 'a reference is not compared with people',
  'interval-not-claimed': () => 'no interval is claimed',
};
