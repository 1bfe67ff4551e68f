/** A table in its own scrolling region: a wide table never makes the page scroll sideways, and the keyboard reaches its far end. */
import type { VNode } from 'preact';

import { h, type Content } from './element.ts';

export interface DataColumn {
  readonly name: Content;
  /** Numbers stand to the right, under one another. */
  readonly numeric?: boolean;
}

/** The first cell is the row's header. */
export type DataRow = readonly Content[];

export interface DataTableOptions {
  readonly caption: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly DataRow[];
  /** The name of the scrolling region; the caption where none is given. */
  readonly label?: string;
  /** A long table scrolls in a window of its own height on screen; on paper it is whole. */
  readonly tall?: boolean;
  /** The caption is for the ear only, where the heading above says the same. */
  readonly captionHidden?: boolean;
  /** More classes of the table: `heat`, `key`. */
  readonly className?: string;
}

/** One table with caption, column headers and row headers. An empty table says so in words. */
export function dataTable({
  caption,
  columns,
  rows,
  label = caption,
  tall = false,
  captionHidden = false,
  className = '',
}: DataTableOptions): VNode {
  if (rows.length === 0) return h('p', { class: 'note' }, `${caption}: nothing to show.`);
  return h(
    'div',
    { class: tall ? 'scroll tall' : 'scroll', role: 'region', 'aria-label': label, tabIndex: 0 },
    h(
      'table',
      className === '' ? null : { class: className },
      h('caption', captionHidden ? { class: 'unseen' } : null, caption),
      h(
        'thead',
        null,
        h('tr', null, ...columns.map(({ name, numeric }) => h('th', { scope: 'col', ...(numeric ? { class: 'n' } : {}) }, name))),
      ),
      h('tbody', null, ...rows.map((row) => tableRow(row, columns))),
    ),
  );
}

function tableRow(row: DataRow, columns: readonly DataColumn[]): VNode {
  return h(
    'tr',
    null,
    ...row.map((cell, place) => {
      const className = columns[place]?.numeric ? { class: 'n' } : {};
      return place === 0 ? h('th', { scope: 'row', ...className }, cell) : h('td', className, cell);
    }),
  );
}
