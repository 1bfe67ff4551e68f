import { describe, expect, test } from 'vitest';
import type { Codebook } from '../../data/index.ts';
import { type RatingTable, cohensKappa, createRandom, gwetsAc2, ratingTable } from '../../stats/index.ts';
import { judgeOnScale, peopleOnScale } from './scale-agreement.ts';

const interval = { clusters: [0, 0, 1, 1, 2, 3], random: createRandom(1), replicates: 100 };
const values = [1, 2, 5];
const codebook = (scale: Codebook['scale'], numbers: readonly (number | undefined)[] = values): Codebook => ({
  scale,
  labels: numbers.map((value, code) => ({
    name: `label ${code}`,
    ...(value === undefined ? {} : { value }),
  })),
});

/** Each item's labels, one digit a person. */
function tableOf(items: readonly string[]): RatingTable {
  const ratings = items.flatMap((labels, item) =>
    [...labels].map((label, rater) => ({ item, rater, label: Number(label) })),
  );
  return ratingTable({
    itemCount: items.length,
    raterCount: Math.max(...items.map((labels) => labels.length)),
    labelCount: 3,
    item: ratings.map(({ item }) => item),
    rater: ratings.map(({ rater }) => rater),
    label: ratings.map(({ label }) => label),
  });
}

const two = tableOf(['00', '01', '22', '12', '02', '1']);
const three = tableOf(['001', '01', '22', '122', '020', '1']);
const judge = [0, 1, 2, 2, -1, 0];

describe('agreement on a scale', () => {
  test('labels without an order have none among people, and of a judge plain kappa', () => {
    expect(peopleOnScale(codebook('nominal'), two, interval)).toEqual([]);
    const [kappa, ...others] = judgeOnScale(codebook('nominal'), two, judge, interval);
    expect(others).toEqual([]);
    expect(kappa.name).toBe("Cohen's kappa, judge with one person");
    const pairs = Array.from({ length: two.itemCount }, (_, item) => item).flatMap((item) =>
      judge[item] < 0
        ? []
        : Array.from(two.label.subarray(two.itemStart[item], two.itemStart[item + 1]), (label) => [
            label,
            judge[item],
          ]),
    );
    expect(kappa.estimate.value).toBe(
      cohensKappa(
        pairs.map(([person]) => person),
        pairs.map(([, verdict]) => verdict),
        3,
      ).value,
    );
  });

  test('an ordinal one takes ordinal weights for AC2 and squares of ranks for kappa, values or not', () => {
    const [ac2, kappa] = peopleOnScale(codebook('ordinal'), two, interval);
    expect(ac2.name).toBe("Gwet's AC2, ordinal");
    expect(ac2.estimate.value).toBe(gwetsAc2(two, { weights: 'ordinal' }).value);
    expect(kappa.estimate.value).toBe(
      cohensKappa([0, 0, 2, 1, 0, 1], [0, 1, 2, 2, 2, -1], 3, { weights: 'quadratic' }).value,
    );
    expect(kappa.note).toMatch('Quadratic weights');
  });

  test('an interval one takes squares of its values for both', () => {
    const [ac2, kappa] = peopleOnScale(codebook('interval'), two, interval);
    expect(ac2.name).toBe("Gwet's AC2, quadratic");
    expect(ac2.estimate.value).toBe(gwetsAc2(two, { weights: 'quadratic', values }).value);
    expect(kappa.estimate.value).toBe(
      cohensKappa([0, 0, 2, 1, 0, 1], [0, 1, 2, 2, 2, -1], 3, { weights: 'quadratic', values }).value,
    );
  });

  test('an interval one without values that differ is read as ordinal', () => {
    for (const numbers of [
      [1, 2, undefined],
      [4, 4, 4],
    ])
      expect(peopleOnScale(codebook('interval', numbers), two, interval)[0].name).toBe("Gwet's AC2, ordinal");
  });

  test('kappa is of two raters: with three people there is none among them', () => {
    expect(peopleOnScale(codebook('ordinal'), three, interval).map(({ name }) => name)).toEqual([
      "Gwet's AC2, ordinal",
    ]);
  });

  test('the judge is compared with one person at a time, and an item with three people is one item', () => {
    const [ac2, kappa] = judgeOnScale(codebook('ordinal'), three, judge, interval);
    // Items 0, 1, 2, 3 and 5: eleven labels of people beside the judge's.
    const person = [0, 0, 1, 0, 1, 2, 2, 1, 2, 2, 1];
    const verdict = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 0];
    expect(kappa.estimate.value).toBe(cohensKappa(person, verdict, 3, { weights: 'quadratic' }).value);
    for (const { estimate, note } of [ac2, kappa]) {
      expect(estimate.counts).toEqual({ items: 5, labels: 11, clusters: 3 });
      expect(note).toMatch('11 pairs of judge and person');
    }
  });

  test('labels of one item stay together where items are the clusters', () => {
    const [, kappa] = judgeOnScale(codebook('ordinal'), three, judge, { ...interval, clusters: 'items' });
    expect(kappa.estimate.counts.clusters).toBe(5);
  });

  test('is unknown with a reason where the judge shares no item with a person', () => {
    const measures = judgeOnScale(codebook('interval'), three, [-1, -1, -1, -1, -1, -1], interval);
    expect(measures.map(({ estimate }) => estimate.reason?.code)).toEqual([
      'no-item-rated-twice',
      'no-item-of-both',
    ]);
    for (const { estimate } of measures) {
      expect(estimate.value).toBeNaN();
      expect(estimate.counts.items).toBe(0);
    }
  });
});
