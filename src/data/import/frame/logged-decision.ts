/**
 * The answer of a decision model as platforms log it: a score whose metadata holds the question's type and,
 * for a choice or a grade, a probability of each label.
 */
import type { ImportedRating } from './importer.ts';
import { halfStep } from '../../words/number-text.ts';
import type { RecordField } from './record-field.ts';

export type LoggedDecision = Pick<ImportedRating, 'label' | 'status' | 'probabilities' | 'model'>;

/**
 * `metadata`: of the score, under any vendor's name; `score`: its number, which for a yes/no question is the
 * probability of yes and no label. Undefined for a score that is of no decision model.
 */
export function loggedDecision(
  metadata: RecordField | undefined,
  score: number | undefined,
): LoggedDecision | undefined {
  const found = decisionIn(metadata);
  if (found === undefined) return undefined;
  const model = found.maybe('model')?.cell();
  const named = model === undefined ? {} : { model };
  const type = found.get('type').cell();
  if (type === 'refusal' || found.maybe('refusal') !== undefined)
    return { label: '', status: 'invalid', ...named };
  if (type === 'noul' || type === 'predicate') return { ...yesOrNo(score), ...named };
  const probabilities = probabilitiesOf(found);
  const choice = found.maybe('choice')?.cell() ?? mostProbable(probabilities);
  return {
    ...(choice === undefined ? { label: '', status: 'invalid' } : { label: choice }),
    // One entry is filler: it says nothing of the other labels.
    ...(Object.keys(probabilities).length > 1 ? { probabilities: unrounded(probabilities) } : {}),
    ...named,
  };
}

function decisionIn(metadata: RecordField | undefined): RecordField | undefined {
  if (metadata?.is('object') !== true) return undefined;
  return metadata
    .entries()
    .map(([, part]) => part)
    .find(
      (part) =>
        part.is('object') && part.maybe('questionId') !== undefined && part.maybe('type')?.is('string'),
    );
}

function yesOrNo(score: number | undefined): LoggedDecision {
  if (score === undefined || !(score >= 0 && score <= 1)) return { label: '', status: 'invalid' };
  const step = halfStep([score]);
  const held = Math.min(1 - step, Math.max(step, score));
  const probabilities = { True: held, False: 1 - held };
  if (score === 0.5) return { label: '', status: 'abstain', probabilities };
  return { label: score > 0.5 ? 'True' : 'False', probabilities };
}

/**
 * A probability lies within half a step of what is written: 0 stands at half a step, since a model whose
 * answer was rounded to nothing was not certain.
 */
function unrounded(probabilities: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const written = Object.values(probabilities);
  if (!written.includes(0)) return probabilities;
  const step = halfStep(written);
  const held = Object.entries(probabilities).map(([label, p]) => [label, Math.max(step, p)] as const);
  const total = held.reduce((sum, [, p]) => sum + p, 0);
  return Object.fromEntries(held.map(([label, p]) => [label, p / total]));
}

/** By label; a grade has them by its number, and a legend of what the numbers mean. */
function probabilitiesOf(found: RecordField): Record<string, number> {
  const given = found.maybe('probabilities');
  if (given?.is('object') !== true) return {};
  const legend = found.maybe('legend');
  const nameOf = (key: string): string => {
    if (legend?.is('array') === true) return legend.list()[Number(key)]?.cell() ?? key;
    return legend?.is('object') === true ? (legend.maybe(key)?.cell() ?? key) : key;
  };
  return namedProbabilities(given, nameOf);
}

/**
 * An object of label → probability. Throws DataError for what is no probability, and for a sum above 1.01:
 * the reader of the study would refuse them.
 */
export function namedProbabilities(
  given: RecordField,
  nameOf: (key: string) => string = (key) => key,
): Record<string, number> {
  let sum = 0;
  const named = given.entries().map(([key, field]): [string, number] => {
    const p = field.number();
    if (!(p >= 0 && p <= 1)) field.requires('a probability in [0, 1]');
    sum += p;
    return [nameOf(key), p];
  });
  if (sum > 1.01) given.requires('probabilities that sum to 1');
  return Object.fromEntries(named);
}

function mostProbable(probabilities: Readonly<Record<string, number>>): string | undefined {
  const sorted = Object.entries(probabilities).toSorted(([, a], [, b]) => b - a);
  return sorted.length > 1 && sorted[0][1] === sorted[1][1] ? undefined : sorted[0]?.[0];
}
