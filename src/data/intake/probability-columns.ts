/** Which columns hold probabilities, and of which label each. */
import type { SourceMapping } from '../config/source.ts';
import { DataError } from '../data-error.ts';
import { quoted } from '../words/nearest-word.ts';
import { type PlanContext, missingColumn } from './missing-column.ts';

export interface ProbabilityColumn {
  readonly label: string;
  readonly column: number;
  readonly log: boolean;
}

export function wideHasNone({ mapping, file }: PlanContext): ProbabilityColumn[] {
  if (mapping.probabilities === undefined && mapping.logProbabilities === undefined) return [];
  throw new DataError(
    'a wide mapping has one label a column and takes no probabilities',
    { file },
    'List the file twice in sources: wide for the people, and once with probabilities and one rater ' +
      'for the judge.',
  );
}

export function requireOneLabel(
  { file, columns, mapping }: PlanContext,
  probabilities: readonly ProbabilityColumn[],
): void {
  if (mapping.wide !== undefined || mapping.wideItems !== undefined)
    throw new DataError('a confidence belongs to one label a row, and this mapping has several', { file });
  if (probabilities.length > 0)
    throw new DataError(
      `a row has a confidence and a probability of ${quoted(probabilities[0].label)}`,
      { file, column: columns[probabilities[0].column] },
      'Map one of the two.',
    );
}

export function probabilityColumns(context: PlanContext): ProbabilityColumn[] {
  const { mapping, columns } = context;
  const plain = matching(
    context,
    mapping.probabilities ?? 'prob_',
    false,
    mapping.probabilities !== undefined,
  );
  if (plain.length > 0 && mapping.logProbabilities === undefined) return plain;
  const log = matching(
    context,
    mapping.logProbabilities ?? 'logprob_',
    true,
    mapping.logProbabilities !== undefined,
  );
  const both = log.find(({ label }) => plain.some((other) => other.label === label));
  if (both !== undefined)
    throw new DataError(
      `label ${quoted(both.label)} has a probability and a log probability`,
      { file: context.file, column: columns[both.column] },
      'Map one of the two.',
    );
  return [...plain, ...log];
}

function matching(
  context: PlanContext,
  given: NonNullable<SourceMapping['probabilities']>,
  log: boolean,
  explicit: boolean,
): ProbabilityColumn[] {
  const { columns, complete, mapping } = context;
  if (typeof given !== 'string')
    return Object.entries(given).map(([label, name]) => {
      const column = columns.indexOf(name);
      if (column < 0 && complete) missingColumn(context, name, 'probabilities');
      return { label, column, log };
    });
  const star = given.indexOf('*');
  const [before, after] = star < 0 ? [given, ''] : [given.slice(0, star), given.slice(star + 1)];
  const found = columns.flatMap((name, column) => {
    // `prob_source` says where probabilities came from; it is no label's column.
    if (
      name === 'prob_source' ||
      name === mapping.columns?.confidence ||
      mapping.ignore?.includes(name) ||
      !name.startsWith(before) ||
      !name.endsWith(after)
    )
      return [];
    const label = name.slice(before.length, name.length - after.length).trim();
    return label === '' || name.length <= before.length + after.length ? [] : [{ label, column, log }];
  });
  if (found.length === 0 && explicit && complete)
    missingColumn(context, `${before}${star < 0 ? '<label>' : '*'}${after}`, 'probabilities');
  return found;
}
