/** The options that belong to one file, in the shape of a source of `assize.json`. */
import { type InputOptions, given } from './options.ts';
import { splitList } from './lists.ts';

export function sourceOf({
  item,
  rater,
  label,
  kind,
  order,
  cluster,
  where,
  wide,
  map,
  missing,
  probs,
}: InputOptions): Record<string, unknown> {
  const columns = given({ item: oneOrMore(item), rater, label, kind, order, cluster: oneOrMore(cluster) });
  return given({
    columns: Object.keys(columns).length === 0 ? undefined : columns,
    where,
    wide,
    labels: map,
    missing,
    probabilities: probabilitiesOf(probs),
  });
}

function oneOrMore(text: string | undefined): string | string[] | undefined {
  const names = text === undefined ? [] : splitList(text);
  return names.length === 1 ? names[0] : text === undefined ? undefined : names;
}

function probabilitiesOf(text: string | undefined): string | Record<string, string> | undefined {
  if (text?.includes('=') !== true) return text;
  return Object.fromEntries(
    splitList(text).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}
