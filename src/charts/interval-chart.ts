/**
 * A dot and an interval on one line for each of several figures, all on one axis: raters, or a judge beside
 * the human ceiling. People are round, judges are diamonds and corrected figures triangles, so that color is
 * never the only difference.
 */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { VNode } from 'preact';

import { chartFigure, drawing, pixel, shortened, type ChartTable, type ChartWords } from './chart-frame.ts';
import { h } from './element.ts';

export type Mark = 'people' | 'judge' | 'reference' | 'corrected';

export interface IntervalRow {
  readonly label: string;
  readonly mark: Mark;
  /** NaN where the figure is unknown: the row is then the word `unknown`. */
  readonly value: number;
  /** NaN where there is no interval: the dot then stands alone. */
  readonly lower: number;
  readonly upper: number;
  /** A line between this row and the one before: rows were left out here, or another group begins. */
  readonly gapBefore?: string;
}

export interface IntervalChartOptions extends ChartWords {
  readonly rows: readonly IntervalRow[];
  /** Words under the axis. */
  readonly axisLabel: string;
  readonly format: (value: number) => string;
  /** The ends the axis never goes beyond, where the figure has ends. */
  readonly bounds?: readonly [number, number];
  /** A value worth a line of its own: 0 for differences. */
  readonly baseline?: { readonly value: number; readonly label: string };
  /** False where each row names its own kind. */
  readonly legend?: boolean;
  readonly table: ChartTable | null;
}

const markNames: Readonly<Record<Mark, string>> = {
  people: 'people',
  judge: 'judge',
  reference: 'reference',
  corrected: 'corrected',
};

/** The chart at two widths, with a legend where more than one kind of rater is in it, and its table. */
export function intervalChart(options: IntervalChartOptions): VNode {
  const { legend: legendShown = true } = options;
  const marks = (['people', 'judge', 'reference', 'corrected'] as const).filter((mark) =>
    options.rows.some((row) => row.mark === mark),
  );
  return chartFigure(
    options,
    [
      draw(options, { variant: 'wide', width: 720, labelWidth: 210 }),
      draw(options, { variant: 'narrow', width: 312, labelWidth: 0 }),
    ],
    legendShown && marks.length > 1 ? legend(marks) : null,
    options.table,
  );
}

interface Layout {
  readonly variant: 'wide' | 'narrow';
  readonly width: number;
  /** 0: the labels stand above their lines. */
  readonly labelWidth: number;
}

function draw(options: IntervalChartOptions, layout: Layout): VNode {
  const { rows, axisLabel, format, baseline } = options;
  const left = layout.labelWidth === 0 ? 10 : layout.labelWidth;
  const right = layout.labelWidth === 0 ? 10 : 152;
  const rowHeight = layout.labelWidth === 0 ? 40 : 26;
  const top = baseline === undefined ? 6 : 24;
  const places = rowPlaces(rows, rowHeight, top);
  const bottom = places.at(-1)! + rowHeight / 2 + 4;
  const x = scaleLinear()
    .domain(axisDomain(options))
    .range([left, layout.width - right]);
  const ticks = x.ticks(layout.labelWidth === 0 ? 4 : 6);

  return drawing(
    options,
    { width: layout.width, height: bottom + 42, variant: layout.variant },
    ...ticks.map((tick) =>
      h('line', { class: 'grid', x1: pixel(x(tick)), x2: pixel(x(tick)), y1: top, y2: bottom }),
    ),
    baseline === undefined ? null : baselineMark(baseline, x, top, bottom),
    ...rows.map((row, index) => intervalMark(row, { x, y: places[index], layout, left, right, format })),
    ...ticks.map((tick) =>
      h('text', { class: 'tick', x: pixel(x(tick)), y: bottom + 16, 'text-anchor': 'middle' }, format(tick)),
    ),
    h(
      'text',
      { class: 'axis', x: pixel((left + layout.width - right) / 2), y: bottom + 36, 'text-anchor': 'middle' },
      axisLabel,
    ),
  );
}

/** The middle of each row; a gap takes the place of one more. */
function rowPlaces(rows: readonly IntervalRow[], rowHeight: number, top: number): number[] {
  let y = top + rowHeight / 2;
  return rows.map((row, index) => {
    if (index > 0) y += rowHeight;
    if (row.gapBefore !== undefined) y += 22;
    return y;
  });
}

