/**
 * Each judge as one row an item, over all items of the study, so that item codes mean the same everywhere.
 */
import { DataError, type Rater, type Study, ratingStatuses } from '../../data/index.ts';
import { type CombinedOrders, combinePresentationOrders } from '../../stats/index.ts';
import { type OrderVerdicts, orderVerdicts } from './order-verdicts.ts';

export interface JudgeView {
  readonly rater: number;
  readonly name: string;
  readonly info: Rater;
  /**
   * length items: the judge's label; −1 where it has none, or where its two orders disagree and it has no
   * probabilities.
   */
  readonly label: Int32Array;
  /** [items × labels], rows of items without probabilities all NaN; null where the judge has none at all. */
  readonly probabilities: Float64Array | null;
  /**
   * Items in which the judge's orders, both there, gave different labels and no probabilities: item → the
   * labels, one for each order.
   */
  readonly split: ReadonlyMap<number, Int32Array>;
  /**
   * length items: whether the data show that the judge was asked: `asked`. An item without any row of it may
   * have been left out, or may have failed.
   */
  readonly asked: Uint8Array;
  /**
   * Items whose two highest probabilities are equal, and no label of the judge decides: they have no label.
   */
  readonly tied: number;
  readonly orders: JudgeOrders | null;
  /** Its verdicts in two named presentation orders; null where there are none. */
  readonly byOrder: OrderVerdicts | null;
  /** Of the probability rows: how many were renormalized, and the mean mass that was missing. */
  readonly renormalized: number;
  readonly meanMissingMass: number;
}

export interface JudgeOrders {
  /** Items with probabilities and a named order. */
  readonly items: number;
  /** Items with probabilities in one order only: taken as they are, lean included. */
  readonly itemsWithOne: number;
  readonly combined: CombinedOrders;
  /**
   * False where the order names are not labels of the codebook, so that nobody can say toward which side a
   * lean goes.
   */
  readonly sidesKnown: boolean;
}

/** Codes of `JudgeView.asked`. `no`: all rows of the judge on the item say so, with the status not_asked. */
export const asked = Object.freeze({ noRow: 0, no: 1, yes: 2 });

/** Every judge of the study, in the order of their names. */
export function judgeViews(study: Study): JudgeView[] {
  const rowsOf = rowsByRater(study);
  return study.raters.flatMap((info, rater) =>
    info.kind === 'judge' ? [judgeView(study, rater, info, rowsOf[rater])] : [],
  );
}

/**
 * What the judge says of the item: its label, two or more where its orders disagree, nothing where it gave
 * none.
 */
export function saidLabels({ label, split }: JudgeView, item: number): ArrayLike<number> {
  return split.get(item) ?? (label[item] < 0 ? [] : [label[item]]);
}

/** Which part of what the judge says of the item is the label: 1 or 0, ½ of two orders that disagree. */
export function saidPart({ label, split }: JudgeView, item: number, code: number): number {
  const labels = split.get(item);
  if (labels === undefined) return Number(label[item] === code);
  return labels.filter((one) => one === code).length / labels.length;
}

/** Whether the judge said something of the item by a label, or two different ones in its two orders. */
export function hasVerdict({ label, split }: JudgeView, item: number): boolean {
  return label[item] >= 0 || split.has(item);
}

export function hasProbabilities(judge: JudgeView, item: number, labelCount: number): boolean {
  return judge.probabilities !== null && !Number.isNaN(judge.probabilities[item * labelCount]);
}

/** length raters: the rows of each judge, in their order. */
function rowsByRater({ raters, ratings }: Study): Int32Array[] {
  const counts = new Int32Array(raters.length);
  for (const code of ratings.rater) counts[code]++;
  const rows = raters.map(({ kind }, code) => new Int32Array(kind === 'judge' ? counts[code] : 0));
  counts.fill(0);
  for (let row = 0; row < ratings.rater.length; row++) {
    const code = ratings.rater[row];
    if (rows[code].length > 0) rows[code][counts[code]++] = row;
  }
  return rows;
}

function judgeView(study: Study, rater: number, info: Rater, rows: Int32Array): JudgeView {
  const { ratings } = study;
  const verdictRows = firstOfEachOrder(study, rows);
  const { probabilities, orders } = judgeProbabilities(study, info.id, verdictRows);
  const label = new Int32Array(study.items.ids.length).fill(-1);
  const labelCount = study.codebook.labels.length;
  const split = new Map<number, Int32Array>();
  const wasAsked = new Uint8Array(study.items.ids.length);
  const notAsked = ratingStatuses.indexOf('not_asked');
  const given = ratingStatuses.indexOf('given');
  let tied = 0;
  for (let start = 0; start < rows.length;) {
    const item = ratings.item[rows[start]];
    let end = start + 1;
    while (end < rows.length && ratings.item[rows[end]] === item) end++;
    const own = rows.subarray(start, end);
    wasAsked[item] = own.every((row) => ratings.status[row] === notAsked) ? asked.no : asked.yes;
    // As a rule there is one row.
    const verdicts =
      own.length === 1 && ratings.status[own[0]] === given ? own : firstOfEachOrder(study, own);
    const single = onlyLabel(ratings.label, verdicts);
    start = end;
    if (probabilities === null || Number.isNaN(probabilities[item * labelCount])) {
      label[item] = single;
      if (single === severalLabels)
        split.set(
          item,
          verdicts.map((row) => ratings.label[row]).filter((code) => code >= 0),
        );
    } else {
      // An exact tie is decided by the judge's own label, where it gave one and only one; never by the order
      // of the labels.
      const top = topLabel(probabilities, item * labelCount, labelCount);
      label[item] = top >= 0 ? top : single;
      if (label[item] < 0) tied++;
    }
    if (label[item] < 0) label[item] = -1;
  }
  return {
    rater,
    name: info.id,
    info,
    label,
    probabilities,
    split,
    asked: wasAsked,
    tied,
    orders,
    byOrder: verdictsByOrder(study, verdictRows),
    ...missingMassOf(study, rows),
  };
}

