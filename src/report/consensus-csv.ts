/** `consensus.csv`: one row for each item with a consensus, worst first. */
import type { Analysis } from '../analysis/index.ts';
import { type Cell, toCsv } from '../data/index.ts';

/**
 * The consensus as CSV. Shares of people stand under `share_<label>`, CROWDLAB's scores under `score_<label>`: neither is a
 * probability of being right. A tied item has an empty label. Fields of the items follow under their own names.
 */
export function renderConsensusCsv({ consensus, study }: Analysis): Iterable<string> {
  const labels = study.codebook.labels.map((label) => label.name);
  const withShares = consensus.items.some((item) => item.method === 'majority');
  const withScores = consensus.items.some((item) => item.method !== 'majority');
  const withMedian = consensus.items.some((item) => item.median !== undefined);
  const withJudge = consensus.items.some((item) => item.judgeLabel !== null);
  const own = [
    'item',
    'label',
    'status',
    'method',
    'quality',
    'agreement',
    'ratings',
    ...(withShares ? labels.map((label) => `share_${label}`) : []),
    ...(withScores ? labels.map((label) => `score_${label}`) : []),
    ...(withMedian ? ['median', 'mean'] : []),
    ...(withJudge ? ['judge_label'] : []),
  ];
  // A field of the items may have a name of ours; ours keeps it.
  const named = new Set<string>();
  for (const item of consensus.items) for (const field of Object.keys(item.fields)) named.add(field);
  const fields = [...named].sort();
  const header = [...own, ...fields.map((field) => (own.includes(field) ? `field_${field}` : field))];
  const none: Cell[] = labels.map(() => '');

  function* rows(): Generator<Cell[]> {
    for (const item of consensus.items) {
      const majority = item.method === 'majority';
      yield [
        item.item,
        item.label ?? '',
        item.status,
        item.method,
        item.quality,
        item.agreement,
        item.ratings,
        ...(withShares ? (majority ? item.numbers : none) : []),
        ...(withScores ? (majority ? none : item.numbers) : []),
        ...(withMedian ? [item.median, item.mean] : []),
        ...(withJudge ? [item.judgeLabel ?? ''] : []),
        ...fields.map((field) => item.fields[field] ?? ''),
      ];
    }
  }
  return toCsv(header, rows());
}
