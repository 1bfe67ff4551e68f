/** Whether labels that were declared random look it: the judge's verdicts and its confidence on them, beside those on the items nobody labeled. */
import { type LabeledSample, type SelectionBalance, selectionBalance } from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import type { RateEvent } from '../views/rate-event.ts';
import { percent } from '../words/words.ts';

export type DrawCheck = NonNullable<RateAnalysis['drawCheck']>;

/** Of random draws, all comparisons together doubt about one in a thousand. */
const doubtedDraws = 0.001;

/**
 * `calls`: what the judge's verdicts are worth, NaN where it gave none. `confidence`: its highest probability of each item with a verdict; null where
 * one of these has none.
 */
export function checkDraw(
  calls: LabeledSample<'random'>,
  confidence: LabeledSample<'random'> | null,
  { words, model }: Pick<RateEvent, 'words' | 'model'>,
): DrawCheck {
  const verdicts = selectionBalance(calls, { above: 0.5 });
  // Where clusters are too few for the one they are for the other.
  if (verdicts.reason !== undefined) return { compared: [], reason: verdicts.reason };
  const comparisons: { what: DrawCheck['compared'][number]; says: string; found: SelectionBalance; mend?: string }[] = [];
  // Before the verdicts: where it is silent on one side alone, they differ too.
  if (isSilent(calls)) comparisons.push({ what: 'silence', says: 'gives a verdict', found: silenceBalance(calls), mend: neverAsked });
  comparisons.push({ what: 'verdicts', says: model === null ? `says "${words}"` : `lets ${model} win`, found: verdicts });
  const sure = confidence === null ? undefined : selectionBalance(confidence, { above: meanConfidence(confidence) });
  if (sure !== undefined && sure.reason === undefined)
    comparisons.push({ what: 'confidence', says: 'is surer than it is on average', found: sure });
  const doubtful = doubtedDraws / Math.max(2, comparisons.length);
  const first = comparisons.findIndex(({ found }) => found.pValue < doubtful);
  const compared = comparisons.map(({ what }) => what);
  if (first < 0) return { compared };
  const { says, found, mend = '' } = comparisons[first];
  return { compared: compared.slice(0, first + 1), doubt: `${doubt(says, found)}${mend}` };
}

const neverAsked = '; if it was never asked about some items, take these out or give them a row with the status not_asked';

function isSilent({ judge, unlabeled }: LabeledSample): boolean {
  return [judge, unlabeled.judge].some((values) => values.some(Number.isNaN));
}

function silenceBalance(calls: LabeledSample): SelectionBalance {
  const unlabeled = { ...calls.unlabeled, judge: hasVerdict(calls.unlabeled.judge) };
  return selectionBalance({ ...calls, judge: hasVerdict(calls.judge), unlabeled }, { above: 0.5 });
}

function hasVerdict(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : 1));
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
