/** Whether labels that were declared random look it: the judge's verdicts and its confidence on them, beside those on the items nobody labeled. */
import { type LabeledSample, selectionBalance } from '../stats/index.ts';
import { percent } from './words.ts';

/** One of two comparisons below this, and the draw is doubted: a random one is in one study of a thousand. */
const doubtful = 0.0005;

/**
 * What speaks against a random draw, in words; undefined where nothing does. `calls`: the judge's verdicts as what they are worth. `confidence`: its
 * highest probability of each item; null where it has none. `event`: what is counted, in words.
 */
export function selectionDoubt(
  calls: LabeledSample<'random'>,
  confidence: LabeledSample<'random'> | null,
  event: string,
): string | undefined {
  const verdicts = selectionBalance(calls, { above: 0.5 });
  if (verdicts.pValue < doubtful) return doubt(`says "${event}"`, verdicts);
  if (confidence === null) return undefined;
  const sure = selectionBalance(confidence, { above: meanConfidence(confidence) });
  return sure.pValue < doubtful ? doubt('is surer than it is on average', sure) : undefined;
}

function doubt(says: string, { labeledShare, unlabeledShare }: { readonly labeledShare: number; readonly unlabeledShare: number }): string {
  return (
    `the labeled items do not look drawn at random: the judge ${says} on ${percent(labeledShare)} of them and on ${percent(unlabeledShare)} of the others; ` +
    'fewer than one in a thousand random draws differ like this'
  );
}

function meanConfidence({ judge, unlabeled }: LabeledSample): number {
  let sum = 0;
  for (const values of [judge, unlabeled.judge]) for (const value of values) sum += value;
  return sum / (judge.length + unlabeled.judge.length);
}
