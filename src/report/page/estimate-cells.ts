/** An estimate in words: value, interval, and the reason where either is unknown. */
import { dataTable, h, type Content } from '../../charts/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import { type Said, prose } from './clean-text.ts';
import { count, figureRange, figureText, percent, unknownText } from './format.ts';

export type Estimate = Analysis['raters'][number]['agreementWithConsensus'];

/** `74%` and its interval; "unknown" with its reason where there is no value. */
export function valueCell(estimate: Estimate, withoutInterval = false): Content {
  const { value, unit, interval, reason } = estimate;
  if (!Number.isFinite(value)) return unknownCell(reason);
  const ends = figureRange(unit, interval, withoutInterval ? 'no interval' : 'interval unknown');
  return [h('strong', null, figureText(unit, value)), ' ', h('small', null, ends)];
}

/** `74% (71% to 79%)` for a sentence. */
export function inWords({ value, unit, interval }: Estimate): string {
  if (!Number.isFinite(value)) return unknownText;
  return `${figureText(unit, value)} (${figureRange(unit, interval, 'interval unknown')})`;
}

export function unknownCell(reason: string | Said | undefined): Content {
  return h(
    'span',
    { class: 'unknown' },
    unknownText,
    reason === undefined ? null : h('small', null, prose(reason)),
  );
}

export interface EstimateRow {
  readonly label: string;
  readonly estimate: Estimate;
  readonly note?: string;
  /** The figure has no interval by its nature, which is another thing than one nobody knows. */
  readonly withoutInterval?: boolean;
}

/**
 * Estimates under one another: what each is, value with interval, and the items it stands on; below, their
 * warnings. Three columns fit a phone.
 */
export function estimateTable(caption: string, rows: readonly EstimateRow[], level: number): Content {
  const table = dataTable({
    caption,
    className: 'key',
    columns: [
      { name: 'Figure' },
      { name: `Value and ${percent(level)} interval`, numeric: true },
      { name: 'Items', numeric: true },
    ],
    rows: rows.map(({ label, estimate, note, withoutInterval }) => [
      explained(label, note),
      valueCell(estimate, withoutInterval),
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
  const labels = new Map<string, { readonly said: Said; readonly of: string[] }>();
  for (const { label, estimate } of rows)
    for (const said of estimate.warnings) {
      const { of } = labels.get(said.text) ?? { of: [] };
      labels.set(said.text, { said, of: [...of, label] });
    }
  if (labels.size === 0) return null;
  return h(
    'ul',
    { class: 'cautions' },
    ...[...labels.values()].map(({ said, of }) =>
      h(
        'li',
        null,
        prose(said),
        of.length === rows.length
          ? ' (Every figure above.)'
          : h('span', null, ' (', [...new Set(of)].join('; '), '.)'),
      ),
    ),
  );
}