function missingMassOf(
  { ratings }: Study,
  rows: Int32Array,
): Pick<JudgeView, 'renormalized' | 'meanMissingMass'> {
  let [count, renormalized, sum] = [0, 0, 0];
  for (const row of rows) {
    if (ratings.probabilityRow[row] < 0) continue;
    const mass = ratings.missingMass[ratings.probabilityRow[row]];
    count++;
    sum += mass;
    if (mass !== 0) renormalized++;
  }
  return { renormalized, meanMissingMass: count === 0 ? NaN : sum / count };
}

/** One distribution an item: of the one verdict there is, or of both orders combined on the logit scale. */
function judgeProbabilities(
  study: Study,
  judge: string,
  verdicts: Int32Array,
): Pick<JudgeView, 'probabilities' | 'orders'> {
  const { ratings } = study;
  const labelCount = study.codebook.labels.length;
  const scored = verdicts.filter((row) => ratings.probabilityRow[row] >= 0);
  if (scored.length === 0) return { probabilities: null, orders: null };
  const orderCodes = [...new Set(scored.map((row) => ratings.order[row]))].sort((a, b) => a - b);
  const matrices = orderCodes.map(() => new Float64Array(study.items.ids.length * labelCount).fill(NaN));
  for (const row of scored) {
    const from = ratings.probabilityRow[row] * labelCount;
    const matrix = matrices[orderCodes.indexOf(ratings.order[row])];
    for (let k = 0; k < labelCount; k++)
      matrix[ratings.item[row] * labelCount + k] = ratings.probabilities[from + k];
  }
  if (matrices.length === 1) return { probabilities: matrices[0], orders: null };
  if (matrices.length > 2)
    throw new DataError(
      `a judge shows its sides in one order or two; ${judge} has ${matrices.length}: ` +
        orderCodes.map((code) => ratings.orderNames[code] ?? '(none)').join(', '),
    );

  const names = study.codebook.labels.map((label) => label.name);
  const sides = orderCodes.map((code) => names.indexOf(ratings.orderNames[code] ?? ''));
  const sidesKnown = sides.every((side) => side >= 0);
  const [first, second] = matrices as [Float64Array, Float64Array];
  const combined = combinePresentationOrders(
    first,
    second,
    labelCount,
    sidesKnown ? { sides: [sides[0], sides[1]] } : {},
  );
  const probabilities = combined.probabilities.map((p, at) =>
    Number.isNaN(p) ? (Number.isNaN(first[at]) ? second[at] : first[at]) : p,
  );
  const { both, firstOnly, secondOnly } = combined.counts;
  return {
    probabilities,
    orders: {
      items: both + firstOnly + secondOnly,
      itemsWithOne: firstOnly + secondOnly,
      combined,
      sidesKnown,
    },
  };
}

/**
 * One answered row for each item and presentation order: the first repeat. Rows come sorted by item, order
 * and repeat.
 */
function firstOfEachOrder({ ratings }: Study, rows: Int32Array): Int32Array {
  const given = ratingStatuses.indexOf('given');
  const answered = rows.filter((row) => ratings.status[row] === given);
  return answered.filter((row, index) => {
    const previous = answered[index - 1];
    return (
      previous === undefined ||
      ratings.item[row] !== ratings.item[previous] ||
      ratings.order[row] !== ratings.order[previous]
    );
  });
}

/** Of a row with probabilities the likeliest label, as for an item; of one without, the label given. */
function verdictsByOrder(study: Study, verdicts: Int32Array): OrderVerdicts | null {
  const { ratings, codebook } = study;
  const labelCount = codebook.labels.length;
  return orderVerdicts(study, verdicts, (row) => {
    const from = ratings.probabilityRow[row] * labelCount;
    const top = from < 0 ? -1 : topLabel(ratings.probabilities, from, labelCount);
    return top < 0 ? ratings.label[row] : top;
  });
}

/**
 * The label with the highest of `count` probabilities from `start` on; −1 where two are equal within 1e-12.
 */
function topLabel(probabilities: Float64Array, start: number, count: number): number {
  let highest = -Infinity;
  for (let k = 0; k < count; k++) highest = Math.max(highest, probabilities[start + k]);
  let top = -1;
  for (let k = 0; k < count; k++) {
    if (!(probabilities[start + k] >= highest * (1 - 1e-12))) continue;
    if (top >= 0) return -1;
    top = k;
  }
  return top;
}

const severalLabels = -2;

/** The label all verdicts agree on; −1 where there is none, −2 where there are several. */
function onlyLabel(labels: Int32Array, rows: Int32Array): number {
  // As a rule there is one verdict.
  if (rows.length === 1) return Math.max(-1, labels[rows[0]]);
  const given = new Set(Array.from(rows, (row) => labels[row]).filter((code) => code >= 0));
  if (given.size > 1) return severalLabels;
  return given.size === 1 ? [...given][0] : -1;
}
