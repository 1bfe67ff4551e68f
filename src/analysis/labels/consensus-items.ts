/** The items of a consensus, worst first, with what the other methods would have said of them. */
import type { Study } from '../../data/index.ts';
import {
  type Consensus,
  type OrdinalSummary,
  ascendingOrder,
  consensusStatuses,
  ordinalSummary,
  softMajority,
} from '../../stats/index.ts';
import type { ConsensusItem } from '../schema/analysis.ts';
import { LazyList } from '../views/lazy-list.ts';
import type { PeopleView } from '../views/people-view.ts';
import { fieldsOf } from '../views/item-rows.ts';
import type { CrowdlabRun } from './crowdlab-run.ts';

/** What decides: a method on some items; the soft majority stands on the others. */
export interface Deciding {
  readonly method: Exclude<ConsensusItem['method'], 'majority'>;
  readonly items: ArrayLike<number>;
  readonly consensus: Consensus;
}

/** Every item with a person's label, worst first: ascending quality, equal quality by name. */
export function consensusItems(
  study: Study,
  people: PeopleView,
  deciding: Deciding | null,
  crowdlab: CrowdlabRun | null,
  judgeLabel: Int32Array | null,
): LazyList<ConsensusItem> {
  const majority = softMajority(people.table);
  const decided = deciding?.consensus ?? null;
  const rowOf = rowsOf(deciding?.items ?? [], people);
  const quality = majority.quality.map((share, item) =>
    rowOf[item] < 0 ? share : decided!.quality[rowOf[item]],
  );
  // Items are coded in the order of their names.
  const rated = rowOf.map((_, item) => item).filter((item) => people.perItem[item] > 0);
  const worstFirst = ascendingOrder(Float64Array.from(rated, (item) => quality[item])).map((at) => rated[at]);
  return listOf({
    items: study.items,
    labels: study.codebook.labels.map((label) => label.name),
    worstFirst,
    perItem: people.perItem,
    majority,
    decided,
    rowOf,
    method: deciding?.method ?? 'majority',
    crowdlab: crowdlab?.result.consensus ?? null,
    crowdlabRow: rowsOf(crowdlab?.items ?? [], people),
    quality,
    summary: study.codebook.scale === 'nominal' ? null : ordinalSummary(majority, labelValues(study)),
    judgeLabel,
  });
}

/** length items: the row of each among `items`; −1 for the others. */
function rowsOf(items: ArrayLike<number>, { perItem }: PeopleView): Int32Array {
  const rowOf = new Int32Array(perItem.length).fill(-1);
  for (let row = 0; row < items.length; row++) rowOf[items[row]] = row;
  return rowOf;
}

/** What the items of the consensus are made of, by item code. */
interface ConsensusColumns {
  readonly items: Study['items'];
  readonly labels: readonly string[];
  /** Item codes. */
  readonly worstFirst: Int32Array;
  readonly perItem: Int32Array;
  readonly majority: Consensus<'people'>;
  readonly decided: Consensus | null;
  /** The row of an item in `decided`; −1 where the majority stands. */
  readonly rowOf: Int32Array;
  readonly crowdlab: Consensus | null;
  readonly crowdlabRow: Int32Array;
  readonly method: ConsensusItem['method'];
  readonly quality: Float64Array;
  readonly summary: OrdinalSummary | null;
  readonly judgeLabel: Int32Array | null;
}

/** A function of its own, so that the list holds on to these columns and to nothing else of the study. */
function listOf(columns: ConsensusColumns): LazyList<ConsensusItem> {
  const { items, labels, worstFirst, perItem, majority, decided, rowOf, method, quality, summary } = columns;
  const { judgeLabel, crowdlab, crowdlabRow } = columns;
  const nameOf = (code: number): string | null => (code < 0 ? null : labels[code]);
  return new LazyList(worstFirst.length, (index) => {
    const i = worstFirst[index];
    const [source, at] = rowOf[i] < 0 ? [majority, i] : [decided!, rowOf[i]];
    const label = source.label[at];
    const item: ConsensusItem = {
      item: items.ids[i],
      label: nameOf(label),
      status: consensusStatuses[source.status[at]] === 'tied' ? 'tied' : 'given',
      method: rowOf[i] < 0 ? 'majority' : method,
      quality: quality[i],
      agreement: label < 0 ? majority.quality[i] : majority.numbers[i * labels.length + label],
      ratings: perItem[i],
      numbers: labels.map((_, k) => source.numbers[at * labels.length + k]),
      majorityLabel: nameOf(majority.label[i]),
      crowdlabLabel: crowdlab === null || crowdlabRow[i] < 0 ? null : nameOf(crowdlab.label[crowdlabRow[i]]),
      judgeLabel: nameOf(judgeLabel === null ? -1 : judgeLabel[i]),
      fields: fieldsOf(items, i),
    };
    return summary === null ? item : { ...item, median: summary.median[i], mean: summary.mean[i] };
  });
}

/** What the labels stand for in numbers: their declared values, or their places from 1. */
function labelValues({ codebook }: Study): number[] {
  const values = codebook.labels.map((label) => label.value ?? NaN);
  const ascending = values.every((value, k) => Number.isFinite(value) && (k === 0 || value > values[k - 1]));
  return ascending ? values : codebook.labels.map((_, k) => k + 1);
}
