/** Who labels an item. */
import { type Random, drawIndex } from '../../src/stats/numeric/random.ts';

/** `zipf`: the second rates half as often as the first, the third a third as often. */
export type Loads = 'even' | 'zipf';

/** `votes` different ones of `raters`. */
export function drawTeam(
  random: Random,
  { raters, votes, loads }: { readonly raters: number; readonly votes: number; readonly loads: Loads },
): number[] {
  const found: number[] = [];
  while (found.length < votes) {
    const one = loads === 'even' ? drawIndex(random, raters) : drawZipf(random, raters);
    if (!found.includes(one)) found.push(one);
  }
  return found;
}

function drawZipf(random: Random, count: number): number {
  let total = 0;
  for (let k = 1; k <= count; k++) total += 1 / k;
  let left = random.next() * total;
  for (let k = 1; k < count; k++) if ((left -= 1 / k) < 0) return k - 1;
  return count - 1;
}
