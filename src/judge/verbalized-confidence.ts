import { type ExtractionFailure, failure } from './extraction-failure.ts';

/** The scale the judge was asked for. Never guessed: `1` is everything on one of them and next to nothing on the other. */
export type ConfidenceScale = 'percent' | 'fraction';

export interface VerbalizedConfidence {
  readonly ok: true;
  readonly probSource: 'verbalized';
  /** In [0, 1]. A score and no probability: judges say 80 and 90, whatever is so. Calibrate it before use. */
  readonly score: number;
}

/**
 * Reads how sure a judge says it is: a number alone on the last line that has one, such as `85`, `85 %`, `85/100` or `Confidence: 85`.
 *
 * `scale`: the one that was asked for, `percent` (0 to 100) or `fraction` (0 to 1); a percent sign or a slash says it itself.
 *
 * Returns a failure where no line holds a number alone, and where the number is outside the scale. Nothing is clipped: 150 is no great
 * confidence but an answer to another question.
 *
 * @example
 * parseVerbalizedConfidence('A\nConfidence: 85', 'percent').score; // 0.85
 */
export function parseVerbalizedConfidence(text: string, scale: ConfidenceScale): VerbalizedConfidence | ExtractionFailure {
  const line = text.split(/\r?\n/).findLast((line) => line.length <= longestLine && confidenceLine.test(line));
  const [, number, unit = ''] = line === undefined ? [] : confidenceLine.exec(line)!;
  if (number === undefined) return failure('no confidence', 'no line of the answer is a number alone');
  const score = Number(number) / largestOf(unit, scale);
  if (!(score >= 0 && score <= 1)) return failure('outside the scale', `the confidence ${number}${unit} is outside its scale, ${scale}`);
  return Object.freeze({ ok: true, probSource: 'verbalized', score });
}

export interface VerbalizedScores {
  readonly ok: true;
  readonly probSource: 'verbalized';
  /** length labels: as said, in [0, 1]. */
  readonly scores: Float64Array;
  /** Of the scores; a judge that was asked for shares need not make them whole. */
  readonly sum: number;
  /** length labels: scores divided by their sum; NaN where all are 0. */
  readonly shares: Float64Array;
}

/**
 * Reads a number for each label: an object such as `{ "A": 80, "B": 20 }`, parsed from the judge's answer.
 *
 * Returns a failure where a label has no number, or one outside the scale. Keys that are no label are passed over.
 */
export function parseVerbalizedScores(
  value: unknown,
  names: readonly string[],
  scale: ConfidenceScale,
): VerbalizedScores | ExtractionFailure {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return failure('not JSON', 'the answer is no object of numbers');
  const scores = new Float64Array(names.length);
  for (const [k, name] of names.entries()) {
    if (!Object.hasOwn(value, name)) return failure('no key', `the answer has no number for ${JSON.stringify(name)}`);
    const said: unknown = (value as Readonly<Record<string, unknown>>)[name];
    scores[k] = typeof said === 'number' ? said / largestOf('', scale) : NaN;
    if (!(scores[k] >= 0 && scores[k] <= 1))
      return failure('outside the scale', `the number for ${JSON.stringify(name)} is ${JSON.stringify(said)}, outside its scale, ${scale}`);
  }
  const sum = scores.reduce((total, score) => total + score, 0);
  return Object.freeze({ ok: true, probSource: 'verbalized', scores, sum, shares: scores.map((score) => score / sum) });
}

/** A few words and a colon may stand before the number, marks of emphasis around it. */
const confidenceLine = /^[\s*_]*(?:[\p{L} ]{1,40}[*_]*:)?[\s*_]*(-?\d+(?:\.\d+)?|-?\.\d+)\s*(%|\/ ?100)?[\s*_.]*$/u;

/** Longer ones are sentences, and slow to match. */
const longestLine = 120;

function largestOf(unit: string, scale: ConfidenceScale): number {
  return unit !== '' || scale === 'percent' ? 100 : 1;
}
