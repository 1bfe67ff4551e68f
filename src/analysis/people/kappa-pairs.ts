/** Cohen's kappa of every two people with items in common: the pairs with the most of them. */
import type { Study } from '../../data/index.ts';
import { type RatingTable, cohensKappa } from '../../stats/index.ts';
import type { Analysis } from '../schema/analysis.ts';
import type { PeopleView } from '../views/people-view.ts';
import { said } from '../words/notices.ts';

/** Pairs beyond this many are counted, not listed. */
const listedPairs = 50;

type Pair = Analysis['people']['pairs'][number];

/** Most shared items first. */
export function kappaPairs(study: Study, people: PeopleView): { pairs: Pair[]; pairsLeftOut: number } {
  const { most, count } = pairsOfPeople(people.table);
  const labelsOf = labelsByRater(people.table, new Set(most.flatMap(({ first, second }) => [first, second])));
  const pairs = most.map(({ first, second, items }): Pair => {
    const [own, other] = onSharedItems(labelsOf.get(first)!, labelsOf.get(second)!);
    const kappa = cohensKappa(own, other, people.table.labelCount);
    return {
      first: study.raters[people.raters[first]].id,
      second: study.raters[people.raters[second]].id,
      items,
      agreement: kappa.observed,
      kappa: kappa.value,
      ...(kappa.reason === undefined ? {} : { reason: said(kappa.reason) }),
    };
  });
  return { pairs, pairsLeftOut: count - pairs.length };
}

interface SharedItems {
  readonly first: number;
  readonly second: number;
  readonly items: number;
}

/** Up to this many people a count for every pair may be held; beyond, one for each pair that occurs. */
const mostPeopleInFull = 4000;
/** Beyond, no pair is listed: ten thousand people on one item are fifty million pairs. */
const mostPairs = 8_000_000;

/**
 * The pairs with the most shared items, and how many pairs share any. Thousands of people make millions of
 * pairs: only those listed are made.
 */
function pairsOfPeople(table: RatingTable): { most: SharedItems[]; count: number } {
  const { raterCount } = table;
  const shared = sharedPairs(table.itemStart);
  if (raterCount > mostPeopleInFull && shared > mostPairs) return { most: [], count: shared };
  // Where few pairs occur, most cells of a full table would be looked at for nothing.
  const inFull = raterCount <= mostPeopleInFull && raterCount ** 2 <= 4 * shared;
  const most: SharedItems[] = [];
  let count = 0;
  const take = (pair: number, items: number): void => {
    count++;
    if (most.length === listedPairs && items < most[listedPairs - 1].items) return;
    most.push({ first: Math.floor(pair / raterCount), second: pair % raterCount, items });
    most.sort((a, b) => b.items - a.items || a.first - b.first || a.second - b.second).splice(listedPairs);
  };
  if (inFull) {
    const counts = new Int32Array(raterCount ** 2);
    eachPair(table, (pair) => counts[pair]++);
    for (let pair = 0; pair < counts.length; pair++) if (counts[pair] > 0) take(pair, counts[pair]);
  } else {
    const counts = new Map<number, number>();
    eachPair(table, (pair) => counts.set(pair, (counts.get(pair) ?? 0) + 1));
    for (const [pair, items] of counts) take(pair, items);
  }
  return { most, count };
}

/** Calls `visit` for every two people on an item with first · raters + second, first < second. */
function eachPair(
  { itemStart, rater, raterCount, itemCount }: RatingTable,
  visit: (pair: number) => void,
): void {
  for (let i = 0; i < itemCount; i++)
    for (let a = itemStart[i]; a < itemStart[i + 1]; a++)
      for (let b = a + 1; b < itemStart[i + 1]; b++) visit(rater[a] * raterCount + rater[b]);
}

/** Two people on one item, over all items. */
function sharedPairs(itemStart: Int32Array): number {
  let pairs = 0;
  for (let i = 1; i < itemStart.length; i++) {
    const people = itemStart[i] - itemStart[i - 1];
    pairs += (people * (people - 1)) / 2;
  }
  return pairs;
}

/** What one person rated, items rising, and how. */
interface OwnLabels {
  readonly items: number[];
  readonly labels: number[];
}

function labelsByRater(
  { itemCount, itemStart, rater, label, raterCount }: RatingTable,
  wanted: ReadonlySet<number>,
): Map<number, OwnLabels> {
  const own = Array.from({ length: raterCount }, (_, code): OwnLabels | null =>
    wanted.has(code) ? { items: [], labels: [] } : null,
  );
  for (let item = 0; item < itemCount; item++)
    for (let at = itemStart[item]; at < itemStart[item + 1]; at++) {
      const of = own[rater[at]];
      if (of === null) continue;
      of.items.push(item);
      of.labels.push(label[at]);
    }
  return new Map(Array.from(wanted, (code) => [code, own[code]!]));
}

/** Both people's labels of the items that both rated. */
function onSharedItems(first: OwnLabels, second: OwnLabels): [number[], number[]] {
  const shared: [number[], number[]] = [[], []];
  for (let a = 0, b = 0; a < first.items.length && b < second.items.length;) {
    if (first.items[a] < second.items[b]) a++;
    else if (first.items[a] > second.items[b]) b++;
    else {
      shared[0].push(first.labels[a++]);
      shared[1].push(second.labels[b++]);
    }
  }
  return shared;
}
