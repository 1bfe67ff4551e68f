/** What is said of rates: what an interval stands on, why it is not promised, and what speaks against it. */
import { type Sentences, tested } from '../sentence.ts';
import { counted, decimal, listed, percent } from '../figures.ts';

const only = (count: string, from: number): string => tested(`only ${count}`, from);

const unusedBecause: Readonly<Record<string, string>> = {
  'no-unlabeled-item': 'there is no unlabeled item',
  'one-unlabeled-cluster': 'one cluster of unlabeled items does not show how far their mean may be off',
  'constant-values': 'the judge gives every item the same value',
  'opposed-values': 'the judge’s values fall where people’s outcomes rise',
  'unrelated-values': 'the judge’s values do not go with people’s outcomes',
};

/** What of the judge is compared on labeled and unlabeled items. */
export const comparedNames: Readonly<Record<string, string>> = {
  silence: 'missing verdicts',
  verdicts: 'verdicts',
  confidence: 'confidence',
};

export const rateSentences: Sentences = {
  'random-labels': () => 'labeled items were drawn at random from the items the rate is about',
  'people-drawn': () =>
    'those who labeled are people drawn from those the rate is to hold for, independent of one another',
  'few-clusters-of-rarer-outcome': ({ count, from }) =>
    tested(`the rarer outcome weighs no more than ${counted(count, 'cluster')}`, from),
  'few-raters-drawn': ({ count, from }) => only(`${counted(count, 'person', 'people')} labeled`, from),
  'cross-fitted': () => 'no value of the judge was fitted to the outcome of its own item',
  'same-errors': () =>
    'the judge errs on the unlabeled items as often as on the labeled ones, of yes and of no each',
  'errors-carried-over': () =>
    'the rate holds only if the judge errs on the unlabeled items as often as on the labeled ones: ' +
    'label some of the target to check',
  'few-labeled-items': ({ count, from }) => only(`${counted(count, 'item')} ${is(count)} labeled`, from),
  'few-labeled-clusters': ({ count, from }) =>
    only(`${counted(count, 'cluster')} ${is(count)} labeled`, from),
  'few-unlabeled-items': ({ count, from }) => only(counted(count, 'unlabeled item'), from),
  'few-unlabeled-clusters': ({ count, from }) => only(counted(count, 'unlabeled cluster'), from),
  'few-on-smaller-side': ({ count, from }) =>
    only(`${counted(count, 'labeled item')} ${has(count)} the rarer outcome`, from),
  'few-clusters-on-smaller-side': ({ count, from }) =>
    only(`${counted(count, 'labeled cluster')} ${has(count)} an item of the rarer outcome`, from),
  'unseen-answer': ({ share }) =>
    `no labeled item has one of the judge’s answers, which ${percent(share)} of all items have: the ` +
    'labels do not show what people say there',
  'unseen-silence': ({ share }) =>
    `the judge has a verdict on every labeled item, and none on ${percent(share)} of all items: the ` +
    'labels do not show what people say there',
  'items-in-clusters': () =>
    'several items belong to one cluster: this interval is tested for independent items',
  'many-answers': ({ answers, upTo }) =>
    `the judge gives ${answers} distinct answers: this interval is tested up to ${upTo}`,
  'four-answers': ({ items, from }) =>
    'the judge gives 4 distinct answers, and people gave the rarer of theirs on ' +
    `${counted(items, 'item')}: this interval is then tested from ${from}`,
  'split-outcomes': () =>
    'people differ on single items: this interval is tested where each outcome is yes or no',
  'split-calls': () =>
    'some of the judge’s values are neither yes nor no: this interval is tested where each is',
  'normal-interval': () =>
    'the normal interval, as published, is for comparison: its coverage is not promised',
  'equal-outcomes': () =>
    'all outcomes are the same: how far the rate may be off follows from their number alone',
  'no-labeled-item': () => 'no item is labeled',
  'no-unlabeled-item': () => 'there is no unlabeled item',
  'one-labeled-cluster': () => 'all labeled items are of one cluster',
  'one-unlabeled-cluster': () => 'all unlabeled items are of one cluster',
  'holds-for-this-pool': ({ count, from }) =>
    `the interval is one of the rate of these items: of new ones it is tested from ${from} clusters of one ` +
    `size, and a few hold most of the items here, which tell as much as ${count} would`,
  'no-spread': () => 'nothing varies between clusters: there is no spread to judge by',
  'judge-unused': ({ why }) => `${unusedBecause[why]}: the rate is that of people alone`,
  'beyond-range': ({ value }) =>
    `the correction gives ${decimal(value, 3)}, which no rate can be: it is cut to [0, 1]`,
  'cut-interval': () => 'the rate is not inside (0, 1): the interval is cut at 0 and 1',
  'rests-on-prior': ({ value, share }) =>
    value === null
      ? `no labeled item lacks a verdict, as ${percent(share)} of the items do: for them the rate ` +
        'rests on the prior, one half'
      : `no labeled item has the judge’s value ${value}, as ${percent(share)} of the items do: for ` +
        'them the rate rests on the prior, one half',
  'whole-range': () => 'the interval is the whole range: so few labels do not tell this judge from chance',
  'one-side': ({ missing }) =>
    missing === 'yes'
      ? 'people call no labeled item yes, so how often the judge misses a yes is unknown'
      : 'people call every labeled item yes, so how often the judge misses a no is unknown',
  'judge-at-chance': ({ ofYes, ofNo }) =>
    `the judge calls ${percent(ofYes)} of what people call yes a yes, and ${percent(ofNo)} of what ` +
    'they call no: its calls say nothing of the rate',
  'chance-after-smoothing': () =>
    'the judge is no better than chance once a success and a failure are added to each error rate',
  'misfit-draws': ({ share }) =>
    `${percent(share)} of the draws give a rate in [0, 1]: the judge’s calls on the unlabeled items ` +
    'do not fit its error rates',
  'misfit-interval': () =>
    'all of the interval lies beyond [0, 1]: the judge’s calls on the target do not fit its error rates',
  // Of the analysis
  'constant-judge': () =>
    'the judge says the same of every item: its verdicts carry no information, and save no labels',
  'judge-own-rate': () =>
    'no interval: the judge’s own rate is off by its errors, which more verdicts do not remove',
  'no-judge': () => 'there is no judge',
  'no-verdict-here': () => 'the judge has no verdict on these items',
  'no-labeled-item-in-pool': () => 'no item this rate is about has a label by a person',
  unanswered: ({ items, drawn, labels, separate, least, most }) => {
    const what = [
      ...(items === 0
        ? []
        : [
            `${counted(items, 'item')} of ${counted(drawn, 'item that', 'that')} people were given ` +
              'got no label',
          ]),
      ...(labels === 0
        ? []
        : [`${counted(labels, 'label')} of single people ${is(labels)} missing on labeled items`]),
    ].join(', and ');
    return separate
      ? `${what}: if those were the hard ones, the judge errs more often than the labeled ones show`
      : `${what}: had they all been no, or all yes, the rate would be ${percent(least)} or ${percent(most)}`;
  },
  'doubted-draw': ({ judge, compared, of, model, labeled, others }) =>
    `the labeled items do not look drawn at random: ${judge} ` +
    `${differs(compared, of ?? '', model, labeled, others)}; ` +
    'one in a thousand random draws looks so, whatever is compared' +
    (compared === 'silence'
      ? '; if it was never asked about some items, take these out or give them a row with the status ' +
        'not_asked'
      : ''),
  'draw-looks-random': ({ compared }) =>
    `nothing in the judge’s ${listed((compared as readonly string[]).map((what) => comparedNames[what]))} ` +
    'speaks against a random draw of the labeled items',
  'draw-not-checked': ({ why }, { notice }) =>
    `whether the labeled items look drawn at random could not be checked: ${notice(why)}`,
  // Why a method
  'nothing-to-correct-with': () => 'there is no judge to correct',
  'nothing-left-to-correct': () =>
    'every item with a verdict has a label by a person, so nothing is left to correct',
  'random-yes-or-no': () =>
    'labeled items are declared drawn at random, every label is yes or no, and items are independent',
  'random-clusters': () =>
    'labeled items are declared drawn at random, and several items belong to one cluster',
  'random-shares': () =>
    'labeled items are declared drawn at random, and people differ on single items, so an outcome is ' +
    'a share and not yes or no',
  'set-of-its-own': () =>
    'labeled items are a set apart, whose mix may differ, so only the judge’s error rates carry over',
  // Warnings of the whole analysis
  rate: ({ event, judge, why }, { notice }) => `${rateOf(event, judge)}: ${notice(why)}`,
  'without-verdict': ({ event, judge, items }) =>
    `${rateOf(event, judge)}: ${judge} gave no verdict on ${counted(items, 'item')}`,
  'not-asked': ({ event, judge, items }) =>
    `${rateOf(event, judge)}: ${judge} was not asked about ${counted(items, 'item')}`,
};

