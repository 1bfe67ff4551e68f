/** `consensus.csv`: one row for each item with a consensus, worst first. */
import type { Analysis, ConsensusAnalysis } from '../../analysis/index.ts';
import { type Cell, toCsv } from '../../data/index.ts';

/**
 * The consensus as CSV. Shares of people stand under `share_<label>`, CROWDLAB's scores under
 * `score_<label>`, the model posteriors of Dawid-Skene under `posterior_<label>`: none is a probability of
 * being right. `majority_label` and `crowdlab_label` are what those methods would say. A tied item has an
 * empty label. Fields of the items follow under their own names.
 */
export function renderConsensusCsv({ consensus, study }: Analysis): Iterable<string> {
  const labels = study.codebook.labels.map((label) => label.name);
  const { withShares, withScores, withPosteriors, withMedian, withCrowdlab, withJudge, named } =
    partsOf(consensus);
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
    ...(withPosteriors ? labels.map((label) => `posterior_${label}`) : []),
    ...(withMedian ? ['median', 'mean'] : []),
    ...(withScores || withPosteriors ? ['majority_label'] : []),
    ...(withCrowdlab ? ['crowdlab_label'] : []),
    ...(withJudge ? ['judge_label'] : []),
  ];
  // A field of the items may have a name of ours; ours keeps it.
  const fields = [...named].sort();
  const header = [...own, ...fields.map((field) => (own.includes(field) ? `field_${field}` : field))];
  const none: Cell[] = labels.map(() => '');

  function* rows(): Generator<Cell[]> {
    for (const item of consensus.items) {
      const majority = item.method === 'majority';
      const model = item.method === 'dawid-skene';
      yield [
        item.item,
        item.label ?? '',
        item.status,
        item.method,
        item.quality,
        item.agreement,
        item.ratings,
        ...(withShares ? (majority ? item.numbers : none) : []),
        ...(withScores ? (majority || model ? none : item.numbers) : []),
        ...(withPosteriors ? (model ? item.numbers : none) : []),
        ...(withMedian ? [item.median, item.mean] : []),
        ...(withScores || withPosteriors ? [item.majorityLabel ?? ''] : []),
        ...(withCrowdlab ? [item.crowdlabLabel ?? ''] : []),
        ...(withJudge ? [item.judgeLabel ?? ''] : []),
        ...fields.map((field) => item.fields[field] ?? ''),
      ];
    }
  }
  return toCsv(header, rows());
}

/** What the items have: which columns of ours are needed, and the names of their fields. */
function partsOf({ items }: ConsensusAnalysis) {
  const found = {
    withShares: false,
    withScores: false,
    withPosteriors: false,
    withCrowdlab: false,
    withMedian: false,
    withJudge: false,
    named: new Set<string>(),
  };
  for (const { method, median, crowdlabLabel, judgeLabel, fields } of items) {
    if (method === 'majority') found.withShares = true;
    else if (method === 'dawid-skene') found.withPosteriors = true;
    else found.withScores = true;
    if (median !== undefined) found.withMedian = true;
    if (crowdlabLabel !== null) found.withCrowdlab = true;
    if (judgeLabel !== null) found.withJudge = true;
    for (const field of Object.keys(fields)) found.named.add(field);
  }
  return found;
}
