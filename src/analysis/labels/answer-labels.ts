/** Question 2 in words: how many items have a consensus, by which method, and how many are open. */
import { notice } from '../../stats/index.ts';
import { type Reply, refusal } from '../questions.ts';
import type { ConsensusAnalysis } from '../schema/analysis.ts';
import { counted, listed } from '../words/figures.ts';
import { consensusNames } from '../words/sentences/consensus.ts';

export function answerLabels({ consensus }: { readonly consensus: ConsensusAnalysis }): Reply {
  const { method, reason, counts } = consensus;
  if (method === 'refused') {
    const { code, facts } = reason;
    return {
      code: 'consensus-refused',
      text: '',
      refusal: refusal({ code, facts }, notice('use-the-majority')),
    };
  }
  return { code: `consensus-${method}`, facts: { ...counts }, text: consensusText(consensus) };
}

function consensusText(consensus: ConsensusAnalysis): string {
  const { method, reason, beside, counts } = consensus;
  const { items, tied, single, unsaid } = counts;
  const ties = tied === 0 ? 'none is left open' : `${counted(tied, 'tie')} left open`;
  return [
    `${counted(items, 'item')}, labeled ${byMethod(consensus)}; ${ties}${aloneText(single, items)}.`,
    `Why this method: ${reason.text}.`,
    ...(unsaid === 0 ? [] : [unsaidText(unsaid)]),
    ...beside.flatMap(besideText),
    'consensus.csv has the lowest quality first.',
    `Quality is ${method === 'dawid-skene' ? 'what Dawid-Skene believes' : 'a score'}, not a probability ` +
      'of being right.',
  ].join(' ');
}

/** Where CROWDLAB has no say on an item, people decide it. */
function byMethod({ method, counts: { items, crowdlab } }: ConsensusAnalysis): string {
  const name = consensusNames[method];
  if (method === 'majority') return `by the ${name}`;
  if (method === 'dawid-skene') return `by ${name}, which learns the errors of each rater`;
  if (crowdlab === items) return `by ${name}`;
  return `by ${name} (${counted(crowdlab)}) and by the ${consensusNames.majority} (the others)`;
}

function aloneText(single: number, items: number): string {
  if (single === 0) return '';
  return single === items
    ? '; each rests on one person'
    : `; ${counted(single, 'item rests', 'items rest')} on one person`;
}

function unsaidText(unsaid: number): string {
  return `${counted(unsaid, 'item has a label', 'items have a label')} that nobody gave: check by hand.`;
}

/** What another method would change; one that did not run says nothing here. */
function besideText({
  method,
  differs,
  settles,
  open,
  reason,
}: ConsensusAnalysis['beside'][number]): string[] {
  if (reason !== undefined) return [];
  const name = consensusNames[method];
  const does = [
    `labels ${counted(differs, 'item')} differently`,
    ...(settles === 0 ? [] : [`settles ${counted(settles, 'tie')}`]),
    ...(open === 0 ? [] : [`leaves ${counted(open)} open`]),
  ];
  return [`${method === 'majority' ? `The ${name}` : name} ${listed(does)}.`];
}