export const rateMeanings: Sentences = {
  rate: ({ doubted, separate }, { say }) => {
    if (doubted)
      return (
        'Neither this rate nor that of people alone holds for all items if the labels were chosen: ' +
        `label some items drawn at random, or leave ${say({ option: 'selection', value: 'random' })} ` +
        'out.'
      );
    return separate
      ? 'The figure by people is that of the calibration set and cannot replace it: label some of the target.'
      : 'Compare the corrected figure with the one by people alone, printed with it, before you report it.';
  },
  'without-verdict': () =>
    'The corrected rate counts them, by what people say where the judge gave no verdict. The judge’s ' +
    'own rate is that of the items it answered.',
  'not-asked': () => 'The rate is that of the other items. If these differ, the rate over all items differs.',
};

function differs(
  compared: string,
  of: string,
  model: string | null,
  labeled: number,
  others: number,
): string {
  if (compared === 'confidence')
    return `is ${percent(labeled)} sure of its label on them and ${percent(others)} on the others`;
  const does =
    compared === 'silence' ? 'gives a verdict' : model === null ? `says ${of}` : `lets ${model} win`;
  return `${does} on ${percent(labeled)} of them and on ${percent(others)} of the others`;
}

function rateOf(event: string, judge: string | null): string {
  return judge === null ? `rate (${event})` : `rate (${event}) corrected with ${judge}`;
}

function is(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function has(count: number): string {
  return count === 1 ? 'has' : 'have';
}
