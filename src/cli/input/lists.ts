/**
 * What an option of several values holds. Not variadic: `--judge gpt-4 ratings.csv` would take the file for a
 * second judge.
 */
import { InvalidArgumentError } from 'commander';

/** `a,b` is two names; a comma inside a name is written `\,`. */
export function splitList(text: string): string[] {
  return (text.match(/(?:\\,|[^,])+/g) ?? [])
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter((part) => part !== '');
}

/** The other way: a list as one option value. */
export function joinList(words: readonly string[]): string {
  return words.map((word) => word.replaceAll(',', '\\,')).join(',');
}

/** Collects a list option given once or more often. */
export function collectList(text: string, before: readonly string[] = []): string[] {
  return [...before, ...splitList(text)];
}

/** A map as one option value: `PASS=Pass,FAIL=Fail`. */
export function joinMap(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([word, label]) => `${escaped(word)}=${escaped(label)}`)
    .join(',');
}

/**
 * Collects pairs `word=label`; a comma, an equals sign or a backslash inside a word has a backslash before
 * it.
 */
export function collectMap(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const pairs = pairsIn(text);
  if (pairs.length === 0 || pairs.some((pair) => pair.length !== 2 || pair.includes('')))
    throw new InvalidArgumentError(
      'It is written word=label, several as a=b,c=d; a comma or an equals sign inside a word has a ' +
        '\\ before it.',
    );
  return { ...before, ...(Object.fromEntries(pairs) as Record<string, string>) };
}

/** Parts between equals signs, of parts between commas. */
function pairsIn(text: string): string[][] {
  const pairs: string[][] = [['']];
  for (let at = 0; at < text.length; at++) {
    const pair = pairs.at(-1) as string[];
    if (text[at] === '\\' && /[\\,=]/.test(text[at + 1] ?? '')) pair[pair.length - 1] += text[++at];
    else if (text[at] === ',') pairs.push(['']);
    else if (text[at] === '=') pair.push('');
    else pair[pair.length - 1] += text[at];
  }
  return pairs
    .map((pair) => pair.map((word) => word.trim()))
    .filter((pair) => pair.length > 1 || pair[0] !== '');
}

function escaped(word: string): string {
  return word.replaceAll(/[\\,=]/g, String.raw`\$&`);
}
