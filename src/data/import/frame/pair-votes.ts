/** What the importers of pairs share: the labels of a vote, and the name of a judge. */
import type { Codebook } from '../../study/codebook.ts';
import type { ImportedRating } from './importer.ts';
import type { RecordField } from './record-field.ts';

/**
 * The same names in all, so that people's votes meet a judge's. In this order they also read as a scale from
 * one side to the other.
 */
export const pairCodebook: Codebook = {
  scale: 'nominal',
  labels: [{ name: 'model_a' }, { name: 'tie', tie: true }, { name: 'model_b' }],
};

/**
 * A name, or as FastChat writes it, the list of the model and its prompt; in a table the list is JSON text.
 */
export function judgeOf(judge: RecordField): Pick<ImportedRating, 'rater' | 'prompt'> {
  const isList = judge.is('array') || (judge.place.cells === true && judge.cell().startsWith('['));
  if (!isList) return { rater: judge.id() };
  const [rater, prompt] = judge.list();
  if (rater === undefined) judge.requires('a name');
  return prompt === undefined ? { rater: rater.id() } : { rater: rater.id(), prompt: prompt.id() };
}