/**
 * From the smallest lower end to the largest upper end, with some air, a span of at least 0.2, and inside the
 * bounds.
 */
function axisDomain({ rows, bounds, baseline }: IntervalChartOptions): [number, number] {
  const values = rows
    .flatMap((row) => [row.value, row.lower, row.upper])
    .filter((value) => Number.isFinite(value));
  if (baseline !== undefined) values.push(baseline.value);
  if (values.length === 0) return bounds === undefined ? [0, 1] : [bounds[0], bounds[1]];
  const smallest = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  const air = Math.max((largest - smallest) * 0.06, (0.2 - (largest - smallest)) / 2, 0.01);
  const [lower, upper] = scaleLinear()
    .domain([smallest - air, largest + air])
    .nice(8)
    .domain() as [number, number];
  // A value outside the bounds is still drawn: the data win over the axis.
  return bounds === undefined
    ? [lower, upper]
    : [Math.max(lower, Math.min(bounds[0], smallest)), Math.min(upper, Math.max(bounds[1], largest))];
}

interface RowPlace {
  readonly x: ScaleLinear<number, number>;
  readonly y: number;
  readonly layout: Layout;
  readonly left: number;
  readonly right: number;
  readonly format: (value: number) => string;
}

function intervalMark(row: IntervalRow, { x, y, layout, left, right, format }: RowPlace): VNode {
  const narrow = layout.labelWidth === 0;
  const line = narrow ? y + 8 : y;
  const known = Number.isFinite(row.value);
  const ranged = Number.isFinite(row.lower) && Number.isFinite(row.upper);
  const end = known ? format(row.value) : 'unknown';
  return h(
    'g',
    { class: `mark ${row.mark}` },
    row.gapBefore === undefined ? null : gapMark(row.gapBefore, y, layout),
    h(
      'text',
      {
        class: 'label',
        x: narrow ? left : left - 14,
        y: narrow ? y - 5 : y + 4,
        'text-anchor': narrow ? 'start' : 'end',
      },
      shortened(row.label, narrow ? 32 : 28),
    ),
    ranged
      ? h('line', { class: 'range', x1: pixel(x(row.lower)), x2: pixel(x(row.upper)), y1: line, y2: line })
      : null,
    known ? symbol(row.mark, pixel(x(row.value)), line) : null,
    narrow
      ? h('text', { class: 'value', x: layout.width - 10, y: y - 5, 'text-anchor': 'end' }, end)
      : h('text', { class: 'value', x: layout.width - right + 14, y: y + 4 }, end),
    ranged && !narrow
      ? h(
          'text',
          { class: 'tick', x: layout.width - right + 64, y: y + 4 },
          `${format(row.lower)} to ${format(row.upper)}`,
        )
      : null,
  );
}

function gapMark(words: string, y: number, layout: Layout): VNode {
  const index = y - (layout.labelWidth === 0 ? 28 : 22);
  return h(
    'text',
    { class: 'gap', x: layout.labelWidth === 0 ? 10 : layout.labelWidth, y: index, 'text-anchor': 'start' },
    words,
  );
}

function baselineMark(
  { value, label }: { readonly value: number; readonly label: string },
  x: ScaleLinear<number, number>,
  top: number,
  bottom: number,
): VNode {
  const index = pixel(x(value));
  return h(
    'g',
    null,
    h('line', { class: 'baseline', x1: index, x2: index, y1: top - 4, y2: bottom }),
    h('text', { class: 'tick', x: index, y: top - 10, 'text-anchor': 'middle' }, label),
  );
}

/** Circle, diamond or square. */
function symbol(mark: Mark, x: number, y: number): VNode {
  if (mark === 'people') return h('circle', { class: 'dot', cx: x, cy: y, r: 5 });
  if (mark === 'corrected') return h('path', { class: 'dot', d: `M${x} ${y - 7}l7 12h-14z` });
  if (mark === 'judge') return h('path', { class: 'dot', d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z` });
  return h('rect', { class: 'dot', x: x - 5, y: y - 5, width: 10, height: 10 });
}

function legend(marks: readonly Mark[]): VNode {
  return h(
    'p',
    { class: 'legend' },
    ...marks.map((mark) =>
      h(
        'span',
        null,
        h(
          'svg',
          { class: `mark ${mark}`, width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
          symbol(mark, 8, 8),
        ),
        ` ${markNames[mark]}`,
      ),
    ),
  );
}
