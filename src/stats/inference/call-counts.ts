/** What a judge calls yes of what people call yes and no, and the error rates that follow. */
import type { LabeledSample } from './labeled-sample.ts';

export interface CallCounts {
  /** Of the unlabeled: the judge's yes, and all. */
  readonly positives: number;
  readonly total: number;
  /** Of the labeled: what people call yes, and how much of it the judge does; then no. */
  readonly yes: number;
  readonly yesHit: number;
  readonly no: number;
  readonly noHit: number;
}

export function callCounts(sample: LabeledSample): CallCounts {
  const { outcome, judge, unlabeled } = withoutGaps(sample);
  let [yes, yesHit, no, noHit] = [0, 0, 0, 0];
  for (let i = 0; i < outcome.length; i++) {
    yes += outcome[i];
    yesHit += outcome[i] * judge[i];
    no += 1 - outcome[i];
    noHit += (1 - outcome[i]) * (1 - judge[i]);
  }
  let positives = 0;
  for (const call of unlabeled.judge) positives += call;
  return { positives, total: unlabeled.judge.length, yes, yesHit, no, noHit };
}

export function errorRates({ yes, yesHit, no, noHit }: CallCounts): JudgeErrorRates {
  const sensitivity = yes === 0 ? NaN : yesHit / yes;
  const specificity = no === 0 ? NaN : noHit / no;
  const youden = sensitivity + specificity - 1;
  return { sensitivity, specificity, youden, conditionNumber: conditionNumber(sensitivity, specificity) };
}

/**
 * Largest over smallest singular value of [[sensitivity, 1 − specificity], [1 − sensitivity, specificity]]:
 * their squares add up to the sum of all squares, and their product is the determinant, which is youden.
 */
function conditionNumber(sensitivity: number, specificity: number): number {
  const squares = sensitivity ** 2 + (1 - specificity) ** 2 + (1 - sensitivity) ** 2 + specificity ** 2;
  const determinant = Math.abs(sensitivity + specificity - 1);
  return (squares + Math.sqrt(Math.max(0, squares ** 2 - 4 * determinant ** 2))) / (2 * determinant);
}

/**
 * No verdict is not a yes: what the judge calls yes is then a test of two answers, whose error rates count
 * its silence.
 */
function withoutGaps(sample: LabeledSample): LabeledSample {
  return {
    ...sample,
    judge: asCalls(sample.judge),
    unlabeled: { ...sample.unlabeled, judge: asCalls(sample.unlabeled.judge) },
  };
}

function asCalls(judge: Float64Array): Float64Array {
  return judge.map((call) => (Number.isNaN(call) ? 0 : call));
}

export interface JudgeErrorRates {
  /** Of what people call yes, the share the judge calls yes. */
  readonly sensitivity: number;
  /** Of what people call no, the share the judge calls no. */
  readonly specificity: number;
  /** sensitivity + specificity − 1: 0 is chance, 1 no error. */
  readonly youden: number;
  /**
   * How many times an error in the judge's share may grow in the rate, relative to either; Infinity at
   * chance.
   */
  readonly conditionNumber: number;
}
