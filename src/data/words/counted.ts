/**
 * `1,200 items`, `1 item`; without a word the number alone, and `unknown` for one that is not known.
 *
 * @example
 * counted(1200, 'item'); // '1,200 items'
 */
export function counted(count: number, singular?: string, plural = `${singular}s`): string {
  const number = Number.isFinite(count)
    ? String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : 'unknown';
  return singular === undefined ? number : `${number} ${count === 1 ? singular : plural}`;
}
