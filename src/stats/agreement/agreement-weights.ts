/**
 * How near two labels are: the weights of weighted kappa and of AC2. A weight is credit for agreement, 1 for
 * one and the same label and 0 for the two that lie farthest apart.
 */
import { InputError } from '../numeric/errors.ts';

export type AgreementWeights = 'nominal' | 'linear' | 'quadratic' | 'ordinal';

/**
 * Which weights, and from what. `nominal` and `ordinal` need no numbers. `linear` and `quadratic` take the
 * distance of the labels' `values` where these are given, else of their codes: ranks at equal steps.
 */
export type WeightChoice =
  | { readonly weights?: 'nominal' | 'ordinal' }
  | { readonly weights: 'linear' | 'quadratic'; readonly values?: ArrayLike<number> };

/**
 * The weights of every two labels, [labels × labels], row-major, symmetric.
 *
 * nominal: 1 where k = l, else 0 · linear: 1 − |v_k − v_l| / span · quadratic: 1 − ((v_k − v_l) / span)²
 * ordinal: 1 − C(|k − l| + 1, 2) / C(labelCount, 2), where C counts the pairs of labels from k to l
 *
 * `span` is the highest value less the lowest, over the whole codebook, used or not.
 *
 * Throws InputError for values of another length than the labels, not finite, or all equal.
 *
 * Source: [cohen-1968] for the linear ones and those of squares; [gwet-2014], chapter 3, for the ordinal
 * ones.
 */
export function agreementWeights(caller: string, choice: WeightChoice, labelCount: number): Float64Array {
  const near = nearness(caller, choice, labelCount);
  const weights = new Float64Array(labelCount * labelCount);
  for (let k = 0; k < labelCount; k++)
    for (let l = 0; l < labelCount; l++)
      weights[k * labelCount + l] = k === l ? 1 : near(Math.min(k, l), Math.max(k, l));
  return weights;
}

/** The weight of labels k < l. */
function nearness(
  caller: string,
  choice: WeightChoice,
  labelCount: number,
): (k: number, l: number) => number {
  const { weights = 'nominal' } = choice;
  if (weights === 'nominal') return () => 0;
  if (weights === 'ordinal') return (k, l) => 1 - pairsAmong(l - k + 1) / pairsAmong(labelCount);
  const values =
    'values' in choice && choice.values !== undefined
      ? requireValues(caller, choice.values, labelCount)
      : ranks(labelCount);
  const span = Math.max(...values) - Math.min(...values);
  const power = weights === 'linear' ? 1 : 2;
  return (k, l) => 1 - (Math.abs(values[k] - values[l]) / span) ** power;
}

function pairsAmong(labels: number): number {
  return (labels * (labels - 1)) / 2;
}

function ranks(labelCount: number): Float64Array {
  return Float64Array.from({ length: labelCount }, (_, code) => code);
}

function requireValues(caller: string, given: ArrayLike<number>, labelCount: number): Float64Array {
  if (given.length !== labelCount)
    throw new InputError(
      `${caller} requires one value for each label; received ${given.length} for ${labelCount}`,
    );
  const values = Float64Array.from(given);
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0)
    throw new InputError(`${caller} requires finite values; received ${values[broken]} at index ${broken}`);
  if (values.every((value) => value === values[0]))
    throw new InputError(
      `${caller} requires values that differ; received ${values[0]} for all ${labelCount} labels`,
    );
  return values;
}
