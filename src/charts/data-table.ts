/**
 * A table in its own scrolling region: a wide table never makes the page scroll sideways, and the keyboard
 * reaches its far end.
 */
import type { VNode } from 'preact';

import { h, type Content } from './element.ts';

export interface DataColumn {
  readonly name: Content;
  /** Numbers stand to the right, under one another. */
  readonly numeric?: boolean;
  /** How the rows already stand by this column. */
  readonly sorted?: 'ascending' | 'descending';
}

/** The first cell is the row's header. */
export type DataRow = readonly Content[];

/**
 * Where a script comes along: what a reader can look for. Without one these controls stay hidden, and the
 * table is whole.
 */
export interface TableTools {
  /** What a row is, in the plural: `items`. */
  readonly rows: string;
  readonly search: string;
  /** A row fits a choice if its cell in this column holds a `<data>` with the value. */
  readonly choices: readonly TableChoice[];
}

export interface TableChoice {
  readonly label: string;
  readonly column: number;
  readonly options: readonly { readonly value: number; readonly name: string }[];
}

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
  readonly tools?: TableTools;
}

/** One table with caption, column headers and row headers. An empty table is a sentence. */
export function dataTable(options: DataTableOptions): VNode {
  const {
    caption,
    columns,
    rows,
    label = caption,
    tall = false,
    captionHidden = false,
    className = '',
    tools,
  } = options;
  if (rows.length === 0) return h('p', { class: 'note' }, `${caption}: nothing to show.`);
  const region = h(
    'div',
    { class: tall ? 'scroll tall' : 'scroll', role: 'region', 'aria-label': label, tabIndex: 0 },
    h(
      'table',
      className === '' ? null : { class: className },
      h('caption', captionHidden ? { class: 'unseen' } : null, caption),
      h('thead', null, h('tr', null, ...columns.map(columnHeader))),
      h('tbody', null, ...rows.map((row) => tableRow(row, columns))),
    ),
  );
  return tools === undefined
    ? region
    : h('div', { class: 'filtered' }, toolBar(tools, label, rows.length), region);
}

function columnHeader({ name, numeric, sorted }: DataColumn): VNode {
  return h(
    'th',
    {
      scope: 'col',
      ...(numeric ? { class: 'n' } : {}),
      ...(sorted === undefined ? {} : { 'aria-sort': sorted }),
    },
    name,
  );
}

function toolBar({ rows, search, choices }: TableTools, label: string, count: number): VNode {
  return h(
    'div',
    { class: 'tools', role: 'group', 'aria-label': `Filter: ${label}`, hidden: true },
    h('label', null, search, h('input', { type: 'search', autocomplete: 'off' })),
    ...choices.map((choice) =>
      h(
        'label',
        null,
        choice.label,
        h(
          'select',
          { 'data-column': choice.column, autocomplete: 'off' },
          h('option', { value: '' }, 'any'),
          ...choice.options.map(({ value, name }) => h('option', { value: String(value) }, name)),
        ),
      ),
    ),
    h('button', { type: 'button' }, 'Show all'),
    h('p', { role: 'status' }, h('span', null, String(count)), ` of ${count} ${rows}`),
  );
}

function tableRow(row: DataRow, columns: readonly DataColumn[]): VNode {
  return h(
    'tr',
    null,
    ...row.map((cell, index) => {
      const className = columns[index]?.numeric ? { class: 'n' } : {};
      return index === 0 ? h('th', { scope: 'row', ...className }, cell) : h('td', className, cell);
    }),
  );
}
