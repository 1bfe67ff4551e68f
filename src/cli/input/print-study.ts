/**
 * What was read, before any answer: who is a person and who is a judge, the labels, the decisions the reader
 * took.
 */
import { columnText, counted, said } from '../../analysis/index.ts';
import { sayFlag } from './say-flag.ts';
import { basename } from 'node:path';
import type { RaterKind, Study } from '../../data/index.ts';
import type { Terminal } from '../shell/terminal.ts';
import { shortName } from '../shell/terminal-text.ts';

const namesShown = 6;

type ShownRater = Pick<Study['raters'][number], 'id' | 'kind' | 'kindFrom'>;

/** The assignment of kinds: printed first, since every answer stands on it. */
export function printRaters(
  {
    raters,
    setAside = [],
  }: { readonly raters: readonly ShownRater[]; readonly setAside?: Study['setAside'] },
  terminal: Terminal,
): void {
  const people = raters.filter((rater) => rater.kind === 'human');
  const judges = raters.filter((rater) => rater.kind === 'judge');
  const references = raters.filter((rater) => rater.kind === 'reference');
  terminal.paragraph(
    people.length === 0 ? 'none' : `${people.length} (${someNames(people.map((rater) => rater.id))})`,
    {
      lead: 'people:  ',
      leadTone: 'bold',
    },
  );
  const asideOf = (kind: RaterKind): string[] =>
    setAside
      .filter((one) => one.kind === kind)
      .map(
        ({ rater, against }) =>
          `${shortName(rater)} (set aside: its labels are not those of ` +
          `${against === 'people' ? 'people' : 'the reference'})`,
      );
  const described = [
    ...judges.map((judge) => `${shortName(judge.id)} (${judge.kindFrom})`),
    ...asideOf('judge'),
  ];
  terminal.paragraph(described.length === 0 ? 'none' : someNames(described, 10, 80), {
    lead: 'judges:  ',
    leadTone: 'bold',
  });
  const shown = [...references.map((rater) => rater.id), ...asideOf('reference')];
  if (shown.length > 0)
    terminal.paragraph(someNames(shown, namesShown, 80), { lead: 'reference: ', leadTone: 'bold' });
}

/** The labels in the order of the codebook, with what is known of each. */
export function printCodebook(
  { codebook, codebookOrigin }: Pick<Study, 'codebook' | 'codebookOrigin'>,
  terminal: Terminal,
  writtenTo?: string,
): void {
  const labels = codebook.labels.map(({ name, pass, tie }) => {
    const marks = [...(pass === true ? ['pass'] : []), ...(tie === true ? ['tie'] : [])];
    return marks.length === 0 ? shortName(name) : `${shortName(name)} [${marks.join(', ')}]`;
  });
  const origin =
    codebookOrigin === 'declared'
      ? 'declared'
      : writtenTo === undefined
        ? 'proposed from the data'
        : `proposed from the data, written to ${writtenTo}`;
  terminal.paragraph(`${someNames(labels, 24)} · ${codebook.scale} · ${origin}`, {
    lead: 'labels:  ',
    leadTone: 'bold',
  });
}

/** The files and what the reader did with them. */
export function printReading(study: Pick<Study, 'files' | 'decisions'>, terminal: Terminal): void {
  const files = study.files.map(
    (file) => `${shortName(basename(file.name), 48)} (${counted(file.rows)} rows)`,
  );
  terminal.paragraph(someNames(files, 8, 80), { lead: 'read:    ', leadTone: 'bold' });
  for (const decision of study.decisions)
    terminal.paragraph(said(decision, sayFlag).text, { lead: '- ', indent: 9, tone: 'dim' });
}

/** How many items there are, and what is independent of what. */
export function printItems(
  {
    items,
    labeledItems,
    overlapItems,
    clusters,
    clusterColumn,
  }: {
    readonly items: number;
    readonly labeledItems: number;
    readonly overlapItems: number;
    readonly clusters: number;
    readonly clusterColumn: string | null;
  },
  terminal: Terminal,
): void {
  const parts = [
    counted(items),
    `${counted(labeledItems)} with a label by a person`,
    `${counted(overlapItems)} by two or more`,
    clusterColumn === null
      ? 'each its own cluster'
      : `in ${counted(clusters, 'cluster')} by the ${columnText(shortName(clusterColumn))}`,
  ];
  terminal.paragraph(parts.join(', '), { lead: 'items:   ', leadTone: 'bold' });
}

/** Names up to a number of them, and how many more there are. */
export function someNames(names: readonly string[], shown: number = namesShown, length = 60): string {
  const first = names.slice(0, shown).map((name) => shortName(name, length));
  return names.length <= shown ? first.join(', ') : `${first.join(', ')} and ${names.length - shown} more`;
}
