/**
 * Whether labels that were declared random look it: the judge's verdicts and its confidence on them, beside
 * those on the items nobody labeled.
 */
import {
  type LabeledSample,
  type Notice,
  type SelectionBalance,
  notice,
  selectionBalance,
} from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import type { RateEvent } from '../views/rate-event.ts';

/** As `RateAnalysis.drawCheck` has it, its notices not yet said. */
export interface DrawCheck {
  readonly compared: NonNullable<RateAnalysis['drawCheck']>['compared'];
  /** What speaks against a random draw. */
  readonly doubt?: Notice;
  /** Why nothing was compared. */
  readonly reason?: Notice;
}

/** Of random draws, all comparisons together doubt about one in a thousand. */
const doubtedDraws = 0.001;

/**
 * `calls`: what the judge's verdicts are worth, NaN where it gave none. `confidence`: its highest probability
 * of each item with a verdict; null where one of these has none.
 */
export function checkDraw(
  calls: LabeledSample<'random'>,
  confidence: LabeledSample<'random'> | null,
  { words: event, model }: Pick<RateEvent, 'words' | 'model'>,
): DrawCheck {
  const verdicts = selectionBalance(calls, { above: 0.5 });
  // Where clusters are too few for the one they are for the other.
  if (verdicts.reason !== undefined) return { compared: [], reason: verdicts.reason };
  const comparisons: { what: DrawCheck['compared'][number]; found: SelectionBalance }[] = [];
  // Before the verdicts: where it is silent on one side alone, they differ too.
  if (isSilent(calls)) comparisons.push({ what: 'silence', found: silenceBalance(calls) });
  comparisons.push({ what: 'verdicts', found: verdicts });
  const sure =
    confidence === null ? undefined : selectionBalance(confidence, { above: meanConfidence(confidence) });
  if (sure !== undefined && sure.reason === undefined) comparisons.push({ what: 'confidence', found: sure });
  const doubtful = doubtedDraws / Math.max(2, comparisons.length);
  const first = comparisons.findIndex(({ found }) => found.pValue < doubtful);
  const compared = comparisons.map(({ what }) => what);
  if (first < 0) return { compared };
  const { what, found } = comparisons[first];
  const { labeledShare: labeled, unlabeledShare: others } = found;
  return {
    compared: compared.slice(0, first + 1),
    doubt: notice('doubted-draw', { compared: what, event, model, labeled, others }),
  };
}

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

function meanConfidence({ judge, unlabeled }: LabeledSample): number {
  let sum = 0;
  for (const values of [judge, unlabeled.judge]) for (const value of values) sum += value;
  return sum / (judge.length + unlabeled.judge.length);
}
