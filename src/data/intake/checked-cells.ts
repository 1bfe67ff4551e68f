/** Cells that must hold one of few things: the value, or an error with its place. */
import { DataError, type Place } from '../data-error.ts';
import { hint, option } from '../hint.ts';
import { raterKindSchema } from '../study/rater-kind.ts';
import { quoted } from '../words/nearest-word.ts';
import { parseNumber } from '../words/number-text.ts';

/** The value of an attribute. Throws DataError for one that cannot be. */
export function checkedAttribute(part: string, text: string, place: () => Place): string {
  if (part === 'kind' && text.trim() !== '' && !raterKindSchema.safeParse(text.trim()).success)
    throw new DataError(
      `the kind of a rater is human, judge or reference; received ${quoted(text)}`,
      place(),
      hint`If the column means something else, list it under ignore in sources, or name the right one with
        ${option('kind')}.`,
    );
  if (part !== 'inclusion_probability' || text.trim() === '') return text;
  const value = parseNumber(text);
  if (!(value > 0 && value <= 1))
    throw new DataError(
      `an inclusion probability is above 0 and at most 1; received ${quoted(text)}`,
      place(),
    );
  return String(value);
}

export function repeatOf(text: string, place: () => Place): number {
  if (text === '' || text.trim() === '') return 0;
  const value = parseNumber(text);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw new DataError(`repeat is a whole number from 0; received ${quoted(text)}`, place());
}
