/**
 * Row numbers by rising value, none NaN; rows of one value stay in the order they have, or in that of
 * `within`, row numbers again.
 *
 * The values alone are sorted, without a function that compares two of them, and each row then looks up its
 * own: about three times as fast where values repeat, and no slower where all differ.
 *
 * @example
 * ascendingOrder([0.5, 0.1, 0.5]); // [1, 0, 2]
 */
export function ascendingOrder(values: ArrayLike<number>, within?: Int32Array): Int32Array {
  const count = values.length;
  const distinct = Float64Array.from(values).sort();
  let kinds = 0;
  for (let at = 0; at < count; at++)
    if (at === 0 || distinct[at] !== distinct[kinds - 1]) distinct[kinds++] = distinct[at];
  const kindOf = new Int32Array(count);
  const next = new Int32Array(kinds + 1);
  for (let row = 0; row < count; row++) {
    const kind = placeOf(values[row], distinct, kinds);
    kindOf[row] = kind;
    next[kind + 1]++;
  }
  for (let kind = 0; kind < kinds; kind++) next[kind + 1] += next[kind];
  const order = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const row = within === undefined ? at : within[at];
    order[next[kindOf[row]]++] = row;
  }
  return order;
}

/** The first of `count` rising values that is not below this one. */
function placeOf(value: number, rising: Float64Array, count: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
