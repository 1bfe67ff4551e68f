/**
 * What the judge says against what people say: the isotonic (CORP) curve, the band where a calibrated judge's
 * curve would lie, the line of perfect calibration, and the number of items behind each part of it.
 */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { VNode } from 'preact';

import { chartFigure, drawing, pixel, type ChartTable, type ChartWords } from './chart-frame.ts';
import { h } from './element.ts';

export interface CountBin {
  readonly from: number;
  readonly to: number;
  readonly items: number;
  readonly predicted: number;
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ReliabilityDiagramOptions extends ChartWords {
  readonly curve: readonly { readonly predicted: number; readonly observed: number }[];
  readonly band: readonly { readonly predicted: number; readonly lower: number; readonly upper: number }[];
  readonly bins: readonly CountBin[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly format: (value: number) => string;
  readonly table: ChartTable | null;
}

const width = 330;
const left = 46;
const right = 12;
const top = 22;
const side = width - left - right;
const histogramTop = top + side + 52;
const histogramHeight = 58;

/** One square diagram with its histogram below: it fits a phone, and two stand side by side on a desk. */
export function reliabilityDiagram(options: ReliabilityDiagramOptions): VNode {
  const x = scaleLinear()
    .domain([0, 1])
    .range([left, left + side]);
  const y = scaleLinear()
    .domain([0, 1])
    .range([top + side, top]);
  return chartFigure(
    options,
    [
      drawing(
        options,
        { width, height: histogramTop + histogramHeight + 26, variant: 'any' },
        ...axes(options, x, y),
        bandMark(options, x, y),
        h('line', { class: 'baseline', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
        curveMark(options, x, y),
        ...binMarks(options, x, y),
        ...histogram(options, x),
      ),
    ],
    null,
    options.table,
  );
}

type Scale = ScaleLinear<number, number>;

function axes({ format, xLabel, yLabel }: ReliabilityDiagramOptions, x: Scale, y: Scale): VNode[] {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return [
    h('text', { class: 'axis', x: 4, y: 12, 'text-anchor': 'start' }, yLabel),
    ...ticks.flatMap((tick) => [
      h('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: y(0), y2: y(1) }),
      h('line', { class: 'grid', x1: x(0), x2: x(1), y1: y(tick), y2: y(tick) }),
      h('text', { class: 'tick', x: left - 6, y: pixel(y(tick)) + 4, 'text-anchor': 'end' }, format(tick)),
      h(
        'text',
        { class: 'tick', x: x(tick), y: top + side + 16, 'text-anchor': tick === 1 ? 'end' : 'middle' },
        format(tick),
      ),
    ]),
    h('text', { class: 'axis', x: left + side / 2, y: top + side + 34, 'text-anchor': 'middle' }, xLabel),
  ];
}

function bandMark({ band }: ReliabilityDiagramOptions, x: Scale, y: Scale): VNode {
  const shape = area<(typeof band)[number]>()
    .defined((point) => [point.predicted, point.lower, point.upper].every((value) => Number.isFinite(value)))
    .x((point) => x(point.predicted))
    .y0((point) => y(point.lower))
    .y1((point) => y(point.upper))
    .digits(1);
  return h('path', { class: 'band', d: shape(band as (typeof band)[number][]) ?? '' });
}

function curveMark({ curve }: ReliabilityDiagramOptions, x: Scale, y: Scale): VNode {
  const shape = line<(typeof curve)[number]>()
    .defined((point) => Number.isFinite(point.predicted) && Number.isFinite(point.observed))
    .x((point) => x(point.predicted))
    .y((point) => y(point.observed))
    .digits(1);
  return h('path', { class: 'curve', d: shape(curve as (typeof curve)[number][]) ?? '' });
}

/**
 * The bins as rings with their intervals: the curve's isotonic steps hide how few items a part of it stands
 * on.
 */
function binMarks({ bins }: ReliabilityDiagramOptions, x: Scale, y: Scale): VNode[] {
  return bins
    .filter((bin) => bin.items > 0 && Number.isFinite(bin.predicted) && Number.isFinite(bin.observed))
    .map((bin) =>
      h(
        'g',
        { class: 'bin' },
        Number.isFinite(bin.lower) && Number.isFinite(bin.upper)
          ? h('line', {
              x1: pixel(x(bin.predicted)),
              x2: pixel(x(bin.predicted)),
              y1: pixel(y(bin.lower)),
              y2: pixel(y(bin.upper)),
            })
          : null,
        h('circle', { cx: pixel(x(bin.predicted)), cy: pixel(y(bin.observed)), r: 3.5 }),
      ),
    );
}

/** Items per bin, each with its count in figures. */
function histogram({ bins }: ReliabilityDiagramOptions, x: Scale): VNode[] {
  const most = bins.reduce((a, bin) => Math.max(a, bin.items), 1);
  const height = scaleLinear()
    .domain([0, most])
    .range([0, histogramHeight - 14]);
  const base = histogramTop + histogramHeight;
  return [
    h('line', { class: 'grid', x1: x(0), x2: x(1), y1: base, y2: base }),
    ...bins.flatMap((bin) => {
      const from = x(bin.from) + 1;
      const to = x(bin.to) - 1;
      const tall = pixel(height(bin.items));
      return [
        h('rect', {
          class: 'bar',
          x: pixel(from),
          width: pixel(Math.max(to - from, 1)),
          y: pixel(base - tall),
          height: tall,
        }),
        h(
          'text',
          { class: 'count', x: pixel((from + to) / 2), y: pixel(base - tall - 4), 'text-anchor': 'middle' },
          compact(bin.items),
        ),
      ];
    }),
    h(
      'text',
      { class: 'axis', x: left + side / 2, y: base + 18, 'text-anchor': 'middle' },
      'number of items',
    ),
  ];
}

/** A count short enough for its bar: the table has it in full. */
function compact(count: number): string {
  return count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`;
}
