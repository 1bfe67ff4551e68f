/** The table of a judge's confidence in figures, before calibration and after, each figure explained. */
import type { CalibrationAnalysis } from '../../analysis/index.ts';
import { type Content, dataTable } from '../../charts/index.ts';
import { plainName } from '../page/clean-text.ts';
import { explained } from '../page/estimate-cells.ts';
import { counted, loss, percent } from '../page/format.ts';

export function metricsTable(
  { before, after, baselineLogLoss, event }: CalibrationAnalysis,
  judge: string,
): Content {
  type Scores = CalibrationAnalysis['before'];
  const row = (
    label: string,
    pick: (scores: Scores) => number,
    format: (value: number) => string,
    words: string,
  ): Content[] => [explained(label, words), format(pick(before)), format(pick(after))];
  const bins = before.calibrationError.bins;
  return dataTable({
    caption: `The confidence of ${plainName(judge)} in figures`,
    className: 'key',
    columns: [{ name: 'Measure' }, { name: 'Before', numeric: true }, { name: 'After', numeric: true }],
    rows: [
      row(
        'Sure of its label',
        ({ topConfidence }) => topConfidence,
        percent,
        'The mean probability it gives to the label it chooses.',
      ),
      row('People who give that label', ({ topShare }) => topShare, percent, 'How sure it should have been.'),
      row(
        'In the diagram: it says, on average',
        ({ meanConfidence }) => meanConfidence,
        percent,
        `The mean probability of ${plainName(event)}.`,
      ),
      row(
        'In the diagram: people say',
        ({ observedShare }) => observedShare,
        percent,
        'The share it should have given.',
      ),
      row(
        'Calibration error',
        ({ smoothError }) => smoothError.value,
        loss,
        'Lower is better. How far what it says lies from what people say, on average. Misses in opposite ' +
          'directions cancel only between nearly equal probabilities.',
      ),
      row(
        '… if it were calibrated',
        ({ smoothError }) => smoothError.expectedIfCalibrated,
        loss,
        'In 95 of 100 such samples a calibrated judge shows no more.',
      ),
      row(
        'Calibration error in bins',
        ({ calibrationError }) => calibrationError.value,
        loss,
        `Lower is better. The same over ${counted(bins, 'bin')} of equal width, to compare with other tools.`,
      ),
      row(
        '… in bins, if it were calibrated',
        ({ calibrationError }) => calibrationError.expectedIfCalibrated,
        loss,
        'In 95 of 100 such samples a calibrated judge shows no more.',
      ),
      row(
        '… in bins, without the part due to chance',
        ({ calibrationError }) => calibrationError.debiased,
        loss,
        'Lower is better. The same, less what few items alone add to it.',
      ),
      row(
        'Log loss',
        ({ logLoss }) => logLoss,
        loss,
        'Lower is better. Confident mistakes cost most. Always giving people’s overall shares, ' +
          `taken from the other items, costs ${loss(baselineLogLoss)}.`,
      ),
      row(
        'Skill',
        ({ skill }) => skill,
        percent,
        'Higher is better. The share of that cost the judge saves; at or below zero it says no more ' +
          'about an item than the overall shares do.',
      ),
      row(
        'Brier score',
        ({ brier }) => brier,
        loss,
        'Lower is better. The mean squared distance from what people say: the sum of the next three rows.',
      ),
      row(
        '… miscalibration',
        ({ corp }) => corp.miscalibration,
        added,
        'Lower is better. How much of the Brier score a perfect correction of the scale would remove.',
      ),
      row(
        '… discrimination',
        ({ corp }) => corp.discrimination,
        taken,
        'The more is taken off, the better: how well the judge tells items apart.',
      ),
      row(
        '… uncertainty',
        ({ corp }) => corp.uncertainty,
        added,
        'How hard the items are when nothing is known but the overall share.',
      ),
      row(
        'People differing',
        ({ labelVariance }) => labelVariance,
        loss,
        'The part of the uncertainty that is people differing on one item: no judge can remove it.',
      ),
    ],
  });
}

/** A part of a sum. */
function added(value: number): string {
  return Number.isNaN(value) ? loss(value) : `+${loss(value)}`;
}

/** What is taken off a sum. */
function taken(value: number): string {
  return Number.isNaN(value) ? loss(value) : `−${loss(value)}`;
}
