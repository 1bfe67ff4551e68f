import { type ExtractionFailure, failure } from './extraction-failure.ts';

/**
 * The scale the judge was asked for. Never guessed: `1` is everything on one of them and next to nothing on
 * the other.
 */
export type ConfidenceScale = 'percent' | 'fraction';

export interface VerbalizedConfidence {
  readonly ok: true;
  readonly probSource: 'verbalized';
  /** In [0, 1]. A score and no probability: judges say 80 and 90, whatever is so. Calibrate it before use. */
  readonly score: number;
}

/**
 * Reads how sure a judge says it is: a number alone on the last line that has one, such as `85`, `85 %`,
 * `85/100` or `Confidence: 85`.
 *
 * `scale`: the one that was asked for, `percent` (0 to 100) or `fraction` (0 to 1); a percent sign or a slash
 * says it itself.
 *
 * Returns a failure where no line holds a number alone, and where the number is outside the scale. Nothing is
 * clipped: 150 is no great confidence but an answer to another question.
 *
 * @example
 * parseVerbalizedConfidence('A\nConfidence: 85', 'percent').score; // 0.85
 */
export function parseVerbalizedConfidence(
  text: string,
  scale: ConfidenceScale,
): VerbalizedConfidence | ExtractionFailure {
  const line = text
    .split(/\r?\n/)
    .findLast((line) => line.length <= longestLine && confidenceLine.test(line));
  const [, number, unit = ''] = line === undefined ? [] : confidenceLine.exec(line)!;
  if (number === undefined) return failure('no confidence', 'no line of the answer is a number alone');
  const score = Number(number) / largestOf(unit, scale);
  if (!(score >= 0 && score <= 1))
    return failure('outside the scale', `the confidence ${number}${unit} is outside its scale, ${scale}`);
  return Object.freeze({ ok: true, probSource: 'verbalized', score });
}

/** A few words and a colon may stand before the number, marks of emphasis around it. */
const confidenceLine =
  /^[\s*_]*(?:[\p{L} ]{1,40}[*_]*:)?[\s*_]*(-?\d+(?:\.\d+)?|-?\.\d+)\s*(%|\/ ?100)?[\s*_.]*$/u;

/** Longer ones are sentences, and slow to match. */
const longestLine = 120;

function largestOf(unit: string, scale: ConfidenceScale): number {
  return unit !== '' || scale === 'percent' ? 100 : 1;
}
