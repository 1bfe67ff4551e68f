/** Decides, from the names of the columns and the mapping of the file, what every column is for. */
import type { SourceColumns } from '../config/source.ts';
import { DataError } from '../data-error.ts';
import { type PlanContext, missingColumn } from './missing-column.ts';
import {
  type ProbabilityColumn,
  probabilityColumns,
  requireOneLabel,
  wideHasNone,
} from './probability-columns.ts';

/** Parts that are kept as text beside each row and settled when all rows are there. */
export const attributeParts = [
  'kind',
  'family',
  'model',
  'prompt',
  'group',
  'cluster',
  'inclusion_probability',
] as const;
export type AttributePart = (typeof attributeParts)[number];

export interface ColumnPlan {
  /** Positions of columns; −1 where the file has none. */
  readonly item: readonly number[];
  readonly rater: number;
  readonly label: number;
  /** The probability of the label given. */
  readonly confidence: number;
  readonly status: number;
  readonly order: number;
  readonly repeat: number;
  readonly attributes: readonly {
    readonly part: AttributePart;
    readonly columns: readonly number[];
    readonly explicit: boolean;
  }[];
  readonly probabilities: readonly ProbabilityColumn[];
  readonly wide: readonly { readonly rater: string; readonly column: number }[];
  readonly wideItems: readonly { readonly item: string; readonly column: number }[];
  readonly oneHot: readonly { readonly label: string; readonly column: number }[];
  readonly where: readonly {
    readonly column: number;
    readonly name: string;
    readonly values: ReadonlySet<string>;
  }[];
  readonly carried: readonly { readonly name: string; readonly column: number }[];
}

export function planColumns(context: PlanContext): ColumnPlan {
  const { columns, mapping, itemsOnly, complete } = context;
  const named = mapping.columns ?? {};
  const ignored = new Set(mapping.ignore);
  const used = new Set<number>();
  const take = (column: number): number => {
    used.add(column);
    return column;
  };
  const find = (name: string, part: string): number => {
    const column = columns.indexOf(name);
    if (column < 0 && complete) missingColumn(context, name, part);
    return take(column);
  };
  // A column that was given another meaning by name has no default meaning: `--cluster prompt` is no prompt
  // of a rater.
  const claimed = new Set(Object.values(named).flat());
  const defaultColumn = (part: string): number =>
    ignored.has(part) || claimed.has(part) ? -1 : columns.indexOf(part);
  const one = (part: keyof SourceColumns): number => {
    const name = named[part] as string | undefined;
    return name === undefined ? take(defaultColumn(part)) : find(name, part);
  };
  const several = (part: 'item' | 'cluster'): number[] => {
    const names = named[part];
    if (names === undefined) return [defaultColumn(part)].filter((column) => column >= 0).map(take);
    return (Array.isArray(names) ? names : [names]).map((name) => find(name, part));
  };

  const where = Object.entries(mapping.where ?? {}).map(([name, value]) => ({
    name,
    column: find(name, 'where'),
    values: new Set((Array.isArray(value) ? value : [value]).map((text) => text.trim())),
  }));
  const wideItems = (mapping.wideItems ?? []).map((name) => ({
    item: name,
    column: find(name, 'wideItems'),
  }));
  if (wideItems.length > 0) refuseBesideItems(context);
  const oneHot = oneHotColumns(mapping.oneHot ?? [], (name) => find(name, 'oneHot'));
  const item = wideItems.length > 0 ? [] : several('item');
  if (item.length === 0 && wideItems.length === 0 && complete) missingColumn(context, 'item', 'item');
  const constant = {
    rater: mapping.rater,
    kind: mapping.kind,
    family: mapping.family,
    group: mapping.group,
    model: mapping.model,
  };
  const wide = (mapping.wide ?? []).map((name) => ({ rater: name, column: find(name, 'wide') }));
  const isWide = wide.length > 0;
  if (isWide && (constant.rater !== undefined || named.rater !== undefined || named.label !== undefined))
    throw new DataError('a wide mapping names its raters by their columns: it takes no rater and no label', {
      file: context.file,
    });
  const rater = constant.rater !== undefined || isWide || itemsOnly ? -1 : one('rater');
  if (rater < 0 && complete && constant.rater === undefined && !isWide && !itemsOnly)
    missingColumn(context, 'rater', 'rater');
  const hasLabels = wideItems.length > 0 || oneHot.length > 0;
  const label = isWide || itemsOnly || hasLabels ? -1 : one('label');
  const status = isWide || itemsOnly ? -1 : one('status');
  const probabilities = isWide || itemsOnly ? wideHasNone(context) : probabilityColumns(context);
  for (const { column } of probabilities) take(column);
  const confidence = named.confidence === undefined ? -1 : find(named.confidence, 'confidence');
  if (confidence >= 0) requireOneLabel(context, probabilities);
  if (label < 0 && complete && !isWide && !itemsOnly && !hasLabels && probabilities.length === 0)
    missingColumn(context, 'label', 'label');

  const order = itemsOnly ? -1 : one('order');
  const repeat = itemsOnly ? -1 : one('repeat');
  const attributes = attributeParts.flatMap((part) => {
    if (part in constant && constant[part as keyof typeof constant] !== undefined) return [];
    if (itemsOnly && part !== 'cluster' && part !== 'inclusion_probability') return [];
    const found = part === 'cluster' ? several(part) : [one(part)].filter((column) => column >= 0);
    return found.length === 0 ? [] : [{ part, columns: found, explicit: named[part] !== undefined }];
  });
  const carried = columns.flatMap((name, column) =>
    used.has(column) || ignored.has(name) ? [] : [{ name, column }],
  );
  return {
    item,
    rater,
    label,
    confidence,
    status,
    order,
    repeat,
    attributes,
    probabilities,
    wide,
    wideItems,
    oneHot,
    where,
    carried,
  };
}

/** The columns that the plan looks at. */
export function plannedColumns(plan: ColumnPlan): Set<number> {
  const { item, rater, label, confidence, status, order, repeat, attributes, probabilities } = plan;
  const { wide, wideItems, oneHot, where, carried } = plan;
  const several = [...probabilities, ...wide, ...wideItems, ...oneHot, ...where, ...carried].map(
    ({ column }) => column,
  );
  return new Set([
    ...item,
    rater,
    label,
    confidence,
    status,
    order,
    repeat,
    ...attributes.flatMap(({ columns }) => columns),
    ...several,
  ]);
}

function refuseBesideItems({ file, mapping }: PlanContext): void {
  const { columns = {}, wide, oneHot } = mapping;
  const given = [columns.item, columns.label, wide, oneHot].filter((part) => part !== undefined);
  if (given.length === 0) return;
  throw new DataError(
    'a mapping with one column an item names its items and labels by them: it takes no item, label, ' +
      'wide or oneHot',
    { file },
  );
}

/** `winner_a`, `winner_b` are the labels a and b: what the names share up to a mark is no part of a label. */
function oneHotColumns(names: readonly string[], find: (name: string) => number): ColumnPlan['oneHot'] {
  if (names.length === 0) return [];
  let shared = 0;
  for (let at = 0; names.every((name) => at < name.length - 1 && name[at] === names[0][at]); at++)
    if (/[_ .:/-]/.test(names[0][at])) shared = at + 1;
  return names.map((name) => ({ label: name.slice(shared), column: find(name) }));
}
