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

function consensusText({
  method,
  reason,
  counts: { items, tied, single, crowdlab, unsaid },
}: ConsensusAnalysis): string {
  const name = method === 'crowdlab' ? 'CROWDLAB' : 'CROWDLAB with the calibrated judge';
  const how =
    method === 'majority'
      ? 'by soft majority of the people'
      : crowdlab === items
        ? `by ${name}`
        : `${crowdlab} of them by ${name}, the others by soft majority`;
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
    `${against}consensus.csv has the lowest quality first. Quality is a score, not a probability of being right.`
  );
}
