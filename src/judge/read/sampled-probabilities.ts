import { InputError, clopperPearson } from '../../stats/index.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';

export interface SampleOptions {
  /** Added to the count of each label before dividing. 0.5 if not given. */
  readonly smoothing?: number;
  /** Of the bounds. 0.95 if not given. */
  readonly level?: number;
  /** Below this share of samples with a label the answer is a failure of format. 0.5 if not given. */
  readonly leastLabelShare?: number;
}

export interface SampledProbabilities {
  readonly ok: true;
  readonly probSource: 'samples';
  /** length labels: smoothed, sum to 1. */
  readonly probabilities: Float64Array;
  /** length labels: √(p (1 − p) / n), of drawing alone. */
  readonly standardError: Float64Array;
  /** length labels: Clopper-Pearson. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** length labels: samples that said it. */
  readonly counts: Int32Array;
  /** Samples with a label; the others are `invalid`. */
  readonly n: number;
  readonly invalid: number;
}

/**
 * The probability of each label from repeated answers of a judge, where its endpoint gives no token
 * probabilities.
 *
 * It assumes independent draws at temperature 1: the same seed, a cache at the endpoint or temperature 0 give
 * one answer many times. Twenty draws know a probability near ½ to ±0.11. Draws that all agree do not prove
 * certainty: after 20 of them another label may still have 17 %.
 *
 * probability_k = (count_k + smoothing) / (n + labels · smoothing)
 * standardError_k = √(probability_k · (1 − probability_k) / n)
 * lower, upper = Clopper-Pearson for count_k of n: without any, upper = 1 − ((1 − level) / 2)^(1 / n)
 *
 * `codes`: the label code of each sample, negative for a sample without a label. `labelCount`: at least 2.
 *
 * Returns a failure, `off label`, where no sample has a label, or less than half of them. Throws InputError
 * for codes out of range, fewer than 2 labels, and smoothing that is not positive: a label that was not drawn
 * is not impossible.
 *
 * @example
 * sampledProbabilities([0, 0, 0, 1], 2).probabilities[0]; // 0.7
 *
 * Source: [krichevsky-1981], half a count for each label; [clopper-pearson-1934], the bounds.
 */
export function sampledProbabilities(
  codes: ArrayLike<number>,
  labelCount: number,
  options: SampleOptions = {},
): SampledProbabilities | ExtractionFailure {
  const { smoothing = 0.5, level = 0.95, leastLabelShare = 0.5 } = options;
  const counts = countLabels(codes, labelCount, smoothing);
  const n = counts.reduce((sum, count) => sum + count, 0);
  const share = n / codes.length;
  if (!(n > 0 && share >= leastLabelShare))
    return Object.freeze({
      ...failure('off label', `${n} of ${codes.length} samples have a label`),
      labelMass: share,
    });
  const probabilities = Float64Array.from(
    counts,
    (count) => (count + smoothing) / (n + labelCount * smoothing),
  );
  const bounds = Array.from(counts, (count) => clopperPearson(count, n, level));
  return Object.freeze({
    ok: true,
    probSource: 'samples',
    probabilities,
    standardError: probabilities.map((p) => Math.sqrt((p * (1 - p)) / n)),
    lower: Float64Array.from(bounds, ({ lower }) => lower),
    upper: Float64Array.from(bounds, ({ upper }) => upper),
    counts,
    n,
    invalid: codes.length - n,
  });
}

function countLabels(codes: ArrayLike<number>, labelCount: number, smoothing: number): Int32Array {
  if (!(Number.isInteger(labelCount) && labelCount >= 2))
    throw new InputError(`sampledProbabilities requires at least 2 labels; received ${labelCount}`);
  if (!(smoothing > 0))
    throw new InputError(`sampledProbabilities requires positive smoothing; received ${smoothing}`);
  const counts = new Int32Array(labelCount);
  for (let i = 0; i < codes.length; i++) {
    if (!Number.isInteger(codes[i]) || codes[i] >= labelCount)
      throw new InputError(
        `sampledProbabilities requires codes below ${labelCount}; received ${codes[i]} at sample ${i}`,
      );
    if (codes[i] >= 0) counts[codes[i]]++;
  }
  return counts;
}
