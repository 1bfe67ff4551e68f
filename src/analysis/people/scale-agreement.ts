/**
 * Agreement on a scale, where a near miss is worth more than a far one: weighted kappa and AC2, in the
 * weights that are the custom for the scale of the codebook; labels without an order have none.
 */
import type { Codebook } from '../../data/index.ts';
import {
  type AgreementEstimate,
  type GwetsAc2Options,
  type IntervalRequest,
  type RatingTable,
  cohensKappa,
  gwetsAc2,
  ratingTable,
} from '../../stats/index.ts';
import type { Analysis } from '../schema/analysis.ts';
import { estimateOf } from '../words/estimates.ts';
import { counted } from '../words/figures.ts';

type Measure = Analysis['people']['measures'][number];
type Weights = Omit<GwetsAc2Options, 'interval'>;

/** AC2 of all people, and weighted kappa where there are just two: kappa is a measure of two raters. */
export function peopleOnScale(codebook: Codebook, table: RatingTable, interval: IntervalRequest): Measure[] {
  const scale = scaleOf(codebook);
  if (scale === null) return [];
  const ac2 = gwetsAc2(table, { ...scale.ac2, interval });
  const measures = [
    {
      name: scale.ac2Name,
      estimate: estimateOf(ac2, { ...coefficient, role: 'agreement-on-scale' }),
      note: `${scale.ac2Words} ${ac2Words}`,
    },
  ];
  if (table.raterCount !== 2) return measures;
  const kappa = cohensKappa(labelColumn(table, 0), labelColumn(table, 1), table.labelCount, {
    ...scale.kappa,
    interval,
  });
  return [
    ...measures,
    { name: kappaName, estimate: estimateOf(kappa, coefficient), note: `${scale.kappaWords} ${kappaWords}` },
  ];
}

/**
 * The same of the judge with one person at a time; of labels without an order kappa alone. Every pair counts
 * once, and all pairs of an item stay in one cluster.
 */
export function judgeOnScale(
  codebook: Codebook,
  table: RatingTable,
  judge: ArrayLike<number>,
  interval: IntervalRequest,
): Measure[] {
  const scale = scaleOf(codebook);
  const pairs = pairsOf(table, judge);
  const { item, person, verdict } = pairs;
  const { clusters } = interval;
  const byPair = { ...interval, clusters: clusters === 'items' ? item : item.map((code) => clusters[code]) };
  const kappa = cohensKappa(person, verdict, table.labelCount, { ...scale?.kappa, interval: byPair });
  const items = item.reduce((count, code, at) => (code === item[at - 1] ? count : count + 1), 0);
  // A pair is not an item: several people may have labeled one.
  const estimate = (found: AgreementEstimate, role: Measure['estimate']['role']): Measure['estimate'] => ({
    ...estimateOf(found, { ...coefficient, role }),
    counts: { items, labels: item.length, clusters: found.counts.clusters },
  });
  const basis = `${counted(item.length, 'pair')} of judge and person; people count as one rater.`;
  if (scale === null)
    return [
      {
        name: "Cohen's kappa, judge with one person",
        estimate: estimate(kappa, 'kappa-of-judge'),
        note: `${kappaWords} ${basis}`,
      },
    ];
  const ac2 = gwetsAc2(twoRaters(pairs, table.labelCount), { ...scale.ac2, interval: byPair });
  return [
    {
      name: `${scale.ac2Name}, judge with one person`,
      estimate: estimate(ac2, 'agreement-on-scale'),
      note: `${scale.ac2Words} ${ac2Words} ${basis}`,
    },
    {
      name: `${kappaName}, judge with one person`,
      estimate: estimate(kappa, 'measure'),
      note: `${scale.kappaWords} ${kappaWords} ${basis}`,
    },
  ];
}

const coefficient = { role: 'measure', unit: 'coefficient' } as const;
const kappaName = "Cohen's weighted kappa";
const kappaWords = '0 is chance, 1 is full agreement. Can be low where one label is common.';
const ac2Words = 'Corrected for chance in a way that holds up where one label is common.';

interface Scale {
  readonly kappa: Weights;
  readonly kappaWords: string;
  readonly ac2: Weights;
  readonly ac2Name: string;
  readonly ac2Words: string;
}

/**
 * Kappa takes squares, as most who print a weighted kappa do: of the labels' values on an interval scale, of
 * ranks on an ordinal one. AC2 takes squares of values too, but on an ordinal scale Gwet's own weights, which
 * claim no equal steps.
 */
function scaleOf({ scale, labels }: Codebook): Scale | null {
  if (scale === 'nominal') return null;
  const values = labels.map(({ value }) => value ?? NaN);
  // Without values that differ an interval scale is known by its order alone.
  if (scale === 'interval' && values.every(Number.isFinite) && new Set(values).size > 1) {
    const weights = { weights: 'quadratic', values } as const;
    const words = 'Quadratic weights: a miss costs the square of the distance of the label values.';
    return {
      kappa: weights,
      kappaWords: words,
      ac2: weights,
      ac2Name: "Gwet's AC2, quadratic",
      ac2Words: words,
    };
  }
  return {
    kappa: { weights: 'quadratic' },
    kappaWords:
      'Quadratic weights: a miss by two labels costs four times a miss by one, as if the steps were equal.',
    ac2: { weights: 'ordinal' },
    ac2Name: "Gwet's AC2, ordinal",
    ac2Words: 'Ordinal weights: a near miss costs less than a far one.',
  };
}

/** length items: one rater's labels, −1 where it has none. */
function labelColumn({ itemCount, itemStart, rater, label }: RatingTable, wanted: number): Int32Array {
  const column = new Int32Array(itemCount).fill(-1);
  for (let item = 0; item < itemCount; item++)
    for (let at = itemStart[item]; at < itemStart[item + 1]; at++)
      if (rater[at] === wanted) column[item] = label[at]!;
  return column;
}

/** Every person's label of an item the judge labeled, beside the judge's. */
function pairsOf({ itemCount, itemStart, label }: RatingTable, judge: ArrayLike<number>): Pairs {
  let count = 0;
  for (let i = 0; i < itemCount; i++) if (judge[i] >= 0) count += itemStart[i + 1] - itemStart[i];
  const [item, person, verdict] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  let pair = 0;
  for (let i = 0; i < itemCount; i++) {
    if (judge[i] < 0) continue;
    for (let at = itemStart[i]; at < itemStart[i + 1]; at++) {
      item[pair] = i;
      person[pair] = label[at];
      verdict[pair++] = judge[i];
    }
  }
  return { item, person, verdict };
}

/** length pairs. */
interface Pairs {
  readonly item: Int32Array;
  readonly person: Int32Array;
  readonly verdict: Int32Array;
}

/** The pairs as items that a person and the judge labeled. */
function twoRaters({ person, verdict }: Pairs, labelCount: number): RatingTable {
  const pairs = person.length;
  const label = new Int32Array(2 * pairs);
  label.set(person);
  label.set(verdict, pairs);
  return ratingTable({
    itemCount: pairs,
    raterCount: 2,
    labelCount,
    item: label.map((_, at) => at % pairs),
    rater: label.map((_, at) => Number(at >= pairs)),
    label,
  });
}
