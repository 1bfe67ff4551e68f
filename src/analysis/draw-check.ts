/** Whether labels that were declared random look it: the judge's verdicts and its confidence on them, beside those on the items nobody labeled. */
import { type LabeledSample, type SelectionBalance, selectionBalance } from '../stats/index.ts';
import type { RateAnalysis } from './analysis.ts';
import type { RateEvent } from './rate-event.ts';
import { percent } from './words.ts';

export type DrawCheck = NonNullable<RateAnalysis['drawCheck']>;

/** Either comparison below this, and the draw is doubted: of random ones about one in a thousand is. */
const doubtful = 0.0005;

/** `calls`: what the judge's verdicts are worth. `confidence`: its highest probability of each item; null where an item has none. */
export function checkDraw(
  calls: LabeledSample<'random'>,
  confidence: LabeledSample<'random'> | null,
  { words, model }: Pick<RateEvent, 'words' | 'model'>,
): DrawCheck {
  const verdicts = selectionBalance(calls, { above: 0.5 });
  // Where clusters are too few for the one they are for the other.
  if (verdicts.reason !== undefined) return { compared: [], reason: verdicts.reason };
  const says = model === null ? `says "${words}"` : `lets ${model} win`;
  if (verdicts.pValue < doubtful) return { compared: ['verdicts'], doubt: doubt(says, verdicts) };
  if (confidence === null) return { compared: ['verdicts'] };
  const sure = selectionBalance(confidence, { above: meanConfidence(confidence) });
  const compared: DrawCheck['compared'] = ['verdicts', 'confidence'];
  return sure.pValue < doubtful ? { compared, doubt: doubt('is surer than it is on average', sure) } : { compared };
}

function doubt(says: string, { labeledShare, unlabeledShare }: SelectionBalance): string {
  return (
    `the labeled items do not look drawn at random: the judge ${says} on ${percent(labeledShare)} of them and on ${percent(unlabeledShare)} of the others; ` +
    'about one in a thousand random draws differ like this'
  );
}

function meanConfidence({ judge, unlabeled }: LabeledSample): number {
  let sum = 0;
  for (const values of [judge, unlabeled.judge]) for (const value of values) sum += value;
  return sum / (judge.length + unlabeled.judge.length);
}
