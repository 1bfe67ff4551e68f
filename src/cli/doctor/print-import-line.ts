/** An import line that was run before it is printed, as every proposal is. */
import { counted } from '../../analysis/index.ts';
import { DataError } from '../../data/index.ts';
import { readExport, type ReadExport } from '../import/run.ts';
import { joinList } from '../input/lists.ts';
import { given } from '../input/options.ts';
import { sayHint } from '../input/say-flag.ts';
import { tried } from '../shell/tried.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { World } from '../shell/world.ts';
import type { ProposedImport } from './propose-import.ts';

/** True where people's labels go with it: they need no command beside it. */
export async function printImportLine(
  proposed: ProposedImport,
  world: World,
  terminal: Terminal,
): Promise<boolean> {
  const [line, found] = await firstThatReads(proposed, world);
  if (found instanceof DataError) {
    terminal.paragraph('A file of another tool, and its import needs one thing more:', { tone: 'bold' });
    terminal.command(commandOf(line));
    terminal.paragraph(found.message, { lead: '- ', indent: 4 });
    if (found.hint !== undefined) terminal.paragraph(sayHint(found.hint), { lead: '- ', indent: 4 });
  } else {
    terminal.paragraph('A file of another tool, which is imported into a study:', { tone: 'bold' });
    terminal.command(commandOf(line));
    terminal.paragraph(`It reads ${holds(found)}.`, { indent: 4 });
  }
  for (const note of proposed.notes) terminal.paragraph(note, { lead: '- ', indent: 4, tone: 'dim' });
  terminal.blank();
  return !(found instanceof DataError) && line.options.people !== undefined;
}

type Attempt = readonly [ProposedImport, ReadExport | DataError];

/** As proposed; with fewer answers than items; and without the people, where they do not join. */
async function firstThatReads(proposed: ProposedImport, world: World): Promise<Attempt> {
  const { options } = proposed;
  const { people: _, ...alone } = options;
  const variants = [
    options,
    ...(options.items === undefined ? [] : [{ ...options, first: true }]),
    ...(options.people === undefined || options.items !== undefined ? [] : [alone]),
  ].map((own): ProposedImport => ({ ...proposed, options: own }));
  let last: Attempt | undefined;
  for (const variant of variants) {
    const { format, file, options: own } = variant;
    const found = await tried(world, (progress) => readExport(format, [file], own, world, progress));
    if (!(found instanceof DataError)) return [variant, found];
    last ??= [variant, found];
  }
  return last!;
}

function commandOf({ format, file, options }: ProposedImport): string[] {
  const { labels, items, first, people } = options;
  const flags = given({
    '--labels': labels === undefined ? undefined : joinList(labels),
    '--items': items,
    '--people': people,
  });
  return [
    'assize',
    'import',
    format,
    file,
    ...Object.entries(flags).flat(),
    ...(first === true ? ['--first'] : []),
    '--out',
    'study',
  ];
}

function holds({ imported: { ratings }, joined }: ReadExport): string {
  const of = (kind: string): number => ratings.filter((rating) => rating.kind === kind).length;
  return joined === undefined
    ? `${counted(of('human'), 'rating')} by people and ${counted(of('judge'))} by judges`
    : `${counted(of('judge'), 'verdict')}; ${counted(joined.both, 'item')} have labels of people too`;
}
