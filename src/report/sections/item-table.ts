/** What the tables of single items share: cells that sort and can be chosen by, and the fields of an item. */
import type { Analysis } from '../../analysis/index.ts';
import { h, type Content } from '../../charts/index.ts';
import { shortText } from '../page/clean-text.ts';

type Labels = Analysis['study']['codebook']['labels'];
type Fields = Readonly<Record<string, string>>;

/** More would push the figures out of sight; the result files have all. */
const fieldColumns = 2;
const noLabel = -1;

/**
 * What stands in a cell, with the number it is sorted and chosen by: a figure is written rounded, and labels
 * have the order of the codebook.
 */
export function sortable(value: number, content: Content): Content {
  return Number.isFinite(value)
    ? h('data', { value: String(Number(value.toPrecision(5))) }, content)
    : content;
}

/** The place of a label in the codebook; −1 for none. */
export function codesOf(labels: Labels): (label: string | null) => number {
  const codes = new Map<string | null, number>(labels.map((label, code) => [label.name, code]));
  return (label) => codes.get(label) ?? noLabel;
}

/** Only labels that occur: a choice that finds nothing helps nobody. */
export function labelOptions(
  labels: Labels,
  codes: ReadonlySet<number>,
  none = 'none',
): { value: number; name: string }[] {
  const all = [...labels.entries()].map(([value, label]) => ({
    value,
    name: shortText(label.name, 60) || '(empty)',
  }));
  return [...all, { value: noLabel, name: none }].filter(({ value }) => codes.has(value));
}

export function fieldNames(items: readonly { readonly fields: Fields }[]): string[] {
  return [...new Set(items.flatMap(({ fields }) => Object.keys(fields)))].slice(0, fieldColumns);
}

export function fieldCell(fields: Fields, field: string): Content {
  return Object.hasOwn(fields, field) ? h('bdi', null, shortText(fields[field], 60)) : '';
}
