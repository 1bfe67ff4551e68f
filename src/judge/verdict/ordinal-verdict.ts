import { InputError } from '../../stats/index.ts';

export interface OrdinalVerdict {
  /** Σ probability · value. */
  readonly expected: number;
  readonly standardDeviation: number;
  /** In nats: 0 for certainty, ln K for a judge that does not know. Knows nothing of the order. */
  readonly entropy: number;
  /** The value at which the running sum passes ½; halfway between two where it meets it. */
  readonly median: number;
  /** The most probable value; NaN where several tie. */
  readonly mode: number;
}

const tolerance = 1e-12;

/**
 * Summaries of one verdict on an ordered scale.
 *
 * The expected score keeps what a drawn one throws away: a judge at 60 % for 4 and 40 % for 2 says 3.2, not 4
 * today and 2 tomorrow. It takes the distances between `values` at their word; the median needs their order
 * only. G-Eval (Liu et al. 2023, arXiv:2303.16634) scores by it.
 *
 * expected = Σ_k probability_k · value_k
 * standardDeviation = √(Σ_k probability_k · (value_k − expected)²)
 * entropy = −Σ_k probability_k · ln probability_k
 *
 * `probabilities`: length labels, sum 1. `values`: length labels, strictly ascending.
 *
 * Returns NaN for everything where a probability is NaN: a verdict that was not given has no score.
 *
 * Throws InputError for arrays of unequal length, values that do not ascend, and numbers that are no
 * distribution.
 *
 * @example
 * ordinalVerdict([0, 0.4, 0, 0.6, 0], [1, 2, 3, 4, 5]).expected; // 3.2
 */
export function ordinalVerdict(probabilities: ArrayLike<number>, values: ArrayLike<number>): OrdinalVerdict {
  const known = requireDistribution(probabilities, values);
  if (!known)
    return Object.freeze({ expected: NaN, standardDeviation: NaN, entropy: NaN, median: NaN, mode: NaN });
  const labels = Array.from(values, (value, k) => ({ value, p: probabilities[k] }));
  const expected = labels.reduce((sum, { value, p }) => sum + p * value, 0);
  const variance = labels.reduce((sum, { value, p }) => sum + p * (value - expected) ** 2, 0);
  const entropy = labels.reduce((sum, { p }) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  const top = Math.max(...labels.map(({ p }) => p));
  const modes = labels.filter(({ p }) => p >= top * (1 - tolerance));
  return Object.freeze({
    expected,
    standardDeviation: Math.sqrt(variance),
    entropy,
    median: medianOf(labels),
    mode: modes.length === 1 ? modes[0].value : NaN,
  });
}

function medianOf(labels: readonly { readonly value: number; readonly p: number }[]): number {
  let below = 0;
  for (const [k, { value, p }] of labels.entries()) {
    below += p;
    if (below > 0.5 + tolerance) return value;
    if (below < 0.5 - tolerance) continue;
    const next = labels.slice(k + 1).find((label) => label.p > tolerance);
    return next === undefined ? value : (value + next.value) / 2;
  }
  return labels.at(-1)!.value;
}

function requireDistribution(probabilities: ArrayLike<number>, values: ArrayLike<number>): boolean {
  if (probabilities.length !== values.length)
    throw new InputError(
      `ordinalVerdict requires one value for each probability; received ${values.length} and ` +
        `${probabilities.length}`,
    );
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    if (!Number.isFinite(values[k]) || (k > 0 && values[k] <= values[k - 1]))
      throw new InputError(`ordinalVerdict requires ascending values; received ${values[k]} at label ${k}`);
    if (probabilities[k] < 0)
      throw new InputError(
        `ordinalVerdict requires probabilities in [0, 1]; received ${probabilities[k]} at label ${k}`,
      );
    sum += probabilities[k];
  }
  if (Math.abs(sum - 1) > 1e-6)
    throw new InputError(`ordinalVerdict requires probabilities that sum to 1; received ${sum}`);
  return !Number.isNaN(sum);
}
