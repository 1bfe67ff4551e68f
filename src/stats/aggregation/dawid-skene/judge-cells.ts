import { InputError } from '../../numeric/errors.ts';

/**
 * A judge as a rater who answers in cells: a label said with a confidence of one of a few ranges. What a cell
 * is worth is learned from people (`dawidSkene`), so that a judge that is too sure is no danger.
 */
export interface JudgeCells {
  /** The judge's name: it becomes a contributor. */
  readonly judge: string;
  readonly itemCount: number;
  readonly labelCount: number;
  /** length items: cell codes; −1 where the judge gave no label. */
  readonly cell: Int32Array;
  /** length cells: the label said. Cells are in order of label, then of confidence. */
  readonly cellLabel: Int32Array;
  /** length cells: verdicts; none is empty. */
  readonly verdicts: Int32Array;
  /** length cells: its lowest confidence; NaN in the cell of verdicts without a confidence. */
  readonly lowestConfidence: Float64Array;
  /** length cells: its highest confidence. */
  readonly highestConfidence: Float64Array;
}

export interface JudgeVerdicts {
  readonly judge: string;
  readonly labelCount: number;
  /** length items: label codes; negative where the judge gave none. */
  readonly labels: ArrayLike<number>;
  /** length items: probability of the label given, in [0, 1]; NaN where unknown. Absent: a cell a label. */
  readonly confidence?: ArrayLike<number>;
  /** Bins of confidence a label at most, 1 or more. */
  readonly bins?: number;
}

/**
 * Turns a judge's labels and confidences into a rater that answers in cells: label × up to three bins of
 * confidence.
 *
 * For a judge as one more rater of `dawidSkene`. A judge that is right 95 % of the time where it is sure and
 * 60 % where it is not says more than a label does; bins keep that without believing the confidence. People
 * are not looked at.
 *
 * Within a label the bins hold as many verdicts each as ties allow: equal confidences share a bin, which the
 * middle of their ranks chooses. A label has one bin for every ten verdicts and at most three, so that a cell
 * is not a handful. Verdicts without a confidence are a separate cell in each label.
 *
 * bin of a confidence = ⌊bins · (lower + (equal + 1) / 2) / (verdicts + 1)⌋, `lower` and `equal` the verdicts
 * of the label with a lower and with this confidence
 *
 * `labels`: length items, label codes, negative for none. `confidence`: length items, of the label given.
 *
 * Returns no cells where the judge gave no label.
 *
 * Throws InputError for an empty name, a code out of range, a confidence outside [0, 1], unequal lengths and
 * fewer bins than 1.
 *
 * @example
 * const cells = judgeCells({ judge: 'judge', labelCount: 2, labels: [0, 1, -1, 1], confidence: [0.9, 0.6, NaN, NaN] });
 * Array.from(cells.cell); // [0, 1, -1, 2]
 * Array.from(cells.cellLabel); // [0, 1, 1]
 */
export function judgeCells(verdicts: JudgeVerdicts): JudgeCells {
  requireVerdicts(verdicts);
  const { judge, labelCount, labels, confidence, bins = 3 } = verdicts;
  const cell = new Int32Array(labels.length).fill(-1);
  const cells: Cell[] = [];
  for (let k = 0; k < labelCount; k++) {
    const sure: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < labels.length; i++)
      if (labels[i] === k) (Number.isNaN(confidence?.[i] ?? NaN) ? unknown : sure).push(i);
    const groups = confidence === undefined ? [] : binned(sure, confidence, bins);
    for (const items of [...groups, unknown]) {
      if (items.length === 0) continue;
      for (const i of items) cell[i] = cells.length;
      const known = items === unknown ? [NaN] : items.map((i) => confidence![i]);
      cells.push({ label: k, verdicts: items.length, lowest: known[0], highest: known.at(-1)! });
    }
  }
  return Object.freeze({
    judge,
    itemCount: labels.length,
    labelCount,
    cell,
    cellLabel: Int32Array.from(cells, ({ label }) => label),
    verdicts: Int32Array.from(cells, (one) => one.verdicts),
    lowestConfidence: Float64Array.from(cells, ({ lowest }) => lowest),
    highestConfidence: Float64Array.from(cells, ({ highest }) => highest),
  });
}

interface Cell {
  readonly label: number;
  readonly verdicts: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Verdicts a bin holds at least, ties aside. */
const verdictsPerBin = 10;

/** Items by bin, each in order of confidence. */
function binned(items: readonly number[], confidence: ArrayLike<number>, bins: number): number[][] {
  const sorted = items.toSorted((a, b) => confidence[a] - confidence[b] || a - b);
  const n = sorted.length;
  const count = Math.min(bins, Math.max(1, Math.floor(n / verdictsPerBin)));
  const groups: number[][] = Array.from({ length: count }, () => []);
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && confidence[sorted[end]] === confidence[sorted[start]]) end++;
    const rank = start + (end - start + 1) / 2;
    groups[Math.floor((count * rank) / (n + 1))].push(...sorted.slice(start, end));
    start = end;
  }
  return groups;
}

function requireVerdicts({ judge, labelCount, labels, confidence, bins = 3 }: JudgeVerdicts): void {
  if (typeof judge !== 'string' || judge === '')
    throw new InputError(
      `judgeCells requires the name of the judge; received ${judge === '' ? 'an empty one' : typeof judge}`,
    );
  if (!(Number.isInteger(bins) && bins >= 1))
    throw new InputError(`judgeCells requires at least 1 bin; received ${bins}`);
  if (confidence !== undefined && confidence.length !== labels.length)
    throw new InputError(
      `judgeCells requires a confidence for each label; received ${confidence.length} for ${labels.length}`,
    );
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isInteger(labels[i]) || labels[i] >= labelCount)
      throw new InputError(
        `judgeCells requires label codes below ${labelCount}; received ${labels[i]} at index ${i}`,
      );
    const sure = confidence?.[i] ?? NaN;
    if (sure < 0 || sure > 1)
      throw new InputError(`judgeCells requires confidences in [0, 1]; received ${sure} at index ${i}`);
  }
}
