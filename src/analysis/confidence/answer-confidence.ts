/** Question 3 in words: how sure the judge is, how often people agree, and what a correction makes of it. */
import type { Reply } from '../questions.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import { loss, percent, pointRange, points } from '../words/figures.ts';
import { mapNames } from '../words/sentences/calibration.ts';

export function answerConfidence(
  { judges }: { readonly judges: readonly JudgeAnalysis[] },
  name: string | null,
): Reply {
  const calibration = judges.find((one) => one.name === name)?.calibration ?? null;
  if (calibration === null) return { code: 'confidence-unknown', text: '' };
  const { topConfidence, topShare, smoothError } = calibration.before;
  return {
    code: smoothError.value > smoothError.expectedIfCalibrated ? 'confidence-off' : 'confidence-no-sign',
    facts: { confidence: topConfidence, people: topShare, method: calibration.calibrator.method },
    text: confidenceText(name ?? '', calibration),
  };
}

function confidenceText(
  name: string,
  { before, after, calibrator, gap }: NonNullable<JudgeAnalysis['calibration']>,
): string {
  const { value: error, expectedIfCalibrated: luck } = before.smoothError;
  const isOff = error > luck;
  const raw =
    `${isOff ? how(before.topConfidence, before.topShare) : 'No sign that its confidence is off'}: ` +
    `${name} says ${percent(before.topConfidence)}, people agree ${percent(before.topShare)} of the time` +
    `${gapText(gap)}. The calibration error of ${loss(error)} is ` +
    `${isOff ? 'more than luck explains' : 'within luck'}: ` +
    `a calibrated judge would show ${loss(luck)} or less in 95 of 100 such samples.`;
  const mended =
    calibrator.method === 'identity'
      ? 'No correction did clearly better than leaving it as it is.'
      : `After ${mapNames[calibrator.method]}, on items the correction was not fitted to: calibration ` +
        `error ${loss(before.smoothError.value)} → ${loss(after.smoothError.value)}, log loss ` +
        `${loss(before.logLoss)} → ${loss(after.logLoss)} (lower is better).` +
        (after.smoothError.value > after.smoothError.expectedIfCalibrated
          ? ' The calibration error is still more than luck explains ' +
            `(${loss(after.smoothError.expectedIfCalibrated)}).`
          : '');
  // Of the corrected judge: as it is, the judge may be worse than the overall shares.
  const isCorrected = calibrator.method !== 'identity';
  const skill =
    after.skill > 0
      ? `${isCorrected ? 'Corrected, ' : ''}${name} tells items apart: ${percent(after.skill)} less log loss ` +
        'than always giving the overall shares.'
      : `${isCorrected ? 'Even corrected, ' : ''}${name} says no more about a single item than the overall ` +
        'shares do.';
  return `${raw} ${mended} ${Number.isNaN(after.skill) ? '' : skill}`.trim();
}

function gapText(gap: NonNullable<JudgeAnalysis['calibration']>['gap']): string {
  if (gap === null || Number.isNaN(gap.interval.lower)) return '';
  return `; the gap is ${points(gap.value)} (${pointRange(gap.interval)})`;
}

/** Right on average, it may still be too sure of some labels and not sure enough of others. */
function how(confidence: number, share: number): string {
  if (percent(confidence) === percent(share)) return 'Right on average, wrong in parts';
  return confidence > share ? 'Overconfident' : 'Underconfident';
}
