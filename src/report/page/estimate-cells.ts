/** An estimate in words: value, interval, and the reason where either is unknown. */
import { dataTable, h, type Content } from '../../charts/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import { prose } from './clean-text.ts';
import { count, percent, points, pointsRange, range, unknownText } from './format.ts';

export type Estimate = Analysis['raters'][number]['agreementWithConsensus'];

/** `74%` and its interval; "unknown" with its reason where there is no value. */
export function valueCell(estimate: Estimate, format: (value: number) => string, withoutInterval = false): Content {
  if (!Number.isFinite(estimate.value)) return unknownCell(estimate.reason?.text);
  const ends = rangeOf(estimate, format);
  const unknownEnds = withoutInterval ? 'no interval' : 'interval unknown';
  return [h('strong', null, format(estimate.value)), ' ', h('small', null, ends === unknownText ? unknownEnds : ends)];
}

function rangeOf({ interval: { lower, upper } }: Estimate, format: (value: number) => string): string {
  return format === points ? pointsRange(lower, upper) : range(lower, upper, format);
}

/** `74% (71% to 79%)` for a sentence. */
export function inWords(estimate: Estimate, format: (value: number) => string): string {
  if (!Number.isFinite(estimate.value)) return unknownText;
  const ends = rangeOf(estimate, format);
  return `${format(estimate.value)} (${ends === unknownText ? 'interval unknown' : ends})`;
}

export function unknownCell(reason: string | undefined): Content {
  return h('span', { class: 'unknown' }, unknownText, reason === undefined ? null : h('small', null, prose(reason)));
}

export interface EstimateRow {
  readonly label: string;
  readonly estimate: Estimate;
  readonly format: (value: number) => string;
  readonly note?: string;
  /** The figure has no interval by its nature, which is another thing than one nobody knows. */
  readonly withoutInterval?: boolean;
}

/** Estimates under one another: what each is, value with interval, and the items it stands on; below, their warnings. Three columns fit a phone. */
export function estimateTable(caption: string, rows: readonly EstimateRow[], level: number): Content {
  const table = dataTable({
    caption,
    className: 'key',
    columns: [{ name: 'Figure' }, { name: `Value and ${percent(level)} interval`, numeric: true }, { name: 'Items', numeric: true }],
    rows: rows.map(({ label, estimate, format, note, withoutInterval }) => [
      explained(label, note),
      valueCell(estimate, format, withoutInterval),
      count(estimate.counts.items),
    ]),
  });
  return [table, cautions(rows)];
}

/** A row header with what it means below it. */
export function explained(label: Content, words: string | undefined): Content {
  return words === undefined || words === '' ? label : [label, h('small', null, prose(words))];
}

/** The warnings that travel with estimates, each once, with the figures it belongs to. */
export function cautions(rows: readonly Pick<EstimateRow, 'label' | 'estimate'>[]): Content {
  const labels = new Map<string, string[]>();
  for (const { label, estimate } of rows) for (const { text } of estimate.warnings) labels.set(text, [...(labels.get(text) ?? []), label]);
  if (labels.size === 0) return null;
  return h(
    'ul',
    { class: 'cautions' },
    ...[...labels].map(([text, of]) =>
      h(
        'li',
        null,
        prose(text),
        of.length === rows.length ? ' (Every figure above.)' : h('span', null, ' (', [...new Set(of)].join('; '), '.)'),
      ),
    ),
  );
}
