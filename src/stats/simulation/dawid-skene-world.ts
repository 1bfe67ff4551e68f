import { InputError } from '../numeric/errors.ts';
import type { Random } from '../numeric/random.ts';
import type { RatingTable } from '../numeric/rating-table.ts';
import { drawCode, drawDirichlet, drawDistinct } from './draws.ts';

export interface DawidSkeneWorld {
  readonly table: RatingTable;
  /** length items: the label each item truly has. */
  readonly truth: Int32Array;
  /** length labels: how often each label is the truth. */
  readonly prevalence: Float64Array;
  /** [raters × labels × labels], row-major: the chance that a rater gives a label, by true label. */
  readonly confusion: Float64Array;
  /**
   * [items × labels], row-major: the judge's posterior after one look at the item through a confusion matrix
   * of its own; calibrated.
   */
  readonly probabilities: Float64Array;
}

/**
 * Ratings by raters who err as Dawid and Skene assume, and a calibrated judge.
 *
 * For tests and benchmarks with a known truth. Each rater has a confusion matrix, its rows drawn from a
 * Dirichlet distribution around the diagonal; each item is rated by `ratingsPerItem` different raters, every
 * set equally likely; given the truth all ratings are independent. The judge is such a rater whose label is
 * turned into a posterior.
 *
 * `diagonal`: Dirichlet shape of the right label, beside 1 for every other; a mean accuracy of diagonal /
 * (diagonal + labels − 1). `ratingsPerItem`: a number, or a function of the item.
 *
 * Throws InputError for fewer than 2 labels and for more ratings on an item than raters.
 *
 * @example
 * const world = dawidSkeneWorld({ itemCount: 100, raterCount: 10, labelCount: 3, ratingsPerItem: 4, diagonal: 6 }, createRandom(1));
 * world.table.label.length; // 400
 *
 * Source: [dawid-1979], section 2.
 */
export function dawidSkeneWorld(
  design: {
    readonly itemCount: number;
    readonly raterCount: number;
    readonly labelCount: number;
    readonly ratingsPerItem: number | ((item: number) => number);
    readonly diagonal: number;
  },
  random: Random,
): DawidSkeneWorld {
  const { itemCount, raterCount, labelCount, ratingsPerItem, diagonal } = design;
  if (!(labelCount >= 2))
    throw new InputError(`dawidSkeneWorld requires at least 2 labels; received ${labelCount}`);
  const perItem = typeof ratingsPerItem === 'number' ? () => ratingsPerItem : ratingsPerItem;
  const itemStart = new Int32Array(itemCount + 1);
  for (let i = 0; i < itemCount; i++) {
    if (!(perItem(i) <= raterCount))
      throw new InputError(
        `dawidSkeneWorld requires at most ${raterCount} ratings an item; received ${perItem(i)} on item ${i}`,
      );
    itemStart[i + 1] = itemStart[i] + perItem(i);
  }

  const prevalence = drawDirichlet(random.fork('prevalence'), new Float64Array(labelCount).fill(5));
  // Rater `raterCount` is the judge.
  const confusion = confusions(raterCount + 1, labelCount, diagonal, random.fork('confusion'));
  const square = labelCount * labelCount;
  const truth = new Int32Array(itemCount);
  const rater = new Int32Array(itemStart[itemCount]);
  const label = new Int32Array(itemStart[itemCount]);
  const probabilities = new Float64Array(itemCount * labelCount);
  const stream = random.fork('items');
  for (let i = 0; i < itemCount; i++) {
    const right = drawCode(stream, prevalence, 0, labelCount);
    truth[i] = right;
    const raters = drawDistinct(stream, itemStart[i + 1] - itemStart[i], raterCount);
    for (let at = 0; at < raters.length; at++) {
      rater[itemStart[i] + at] = raters[at]!;
      label[itemStart[i] + at] = drawCode(
        stream,
        confusion,
        raters[at] * square + right * labelCount,
        labelCount,
      );
    }
    const seen = drawCode(stream, confusion, raterCount * square + right * labelCount, labelCount);
    let sum = 0;
    for (let k = 0; k < labelCount; k++)
      sum += prevalence[k] * confusion[raterCount * square + k * labelCount + seen];
    for (let k = 0; k < labelCount; k++)
      probabilities[i * labelCount + k] =
        (prevalence[k] * confusion[raterCount * square + k * labelCount + seen]) / sum;
  }
  const table = Object.freeze({ itemCount, raterCount, labelCount, itemStart, rater, label });
  return Object.freeze({
    table,
    truth,
    prevalence,
    confusion: confusion.slice(0, raterCount * square),
    probabilities,
  });
}

function confusions(raterCount: number, labelCount: number, diagonal: number, random: Random): Float64Array {
  const confusion = new Float64Array(raterCount * labelCount * labelCount);
  for (let row = 0; row < raterCount * labelCount; row++) {
    const shapes = new Float64Array(labelCount).fill(1);
    shapes[row % labelCount] = diagonal;
    confusion.set(drawDirichlet(random, shapes), row * labelCount);
  }
  return confusion;
}
