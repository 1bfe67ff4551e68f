import { InputError } from '../numeric/errors.ts';
import type { Random } from '../numeric/random.ts';

/**
 * Splits rows into folds that keep every cluster whole.
 *
 * For cross-fitting: rows of one prompt, one conversation, one item in both orders teach a map about each
 * other, and a split between them would let it see what it is scored on. Folds hold equally many clusters, to
 * within one.
 *
 * fold = rank of the cluster's draw mod folds
 *
 * Each cluster draws from a stream keyed to its id, so the order of the rows decides nothing. `clusters`:
 * length rows, the id of each row's cluster; an item's own id where items stand alone. `folds`: 10 below 100
 * clusters, else 5; never more than there are clusters.
 *
 * Returns fold codes, length rows: 0 … folds − 1. All 0 with a single cluster.
 *
 * Throws InputError for fewer than 2 folds and folds that are not whole.
 *
 * @example
 * const folds = clusterFolds(['a', 'a', 'b', 'c', 'c'], { folds: 3, random: createRandom(1) });
 * folds[0] === folds[1] && folds[3] === folds[4] && folds[0] !== folds[2]; // true
 *
 * Source: [stone-1974], cross-validatory choice; whole clusters as in [roberts-2017], "block
 * cross-validation".
 */
export function clusterFolds(
  clusters: ArrayLike<string | number>,
  options: { readonly folds?: number; readonly random: Random },
): Int32Array {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from({ length: clusters.length }, (_, row) => {
    const id = String(clusters[row]);
    const code = codeOf.get(id) ?? codeOf.size;
    if (code === codeOf.size) codeOf.set(id, code);
    return code;
  });
  const ids = [...codeOf.keys()];
  const { folds = ids.length < 100 ? 10 : 5, random } = options;
  if (!Number.isInteger(folds) || folds < 2)
    throw new InputError(`clusterFolds requires at least 2 folds; received ${folds}`);
  const stream = random.fork('folds');
  const draws = Float64Array.from(ids, (id) => stream.fork(id).next());
  const ranked = Int32Array.from(ids.keys()).sort(
    (a, b) => draws[a] - draws[b] || (ids[a] < ids[b] ? -1 : 1),
  );
  const foldOf = new Int32Array(ids.length);
  ranked.forEach((code, rank) => (foldOf[code] = rank % Math.min(folds, ids.length)));
  return codes.map((code) => foldOf[code]);
}
