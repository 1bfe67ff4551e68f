import { type Notice, notice } from '../numeric/estimate.ts';
import { logLoss } from './log-loss.ts';
import { marginalBaseline } from './marginal-baseline.ts';
import { type Metric, type Weight, countsOf, nothingToScore, requireSameShape } from './metric.ts';
import type { OutOfFoldPredictions } from './predictions.ts';
import type { SoftLabels } from './targets.ts';

/**
 * The part of the marginal baseline's log loss that the predictions save: what the judge knows about single
 * items.
 *
 * Beside every calibration figure: a judge that says the same of all items can be perfectly calibrated. 0 is
 * no better than the people's overall shares, 1 is certainty that is right, below 0 is worse than not
 * looking. Where people disagree, 1 is out of reach (see `labelEntropy` of `logLoss`).
 *
 * value = 1 − logLoss(predictions) / logLoss(marginalBaseline)
 *
 * `folds`: those the predictions were cross-fitted with, so that neither side saw the labels it is scored on.
 * `weight`: `labels` (the default) or `items`. `pseudoCount`: as in `marginalBaseline`.
 *
 * Returns the metric with both losses. NaN with a reason of no rows, where people gave all items one and the
 * same label (there is nothing to know about single items then), and where all rows are in one fold.
 *
 * Throws InputError for shapes that differ, and for folds as `marginalBaseline` does.
 *
 * @example
 * const people = softLabels([1, 0, 0, 1, 1, 0, 0, 1], 2);
 * const predictions = untrainedPredictions([0.9, 0.1, 0.2, 0.8, 0.8, 0.2, 0.1, 0.9], 2);
 * skillScore(predictions, people, { folds: [0, 0, 1, 1] }).value; // 0.76303
 *
 * Source: [roulston-2002], information against climatology, as a share of it.
 */
export function skillScore(
  predictions: OutOfFoldPredictions,
  targets: SoftLabels,
  options: SkillOptions,
): SkillScore {
  requireSameShape('skillScore', predictions, targets);
  const { weight = 'labels' } = options;
  const shape = {
    name: 'skill',
    direction: 'maximize',
    range: [-Infinity, 1] as const,
    n: targets.rowCount,
    counts: countsOf(targets),
  } as const;
  const { value: loss } = logLoss(predictions, targets, { weight });
  const reason = whyNoSkill(targets, options.folds);
  if (reason !== undefined)
    return Object.freeze({ ...shape, value: NaN, logLoss: loss, marginalLogLoss: NaN, reason });
  const { value: marginalLogLoss } = logLoss(marginalBaseline(targets, options), targets, { weight });
  return Object.freeze({ ...shape, value: 1 - loss / marginalLogLoss, logLoss: loss, marginalLogLoss });
}

export interface SkillOptions {
  readonly folds: ArrayLike<number>;
  readonly weight?: Weight;
  readonly pseudoCount?: number;
}

export interface SkillScore extends Metric {
  /** Log loss of the predictions, in nats. */
  readonly logLoss: number;
  /** Log loss of the marginal baseline, in nats. */
  readonly marginalLogLoss: number;
}

function whyNoSkill(targets: SoftLabels, folds: ArrayLike<number>): Notice | undefined {
  if (targets.rowCount === 0) return nothingToScore;
  if (givenLabels(targets) < 2) return notice('one-label-throughout');
  if (new Set(Array.from(folds)).size < 2) return notice('one-fold');
  return undefined;
}

function givenLabels({ shares, labelCount }: SoftLabels): number {
  const given = new Set<number>();
  for (let at = 0; at < shares.length; at++) if (shares[at] > 0) given.add(at % labelCount);
  return given.size;
}
