/** Items that two people and a judge label, in worlds that are kind or unkind to a consensus. */
import { type Random, drawIndex } from '../../src/stats/numeric/random.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';
import { drawCode, drawDistinct } from '../../src/stats/simulation/draws.ts';

export interface ConsensusWorldDesign {
  /** length labels. */
  readonly prevalence: readonly number[];
  /** Lowest and highest chance that a person is right; each person has one between. */
  readonly people: readonly [number, number];
  /** Of ten people, those who say any label. */
  readonly spammers?: number;
  /** Chances that the judge is right, each on a third of the items; 1 / labels is chance. */
  readonly judge: readonly [number, number, number];
  /** Share of items that are hard for people and judge alike: a chance of being right for all of them. */
  readonly hard?: { readonly share: number; readonly right: number };
}

export interface ConsensusWorld {
  readonly table: RatingTable;
  readonly truth: Int32Array;
  readonly judge: { readonly labels: Int32Array; readonly confidence: Float64Array };
  /** [items × labels]: the judge's confidence on its label, the rest spread evenly. */
  readonly probabilities: Float64Array;
}

const ITEMS = 300;
const PEOPLE = 10;

/**
 * 300 items, two of ten people each. Who errs says any other label. The judge's confidence is halfway between
 * its chance to be right and 1, give or take .02: it knows when it is sure, and is too sure throughout.
 */
export function drawConsensusWorld(random: Random, design: ConsensusWorldDesign): ConsensusWorld {
  const labelCount = design.prevalence.length;
  const stream = random.fork('items');
  const people = random.fork('people');
  const [least, most] = design.people;
  const right = Array.from({ length: PEOPLE }, (_, j) =>
    j < (design.spammers ?? 0) ? 1 / labelCount : least + (most - least) * people.next(),
  );
  const truth = new Int32Array(ITEMS);
  const labels = new Int32Array(ITEMS);
  const confidence = new Float64Array(ITEMS);
  const probabilities = new Float64Array(ITEMS * labelCount);
  const rows: (readonly [item: number, rater: number, label: number])[] = [];
  for (let i = 0; i < ITEMS; i++) {
    truth[i] = drawCode(stream, design.prevalence, 0, labelCount);
    const hard = design.hard !== undefined && stream.next() < design.hard.share ? design.hard.right : NaN;
    const say = (chance: number): number =>
      stream.next() < chance ? truth[i] : (truth[i] + 1 + drawIndex(stream, labelCount - 1)) % labelCount;
    for (const j of drawDistinct(stream, 2, PEOPLE))
      rows.push([i, j, say(Number.isNaN(hard) ? right[j] : hard)]);
    const sure = design.judge[drawIndex(stream, 3)];
    labels[i] = say(Number.isNaN(hard) ? sure : hard);
    confidence[i] = Math.min(0.999, (1 + sure) / 2 + 0.02 * (2 * stream.next() - 1));
    probabilities.fill((1 - confidence[i]) / (labelCount - 1), i * labelCount, (i + 1) * labelCount);
    probabilities[i * labelCount + labels[i]] = confidence[i];
  }
  const table = ratingTable({
    itemCount: ITEMS,
    raterCount: PEOPLE,
    labelCount,
    item: rows.map(([item]) => item),
    rater: rows.map(([, rater]) => rater),
    label: rows.map(([, , label]) => label),
  });
  return { table, truth, judge: { labels, confidence }, probabilities };
}
