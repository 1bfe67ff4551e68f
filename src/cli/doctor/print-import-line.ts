/** An import line that was run before it is printed, as every proposal is. */
import { counted } from '../../analysis/index.ts';
import { DataError } from '../../data/index.ts';
import { readExport, type ReadExport } from '../import/run.ts';
import { joinList, joinMap } from '../input/lists.ts';
import { given } from '../input/options.ts';
import { followHints } from './follow-hint.ts';
import { tried } from '../shell/tried.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { World } from '../shell/world.ts';
import type { ProposedImport } from './propose-import.ts';

export interface PrintedImport {
  /** The line, in the words of a shell. */
  readonly words: readonly string[];
  /** Why it does not run as it stands. */
  readonly error: DataError | undefined;
  /** People's labels go with it, and need no command beside it. */
  readonly takesPeople: boolean;
}

export async function printImportLine(
  proposed: ProposedImport,
  world: World,
  terminal: Terminal,
): Promise<PrintedImport> {
  const [line, found] = await firstThatReads(proposed, world);
  const error = found instanceof DataError ? found : undefined;
  const words = commandOf(line);
  terminal.paragraph(
    error === undefined
      ? 'A file of another tool, which is imported into a study:'
      : 'A file of another tool, and its import needs one thing more:',
    { tone: 'bold' },
  );
  terminal.command(words);
  if (!(found instanceof DataError)) terminal.paragraph(`It reads ${holds(found)}.`, { indent: 4 });
  for (const note of line.notes) terminal.paragraph(note, { lead: '- ', indent: 4, tone: 'dim' });
  terminal.blank();
  return { words, error, takesPeople: error === undefined && line.options.people !== undefined };
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
  ];
  let last: Attempt | undefined;
  for (const variant of variants) {
    const attempt = await following({ ...proposed, options: variant }, world);
    if (!(attempt[1] instanceof DataError)) return attempt;
    last ??= attempt;
  }
  return last!;
}

async function following(proposed: ProposedImport, world: World): Promise<Attempt> {
  const { format, file } = proposed;
  const { options, found, notes } = await followHints(
    proposed.options,
    ['question', 'judgeQuestion', 'item', 'map'],
    (own) => tried(world, (progress) => readExport(format, [file], own, world, progress)),
  );
  return [{ ...proposed, options, notes: [...proposed.notes, ...notes] }, found];
}

function commandOf({ format, file, options }: ProposedImport): string[] {
  const { labels, items, first, people, question, judgeQuestion, item, map } = options;
  const flags = given({
    '--question': question,
    '--judge-question': judgeQuestion,
    '--item': item,
    '--labels': labels === undefined ? undefined : joinList(labels),
    '--items': items,
    '--people': people,
    '--map': map === undefined ? undefined : joinMap(map),
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
