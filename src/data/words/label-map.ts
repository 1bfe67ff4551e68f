/** A map from words to labels: checked, and as somebody may paste it. */
import { DataError } from '../data-error.ts';
import { quoted } from './nearest-word.ts';

/**
 * Throws DataError where a word is mapped and mapped to. A map is for the labels of all raters: one that turns 8 into 4 and 4 into 2, to bring a judge to the
 * scale of people, would change the people's 4 as well.
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
    'A map holds for people and judges alike. To bring one rater to another scale, change its labels in the file.',
  );
}

/** `PASS=Pass,FAIL=Fail`: pairs as one value of an option; a comma, an equals sign or a backslash inside a word has a backslash before it. */
export function mapText(pairs: readonly (readonly [word: string, label: string])[]): string {
  return pairs.map(([word, label]) => `${escaped(word)}=${escaped(label)}`).join(',');
}

/** `--map PASS=Pass,FAIL=Fail`, in quotation marks where a shell needs them. */
export function pastedMap(pairs: readonly (readonly [word: string, label: string])[]): string {
  const value = mapText(pairs);
  return `--map ${/^[\p{L}\p{N}_.,=:/+-]+$/u.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`}`;
}

/** Names as one option value: `a,b`, in quotation marks where a shell needs them. */
export function pastedNames(names: readonly string[]): string {
  const value = names.map((name) => name.replaceAll(',', '\\,')).join(',');
  return /^[\p{L}\p{N}_.,:/+@-]+$/u.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function escaped(word: string): string {
  return word.replaceAll(/[\\,=]/g, String.raw`\$&`);
}
