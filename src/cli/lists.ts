/** What an option of several values holds. Not variadic: `--judge gpt-4 ratings.csv` would take the file for a second judge. */
import { InvalidArgumentError } from 'commander';

/** `a,b` is two names; a comma inside a name is written `\,`. */
export function splitList(text: string): string[] {
  return (text.match(/(?:\\,|[^,])+/g) ?? []).map((part) => part.replaceAll('\\,', ',').trim()).filter((part) => part !== '');
}

/** The other way: a list as one option value. */
export function joinList(words: readonly string[]): string {
  return words.map((word) => word.replaceAll(',', '\\,')).join(',');
}

/** Collects a list option given once or more often. */
export function collectList(text: string, before: readonly string[] = []): string[] {
  return [...before, ...splitList(text)];
}

/** Collects pairs `word=label`; an equals sign or a comma inside a word has a backslash before it. */
export function collectMap(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const pairs = splitList(text.replaceAll('\\=', equalsInside)).map((pair) => pair.split('='));
  const wrong = pairs.find((pair) => pair.length !== 2 || pair.some((part) => part.trim() === ''));
  if (wrong !== undefined || pairs.length === 0)
    throw new InvalidArgumentError(
      'It is written word=label, several as a=b,c=d; a comma or an equals sign inside a word has a \\ before it.',
    );
  const read = pairs.map((pair) => pair.map((part) => part.replaceAll(equalsInside, '=').trim()) as [string, string]);
  return { ...before, ...Object.fromEntries(read) };
}

/** The other way: pairs as one option value. */
export function joinMap(map: Readonly<Record<string, string>>): string {
  return joinList(Object.entries(map).map(([word, label]) => `${escaped(word)}=${escaped(label)}`));
}

function escaped(word: string): string {
  return word.replaceAll('=', '\\=');
}

/** Stands for an escaped equals sign while pairs are taken apart; no text of a command line holds it. */
const equalsInside = '\u0000';
