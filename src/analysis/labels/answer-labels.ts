/** Question 2 in words: how many items have a consensus, by which method, and how many are open. */
import { notice } from '../../stats/index.ts';
import { type Reply, refusal } from '../questions.ts';
import type { ConsensusAnalysis } from '../schema/analysis.ts';
import { counted } from '../words/figures.ts';

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

const methodWords: Readonly<Record<string, string>> = {
  majority: 'The soft majority',
  crowdlab: 'CROWDLAB',
  'crowdlab-calibrated': 'CROWDLAB with the calibrated judge',
};

function consensusText({
  method,
  reason,
  beside,
  counts: { items, tied, single, crowdlab, unsaid },
}: ConsensusAnalysis): string {
  const how =
    method === 'majority'
      ? 'by soft majority of the people'
      : method === 'dawid-skene'
        ? 'by Dawid-Skene'
        : crowdlab === items
          ? `by ${methodWords[method]}`
          : `${crowdlab} of them by ${methodWords[method]}, the others by soft majority`;
  const ties = tied === 0 ? 'none is left open' : `${counted(tied, 'tie')} left open`;
  const alone = single === 0 ? '' : `; ${counted(single, 'item rests', 'items rest')} on one person`;
  const against =
    unsaid === 0
      ? ''
      : `${counted(unsaid, 'label is one', 'labels are ones')} that none of the item’s people gave: check ` +
        'them by hand. ';
  return (
    `${counted(items, 'item has', 'items have')} a consensus, ${how}; ${ties}${alone}. Why: ` +
    `${reason.text}. ` +
    `${against}${besideText(beside)}consensus.csv has the lowest quality first. Quality is ` +
    (method === 'dawid-skene' ? 'what the model believes' : 'a score') +
    ', not a probability of being right.'
  );
}

/** What the other methods would change; one that did not run says nothing here. */
function besideText(beside: ConsensusAnalysis['beside']): string {
  return beside
    .filter(({ reason }) => reason === undefined)
    .map(({ method, differs, open }) => {
      const left = open === 0 ? '' : ` and leave ${counted(open)} open`;
      return `${methodWords[method]} would change ${counted(differs, 'label')}${left}. `;
    })
    .join('');
}
