import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';

import { dataTable, h, intervalChart, reliabilityDiagram, type IntervalRow } from './index.ts';

const words = { id: 'c', title: 'A title', description: 'What it shows' };
const format = (value: number): string => value.toFixed(2);

function row(change: Partial<IntervalRow> = {}): IntervalRow {
  return { label: 'one', mark: 'people', value: 0.5, lower: 0.4, upper: 0.6, ...change };
}

function intervals(
  rows: readonly IntervalRow[],
  options: Partial<Parameters<typeof intervalChart>[0]> = {},
): string {
  return renderToString(
    intervalChart({ ...words, rows, axisLabel: 'axis', format, table: null, ...options }),
  );
}

function wide(html: string): string {
  return /<svg class="drawing wide".*?<\/svg>/su.exec(html)![0];
}

describe('every chart', () => {
  const interval = intervals([row()], {
    table: { caption: 'Table', columns: [{ name: 'Who' }], rows: [['one']] },
  });
  const reliability = renderToString(
    reliabilityDiagram({
      ...words,
      curve: [],
      band: [],
      bins: [],
      xLabel: 'x',
      yLabel: 'y',
      format,
      table: { caption: 'Table', columns: [{ name: 'Bin' }], rows: [['0']] },
    }),
  );
  test.each([
    ['intervalChart', interval],
    ['reliabilityDiagram', reliability],
  ])('%s has a role, a title, a description and a table in the same figure', (_, html) => {
    expect(html).toMatch(/^<figure/u);
    expect(html).toMatch(/<svg[^>]*role="img"/u);
    expect(html).toContain('>A title</title>');
    expect(html).toContain('>What it shows</desc>');
    expect(html).toMatch(/<details><summary>Table<\/summary>.*<table>.*<\/details>/su);
  });
});

describe('intervalChart', () => {
  test('places a dot between the ends of its line, in proportion', () => {
    const html = wide(intervals([row({ value: 0.45 })]));
    const [, x1, x2] = /class="range" x1="([\d.]+)" x2="([\d.]+)"/u.exec(html)!.map(Number);
    const dot = Number(/<circle class="dot" cx="([\d.]+)"/u.exec(html)![1]);
    expect((dot - x1) / (x2 - x1)).toBeCloseTo(0.25, 2);
  });

  test('draws larger values farther to the right', () => {
    const dots = [
      ...wide(
        intervals([row({ value: 0.2, lower: 0.1, upper: 0.3 }), row({ value: 0.8, lower: 0.7, upper: 0.9 })]),
      ).matchAll(/cx="([\d.]+)"/gu),
    ].map(([, x]) => Number(x));
    expect(dots[0]).toBeLessThan(dots[1]);
  });

  test('says "unknown" for NaN and draws no dot for it', () => {
    const html = intervals([row({ value: NaN, lower: NaN, upper: NaN }), row()]);
    expect(wide(html).match(/class="dot"/gu)).toHaveLength(1);
    expect(html).toContain('unknown');
    expect(html).not.toContain('NaN');
  });

  test('draws a dot without a line where there is no interval', () => {
    const html = wide(intervals([row({ lower: NaN, upper: NaN })]));
    expect(html).toContain('class="dot"');
    expect(html).not.toContain('class="range"');
  });

  test('tells judges from people by shape and by a legend', () => {
    const html = intervals([row(), row({ mark: 'judge', label: 'two' })]);
    expect(wide(html)).toMatch(/class="mark judge">.*<path class="dot"/su);
    expect(html).toContain('class="legend"');
    expect(intervals([row()])).not.toContain('class="legend"');
  });

  test('draws a corrected figure as a third shape, and leaves the legend out where rows name their kind', () => {
    const rows = [row({ mark: 'corrected' }), row({ mark: 'judge' }), row()];
    const shapes = [
      ...wide(intervals(rows)).matchAll(/<(path|circle) class="dot"(?: d="M[\d.]+ [\d.]+(l[^"]*)")?/gu),
    ].map(([, tag, path]) => path ?? tag);
    expect(new Set(shapes).size).toBe(3);
    expect(intervals(rows)).toContain('> corrected</span>');
    expect(intervals(rows, { legend: false })).not.toContain('class="legend"');
  });

  test('keeps the axis inside its bounds, and the data inside the axis', () => {
    const ticks = (html: string): number[] =>
      [...wide(html).matchAll(/class="tick"[^>]*text-anchor="middle">([^<]*)</gu)].map(([, text]) =>
        Number(text),
      );
    expect(
      Math.max(...ticks(intervals([row({ value: 0.98, lower: 0.95, upper: 1 })], { bounds: [0, 1] }))),
    ).toBeLessThanOrEqual(1);
    const beyond = wide(intervals([row({ value: 1.2, lower: 1.1, upper: 1.3 })], { bounds: [0, 1] }));
    expect(
      Number(/x2="([\d.]+)" y1="[\d.]+" y2="[\d.]+"><\/line><circle/u.exec(beyond)![1]),
    ).toBeLessThanOrEqual(720 - 152 + 0.1);
  });

  test('draws its baseline inside the plot', () => {
    expect(
      wide(
        intervals([row({ value: 0.1, lower: 0.05, upper: 0.2 })], {
          baseline: { value: 0, label: 'no difference' },
        }),
      ),
    ).toMatch(/class="baseline".*no difference/su);
  });

  test('is drawn without rows that are known, and for one value', () => {
    expect(intervals([row({ value: NaN, lower: NaN, upper: NaN })])).not.toContain('NaN');
    expect(intervals([row({ value: 0.5, lower: 0.5, upper: 0.5 })])).not.toContain('NaN');
  });
});

