/**
 * A judge's value on every item for one event: its call, and what its probabilities expect once calibrated.
 */
import type { Study } from '../../data/index.ts';
import { type CrossFitCalibration, applyCalibrator } from '../../stats/index.ts';
import type { RateEvent } from './rate-event.ts';
import { type JudgeView, hasProbabilities, saidLabels } from './judge-view.ts';
import { rowsOf } from './item-rows.ts';

/** The map of a judge and the items it was cross-fitted on. */
export interface FittedJudge {
  readonly items: Int32Array;
  readonly fit: CrossFitCalibration;
}

/**
 * length items: what the judge's label is worth; the mean over its two orders where they disagree, ½ where it
 * holds two labels equally likely, NaN where it gave no verdict or the event is not about the item.
 */
export function judgeCalls(study: Study, judge: JudgeView, { worth }: RateEvent): Float64Array {
  const labelCount = study.codebook.labels.length;
  return Float64Array.from(judge.label, (_, item) => {
    if (Number.isNaN(worth(item, 0))) return NaN;
    const labels = saidLabels(judge, item);
    let sum = 0;
    for (let at = 0; at < labels.length; at++) sum += worth(item, labels[at]);
    if (labels.length > 0) return sum / labels.length;
    return hasProbabilities(judge, item, labelCount) ? 0.5 : NaN;
  });
}

/**
 * length items: what the judge's calibrated probabilities expect the item to be worth. An item with a
 * person's label is predicted by the maps fitted without it, an unlabeled one by the mean of all of them, so
 * that no item's own label had a part in its value. Items without probabilities have the worth of the judge's
 * label; NaN as in `judgeCalls`.
 */
export function judgeExpectations(
  study: Study,
  judge: JudgeView,
  fitted: FittedJudge | null,
  event: RateEvent,
): Float64Array {
  const values = judgeCalls(study, judge, event);
  if (judge.probabilities === null) return values;
  const labelCount = study.codebook.labels.length;
  const place = new Int32Array(values.length).fill(-1);
  fitted?.items.forEach((item, row) => (place[item] = row));
  const outside = Array.from(values.keys()).filter(
    (item) => place[item] < 0 && hasProbabilities(judge, item, labelCount),
  );
  fitted?.items.forEach((item, row) => {
    values[item] = expectedWorth(event, item, fitted.fit.predictions.probabilities, row, labelCount);
  });
  const averaged = meanOfMaps(rowsOf(judge.probabilities, outside, labelCount), fitted, labelCount);
  outside.forEach((item, row) => (values[item] = expectedWorth(event, item, averaged, row, labelCount)));
  return values;
}

function meanOfMaps(
  probabilities: Float64Array,
  fitted: FittedJudge | null,
  labelCount: number,
): Float64Array {
  if (fitted === null) return probabilities;
  const maps = fitted.fit.chosen.map(({ calibrator }) => calibrator);
  const mean = new Float64Array(probabilities.length);
  for (const map of maps) {
    const mapped = applyCalibrator(map, probabilities, labelCount);
    for (let at = 0; at < mean.length; at++) mean[at] += mapped[at] / maps.length;
  }
  return mean;
}

function expectedWorth(
  event: RateEvent,
  item: number,
  probabilities: Float64Array,
  row: number,
  labelCount: number,
): number {
  let sum = 0;
  for (let label = 0; label < labelCount; label++)
    sum += probabilities[row * labelCount + label] * event.worth(item, label);
  return sum;
}
