/** What a list option holds. Not variadic: `--judge gpt-4 ratings.csv` would take the file for a second judge. */

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
