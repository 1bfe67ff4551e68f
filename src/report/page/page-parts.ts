/** The parts sections are made of: headed sections, notes and grey boxes. */
import { h, type Content } from '../../charts/index.ts';
import { clause } from './clean-text.ts';

export interface Section {
  readonly id: string;
  readonly heading: string;
  /** Shorter, for the table of contents. */
  readonly short: string;
  readonly body: readonly Content[];
}

export function sectionNode({ id, heading, body }: Section): Content {
  return h(
    'section',
    { id, 'aria-labelledby': `${id}-heading` },
    h('h2', { id: `${id}-heading` }, heading),
    ...body,
  );
}

/** A grey box: what could not be said, why, and what to do. Never a blank. */
export function refusalBox(title: string, reason: string, fix?: string): Content {
  return h(
    'div',
    { class: 'refusal' },
    h('p', null, h('strong', null, title)),
    h('p', null, 'Why: ', clause(reason)),
    fix === undefined ? null : h('p', null, h('strong', null, 'What to do: '), clause(fix)),
  );
}

export function paragraph(...content: readonly Content[]): Content {
  return h('p', null, ...content);
}

/** Smaller text that explains a figure. */
export function note(...content: readonly Content[]): Content {
  return h('p', { class: 'note' }, ...content);
}

export function disclosure(summary: string, ...content: readonly Content[]): Content {
  return h('details', null, h('summary', null, summary), ...content);
}
