/** Suggestions for names that are not there. */

/**
 * The candidate nearest to `word` by edit distance, case aside; undefined where none is near enough to be
 * meant.
 *
 * @example
 * nearestWord('labl', ['label', 'item']); // 'label'
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates.slice(0, 1000)) {
    const distance = editDistance(word.slice(0, 60).toLowerCase(), candidate.slice(0, 60).toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 2));
    if (distance <= allowed && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/**
 * A value from the data inside a message: in quotes, on one line, and never longer than a line.
 *
 * @example
 * quoted('a"b'); // '"a\\"b"'
 */
export function quoted(value: string): string {
  const shown = value.length > 60 ? `${value.slice(0, 57).replace(/[\uD800-\uDBFF]$/, '')}…` : value;
  return JSON.stringify(shown);
}

/**
 * Names in a message: all of a few, the first of many and their number.
 *
 * @example
 * listed(['a', 'b']); // 'a, b'
 */
export function listed(names: readonly string[], most = 12): string {
  const shown = names
    .slice(0, most)
    .map((name) => (/^[^\s,"\p{C}]{1,60}$/u.test(name) ? name : quoted(name)));
  return names.length > most ? `${shown.join(', ')} … (${names.length} in all)` : shown.join(', ');
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++)
      current.push(
        Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    previous = current;
  }
  return previous[b.length];
}