describe('reliabilityDiagram', () => {
  const bins = [0, 1].map((index) => ({
    from: index / 2,
    to: (index + 1) / 2,
    items: index * 30,
    predicted: 0.75,
    observed: 0.5,
    lower: 0.3,
    upper: 0.7,
  }));
  const html = renderToString(
    reliabilityDiagram({
      ...words,
      curve: [
        { predicted: 0, observed: 0 },
        { predicted: 1, observed: 1 },
      ],
      band: [
        { predicted: 0, lower: 0, upper: 0.1 },
        { predicted: 1, lower: 0.9, upper: 1 },
      ],
      bins,
      xLabel: 'x',
      yLabel: 'y',
      format,
      table: null,
    }),
  );

  test('draws a perfect curve on the diagonal', () => {
    const diagonal = /class="baseline" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/u
      .exec(html)!
      .slice(1)
      .join(' ');
    const curve = /class="curve" d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"/u.exec(html)!.slice(1).join(' ');
    expect(curve).toBe(diagonal);
  });

  test('draws what people say upward', () => {
    const [, low, high] = /class="bin"><line x1="[\d.]+" x2="[\d.]+" y1="([\d.]+)" y2="([\d.]+)"/u
      .exec(html)!
      .map(Number);
    expect(low).toBeGreaterThan(high);
  });

  test('counts every bin in figures, the empty ones too, and draws no ring for those', () => {
    expect([...html.matchAll(/class="count"[^>]*>([^<]*)</gu)].map(([, text]) => text)).toEqual(['0', '30']);
    expect(html.match(/class="bin"/gu)).toHaveLength(1);
  });
});

describe('dataTable', () => {
  test('has a caption, scopes, and a region the keyboard reaches', () => {
    const html = renderToString(
      dataTable({ caption: 'C', columns: [{ name: 'A' }, { name: 'B', numeric: true }], rows: [['a', 1]] }),
    );
    expect(html).toContain('<div class="scroll" role="region" aria-label="C" tabindex="0">');
    expect(html).toContain('<caption>C</caption>');
    expect(html).toContain('<th scope="col" class="n">B</th>');
    expect(html).toContain('<th scope="row">a</th><td class="n">1</td>');
  });

  test('has hidden controls with a name each, before the region, where it has tools', () => {
    const choices = [{ label: 'Says', column: 1, options: [{ value: 4, name: 'Pass' }] }];
    const columns = [{ name: 'A', sorted: 'ascending' as const }, { name: 'B' }];
    const html = renderToString(
      dataTable({
        caption: 'C',
        columns,
        rows: [['a', 'b']],
        tools: { rows: 'items', search: 'Find', choices },
      }),
    );
    expect(html).toMatch(
      /^<div class="filtered"><div class="tools" role="group" aria-label="Filter: C" hidden>.*<div class="scroll" role="region"/u,
    );
    expect(html).toContain('<label>Find<input type="search" autocomplete="off"/></label>');
    expect(html).toContain('<label>Says<select data-column="1"');
    expect(html).toContain('<option value="4">Pass</option>');
    expect(html).toContain('<p role="status"><span>1</span> of 1 items</p>');
    expect(html).toContain('<th scope="col" aria-sort="ascending">A</th><th scope="col">B</th>');
  });

  test('says so where it is empty', () => {
    expect(renderToString(dataTable({ caption: 'C', columns: [{ name: 'A' }], rows: [] }))).toBe(
      '<p class="note">C: nothing to show.</p>',
    );
  });
});

describe('h', () => {
  test('escapes text and attributes', () => {
    expect(renderToString(h('p', { title: '"><script>' }, '<script>&'))).toBe(
      '<p title="&quot;>&lt;script>">&lt;script>&amp;</p>',
    );
  });
});
