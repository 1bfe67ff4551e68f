/** A command for a file that assize does not read by itself: tried before it is printed. */
import { counted } from '../../analysis/index.ts';
import { DataError, type Proposal, type Study, proposeMapping } from '../../data/index.ts';
import { type InputOptions, flagsOf } from '../input/options.ts';
import { someNames } from '../input/print-study.ts';
import { sayHint } from '../input/say-flag.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { World } from '../shell/world.ts';
import { printImportLine } from './print-import-line.ts';
import { type Command, commandOf, jointCommand, optionsOf, tryOut } from './propose-command.ts';
import { type PeopleTable, proposeAnswers, proposeImport } from './propose-import.ts';
import type { FileSample } from './sample-files.ts';

/**
 * A command for the files, or one for each, where their columns suggest it; what was said on the command line
 * is not proposed again. Returns the command that reads all of them, or null.
 */
export async function printProposals(
  samples: readonly FileSample[],
  options: InputOptions,
  world: World,
  terminal: Terminal,
): Promise<Command | null> {
  const found = samples.map(({ file, sample }) => ({
    file,
    sample,
    proposal: sample === null ? null : proposeMapping(sample),
  }));
  const tables = found.flatMap(({ file, proposal }) => peopleIn(file, proposal));
  const printed = new Set<string>();
  for (const { file, sample, proposal } of found) {
    const people = tables.find((table) => table.file !== file && !printed.has(table.file));
    const answers = sample === null ? null : await proposeAnswers(file, sample, people);
    const exported =
      answers ?? (proposal?.importer === undefined ? null : proposeImport(file, proposal, people));
    if (exported === null) continue;
    const takesPeople = await printImportLine(exported, world, terminal);
    printed.add(file);
    if (takesPeople) printed.add(people!.file);
  }
  const bare = found.filter(({ file }) => !printed.has(file));
  const notes = bare.flatMap(({ file, proposal }) =>
    (proposal?.notes ?? []).map((note) => (bare.length > 1 ? `${file}: ${note}` : note)),
  );
  const joint = jointCommand(bare, options);
  if (joint !== null && (await printCommand(joint, notes, world, terminal, { silent: true }))) return joint;
  let read: Command | null = null;
  for (const { file, proposal } of bare) {
    if (proposal === null) continue;
    const command = commandOf(proposal, file, options);
    if (command === null) printNotes(proposal.notes, terminal);
    else if (await printCommand(command, proposal.notes, world, terminal)) {
      read = command;
      await printQuestions(command, proposal.questions ?? [], world, terminal);
    }
  }
  return samples.length === 1 ? read : null;
}

/** A table whose columns say who labeled what: it may go into the study of an import. */
function peopleIn(file: string, proposal: Proposal | null): PeopleTable[] {
  const [mapping] = proposal?.mappings ?? [];
  if (proposal?.importer !== undefined || mapping === undefined) return [];
  return [{ file, options: optionsOf(mapping) }];
}

/** A study each: one figure for several questions would be an answer to none of them. */
async function printQuestions(
  { files, options }: Command,
  questions: readonly string[],
  world: World,
  terminal: Terminal,
): Promise<void> {
  const others = questions
    .filter((name) => name !== options.label)
    .map((label): Command => ({ files, options: { ...options, label } }));
  const read: Command[] = [];
  for (const other of others.slice(0, questionsShown))
    if (!((await tryOut(other, world)) instanceof DataError)) read.push(other);
  if (read.length === 0) return;
  terminal.paragraph('The other questions, a study each:', { tone: 'bold' });
  for (const { options: own } of read)
    terminal.command(['assize', 'calibrate', ...files, ...flagsOf(own), '--out', `assize-${own.label}`]);
  terminal.blank();
}

const questionsShown = 6;

/** False where it cannot be read; a silent one says nothing then. */
async function printCommand(
  command: Command,
  notes: readonly string[],
  world: World,
  terminal: Terminal,
  { silent = false }: { readonly silent?: boolean } = {},
): Promise<boolean> {
  const tried = await tryOut(command, world);
  if (tried instanceof DataError) {
    if (silent) return false;
    terminal.paragraph(
      'No command is proposed: what the shapes of the columns suggest cannot be read either.',
      { tone: 'bold' },
    );
    terminal.paragraph(tried.message, { lead: '- ' });
    if (tried.hint !== undefined) terminal.paragraph(sayHint(tried.hint), { lead: '- ' });
    printNotes(notes, terminal);
    return false;
  }
  terminal.paragraph(
    'A command that reads it, by the shapes of the columns. Check it: assize does not guess.',
    { tone: 'bold' },
  );
  terminal.command(['assize', 'calibrate', ...command.files, ...flagsOf(command.options)]);
  terminal.paragraph(`It reads ${holds(tried)}.`, { indent: 4 });
  printNotes(notes, terminal);
  return true;
}

function printNotes(notes: readonly string[], terminal: Terminal): void {
  for (const note of notes) terminal.paragraph(note, { lead: '- ', indent: 4, tone: 'dim' });
  terminal.blank();
}

function holds({ items, raters, codebook, setAside }: Study): string {
  const named = (kind: string): string[] => raters.filter((rater) => rater.kind === kind).map(({ id }) => id);
  const [people, judges] = [named('human'), named('judge')];
  const parts = [
    counted(items.ids.length, 'item'),
    people.length === 0
      ? 'no people'
      : `${counted(people.length, 'person', 'people')} (${someNames(people)})`,
    ...(judges.length === 0 ? ['no judge'] : [`${counted(judges.length, 'judge')} (${someNames(judges)})`]),
    ...(setAside.length === 0
      ? []
      : [`${counted(setAside.length, 'judge')} set aside, since its labels are others`]),
    `the labels ${someNames(codebook.labels.map(({ name }) => name))}`,
  ];
  return parts.join(', ');
}
