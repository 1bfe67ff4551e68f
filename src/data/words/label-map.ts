/** A map from words to labels, checked. */
import { DataError } from '../data-error.ts';
import { quoted } from './nearest-word.ts';

/**
 * Throws DataError where a word is mapped and mapped to. A map is for the labels of all raters: one that
 * turns 8 into 4 and 4 into 2, to bring a judge to the scale of people, would change the people's 4 as well.
 */
export function requireOneStep(map: Readonly<Record<string, string>>): void {
  const words = new Set(Object.keys(map).map((word) => word.trim()));
  const twice = Object.entries(map).find(
    ([word, label]) => word.trim() !== label.trim() && words.has(label.trim()) && map[label] !== label,
  );
  if (twice === undefined) return;
  const [word, label] = twice;
  throw new DataError(
    `the map reads ${quoted(word)} as ${quoted(label)}, and ${quoted(label)} as ${quoted(map[label] ?? '')}`,
    {},
    'A map holds for people and judges alike. To bring one rater to another scale, change its labels ' +
      'in the file.',
  );
}
