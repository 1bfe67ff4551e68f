/**
 * What every chart has around it: a figure with a caption, the drawing with a title and a description, and
 * its numbers as a table.
 */
import type { VNode } from 'preact';

import { h, type Content } from './element.ts';

import { dataTable, type DataColumn, type DataRow } from './data-table.ts';

export interface ChartWords {
  /** Unique on the page: titles and descriptions are found by it. */
  readonly id: string;
  readonly title: string;
  /** What the drawing shows and how to read it, for someone who does not see it. */
  readonly description: string;
}

export interface ChartTable {
  /** What opens the table, and its caption. */
  readonly caption: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly DataRow[];
}

/** `drawings` hold the same chart at different widths; the style sheet shows one of them. */
export function chartFigure(
  { title }: ChartWords,
  drawings: readonly VNode[],
  legend: Content,
  table: ChartTable | null,
): VNode {
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', null, title),
    legend,
    ...drawings,
    table === null
      ? null
      : h('details', null, h('summary', null, table.caption), dataTable({ ...table, captionHidden: true })),
  );
}

/** One drawing. `variant` tells apart the widths of one chart, in ids and in the style sheet. */
export function drawing(
  { id, title, description }: ChartWords,
  {
    width,
    height,
    variant,
  }: { readonly width: number; readonly height: number; readonly variant: 'wide' | 'narrow' | 'any' },
  ...marks: Content[]
): VNode {
  const key = variant === 'any' ? id : `${id}-${variant}`;
  return h(
    'svg',
    {
      class: `drawing ${variant}`,
      role: 'img',
      'aria-labelledby': `${key}-title ${key}-text`,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    h('title', { id: `${key}-title` }, title),
    h('desc', { id: `${key}-text` }, description),
    ...marks,
  );
}

/** Screen positions to a tenth of a pixel: finer is not seen and makes the page longer. */
export function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The beginning of a text that has to fit into a drawing; the whole text is in the table beside it. */
export function shortened(text: string, length: number): string {
  const points = Array.from(text);
  if (points.length <= length) return text;
  // The end of an id often holds what tells it from its neighbors.
  const tail = Math.floor((length - 1) / 3);
  return `${points.slice(0, length - 1 - tail).join('')}…${points.slice(points.length - tail).join('')}`;
}
