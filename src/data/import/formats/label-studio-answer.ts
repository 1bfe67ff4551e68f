/**
 * What an answer in Label Studio says: the value of one control tag as a label, or why there is none; and
 * what JSON_MIN leaves of it.
 */
import { labelOf, textOf } from '../frame/rating-drafts.ts';
import type { RecordField } from '../frame/record-field.ts';

/** What an answer to one control tag of the labeling interface comes to: a label, or why there is none. */
export type Answer = { readonly label: string } | { readonly reason: string };

/** Keys that a value has only when it is about a part of the task: a span, a box, a moment. */
const regionKeys = ['start', 'end', 'x', 'y', 'points', 'ranges', 'time', 'sequence'];

/** How the value of each type of control tag is read. */
export const answerReaders: Readonly<Record<string, (value: RecordField) => Answer>> = {
  choices: (value) => choice(value.get('choices').list()),
  rating: (value) => ({ label: String(value.get('rating').number()) }),
  number: (value) => ({ label: String(value.get('number').number()) }),
  pairwise: (value) => {
    const selected = value.maybe('selected')?.oneOf(['left', 'right', 'none']) ?? 'none';
    return selected === 'none' ? { reason: 'comparison without a side' } : { label: selected };
  },
};

export function answerOf(result: RecordField): Answer {
  const value = result.get('value');
  const keys = value.object();
  if (regionKeys.some((key) => Object.hasOwn(keys, key)))
    return { reason: 'answer about a part of the task' };
  return answerReaders[textOf(result.get('type')) as string](value);
}

function choice(choices: readonly RecordField[]): Answer {
  if (choices.length === 0) return { reason: 'no choice' };
  if (choices.length > 1) return { reason: 'several choices at once' };
  const label = labelOf(choices[0]);
  return label === undefined ? { reason: 'nested choice' } : { label };
}

/**
 * JSON_MIN writes a single choice as its text, and every other answer as the value of the result, in an
 * array.
 */
export function minimalAnswer(answer: RecordField): Answer {
  const label = labelOf(answer);
  if (label !== undefined) return { label };
  const values = answer.is('array') ? answer.list() : [answer];
  if (values.length !== 1) return { reason: 'several answers to the question in one annotation' };
  const inner = labelOf(values[0]);
  if (inner !== undefined) return { label: inner };
  const keys = values[0].object();
  const type =
    ['choices', 'rating', 'number'].find((key) => Object.hasOwn(keys, key)) ??
    (Object.hasOwn(keys, 'selected') ? 'pairwise' : undefined);
  if (type === undefined) return { reason: 'answer that is no label of the task' };
  return regionKeys.some((key) => Object.hasOwn(keys, key))
    ? { reason: 'answer about a part of the task' }
    : answerReaders[type](values[0]);
}
