/** The options that belong to one file, in the shape of a source of `assize.json`. */
import type { ReadRowsOptions } from '../../data/index.ts';
import { type InputOptions, given } from './options.ts';
import { splitList } from './lists.ts';
import { UsageError } from '../shell/failure.ts';

export function sourceOf({
  item,
  rater,
  label,
  confidence,
  kind,
  order,
  cluster,
  where,
  wide,
  map,
  missing,
  probs,
  format,
  delimiter,
  encoding,
  decimal,
  wideItems,
  oneHot,
  raterName,
  raterKind,
}: InputOptions): Record<string, unknown> {
  const columns = given({
    item: oneOrMore(item),
    rater,
    label,
    confidence,
    kind,
    order,
    cluster: oneOrMore(cluster),
  });
  return given({
    columns: Object.keys(columns).length === 0 ? undefined : columns,
    ...declaredOf(given({ format, delimiter, encoding, decimal })),
    where,
    wide,
    wideItems,
    oneHot,
    rater: raterName,
    kind: raterKind,
    labels: map,
    missing,
    probabilities: probabilitiesOf(probs),
  });
}

/** What the options say of the bytes of a file, whatever its columns mean. */
export function declaredOf({ format, delimiter, encoding, decimal }: InputOptions): ReadRowsOptions {
  return given({
    format: format as ReadRowsOptions['format'],
    delimiter: delimiterOf(delimiter),
    encoding: encoding as ReadRowsOptions['encoding'],
    decimal: decimal as ReadRowsOptions['decimal'],
  });
}

function delimiterOf(text: string | undefined): string | undefined {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text === undefined || text.length === 1) return text;
  throw new UsageError(`--delimiter requires one character; received ${text}`, 'such as --delimiter ";"');
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
