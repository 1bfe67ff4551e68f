/**
 * What an estimator of a rate takes: labeled items with how they were chosen, the judge's value on them, and
 * the judge's values on the items nobody labeled. The selection is part of the type, so that an estimator
 * that needs a random sample does not compile on one that was picked by hand (docs/traps.md, 8).
 */
import { InputError } from '../numeric/errors.ts';
import { numberedClusters } from '../numeric/numbered-clusters.ts';

/**
 * How the labeled items were chosen: `random`, drawn from the pool by chance, each equally likely; `all`,
 * every item of the pool is labeled; `separate`, a calibration set whose mix may differ from the target's.
 */
export type SampleSelection = 'random' | 'all' | 'separate';

export interface LabeledSample<S extends SampleSelection = SampleSelection> {
  readonly selection: S;
  /**
   * length labeled: what people say of each item, in [0, 1]: 0 or 1, or the share of its people who say pass.
   */
  readonly outcome: Float64Array;
  /**
   * length labeled: the judge's value on the same items; from nothing that was fitted to the item's own
   * outcome. NaN: no verdict.
   */
  readonly judge: Float64Array;
  /**
   * length labeled: the cluster of each item, 0 … clusterCount − 1, the same numbering as
   * `unlabeled.cluster`.
   */
  readonly cluster: Int32Array;
  /** Clusters of labeled and unlabeled items together. */
  readonly clusterCount: number;
  readonly unlabeled: {
    /** length unlabeled: the judge's value on the items nobody labeled; NaN where it gave no verdict. */
    readonly judge: Float64Array;
    readonly cluster: Int32Array;
  };
}

export interface LabeledSampleInput<S extends SampleSelection> {
  readonly selection: S;
  readonly outcome: ArrayLike<number>;
  /**
   * `null`: the judge gave no verdict on the item. Such items stay: whoever leaves them out estimates another
   * rate, since a judge falls silent on items that differ from the rest.
   */
  readonly judge: ArrayLike<number | null>;
  readonly unlabeledJudge: ArrayLike<number | null>;
  /** Codes of what belongs together, or the word that says every item stands for itself. */
  readonly clusters: 'items' | { readonly labeled: ArrayLike<number>; readonly unlabeled: ArrayLike<number> };
}

/**
 * A checked sample.
 *
 * Throws InputError for lengths that differ, no labeled item, an outcome outside [0, 1], a judge's value that
 * is neither a number nor null, a cluster code that is no whole number from 0 to 2³¹ − 1, another selection,
 * and unlabeled items where all are said to be labeled.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 0, 1], judge: [0.9, 0.2, 0.6], unlabeledJudge: [0.7, 0.1], clusters: 'items' });
 * sample.unlabeled.judge.length; // 2
 */
export function labeledSample<S extends SampleSelection>(input: LabeledSampleInput<S>): LabeledSample<S> {
  if (!['random', 'all', 'separate'].includes(input.selection))
    throw new InputError(
      `labeledSample requires selection random, all or separate; received ${JSON.stringify(input.selection)}`,
    );
  const outcome = Float64Array.from(input.outcome);
  const judge = judgeValues(input.judge, '');
  const unlabeledJudge = judgeValues(input.unlabeledJudge, ' of the unlabeled');
  if (outcome.length === 0)
    throw new InputError('labeledSample requires at least one labeled item; received none');
  if (outcome.length !== judge.length)
    throw new InputError(
      `labeledSample requires one judge value for each outcome; received ${judge.length} values and ` +
        `${outcome.length} outcomes`,
    );
  outcome.forEach((value, i) => {
    if (!(value >= 0 && value <= 1))
      throw new InputError(`labeledSample requires outcomes in [0, 1]; received ${value} at index ${i}`);
  });
  if (input.selection === 'all' && unlabeledJudge.length > 0)
    throw new InputError(
      `labeledSample requires no unlabeled item where all are labeled; received ${unlabeledJudge.length}`,
    );
  const { clusters } = input;
  const codes = clusters === 'items' ? clusters : [clusters.labeled, clusters.unlabeled];
  const { parts, count } = numberedClusters('labeledSample', codes, [outcome.length, unlabeledJudge.length]);
  return Object.freeze({
    selection: input.selection,
    outcome,
    judge,
    cluster: parts[0],
    clusterCount: count,
    unlabeled: Object.freeze({ judge: unlabeledJudge, cluster: parts[1] }),
  });
}

function judgeValues(given: ArrayLike<number | null>, place: string): Float64Array {
  return Float64Array.from({ length: given.length }, (_, i) => {
    const value = given[i];
    if (value === null) return NaN;
    if (Number.isFinite(value)) return value;
    throw new InputError(
      'labeledSample requires judge values that are numbers, or null for no verdict; received ' +
        `${value} at index ${i}${place}`,
    );
  });
}
