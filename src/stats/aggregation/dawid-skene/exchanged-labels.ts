import type { RatingTable } from '../../numeric/rating-table.ts';

/**
 * Labels that the model may have exchanged: where it says one of them people mostly said the next, and so on
 * round. Empty where there are none. Nothing is mended: the model cannot know which names are right.
 *
 * Labels that the model gives to less than one item are left out.
 */
export function exchangedLabels(table: RatingTable, posterior: Float64Array): number[] {
  const { labelCount } = table;
  const said = saidByPeople(table, posterior);
  const mostly = Array.from({ length: labelCount }, (_, modeled) => {
    let top = modeled;
    let mass = 0;
    for (let k = 0; k < labelCount; k++) {
      mass += said[k * labelCount + modeled];
      if (said[k * labelCount + modeled] > said[top * labelCount + modeled]) top = k;
    }
    return mass < 1 ? modeled : top;
  });
  return mostly.flatMap((next, start) => {
    if (next === start) return [];
    for (let steps = 1; steps < labelCount; steps++, next = mostly[next]) if (next === start) break;
    return next === start ? [start] : [];
  });
}

/** [labels × labels], said × modeled: sums over items of people's share times the posterior. */
function saidByPeople(
  { itemCount, labelCount, itemStart, label }: RatingTable,
  posterior: Float64Array,
): Float64Array {
  const said = new Float64Array(labelCount * labelCount);
  for (let i = 0; i < itemCount; i++)
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++)
      for (let k = 0; k < labelCount; k++)
        said[label[r] * labelCount + k] += posterior[i * labelCount + k] / (itemStart[i + 1] - itemStart[i]);
  return said;
}
