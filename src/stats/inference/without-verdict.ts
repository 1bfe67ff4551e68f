import { InputError } from '../numeric/errors.ts';
import type { LabeledSample } from './labeled-sample.ts';

/**
 * What people say of items on which the judge gave no verdict, each labeled item from other labels than its
 * own.
 *
 * For estimators that need a number for every item. No verdict is a value of the judge, since judges fall
 * silent on items that differ from the rest: left out, the rate becomes that of the items a judge can answer.
 * The number is learned by folds, so that it has nothing of the item's own outcome in it, as a cross-fitted
 * probability has not.
 *
 * labeled item of fold k: (yes + 2 · mean) / (silent + 2), over the labeled items outside fold k: `silent`
 * without a verdict, `yes` the sum of their outcomes, `mean` that of all outcomes. Two items of the mean
 * steady it where few are silent; where none is, it is the mean. unlabeled items: the mean of these numbers
 * over the folds, each by its share of the labeled items
 *
 * `sample`: judge values are NaN where there is no verdict. `folds`: length labeled, whole numbers from 0;
 * items of one cluster in one fold.
 *
 * Returns the number for each labeled item, with a verdict or not, and the one for unlabeled items. One half
 * where there is one fold alone: nothing is outside it.
 *
 * Throws InputError for folds of another length, and codes that are no whole numbers from 0.
 *
 * @example
 * const sample = labeledSample({ selection: 'random', outcome: [1, 1, 0, 0], judge: [1, null, null, 0], unlabeledJudge: [1, null], clusters: 'items' });
 * const { labeled, unlabeled } = expectedWithoutVerdict(sample, [0, 0, 1, 1]);
 * [labeled[1], labeled[2]]; // [0, 1]
 * unlabeled; // 0.5
 *
 * Source: [zrnic-2024] for values cross-fitted on the labels they correct, and their mean over folds for the
 * unlabeled.
 */
export function expectedWithoutVerdict(
  { outcome, judge }: LabeledSample,
  folds: ArrayLike<number>,
): { readonly labeled: Float64Array; readonly unlabeled: number } {
  requireFolds(folds, outcome.length);
  const all = { items: outcome.length, sum: 0, silent: 0, yes: 0 };
  const inFold = new Map<number, typeof all>();
  for (let i = 0; i < outcome.length; i++) {
    const own = inFold.get(folds[i]) ?? { items: 0, sum: 0, silent: 0, yes: 0 };
    inFold.set(folds[i], own);
    for (const counts of [all, own]) {
      counts.sum += outcome[i];
      if (counts === own) counts.items++;
      if (!Number.isNaN(judge[i])) continue;
      counts.silent++;
      counts.yes += outcome[i];
    }
  }
  const expected = new Map<number, number>();
  let unlabeled = 0;
  for (const [fold, own] of inFold) {
    const others = all.items - own.items;
    const mean = others === 0 ? 0.5 : (all.sum - own.sum) / others;
    const value = (all.yes - own.yes + 2 * mean) / (all.silent - own.silent + 2);
    expected.set(fold, value);
    unlabeled += (own.items / all.items) * value;
  }
  return Object.freeze({ labeled: Float64Array.from(outcome, (_, i) => expected.get(folds[i])!), unlabeled });
}

function requireFolds(folds: ArrayLike<number>, items: number): void {
  if (folds.length !== items)
    throw new InputError(
      `expectedWithoutVerdict requires one fold for each labeled item; received ${folds.length} for ${items}`,
    );
  for (let i = 0; i < items; i++)
    if (!(Number.isSafeInteger(folds[i]) && folds[i] >= 0))
      throw new InputError(
        `expectedWithoutVerdict requires whole fold codes from 0; received ${folds[i]} at index ${i}`,
      );
}
