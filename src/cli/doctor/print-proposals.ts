/** A command for a file that assize does not read by itself: tried before it is printed. */
import { counted } from '../../analysis/index.ts';
import { DataError, type Proposal, type Study, proposeMapping } from '../../data/index.ts';
import { flagsOf } from '../input/options.ts';
import { someNames } from '../input/print-study.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { World } from '../shell/world.ts';
import { printImportLine } from './print-import-line.ts';
import { type Command, commandOf, jointCommand, optionsOf, tryOut } from './propose-command.ts';
import { type PeopleTable, proposeAnswers, proposeByTrial, proposeImport } from './propose-import.ts';
import type { FileSample } from './sample-files.ts';

export interface Proposed {
  /** The one that reads all of the files. */
  readonly command: Command | null;
  /** Every line that was printed and runs, in the words of a shell. */
  readonly lines: readonly (readonly string[])[];
  /** Files of other tools, which an import reads. */
  readonly imports: readonly string[];
  /** Why the first of the other lines does not run; null where no file is left without one that does. */
  readonly error: DataError | 'nothing found' | null;
}

/**
 * A command for the files, or one for each, where their columns suggest it; what was said on the command line
 * is not proposed again.
 */
export async function printProposals(
  given: Command,
  samples: readonly FileSample[],
  world: World,
  terminal: Terminal,
): Promise<Proposed> {
  const { options } = given;
  const asGiven = await printCommand(given, [], world, terminal, { silent: true });
  if (!(asGiven instanceof DataError))
    return { command: asGiven, lines: [lineOf(asGiven)], imports: [], error: null };
  const found: Found[] = await Promise.all(
    samples.map(async ({ file, sample }) => ({
      file,
      sample,
      proposal: sample === null ? await proposeByTrial(file, world) : proposeMapping(sample),
    })),
  );
  const tables = found.flatMap(peopleIn);
  const done = new Set<string>();
  const imports: string[] = [];
  const lines: (readonly string[])[] = [];
  const errors: (DataError | 'nothing found')[] = [];
  for (const { file, sample, proposal } of found) {
    const people = tables.find((table) => table.file !== file && !done.has(table.file));
    const answers = sample === null ? null : await proposeAnswers(file, sample, people);
    const exported =
      answers ?? (proposal?.importer === undefined ? null : proposeImport(file, proposal, people));
    if (exported === null) continue;
    const { words, error, takesPeople } = await printImportLine(exported, world, terminal);
    done.add(file);
    imports.push(file);
    if (takesPeople) done.add(people!.file);
    if (error === undefined) lines.push(words);
    else errors.push(error);
  }
  const bare = found.filter(({ file }) => !done.has(file));
  const notes = bare.flatMap(({ file, proposal }) =>
    (proposal?.notes ?? []).map((note) => (bare.length > 1 ? `${file}: ${note}` : note)),
  );
  const joint = jointCommand(bare, options);
  const jointly = joint === null ? null : await printCommand(joint, notes, world, terminal, { silent: true });
  if (jointly !== null && !(jointly instanceof DataError))
    return {
      command: imports.length === 0 ? jointly : null,
      lines: [...lines, lineOf(jointly)],
      imports,
      error: errors[0] ?? null,
    };
  let read: Command | null = null;
  for (const { file, proposal } of bare) {
    const { notes: reasons, questions = [] } = proposal ?? { notes: [] };
    // Beside a file of another tool one may need no mapping.
    const plain = proposal === null && imports.length > 0 ? { files: [file], options } : null;
    const command = proposal === null ? plain : commandOf(proposal, file, options);
    if (command === null) {
      if (proposal !== null) printNotes(reasons, terminal);
      errors.push(reasons.length > 0 ? inTheWay(file) : 'nothing found');
      continue;
    }
    const own = await printCommand(command, reasons, world, terminal);
    if (own instanceof DataError) errors.push(own);
    else {
      read = own;
      lines.push(lineOf(own));
      await printQuestions(own, questions, world, terminal);
    }
  }
  const command = samples.length === 1 ? read : null;
  // Of several files each alone is no answer to how they belong together.
  const apart = bare.length > 1 && jointly instanceof DataError ? [jointly] : [];
  const [error = null] = [...errors.filter((one) => one !== 'nothing found'), ...apart, ...errors];
  return { command, lines, imports, error };
}

/** The notes just printed say what is in the way; that a column is missing would lead elsewhere. */
function inTheWay(file: string): DataError {
  return new DataError(
    `no command reads ${file} as it is`,
    {},
    'Change the file as the lines above say, and ask assize doctor again.',
  );
}

function lineOf({ files, options }: Command): string[] {
  return ['assize', 'calibrate', ...files, ...flagsOf(options)];
}

interface Found {
  readonly file: string;
  readonly sample: FileSample['sample'];
  readonly proposal: Proposal | null;
}

/** A table whose columns say who labeled what: it may go into the study of an import. */
function peopleIn({ file, sample, proposal }: Found): PeopleTable[] {
  const [mapping] = proposal?.mappings ?? [];
  if (proposal === null && ['item', 'rater', 'label'].every((name) => sample?.header.includes(name) === true))
    return [{ file, options: {} }];
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
  for (const other of others.slice(0, questionsShown)) {
    const tried = await tryOut(other, world);
    if (!(tried.found instanceof DataError)) read.push(tried.command);
  }
  if (read.length === 0) return;
  terminal.paragraph('The other questions, a study each:', { tone: 'bold' });
  const folders = new Set<string>();
  for (const { options: own } of read) {
    const folder = folderFor(own.label!, folders);
    folders.add(folder);
    terminal.command([...lineOf({ files, options: own }), '--out', folder]);
  }
  terminal.blank();
}

const questionsShown = 6;

/** A column may be called anything, a folder on any disk only so much. */
function folderFor(column: string, taken: ReadonlySet<string>): string {
  const words = column.normalize('NFC').match(/[\p{L}\p{N}_]+/gu) ?? ['question'];
  const plain = `assize-${Array.from(words.join('-')).slice(0, 40).join('')}`;
  let name = plain;
  for (let at = 2; taken.has(name); at++) name = `${plain}-${at}`;
  return name;
}

/** The command as it reads, or why it does not; a silent one says nothing then. */
async function printCommand(
  proposed: Command,
  reasons: readonly string[],
  world: World,
  terminal: Terminal,
  { silent = false }: { readonly silent?: boolean } = {},
): Promise<Command | DataError> {
  const { command, found, notes } = await tryOut(proposed, world);
  if (found instanceof DataError) {
    if (silent) return found;
    terminal.paragraph(
      'No command is proposed: what the shapes of the columns suggest cannot be read either.',
      { tone: 'bold' },
    );
    printNotes(reasons, terminal);
    return found;
  }
  terminal.paragraph(
    `A command that reads it${reasons.length === 0 ? '' : ', by the shapes of the columns'}. Check it: assize ` +
      'does not guess.',
    { tone: 'bold' },
  );
  terminal.command(lineOf(command));
  terminal.paragraph(`It reads ${holds(found)}.`, { indent: 4 });
  printNotes([...reasons, ...notes], terminal);
  return command;
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
