/** What was read, what was left out, and the choices made on the way: on the terminal, and as JSON. */
import { counted } from '../../analysis/index.ts';
import type { Importer, ReadImport } from '../../data/index.ts';
import { someNames } from '../input/print-study.ts';
import { sayHint } from '../input/say-flag.ts';
import type { Terminal } from '../shell/terminal.ts';

export function printImport(
  importer: Importer,
  { files, ratings, items, leftOut, notes }: ReadImport,
  terminal: Terminal,
): void {
  const read = files.map(({ name, records }) => `${name} (${counted(records, 'record')})`);
  terminal.paragraph(`${importer.title}: ${someNames(read, 8, 80)}`, {
    lead: 'read:     ',
    leadTone: 'bold',
  });
  for (const [lead, kind] of kinds) {
    const names = namesOf(ratings, kind);
    const count = ratings.filter((rating) => rating.kind === kind).length;
    if (kind === 'reference' && count === 0) continue;
    const text =
      count === 0 ? 'none' : `${counted(count, 'rating')} by ${names.length} (${someNames(names)})`;
    terminal.paragraph(text, { lead: `${lead}:`.padEnd(10), leadTone: 'bold' });
  }
  terminal.paragraph(counted(new Set([...ratings, ...items].map(({ item }) => item)).size, 'item'), {
    lead: 'items:    ',
    leadTone: 'bold',
  });
  terminal.paragraph(leftOut.length === 0 ? 'nothing' : '', { lead: 'left out: ', leadTone: 'bold' });
  for (const { reason, count, fix } of leftOut)
    terminal.paragraph(`${reason} (${counted(count)})${fix === undefined ? '' : `: ${sayHint(fix)}`}`, {
      lead: '- ',
      indent: 10,
    });
  for (const note of notes) terminal.paragraph(note, { lead: 'note:     ', tone: 'dim' });
}

const kinds = [
  ['people', 'human'],
  ['judges', 'judge'],
  ['gold', 'reference'],
] as const;

function namesOf(ratings: ReadImport['ratings'], kind: (typeof kinds)[number][1]): string[] {
  return [...new Set(ratings.flatMap((rating) => (rating.kind === kind ? [rating.rater] : [])))].sort();
}

export function importSummary(
  importer: Importer,
  { files, ratings, items, leftOut, notes, codebook }: ReadImport,
  out: string,
): unknown {
  const raters = Map.groupBy(ratings, ({ rater }) => rater);
  return {
    schema: 1,
    format: importer.name,
    out,
    files,
    ratings: ratings.length,
    items: new Set([...ratings, ...items].map(({ item }) => item)).size,
    raters: [...raters]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([rater, own]) => ({ rater, kind: own[0].kind, ratings: own.length })),
    leftOut: leftOut.map(({ reason, count, fix }) => ({
      reason,
      count,
      ...(fix === undefined ? {} : { fix: sayHint(fix) }),
    })),
    notes,
    codebook: codebook ?? null,
  };
}
